"""What the lists read: how everybody stands at a moment, and the stories in which something of a kind began. One person
in memory at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime

from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.entries import EntryErased
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.erased import managers_in
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.person import PersonState, load_state
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.lists.caseload_people import Standing
from carelist_tui.domain.views.lists.person_told import PersonTold
from carelist_tui.journal.append.newest_moment import clock_said
from carelist_tui.journal.projection.earlier import as_owed, state_by_then, story_by_then
from carelist_tui.journal.projection.joined_records import joined_by
from carelist_tui.journal.projection.people import rows_of, stories, story_of
from carelist_tui.journal.projection.person_rows import namesakes_of
from carelist_tui.journal.projection.rebuild import read_roster
from carelist_tui.journal.queries.known_at import KnownThen
from carelist_tui.journal.rows import (
    PERSON_COLUMNS,
    read_owed,
    read_person,
    read_stored_due,
    reading_stored,
)
from carelist_tui.journal.sql.query_sql import DUES_OF, LEFT_OR_AHEAD, ON_CASELOAD_OR_AHEAD, TOLD_OF_TYPES
from carelist_tui.vault.connection import Connection


def standing_at(connection: Connection, at: datetime, standards: Standards) -> Iterator[Standing]:
    """Everybody who may be on the caseload at a moment, by their projections; whose story goes on after it, folded to
    it."""
    roster, said = read_roster(connection), clock_said(connection)
    for text, newest_at, *row in ON_CASELOAD_OR_AHEAD.each(connection, at=sortable(at)):
        if newest_at > sortable(at):
            state = state_by_then(row[0], story_of(connection, row[0]), at, said)
            if state is not None:
                namesakes = namesakes_of(connection, state.person, state.identity.ref or "")
                yield standing_on(stand_on(state, standards, roster.staff, namesakes), at, roster)
            continue
        with reading_stored():
            who, state = read_person(row), load_state(text)
            owed = [(who, read_stored_due(due)) for due in DUES_OF.rows(connection, person=who.id)]
        ground = stand_on(state, standards, roster.staff)
        yield Standing(ground, who, read_owed(owed, at, roster, standards.calendar))


def left_by(connection: Connection, at: datetime, standards: Standards) -> Iterator[Ground]:
    """Everybody who may have left the caseload by a moment; whose story goes on after it, folded to it."""
    staff, said = read_roster(connection).staff, clock_said(connection)
    for text, newest_at in LEFT_OR_AHEAD.each(connection, at=sortable(at)):
        with reading_stored():
            state: PersonState | None = load_state(text)
        if newest_at > sortable(at) and state is not None:
            state = state_by_then(state.person, story_of(connection, state.person), at, said)
        if state is not None:
            yield stand_on(state, standards, staff)


def standing_then(then: KnownThen, at: datetime) -> Iterator[Standing]:
    """The same by what was known then."""
    return (standing_on(ground, at, then.roster) for ground in then.grounds(at))


def standing_on(ground: Ground, at: datetime, roster: Roster) -> Standing:
    """How one person stands."""
    row, dues = rows_of(ground)
    who = read_person([row[name] for name in PERSON_COLUMNS])
    return Standing(ground, who, read_owed(as_owed(row, dues), at, roster, ground.calendar))


def told_by_then(
    connection: Connection,
    begins_with: Collection[str],
    since: datetime | None,
    at: datetime,
    known_at: datetime | None,
    standards: Standards,
) -> Iterator[PersonTold]:
    """Each person in whose story an entry of these types occurred since then (or, without, ever), told up to `at` by
    what was recorded by `known_at`; by id."""
    said = clock_said(connection) if known_at is None else None
    asked = {"types": json.dumps(sorted(begins_with)), "since": sortable(since) if since else ""}
    into = joined_by(connection, known_at=known_at) if known_at is not None else None
    managers = managers_in(team_story(connection, None)) if EntryErased.TYPE in begins_with else frozenset[str]()
    for person, story in stories(connection, TOLD_OF_TYPES.values(connection, **asked), into):
        known = [each for each in story if known_at is None or each.recorded_at <= known_at]
        if told := story_by_then(known, at, said):
            yield PersonTold.of(person, told, standards, managers)


def team_story(connection: Connection, known_at: datetime | None) -> list[Entry]:
    """The entries about no person, by what was recorded by then."""
    return [each for each in story_of(connection, None) if known_at is None or each.recorded_at <= known_at]
