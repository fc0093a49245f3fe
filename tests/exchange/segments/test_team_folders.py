"""The folder of a team: every system takes its name, no two teams have one, and what can't be is said."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.paths import ROOT, team_folder, team_named
from carelist_tui.exchange.segments.shared_folder import SharedFolder
from carelist_tui.vault.place import not_so_called

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(NAMES | st.sampled_from(["con", "AUX", "Nul", "COM1", "lpt9"]).flatmap(lambda name: st.just(name + ".")))
@example("CON")
@example("aux.north")
@example("North ")
@example(".")
@example("COM²")
def test_whatever_a_team_is_called_its_folder_is_one_that_windows_takes_and_tells_the_team(team: str) -> None:
    folder = team_folder(team)
    assert not not_so_called(PureWindowsPath(folder))
    assert not set(folder) & set('\\/:*?"<>|')
    assert team_named(folder) == team


def test_an_ordinary_name_is_written_as_it_is() -> None:
    assert [team_folder(name) for name in ("North", "Console 1", "com10", "north.east")] == [
        "North", "Console 1", "com10", "north.east",
    ]  # fmt: skip
    assert team_folder("CON") == "%43ON"


def test_two_teams_that_differ_in_capitals_alone_have_two_folders_where_the_drive_tells_them_apart(
    tmp_path: Path,
) -> None:
    (tmp_path / ROOT / "North").mkdir(parents=True)
    shared = SharedFolder(tmp_path)
    shared.check_team("South")
    shared.check_team("North")
    if (tmp_path / ROOT / "NORTH").exists():
        with pytest.raises(Refused, match="another team, North, has this folder"):
            shared.check_team("north")
    else:
        (tmp_path / ROOT / "north").mkdir()
        shared.check_team("north")


@pytest.mark.windows
def test_a_shared_folder_whose_files_could_not_be_found_again_is_refused(tmp_path: Path) -> None:
    (deep := tmp_path / ("d" * 60) / ("e" * 60)).mkdir(parents=True)
    with pytest.raises(Refused, match=r"shorter by \d+ letters"):
        SharedFolder(deep).check_team("a team with a name that is as long as that of a service may be")
