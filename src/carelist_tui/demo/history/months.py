"""How many months are told, and the truth that is planted in them: how often a team answers a missed contact in time,
and from which month on more often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carelist_tui.demo.team import EAST, SOUTH, TEAM

CHANGE_AFTER = 7 / 13
"""The part of the months before the change: of 13, it comes with the eighth."""
IN_TIME: Mapping[str, tuple[float, float]] = {TEAM: (0.73, 0.94), SOUTH: (0.48, 0.74), EAST: (0.73, 0.94)}
"""How often the first attempt after a missed contact comes in time, before the change and from then on. South, where
one coordinator often rings for two, comes later than the others."""


@dataclass(frozen=True, slots=True)
class Months:
    """The months that are told: the calendar month of the demonstration's day is the last of them."""

    number: int
    first: date
    """The day on which they begin."""
    change: date
    """The first day of the month from which on first attempts come in time more often."""

    def in_time(self, team: str, day: date) -> float:
        """How likely it is that a contact missed on that day is answered in time."""
        before, after = IN_TIME[team]
        return after if day >= self.change else before


def months_up_to(day: date, number: int) -> Months:
    """So many calendar months up to the one of this day, that one included."""
    before = max(1, round(number * CHANGE_AFTER))
    return Months(number, _month(day, number - 1), _month(day, number - 1 - before))


def _month(day: date, back: int) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
