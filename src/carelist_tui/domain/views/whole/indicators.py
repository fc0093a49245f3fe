"""The indicators agreed with a person, and every rating of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from carelist_tui.domain.entries import IndicatorAgreed, IndicatorRated
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.story import effective


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator: what was agreed, and (when, value) of each rating, the oldest first; moments in UTC."""

    id: str
    agreed: IndicatorAgreed
    agreed_at: datetime
    ratings: tuple[tuple[datetime, int], ...]

    @property
    def span(self) -> tuple[int, int]:
        """The lowest and the highest value that the chart must show."""
        values = [self.agreed.baseline, self.agreed.aim, *(value for _, value in self.ratings)]
        return min(values), max(values)


def measured_of(story: Iterable[Entry]) -> list[Measured]:
    """Each indicator in the order they were agreed, corrections applied."""
    standing = sorted(effective(list(story)), key=lambda each: each.order)
    ratings: dict[str, list[tuple[datetime, int]]] = {}
    for entry in standing:
        if isinstance(entry.body, IndicatorRated):
            ratings.setdefault(entry.body.indicator, []).append((entry.occurred_at, entry.body.value))
    return [
        Measured(entry.id, entry.body, entry.occurred_at, tuple(ratings.get(entry.id, ())))
        for entry in standing
        if isinstance(entry.body, IndicatorAgreed)
    ]
