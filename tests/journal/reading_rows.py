"""What a store holds, straight from its tables. By our driver: two SQLites in one process lose each other's locks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from carelist_tui.domain.entries.stored import line_of
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.vault.connection import connect

OF_THIS_LAPTOP = "'device', 'agreed'"
"""What `meta` says of the laptop itself, and no projection is."""
PROJECTIONS = {
    "person": "id",
    "due": "person, key",
    "identifier": "ref, person",
    "joined": "record",
    "likeness": "key, person",
    "meta": "name",
}


def rows(store: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = connect(store)
    try:
        found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
        return found
    finally:
        connection.close()


def projections(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every projected row, in an order of its own."""
    here = {name for (name,) in rows(store, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    asked = {table: key for table, key in PROJECTIONS.items() if table in here}  # an earlier version may lack one
    found = {table: rows(store, f"SELECT * FROM {table} ORDER BY {key}") for table, key in asked.items()}
    return found | {"meta": rows(store, f"SELECT * FROM meta WHERE name NOT IN ({OF_THIS_LAPTOP}) ORDER BY name")}


def said(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What entries say, whichever laptop they are written under: one that took another name writes them again."""
    return [
        {key: value for key, value in each.items() if key not in ("device", "seq", "prev", "hash")} for each in entries
    ]


def lines(store: Path) -> list[dict[str, Any]]:
    """Every stored entry, as it arrived."""
    return [json.loads(line) for line in stored_text(store)]


def stored_text(store: Path) -> list[str]:
    """Every stored entry as one canonical line, as it arrived; of an earlier version the line that is stored."""
    if "line" in {column for _, column, *_ in rows(store, "PRAGMA table_info(entry)")}:
        return [line for (line,) in rows(store, "SELECT line FROM entry ORDER BY arrival")]
    found = rows(store, "SELECT envelope, body, salt, hash FROM entry ORDER BY arrival")
    return [line_of(EntryText(*row)) for row in found]
