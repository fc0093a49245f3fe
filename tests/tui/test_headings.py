"""Today's headings: a line over each band that no key stands on; numbers and places count people only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.headings import Heading, bands_of, lines_from
from carelist_tui.desk.sections.rows import Row
from carelist_tui.desk.sections.snapshot import MISSED, TODAY
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.driving import settled, shows, text_of
from tests.tui.telling import ME, NOW, accepted
from tests.tui.test_rows import step

pytestmark = pytest.mark.slow


def in_bands(*bands: int) -> list[Row]:
    items = (replace(step(f"x{n}", n), band=band) for n, band in enumerate(bands))
    return [Row(item, (item,)) for item in items]


@pytest.mark.parametrize(
    ("bands", "top", "height", "seen"),
    [
        ((1, 1, 3), 0, 9, ["ACT NOW 2", 0, 1, "TODAY'S CONTACTS 1", 2]),
        ((1, 1, 3), 1, 9, ["ACT NOW 2", 1, "TODAY'S CONTACTS 1", 2]),
        ((2, 4, 4), 0, 3, ["MISSED CONTACT AND PROMISES 1", 0, "KEEPING UP 2"]),
        ((2, 4, 4), 1, 3, ["KEEPING UP 2", 1, 2]),
        ((2, 4, 4), 0, 2, [0, 1]),
        ((), 0, 9, []),
    ],
)
def test_the_first_line_is_the_heading_of_the_first_row_in_sight(
    bands: tuple[int, ...], top: int, height: int, seen: list[str | int]
) -> None:
    rows = in_bands(*bands)
    lines = lines_from(top, height, rows, bands_of(rows))
    assert [each.words if isinstance(each, Heading) else each for each in lines] == seen


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(1, 30)), max_size=12),
)
def test_whoever_is_at_hand_is_in_sight_and_no_line_is_empty_while_there_are_people(
    bands: list[int], moves: list[tuple[int, int]]
) -> None:
    shown = object.__new__(ShownList)
    shown.rows, shown.cursor, shown.top = in_bands(*sorted(bands)), 0, 0
    shown.bands = bands_of(shown.rows)
    for to, height in moves:
        shown.go_to(to)
        lines = shown.scroll(height)
        assert shown.cursor in lines
        numbers = [each for each in lines if isinstance(each, int)]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        headed = isinstance(lines[0], Heading)
        assert headed == (height >= 3)
        assert len(lines) <= height
        assert [shown.row_at(n) for n, _ in enumerate(lines)] == [x if isinstance(x, int) else None for x in lines]
        assert shown.row_at(len(lines)) is None
        assert shown.row_at(-1) is None


async def test_keys_and_clicks_pass_over_headings_and_places_count_people(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        text = text_of(app).splitlines()
        (first,) = [n for n, line in enumerate(text) if line.startswith(" ACT NOW ")]
        assert text[first + 1].startswith(" > !")
        heads = [
            n for n, line in enumerate(text) if line.startswith((" ACT NOW", " MISSED CON", " TODAY'S", " KEEPING"))
        ]
        assert len(heads) > 1
        await pilot.click("#list", offset=(4, heads[1] - first))
        assert text_of(app).splitlines()[first + 1].startswith(" > !")  # nobody new is at hand
        seen = []
        for place in range(1, 6):
            await shows(pilot, f" {place} of 5 ")
            (at_hand,) = [line for line in text_of(app).splitlines() if line.startswith(" > ")]
            seen.append(at_hand[10:20])
            await pilot.press("j")
        assert len(set(seen)) == 5
        await shows(pilot, " 5 of 5 ")
        await pilot.press("X")
        await shows(pilot, "5 marked")


async def test_a_page_moves_by_the_people_in_sight(store: object, desk: Desk) -> None:
    door = Carelist.open(desk.store, ME)
    door.record([accepted(f"P-01{n}", "Bea", f"Lee{n}") for n in range(10, 50)], NOW)
    door.close()
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "of 45 ")
        assert isinstance(app.screen, TodayScreen)
        rows = app.screen.shown.page_rows
        await pilot.press("pagedown")
        await shows(pilot, f" {rows + 1} of 45 ")
        await pilot.press("pageup")
        await shows(pilot, " 1 of 45 ")


def test_only_today_has_headings(desk: Desk) -> None:
    shown = ShownList(desk, NOW)
    assert sum(shown.bands.values()) == len(shown.rows)
    shown.show(MISSED)
    assert not shown.bands
    assert not any(isinstance(each, Heading) for each in shown.scroll(20))
    shown.show(TODAY)
    for letter in "khan":
        shown.type(letter, letter)
    assert sum(shown.bands.values()) == len(shown.rows) == 1
