"""Making and opening a store: whole or not at all, and never a traceback."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.connection import connect
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import MONDAY, accepted, hours, store_at


def test_a_store_is_encrypted_unless_said_otherwise_and_then_needs_a_passphrase(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a passphrase has at least 12 characters") as refused:
        Carelist.init(tmp_path / "s", worker="w-ann", name="Ann", role="manager", team="north", now=MONDAY)
    assert refused.value.status == 2
    assert list(tmp_path.iterdir()) == []


def test_a_first_worker_that_cannot_be_leaves_no_store(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        Carelist.init(tmp_path / "s", worker="", name="", role="boss", team="north", now=MONDAY, encrypted=False)
    assert {fault.path for fault in refused.value.faults} == {"body.worker", "body.name", "body.role"}
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_not_made_twice(carelist: Carelist) -> None:
    with pytest.raises(Refused, match="already"):
        store_at(carelist.store)
    assert len(lines(carelist.store)) == 1


@pytest.mark.posix
def test_every_file_of_a_store_is_its_owners_alone(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    carelist.people.today(hours(1))
    files = [path for path in carelist.store.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"carelist.db", "carelist.db-wal", "device.key", "device.pub"}
    assert {path.stat().st_mode & 0o077 for path in [carelist.store, *carelist.store.rglob("*")]} == {0}


@pytest.mark.parametrize(
    "damage", [b"", b"SQLite format 3\x00" + bytes(4000), os.urandom(8192)], ids=["empty", "zeros", "noise"]
)
def test_a_store_whose_database_is_none_is_refused(carelist: Carelist, damage: bytes) -> None:
    carelist.close()
    (carelist.store / "carelist.db").write_bytes(damage)
    for ending in ("-wal", "-shm"):
        (carelist.store / f"carelist.db{ending}").unlink(missing_ok=True)
    with pytest.raises(Refused) as refused:
        Carelist.open(carelist.store)
    assert refused.value.status == 3


@pytest.mark.parametrize(("version", "words"), [(0, "another program"), (99, "newer version")])
def test_a_store_of_another_version_is_refused(carelist: Carelist, version: int, words: str) -> None:
    connection = connect(carelist.store)
    connection.execute(f"PRAGMA user_version={version}")
    connection.close()
    with pytest.raises(Refused, match=words) as refused:
        Carelist.open(carelist.store)
    assert refused.value.status == 3


def test_a_store_without_its_key_can_be_read_and_not_written(carelist: Carelist) -> None:
    (carelist.store / "keys" / "device.pub").unlink()
    with Carelist.open(carelist.store, "w-ann") as other:
        assert other.people.today(hours(1)) == []
        with pytest.raises(Refused, match=r"device\.pub"):
            other.record([accepted("P-1")], hours(1))


@pytest.mark.parametrize("made_by", ["release", "digest", "roster"])
def test_projections_made_by_another_release_or_other_standards_are_made_afresh(
    carelist: Carelist, made_by: str
) -> None:
    carelist.record([accepted("P-1")], hours(1))
    wanted = projections(carelist.store)
    carelist.close()
    connection = connect(carelist.store)
    connection.execute("UPDATE meta SET value = 'another' WHERE name = ?", (made_by,))
    connection.execute("DELETE FROM due")
    connection.close()
    with Carelist.open(carelist.store, "w-ann") as opened:
        opened.record([], hours(1))
    assert projections(carelist.store) == wanted


def test_what_one_store_asked_is_not_worked_out_again_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each statement is made SQL once a process; tables are made by words of their own, with no statement."""
    made: list[Any] = []
    compiled = SQLiteCompiler.__init__

    def counted(compiler: Any, dialect: Any, statement: Any, *more: Any, **named: Any) -> None:
        compiled(compiler, dialect, statement, *more, **named)
        made.append(statement)

    monkeypatch.setattr(SQLiteCompiler, "__init__", counted)
    for name in ("first", "second"):
        made.clear()
        with store_at(tmp_path / name) as store:
            store.record([accepted("P-1")], hours(1))
            store.people.today(hours(2))
            assert store.verify().ok
    assert [statement for statement in made if statement is not None] == []
