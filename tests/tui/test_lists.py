"""The ordinary questions are read on screen by two keys: everybody is in sight, and enter opens whom a row is about."""

from __future__ import annotations

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.journal.queries.search import found_among
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.lists import ListScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.driving import settled, shows, text_of, until

pytestmark = pytest.mark.slow

SIZE = (80, 24)


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
        whom = screen.items[screen.cursor]["person"]
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
        await pilot.press("L", "d")
        await shows(pilot, "What was taken out of this laptop")
        await pilot.press("escape", "L", "a")
        await shows(pilot, "Supervision held")
        await pilot.press("enter")
        await shows(pilot, "This row is about nobody on the caseload")
        desk.looks.finish()
        door = await desk.door()
        assert "log_read" in {each["kind"] for each in door.people.access()}
