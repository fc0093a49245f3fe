"""The cases of people: made afresh of whoever was written since, before anything is counted of them.

A case knows the whole of a story, and who records waits for nobody's figures: in the transaction that touches a person
they are marked, and their cases are made when figures are next asked for, or while nothing else is to do. They are made
in a reading; the transaction that writes them is short.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from pydantic_core import from_json

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import made_entry
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.measures.case import Case, Place
from carelist_tui.domain.measures.cases import cases_of
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.moments import parse_moment, sortable
from carelist_tui.domain.roster import Staff
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.stored_json import json_text, json_value
from carelist_tui.journal.projection.month_marks import marks_of, take_sums
from carelist_tui.journal.projection.people import Values, newest_arrival, story_of
from carelist_tui.journal.rows import Row, reading_stored
from carelist_tui.journal.sql.case_sql import (
    CASES,
    CASES_OF,
    COUNTED_STARTS,
    FIRST_CASE,
    IS_COUNTED,
    PUT_CASE,
    REACHING,
    STARTING,
    SUMMED,
    SUMMED_OF_SOME,
    UNCOUNTED,
)
from carelist_tui.journal.sql.person_sql import TAKE_CASES
from carelist_tui.journal.sql.query_sql import ASSURANCE
from carelist_tui.vault.connection import Connection

AT_ONCE = 20
"""People whose cases are written together: whoever records meanwhile waits for so many at the longest."""
CasesByMeasure = dict[str, list[Case]]
MANY = 16
"""From so many measures on everything is read as it lies, and by the index no more: most of it is asked for."""


def uncounted(connection: Connection) -> list[str]:
    """Whoever's cases are to be made afresh, by id."""
    return UNCOUNTED.values(connection)


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows of cases by person, made of a journal whose newest entry had arrived in this place; and which months of
    which measures sum up to something else by them."""

    rows: Mapping[str, list[Values]]
    newest: int
    marks: Sequence[Values] = ()


def make_cases(connection: Connection, people: Iterable[str], standards: Standards, staff: Staff) -> CaseRows:
    """Makes the cases of these people afresh, and writes nothing: nobody who records waits for it, however long a story
    is (benchmarks/measures.py)."""
    rows = {person: case_rows(_cases(connection, person, standards, staff)) for person in people}
    changed = (marks_of(stored_case_rows(connection, person), made) for person, made in rows.items())
    return CaseRows(rows, newest_arrival(connection), [mark for marks in changed for mark in marks])


def write_cases(connection: Connection, made: CaseRows) -> bool:
    """Puts these rows in place of those that stand; unless an entry came meanwhile, whosever it is: then nothing is
    written. Whether it was."""
    if newest_arrival(connection) != made.newest:
        return False
    for person, rows in made.rows.items():
        TAKE_CASES.run(connection, [{"person": person}])
        if rows:
            PUT_CASE.run(connection, rows)
        IS_COUNTED.run(connection, [{"person": person}])
    take_sums(connection, made.marks)
    return True


def _cases(connection: Connection, person: str, standards: Standards, staff: Staff) -> list[Case]:
    return list(cases_of(Course.of(person, story_of(connection, person), standards, staff)))


def case_rows(cases: Iterable[Case]) -> list[Values]:
    """The rows of one person's cases, in the order in which they are read."""
    numbers: dict[str, int] = {}
    rows = []
    for case in cases:
        numbers[case.measure] = number = numbers.get(case.measure, 0) + 1
        rows.append(_row(case, number))
    return sorted(rows, key=lambda row: (row["measure"], row["number"]))


def _row(case: Case, number: int) -> Values:
    place = case.place
    return {
        "person": case.person,
        "measure": case.measure,
        "number": number,
        "starts_at": sortable(case.starts_at),
        "stops_at": sortable(case.stops_at) if case.stops_at else None,
        "due_at": sortable(case.due_at) if case.due_at else None,
        "counted": case.counted,
        "excluded": case.excluded,
        "team": place.team,
        "locality": place.locality,
        "tier": place.tier,
        "source": place.source,
        "zone": place.zone,
        "worker": place.worker,
        "groups": json_text(place.groups),
        "facts": json_text(case.facts),
        "entries": json_text(case.entries),
        "is_late": case.is_late,
        "is_disputed": case.is_disputed,
    }


