"""Pictures of the first run, the settings, and the help. Every test's docstring says what to look for when one has
changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.settings.first_run import SetUpApp
from tests.tui.driving import settled, shows

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
Snap = Any


@pytest.mark.parametrize("size", SIZES)
def test_the_step_of_the_first_run_that_says_where(snap_compare: Snap, size: tuple[int, int]) -> None:
    """Where the store will lie, and that it will be encrypted; a worker id is proposed from the name; the head says
    which step of how many. The passphrase and the recovery key: tests/tui/locked."""

    async def drive(pilot: Pilot[Any]) -> None:
        await shows(pilot, "Which is it?")
        await pilot.press("1")
        await shows(pilot, "1 of 5")
        await pilot.press(*"North", "ctrl+s")
        await shows(pilot, "2 of 5")
        await pilot.press(*"Maya", "ctrl+s")
        await shows(pilot, "w-maya")

    assert snap_compare(SetUpApp(Path("a/place"), None), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_the_settings_with_a_key_that_is_taken(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """What may be set, then the keys of each screen; the line at hand is marked. Below: that the key is taken, by the
    name of what it does; and what the line at hand is for."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("comma", *["j"] * 6, "enter", "ctrl+p")
        await shows(pilot, "Not changed: ctrl+p is Palette already.")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


def test_the_words_and_signs_in_the_help(snap_compare: Snap, desk: Desk) -> None:
    """The end of the help: signs and words on the left, each with a sentence."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("question_mark", "end")
        await shows(pilot, "READ ONLY")

    assert snap_compare(CarelistApp(desk), terminal_size=(80, 24), run_before=drive)
