"""How large the words of the page may be, so that a huddle of forty stands on one sheet of A4, landscape.

An estimate by the length of what is said: a browser lays it out, and no script may. What fits at no size goes on to a
second page with the table's head on it, and nothing is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

WIDTH, HEIGHT = 281.0, 178.0
"""Millimetres of A4, landscape, within its margins; a tenth is kept free, since another font may be wider."""
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
"""Points, the largest first."""
NAMED = 6.5
"""Before the words are smaller than this, what else is due is counted and not named."""
SHARES = (0.45, 0.4, 0.5, 0.55, 0.6)
"""How much of their width the first of the two wide columns takes."""
LINE = 1.15
"""The height of a line, in the height of its letters."""
FOOT = 3
"""Columns at the foot."""
_MM = 0.3528
"""A point in millimetres."""
_WIDE, _NARROW, _BROKEN = 0.70, 0.525, 1.04
"""How wide a capital is, and any other letter, in its height, and what is lost where a line breaks."""
_CELL, _ROW = 1.2, 0.5
"""Millimetres of a cell's width, and of a row's height, that hold no words."""
_AROUND = 6
"""Lines of headings, of what is said at both ends, and of the room between."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A size in points, and how much of their width the first of the two wide columns takes."""

    size: float
    share: float


OVER_PAGES = Fit(8.0, SHARES[0])
"""Of what takes several pages whatever the size."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the page has to hold: rows as cells; how wide each column is in the height of a letter, or None of those
    two that share what the others leave; lines of the whole width, and those at the foot."""

    rows: Sequence[Sequence[str]]
    fixed: Sequence[float | None]
    above: Sequence[str]
    below: Sequence[str]

    def largest(self, smallest: float = SIZES[-1]) -> Fit | None:
        """The largest size at which it is one page, and how the two share; None where it is more at the smallest."""
        fits = (Fit(size, share) for size in SIZES if size >= smallest for share in SHARES)
        return next((fit for fit in fits if self.height(fit) <= HEIGHT), None)

    def height(self, fit: Fit) -> float:
        """How high it is, in millimetres."""
        letter = fit.size * _MM
        line, widths = letter * LINE, self.widths(fit)
        table = sum(max(map(_lines, row, widths, [letter] * len(row))) * line + _ROW for row in self.rows)
        above = sum(_lines(each, WIDTH, letter) for each in self.above)
        below = ceil(sum(_lines(each, WIDTH / FOOT - 4, letter) for each in self.below) / FOOT)
        return table + (above + below + _AROUND) * line

    def widths(self, fit: Fit) -> list[float]:
        """The width of each column in millimetres."""
        letter = fit.size * _MM
        left = WIDTH - sum(filter(None, self.fixed)) * letter
        shared = iter((fit.share * left, (1 - fit.share) * left))
        return [next(shared) if width is None else width * letter for width in self.fixed]


def _lines(text: str, width: float, letter: float) -> int:
    """How many lines a text takes in a cell."""
    capitals = sum(each.isupper() or ord(each) > 0x2E7F for each in text)
    long = (capitals * _WIDE + (len(text) - capitals) * _NARROW) * letter
    room = max(letter, width - _CELL)
    return ceil(long * _BROKEN / room) if long > room else 1
