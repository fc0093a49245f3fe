"""The end of a story, read by its index: as soon there for 5,000 entries as for 50."""

from __future__ import annotations

import json
from datetime import datetime

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.moments import sortable
from carelist_tui.journal.projection.people import read_stored, records_of
from carelist_tui.journal.sql.query_sql import NEWEST_OF, NEWEST_OF_RECORDS
from carelist_tui.vault.connection import Connection


def newest_of(connection: Connection, person: str, at: datetime, count: int) -> list[Entry]:
    """The last `count` entries about a person (by id) that had occurred by `at`, the newest first."""
    asked = {"at": sortable(at), "count": count}
    if records := records_of(connection, person):
        return read_stored(NEWEST_OF_RECORDS.rows(connection, records=json.dumps([person, *records]), **asked))
    return read_stored(NEWEST_OF.rows(connection, person=person, **asked))
