"""Pictures of the pack for a supervision. Each test's docstring says what to look for when one has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.tui.telling import NOW, entry
from tests.tui.test_supervision import everything, pack_of_tom, say_no

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
THEMES = ["carelist-dark", "carelist-high-contrast", "NO_COLOR"]
Snap = Any


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_the_pack_is_read_from_the_top(
    snap_compare: Snap, store: Path, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That it is confidential stands first; whom Tom holds, how much and in which zones; what was agreed; what drifts,
    a person a line, nothing cut. What lies below is counted at the top. The footer has `r` to record it, `p` for the
    page, and help."""
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    say_no(store)
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk, theme=theme if theme != "NO_COLOR" else None)

    async def drive(pilot: Pilot[None]) -> None:
        await pack_of_tom(pilot, app)
        await pilot.pause()

    try:
        assert snap_compare(app, terminal_size=size, run_before=drive)
    finally:
        desk.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_decisions_to_read_stand_at_its_end(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """Plans and aims; how many decisions were drawn, of how many and by which seed; what was decided when, what
    followed, and its texts, in which others' names are left out."""
    say_no(store)
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk)

    async def drive(pilot: Pilot[None]) -> None:
        await pack_of_tom(pilot, app)
        await pilot.press("G")
        await pilot.pause()

    try:
        assert snap_compare(app, terminal_size=size, run_before=drive)
    finally:
        desk.close()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_the_pack_of_a_worker_who_is_on_leave(
    snap_compare: Snap, store: Path, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From when until when Tom is away, and how many of his people are without cover, under whom he holds; never
    why."""
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    with Carelist.open(store, "w-ada") as door:
        body = {"worker": "w-tom", "from": "2026-03-02T09:00:00+00:00", "until": "2026-03-13T17:00:00+00:00",
                "reason": "sickness", "people_told": "yes"}  # fmt: skip
        door.record([entry("worker.away", "2026-03-02T08:00", body)], NOW)
    desk = Desk(store, "w-ada", NOW, runs=False)
    app = CarelistApp(desk, theme=theme if theme != "NO_COLOR" else None)

    async def drive(pilot: Pilot[None]) -> None:
        screen = await pack_of_tom(pilot, app)
        assert "sick" not in everything(screen)
        await pilot.pause()

    try:
        assert snap_compare(app, terminal_size=size, run_before=drive)
    finally:
        desk.close()