def read_cases(connection: Connection, measures: Iterable[str]) -> Iterator[Case]:
    """The cases of these measures as they are written, by measure and start. Nobody writes into a place or facts: those
    that are alike are read once."""
    place_of, facts_of = cache(_place), cache(json_value)
    with reading_stored():
        for row in CASES.each(connection, measures=json.dumps(sorted(measures))):
            person, measure, starts, stops, due, counted, excluded, *place, facts, entries, late, disputed = row
            yield Case(
                measure, person, datetime.fromisoformat(starts), _moment(stops), _moment(due), bool(counted), excluded,
                place_of(*place), facts_of(facts), _ids(entries), bool(late), bool(disputed),
            )  # fmt: skip


def read_summed(connection: Connection, measures: Iterable[str], besides: Collection[str] = ()) -> CasesByMeasure:
    """The same only to be summed, by measure, without these people: which entries they are of it says where a sum asks
    for them. It is said in one breath: a year of a service is a hundred thousand rows (benchmarks/measures.py)."""
    asked = frozenset(measures)
    given = {"measures": json.dumps(sorted(asked))} if len(asked) < MANY else {}
    found = _to_sum((SUMMED_OF_SOME if given else SUMMED).each(connection, **given), besides)
    return {measure: cases for measure, cases in found.items() if measure in asked}


def read_between(
    connection: Connection, measure: str, since: datetime, until: datetime, *, by_overlap: bool,
    longest: timedelta | None = None,
) -> list[Case]:  # fmt: skip
    """The same of one measure: those that start from a moment on and before another; `by_overlap`: that reach into the
    time between, none of which is longer than the `longest`, if that is known."""
    asked = {"measure": measure, "since": sortable(since), "until": sortable(until)}
    if by_overlap:
        asked["first"] = sortable(since - longest) if longest is not None else ""
    return _to_sum((REACHING if by_overlap else STARTING).each(connection, **asked)).get(measure, [])


def first_case(connection: Connection, measure: str) -> datetime | None:
    """When the first case of a measure on record started."""
    return _moment(FIRST_CASE.value(connection, measure=measure))


def counted_starts(connection: Connection, measure: str) -> list[datetime]:
    """When each case of a measure started that counts."""
    return [datetime.fromisoformat(text) for text in COUNTED_STARTS.values(connection, measure=measure)]


def _to_sum(rows: Iterable[Row], besides: Collection[str] = ()) -> CasesByMeasure:
    place_of, facts_of, ids_of, at = cache(_place), cache(from_json), cache(_ids), datetime.fromisoformat
    found: CasesByMeasure = defaultdict(list)
    with reading_stored():
        for measure, person, starts, stops, due, counted, excluded, facts, entries, late, *place in rows:
            if person not in besides:
                found[measure].append(
                    Case(
                        measure, person, at(starts), at(stops) if stops else None, at(due) if due else None,
                        counted == 1, excluded, place_of(*place), facts_of(facts), ids_of(entries), late == 1,
                    )
                )  # fmt: skip
    return found


def _ids(text: str) -> tuple[str, ...]:
    return tuple(json_value(text))


def _place(team: str | None, locality: str | None, tier: str | None, source: str | None, zone: str | None,
           worker: str | None, groups: str) -> Place:  # fmt: skip
    return Place(team, locality, tier, source, zone, worker, json_value(groups))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def stored_case_rows(connection: Connection, person: str) -> Sequence[Row]:
    """The rows that stand of one person."""
    return CASES_OF.rows(connection, person=person)


def assured_by(connection: Connection, at: datetime | None, known_at: datetime | None = None) -> list[Entry]:
    """What keeps the service safe, as it was said of no person by `at` (None: ever), and recorded by `known_at`. Bodies
    are as they were written: huddles and audits need not be understood to be counted, and to understand a year of them
    took about a fifth of the time of all measures (docs/figures.md)."""
    with reading_stored():
        raws = [EntryText(*row).raw(from_json) for row in ASSURANCE.rows(connection)]
        told = [
            made_entry(raw, parse_moment(raw["occurred_at"]), parse_moment(raw["recorded_at"]), None, None)
            for raw in raws
        ]  # fmt: skip
    by_then = [each for each in told if at is None or each.occurred_at <= at]
    return [each for each in by_then if known_at is None or each.recorded_at <= known_at]
