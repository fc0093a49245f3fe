"""Pictures of a caseload that is brought in, and of two records of one person. Each docstring says what to look for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.settings import PLACE
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.two_records import TwoRecordsScreen
from tests.tui.caseload.test_caseload import opened
from tests.tui.driving import shows, until
from tests.tui.meeting.test_two_records import open_first, there_twice
from tests.tui.telling import NOW

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
Snap = Any
THEIRS = """Client ID,Surname,Forename,DOB,Level,Start Date,Referral Source,Keyworker,Do Not Phone,Notes
P-0201,Bird,Ana,04/05/1991,CPA,02/02/2026,gp,Big Tom,,tea
P-0202,Cole,Ben,17/11/1984,standard,09/02/2026,gp,Tom Price,yes,
P-0203,,Cy,,CPA,09/02/2026,gp,,,
"""


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(PLACE, str(tmp_path / "settings" / "settings.toml"))
    (path := tmp_path / "people.csv").write_text(THEIRS)
    return path


@pytest.mark.parametrize("size", SIZES)
def test_the_columns_of_a_file(snap_compare: Snap, store: Path, theirs: Path, size: tuple[int, int]) -> None:
    """First, in amber, what every row needs and no column says; then each of their columns with what it is taken for,
    guessed ones in amber, and a cell below it; last their words that can't be read, with how often. The line at the
    top says what to do next."""
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)

    async def drive(pilot: Pilot[None]) -> None:
        await opened(pilot, theirs)
        await shows(pilot, "guessed")
        await pilot.press("j")
        await pilot.pause()

    try:
        assert snap_compare(app, terminal_size=size, run_before=drive)
    finally:
        desk.close()


@pytest.mark.parametrize("size", SIZES)
def test_what_would_become_of_each_row(snap_compare: Snap, store: Path, theirs: Path, size: tuple[int, int]) -> None:
    """That nothing is recorded stands first, with the sums and the key that takes it in; the row that would be refused
    is red and says why; who must not be phoned by the file is asked about."""
    theirs.write_text("\n".join(_with_team(THEIRS.splitlines())) + "\n")
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)

    async def drive(pilot: Pilot[None]) -> None:
        await opened(pilot, theirs)
        await pilot.press("d")
        await shows(pilot, "Tried, nothing is recorded")

    try:
        assert snap_compare(app, terminal_size=size, run_before=drive)
    finally:
        desk.close()


def _with_team(lines: list[str]) -> list[str]:
    return [f"{lines[0]},Team", *(f"{line},North" for line in lines[1:])]


@pytest.mark.parametrize("size", SIZES)
def test_two_records_and_what_will_be_one(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """Both records side by side, what differs told apart; once the one that stays is chosen, what will be one of them:
    no number that was unsafe is safe in it. Below stand the keys that join them and that tell them apart."""
    there_twice(store)
    desk = Desk(store, "w-leah", NOW, runs=False)
    app = CarelistApp(desk)

    async def drive(pilot: Pilot[None]) -> None:
        await open_first(pilot, TwoRecordsScreen)
        screen: Any = app.screen
        await until(pilot, lambda: len(screen.sides) == 2)
        await pilot.press("1")
        await until(pilot, lambda: bool(screen.foreseen))
        await pilot.pause()

    try:
        assert snap_compare(app, terminal_size=size, run_before=drive)
    finally:
        desk.close()
