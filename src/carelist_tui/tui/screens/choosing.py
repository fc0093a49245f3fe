"""A short list to choose one from by its key: which entry to record, which of a person's Dues to open."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.tui.bindings import act
from carelist_tui.tui.desk import Desk
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip

KEYS = "123456789abcdefghilmnoprstuvwxyz"


class ChooseScreen(Page):
    """Gives the number of the chosen line, from 0, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("choosing.take-line", "enter,ctrl+j", "take", "Take", "Take the line at the cursor, or any by its key."),
        act("choosing.move-down", "j,down", "move(1)", "Down", "Go to the next line.", footer=False),
        act("choosing.move-up", "k,up", "move(-1)", "Up", "Go to the line before.", footer=False),
        act("choosing.leave-page", "escape,q", "leave", "Back", "Go back without choosing."),
    ]

    def __init__(self, desk: Desk, title: str, words: list[str]) -> None:
        super().__init__(desk)
        self.heading, self.words, self.cursor, self.top = title, words[: len(KEYS)], 0, 0

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def draw(self) -> None:
        super().draw()
        width, height, ink = self.app.size.width, self.app.size.height - 3, self.look.ink
        strips: list[Strip] = []
        starts: list[int] = []
        for n, words in enumerate(self.words):
            starts.append(len(strips))
            style = ink.cursor if n == self.cursor else ink.words
            for m, part in enumerate(wrap(words, width - 8)):
                line = Line(width, style).add(" > " if n == self.cursor and m == 0 else "   ")
                key = KEYS[n] if m == 0 else ""
                strips.append(line.add(key, style if n == self.cursor else ink.key, width=3).add(part).strip())
        if starts:
            ends = [*starts[1:], len(strips)]
            self.top = min(max(self.top, ends[self.cursor] - height), starts[self.cursor])
        shown = strips[self.top : self.top + height]
        blank = Line(width, ink.words).strip()
        shown = [rule_strip(self.heading, width, self.look), *shown, *[blank] * (height + 1 - len(shown))]
        self.lines("list").show(shown)

    def action_move(self, by: int) -> None:
        self.cursor = max(0, min(self.cursor + by, len(self.words) - 1))
        self.draw()

    def action_take(self) -> None:
        self.dismiss(self.cursor if self.words else None)

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        n = KEYS.find(event.character) if event.character else -1
        if 0 <= n < len(self.words):
            event.stop()
            event.prevent_default()
            self.dismiss(n)
