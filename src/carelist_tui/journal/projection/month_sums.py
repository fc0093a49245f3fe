"""What the cases of each month sum up to, kept beside them: figures of now need only what is open, and what was written
since, to be summed again (benchmarks/measures.py, measures_screen.py).

A sum stands for the cases that are written, whoever they are of. Who writes others takes away, in the same transaction,
the sums that these change (month_marks.py). It is made when figures are asked for, and kept where nothing came between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic_core import from_json

from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure import Measure, Window
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
from carelist_tui.journal.projection.cases import (
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
from carelist_tui.journal.sql.case_sql import EVERY_SUM, MONTH_SUMS, NEWEST_OF_NOBODY, NEWEST_SUM, PUT_MONTH_SUM
from carelist_tui.journal.sql.query_sql import TO_COUNT_AFRESH
from carelist_tui.vault.connection import Connection

Months = Mapping[str, MonthSum]
"""By their names: `2026-03`."""
Named = tuple[str, Window]
WORTH_KEEPING = timedelta(minutes=1)
"""A sum that holds no longer is made anew each time."""
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


def is_of_months(asked: Inquiry) -> bool:
    """Whether sums that are kept can answer this: about everybody together, whole months up to now."""
    tomorrow = asked.at.astimezone(asked.zone).date() + timedelta(days=1)
    is_whole = asked.since.day == 1 and (asked.until.day == 1 or asked.until == tomorrow)
    return asked.is_of_everybody and is_whole and asked.until <= tomorrow


def read_sums(connection: Connection, measures: Iterable[Measure], asked: Inquiry, standards: Standards) -> SumsRead:
    """The sums of these measures for each month since their first case, as at `asked.at`; what is not kept, or holds no
    longer, is made of the cases as they are written. None where those do not stand for everybody at that moment, or
    something else is asked than sums of months say."""
    if not is_of_months(asked) or TO_COUNT_AFRESH.value(connection, at=sortable(asked.at)) is not None:
        return SumsRead(newest_arrival(connection))
    by, at = made_by(connection, standards, asked.zone), sortable(asked.at)
    kept = {row[:3]: row[3] for row in MONTH_SUMS.each(connection, by=json.dumps(by), at=at)}
    found = SumsRead(newest_arrival(connection))
    missing: list[tuple[Measure, list[Named]]] = []
    with reading_stored():
        for measure in measures:
            wanted = list(asked.months_since(first_case(connection, measure.key) or asked.window.begins))
            texts = [(name, window, kept.get(_place(measure, window))) for name, window in wanted]
            found.months[measure.key] = {name: read_sum(from_json(text)) for name, _, text in texts if text is not None}
            if measure.chart == "t" or measure.unit == "rate":
                found.events[measure.key] = counted_starts(connection, measure.key)
            if lacking := [(name, window) for name, window, text in texts if text is None]:
                missing.append((measure, lacking))
    is_asked = any(measure.is_of_service for measure, _ in missing)
    of_service = _OfService.by(connection, asked.at, standards) if is_asked else _OfService()
    for measure, name, window, told, until in _made(connection, missing, found.months, of_service):
        found.months[measure.key] = {**found.months[measure.key], name: told}
        if until is None or until - asked.at >= WORTH_KEEPING:
            row = _row(measure, window, told, until)
            found.made.append(row | {"made_by": by[measure.is_of_service], "made_at": at})
    return found


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

    def until(self, measure: Measure, holds: datetime | None) -> datetime | None:
        """Until when what is summed with it holds."""
        return min(filter(None, (holds, self.ahead if measure.is_of_service else None)), default=None)


def keep_sums(connection: Connection, read: SumsRead) -> bool:
    """Keeps what was made; unless an entry came meanwhile, or somebody is to be counted, or later sums are kept: then
    nothing is written. Whether it was."""
    if not read.made or newest_arrival(connection) != read.newest or uncounted(connection):
        return False
    newest = NEWEST_SUM.value(connection)
    if newest is not None and newest > read.made[0]["made_at"]:
        return False
    PUT_MONTH_SUM.run(connection, read.made)
    return True


def made_by(connection: Connection, standards: Standards, zone: ZoneInfo) -> tuple[str, str]:
    """What sums are made by, besides cases: another release may sum otherwise, in another language words are others,
    and by other Standards days of the service are. And the same of what counts entries about no person: by the newest
    of those."""
    by = f"{MADE_BY} {zone.key} {standards.digest}"
    return by, f"{by} {NEWEST_OF_NOBODY.value(connection)}"


def _place(measure: Measure, window: Window) -> tuple[str, str, str]:
    return measure.key, sortable(window.begins), sortable(window.ends)


def _row(measure: Measure, window: Window, told: MonthSum, until: datetime | None) -> Values:
    key, begins, ends = _place(measure, window)
    until_text = sortable(until) if until is not None else None
    says = json.dumps(stored_sum(told), ensure_ascii=False, separators=(",", ":"))
    return {"measure": key, "begins_at": begins, "ends_at": ends, "holds_until": until_text, "says": says}


Made = tuple[Measure, str, Window, MonthSum, datetime | None]


def _made(
    connection: Connection, missing: Sequence[tuple[Measure, list[Named]]], known: Mapping[str, Months],
    of_service: _OfService,
) -> Iterator[Made]:  # fmt: skip
    """The sums that are missing, each with until when it holds."""
    lacking = sum(len(months) for _, months in missing)
    is_most = MOST_ASKED * lacking > lacking + sum(map(len, known.values()))
    every = read_summed(connection, [ON_CASELOAD, *(each.key for each, _ in missing)]) if is_most else None
    around = [window for measure, months in missing if measure.asks_time for _, window in months]
    stretches: Sequence[Case] = every.get(ON_CASELOAD, []) if every is not None else ()
    if every is None and around:
        since, until = min(each.begins for each in around), max(each.ends for each in around)
        stretches = read_between(connection, ON_CASELOAD, since, until, by_overlap=True)
    for measure, months in missing:
        for run in _running(months):
            cases = every.get(measure.key, []) if every is not None else _cases_in(connection, measure, run)
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


def _cases_in(connection: Connection, measure: Measure, months: Sequence[Named]) -> list[Case]:
    if measure.only_now and not any(window.holds(window.at) for _, window in months):
        return []
    since, until = months[0][1].begins, months[-1][1].ends
    return read_between(connection, measure.key, since, until, by_overlap=measure.by_overlap)


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
        measure = MEASURES.get(key)
        window = Window(parse_moment(begins), parse_moment(ends), parse_moment(made_at), service)
        stretches = cases.get(ON_CASELOAD, []) if measure is not None and measure.asks_time else ()
        is_asked = measure is not None and measure.is_of_service
        said = _OfService.by(connection, window.at, standards) if is_asked else _OfService()
        own = cases.get(key, [])
        made = _summed(measure, [("", window)], own, stretches, said) if measure is not None else ()
        rows = [_row(each, own, told, until) for each, _, own, told, until in made]
        if [(row["holds_until"], row["says"]) for row in rows] != [(holds, says)]:
            yield key, tr("what its cases sum up to in the month from {begins}", begins=begins[:10])
