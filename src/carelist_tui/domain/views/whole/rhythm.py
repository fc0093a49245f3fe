"""Contact rhythm: which days of the last 26 weeks had contact, a missed contact or a crisis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from carelist_tui.domain.views.whole.past import Past

WEEKS = 26
ACCEPTED, CONTACT, MISSED, CRISIS = "accepted", "contact", "missed", "crisis"
"""What a day can hold. Of several the last in this order is shown: a crisis over a missed contact over contact."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """26 weeks, the first day a Monday, the last week that of the moment it was read at; local days."""

    first: date
    today: date
    days: Mapping[date, frozenset[str]]
    begun: date | None
    """The day they came to the service; before it there was nothing to keep up."""
    longest_gap: int
    """The longest run of days from one contact to the next, or to today, within these weeks; in days."""

    def of(self, kind: str) -> int:
        """How many days held that."""
        return sum(kind in held for held in self.days.values())


def rhythm_of(past: Past, at: datetime, zone: ZoneInfo) -> Rhythm:
    """The strip as read at `at`: each thing on the local day that it happened, a missed contact on that it was due."""
    today = at.astimezone(zone).date()
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    days: dict[date, set[str]] = {}

    def put(kind: str, moments: Iterable[datetime]) -> None:
        for moment in moments:
            day = moment.astimezone(zone).date()
            if first <= day <= today:
                days.setdefault(day, set()).add(kind)

    put(ACCEPTED, past.accepted.values())
    put(CONTACT, past.contacts.values())
    put(MISSED, past.misses.values())
    put(CRISIS, past.crises.values())
    begun = past.begun.astimezone(zone).date() if past.begun else None
    spoke = sorted(day for day, held in days.items() if CONTACT in held)
    marks = [max(first, begun or first), *spoke, today]
    gap = max((later - earlier).days for earlier, later in pairwise(marks))
    return Rhythm(first, today, {day: frozenset(held) for day, held in days.items()}, begun, gap)
