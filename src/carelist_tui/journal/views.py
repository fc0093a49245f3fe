"""Reading one person, or the missed-contact queue, in full: state, items and story at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.person import PersonState, load_state
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.one_record import stories_joined
from carelist_tui.domain.worklist import Item, worst_first
from carelist_tui.journal.append.newest_moment import clock_said
from carelist_tui.journal.append.references import Known, nobody_with
from carelist_tui.journal.projection.earlier import by_then, owed_on, state_by_then
from carelist_tui.journal.projection.people import stories, story_of, whose
from carelist_tui.journal.projection.person_rows import namesakes_of
from carelist_tui.journal.projection.rebuild import read_roster
from carelist_tui.journal.rows import read_owed, reading_stored
from carelist_tui.journal.sql.person_sql import IS_PERSON, MAY_BE_MISSED, STATE_AT
from carelist_tui.vault.connection import Connection


def view_person(
    connection: Connection, ref: str, at: datetime, standards: Standards
) -> tuple[Ground, list[Item], list[Entry]]:
    """The person with this identifier, or this id, at `at`: their ground, items and story.

    One who had not come to the service by then stands on empty ground. Refuses one who is unknown, or not the only one.
    """
    person, roster = person_with(connection, ref), read_roster(connection)
    story = by_then(story_of(connection, person), at, clock_said(connection))
    state = _state_at(connection, person, at)
    ground = _ground(connection, state or PersonState(person), standards, roster)
    return ground, _items_on(ground, at, roster) if state else [], story


def view_if_joined(
    connection: Connection, ended: str, stays: str, at: datetime, standards: Standards
) -> tuple[Ground, list[Item], list[Entry]]:
    """The person of the record that stays, as they would stand, were another joined into it at `at`; both by id.
    Nothing is written."""
    roster, said = read_roster(connection), clock_said(connection)
    story = stories_joined(story_of(connection, stays), story_of(connection, ended), stays, ended, at)
    state = state_by_then(stays, story, at, said) or PersonState(stays)
    alike = (*namesakes_of(connection, stays, state.identity.ref or ""), *namesakes_of(connection, ended, ""))
    others = tuple(dict.fromkeys(each for each in alike if each.person not in (stays, ended)))
    ground = stand_on(state, standards, roster.staff, others)
    return ground, _items_on(ground, at, roster), by_then(story, at, said)


def view_everybody(
    connection: Connection, at: datetime, standards: Standards
) -> Iterator[tuple[Ground, list[Item], list[Entry]]]:
    """Everyone who had come to the service by `at`, as `view_person` gives each of them, by id; one in memory at a
    time."""
    roster, said = read_roster(connection), clock_said(connection)
    for person, story in stories(connection):
        if (state := _state_at(connection, person, at)) is not None:
            ground = _ground(connection, state, standards, roster)
            yield ground, _items_on(ground, at, roster), by_then(story, at, said)


def view_queue(connection: Connection, at: datetime, standards: Standards) -> list[tuple[Ground, list[Item]]]:
    """Everyone with an open missed contact at `at`, with their items, in the order of the worklist."""
    roster = read_roster(connection)
    states = [_state_at(connection, person, at) for person in MAY_BE_MISSED.values(connection, at=sortable(at))]
    grounds = [_ground(connection, state, standards, roster) for state in states if state is not None]
    queue = [
        (ground, _items_on(ground, at, roster)) for ground in grounds if ground.episode and ground.state.on_caseload
    ]
    return sorted(queue, key=lambda entry: [item.order for item in entry[1]])


def view_ground(connection: Connection, ref: str, at: datetime, standards: Standards) -> Ground:
    """As `view_person`, without their items and their story: neither is read where it need not be."""
    person = person_with(connection, ref)
    state = _state_at(connection, person, at) or PersonState(person)
    return _ground(connection, state, standards, read_roster(connection))


def _ground(connection: Connection, state: PersonState, standards: Standards, roster: Roster) -> Ground:
    namesakes = namesakes_of(connection, state.person, state.identity.ref or "")
    return stand_on(state, standards, roster.staff, namesakes)


def _items_on(ground: Ground, at: datetime, roster: Roster) -> list[Item]:
    """All that one person is owed, upcoming Dues included, in the order of the worklist."""
    return worst_first(read_owed(owed_on(ground), at, roster, ground.calendar))


def person_with(connection: Connection, ref: str) -> str:
    """The id of whoever has this identifier, or this id. Refuses one who is unknown, or not the only one."""
    found = Known(connection).people_with(ref)
    if not found:
        found = IS_PERSON.values(connection, person=whose(connection, ref))
    if not found:
        raise Refused(nobody_with(ref))
    if len(found) > 1:
        raise Refused(
            [
                Fault(
                    "ref",
                    tr("more than one person has this identifier: ask by id, one of {found}", found=", ".join(found)),
                )
            ]
        )
    return found[0]


def _state_at(connection: Connection, person: str, at: datetime) -> PersonState | None:
    ((text, newest_at),) = STATE_AT.rows(connection, person=person)
    with reading_stored():
        if newest_at <= sortable(at):
            return load_state(text)
    return state_by_then(person, story_of(connection, person), at, clock_said(connection))
