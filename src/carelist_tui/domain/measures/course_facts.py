"""What a course remembers: how somebody stood and since when, what held for a time, what was owed from when to when;
and of single moments what was owed then, who held them over a closure, what had been booked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.gaps import Gap
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import AWAY, DIED, Place
from carelist_tui.domain.moments import utc

COUNTED_AT = time(9)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How they stood from `since` on, until the next one. Two that say the same are alike, whenever they began."""

    since: datetime = field(compare=False)
    place: Place
    coordinator: str | None
    on_caseload: bool
    away: bool
    in_cadence_until: datetime | None
    """By when live contact was owed next; None where it was not."""
    has_left: bool = False
    """Declined, discharged, or died with what was to be done then done: nothing is owed to them any more."""
    here_since: datetime | None = None
    """From when they were on the caseload without a break; None where they were not."""
    gone: str | None = None
    """Why they were not there to be reached: died, or away."""
    waits: bool = False
    """Referred, and neither accepted nor declined yet."""

    @property
    def is_here(self) -> bool:
        """Whether what happens to them happens to somebody on the caseload: from the referral on (records.md)."""
        return self.on_caseload or self.waits


@dataclass(slots=True)
class Stretch:
    """Something that held from `begins` until `ends` (None: to the end)."""

    reason: str
    begins: datetime
    ends: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether it held at a moment, at its beginning too, at its end no more."""
        return self.begins <= moment and (self.ends is None or moment < self.ends)


def revive(standings: Sequence[Standing], stretches: Sequence[Stretch]) -> tuple[list[Standing], list[Stretch]]:
    """How they stood, and what held, once it is known that a death was none: it was denied, or they were spoken to
    after it. Nobody was gone for it."""
    denied = [each for each in stretches if each.reason == DIED and each.ends is not None]
    rest = [each for each in stretches if each not in denied]

    def as_it_was(standing: Standing) -> Standing:
        if not any(each.holds(standing.since) for each in denied):
            return standing
        away = any(each.reason == AWAY and each.holds(standing.since) for each in rest)
        return replace(standing, away=away, gone=AWAY if away else None)

    return [as_it_was(each) for each in standings], rest


@dataclass(slots=True)
class Obligation:
    """One Due from when it was first owed: `due_at` as it stood when it fell due, or when it went before that. `gone`
    is the entry by which it was no longer owed; None while it is."""

    due: Due
    since: datetime
    due_at: datetime
    owner: str | None
    gone: Entry | None = None

    @property
    def key(self) -> str:
        return self.due.key


@dataclass(frozen=True, slots=True)
class Owing:
    """What of contact and reviews they were owed from `since` until `until` (None: from then on), if an hour at which
    overdue work is counted lies between: what fell due by then, and what was put off."""

    since: datetime
    until: datetime | None
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Why somebody had to hold them from `since` until `until` (None: from then on), and who did, if the service opened
    again in between."""

    since: datetime
    until: datetime | None
    gap: Gap


@dataclass(frozen=True, slots=True)
class Booked:
    """That a contact was booked, whatever became of it; it stands for so many (standards.md, book_contact)."""

    id: str
    at: datetime
    stands_for: int


def count_moments(calendar: Calendar, since: datetime, until: datetime) -> Iterator[datetime]:
    """09:00 of each week's first service day that lies from `since` on and before `until`: when overdue work is
    counted (measures.md, overdue_now)."""
    day, last = calendar.day_of(since), calendar.day_of(until)
    monday = day - timedelta(days=day.weekday())
    while monday <= last:
        at = _counted_in_week(calendar, monday)
        if at is not None and since <= at < until:
            yield at
        monday += WEEK


@lru_cache(maxsize=1024)
def _counted_in_week(calendar: Calendar, monday: date) -> datetime | None:
    """When overdue work is counted in a week; None where the service opens on no day of it."""
    first = calendar.service_day_from(monday)
    return utc(calendar.at(first, COUNTED_AT)) if first - monday < WEEK else None
