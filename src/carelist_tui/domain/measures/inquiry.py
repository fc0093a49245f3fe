"""What is asked of the measures: of which, over what period, read when, by what grouping, of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.measure import Window
from carelist_tui.domain.moments import utc
from carelist_tui.domain.refusal import Fault, Refused

MONTHS = 13
"""How many months a period holds where none is asked for, the last one up to `at`."""
PLACES = ("team", "locality", "tier", "source", "zone", "worker")
"""By what figures are grouped, besides the groups of the Standards."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A period of local days, from `since` on and before `until`, read at `at` (aware). `by`: grouped by a place, or by
    a group of the Standards; `worker`, `team`: of whom alone; `within`: the one group of another kind that is asked
    about, as (by, key)."""

    since: date
    until: date
    at: datetime
    zone: ZoneInfo
    by: str | None = None
    worker: str | None = None
    team: str | None = None
    calendar: Calendar | None = None
    """The service's, for what is counted by its days; None: as shipped."""
    within: tuple[str, str] | None = None

    @classmethod
    def asked(
        cls, at: datetime, zone: ZoneInfo, since: date | None = None, until: date | None = None, *,
        by: str | None = None, worker: str | None = None, team: str | None = None,
    ) -> Inquiry:  # fmt: skip
        """The period as it was asked for; else the 13 months that end with the day of `at`. Refuses one without a
        day."""
        until = until or at.astimezone(zone).date() + timedelta(days=1)
        last = until - timedelta(days=1)
        since = since or months_before(last, MONTHS - 1)
        if since >= until:
            raise Refused(
                [Fault("from", tr("must be before {isoformat}, which is not included", isoformat=until.isoformat()))]
            )
        return cls(since, until, at, zone, by, worker, team)

    @property
    def is_of_everybody(self) -> bool:
        """Whether it is about everybody together."""
        return (self.by, self.worker, self.team, self.within) == (None,) * 4

    @property
    def last(self) -> date:
        """The last day that is in it."""
        return self.until - timedelta(days=1)

    @property
    def window(self) -> Window:
        """The whole period."""
        return self._window(self.since, self.until)

    def months(self) -> Iterator[tuple[str, Window]]:
        """Each month of it, as far as the period reaches, with its name: `2026-03`."""
        begins = self.since
        while begins < self.until:
            ends = min(months_before(begins, -1), self.until)
            yield f"{begins:%Y-%m}", self._window(begins, ends)
            begins = ends

    def months_since(self, first: datetime) -> Iterator[tuple[str, Window]]:
        """Each month from that of a moment up to the period, then those of the period."""
        begins, known = months_before(first.astimezone(self.zone).date(), 0), months_before(self.since, 0)
        while begins < known:
            yield f"{begins:%Y-%m}", self._window(begins, months_before(begins, -1))
            begins = months_before(begins, -1)
        yield from self.months()

    def _window(self, begins: date, ends: date) -> Window:
        return _window(begins, ends, self.at, self.zone, self.calendar)

    def is_about(self, case: Case) -> bool:
        """Whether a case is of whom is asked."""
        mine = self.worker is None or case.place.worker == self.worker
        of_team = self.team is None or case.place.team == self.team
        return mine and of_team and (self.within is None or _group(case, self.within[0]) == self.within[1])

    def only_about(self, cases: Sequence[Case]) -> Sequence[Case]:
        """Those of these cases that are of whom is asked."""
        if (self.worker, self.team, self.within) == (None,) * 3:
            return cases
        return [case for case in cases if self.is_about(case)]

    def group_of(self, case: Case) -> str:
        """The group in which a case stands; empty where nothing is known."""
        return _group(case, self.by or "")


def _group(case: Case, by: str) -> str:
    return getattr(case.place, by) or "" if by in PLACES else case.place.groups.get(by, "")


@lru_cache(maxsize=256)
def _window(begins: date, ends: date, at: datetime, zone: ZoneInfo, calendar: Calendar | None) -> Window:
    """Asked for by every measure. In UTC: moments of one zone are compared as its clocks show them, twice an hour."""
    begun, ended = (utc(datetime.combine(day, time(0), tzinfo=zone)) for day in (begins, ends))
    return Window(begun, ended, utc(at), calendar or _shipped(zone))


@lru_cache(maxsize=8)
def _shipped(zone: ZoneInfo) -> Calendar:
    return Calendar(ServiceHours(zone=zone.key))


def months_before(day: date, months: int) -> date:
    """The first of the month that lies so many before a day's."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
