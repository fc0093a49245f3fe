"""Stepping through a huddle: reading it, drawing the step at hand, moving in it and on."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.huddle.huddle_so_far import HERE, Sitting, is_sitting, sitting_at
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.huddle import Here, Huddle, Talk, huddle_as_json
from carelist_tui.exchange.huddle_sheet.sheet_words import Words
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.huddle.huddle_lines import (
    SAYS,
    Block,
    Pencil,
    bar_strip,
    one_block,
    step_blocks,
    steps_words,
)
from carelist_tui.tui.screens.page import ROOMY, Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said, must_lines
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import rule_strip

POLL_SECONDS = 2.0
READING = "Reading what came in since the last huddle..."


class SteppingScreen(Page):
    """A huddle, a step at a time. What is said in it lives in its sitting, so that leaving loses nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("huddle.step-before", "left,shift+tab", "step(-1)", "Step before", "Go to the step before.",
            footer=False),
        act("huddle.move-down", "j,down", "move(1)", "Down", "Go to the next person.", footer=False),
        act("huddle.move-up", "k,up", "move(-1)", "Up", "Go to the person before.", footer=False),
        act("huddle.page-down", "pagedown", "move(5)", "Page down", "Go five people down.", footer=False),
        act("huddle.page-up", "pageup", "move(-5)", "Page up", "Go five people up.", footer=False),
        act("huddle.go-top", "g,home", "move(-1000000)", "Top", "Go to the first person.", footer=False),
        act("huddle.go-bottom", "G,end", "move(1000000)", "End", "Go to the last person.", footer=False),
        act("huddle.leave-huddle", "escape,q", "leave", "Leave", "Leave the huddle; H goes on where you left it."),
        act("huddle.show-help", "question_mark", "help", "Help", "Show the keys for where you are."),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        goes_on = is_sitting(desk)
        super().__init__(desk)
        self.sitting: Sitting = sitting_at(desk)
        self.said = "The huddle goes on where you left it." if goes_on else ""
        self.writing: str | None = None
        """The note that is being typed, or None."""
        self.top = 0
        self.words: Words | None = None
        self.words_of: Huddle | None = None
        """The reading that those words are of: put into words once, drawn at every key."""
        self.drawn: tuple[object, list[Block]] = (None, [])
        """The blocks of a step with nobody at hand, and what they were drawn for."""
        self.version = desk.glance.data_version()
        desk.no_lock = True

    def compose_body(self) -> ComposeResult:
        yield Lines(id="tabs")
        yield Lines(id="list")
        yield Lines(id="panel")

    # -- reading ------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.run_worker(self.read_again())
        self.set_interval(1.0, self.tick)
        self.set_interval(POLL_SECONDS, lambda: self.run_worker(self.look_for_news(), exclusive=True, group="news"))

    def on_unmount(self) -> None:
        self.desk.no_lock = False

    @property
    def team(self) -> str | None:
        """Whose huddle it is; None: everybody's."""
        return (self.desk.me.team if self.desk.me else None) or None

    async def read_again(self) -> None:
        """Read the huddle as it is now, beside the screen; then show it."""
        try:
            door = await self.desk.door()
            huddle, mark = await asyncio.to_thread(door.huddle.now, self.desk.now(), self.team)
        except Refused as refused:
            self.say(str(refused))
            return
        self.version, self.read_at = self.desk.glance.data_version(), self.desk.now()
        self.sitting.take(huddle, mark)
        self.draw_again()

    async def look_for_news(self) -> None:
        """Read again when anybody has written."""
        if self.is_current and self.desk.glance.data_version() != self.version:
            await self.read_again()

    def tick(self) -> None:
        """The clock goes on."""
        if self.is_current and not self.too_small:
            self.draw_bar()

    # -- where it stands ----------------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The key of the step at hand."""
        keys = self.sitting.keys()
        return keys[min(self.sitting.step, len(keys) - 1)]

    @property
    def talks(self) -> tuple[Talk, ...]:
        step = self.sitting.huddle.step(self.key) if self.sitting.huddle else None
        return step.talks if step else ()

    @property
    def everyone(self) -> tuple[Here, ...]:
        return self.sitting.huddle.here if self.sitting.huddle and self.key == HERE else ()

    @property
    def many(self) -> int:
        """How many can be stood on in this step."""
        return len(self.everyone) or len(self.talks)

    @property
    def cursor(self) -> int:
        return max(0, min(self.sitting.cursors.get(self.key, 0), self.many - 1))

    @property
    def talk(self) -> Talk | None:
        return self.talks[self.cursor] if self.talks else None

    @property
    def card(self) -> Card | None:
        return self.desk.card(self.talk.person) if self.talk else None

    # -- drawing ------------------------------------------------------------------------------------------------

    def draw_again(self) -> None:
        """Draw, where the screen can be seen."""
        if self.is_current and self.is_mounted and not self.too_small:
            self.draw()

    def say(self, words: str) -> None:
        """Say what was done, in the line above the person."""
        self.said = words
        self.draw_again()

    def draw(self) -> None:
        self.sitting.unseen.discard(self.key)
        panel = self.panel_strips()
        self.lines("panel").styles.height = len(panel)
        super().draw()
        self.draw_bar()
        self.lines("panel").show(panel)
        self.draw_list(self.app.size.height - 4 - len(panel))

    def draw_bar(self) -> None:
        width = self.app.size.width
        step = self.sitting.huddle.step(self.key) if self.sitting.huddle else None
        says = step.says if step else SAYS.get(self.key, "")
        aside = steps_words(self.sitting, width - len(says) - 10)
        bar = bar_strip(self.sitting, self.desk.now(), width, self.look)
        self.lines("tabs").show([bar, rule_strip(says, width, self.look, aside=aside)])

    def panel_strips(self) -> list[Strip]:
        """Who the person at hand is, whole, and the warnings; above it what was said last, or the note being typed."""
        width, look = self.app.size.width, self.look
        said = Said(width, look)
        if self.writing is not None:
            said.put(f"{self.writing}_   (enter keeps it, escape leaves it)", look.ink.strong, label="Note")
        if self.card is not None:
            must_lines(said, self.card)
        room = max(2, (self.app.size.height - 4) // 3)
        strips = said.strips
        if len(strips) > room:
            more = Line(width, look.ink.red).add(f" ! {len(strips) - room + 1} more lines: . shows all").strip()
            strips = [*strips[: room - 1], more]
        return [rule_strip(self.said, width, look), *strips]

    def blocks(self) -> list[Block]:
        """The step at hand as blocks of lines, one for each worker or person."""
        huddle = self.sitting.huddle
        if huddle is None:
            return [[Line(self.app.size.width, self.look.ink.quiet).add(f"   {READING}").strip()]]
        if self.words is None or self.words_of is not huddle:
            self.words_of = huddle
            self.words = Words(huddle_as_json(huddle, self.desk.zone), self.desk.names, self.desk.zone)
        pencil = Pencil(self.app.size.width, self.app.size.height >= ROOMY, self.look, self.words)
        drawn_for = (self.key, self.app.size, self.app.theme, self.sitting.state())
        if self.drawn[0] != drawn_for:
            self.drawn = (drawn_for, step_blocks(self.key, huddle, pencil, self.sitting))
        blocks = list(self.drawn[1])
        if self.many:
            at_hand = one_block(self.key, huddle, self.cursor, pencil, self.sitting, at_hand=True)
            blocks[len(blocks) - self.many + self.cursor] = at_hand
        return blocks

    def draw_list(self, height: int) -> None:
        """As much of the blocks as there is room for, the one at hand whole among them."""
        blocks = self.blocks()
        strips = [strip for block in blocks for strip in block]
        if not self.many:
            self.top = max(0, min(self.sitting.cursors.get(self.key, 0), len(strips) - height))
            self.sitting.cursors[self.key] = self.top
        else:
            at = len(blocks) - self.many + self.cursor
            starts = sum(len(block) for block in blocks[:at])
            ends = starts + len(blocks[at])
            self.top = min(max(self.top, ends - height), starts) if self.cursor else 0
        shown = strips[self.top : self.top + height]
        shown += [Line(self.app.size.width, self.look.ink.words).strip()] * (height - len(shown))
        self.lines("list").show(shown)

    # -- moving -------------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        keys = self.sitting.keys()
        self.sitting.step = max(0, min(self.sitting.step + by, len(keys) - 1))
        self.top, self.said = 0, ""
        self.draw()

    def action_move(self, by: int) -> None:
        stands = self.cursor if self.many else self.sitting.cursors.get(self.key, 0)
        last = self.many - 1 if self.many else stands + by
        self.sitting.cursors[self.key] = max(0, min(stands + by, last))
        self.draw()

    def action_leave(self) -> None:
        self.dismiss("The huddle is kept as it is: H goes on with it.")

    def action_help(self) -> None:
        from carelist_tui.tui.screens.text_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))
