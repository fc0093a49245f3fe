"""What the cases of each month sum up to, kept beside them: figures of now need only what is open, and what was written
since, to be summed again (benchmarks/measures.py, measures_screen.py).

A sum stands for the cases that are written, whoever they are of. Who writes others takes away, in the same transaction,
the sums that these change (month_marks.py). It is made when figures are asked for, and kept where nothing came between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic_core import from_json

from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure import MICROSECOND, Measure, Window
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.measures.month_sums import (
    MonthSum,
    cases_by_window,
    holds_until,
    month_sum,
    read_sum,
    stored_sum,
)
from carelist_tui.domain.measures.subjects.assurance import of_teams
from carelist_tui.domain.moments import parse_moment, sortable, utc
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.meta import MADE_BY
from carelist_tui.journal.projection.behind import read_behind
from carelist_tui.journal.projection.cases import (
    CasesByMeasure,
    assured_by,
    counted_starts,
    first_case,
    read_between,
    read_summed,
    uncounted,
)
from carelist_tui.journal.projection.people import Values, newest_arrival
from carelist_tui.journal.projection.rebuild import read_roster
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.sql.case_sql import EVERY_SUM, MONTH_SUMS, NEWEST_OF_NOBODY, PUT_MONTH_SUM
from carelist_tui.journal.sql.query_sql import TO_COUNT_AFRESH
from carelist_tui.vault.connection import Connection

T = TypeVar("T")
Months = Mapping[str, MonthSum]
"""By their names: `2026-03`."""
Named = tuple[str, Window]
Place = tuple[str, str, str]
"""The measure, when its month begins, and until when it is summed."""
Kept = tuple[str, str | None]
"""What a sum says, as it is written down; until when it holds, None for good."""
MonthKept = tuple[Place, str, Window, Kept | None]
WORTH_KEEPING = timedelta(minutes=1)
"""A sum that holds no longer is made anew each time."""
FOR_GOOD = timedelta(days=1000)
MOST_ASKED = 4
"""From one part in so many on that is not kept, all cases are read as they lie."""


@dataclass(slots=True)
class SumsRead:
    """The sums of months, by measure; of what may be rare when each case that counts began; and the sums that are worth
    keeping and are not kept yet, made of a journal whose newest entry had arrived in this place."""

    newest: int
    months: dict[str, Months] = field(default_factory=dict)
    events: dict[str, list[datetime]] = field(default_factory=dict)
    made: list[Values] = field(default_factory=list)

    @property
    def to_keep(self) -> dict[Place, Kept]:
        """What was made and is worth keeping, as it will be read."""
        return {
            (row["measure"], row["begins_at"], row["ends_at"]): (row["says"], row["holds_until"]) for row in self.made
        }


def is_of_months(asked: Inquiry) -> bool:
    """Whether sums that are kept can answer this: about everybody together, whole months up to now."""
    tomorrow = asked.at.astimezone(asked.zone).date() + timedelta(days=1)
    is_whole = asked.since.day == 1 and (asked.until.day == 1 or asked.until == tomorrow)
    return asked.is_of_everybody and is_whole and asked.until <= tomorrow


@dataclass(frozen=True, slots=True)
class KeptSums:
    """The sums that are kept and hold at a moment: what each says, and until when it holds, by its place."""

    by: tuple[str, str]
    """What they were made by (`made_by`)."""
    says: Mapping[Place, Kept]

    def of(self, connection: Connection, measure: Measure, asked: Inquiry) -> list[MonthKept]:
        """What is kept of a measure for each month since its first case, None where nothing is: where it stands, the
        month's name, the month."""
        first = first_case(connection, measure.key) or asked.window.begins
        wanted = ((_place(measure, window), name, window) for name, window in asked.months_since(first))
        return [(place, name, window, self.says.get(place)) for place, name, window in wanted]


class ReadBefore:
    """What was read of cases for sums (benchmarks/measures_screen.py): it holds for whoever asks again of a journal
    with the same newest entry, in which everybody is folded and counted. What is said of no person holds until more
    is."""

    def __init__(self) -> None:
        self._read: dict[tuple[object, ...], Any] = {}
        self.service: tuple[str, datetime, _OfService] | None = None
        """By what it was made, and when."""

    @classmethod
    def after(cls, before: ReadBefore) -> ReadBefore:
        """Once an entry came."""
        made = cls()
        made.service = before.service
        return made

    def once(self, read: Callable[..., T], connection: Connection, *asked: object, **how: object) -> T:
        """What is read so; from the store only the first time."""
        place = (read.__name__, *asked, *how.values())
        if place not in self._read:
            self._read[place] = read(connection, *asked, **how)
        found: T = self._read[place]
        return found

    def of_service(self, connection: Connection, kept: KeptSums, at: datetime, standards: Standards) -> _OfService:
        """What is said of no person by a moment."""
        by = kept.by[True]
        if (known := self.service) is not None and known[0] == by and known[2].holds(known[1], at):
            return known[2]
        self.service = by, at, _OfService.by(connection, at, standards)
        return self.service[2]


