"""The end of a story, read by its index: as soon there for 5,000 entries as for 50."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import select

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.moments import sortable
from carelist_tui.journal.projection.people import read_stored, records_of
from carelist_tui.journal.statements import Statement, each_of, given
from carelist_tui.journal.tables import AS_STORED, ENTRY, STORY_ORDER
from carelist_tui.vault.connection import Connection

_BY_THEN = (
    select(*AS_STORED)
    .where(ENTRY.c.occurred_at <= given("at"))
    .order_by(*(column.desc() for column in STORY_ORDER))
    .limit(given("count"))
)
_NEWEST = Statement(_BY_THEN.where(ENTRY.c.person == given("person")))
_OF_SEVERAL = Statement(_BY_THEN.where(ENTRY.c.person.in_(each_of("records"))))


def newest_of(connection: Connection, person: str, at: datetime, count: int) -> list[Entry]:
    """The last `count` entries about a person (by id) that had occurred by `at`, the newest first."""
    asked = {"at": sortable(at), "count": count}
    if records := records_of(connection, person):
        return read_stored(_OF_SEVERAL.rows(connection, records=json.dumps([person, *records]), **asked))
    return read_stored(_NEWEST.rows(connection, person=person, **asked))
