"""A closure for several people in one act: who holds them until the service is back, and what was heard since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.question import AskScreen
from tests.tui.driving import recorded, settled, shows, text_of
from tests.tui.telling import ME, entry

pytestmark = pytest.mark.slow

SIZE = (100, 30)
FRIDAY = datetime(2026, 3, 6, 13, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
MISSED_OR_RED = ("P-0042", "P-0043", "P-0044")
"""Amina and Grace are amber and missed a contact, Bilal is red; Col is green, and Ines was accepted this week."""


@contextmanager
def desk_at(store: Path, now: datetime) -> Iterator[Desk]:
    with closing(Desk(store, ME, now, runs=False)) as desk:
        yield desk


def bodies(desk: Desk, type: str, ref: str) -> list[dict[str, Any]]:
    return [each["body"] for each in recorded(desk, type, ref)]


async def test_all_marked_are_covered_until_the_service_is_back_in_one_act(store: Path) -> None:
    with desk_at(store, FRIDAY) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("X", "C")
            await shows(pilot, "Cover for 3 people: who holds them?")
            await shows(pilot, "out of hours team")
            await pilot.press("1")
            await shows(pilot, "Before it is recorded")
            await pilot.press("ctrl+s")
            await shows(pilot, "cover: out of hours team until Mon 09:00.")
            assert "marked" not in text_of(app)
        for ref in MISSED_OR_RED:
            assert bodies(desk, "cover.arranged", ref) == [
                {"route": "out_of_hours_team", "back_at": "2026-03-09T09:00:00+00:00"}
            ]
        assert not recorded(desk, "cover.arranged", "P-0045"), "nobody green is held"
        deed = desk.undo.newest()
        assert deed is not None
        assert len(deed.ids) == 3, "taken back as one step"


async def test_that_all_can_wait_is_said_why_and_of_somebody_red_by_whom(store: Path) -> None:
    with desk_at(store, FRIDAY) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("X", "C", "5")
            await shows(pilot, "Why is it safe to wait?")
            await pilot.press(*"Their families are there.", "enter")
            await shows(pilot, "Somebody here is red or high: who agreed?")
            await pilot.press("2")
            await shows(pilot, "Before it is recorded")
            await pilot.press("ctrl+s")
            await shows(pilot, "cover: safe to wait until Mon 09:00.")
        (red,) = bodies(desk, "cover.arranged", "P-0043")
        assert red["authorised_by"] == "w-leah"
        assert red["note"] == "Their families are there."
        assert "authorised_by" not in bodies(desk, "cover.arranged", "P-0042")[0]


async def test_where_no_cover_is_due_none_is_recorded(desk: Desk) -> None:
    """On Tuesday the weekend is far off: cover arranged now would be none for it."""
    async with CarelistApp(desk).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("X", "C")
        await shows(pilot, "Nothing was recorded: for ")
        await shows(pilot, "cover is not")
    assert desk.undo.newest() is None


async def test_one_who_was_asked_is_asked_about_all_and_nothing_was_heard(store: Path) -> None:
    cover = {"route": "crisis_line", "back_at": "2026-03-09T09:00:00+00:00"}
    with closing(Carelist.open(store, ME)) as door:
        door.record([entry("cover.arranged", "2026-03-06T13:00", cover, ref=ref) for ref in MISSED_OR_RED], FRIDAY)
    with desk_at(store, MONDAY) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("X", "N")
            await shows(pilot, "What happened to 3 people while we were closed")
            await shows(pilot, "Out-of-hours crisis team")
            await pilot.press("enter")
            await shows(pilot, "What was heard?")
            await pilot.press("enter")
            await shows(pilot, "Before it is recorded")
            await pilot.press("ctrl+s")
            await shows(pilot, "Out-of-hours crisis team asked.")
        for ref in MISSED_OR_RED:
            assert bodies(desk, "partner.contacted", ref) == [
                {
                    "direction": "out",
                    "who": "Out-of-hours crisis team",
                    "summary": "asked what happened while we were closed: nothing heard",
                }
            ]


@pytest.mark.parametrize(
    ("people", "rest", "more"), [(9, "in zone red; at high risk; " * 4, ""), (40, "", "+ 24 more")]
)
async def test_the_question_stands_under_all_that_it_is_about_however_many(
    desk: Desk, people: int, rest: str, more: str
) -> None:
    """Where they don't all have room as long as they are, each has a line; no question is cut away."""
    about = [f"PERSON {n}: no cover was arranged; {rest}" for n in range(people)]
    async with CarelistApp(desk).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        pilot.app.push_screen(AskScreen(desk, "What happened", about, "Who was asked?", str))
        await shows(pilot, "Who was asked?")
        words = text_of(pilot.app)
        assert all(f"PERSON {n}:" in words for n in range(min(people, 15)))
        assert more in words
