"""Pictures of the tour. Each test's docstring says what to look for when one has changed."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.guided_app import GuidedApp
from tests.tui.driving import shows

pytestmark = pytest.mark.slow

Snap = Any


def test_the_first_words_of_the_tour(snap_compare: Snap, desk: Desk) -> None:
    """The top line: 1/14, what to do, `f8 why`, NOT ENCRYPTED. Below: what the tour is, what a line of the list says,
    what to do now in bold, and all fourteen titles in two columns, `>` at the first; nothing is cut at 80 by 24."""

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Press enter, then:")

    assert snap_compare(GuidedApp(desk), terminal_size=(80, 24), run_before=drive)


def test_a_form_on_the_tour(snap_compare: Snap, desk: Desk) -> None:
    """The form as ever, whole; the top line says that it is the third of fourteen things to do, and how it is done."""

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Press enter, then:")
        await desk.wake()
        await pilot.press("n")
        await shows(pilot, "Tour, 2/14")
        await pilot.pause(0.6)  # what comes unasked is deaf at first
        await pilot.press("n")
        await shows(pilot, "Tour, 3/14")
        await pilot.pause(0.6)
        await pilot.press("enter", "c")
        await shows(pilot, "How are they *")

    assert snap_compare(GuidedApp(desk), terminal_size=(80, 24), run_before=drive)
