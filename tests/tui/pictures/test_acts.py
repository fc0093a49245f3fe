"""Pictures of what is recorded without a Due, of finding anyone, and of what follows a call. Every test's docstring
says what to look for when one has changed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.at_hand.call_at_hand import BOUNCE_SECONDS
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import settled, shows

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
Snap = Any


@pytest.mark.parametrize("size", SIZES)
def test_the_menu_of_every_record(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Kinds in plain words under their headings, with what else people call them; the first is marked by `>`. Above,
    whom it is about, and that typing finds a kind. No letter stands before a line: letters are typed here."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("plus")
        await shows(pilot, "Record what about KHAN Bilal?")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_finding_anyone_by_a_letter(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """`a` has been typed: Amina, whose name begins so, before those whose names only hold it. Each with born,
    identifier, zone, phone and whose they are; below, how many of how many."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("f", "a")
        await shows(pilot, "4 of 5")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_what_comes_next_after_live_contact(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Col was reached, as usual: what was recorded stands above, and three ways to go on have a number each."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("f2", "G", "space", "1")
        await asyncio.sleep(BOUNCE_SECONDS + 0.1)
        await pilot.press("1")
        await shows(pilot, "What comes next?")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)
