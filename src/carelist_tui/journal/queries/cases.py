"""What the measures count: everybody's cases at a moment, from the rows that stand for them, and afresh of whoever they
do not stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.cases import cases_of
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.roster import Staff
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.append.newest_moment import clock_said
from carelist_tui.journal.projection.behind import read_behind
from carelist_tui.journal.projection.cases import CasesByMeasure, read_cases, read_summed
from carelist_tui.journal.projection.earlier import story_by_then
from carelist_tui.journal.projection.people import read_stored, stories, whose
from carelist_tui.journal.queries.known_at import KnownThen
from carelist_tui.journal.sql.query_sql import REFS_OF_PEOPLE, SIGNALS_NOTED, TO_COUNT_AFRESH
from carelist_tui.vault.connection import Connection


def cases_at(
    connection: Connection, measures: Iterable[str], at: datetime, standards: Standards, staff: Staff
) -> Iterator[Case]:
    """Everybody's cases of these measures by what had occurred by `at` (aware), as known now."""
    asked, afresh = frozenset(measures), _to_be_made_afresh(connection, at)
    stored = read_cases(connection, asked)
    yield from (case for case in stored if case.person not in afresh) if afresh else stored
    yield from _made_afresh(connection, asked, afresh, at, standards, staff)


def summed_at(
    connection: Connection, measures: Iterable[str], at: datetime, standards: Standards, staff: Staff
) -> CasesByMeasure:
    """The same, by measure, only to be summed."""
    asked, afresh = frozenset(measures), _to_be_made_afresh(connection, at)
    found = read_summed(connection, asked, afresh)
    for case in _made_afresh(connection, asked, afresh, at, standards, staff):
        found.setdefault(case.measure, []).append(case)
    return found


def _to_be_made_afresh(connection: Connection, at: datetime) -> set[str]:
    """Whoever is still to be counted or folded, or was written ahead of this moment."""
    behind = {whose(connection, person) for person in read_behind(connection)}
    return behind.union(TO_COUNT_AFRESH.values(connection, at=sortable(at)))


def _made_afresh(
    connection: Connection, measures: Collection[str], people: Collection[str], at: datetime, standards: Standards,
    staff: Staff,
) -> Iterator[Case]:  # fmt: skip
    said = clock_said(connection)
    for person, story in stories(connection, people) if people else ():
        if told := story_by_then(story, at, said):
            course = Course.of(person, told, standards, staff)
            yield from (case for case in cases_of(course) if case.measure in measures)


def cases_then(then: KnownThen, measures: Iterable[str], at: datetime, refs: dict[str, str]) -> Iterator[Case]:
    """The same by what was known then. The identifier that each person had then is put in `refs`: one that they were
    given since is no part of what was answered then."""
    asked = frozenset(measures)
    for person, story in then.stories():
        if told := story_by_then(story, at):
            course = Course.of(person, told, then.standards, then.roster.staff)
            refs[person] = course.state.identity.ref or ""
            yield from (case for case in cases_of(course) if case.measure in asked)


def signal_story(connection: Connection, known_at: datetime | None) -> list[Entry]:
    """What was noted on measures and what corrects anything that is about no person, by what was recorded by then."""
    story = read_stored(SIGNALS_NOTED.rows(connection))
    return [each for each in story if known_at is None or each.recorded_at <= known_at]


def refs_of(connection: Connection) -> dict[str, str]:
    """The identifier that the service has for each person, by id."""
    return dict(REFS_OF_PEOPLE.rows(connection))
