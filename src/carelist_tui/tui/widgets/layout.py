"""Where the list and the person at hand stand in a window: numbers in, numbers out. Pure."""

from __future__ import annotations

from carelist_tui.domain.slotted import dataclass

SIDE_FROM = 120
"""Columns from which the person stands beside the list."""
SIDE_LEAST, SIDE_MOST = 40, 56
LIST_NEEDS = 80
"""Columns in which a row says whole names, and has a column for its reason; the person beside it takes the rest."""
ROWS = 14
"""So many people are seen in the smallest window, where there are as many."""
LEAST_PANEL, ENOUGH_PANEL = 6, 16
"""Lines for the person and the rule above them: at the least, and where the window is tall."""
LEAST_ROWS, LEAST_ROWS_IN_CALL = 6, 4
"""Warnings, and what a call needs, take the place of rows down to so many."""
AROUND = 4
"""Head, sections, filter and foot."""


@dataclass(frozen=True, slots=True)
class Places:
    """Columns and lines of the list and of the person at hand, who stands below it or `beside` it."""

    beside: bool
    list_width: int
    list_height: int
    panel_width: int
    panel_height: int

    @property
    def words_width(self) -> int:
        """Columns for words about the person: beside the list a line and a space go before them."""
        return self.panel_width - 2 if self.beside else self.panel_width


def panel_width(width: int) -> int:
    """Columns for the person at hand in a window of that width."""
    return min(SIDE_MOST, max(SIDE_LEAST, width - LIST_NEEDS)) if width >= SIDE_FROM else width


def places_in(width: int, height: int, *, rows: int, must: int, calling: bool = False, above: int = 0) -> Places:
    """The places in a window, `above` lines being taken above the list. `rows` are those of the section; `must` the
    lines about the person that may not be hidden: identity and warnings, or all of a call. They win over rows, since
    a warning is never cut; what is left over by few rows is the person's too."""
    beside = width >= SIDE_FROM
    free = max(2, height - AROUND - above)
    mine = panel_width(width)
    if beside:
        return Places(True, width - mine, free, mine, free)
    panel = min(max(free - ROWS, LEAST_PANEL), ENOUGH_PANEL)
    panel = max(panel, free - max(rows, LEAST_ROWS))
    panel = max(panel, min(must + 1, free - (LEAST_ROWS_IN_CALL if calling else LEAST_ROWS)))
    panel = max(1, min(panel, free - 1))
    return Places(False, width, free - panel, width, panel)
