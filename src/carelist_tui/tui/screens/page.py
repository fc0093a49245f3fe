"""What every screen has: the head line, the footer made of its bindings, and a word when the window is too small."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from time import monotonic
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import moment_in_full
from carelist_tui.tui.bindings import bindings_of, key_name
from carelist_tui.tui.textual_internals import is_being_taken_down, let_go_of_the_closed
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, plain, width_of, wrap
from carelist_tui.tui.widgets.row import Look, head_strip

WIDTH, HEIGHT = 80, 24
AROUND_HEAD = 13
"""Columns of the top line beside what stands at its left and at its right."""
ROOMY = 34
TOO_SMALL = tr("Make this window at least 80 columns by 24 lines. Nothing is lost: Carelist waits.")
STOPPED = tr("Stopped before it was done: press the key again.")
SEEN_SECONDS = 0.3
"""Sooner than this after they came nobody has read the lines of what was looked for: of several people none is taken
so."""
STANDS_AFTER = 1.0
"""Seconds after which a screen takes keys though none of its fields has the focus."""
NOTHING_RECORDED = tr("NOT RECORDED: stopped before it was done. Press the key again.")


@dataclass(frozen=True, slots=True)
class Led:
    """Where somebody is on a tour, what they are to do next, and the key that says more."""

    place: str
    do: str
    more: str


class Page(Screen[Any], inherit_bindings=False):
    """A screen of Carelist. `read_at` is the moment of its reading; what it shows is as at then."""

    WHERE: ClassVar[str] = ""
    """What the screen is, for the head line and the help."""
    TAKES_WORDS: ClassVar[bool] = False
    """Whether it is there to be typed into: then the same letter twice in haste is no bounce."""
    READY_WITH_FOCUS: ClassVar[bool] = False
    """Whether it is ready for keys only once one of its fields has the focus."""
    IS_LINES: ClassVar[bool] = False
    """Whether all of it is drawn for the size of the terminal: told that size again it is not drawn again."""
    unasked = False
    """Whether it came by itself: then what was typed in that moment was meant for what stood before."""
    changed_at: float | None = None
    """When somebody else came to be at hand by itself, by the monotonic clock: what would be recorded of who is at hand
    was meant, in that moment, for who was."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.read_at = desk.now()
        self.stood_at: float | None = None
        """Since when it is ready for keys, by the monotonic clock."""
        self._look: Look | None = None
        self._stood_in: Widget | None = None
        self._sized_for: tuple[int, int] = (0, 0)
        """What had the focus when the window became too small."""

    def set_timer(self, *args: Any, **more: Any) -> Timer:
        return self._unless_going(super().set_timer(*args, **more))

    def set_interval(self, *args: Any, **more: Any) -> Timer:
        return self._unless_going(super().set_interval(*args, **more))

    def _unless_going(self, timer: Timer) -> Timer:
        """A screen that is being taken down begins nothing more: Textual has stopped its timers already, and what came
        after would go on asking a desk that the lock has closed."""
        if is_being_taken_down(self):
            timer.stop()
        return timer

    def compose(self) -> ComposeResult:
        self._say_size()  # before there is anything on it that would be dressed again
        yield Lines(id="head")
        yield from self.compose_body()
        yield Lines(id="foot")
        yield Lines(id="small")

    def compose_body(self) -> ComposeResult:
        yield from ()

    @property
    def look(self) -> Look:
        if self._look is None or self._look.at is not self.read_at:
            self._look = Look(ink_of(self.app.theme), self.read_at, self.desk.zone, self.desk.names)
        return self._look

    @property
    def too_small(self) -> bool:
        return self.app.size.width < WIDTH or self.app.size.height < HEIGHT

    def lines(self, id: str) -> Lines:
        """The lines in a place; of a page that has been left, lines nobody sees: what it read may come after."""
        try:
            return self.query_one(f"#{id}", Lines)
        except NoMatches:
            if self.stands:
                raise
            return Lines(id=id)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda theme: self._dress())
        self._sized()
        if self.READY_WITH_FOCUS:
            self.set_timer(STANDS_AFTER, self._stand)
        else:
            self.call_after_refresh(self._stand)

    def _stand(self) -> None:
        if self.stood_at is None:
            self.stood_at = monotonic()

    def on_unmount(self) -> None:
        """Else it, and what was typed on it, would be kept alive for good."""
        self.app.theme_changed_signal.unsubscribe(self)
        let_go_of_the_closed(self.app)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What is typed into takes letters: their keys lead nowhere else, and the footer says so."""
        self._stand()
        if self.is_mounted and not self.too_small:
            self.draw_foot()

    def on_resize(self, event: events.Resize) -> None:
        """Textual tells a new screen its size once more when it has been laid out."""
        if self.is_mounted and not (self.IS_LINES and self._sized_for == self.app.size):
            self._sized()

    def _dress(self) -> None:
        self._look = None
        self._sized()

    def _sized(self) -> None:
        width, height = self._sized_for = self.app.size
        if self.too_small:  # what is hidden loses the focus
            self._stood_in = self._stood_in or self.focused
        elif self._stood_in is not None:
            self.call_after_refresh(self._stood_in.focus)
            self._stood_in = None
        self._say_size()
        if self.too_small:
            words = wrap(TOO_SMALL, max(width, 2))[: max(height, 1)]
            self.lines("small").show([Line(width, self.look.ink.strong).add(w).strip() for w in words])
        else:
            self.draw()

    def _say_size(self) -> None:
        self.set_class(self.too_small, "-small")
        self.set_class(self.app.size.height >= ROOMY, "-roomy")

    def tick(self) -> None:
        """Asked every few seconds: when the minute on the clock has changed, what is drawn is as at now."""
        now = self.desk.now()
        if now.replace(second=0, microsecond=0) != self.read_at.replace(second=0, microsecond=0):
            self.turn(now)

    def on_screen_resume(self) -> None:
        """Back from the screen above: meanwhile the clock went on here too."""
        if self.stands and self.stood_at is not None:
            self.tick()

    def turn(self, now: datetime) -> None:
        """Show what is so at this moment: the clock, safe times, how late things are."""
        self.read_at = now
        if self.is_mounted and not self.too_small:
            self.draw()

    def say(self, words: str) -> None:
        """Say it where this screen says things; one that says nothing passes it over."""

    def beside(self, doing: Coroutine[Any, Any, None], *, records: bool = False) -> None:
        """Do it beside the screen. What the store refuses is said. Stopped before anything was recorded: that is said
        too, where it was to record something (`records`), or where this screen still stands."""
        act = self.run_worker(self._or_say_why_not(doing, records))
        keyboard = getattr(self.app, "keyboard", None)
        if keyboard is not None:
            keyboard.begins(self, act)

    async def _or_say_why_not(self, doing: Coroutine[Any, Any, None], records: bool) -> None:
        before = self.desk.recordings
        try:
            await doing
        except Refused as refused:
            self.say(tr("NOT RECORDED: {sentences}", sentences="; ".join(fault.sentence for fault in refused.faults)))
        except asyncio.CancelledError:
            if self.desk.recordings == before and (records or self.stands):
                self.desk.tell(NOTHING_RECORDED if records else STOPPED)
            raise

    @property
    def stands(self) -> bool:
        """Whether this screen has not been left, nor the app."""
        return (
            self.app.is_running and self.is_attached and not is_being_taken_down(self) and self in self.app.screen_stack
        )

    def before_lock(self) -> None:
        """The lock takes this screen down now: keep what nobody may lose."""

    def draw(self) -> None:
        """Draw everything afresh for the size and the look of now."""
        self.draw_head()
        self.draw_foot()

    def draw_head(self) -> None:
        desk = self.desk
        me = desk.me
        team = (
            tr("{team} team   ", team=me.team)
            if me and not me.team.casefold().endswith("team")
            else f"{me.team}   "
            if me
            else ""
        )
        who = f"{me.name.split(' ')[0]}, {in_plain_words(me.role)}" if me else (desk.worker or tr("nobody signed in"))
        left, right = f"{team}{moment_in_full(self.read_at, desk.zone)}   {who}", "  ".join(self.notes())
        style = None
        if not desk.clock.can_be_right:
            left, style = (
                tr("CLOCK WRONG: read as at {moment}   {who}", moment=moment_in_full(self.read_at, desk.zone), who=who),
                self.look.ink.red,
            )
        width = self.app.size.width
        if (led := getattr(self.app, "led", None)) is not None:
            self.lines("head").show([self._led_strip(led, width)])
            return
        if desk.earlier is not None:
            words = desk.earlier.words(desk.zone, width - 1)
            self.lines("head").show([Line(width, self.look.ink.red).add(f" {words}").strip()])
            return
        room = width - len(right) - AROUND_HEAD
        if width_of(left) > room and style is None:  # who is signed in is whole, the team not
            left = f"{moment_in_full(self.read_at, desk.zone)}   {who}"
        if width_of(left) > room and style is None and me is not None:  # nor as what, where that takes longer to say
            left = f"{moment_in_full(self.read_at, desk.zone)}   {me.name.split(' ')[0]}"
        self.lines("head").show([head_strip(left, right, width, self.look, style)])

    def _led_strip(self, led: Led, width: int) -> Strip:
        ink, right = self.look.ink, "  ".join([led.more, *Page.notes(self)])
        line = Line(width, ink.bar).add(f" {led.place}  ", ink.bar_strong).add(led.do)
        return line.at(width - len(right) - 1).add(right, ink.bar_strong).strip()

    def notes(self) -> list[str]:
        """What is to be known wherever somebody is, at the right of the head line."""
        desk = self.desk
        return [
            *([tr("READ ONLY")] if desk.read_only else []),
            tr("encrypted") if desk.encrypted else tr("! NOT ENCRYPTED"),
        ]

    def draw_foot(self) -> None:
        self.lines("foot").show([self.foot_strip()])

    def foot_strip(self) -> Strip:
        """The footer: each active binding that has a place in it, as far as the width goes, `?` always."""
        line = Line(self.app.size.width, self.look.ink.words)
        for x, keys, binding in self.footer_places():
            line.at(x).add(keys, self.look.ink.key).add(f" {binding.description}")
        return line.strip()

    def footer_places(self) -> list[tuple[int, str, Binding]]:
        """(column, keys, binding) of what the footer has room for; help always has, at its end."""
        offered = self.footer()
        last = [(keys, b) for keys, b in offered if b.action == "help"]
        end = self.app.size.width - sum(len(keys) + len(b.description) + 2 for keys, b in last)
        places, x = [], 1
        for keys, binding in offered:
            size = len(keys) + len(binding.description) + 1
            if binding.action != "help" and x + size < end:
                places.append((x, keys, binding))
                x += size + 2
        return [*places, *((end, keys, binding) for keys, binding in last)]

    def footer(self) -> list[tuple[str, Binding]]:
        """(keys as written, binding) of what can be done now, one for each binding, in the order it is declared."""
        active: dict[str | None, str] = {}
        for key, now in self.active_bindings.items():
            if now.enabled and now.binding.show:
                active.setdefault(now.binding.id, now.binding.key_display or key_name(key))
        return [(active[binding.id], binding) for binding in bindings_of(self) if binding.id in active]

    def on_click(self, event: events.Click) -> None:
        """A click on the footer does what its key does."""
        binding = self._pointed_at(event)
        if binding is not None:
            node = self.app if (binding.id or "").startswith("app.") else self
            self.call_later(self.app.run_action, binding.action, node)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """What a place in the footer does is said in a sentence while the mouse rests on it."""
        binding = self._pointed_at(event)
        words = plain(binding.tooltip) if binding is not None else None
        foot = self.lines("foot")
        if foot.tooltip != words:
            foot.tooltip = words

    def _pointed_at(self, event: events.MouseEvent) -> Binding | None:
        if event.widget is None or event.widget.id != "foot":
            return None
        places = self.footer_places()
        return next((b for x, keys, b in places if x <= event.x <= x + len(keys) + len(b.description)), None)