def kept_sums(connection: Connection, asked: Inquiry, standards: Standards) -> KeptSums | None:
    """Those that answer this. None where cases do not stand for everybody at that moment, or something else is asked
    than sums of months say."""
    is_counted = TO_COUNT_AFRESH.value(connection, at=sortable(asked.at)) is None and not read_behind(connection)
    if not is_of_months(asked) or not is_counted:
        return None
    by = made_by(connection, standards, asked.zone)
    rows = MONTH_SUMS.each(connection, by=json.dumps(by), at=sortable(asked.at))
    return KeptSums(by, {row[:3]: row[3:] for row in rows})


def read_sums(
    connection: Connection, measures: Iterable[Measure], asked: Inquiry, standards: Standards, kept: KeptSums | None,
    before: ReadBefore | None = None,
) -> SumsRead:  # fmt: skip
    """The sums of these measures for each month since their first case, as at `asked.at`; what is not kept, or holds no
    longer, is made of the cases as they are written. None where `kept` is None. `before`: what was read of them."""
    before = before or ReadBefore()
    found = SumsRead(newest_arrival(connection))
    if kept is None:
        return found
    missing: list[tuple[Measure, list[Named]]] = []
    with reading_stored():
        for measure in measures:
            wanted = kept.of(connection, measure, asked)
            found.months[measure.key] = {name: read_sum(from_json(told[0])) for _, name, _, told in wanted if told}
            if asks_events(measure):
                found.events[measure.key] = before.once(counted_starts, connection, measure.key)
            if lacking := [(name, window) for _, name, window, told in wanted if told is None]:
                missing.append((measure, lacking))
    is_asked = any(measure.is_of_service for measure, _ in missing)
    of_service = before.of_service(connection, kept, asked.at, standards) if is_asked else _OfService()
    for measure, name, window, told, until in _made(connection, missing, found.months, of_service, before):
        found.months[measure.key] = {**found.months[measure.key], name: told}
        if until is None or until - asked.at >= WORTH_KEEPING:
            row = _row(measure, window, told, until)
            found.made.append(row | {"made_by": kept.by[measure.is_of_service], "made_at": sortable(asked.at)})
    return found


def asks_events(measure: Measure) -> bool:
    """Whether it may be drawn by the days between what it counts."""
    return measure.chart == "t" or measure.unit == "rate"


@dataclass(frozen=True, slots=True)
class _OfService:
    """The cases of what is said of no person by a moment; and when the next of it begins that is said already."""

    cases: Sequence[Case] = ()
    ahead: datetime | None = None

    @classmethod
    def by(cls, connection: Connection, at: datetime, standards: Standards) -> _OfService:
        said = assured_by(connection, None)
        told = of_teams([each for each in said if each.occurred_at <= at], read_roster(connection), standards)
        return cls([*told], min((utc(each.occurred_at) for each in said if each.occurred_at > at), default=None))

    def holds(self, since: datetime, at: datetime) -> bool:
        """Whether what was said by one moment is what was said by a later one."""
        return since <= at and (self.ahead is None or at < self.ahead)

    def until(self, measure: Measure, holds: datetime | None) -> datetime | None:
        """Until when what is summed with it holds."""
        return min(filter(None, (holds, self.ahead if measure.is_of_service else None)), default=None)


def keep_sums(connection: Connection, read: SumsRead) -> bool:
    """Keeps what was made as at now, also in place of what a clock ahead made; unless an entry came meanwhile, or
    somebody is to be counted: then nothing is written. Whether it was."""
    if not read.made or newest_arrival(connection) != read.newest or uncounted(connection):
        return False
    PUT_MONTH_SUM.run(connection, read.made)
    return True


def made_by(connection: Connection, standards: Standards, zone: ZoneInfo) -> tuple[str, str]:
    """What sums are made by, besides cases: another release may sum otherwise, in another language words are others,
    and by other Standards days of the service are. And the same of what counts entries about no person: by the newest
    of those."""
    by = f"{MADE_BY} {zone.key} {standards.digest}"
    return by, f"{by} {NEWEST_OF_NOBODY.value(connection)}"


def _place(measure: Measure, window: Window) -> Place:
    return measure.key, sortable(window.begins), sortable(window.ends)


