"""Who is at the desk, and the lock: what it leaves of a worker's screens, their drafts and their key is nothing.

While the lock holds, only its own screen stands: the screens before it are taken down, not hidden behind it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk, Earlier
from carelist_tui.desk.idle import Idle
from carelist_tui.desk.left_off import Remembers, recall, remember
from carelist_tui.desk.settings import Settings
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.keyboard import Acted, Keyboard
from carelist_tui.tui.screens.page import Led, Page
from carelist_tui.tui.screens.worklist.today import TodayScreen
from carelist_tui.tui.screens.worklist.ways_on import MomentChosen
from carelist_tui.tui.textual_internals import (
    act_on_key,
    close_what_never_begins,
    forget_what_was_drawn,
    may_be_replaced,
)
from carelist_tui.tui.themes import PALETTES

IDLE_LOOK_SECONDS = 2.0
"""How often it is looked whether anybody is still there, and whether the minute has changed."""
COUNTS_AFTER = 10.0
"""Seconds without a key or the mouse after which what measures are summed from is counted."""
DEAD_WHILE_LOCKED = frozenset({"command_palette", "open_settings", "change_look", "lock"})
"""Actions of the app that lead nowhere while nobody is signed in."""
SEEN_OR_NOT = frozenset({"quit", "lock"})
"""What a key does also where the window is too small to see anything."""
SCREENS_OF_WRITING = ("carelist_tui.tui.screens.choice", "carelist_tui.tui.screens.forms.which_form")
"""Imported with what writing needs, beside a running screen: none of them comes before the first frame."""
HUDDLE_RUNS = tr("Not locked: the huddle goes on. Leave it first, then lock.")


class GuardedApp(App[None], inherit_bindings=False):
    """The app, from signing in to the lock and back. `seat` is a desk, or what is left of one while nobody is at it."""

    first: TodayScreen
    """The list; there is none while nobody is signed in."""
    led: Led | None = None
    """What stands in the top line of every screen instead of team, moment and worker: on a tour, what to do next."""

    def __init__(self, seat: Desk | Shut, settings: Settings, said: str, **more: Any) -> None:
        super().__init__(**more)
        close_what_never_begins(self)
        self.seat, self.settings, self.said = seat, settings, said
        self.earlier: Desk | None = None
        """The desk at an earlier moment, while somebody stands there above the list."""
        self.begins_at: Earlier | None = None
        """The earlier moment to be opened with the first list."""
        self.begins_new = False
        """Whether what comes next in a new store is to be offered with the first list."""
        self.idle = Idle()
        self.keyboard = Keyboard(self, self.give)
        self.kept = recall(seat.store, seat.worker)
        self._unwritten: dict[str | None, list[bytes]] = {}

    @property
    def desk(self) -> Desk:
        """The desk of whoever is signed in. Raises LookupError while nobody is."""
        if isinstance(self.seat, Shut):
            raise LookupError(tr("nobody is signed in"))
        return self.seat

    @property
    def desk_at_hand(self) -> Desk | Shut:
        """The desk of the screen at hand: at an earlier moment that one's."""
        desk = self.screen.desk if isinstance(self.screen, Page) else None
        return self.earlier if self.earlier is not None and desk is self.earlier else self.seat

    def on_moment_chosen(self, message: MomentChosen) -> None:
        """The list as it stood then, above this one."""
        self.first.beside(self._stand_at(message.earlier))

    async def _stand_at(self, earlier: Earlier) -> None:
        from carelist_tui.desk.read_only import EarlierDesk

        first = self.first
        first.say(tr("Reading what stood then..."))
        desk = await asyncio.to_thread(EarlierDesk, first.desk, earlier)
        if not first.stands or self.earlier is not None:  # locked meanwhile, or there already
            await asyncio.to_thread(desk.close)
            return
        first.say("")
        desk.looks.tell = desk.tell = first.say
        self.earlier = desk
        await self.push_screen(TodayScreen(desk))

    async def back_to_now(self) -> None:
        """Leave the earlier moment: its screens go, and what was read of it."""
        while self.screen is not self.first:
            await self.pop_screen()
        desk, self.earlier = self.earlier, None
        if desk is not None:
            await asyncio.to_thread(desk.close)

    @property
    def locked(self) -> bool:
        """Whether nobody is signed in."""
        return isinstance(self.seat, Shut)

    def get_default_screen(self) -> Screen[Any]:
        if isinstance(self.seat, Shut):
            return self._lock_screen(self.seat)
        return self._first_screen(self.seat)

    def _first_screen(self, desk: Desk) -> TodayScreen:
        self.first = TodayScreen(desk)
        self.first.said, self.said = self.said, ""
        self.first.begins_at, self.begins_at = self.begins_at, None
        self.first.begins_new, self.begins_new = self.begins_new, False
        begin = {"always": {"only_mine": True}, "never": {"only_mine": False}}.get(self.settings.only_mine, {})
        if isinstance(self.first, Remembers):
            self.first.restore({**self.kept, **begin})
        desk.waits_for = SCREENS_OF_WRITING
        desk.looks.tell = self.say_first
        desk.tell = self.say_anywhere
        return self.first

    def _lock_screen(self, shut: Shut) -> Screen[Any]:
        from carelist_tui.tui.screens.sign_in.lock import LockScreen

        return LockScreen(shut, self.come_in)

    def _replace_last(self, screen: Screen[Any]) -> Awaitable[Any]:
        """Put this in place of the one screen that is left; that one is removed."""
        may_be_replaced(self.screen, self)
        return self.switch_screen(screen)

    # -- somebody comes ---------------------------------------------------------------------------------------------

    def come_in(self, desk: Desk, said: str) -> None:
        """Somebody has signed in: their list stands in place of the lock, where they left off."""
        self.seat, self.said = desk, said
        self.idle.touch()
        self.kept = recall(desk.store, desk.worker)
        desk.kept.take_back(self._unwritten.pop(desk.worker, []))
        self._replace_last(self._first_screen(desk))

    # -- nobody is there --------------------------------------------------------------------------------------------

    def watch_idle(self) -> None:
        """From now on lock when nobody has touched anything for as long as is set."""
        self.set_interval(IDLE_LOOK_SECONDS, self.look_idle)

    def look_idle(self) -> None:
        """Lock when nobody has touched anything for as long as is set; while a huddle goes on never. Else what is in
        sight moves on with the clock."""
        if self.locked or not self.is_running:
            return
        if isinstance(self.screen, Page) and self.screen.is_mounted:
            self.screen.tick()
        self._count_while_idle()
        if not self.desk.no_lock and self.idle.seconds() >= self.settings.lock_after * 60:
            self.lock()

    def _count_while_idle(self) -> None:
        """While nobody touches anything, count the cases of whoever was written, so that measures open at once."""
        desk = self.desk
        if self._is_idle() and not (desk.no_lock or desk.read_only):
            self.run_worker(self._count(desk), group="counting", exit_on_error=False)

    def _is_idle(self) -> bool:
        return self.idle.seconds() >= COUNTS_AFTER

    async def _count(self, desk: Desk) -> None:
        with suppress(Refused):  # what can't be opened is said to whoever records
            door = await desk.door()
            from carelist_tui.desk.at_hand.measures_asked import MeasuresAsked

            asked = MeasuresAsked().inquiry(desk.now(), desk.zone, desk.worker)
            await asyncio.to_thread(desk.case_counts.while_idle, door.measures, self._is_idle, asked)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste | events.MouseDown | events.MouseScrollDown):
            self.idle.touch()
        typed = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if typed and self.sees_nothing:
            if isinstance(event, events.Key):
                await act_on_key(self, event.key)
        elif not typed or not isinstance(event, events.Key):
            await super().on_event(event)
        elif self.keyboard.takes(event):
            await self.give(event)

    async def give(self, key: events.Key) -> None:
        """Give a key on to whatever has the focus."""
        screen, target = self.screen, self.focused or self.screen
        await super().on_event(key)
        self.keyboard.given(key, target, screen)

    def on_acted(self, message: Acted) -> None:
        """The key before was acted on."""
        self.keyboard.acted()

    @property
    def sees_nothing(self) -> bool:
        """Whether the window is too small for what stands there: then no key acts but those of `SEEN_OR_NOT`."""
        return isinstance(self.screen, Page) and self.screen.too_small

    def action_lock(self) -> None:
        if not self.desk.no_lock:
            self.lock()
        elif isinstance(self.screen, Page):
            self.screen.say(HUDDLE_RUNS)

    def lock(self) -> None:
        """Take every screen down at once, and put the lock in their place; then close the store beside it."""
        desk = self.desk
        self.remember()
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.before_lock()
        self.keyboard.forget()
        desk.kept.flush()
        self.seat = shut = desk.shut()
        del self.first
        self.said, self._clipboard = "", ""
        gone = [node for screen in self.screen_stack for node in screen.walk_children(Widget, with_self=True)]
        going: list[Awaitable[Any]] = [self.pop_screen() for _ in self.screen_stack[1:]]
        going.append(self._replace_last(self._lock_screen(shut)))
        earlier, self.earlier = self.earlier, None
        self.run_worker(self._let_go(desk, gone, going, earlier))

    async def _let_go(
        self, desk: Desk, gone: list[Widget], going: Sequence[Awaitable[Any]], earlier: Desk | None
    ) -> None:
        """Close the store once no screen asks it any more, and let go of all that was known."""
        await asyncio.gather(*going)
        for widget in gone:
            forget(widget)
        gone.clear()
        await desk.finish()
        self._compose_screen = self._mouse_down_widget = self._last_focused_on_app_blur = None  # Textual keeps them
        for each in filter(None, (earlier, desk)):
            await asyncio.to_thread(each.close)
        if unwritten := desk.kept.unwritten():
            self._unwritten[desk.worker] = unwritten
        from carelist_tui.vault.garbage import let_go_of_memory

        del desk, earlier, each
        await asyncio.to_thread(let_go_of_memory)

    def close_store(self) -> None:
        """Close the store at the end, if somebody is still signed in."""
        for desk in (self.earlier, self.seat):
            if isinstance(desk, Desk):
                desk.close()

    def say_first(self, words: str) -> None:
        """Say it above the list; while nobody is signed in, as soon as somebody is."""
        if self.locked:
            self.said = words
        else:
            self.first.say(words)

    def say_anywhere(self, words: str) -> None:
        """Say it above the list, and on the screen at hand where that is another one. Nobody is there at the end."""
        if not self.is_running:
            return
        self.say_first(words)
        if not self.locked and isinstance(self.screen, Page) and self.screen is not self.first:
            self.screen.say(words)

    def remember(self) -> None:
        """Keep where the worker is; no words about anybody."""
        first = getattr(self, "first", None)
        if self.locked or self.desk.worker is None or first is None:
            return
        where = first.remembered() if isinstance(first, Remembers) else {}
        look = {"theme": self.theme, "theme_set": self.settings.theme} if self.theme in PALETTES else {}
        remember(self.desk.store, self.desk.worker, {**where, **look})


def forget(widget: Widget) -> None:
    """Take from a widget or a screen that is no more whatever it knew and showed: Textual holds on to some of them, to
    the first screen as long as the app runs."""
    bare = Screen() if isinstance(widget, Screen) else Widget()
    for name in vars(widget).keys() - vars(bare).keys():
        delattr(widget, name)
    forget_what_was_drawn(widget)
