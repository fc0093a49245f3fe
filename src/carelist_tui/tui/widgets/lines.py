"""A widget that shows lines, and repaints only what differs from what stands there already."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from carelist_tui.tui.textual_internals import segments_of


def changed_cells(old: Strip, new: Strip) -> tuple[int, int] | None:
    """(first, last + 1) of the cells to send so that `old` becomes `new`; None when nothing differs."""
    before, after = segments_of(old), segments_of(new)
    if before == after:
        return None
    left = 0
    for a, b in zip(before, after, strict=False):
        if a != b:
            if a.style == b.style:
                left += _same_cells(a.text, b.text)
            break
        left += cell_len(a.text)
    right = max(old.cell_length, new.cell_length)
    if old.cell_length == new.cell_length:
        for a, b in zip(reversed(before), reversed(after), strict=False):
            if a != b:
                if a.style == b.style:
                    right -= _same_cells(a.text[::-1], b.text[::-1])
                break
            right -= cell_len(a.text)
    return (left, right) if left < right else (0, new.cell_length)


def _same_cells(a: str, b: str) -> int:
    """Cells that two texts begin with in common; 0 unless both are ASCII (a wide letter is never cut in two)."""
    if not (a.isascii() and b.isascii()):
        return 0
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


class Lines(Widget):
    """Shows strips given by `show`; the screen makes them, this only draws."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._strips: list[Strip] = []

    def show(self, strips: Sequence[Strip]) -> None:
        """Put these lines in place of the ones before, repainting the cells that differ."""
        old, self._strips = self._strips, list(strips)
        blank = Strip.blank(self.size.width)
        regions = []
        for y, (was, now) in enumerate(zip_longest(old, self._strips, fillvalue=blank)):
            if was is not now and (cells := changed_cells(was, now)) is not None:
                regions.append(Region(cells[0], y, cells[1] - cells[0], 1))
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)
