"""The ordinary questions are read on screen by two keys: everybody is in sight, and enter opens whom a row is about."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk, Earlier
from carelist_tui.domain.views.lists.questions import QUESTIONS
from carelist_tui.journal.queries.search import found_among
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.lists import ListScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import ME, NOW, accepted, zone

pytestmark = pytest.mark.slow

SIZE = (80, 24)


def is_read(screen: ListScreen) -> bool:
    return screen.heading != "Reading..."


async def test_everybody_is_read_by_two_keys_and_enter_opens_the_person(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("L")
        await shows(pilot, "Which list?")
        await pilot.press("1")
        await shows(pilot, "Everybody on the caseload: 5 people")
        screen = app.screen
        assert isinstance(screen, ListScreen)
        seen = ""
        for _ in screen.items:
            seen += text_of(app)
            await pilot.press("down")
            await pilot.pause()
        everybody = {each.person: each.ref for each in found_among(desk.everyone(), "") if each.on_caseload}
        assert {item["person"] for item in screen.items} == everybody.keys()
        assert all(ref in seen for ref in everybody.values())
        assert "KHAN Bilal, P-" in seen
        assert seen.count("next ") >= len(everybody)
        whom = screen.items[screen.place.cursor]["person"]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        assert isinstance(app.screen, PersonScreen)
        assert app.screen.reader.person == whom
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_reading_what_left_stands_in_the_access_log_and_a_row_about_nobody_says_so(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("L", "e")
        await shows(pilot, "What was taken out of this laptop")
        await pilot.press("escape", "L", "a")
        await shows(pilot, "Supervision held")
        await pilot.press("enter")
        await shows(pilot, "This row is about nobody on the caseload")
        desk.looks.finish()
        door = await desk.door()
        assert "log_read" in {each["kind"] for each in door.people.access()}


async def test_a_list_is_filtered_as_you_type_and_says_what_it_hides_and_where_one_stands(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("L", "1")
        await shows(pilot, "Everybody on the caseload: 5 people")
        await shows(pilot, " 1 of 5 ")
        screen = app.screen
        assert isinstance(screen, ListScreen)
        await pilot.press("slash", *"amber q")
        await shows(pilot, 'filter: amber q_   5 hidden: "amber q"')
        await shows(pilot, 'Nothing here: 5 hidden: "amber q"; / then esc takes the words away.')
        await pilot.press("backspace", "backspace")
        await shows(pilot, 'filter: amber_   3 hidden: "amber"   enter keeps it, esc takes it away')
        assert " q " not in text_of(app), "a letter is typed, and leads nowhere"
        await shows(pilot, " 1 of 2 ")
        await pilot.press("enter", "down")
        await shows(pilot, " 2 of 2 ")
        assert "filter:" not in text_of(app)
        assert '3 hidden: "amber"' in text_of(app)
        at_hand = screen.at_hand
        assert at_hand is not None
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        assert isinstance(app.screen, PersonScreen)
        assert app.screen.reader.person == at_hand["person"]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("slash", "escape")
        await shows(pilot, " of 5 ")
        assert "hidden" not in text_of(app)
        assert screen.at_hand == at_hand, "whoever was at hand stays so"


@pytest.mark.turns(2)
@pytest.mark.parametrize("known", [None, NOW], ids=["as-known-now", "as-known-then"])
async def test_at_an_earlier_moment_a_list_is_what_the_command_answers_of_then(store: Path, known: object) -> None:
    later = NOW + timedelta(days=2)
    with Carelist.open(store, ME) as door:
        red = zone("P-0045", "amber", "said so later") | {"occurred_at": "2026-03-03T08:00:00+00:00"}
        door.record([accepted("P-0999", "Noor", "Later"), red], later)
        door.people.looked("exported", None, NOW - timedelta(hours=1), count=3, worker=ME, reason="before")
        door.people.looked("exported", None, later, count=4, worker=ME, reason="after")
    app = CarelistApp(Desk(store, ME, later, runs=False))
    at = known if known is None else NOW
    app.begins_at = Earlier(NOW, at)
    try:
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: app.earlier is not None and app.screen is not app.first)
            base, desk = app.screen, app.earlier
            assert desk is not None
            with Carelist.open(store, ME) as door:
                for name in QUESTIONS:
                    screen = ListScreen(desk, name)
                    app.push_screen(screen)
                    await until(pilot, partial(is_read, screen))
                    assert "! READING Tue 3 Mar 2026 09:04" in text_of(app)
                    assert screen.items == door.lists.answer(name, NOW, known_at=at)["items"], name
                    said = [row["reason"] for row in screen.items] if name == "exports" else ["before"]
                    assert said == ["before"]
                    await pilot.press("escape")
                    await until(pilot, lambda: app.screen is base)
    finally:
        app.close_store()


@pytest.mark.turns(3)
@pytest.mark.parametrize("name", QUESTIONS)
async def test_every_list_says_its_heading_and_where_one_stands_however_many_there_are(desk: Desk, name: str) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        screen = ListScreen(desk, name)
        app.push_screen(screen)
        await until(pilot, lambda: screen.heading != "Reading...")
        item = {"person": None, "worker": ME, "kind": "exported", "at": NOW.isoformat()}
        screen.items = [item] * 12_345
        screen.heading = screen.heading.rpartition(":")[0] + ": 12345 escalations"
        screen.sifting.begin([("", "")] * 12_345)
        screen.rows = dict.fromkeys(range(12_345), "a row that takes a whole line, " * 9)
        await pilot.press("end")
        await shows(pilot, " 12345 of 12345 ")
        assert screen.heading[:40] in text_of(app)
        if name not in ("people", "high"):
            since = "Tue 24 Feb 2026" if name == "week" else "Tue 4 Feb 2025"
            assert f"since {since}" in text_of(app)
