"""`carelist sync` as a user has it: what it says in a sentence, and how it ends."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.exchange.sync.chosen_folder import remember_folder
from carelist_tui.vault.connection import connect
from tests.cli.surface import Answer, carelist
from tests.journal.telling import accepted

pytestmark = pytest.mark.slow

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


def standing(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_that_was_emptied_is_not_taken_for_a_new_one_until_that_is_said(two: tuple[Path, Path, Path]) -> None:
    one, other, folder = two
    leave(one, folder, "P-1")
    leave(other, folder, "P-2")
    away = folder.rename(folder.parent / "away")
    folder.mkdir()
    for more in ((), ("--dry-run",)):
        answer = sync(one, folder, *more)
        assert (answer.status, answer.err) == (1, "")
        (line,) = answer.out.splitlines()
        assert f"Problem, {folder}: the folder that was met here before is gone" in line
        assert "--new-folder" in line
        assert standing(folder) == {}
    (problem,) = said(one, folder)["problems"]
    assert problem["kind"] == "another_folder"
    answer = sync(one, folder, "--new-folder", "--dry-run")
    assert (answer.status, answer.out.splitlines()[0]) == (0, "0 entries would be taken in, 2 would be sent.")
    assert standing(folder) == {}
    folder.rmdir()
    away.rename(folder)
    assert sync(one, folder).status == 0


def test_a_new_folder_that_was_asked_for_is_sent_everything_and_is_the_one_from_then_on(
    two: tuple[Path, Path, Path],
) -> None:
    one, other, folder = two
    leave(one, folder, "P-1")
    leave(other, folder, "P-2")
    shutil.rmtree(folder / "carelist")
    assert said(one, folder)["sent"] == 0
    answer = sync(one, folder, "--new-folder")
    assert (answer.status, answer.out.splitlines()[0]) == (0, "0 entries taken in, 2 sent.")
    assert said(one, folder)["ok"]
    assert sync(other, folder).status == 1
    assert sync(other, folder, "--new-folder").status == 0
    assert said(other, folder)["ok"]
    assert said(one, folder)["ok"]


def test_another_drive_at_the_same_path_is_told_and_left_as_it_is(two: tuple[Path, Path, Path]) -> None:
    one, other, folder = two
    leave(one, folder, "P-1")
    folder.rename(folder.parent / "away")
    folder.mkdir()
    leave(other, folder, "P-2")
    before = standing(folder)
    answer = sync(one, folder)
    assert answer.status == 1
    assert "what is at this path now is another folder" in answer.out
    assert standing(folder) == before


@pytest.mark.parametrize("how", ["lost", "another"])
def test_a_folder_that_lost_nothing_but_its_id_is_the_same(two: tuple[Path, Path, Path], how: str) -> None:
    one, other, folder = two
    leave(one, folder, "P-1")
    leave(other, folder, "P-2")
    identity = folder / "carelist" / "folder-id"
    before = identity.read_bytes()
    identity.unlink() if how == "lost" else identity.write_bytes(b"0" * 32)
    assert sync(one, folder, "--dry-run").status == 0
    assert identity.exists() == (how == "another")
    told = said(one, folder)
    assert (told["ok"], told["sent"]) == (True, 0)
    assert (identity.read_bytes() == before) == (how == "lost")
    assert said(other, folder)["ok"]


def test_a_folder_met_before_ids_were_kept_by_path_is_known_by_what_it_held(two: tuple[Path, Path, Path]) -> None:
    one, _, folder = two
    leave(one, folder, "P-1")
    raw = connect(one)
    raw.execute("DELETE FROM meta WHERE name = 'met'")
    raw.close()
    (one / "shared-folder.json").write_text(json.dumps({"folder": str(folder)}))
    shutil.rmtree(folder / "carelist")
    assert sync(one, folder).status == 1
    assert standing(folder) == {}
    (fresh := folder.parent / "fresh").mkdir()
    assert sync(one, fresh).status == 0


def test_a_folder_that_was_only_chosen_was_never_met(two: tuple[Path, Path, Path]) -> None:
    one, _, folder = two
    leave(one, folder, "P-1")
    (fresh := folder.parent / "fresh").mkdir()
    remember_folder(one, fresh)
    assert sync(one, fresh).status == 0
    assert sync(one, folder).status == 0
