"""Pictures of the worklist's sections. Each test's docstring says what to look for when one has changed."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk, Earlier
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import settled, shows
from tests.tui.telling import ME, NOW, accepted, phones
from tests.tui.test_sections import told_more

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

SIZES = [(80, 24), (120, 40)]
Snap = Any
__all__ = ["told_more"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["carelist-dark", "carelist-light", "carelist-high-contrast"])
def test_today_shows_one_row_a_person(snap_compare: Snap, desk: Desk, size: tuple[int, int], theme: str) -> None:
    """One row a person: Bilal, red, on top; late ones with `!` and how late; a letter for the zone beside its colour.
    The row at hand has `>`; its person stands below, from 120 columns beside the list, in whole lines: name, born,
    phone, warnings, steps, who may be spoken to, why they are here. Six sections with their counts stand above. The
    head says North team, the time and that the store is not encrypted. Light: red, amber and green are dark enough
    to read. High contrast: nothing is grey."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("j", "j")
        await shows(pilot, "NO VOICEMAIL")

    assert snap_compare(CarelistApp(desk, theme=theme), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["f2", "f3", "f4", "f5", "f6"])
def test_a_section_shows_its_rows_and_count(
    snap_compare: Snap, told_more: Desk, size: tuple[int, int], key: str
) -> None:
    """The section in brackets, its count, and its rows. f2 Missed: Col, who can't be safely called before 11:00, last.
    f3 Board: Bilal, red, first; for how many days, and why; the left column says when the zone is looked at again.
    f4 Handovers: which way each goes and what stands between it and closing. f5 Actions: what, in which area, by when,
    whose; the late one first with its `!`. f6: reviews and plans that are due or come within a week."""

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "Actions 2")
        await pilot.press(key)
        await pilot.pause()

    assert snap_compare(CarelistApp(told_more), terminal_size=size, run_before=drive)


def test_a_long_list_in_the_smallest_window(snap_compare: Snap, store: Path) -> None:
    """Fourteen rows, and below them in five lines what nobody may act without: name; born, phone, address; every
    warning, whole; the zone; the steps. At the end of the line above: how many more lines `v` shows."""
    door = Carelist.open(store, ME)
    door.record([accepted(f"P-01{n}", "Bea", f"Lee{n}", phones=phones(f"07700 9001{n}")) for n in range(10, 30)], NOW)
    door.close()
    desk = Desk(store, ME, NOW, runs=False)

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("slash", *"yusuf", "enter", "slash", "escape")
        await shows(pilot, "TWO WORKERS")

    try:
        assert snap_compare(CarelistApp(desk), terminal_size=(80, 24), run_before=drive)
    finally:
        desk.close()


@pytest.mark.parametrize("size", SIZES)
def test_marked_rows_and_a_refusal(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """An `x` before Bilal and Grace, `2 marked` above the list; the refusal whole and in red, above the person or,
    from 120 columns, above the list: who can't be put off, and that it was not recorded."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("x", "x", "l")
        await shows(pilot, "too urgent")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


def test_a_date_is_asked_for_what_is_put_off(snap_compare: Snap, desk: Desk) -> None:
    """Whose what is put off; the question; `fri 10:00` typed and, under it, what was understood: Fri 6 Mar 2026."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("f3")
        await shows(pilot, "[Board 3]")
        await pilot.press("l")
        await shows(pilot, "Until when?")
        await pilot.press(*"fri 10:00")
        await shows(pilot, "Fri 6 Mar 2026 10:00")

    assert snap_compare(CarelistApp(desk), terminal_size=(80, 24), run_before=drive)


def test_a_filter_says_what_it_hides(snap_compare: Snap, desk: Desk) -> None:
    """`filter: yus_` while it is typed, how many rows are hidden and why; one row, the rest is Amina's."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("w", "slash", *"yus")
        await shows(pilot, 'hidden: only mine, "yus"')

    assert snap_compare(CarelistApp(desk), terminal_size=(80, 24), run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_the_last_look_before_several_are_covered(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """What is recorded stands first and bold; then how many people it is for, with every name; in amber for whom it is
    not, with why; last what `ctrl+s` and `esc` do. No list and no person stands beside it."""
    friday = datetime(2026, 3, 6, 13, tzinfo=UTC)

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("X", "C", "1")
        await shows(pilot, "Before it is recorded")

    with closing(Desk(store, ME, friday, runs=False)) as desk:
        assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_a_list_says_each_row_whole(snap_compare: Snap, told_more: Desk, size: tuple[int, int]) -> None:
    """Everybody on the caseload, family names in capitals: who holds them, zone, tier, the last live contact, what is
    next and whose. A row goes on below, set in, and nothing of it is cut. The row at hand has `>`; the head counts the
    people and says where the cursor stands."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("L", "1")
        await shows(pilot, "Everybody on the caseload")
        await pilot.press("down")
        await shows(pilot, "2 of")

    assert snap_compare(CarelistApp(told_more), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_an_earlier_moment_says_so_in_the_first_line(snap_compare: Snap, store: Path, size: tuple[int, int]) -> None:
    """The first line, in red behind a `!`: which moment is read, as known when, that nothing can be recorded, and the
    key back to now. At 80 columns it is shorter and whole. Below it the list as it stood then."""
    app = CarelistApp(Desk(store, ME, NOW + timedelta(days=2), runs=False))
    app.begins_at = Earlier(NOW, NOW)

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "! READING Tue 3 Mar 2026 09:04, as known then: nothing can be recorded. q: ")
        await settled(pilot)

    try:
        assert snap_compare(app, terminal_size=size, run_before=drive)
    finally:
        app.close_store()


@pytest.mark.parametrize("size", SIZES)
def test_a_list_that_is_filtered_says_what_it_hides(snap_compare: Snap, told_more: Desk, size: tuple[int, int]) -> None:
    """Only those in zone amber. Under the head the filter as it is typed, and how many it hides; the place is counted
    among those that are left."""

    async def drive(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("L", "1")
        await shows(pilot, "Everybody on the caseload")
        await pilot.press("slash", *"amber")
        await shows(pilot, "hidden")

    assert snap_compare(CarelistApp(told_more), terminal_size=size, run_before=drive)
