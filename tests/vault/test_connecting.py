"""Every connection is safe: the SQLite it carries, the PRAGMAs, and what a damaged file says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.connecting import check_sqlite, connect, driver, is_sound_sqlite, refusal_for
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
    store = tmp_path / "team #1 100%?mode=memory"
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


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("database is locked", "another program"),
        ("database or disk is full", "disk is full"),
        ("attempt to write a readonly database", "rights"),
        ("unable to open database file", "rights"),
        ("database disk image is malformed", "damaged"),
        ("file is not a database", "damaged"),
    ],
)
def test_what_a_database_says_is_told_in_plain_words(said: str, words: str) -> None:
    refused = refusal_for(driver.OperationalError(said))
    assert words in str(refused)
    assert refused.status == 3
