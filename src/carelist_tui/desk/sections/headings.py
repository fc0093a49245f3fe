"""The headings of Today's list: one over the rows of each band, which no key stands on. Pure.

The first line always is the heading of the first row in sight, so that wherever the list was moved to it says where
that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.worklist import BANDS

LEAST = 3
"""Lines of a list from which it has headings: in fewer the people have them all."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Over the rows of a band: how many people stand in it."""

    band: int
    count: int

    @property
    def words(self) -> str:
        """`ACT NOW 3`."""
        return f"{BANDS[self.band].upper()} {self.count}"


Seen = Heading | int
"""A line of the list: a heading, or the number of a row."""


def bands_of(rows: Sequence[Row]) -> Mapping[int, int]:
    """How many rows stand in each band."""
    return Counter(row.item.band for row in rows)


def lines_from(top: int, height: int, rows: Sequence[Row], bands: Mapping[int, int]) -> list[Seen]:
    """The lines of a list so high that begins with the row of number `top`; without `bands` there are no headings."""
    if not bands or height < LEAST:
        return list(range(top, min(top + height, len(rows))))
    lines: list[Seen] = []
    before = None
    for number in range(top, len(rows)):
        band = rows[number].item.band
        if band != before:
            lines.append(Heading(band, bands[band]))
            before = band
        lines.append(number)
        if len(lines) >= height:
            break
    return lines[:height]
