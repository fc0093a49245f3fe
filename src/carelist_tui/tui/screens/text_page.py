"""Pages that are only read: all that is known of a person, and the help. They scroll by the same keys as the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.strip import Strip

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.bindings import act, bindings_of, keys_of
from carelist_tui.tui.glossary import WORDS
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip


class ReadingScreen(Page):
    """Lines made for the width of the window, under a title."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("reading.leave-page", "escape,q,v,enter", "leave", "Back", "Go back to where you were."),
        act("reading.scroll-down", "j,down", "scroll(1)", "Down", "Go down a line.", footer=False),
        act("reading.scroll-up", "k,up", "scroll(-1)", "Up", "Go up a line.", footer=False),
        act("reading.page-down", "pagedown,space", "scroll(15)", "Page down", "Go down a page."),
        act("reading.page-up", "pageup", "scroll(-15)", "Page up", "Go up a page."),
        act("reading.go-top", "g,home", "scroll(-1000000)", "Top", "Go to the top.", footer=False),
        act("reading.go-bottom", "G,end", "scroll(1000000)", "End", "Go to the end.", footer=False),
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
        heading = self.heading + (f"  ({below} more lines below)" if below > 0 else "")
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


class HelpScreen(ReadingScreen):
    """The keys of the screen it was asked from, read from that screen's bindings; then the words and signs."""

    def __init__(self, desk: Desk, about: Screen[object]) -> None:
        super().__init__(desk, "Help: the keys here", self.help_strips)
        self.bindings = bindings_of(about)

    def help_strips(self, width: int) -> list[Strip]:
        strips = [strip for binding in self.bindings for strip in self._pair(keys_of(binding), binding.tooltip, width)]
        strips += [Line(width, self.look.ink.words).strip(), rule_strip("The words and signs", width, self.look)]
        return [*strips, *(strip for word, meaning in WORDS for strip in self._pair([word], meaning, width))]

    def _pair(self, left: list[str], words: str, width: int) -> list[Strip]:
        """A key or a word, and beside it what it does or means."""
        strips = []
        for n, part in enumerate(wrap(words, width - 26)):
            line = Line(width, self.look.ink.words).add(" ")
            line.add(" ".join(left) if n == 0 else "", self.look.ink.key, width=22).add("  ")
            strips.append(line.add(part).strip())
        return strips
