"""Pictures of the person page, a tab each. Each test's docstring says what to look for when one has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.person.person import PersonScreen
from tests.tui.driving import shows
from tests.tui.living import GONE, TABS, WREN, live
from tests.tui.telling import ME, NOW

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
Snap = Any


def drawn(snap_compare: Snap, store: Path, size: tuple[int, int], whose: str, *keys: str) -> bool:
    """Whether the page of one of the two, after these keys, looks as it did; ids differ and are not shown."""
    people = live(store)
    desk = Desk(store, ME, NOW, runs=False)

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Missed 4")
        page = PersonScreen(desk, people[whose])
        await pilot.app.push_screen(page)
        await shows(pilot, "newest first")
        while page.reader.told is None or page.reader.told.past is None:
            await pilot.pause(0.05)
        await pilot.press(*keys)
        await pilot.pause()

    try:
        return bool(snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive))
    finally:
        desk.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tab", range(1, len(TABS) + 1), ids=TABS)
def test_each_tab_of_the_person_page(snap_compare: Snap, store: Path, size: tuple[int, int], tab: int) -> None:
    """Wren on top: name, born, phone; all warnings whole; amber and why; what is due by its title, `!` before what is
    overdue; where the head is cut it says how many more lines there are. Eight tabs, the one at hand in brackets.
    Story: newest first; the zone of 28 Feb has `xL` and is struck through, the call of 1 Mar `~L` and `Now:` below.
    Plan: what is due in full words, then every field of the plan by its title. Risk: red flags, then checks and zones.
    Missed: one that ended after an attempt. Actions: one late with `!`, one closed. Handovers: not yet accepted, what
    is still due, the summary. Indicators: 2, 3, 5, 4, 6 rising from the dotted baseline towards the dashed aim, 7.
    Rhythm: c every other Tuesday, M and X around the new year, the legend with counts."""
    assert drawn(snap_compare, store, size, WREN, str(tab))


def test_the_whole_entries_of_somebody_who_has_left(snap_compare: Snap, store: Path) -> None:
    """NOT ON THE CASELOAD, since when and why, in red on top; each entry with all of its fields by their titles."""
    assert drawn(snap_compare, store, (80, 24), GONE, "v")
