"""A stand-in: whole, private, never written to by whoever records, and gone with the last who reads it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.store import Store
from carelist_tui.vault.connection import connect, driver
from carelist_tui.vault.disk import CLOSED, FAILING, FULL, READ_ONLY, DiskRefuses, illness_of, own_folder, words_of
from carelist_tui.vault.folder import database_of
from carelist_tui.vault.stand_in import open_to_read, read_elsewhere, stand_in_of

KEY = bytes(range(32))
KEYS = pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])


def a_store(folder: Path, key: bytes | None) -> Path:
    """A database with one row brought over into it, and one in its WAL."""
    folder.mkdir()
    if key is not None:
        (folder / "keys").mkdir()
        (folder / "keys" / "w-ann.slot").write_bytes(b"a slot")
    first = connect(folder, key, make=True)
    first.execute("CREATE TABLE told (words)")
    first.execute("INSERT INTO told VALUES ('first')")
    first.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    first.execute("INSERT INTO told VALUES ('last')")
    KEPT.append(first)
    return folder


KEPT: list[Any] = []
"""Connections that stay open, so that the WAL stays as it is."""


@pytest.mark.posix
@KEYS
def test_what_is_only_in_the_wal_is_read_too_and_others_can_read_none_of_it(tmp_path: Path, key: bytes | None) -> None:
    store = a_store(tmp_path / "store", key)
    lent = read_elsewhere(store, key, FULL)
    assert lent.execute("SELECT words FROM told").fetchall() == [("first",), ("last",)]
    there = stand_in_of(lent)
    assert there is not None
    folder = there.database.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert store not in folder.parents
    if key is not None:
        assert b"first" not in there.database.read_bytes()


@KEYS
def test_nothing_can_be_written_into_it_and_the_store_is_as_it_was(tmp_path: Path, key: bytes | None) -> None:
    store = a_store(tmp_path / "store", key)
    before = {path: path.read_bytes() for path in store.glob("carelist.db*") if not path.name.endswith("-shm")}
    lent = read_elsewhere(store, key, FULL)
    with pytest.raises(driver.Error):
        lent.execute("INSERT INTO told VALUES ('lost')")
    lent.close()
    assert {path: path.read_bytes() for path in before} == before


def test_it_goes_with_the_last_connection_and_not_before(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", None)
    one, other = read_elsewhere(store, None, FULL), open_to_read(store)
    there = stand_in_of(one)
    assert there is not None
    assert stand_in_of(other) is there
    one.close()
    assert other.execute("SELECT count(*) FROM told").fetchone() == (2,)
    other.close()
    assert not there.database.parent.exists()
    assert stand_in_of(open_to_read(store)) is None


def test_what_a_killed_process_left_goes_with_the_next_and_what_another_holds_stays(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", None)
    held = read_elsewhere(store, None, FULL)
    there = stand_in_of(held)
    assert there is not None
    folder = there.database.parent
    left = folder.with_name(f"{folder.name[:-8]}leftleft")
    left.mkdir()
    for name in ("carelist.db", "held"):
        (left / name).write_bytes(b"")
    there.retire()
    read_elsewhere(store, None, FULL).close()
    assert (left.exists(), folder.exists()) == (False, True)
    held.close()
    assert not folder.exists()


def test_once_somebody_has_written_a_fresh_one_is_made(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", None)
    one = read_elsewhere(store, None, FULL)
    connect(store).execute("INSERT INTO told VALUES ('news')")
    other = read_elsewhere(store, None, FULL)
    assert other.execute("SELECT count(*) FROM told").fetchone() == (3,)
    assert stand_in_of(other) is not stand_in_of(one)
    assert one.execute("SELECT count(*) FROM told").fetchone() == (2,)


def test_a_store_that_reads_elsewhere_records_in_its_own_database_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    store = Store.make(tmp_path / "store")
    store.read_elsewhere(DiskRefuses(FAILING))
    with store.reading() as connection:
        connection.execute("SELECT 1").fetchone()
    before = store.reads_elsewhere
    with store.writing() as connection:  # the disk takes it by now
        connection.execute("INSERT INTO meta VALUES ('a', 'kept')")
    assert (before, store.reads_elsewhere) == (True, False)
    assert connect(tmp_path / "store").execute("SELECT value FROM meta").fetchall() == [("kept",)]
    store.close()


def test_a_wrong_key_is_told_as_that(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", KEY)
    with pytest.raises(Refused, match="does not open with this store's key"):
        read_elsewhere(store, bytes(32), FULL)


@pytest.mark.parametrize(
    ("name", "illness", "words"),
    [
        ("ENOSPC", FULL, "the disk is full"),
        ("EDQUOT", FULL, "the disk is full"),
        ("EROFS", READ_ONLY, "the disk is read-only"),
        ("EIO", FAILING, "the disk can't be read or written"),
        ("EACCES", CLOSED, "Permission denied"),
        ("EISDIR", None, "Is a directory"),
    ],
)
def test_what_the_system_says_is_told_in_the_same_words_as_what_sqlite_says(
    name: str, illness: object, words: str
) -> None:
    import errno

    code = getattr(errno, name)
    trouble = OSError(code, os.strerror(code))
    assert illness_of(trouble) is illness
    assert words_of(trouble).partition(" (is it open")[0] == words, "on Windows it may be held, and that is asked"


@pytest.mark.posix
def test_a_private_folder_that_others_may_read_is_none(tmp_path: Path) -> None:
    assert own_folder(tmp_path, "mine") == own_folder(tmp_path, "mine")
    (tmp_path / "mine").chmod(0o755)
    with pytest.raises(OSError, match="exists"):
        own_folder(tmp_path, "mine")
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(OSError, match="exists"):
        own_folder(tmp_path, "link")


def test_a_store_whose_database_is_gone_has_no_stand_in(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store", None)
    KEPT.pop().close()
    database_of(store).unlink()
    with pytest.raises(Refused):
        open_to_read(store)
