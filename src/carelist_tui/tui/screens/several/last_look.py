"""The last look before one act is recorded for several people: what it is, for whom by name, for whom not and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import rule_strip

WHEEL_LINES = 3
HOW = tr("ctrl+s records it for all of them. Is somebody not meant? esc goes back: take their mark away there.")


class LastLookScreen(Page):
    """Gives True where it is to be recorded. `said` says what and for whom, `warned` what is to be known before.

    Nothing is recorded before every name has been in sight: until then the key goes a page on.
    """

    WHERE = tr("Before it is recorded")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("looking.record-all", "ctrl+s", "take", tr("Record"), tr("Record it for all who are named, once all "
                                                                     "were shown."),
            records=True),
        act("looking.leave-page", "escape,q", "leave", tr("Back"), tr("Go back; nothing is recorded, and the "
                                                                      "marks stay.")),
        act("looking.scroll-down", "j,down", "scroll(1)", tr("Down"), tr("Go down a line."), footer=False),
        act("looking.scroll-up", "k,up", "scroll(-1)", tr("Up"), tr("Go up a line."), footer=False),
        act("looking.page-down", "pagedown,space", "page(1)", tr("Page down"), tr("Go down a page."), footer=False),
        act("looking.page-up", "pageup", "page(-1)", tr("Page up"), tr("Go up a page."), footer=False),
    ]  # fmt: skip

    def __init__(self, desk: Desk, title: str, said: Sequence[str], warned: Sequence[str] = ()) -> None:
        super().__init__(desk)
        self.heading, self.words, self.warned, self.top = title, said, warned, 0
        self.seen = 0
        """So many lines from the first on have been in sight."""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    @property
    def height(self) -> int:
        """Lines for what is said, under the title."""
        return self.app.size.height - 3

    @property
    def below(self) -> int:
        """Lines that have not been in sight yet."""
        return max(0, len(self._strips()) - self.seen)

    def _strips(self) -> list[Strip]:
        said = Said(self.app.size.width, self.look)
        for n, words in enumerate(self.words):
            said.put(words, self.look.ink.strong if n == 0 else None)
        for words in self.warned:
            said.put(f"! {words}", self.look.ink.amber)
        said.put(HOW, self.look.ink.quiet)
        return said.strips

    def draw(self) -> None:
        super().draw()
        width, strips = self.app.size.width, self._strips()
        self.top = max(0, min(self.top, len(strips) - self.height))
        shown = strips[self.top : self.top + self.height]
        if self.top <= self.seen:
            self.seen = max(self.seen, self.top + len(shown))
        below = len(strips) - self.top - len(shown)
        aside = tr("{below} more lines: space", below=below) if below > 0 else ""
        blank = Line(width, self.look.ink.words).strip()
        rest = [blank] * (self.height - len(shown))
        self.lines("list").show([rule_strip(self.heading, width, self.look, aside=aside), *shown, *rest])

    def on_resize(self, event: events.Resize) -> None:
        self.top = self.seen = 0  # the lines are others now
        super().on_resize(event)

    def action_scroll(self, by: int) -> None:
        self.top = max(0, self.top + by)
        self.draw()

    def action_page(self, by: int) -> None:
        self.action_scroll(by * self.height)

    def action_take(self) -> None:
        if self.below:
            self.action_page(1)
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_scroll(-WHEEL_LINES)
