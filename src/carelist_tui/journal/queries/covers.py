"""Who was arranged to hold whom while the service is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from carelist_tui.domain.entries import CoverArranged
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.person.story import effective
from carelist_tui.journal.projection.people import read_stored, records_into
from carelist_tui.journal.sql.query_sql import COVERS
from carelist_tui.vault.connection import Connection

LONGEST = timedelta(days=8)
"""How far back a cover may have been arranged that still holds: the limit ahead of its `back_at`, and a day."""


@dataclass(frozen=True, slots=True)
class Held:
    """One person over the gap: on which route, until when."""

    person: str
    route: str
    until: datetime


def covers_standing(connection: Connection, at: datetime) -> list[Held]:
    """The cover that was arranged by a moment and holds beyond it, the newest of each person; what was entered in error
    holds nobody."""
    rows = COVERS.rows(connection, since=sortable(at - LONGEST))
    held, into = dict[str, Held](), records_into(connection)
    for entry in sorted(effective(read_stored(rows)), key=lambda each: each.order):
        if isinstance(entry.body, CoverArranged) and entry.person and entry.occurred_at <= at < entry.body.back_at:
            person = into.get(entry.person, entry.person)
            held[person] = Held(person, entry.body.route, entry.body.back_at)
    return list(held.values())
