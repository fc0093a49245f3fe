"""The one question before something is recorded by a clock that can't be right: is it right all the same?"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import rule_strip

WHAT_IT_DOES = tr(
    "What you record is dated by this clock. If it is wrong, leave Carelist, set the clock of this laptop, and start "
    "again. If it is right, what was recorded later than it says was recorded by a clock that ran ahead."
)
QUESTION = tr("Is the clock of this laptop right? y: it is right, go on.   n: go back, nothing is recorded.")


class ClockScreen(Page):
    """Gives whether somebody said that the clock is right; that is kept in the store, so it is asked once."""

    WHERE = tr("Clock")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("clock.say-right", "y", "right", tr("It is right"), tr("The clock of this laptop is right: go on by it."),
            at_once=True),
        act("clock.leave-page", "n,escape", "leave", tr("Back"), tr("Go back; nothing is recorded."), at_once=True),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.words, self.fault = desk.clock_words, ""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def draw(self) -> None:
        super().draw()
        width, height, look = self.app.size.width, self.app.size.height - 2, self.look
        said = Said(width, look)
        said.put(self.words, look.ink.red)
        said.put(WHAT_IT_DOES)
        said.put(QUESTION, look.ink.strong)
        if self.fault:
            said.put(self.fault, look.ink.red)
        strips = [rule_strip(tr("Before anything is recorded"), width, look), *said.strips]
        blank = Line(width, look.ink.words).strip()
        self.lines("list").show([*strips, *[blank] * (height - len(strips))][:height])

    def say(self, words: str) -> None:
        """Say it under the question."""
        self.fault = words
        if self.is_mounted and not self.too_small:
            self.draw()

    def action_right(self) -> None:
        self.beside(self._keep())

    async def _keep(self) -> None:
        await self.desk.say_clock_is_right()
        self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)
