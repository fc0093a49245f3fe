"""A store that another release made: its rows stand for a while, and everybody is folded by this one beside whoever
works. What its rows are kept as must be read by this release, each of them; else all is made afresh first."""

from __future__ import annotations

from carelist_tui.domain.card import Card
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.person import load_state
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.stored_json import read_text
from carelist_tui.journal.meta import VISITS
from carelist_tui.journal.projection.behind import mark_behind
from carelist_tui.journal.projection.joined_records import write_joined
from carelist_tui.journal.projection.people import whose
from carelist_tui.journal.projection.rebuild import visits_before, write_meta, write_service
from carelist_tui.journal.projection.who_is_out import read_visits, visits_text
from carelist_tui.journal.rows import read_person, read_stored_due, reading_stored
from carelist_tui.journal.sql.entry_sql import ENTRIES, TOLD_OF
from carelist_tui.journal.sql.person_sql import DUE_KINDS, DUES, STANDING
from carelist_tui.vault.connection import Connection

MANY = 10_000
"""Entries from which on making all afresh takes longer than somebody waits who has just opened the app: two seconds."""


def can_stand(connection: Connection) -> bool:
    """Whether they are so many that it is worth while, and every row that stands can be read."""
    if ENTRIES.value(connection) < MANY or not KINDS.keys() >= set(DUE_KINDS.values(connection)):
        return False
    try:
        with reading_stored():
            read_visits(connection)
            for row in DUES.each(connection):
                read_stored_due(row)
            for person in STANDING.each(connection):
                read_text(Card, person[0])
                load_state(person[1])
                read_person(person[2:])
    except Refused:
        return False
    return True


def hand_over(connection: Connection, standards: Standards) -> None:
    """Writes what is about nobody, and marks everybody (behind.py): whoever is recorded about is folded by this release
    first, and everybody else by and by."""
    write_joined(connection)
    write_service(connection, standards, afresh=True)
    everybody = {whose(connection, record) for record in TOLD_OF.values(connection)}
    mark_behind(connection, (), everybody, everybody)
    write_meta(connection, {VISITS: visits_text(connection, visits_before(connection, None, everybody=False))})
