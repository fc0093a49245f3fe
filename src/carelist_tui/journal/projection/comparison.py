"""Whether the stored projections are what the journal stands for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Table, select

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.team import uncovered_workers
from carelist_tui.domain.measures.cases import cases_of
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.person.duplicates import likeness_of
from carelist_tui.domain.roster import Staff, fold_roster
from carelist_tui.domain.standards import Standards, adopted_standards
from carelist_tui.domain.stored_json import stored_text
from carelist_tui.journal.meta import ADOPTIONS, DIGEST, ROSTER, SERVICE
from carelist_tui.journal.projection.adoptions import adoptions_text
from carelist_tui.journal.projection.cases import case_rows, stored_case_rows, uncounted
from carelist_tui.journal.projection.joined_records import joined_by
from carelist_tui.journal.projection.month_sums import unlike_sums
from carelist_tui.journal.projection.people import Projected, records_into, rows_of, stories, story_of
from carelist_tui.journal.projection.person_rows import namesakes_among, who_has
from carelist_tui.journal.projection.team import NOBODY, Holdings, askings, team_rows
from carelist_tui.journal.projection.who_is_out import ask_again, noting, recorded_here
from carelist_tui.journal.sql.person_sql import META
from carelist_tui.journal.statements import Statement, each_of, given
from carelist_tui.journal.tables import CASE, DUE, IDENTIFIER, LIKENESS, PERSON, UNCOUNTED
from carelist_tui.vault.connection import Connection

_WHOSE = (
    *((PERSON, PERSON.c.id), (DUE, DUE.c.person), (IDENTIFIER, IDENTIFIER.c.person)),
    (LIKENESS, LIKENESS.c.person),
)
_ROWS = tuple(Statement(select(table).where(column.in_(each_of("people")))) for table, column in _WHOSE)
_OWED = Statement(select(DUE).where(DUE.c.person == given("person")))
_ALL_PEOPLE = tuple(
    (table.name, Statement(select(column).distinct()))
    for table, column in (*_WHOSE, (CASE, CASE.c.person), (UNCOUNTED, UNCOUNTED.c.person))
)
_AT_ONCE = 200


def unlike(connection: Connection, standards: Standards) -> Iterator[tuple[str, str]]:
    """(where, what) of each stored row that a rebuild would not make as it is, or would make besides."""
    team = story_of(connection, None)
    roster, standards = fold_roster(team), adopted_standards(team, standards.shipped)
    meta = dict(META.rows(connection))
    if meta.get(ROSTER) != stored_text(roster):
        yield "roster", tr("the list of workers")
    made_by = {DIGEST: standards.digest, ADOPTIONS: adoptions_text(standards)}
    if not (made_by | {SERVICE: stored_text(standards.calendar.service)}).items() <= meta.items():
        yield "standards", tr("what the Dues were made by")
    if records_into(connection) != joined_by(connection):
        yield "records", tr("which records are of one person")
    known, holdings, visits = {NOBODY}, Holdings(uncovered_workers(roster)), recorded_here(connection)
    told = noting(visits, (Projected.fold(*each) for each in stories(connection)))
    while part := list(islice(told, _AT_ONCE)):
        known.update(each.state.person for each in part)
        yield from _unlike_people(connection, part, standards, roster.staff, holdings)
    ask_again(connection, visits)
    stored = [row._asdict() for row in _OWED.by_name(connection, person=NOBODY)]
    if _sorted(DUE, stored) != _sorted(DUE, team_rows(roster, holdings, standards, visits, askings(connection))):
        yield "team", tr("what is owed to no person")
    yield from _unlike_cases(connection, standards, roster.staff)
    yield from unlike_sums(connection, standards)
    for name, people in _ALL_PEOPLE:
        for person in sorted(set(people.values(connection)) - known):
            yield person, tr("a row of {name}, of whom nothing is recorded,", name=name)


def _unlike_cases(connection: Connection, standards: Standards, staff: Staff) -> Iterator[tuple[str, str]]:
    """Whose cases are not those of their story; of who is still to be counted they are not asked."""
    waiting = set(uncounted(connection))
    for person, story in stories(connection):
        if person not in waiting:
            made = case_rows(cases_of(Course.of(person, story, standards, staff)))
            if stored_case_rows(connection, person) != [tuple(row.values()) for row in made]:
                yield person, tr("what is counted of them")


def _unlike_people(
    connection: Connection, part: list[Projected], standards: Standards, staff: Staff, holdings: Holdings
) -> Iterator[tuple[str, str]]:
    stored = [_stored(connection, rows, column.name, part) for rows, (_, column) in zip(_ROWS, _WHOSE, strict=True)]
    sharing = who_has(connection, {each.ref for each in part})
    for each in part:
        person = each.state.person
        namesakes = namesakes_among(connection, each, sharing)
        made, dues = rows_of(stand_on(each.state, standards, staff, namesakes))
        holdings.note_rows(made, dues)
        refs = [{"ref": ref, "person": person} for ref in each.refs]
        known_by = [{"key": key, "person": person, "number": n} for key, n in likeness_of(each.state.identity)]
        whats = (
            tr("the person's row"),
            tr("what is owed to the person"),
            tr("the person's identifiers"),
            tr("what they are known by"),
        )
        for what, (table, _), rows, kept in zip(whats, _WHOSE, ([made], dues, refs, known_by), stored, strict=True):
            if _sorted(table, rows) != _sorted(table, kept.get(person, [])):
                yield person, what


def _stored(
    connection: Connection, rows: Statement, whose: str, part: list[Projected]
) -> dict[str, list[dict[str, Any]]]:
    """The stored rows of these people, by person."""
    stored: dict[str, list[dict[str, Any]]] = {}
    for row in rows.by_name(connection, people=json.dumps([each.state.person for each in part])):
        stored.setdefault(getattr(row, whose), []).append(row._asdict())
    return stored


def _sorted(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = [column.name for column in table.primary_key]
    return sorted(rows, key=lambda row: [row[key] for key in keys])
