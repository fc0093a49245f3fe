"""Every connection is safe: the SQLite it carries, the PRAGMAs, and what a damaged file says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.connection import check_sqlite, connect, driver, is_sound_sqlite, refusal_for
from carelist_tui.vault.folder import database_of


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 50, 7), (3, 44, 6), (3, 53, 0), (4, 0, 0)])
def test_a_sqlite_without_the_wal_reset_bug_is_taken(version: tuple[int, int, int]) -> None:
    assert is_sound_sqlite(version)
    check_sqlite(version)


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 51, 0), (3, 50, 6), (3, 50, 8), (3, 44, 5), (3, 44, 7), (3, 7, 0)])
def test_a_sqlite_with_the_wal_reset_bug_is_refused_with_what_to_do(version: tuple[int, int, int]) -> None:
    with pytest.raises(Refused, match="install the package sqlcipher3") as refused:
        check_sqlite(version)
    assert refused.value.status == 3


def test_the_sqlite_at_hand_is_sound() -> None:
    check_sqlite()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
        ("busy_timeout", 30_000),
        ("temp_store", 2),
    ],
)
def test_every_connection_has_the_pragmas(tmp_path: Path, pragma: str, value: object) -> None:
    connect(tmp_path, make=True).close()
    assert connect(tmp_path).execute(f"PRAGMA {pragma}").fetchone()[0] == value


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("temp_store", 2)])
def test_an_encrypted_connection_has_them_too(tmp_path: Path, pragma: str, value: object) -> None:
    key = os.urandom(32)
    connection = connect(tmp_path, key, make=True)
    connection.execute("PRAGMA user_version=1")
    connection.close()
    assert connect(tmp_path, key).execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_place_with_marks_of_an_address_in_its_name_is_opened_as_it_is(tmp_path: Path) -> None:
    store = tmp_path / ("team #1 100%?mode=memory" if os.name == "posix" else "team #1 100%&mode=memory")
    store.mkdir()
    connect(store, make=True).close()
    assert database_of(store).stat().st_size > 0


@pytest.mark.parametrize("content", [b"", b"not a database at all", bytes(range(256)) * 32])
def test_what_is_not_a_database_is_refused(tmp_path: Path, content: bytes) -> None:
    database_of(tmp_path).write_bytes(content)
    with pytest.raises(Refused, match="restore a backup") as refused:
        connect(tmp_path)
    assert refused.value.status == 3


def test_a_missing_database_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="can't be opened") as refused:
        connect(tmp_path)
    assert refused.value.status == 3
    assert not database_of(tmp_path).exists()


def told(code: int, words: str = "disk I/O error") -> Any:
    """A failure as the driver tells it: SQLite's words and its code, whose higher bits say more."""
    trouble = driver.OperationalError(words)
    trouble.sqlite_errorcode = code
    return trouble


NO_DAMAGE = {3: "rights", 5: "another program", 6: "another program", 7: "no memory", 8: "rights", 14: "rights",
             10: "the disk can't be read", 13: "disk is full", 15: "another program"}  # fmt: skip
"""SQLITE_PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL."""


@pytest.mark.parametrize("code", [*range(1, 29), 100, 10 | 19 << 8, 10 | 3 << 8, 8 | 5 << 8, 14 | 2 << 8, 11 | 1 << 8])
def test_only_what_says_so_is_damage_and_everything_else_has_its_own_sentence(code: int) -> None:
    refused = refusal_for(told(code))
    assert refused.status == 3
    assert len(refused.faults) == 1
    words = NO_DAMAGE.get(code & 0xFF)
    assert (words or "is damaged or is not one") in str(refused)
    assert ("restore a backup" in str(refused)) == (words is None)


def test_a_connection_that_was_closed_is_no_damage(tmp_path: Path) -> None:
    connection = connect(tmp_path, make=True)
    connection.close()
    with pytest.raises(driver.ProgrammingError) as trouble:
        connection.execute("SELECT 1")
    assert "closed meanwhile" in str(refusal_for(trouble.value))
