"""What a rebuild would move is said of a store as it is, whichever release wrote it, and changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.aside import what_moves
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.upgrade.upgrade_steps import STEPS
from carelist_tui.vault.connection import connect
from tests.journal.reading_rows import projections, rows
from tests.journal.telling import MONDAY, accepted, completed, hours, missed, store_at
from tests.journal.test_upgrading import bytes_of, store_of

OWED_ALIKE = 3
"""From this version on the frozen stores were owed what is owed now: only tables beside the Dues changed."""
STORED = "SELECT person || ' ' || key, kind, title, due_at, from_at FROM due ORDER BY 1"


def told(store: Path) -> Path:
    """A store of this release, closed, with somebody met and somebody missed."""
    with store_at(store) as carelist:
        carelist.record([accepted("P-1"), accepted("P-2")], MONDAY)
        carelist.record([completed("P-1", hours(0.5)), missed("P-1", hours(1))], hours(1))
    return store


def change(store: Path, *statements: str, key: bytes | None = None) -> None:
    """What another release would have left there."""
    connection = connect(store, key)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_nothing_differs_in_a_store_that_this_release_wrote(tmp_path: Path) -> None:
    found = what_moves(told(tmp_path / "store"))
    assert found.differences == []
    assert found.before == found.after
    assert found.before["first_contact"] == 1


def test_who_may_be_there_twice_is_told_before_anything_is_written(tmp_path: Path) -> None:
    """An earlier release asked of nobody whether they are one, and kept nothing by which it could be told."""
    like: dict[str, Any] = {"given": "Amina", "family": "Yusuf", "born": "1990-05-17"}
    with store_at(tmp_path / "store") as carelist:
        carelist.record([accepted("P-1", **like), accepted("P-2", **like), accepted("P-3")], MONDAY)
    change(tmp_path / "store", "DELETE FROM due WHERE kind = 'conflict'", "DELETE FROM likeness")
    found = what_moves(tmp_path / "store")
    assert {(each.ref, each.kind, each.what) for each in found.differences} == {
        ("P-1", "conflict", "appears"), ("P-2", "conflict", "appears"),
    }  # fmt: skip


def test_what_an_earlier_release_dated_otherwise_owed_besides_or_did_not_know_is_told_apart(tmp_path: Path) -> None:
    store = told(tmp_path / "store")
    change(
        store,
        "UPDATE due SET due_at = '2026-04-01T16:00:00.000000Z' WHERE kind = 'cadence' AND person IN "
        "(SELECT id FROM person WHERE ref = 'P-1')",
        "DELETE FROM due WHERE kind = 'first_contact'",
        "UPDATE due SET kind = 'promise', key = 'promise:x' WHERE kind = 'supervision' AND key IN "
        "(SELECT key FROM due WHERE kind = 'supervision' ORDER BY key LIMIT 1)",
    )
    found = what_moves(store)
    kinds = {(each.ref, each.kind, each.what) for each in found.differences}
    assert kinds == {
        ("P-1", "cadence", "moves"), ("P-2", "first_contact", "appears"),
        ("", "promise", "goes"), ("", "supervision", "appears"),
    }  # fmt: skip
    assert (found.before["first_contact"], found.after["first_contact"]) == (0, 1)
    assert (found.before["cadence"], found.after["cadence"]) == (2, 2)


@pytest.mark.parametrize("version", STEPS)
@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
def test_a_store_of_an_earlier_release_is_compared_before_its_rows_are_renewed_and_stays_as_it_is(
    version: int, key: bytes | None, tmp_path: Path
) -> None:
    old = store_of(version, tmp_path / "old", key)
    change(old, "PRAGMA wal_checkpoint(TRUNCATE)", key=key)
    before = bytes_of(old)
    stored = {row[0]: row[1:] for row in rows_of(old, key)}
    found = what_moves(old, "w-ann", key=key)
    assert bytes_of(old).keys() == before.keys()
    assert {name: known for name, known in bytes_of(old).items() if not name.endswith("-shm")} == {
        name: known for name, known in before.items() if not name.endswith("-shm")
    }
    with Carelist.open(old, "w-ann", key=key):
        pass
    renewed = {row[0]: row[1:] for row in rows_of(old, key)}
    differs = {name for name in stored | renewed if dated(stored.get(name)) != dated(renewed.get(name))}
    assert len(found.differences) == len(differs)
    assert found.differences or version >= OWED_ALIKE, "this release owes what that one did not"
    assert found.after.total() == len(renewed)
    assert found.before.total() == len(stored)
    assert what_moves(old, "w-ann", key=key).differences == []


def rows_of(store: Path, key: bytes | None) -> list[tuple[str, ...]]:
    connection = connect(store, key)
    found = [tuple(row) for row in connection.execute(STORED).fetchall()]
    connection.close()
    return found


def dated(row: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return row[2:] if row is not None else None


def test_it_is_refused_to_who_does_not_work_here_and_where_there_is_no_store(tmp_path: Path) -> None:
    key = bytes(range(32))
    old = store_of(next(iter(STEPS)), tmp_path / "old", key)
    with pytest.raises(Refused, match="nobody works here now") as refused:
        what_moves(old, "w-nobody", key=key)
    assert refused.value.status == 3
    with pytest.raises(Refused) as refused:
        what_moves(tmp_path / "nothing")
    assert refused.value.status == 3


def test_standards_that_other_rows_were_made_by_are_those_in_force(tmp_path: Path) -> None:
    store = told(tmp_path / "store")
    before = projections(store)
    with Carelist.open(store, "w-ann") as carelist:
        carelist.record.adopt('[dues]\nrisk_plan = "7 days"\n', hours(2))
        assert rows(store, STORED)
    change(store, "UPDATE due SET due_at = '2026-03-16T17:00:00.000000Z' WHERE kind = 'risk_plan'")
    found = what_moves(store)
    assert {(each.kind, each.what) for each in found.differences} == {("risk_plan", "moves")}
    assert before != projections(store)
