"""A store that another release made: its rows stand for a while, and everybody is folded by this one beside whoever
works. What its rows are kept as must be read by this release, each of them; else all is made afresh first."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

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
from carelist_tui.journal.rows import DUE_COLUMNS, PERSON_COLUMNS, read_person, read_stored_due, reading_stored
from carelist_tui.journal.statements import Statement
from carelist_tui.journal.tables import DUE, ENTRY, PERSON

MANY = 10_000
"""Entries from which on making all afresh takes longer than somebody waits who has just opened the app: two seconds."""
_ENTRIES = Statement(select(func.count()).select_from(ENTRY))
_TOLD_OF = Statement(select(ENTRY.c.person).where(ENTRY.c.person.is_not(None)).distinct())
_KINDS = Statement(select(DUE.c.kind).distinct())
_DUES = Statement(select(*(DUE.c[name] for name in DUE_COLUMNS)))
_PEOPLE = Statement(select(PERSON.c.card, PERSON.c.state, *(PERSON.c[name] for name in PERSON_COLUMNS)))


def can_stand(connection: Connection) -> bool:
    """Whether they are so many that it is worth while, and every row that stands can be read."""
    if _ENTRIES.value(connection) < MANY or not KINDS.keys() >= set(_KINDS.values(connection)):
        return False
    try:
        with reading_stored():
            read_visits(connection)
            for row in _DUES.each(connection):
                read_stored_due(row)
            for person in _PEOPLE.each(connection):
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
    everybody = {whose(connection, record) for record in _TOLD_OF.values(connection)}
    mark_behind(connection, (), everybody, everybody)
    write_meta(connection, {VISITS: visits_text(visits_before(connection, None, everybody=False))})
