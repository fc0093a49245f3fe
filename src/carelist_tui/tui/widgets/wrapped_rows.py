"""Rows of words over as many lines as each takes, nothing in them cut, and where somebody stands among them: the part
that the screens of lists and of cases share."""

from __future__ import annotations

from collections.abc import Callable

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import Look

INDENT = 6
"""Columns beside the words of a row: the mark of the one at the cursor, and how far its further lines go in."""


class WrappedRows:
    """`cursor` is the row somebody stands on, `top` the first that is in sight."""

    def __init__(self) -> None:
        self.cursor, self.top = 0, 0

    def move(self, by: int, count: int) -> None:
        """So many rows on, among `count`."""
        self.cursor = max(0, min(self.cursor + by, count - 1))

    def place(self, count: int) -> str:
        """`3 of 120`; nothing where there is no row."""
        return tr("{cursor} of {count}", cursor=self.cursor + 1, count=count) if count else ""

    def strips(self, count: int, words_of: Callable[[int], str], size: tuple[int, int], look: Look) -> list[Strip]:
        """The rows in sight, of `count` whose words are asked for by number; the one at the cursor is among them. The
        last one may take more lines than there is room for."""
        width, height = size

        def lines_of(n: int) -> list[str]:
            return wrap(words_of(n), width - INDENT)[:height]

        self.top = max(min(self.top, self.cursor), self.cursor - height)
        while count and sum(len(lines_of(n)) for n in range(self.top, self.cursor + 1)) > height:
            self.top += 1
        strips: list[Strip] = []
        for n in range(self.top, count):
            if len(strips) >= height:
                break
            strips += self._drawn(n, lines_of(n), width, look)
        return strips

    def _drawn(self, n: int, lines: list[str], width: int, look: Look) -> list[Strip]:
        at_hand = n == self.cursor
        style = look.ink.cursor if at_hand else look.ink.words
        marks = [" > " if at_hand else "   ", *["     "] * len(lines)]
        return [Line(width, style).add(mark).add(part).strip() for mark, part in zip(marks, lines, strict=False)]
