"""A window on blocks of lines that are made when they are first seen: 5,000 entries open as fast as 50."""

from __future__ import annotations

from collections.abc import Callable

from textual.strip import Strip

KEPT = 400
"""So many blocks stay made; beyond that they are made again when they come back into sight."""


class Rolling:
    """`count` blocks, each of one line or more; `make` gives the lines of one. The window stands on a line of one."""

    def __init__(self, count: int, make: Callable[[int], list[Strip]]) -> None:
        self.count, self._make = count, make
        self.block = self.line = 0
        self._made: dict[int, list[Strip]] = {}

    def lines_of(self, block: int) -> list[Strip]:
        """The lines of one block."""
        if block not in self._made:
            if len(self._made) >= KEPT:
                self._made.clear()
            self._made[block] = self._make(block)
        return self._made[block]

    def scroll(self, by: int) -> None:
        """Go down so many lines, or up; no further than the first line, or the last."""
        self.line += by
        while self.line < 0 and self.block > 0:
            self.block -= 1
            self.line += len(self.lines_of(self.block))
        while self.block < self.count - 1 and self.line >= len(self.lines_of(self.block)):
            self.line -= len(self.lines_of(self.block))
            self.block += 1
        last = len(self.lines_of(self.block)) - 1 if self.count else 0
        self.line = max(0, min(self.line, last))

    def go_top(self) -> None:
        """Stand on the first line."""
        self.block = self.line = 0

    def go_bottom(self) -> None:
        """Stand on the last line; what is seen is then the end."""
        self.block = max(0, self.count - 1)
        self.line = max(0, len(self.lines_of(self.block)) - 1) if self.count else 0

    def stand_at(self, block: int, line: int = 0) -> None:
        """Stand on a line of a block, as near as there is one."""
        self.block, self.line = max(0, min(block, self.count - 1)), 0
        self.scroll(line)

    def seen(self, height: int) -> tuple[list[Strip], int]:
        """At most `height` lines from where the window stands, and how many blocks below end out of sight.

        Near the end the window goes up, so that it is full whenever there is enough to fill it.
        """
        strips, following = self._from_here(height)
        if len(strips) < height and (self.block, self.line) != (0, 0):
            self.scroll(len(strips) - height)
            strips, following = self._from_here(height)
        return strips[:height], self.count - following

    def _from_here(self, height: int) -> tuple[list[Strip], int]:
        """Lines enough for the window, and the number of the first block that is not wholly among them."""
        strips = self.lines_of(self.block)[self.line :] if self.count else []
        following = self.block + 1
        while len(strips) < height and following < self.count:
            strips = strips + self.lines_of(following)
            following += 1
        return strips, min(self.count, following) - (1 if len(strips) > height else 0)
