"""Pictures of what a worker sees. Each test's docstring says what to look for when one has changed."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import settled, shows

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
Snap = Any


@pytest.mark.parametrize("size", SIZES)
def test_the_queue_while_calling(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Section Missed, Amina being called: the number, NO VOICEMAIL and TWO WORKERS, outcome keys 1, 2, 4 to 9 (3, a
    message left, is forbidden and its number stays free), 0 for a text instead, what to ask, what means today, who may
    be spoken to."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("f2", "j", "space")
        await shows(pilot, "CALLING since 09:04")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_the_decision_note_refused(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """On the left what is known: the missed call, what was tried, no risk check, the longest review allowed. On the
    right `not to escalate` is chosen, and under Review at it says that it needs a date; the field has the focus."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("f2", "j", "d")
        await shows(pilot, "at the longest" if size[0] > 100 else "Fri 17:00 at the")
        await pilot.press("2", *"Quiet", "tab", *"Her sister saw her on Sunday, well.", "ctrl+s")
        await shows(pilot, "Not recorded")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_help_says_every_key_here(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Every key of the list with a sentence each, those for the call first; how to go back is in the footer."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("question_mark")
        await shows(pilot, "Help: the keys here")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)
