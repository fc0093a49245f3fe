"""Pictures of how laptops stand, and of two versions. Each docstring says what to look for when one has changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sync import Exchange
from carelist_tui.exchange.sync.report import Report, Trouble, Waiting
from carelist_tui.journal.sync.heard import Heard, Hearing
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.two_versions import SettlingScreen
from carelist_tui.tui.screens.sync.sync import SyncScreen
from tests.tui.driving import settled, shows
from tests.tui.meeting.laptops import zone_said
from tests.tui.telling import NOW

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
Snap = Any
HERE, LEAHS, DUTY, LOST = "a" * 32, "b" * 32, "c" * 32, "d" * 32


def heard(device: str, name: str, numbered: int, last: datetime, by: str, **more: bool) -> Heard:
    return Heard(device, name, more.get("here", False), more.get("revoked", False), numbered, last, by)


def standing(silent: bool, to_send: int | None) -> tuple[Hearing, list[Heard]]:
    """Four laptops; the duty laptop is silent, or was heard from this morning."""
    duty = heard(DUTY, "the duty laptop", 58, datetime(2026, 2, 24 if silent else 27, 16, 10, tzinfo=UTC), "w-ada")
    laptops = (
        heard(HERE, "Tom's laptop", 412, NOW, "w-tom", here=True),
        heard(LEAHS, "Leah's laptop", 340, datetime(2026, 3, 2, 16, 10, tzinfo=UTC), "w-leah"), duty,
        heard(LOST, "the lost laptop", 20, datetime(2026, 1, 9, 9, tzinfo=UTC), "w-ada", revoked=True),
    )  # fmt: skip
    return Hearing(laptops, to_send), [duty] if silent else []


def after(*, problems: bool) -> Exchange:
    """What came of a sync this morning."""
    exchange = Exchange()
    exchange.at, exchange.report = NOW, Report()
    if problems:
        what = "the file is damaged: what it holds does not fit what its laptop signed"
        exchange.report = Report(
            sent=12, segments=1, taken=5, came={LEAHS: 3, DUTY: 2},
            waiting=[Waiting(LEAHS, "Leah's laptop", 341, 360)],
            problems=[Trouble("refused", "Leah's laptop: 0000000361-372.seg", what, "ask Leah to sync again")],
        )  # fmt: skip
    return exchange


@pytest.fixture
def disputed(desk: Desk) -> Desk:
    """Bilal's zone in two versions, as if two laptops had said them."""
    from carelist_tui.carelist import Carelist

    door = Carelist.open(desk.store, "w-leah")
    door.record([zone_said("P-0043", "green", "2026-03-03T08:40", "sounded well, up at seven", replaces=[])], NOW)
    door.close()
    return desk


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("what", ["nothing new", "problems"])
def test_how_the_laptops_stand(snap_compare: Snap, disputed: Desk, size: tuple[int, int], what: str) -> None:
    """The folder, what waits to be sent, what came from whom. With problems: each in a sentence with its repair, in
    red with `!`; what is to be settled with the cursor on it; what is waited for; the silent laptop with `!`, the
    revoked one last. With nothing new: no problem, nothing waited for, every laptop with when it was heard from."""
    bad = what == "problems"

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        screen = SyncScreen(disputed, after(problems=bad), lambda folder, dry, new: None, lambda item: None)
        screen.folder = Path("/media/team/shared")
        screen.hearing, screen.silent = standing(silent=bad, to_send=4 if bad else 0)
        await pilot.app.push_screen(screen)
        await shows(pilot, "KHAN Bilal")

    assert snap_compare(CarelistApp(disputed), terminal_size=size, run_before=drive)


def test_the_head_and_the_line_above_the_list(snap_compare: Snap, desk: Desk) -> None:
    """At the right of the head how much waits to be sent; above the list, in one line with `!`, which laptop has not
    been heard from since when."""

    async def drive(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, CarelistApp)
        await settled(pilot)
        app.first.news.hearing, app.first.news.silent = standing(silent=True, to_send=12)
        app.first.draw()
        await shows(pilot, "12 to send")

    assert snap_compare(CarelistApp(desk), terminal_size=(80, 24), run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_two_versions_side_by_side(snap_compare: Snap, disputed: Desk, size: tuple[int, int]) -> None:
    """Both sides in full, each with who, when and on which laptop; `\u2260` and amber before what differs; the first is
    chosen and marked. At 120 columns beside each other, at 80 one below the other."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("slash", *"khan", "enter", "z")
        await shows(pilot, "sounded well")
        screen = pilot.app.screen
        assert isinstance(screen, SettlingScreen)
        screen.versions = [hidden(version) for version in screen.versions]
        await pilot.press("1")
        await shows(pilot, "Version 1 is chosen")

    assert snap_compare(CarelistApp(disputed), terminal_size=size, run_before=drive)


def hidden(version: Any) -> Any:
    """The same on a laptop whose name is the same in every run."""
    from dataclasses import replace

    return replace(version, said=version.said.rpartition(" on ")[0] + " on laptop 39fede")
