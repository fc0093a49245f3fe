"""Several rows at once: marked, then given away, put off or listed for the MDT; in one, or not at all."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.left_off import remember
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.driving import recorded, settled, shows, text_of
from tests.tui.telling import ME, NOW, entry

pytestmark = pytest.mark.slow

SIZE = (80, 24)
ACTED_FOR = ("P-0042", "P-0043", "P-0044")


async def test_what_is_due_in_the_marked_rows_is_given_to_another_worker_in_one(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("x", "j", "x")
        await shows(pilot, "2 marked")
        assert text_of(app).count("\nx") == 2, "a sign before each, besides the words"
        await pilot.press("t")
        await shows(pilot, "Give 2 things that are due to whom?")
        await shows(pilot, "2  Leah Obi, North: senior; holds ")
        await pilot.press("2")
        await shows(pilot, "Before it is recorded")
        await pilot.press("ctrl+s")
        await shows(pilot, "KHAN Bilal, YUSUF Amina: given to Leah Obi.")
        assert "marked" not in text_of(app)
    for ref in ("P-0043", "P-0042"):
        assert [entry["body"]["owner"] for entry in recorded(desk, "due.reassigned", ref)] == ["w-leah"]
    deed = desk.undo.newest()
    assert deed is not None
    assert len(deed.ids) == 2, "taken back as one step"


async def test_what_is_due_first_is_not_put_off_and_no_date_is_asked(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("x", "x", "l")
        await shows(pilot, "NOT RECORDED: KHAN Bilal, OBI Grace: too urgent to put off.")
        await pilot.press("j")
        await pilot.pause()
        assert "NOT RECORDED" in text_of(app), "a refusal stays until it is put away"
        await pilot.press("escape")
        await pilot.pause()
        assert "NOT RECORDED" not in text_of(app)
        assert "2 marked" in text_of(app), "so that the one in the way can be left out"


async def test_zone_reviews_are_put_off_one_at_a_time(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await shows(pilot, "[Board 3]")
        await pilot.press("X", "l")
        await shows(pilot, "put off one at a time.")
        assert type(app.screen).__name__ == "TodayScreen", "no date is asked"


async def test_what_the_rules_refuse_is_said_and_nothing_of_it_is_recorded(store: Path, desk: Desk) -> None:
    """Three actions are put off by half a year at once: too far for each, so that none is."""
    ring = {"title": "Ring housing", "owner": ME, "area": "housing", "due_at": "2026-03-04T12:00:00+00:00"}
    with closing(Carelist.open(store, "w-ada")) as door:
        door.record([entry("action.opened", "2026-03-02T12:00", ring, ref=ref) for ref in ACTED_FOR], NOW)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f5")
        await shows(pilot, "[Actions 3]")
        await pilot.press("X", "l")
        await shows(pilot, "Put off 3 things that are due")
        await pilot.press(*"in 6 months", "enter")
        await shows(pilot, "Why?")
        await pilot.press("enter")
        await shows(pilot, "This is needed.")
        await pilot.press(*"At court.", "enter")
        await shows(pilot, "NOT RECORDED: ")
        await shows(pilot, "the date is too far off")
        await shows(pilot, "3 marked")
    for ref in ACTED_FOR:
        assert not recorded(desk, "due.deferred", ref)
    assert desk.undo.newest() is None


async def test_a_review_is_put_off_until_a_day_as_people_say_it(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f3", "slash", *"grace", "enter", "l")
        await shows(pilot, "Until when?")
        await pilot.press(*"yesterday")
        await shows(pilot, "that is past already")
        await pilot.press("enter", "home", "ctrl+k", *"fri 08:00", "enter")
        await shows(pilot, "Why?")
        await pilot.press(*"Away.", "enter")
        await shows(pilot, "OBI Grace: put off until Fri 08:00.")
    assert recorded(desk, "due.deferred", "P-0044")[-1]["body"]["until"].startswith("2026-03-06T08:00")


async def test_the_people_of_the_marked_rows_are_listed_for_the_mdt_each_once(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await shows(pilot, "[Board 3]")
        await pilot.press("X")
        await shows(pilot, "3 marked")
        await pilot.press("b")
        await shows(pilot, "List 3 people for the MDT")
        await shows(pilot, "Tue 10 Mar 2026")
        await pilot.press("enter")
        await shows(pilot, "Why?")
        await pilot.press(*"All at once.", "enter")
        await shows(pilot, "For 3 people: KHAN Bilal, OBI Grace, YUSUF Amina")
        await pilot.press("ctrl+s")
        await shows(pilot, "listed for the MDT by Tue 10 Mar 2026.")
    for ref in ("P-0042", "P-0043", "P-0044"):
        assert len(recorded(desk, "mdt.listed", ref)) == 1


async def test_a_row_out_of_sight_is_never_marked(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("X", "slash", *"yusuf", "enter")
        await shows(pilot, "1 marked")
        await pilot.press("slash", "escape")
        await shows(pilot, "1 marked")
        await pilot.press("escape")
        await pilot.pause()
        assert "marked" not in text_of(app)
        await pilot.press("x", "f2")
        await pilot.pause()
        assert "marked" not in text_of(app)


async def test_a_key_and_a_click_lead_to_each_section_and_the_wheel_moves(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        counts = {"f2": "Missed 3", "f3": "Board 3", "f4": "Handovers 0", "f5": "Actions 0",
                  "f6": "Plans & reviews 5", "f1": "Today 5"}  # fmt: skip
        for key, name in counts.items():
            await pilot.press(key)
            await shows(pilot, f"[{name}]")
        await pilot.press("shift+tab")
        await shows(pilot, "[Plans & reviews 5]")
        await pilot.click("#tabs", offset=(text_of(app).splitlines()[1].index("Handovers"), 0))
        await shows(pilot, "No handover is open.")
        await pilot.press("tab")
        await shows(pilot, "No action is open.")
        await pilot.press("f1")
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        screen.action_page(1)
        await shows(pilot, "REED Col\n")


async def test_where_somebody_was_is_found_again(desk: Desk) -> None:
    there = TodayScreen(desk)
    person = there.shown.rows[2].person
    there.restore({"section": "Board", "only_mine": True, "person": person, "filter": None, "else": 1})
    remember(desk.store, ME, there.remembered() | {"person": person})
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "[Board 3]")
        await shows(pilot, "1 hidden: only mine")
        assert isinstance(app.screen, TodayScreen)
        assert app.screen.remembered() == {"section": "Board", "filter": "", "only_mine": True, "person": person}


async def test_a_support_worker_begins_with_what_is_theirs_and_is_told_what_is_hidden(store: Path) -> None:
    door = Carelist.open(store, "w-ada")
    sue = {"worker": "w-sue", "name": "Sue Lamb", "role": "support_worker", "team": "North"}
    door.record([entry("worker.added", "2026-03-01T09:00", sue)], NOW)
    door.close()
    desk = Desk(store, "w-sue", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "5 hidden: only mine")
        await pilot.press("w")
        await shows(pilot, "YUSUF Amina")
        assert "hidden" not in text_of(app)
    desk.close()
