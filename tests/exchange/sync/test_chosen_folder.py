"""The folder that was chosen is known the next time, and whether it was synced with; another folder there is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from carelist_tui.exchange.segments.shared_folder import SharedFolder
from carelist_tui.exchange.sync.acquaintance import meet_again, remember_met
from carelist_tui.exchange.sync.chosen_folder import FILE, remember_folder, remembered_folder, synced_folder
from tests.exchange.sync.folders import NOW, Office


def test_a_folder_that_was_chosen_is_known_the_next_time_also_as_an_earlier_release_kept_it(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    assert remembered_folder(tmp_path) is None
    remember_folder(tmp_path, folder)
    assert (remembered_folder(tmp_path), synced_folder(tmp_path)) == (folder, None)
    remember_folder(tmp_path, folder, synced=True)
    assert (remembered_folder(tmp_path), synced_folder(tmp_path)) == (folder, folder)
    (tmp_path / FILE).write_text(json.dumps({"folder": str(folder)}))
    assert (remembered_folder(tmp_path), synced_folder(tmp_path)) == (folder, folder)


@pytest.mark.parametrize(
    ("instead", "said"),
    [("nothing", "what is at this path is empty"), ("another", "what is at this path now is another folder")],
)
def test_a_folder_that_is_gone_is_told_by_what_stands_in_its_place(office: Office, instead: str, said: str) -> None:
    laptop = office.laptop("a", 1)
    laptop.sync(NOW)
    remember_met(laptop.door.journal, SharedFolder(office.folder))
    shutil.rmtree(office.folder)
    office.folder.mkdir()
    if instead == "another":
        office.laptop("b", 1).sync(NOW)
    told = meet_again(laptop.door.journal, SharedFolder(office.folder), was_synced=True, write=True)
    assert told is not None
    assert said in told.what
