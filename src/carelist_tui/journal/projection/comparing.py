"""Whether the stored projections are what the journal stands for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, select

from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.roster import fold_roster, roster_as_json
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.meta import DIGEST, ROSTER, SERVICE, service_text
from carelist_tui.journal.projection.people import Projected, rows_of, stories, story_of
from carelist_tui.journal.projection.writing import namesakes_of
from carelist_tui.journal.tables import DUE, IDENTIFIER, META, PERSON


def unlike(connection: Connection, standards: Standards) -> Iterator[tuple[str, str]]:
    """(where, what) of each stored row that a rebuild would not make as it is, or would make besides."""
    roster = fold_roster(story_of(connection, None))
    meta = {row.name: row.value for row in connection.execute(select(META))}
    if json.loads(meta.get(ROSTER, "null")) != json.loads(json.dumps(roster_as_json(roster))):
        yield "roster", "the list of workers"
    if (meta.get(DIGEST), meta.get(SERVICE)) != (standards.digest, service_text(standards.calendar.service)):
        yield "standards", "what the Dues were made by"
    known = set()
    for person, story in stories(connection):
        known.add(person)
        told = Projected.fold(person, story)
        namesakes = namesakes_of(connection, person, told.ref)
        made, dues = rows_of(stand_on(told.state, standards, roster.left, namesakes))
        refs = [{"ref": ref, "person": person} for ref in told.refs]
        for what, table, column, rows in (
            ("the person's row", PERSON, PERSON.c.id, [made]),
            ("what is owed to the person", DUE, DUE.c.person, dues),
            ("the person's identifiers", IDENTIFIER, IDENTIFIER.c.person, refs),
        ):
            stored = [row._asdict() for row in connection.execute(select(table).where(column == person))]
            if _sorted(table, stored) != _sorted(table, rows):
                yield person, what
    for table, column in ((PERSON, PERSON.c.id), (DUE, DUE.c.person), (IDENTIFIER, IDENTIFIER.c.person)):
        for person in sorted(set(connection.execute(select(column)).scalars()) - known):
            yield person, f"a row of {table.name}, of whom nothing is recorded,"


def _sorted(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = [column.name for column in table.primary_key]
    return sorted(rows, key=lambda row: [row[key] for key in keys])
