"""A disk that loses entries, as a flipped bit in a WAL does: they are gone, and nothing else looks wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from carelist_tui.vault.connection import connect


@contextmanager
def losing(store: Path, where: str, key: bytes | None = None) -> Iterator[Any]:
    """Takes entries out of a store that nobody has open; what else is lost is the caller's."""
    database = connect(store, key)
    told = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'")
    guards = told.fetchall()
    for name, _ in guards:
        database.execute(f"DROP TRIGGER {name}")
    database.execute(f"DELETE FROM entry WHERE {where}")
    for _, sql in guards:
        database.execute(sql)
    yield database
    database.commit()
    database.close()
