"""`carelist sync` as a user has it: what it says in a sentence, and how it ends."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from tests.cli.surface import Answer, carelist
from tests.journal.telling import accepted

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Two stores, and the folder they share."""
    (tmp_path / "shared").mkdir()
    for name in ("one", "two"):
        first = {"worker": "w-maya", "name": "Maya Okafor", "role": "manager", "team": "North"}
        Carelist.init(tmp_path / name, **first, now=BEGIN, encrypted=False).close()
    return tmp_path / "one", tmp_path / "two", tmp_path / "shared"


def leave(store: Path, folder: Path, *refs: str) -> None:
    """This laptop writes of these people, and syncs."""
    with Carelist.open(store, "w-maya") as door:
        if refs:
            door.record([accepted(ref, BEGIN) for ref in refs], BEGIN)
        assert door.sync(folder, BEGIN).is_sound


def sync(store: Path, folder: Path, *more: str) -> Answer:
    return carelist("sync", folder, *more, store=store)


def said(store: Path, folder: Path) -> Any:
    """As JSON; whether it is sound is what the exit status says."""
    answer = sync(store, folder, "--json")
    assert (answer.status == 0) == answer.json["ok"], answer.err
    return answer.json


def test_sync_says_what_came_went_and_is_waited_for(two: tuple[Path, Path, Path]) -> None:
    one, other, folder = two
    for ref in ("P-1", "P-2", "P-3"):
        leave(one, folder, ref)
    answer = sync(other, folder, "--dry-run")
    assert (answer.status, answer.out.splitlines()[0]) == (0, "4 entries would be taken in, 1 would be sent.")
    second = sorted(folder.rglob("*.seg"))[1]
    kept = second.rename(folder.parent / "kept")
    answer = sync(other, folder)
    assert answer.status == 0
    device = second.parent.name
    assert f"Waiting for entry 3 of laptop {device[:6]}." in answer.out
    kept.rename(second)
    told = said(other, folder)
    assert (told["taken"], told["sent"], told["waiting"]) == (2, 0, [])
    assert told["devices"][0]["entries"] == 4


def test_what_is_wrong_is_said_in_a_sentence_with_its_repair_and_nothing_else_is_held_up(
    two: tuple[Path, Path, Path],
) -> None:
    one, other, folder = two
    leave(one, folder, "P-1")
    leave(one, folder, "P-2")
    last = max(folder.rglob("*.seg"))
    raw = last.read_bytes()
    last.write_bytes(raw[:-9])
    answer = sync(other, folder)
    assert answer.status == 1
    (line,) = [line for line in answer.out.splitlines() if line.startswith("Problem")]
    assert line.endswith("To repair: it is left where it is; tell whoever looks after the folder.")
    assert "2 entries taken in, 1 sent." in answer.out
    (problem,) = said(other, folder)["problems"]
    assert (problem["kind"], set(problem)) == ("refused", {"kind", "where", "what", "repair"})
    last.write_bytes(raw)
    assert sync(other, folder).status == 0


@pytest.mark.parametrize("where", ["nowhere", "store", "around"])
def test_a_folder_that_can_not_be_one_ends_with_status_2(two: tuple[Path, Path, Path], where: str) -> None:
    one, _, folder = two
    (one / "inside").mkdir()
    path = {"nowhere": folder / "gone", "store": one / "inside", "around": one.parent}[where]
    answer = sync(one, path)
    assert answer.status == 2
    assert answer.out == ""
    assert not list(path.rglob("*.seg"))


def test_a_copied_laptop_is_told_how_to_take_a_name_of_its_own(two: tuple[Path, Path, Path]) -> None:
    one, other, folder = two
    leave(one, folder)
    shutil.rmtree(other)
    shutil.copytree(one, other)
    leave(one, folder, "P-1")
    with Carelist.open(other, "w-maya") as door:
        door.record([accepted("P-2", BEGIN)], BEGIN)
    answer = sync(other, folder)
    assert answer.status == 1
    assert "two laptops write under one name" in answer.out
    assert "`carelist device renew`" in answer.out
    assert carelist("device", "renew", "--as", "w-maya", store=other).status == 0
    assert said(other, folder)["sent"] == 1
    told = said(one, folder)
    assert (told["taken"], told["devices"][0]["entries"]) == (1, 1)


def test_a_folder_that_may_not_be_written_ends_with_status_1_and_what_came_is_kept(
    two: tuple[Path, Path, Path],
) -> None:
    """A file where this laptop's own folder should be: as good as a right that is missing, for whoever runs this."""
    one, other, folder = two
    leave(one, folder, "P-1")
    empty = folder.parent / "empty"
    empty.mkdir()
    leave(other, empty)
    name = next(empty.rglob("*.seg")).parent.name
    (folder / "carelist" / "North" / "v1" / name).write_bytes(b"")
    told = said(other, folder)
    assert (told["taken"], told["sent"], [each["kind"] for each in told["problems"]]) == (2, 0, ["not_sent"])
    assert "can't be written" in told["problems"][0]["what"]
