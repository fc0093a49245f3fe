"""The end of a story, read by its index: as soon there for 5,000 entries as for 50."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.moments import sortable
from carelist_tui.journal.projection.people import read_stored
from carelist_tui.journal.statements import Statement, given
from carelist_tui.journal.tables import AS_STORED, ENTRY, STORY_ORDER

_NEWEST = Statement(
    select(*AS_STORED)
    .where(ENTRY.c.person == given("person"), ENTRY.c.occurred_at <= given("at"))
    .order_by(*(column.desc() for column in STORY_ORDER))
    .limit(given("count"))
)


def newest_of(connection: Connection, person: str, at: datetime, count: int) -> list[Entry]:
    """The last `count` entries about a person (by id) that had occurred by `at`, the newest first."""
    return read_stored(_NEWEST.rows(connection, person=person, at=sortable(at), count=count))
