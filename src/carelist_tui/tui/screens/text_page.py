"""Pages that are only read. They scroll by the same keys as the list."""

from __future__ import annotations

from collections.abc import Callable
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
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import rule_strip


class ReadingScreen(Page):
    """Lines made for the width of the window, under a title."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("reading.leave-page", "escape,q,v,enter", "leave", tr("Back"), tr("Go back to where you were.")),
        act("reading.scroll-down", "j,down", "scroll(1)", tr("Down"), tr("Go down a line."), footer=False),
        act("reading.scroll-up", "k,up", "scroll(-1)", tr("Up"), tr("Go up a line."), footer=False),
        act("reading.page-down", "pagedown,space", "scroll(15)", tr("Page down"), tr("Go down a page.")),
        act("reading.page-up", "pageup", "scroll(-15)", tr("Page up"), tr("Go up a page.")),
        act("reading.go-top", "g,home", "scroll(-1000000)", tr("Top"), tr("Go to the top."), footer=False),
        act("reading.go-bottom", "G,end", "scroll(1000000)", tr("End"), tr("Go to the end."), footer=False),
    ]

    def __init__(self, desk: Desk, title: str, make: Callable[[int], list[Strip]]) -> None:
        super().__init__(desk)
        self.heading, self.make, self.top = title, make, 0

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def draw(self) -> None:
        super().draw()
        width, height = self.app.size.width, self.app.size.height - 2
        made = self.make(width)
        self.top = max(0, min(self.top, len(made) - (height - 1)))
        below = len(made) - self.top - (height - 1)
        heading = self.heading + (tr("  ({below} more lines below)", below=below) if below > 0 else "")
        shown = made[self.top : self.top + height - 1]
        blank = Line(width, self.look.ink.words).strip()
        rest = [blank] * (height - 1 - len(shown))
        self.lines("list").show([rule_strip(heading, width, self.look), *shown, *rest])

    def action_scroll(self, by: int) -> None:
        self.top = max(0, self.top + by)
        self.draw()

    def action_leave(self) -> None:
        self.dismiss()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_scroll(-3)
