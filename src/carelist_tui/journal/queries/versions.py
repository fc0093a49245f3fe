"""Which entries set each thing of a person now: what a form saw, and what the next of its kind replaces."""

from __future__ import annotations

from carelist_tui.domain.person import load_state
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.sql.person_sql import STATE_OF
from carelist_tui.vault.connection import Connection


def things_set(connection: Connection, person: str) -> dict[str, list[str]]:
    """The entries that stand for each thing of the person with this id; nothing for somebody who is not here."""
    found = STATE_OF.value(connection, person=person)
    with reading_stored():
        marks = load_state(found).marks if found else {}
    return {thing: [mark.id for mark in each] for thing, each in marks.items()}