def _row(measure: Measure, window: Window, told: MonthSum, until: datetime | None) -> Values:
    key, begins, ends = _place(measure, window)
    until_text = sortable(until) if until is not None else None
    says = json.dumps(stored_sum(told), ensure_ascii=False, separators=(",", ":"))
    return {"measure": key, "begins_at": begins, "ends_at": ends, "holds_until": until_text, "says": says}


Made = tuple[Measure, str, Window, MonthSum, datetime | None]


def _made(
    connection: Connection, missing: Sequence[tuple[Measure, list[Named]]], known: Mapping[str, Months],
    of_service: _OfService, before: ReadBefore,
) -> Iterator[Made]:  # fmt: skip
    """The sums that are missing, each with until when it holds."""
    lacking = sum(len(months) for _, months in missing)
    is_most = MOST_ASKED * lacking > lacking + sum(map(len, known.values()))
    every = read_summed(connection, [ON_CASELOAD, *(each.key for each, _ in missing)]) if is_most else None
    around = [window for measure, months in missing if measure.asks_time for _, window in months]
    stretches: Sequence[Case] = every.get(ON_CASELOAD, []) if every is not None else ()
    if every is None and around:
        since, until = min(each.begins for each in around), max(each.ends for each in around)
        stretches = before.once(read_between, connection, ON_CASELOAD, since, until, by_overlap=True)
    for measure, months in missing:
        for run in _running(months):
            cases = every.get(measure.key, []) if every is not None else _cases_in(connection, measure, run, before)
            yield from _summed(measure, run, cases, stretches if measure.asks_time else (), of_service)


def _summed(
    measure: Measure, months: Sequence[Named], cases: Sequence[Case], stretches: Sequence[Case], of_service: _OfService
) -> Iterator[Made]:
    windows = [window for _, window in months]
    every = [*cases, *of_service.cases] if measure.is_of_service else cases
    for (name, window), own in zip(months, cases_by_window(measure, every, windows), strict=True):
        there = [each for each in stretches if each.starts_at < window.ends and _reaches(each, window)]
        told = month_sum(measure, own, there, window)
        until = of_service.until(measure, holds_until(measure, own, there, window))
        yield measure, name, window, told, until


def _reaches(stretch: Case, window: Window) -> bool:
    return stretch.stops_at is None or stretch.stops_at > window.begins


def _cases_in(connection: Connection, measure: Measure, months: Sequence[Named], before: ReadBefore) -> list[Case]:
    if measure.only_now and not any(window.holds(window.at) for _, window in months):
        return []
    since, until = months[0][1].begins, months[-1][1].ends
    how = {"by_overlap": measure.by_overlap, "longest": measure.longest}
    return before.once(read_between, connection, measure.key, since, until, **how)


def _running(months: Sequence[Named]) -> Iterator[list[Named]]:
    """Those that follow each other without a gap, together."""
    run: list[Named] = []
    for month in months:
        if run and run[-1][1].ends != month[1].begins:
            yield run
            run = []
        run.append(month)
    if run:
        yield run


# -- verify -----------------------------------------------------------------------------------------------------------


def unlike_sums(connection: Connection, standards: Standards) -> Iterator[tuple[str, str]]:
    """The sums that are kept and that the cases do not give: (measure, what). Of what is never asked again, since
    another release or other Standards made it, nothing is asked; nor of anything while somebody is to be counted."""
    by, service = made_by(connection, standards, standards.calendar.zone), standards.calendar
    if uncounted(connection):
        return
    cases = read_summed(connection, [ON_CASELOAD, *MEASURES])
    for key, begins, ends, made_at, holds, says in EVERY_SUM.rows(connection, by=json.dumps(by)):
        window = Window(parse_moment(begins), parse_moment(ends), parse_moment(made_at), service)
        again = partial(_made_again, connection, standards, MEASURES.get(key), cases)
        told = again(window)
        last = parse_moment(holds) - MICROSECOND if holds is not None else window.at + FOR_GOOD
        # a stretch that ended since names another moment, at which nothing of an earlier month changes
        is_same = told == (says, holds) or {told[0], again(replace(window, at=last))[0]} == {says}
        if not is_same:
            yield key, tr("what its cases sum up to in the month from {begins}", begins=begins[:10])


def _made_again(
    connection: Connection, standards: Standards, measure: Measure | None, cases: CasesByMeasure, window: Window
) -> tuple[str | None, str | None]:
    """What a sum says that is made of these cases, and until when it holds."""
    if measure is None:
        return None, None
    said = _OfService.by(connection, window.at, standards) if measure.is_of_service else _OfService()
    stretches = cases.get(ON_CASELOAD, []) if measure.asks_time else ()
    ((_, _, own, told, until),) = _summed(measure, [("", window)], cases.get(measure.key, []), stretches, said)
    row = _row(measure, own, told, until)
    return row["says"], row["holds_until"]
