"""Which records are of one person: found in the journal, and written for whoever reads stories (persons.joined)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from carelist_tui.domain.entries import EntryCorrected, PersonsJoined
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.joined import joins_in, records_joined
from carelist_tui.domain.person.story import effective
from carelist_tui.journal.projection.people import record_story, records_into
from carelist_tui.journal.sql.entry_sql import IDS_OF_RECORD, JOIN_OF, JOINS
from carelist_tui.journal.sql.person_sql import (
    LIKE,
    LIKENESS_OF,
    PUT_JOINED,
    ROWS_OF_PERSON,
    TAKE_EVERY_SUM,
    TAKE_JOINED,
)
from carelist_tui.vault.connection import Connection


def may_join(connection: Connection, entry: Entry) -> bool:
    """Whether by this entry other records may be of one person than before: it joins two, or corrects a joining."""
    if entry.type == PersonsJoined.TYPE:
        return True
    is_correction = entry.type == EntryCorrected.TYPE and entry.person is not None
    return is_correction and JOIN_OF.value(connection, record=entry.person) is not None


def joined_by(
    connection: Connection, new: Mapping[str | None, list[Entry]] | None = None, known_at: datetime | None = None
) -> dict[str, str]:
    """By the record that ended, the person whose it is: as the journal says it with what is `new`, or as far as it was
    recorded by a moment (aware)."""
    told = new or {}
    ended = {str(record) for record in JOINS.values(connection)}
    ended |= {str(record) for record, story in told.items() if any(x.type == PersonsJoined.TYPE for x in story)}
    joins: list[Entry] = []
    for record in sorted(ended):
        story = {(x.device, x.seq): x for x in (*record_story(connection, record), *told.get(record, ()))}.values()
        known = [each for each in story if known_at is None or each.recorded_at <= known_at]
        joins += (each for each in effective(known) if isinstance(each.body, PersonsJoined))
    return records_joined(joins_in(joins))


def write_joined(connection: Connection) -> set[str]:
    """Writes which records are of one person; gives every person whose story is another by it, and whoever might have
    been the same person as a record that ended: they are asked about it no longer. Of a record that ended, and of whom
    nothing is told any more, no row stays."""
    before, after = records_into(connection), joined_by(connection)
    if before == after:
        return set()
    TAKE_JOINED.run(connection, [{}])
    PUT_JOINED.run(connection, [{"record": record, "person": person} for record, person in after.items()])
    touched = touched_by(before, after)
    told = {
        person
        for person in touched - after.keys()
        if person in after.values() or IDS_OF_RECORD.value(connection, record=person)
    }
    gone = touched - told
    told |= _known_by_the_same(connection, gone) - gone
    _take_rows(connection, gone)
    return told


def touched_by(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """Every record that is told with others than before."""
    changed = {record for record in before.keys() | after.keys() if before.get(record) != after.get(record)}
    return changed | {into[record] for into in (before, after) for record in changed if record in into}


def _known_by_the_same(connection: Connection, records: Iterable[str]) -> set[str]:
    keys = {str(key) for record in records for key, _ in LIKENESS_OF.rows(connection, person=record)}
    return {str(person) for key in keys for person in LIKE.values(connection, key=key)}


def _take_rows(connection: Connection, records: Iterable[str]) -> None:
    whose = [{"person": record} for record in records]
    for statement in ROWS_OF_PERSON if whose else ():
        statement.run(connection, whose)
    if whose:
        TAKE_EVERY_SUM.run(connection, [{}])
