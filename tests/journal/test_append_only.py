"""The journal is append-only, on any connection, whatever SQL is tried."""

from __future__ import annotations

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.vault.connection import connect, driver
from tests.journal.reading_rows import lines
from tests.journal.telling import accepted, hours

_COLUMNS = "id, type, occurred_at, recorded_at, device, seq, hash, salt, envelope, body"
ATTEMPTS = [
    "UPDATE entry SET envelope = '{}'",
    "UPDATE entry SET body = NULL, salt = NULL",
    "UPDATE OR REPLACE entry SET seq = 1",
    "DELETE FROM entry",
    "DELETE FROM entry WHERE arrival = 2",
    f"INSERT OR REPLACE INTO entry ({_COLUMNS}) SELECT {_COLUMNS} FROM entry WHERE seq = 1",
    f"REPLACE INTO entry (arrival, {_COLUMNS}) SELECT 1, id, type, '', '', '', 1, '', '', envelope, body FROM entry",
    f"INSERT INTO entry ({_COLUMNS}) SELECT {_COLUMNS} FROM entry WHERE 1 ON CONFLICT DO UPDATE SET body = '{{}}'",
]


@pytest.mark.parametrize("sql", ATTEMPTS)
def test_no_statement_of_ours_changes_or_removes_an_entry(carelist: Carelist, sql: str) -> None:
    carelist.record([accepted("P-1")], hours(1))
    before = lines(carelist.store)
    connection = connect(carelist.store)
    with pytest.raises(driver.IntegrityError, match="append-only"):
        connection.execute(sql)
    connection.close()
    assert lines(carelist.store) == before


@pytest.mark.parametrize("sql", ATTEMPTS)
def test_no_statement_of_another_program_does_so_either(carelist: Carelist, sql: str) -> None:
    carelist.record([accepted("P-1")], hours(1))
    before = lines(carelist.store)
    connection = driver.connect(carelist.store / "carelist.db", isolation_level=None)
    connection.execute("PRAGMA recursive_triggers=OFF")
    with pytest.raises(driver.IntegrityError, match="append-only"):
        connection.execute(sql)
    connection.close()
    assert lines(carelist.store) == before
