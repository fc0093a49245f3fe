"""Every size of window: rows and the person at hand both have their place, and a warning is never cut for a row."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.card import Card, Other, Phone
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.layout import places_in
from carelist_tui.tui.widgets.row import Look, Tab, row_strip, tab_places, tabs_strip
from carelist_tui.tui.widgets.short_card import fitted_strips, must_height
from tests.tui.driving import settled, shows, text_of
from tests.tui.test_rows import WHO, step

pytestmark = pytest.mark.slow

LOOK = Look(ink_of("carelist-dark"), datetime(2026, 3, 3, 9, tzinfo=UTC), ZoneInfo("Europe/London"), {"w-tom": "Tom"})
ROW = Row(
    replace(
        step("x", 1), person=WHO, title="Second attempt", because="missed call Mon", why="Second attempt due 10:30"
    ),
    (),
)
CARD = Card(
    person="p", ref="P-0001", given="Eoin", family="Nolan", known_as="", pronouns="he/him", born="1991-05-04",
    address="12 Mill Lane", team="North", coordinator="w-tom", oversight="", tier="standard", zone="amber",
    zone_reason="sleeping by day", zone_since=None, last_spoke=None, last_seen=None,
    warnings=("No voicemail", "Two workers"), phones=(Phone("07700 900123", "mobile", True, False, False),),
    methods=("text", "call"), avoid=(), avoid_note="", safe_times=(), safe_places="",
    if_missed="text, then visit",
    may_be_told=(Other("Noor", "sister", "", "", "", "consent"),), ask_first=(),
    must_not_be_told=(), signs=("curtains shut",),
    red_flags=(), episode=None, missed_at=None, missed_how="", steps=(), attempts=0, risk_check="", decision="",
)  # fmt: skip
MANY = replace(CARD, warnings=tuple(f"Must not contact: his former landlord number {n}, Mill Lane" for n in range(6)))


def test_80_by_24_shows_at_least_14_rows_and_all_that_nobody_may_act_without() -> None:
    places = places_in(80, 24, rows=200, must=must_height(CARD, 80, LOOK))
    assert places.list_height >= 14
    strips, _ = fitted_strips(CARD, ROW, 80, LOOK, places.panel_height - 1)
    said = "\n".join(strip.text.rstrip() for strip in strips)
    for words in ("NOLAN Eoin", "(34)", "07700 900123", "! NO VOICEMAIL", "! TWO WORKERS", "AMBER", "Second attempt"):
        assert words in said, said


def test_warnings_take_the_place_of_rows_and_are_never_cut() -> None:
    must = must_height(MANY, 80, LOOK)
    places = places_in(80, 24, rows=200, must=must)
    assert 6 <= places.list_height < 14
    strips, hidden = fitted_strips(MANY, ROW, 80, LOOK, places.panel_height - 1)
    said = " ".join(" ".join(strip.text.split()) for strip in strips)
    assert hidden > 0
    for n in range(6):
        assert f"! MUST NOT CONTACT: HIS FORMER LANDLORD NUMBER {n}, MILL LANE" in said


def test_warnings_that_no_window_could_hold_say_loudly_that_there_are_more() -> None:
    strips, _ = fitted_strips(replace(MANY, avoid_note="never " * 700), ROW, 80, LOOK, 9)
    assert len(strips) == 9
    assert "more lines of warnings: v shows all" in strips[-1].text


@given(st.integers(1, 300), st.integers(1, 100), st.integers(0, 6000), st.integers(0, 60), st.booleans(),
       st.integers(0, 8))  # fmt: skip
def test_every_place_is_inside_the_window(
    width: int, height: int, rows: int, must: int, calling: bool, above: int
) -> None:
    places = places_in(width, height, rows=rows, must=must, calling=calling, above=above)
    assert places.list_height >= 1
    assert places.panel_height >= 1
    if places.beside:
        assert places.list_width + places.panel_width == width
        assert places.list_width >= 64
    else:
        assert places.list_height + places.panel_height <= max(2, height - 4 - above)


@given(st.integers(0, 200), st.booleans(), st.booleans())
def test_a_row_fills_its_width_at_any_width(width: int, at_hand: bool, marked: bool) -> None:
    for row in (ROW, replace(ROW, says="9 days: " + "sleeping by day " * 20)):
        assert row_strip(row, width, LOOK, at_hand=at_hand, marked=marked).cell_length == width


@pytest.mark.parametrize("width", [66, 70, 80, 100])
def test_a_row_is_readable_at_every_width_of_the_list(width: int) -> None:
    text = row_strip(ROW, width, LOOK, at_hand=True, marked=True).text
    for words in ("x>", "NOLAN Eoin", " R ", "Second attempt", "Tom"):
        assert words in text
    assert ("missed call" in text) == (width >= 80)


def test_all_six_sections_have_room_in_80_columns_also_with_thousands() -> None:
    names = ("Today", "Missed", "Board", "Handovers", "Actions", "Plans & reviews")
    tabs = [Tab(name, name.partition(" ")[0], 1234, n == 0) for n, name in enumerate(names)]
    x, words = tab_places(tabs, 80)[-1]
    assert x + len(words) <= 80
    assert "Plans 1234" in tabs_strip(tabs, 80, LOOK).text
    few = [replace(tab, count=14) for tab in tabs]
    assert "Plans & reviews 14" in tabs_strip(few, 80, LOOK).text


async def test_a_storm_of_sizes_does_no_harm_and_nothing_is_lost(desk: Desk) -> None:
    """From 40x10 to 200x60 on the list, on all that is known of a person, and on a choice; and smaller still."""
    dice = random.Random(7)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f3", "j", "x")
        for keys in (["k"], ["v"], ["escape", "f2", "o"]):
            await pilot.resize_terminal(120, 40)  # where nothing is drawn no key acts
            await pilot.press(*keys)
            for _ in range(15):
                width, height = dice.randint(40, 200), dice.randint(10, 60)
                await pilot.resize_terminal(width, height)
                await pilot.pause()
                says_so = "at least 80 columns" in " ".join(text_of(app).split())
                assert says_so == (width < 80 or height < 24), (width, height)
            await pilot.resize_terminal(dice.randint(1, 40), dice.randint(1, 10))
        await pilot.resize_terminal(120, 40)
        await shows(pilot, "Everything due for this person")
        await pilot.press("escape")
        for size in ((80, 24), (120, 30), (200, 60)):
            await pilot.resize_terminal(*size)
            await shows(pilot, "> !16h   OBI Grace")
            await shows(pilot, "OBI Grace\n" if size[0] < 110 else "OBI Grace")
            assert "07700 900333" in text_of(app)
