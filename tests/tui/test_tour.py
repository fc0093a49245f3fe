"""The tour: its steps as a table, and all of it walked by keys on the demonstration."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from textual.pilot import Pilot

from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.demo.teller import Teller
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.guide.tour_steps import PLAIN_STEPS, STEPS, Sight, TourSoFar, TourStep
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.entries import TYPES
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.guided_app import GuidedApp
from carelist_tui.tui.screens.tour_step import TourScreen
from tests.tui.driving import shows, text_of, until

pytestmark = pytest.mark.slow

ROOM = 44
"""Columns of the top line for what is to be done, at 80."""
SCREENS = {
    "full_stop": "Story", "c": "How are they *", "question_mark": "the keys here", "f": "Find", "comma": "Settings",
    "S": "To send", "M": "Measures", "H": "Who is here",
}  # fmt: skip
"""Screens of every kind, by the key that leads there from the list, and a word of each."""


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_a_step_is_done_by_one_sight_or_one_entry_that_there_is(step: TourStep) -> None:
    assert bool(step.seen) != bool(step.recorded)
    assert step.seen is None or step.seen in get_args(Sight)
    assert not step.recorded or step.recorded in TYPES
    assert not step.having or step.having in TYPES[step.recorded].model_fields
    assert len(step.app) <= ROOM, "it stands in the top line whole"
    assert step.why.endswith(".")


def test_the_tour_is_fourteen_things_to_do_of_which_ten_are_done_in_lines_too() -> None:
    assert len(STEPS) == 14
    assert len({step.title for step in STEPS}) == len(STEPS)
    assert [step.seen for step in (STEPS[-1], PLAIN_STEPS[-1])] == ["left", "left"]
    assert len(PLAIN_STEPS) == 10


def done_by(step: TourStep, tour: TourSoFar) -> bool:
    if step.seen:
        return tour.saw(step.seen)
    return tour.heard([{"type": step.recorded, "body": {step.having: "it"} if step.having else {}}])


@pytest.mark.parametrize("steps", [STEPS, PLAIN_STEPS], ids=["app", "plain"])
def test_each_step_is_done_by_its_own_fact_and_by_no_other_one(steps: tuple[TourStep, ...]) -> None:
    tour = TourSoFar(steps)
    for n, step in enumerate(steps):
        assert (tour.at, tour.step) == (n, step)
        assert not tour.saw(*(each for each in get_args(Sight) if each != step.seen))
        assert not tour.heard({"type": kind, "body": {}} for kind in TYPES if kind != step.recorded)
        if step.having:
            assert not tour.heard([{"type": step.recorded, "body": {step.having: ""}}])
        assert done_by(step, tour)
    assert tour.step is None
    assert not tour.saw("left")


def test_what_was_recorded_before_its_step_does_not_count_for_it() -> None:
    tour = TourSoFar()
    assert not tour.heard([{"type": "contact.completed", "body": {}}])
    tour.saw("moved")
    tour.saw("person")
    assert tour.step is not None
    assert tour.step.recorded == "contact.completed"


def test_several_entries_told_at_once_are_taken_in_their_order() -> None:
    tour = TourSoFar(STEPS[2:4])
    assert tour.heard([{"type": "contact.completed", "body": {}}, {"type": "contact.missed", "body": {}}])
    assert tour.step is None


def test_a_step_may_be_left_out_but_the_last() -> None:
    tour = TourSoFar()
    for _ in range(40):
        tour.pass_over()
    assert tour.step is STEPS[-1]


# -- walked by keys ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def teller() -> Teller:
    return tell_caseload(date(2026, 3, 3), people=60, seed=1, calendar=Calendar(ServiceHours()))


@pytest.fixture(scope="module")
def told_demo(teller: Teller, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("tour") / "store"
    fill(store, teller, worker=WORKER)
    return store


@asynccontextmanager
async def on_tour(told_demo: Path, teller: Teller, tmp_path: Path) -> AsyncIterator[tuple[GuidedApp, Pilot[Any]]]:
    store = tmp_path / "store"
    shutil.copytree(told_demo, store)
    desk = Desk(store, WORKER, teller.moment, runs=False)
    app = GuidedApp(desk)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await shows(pilot, "Press enter, then:")
            await desk.wake()
            yield app, pilot
    finally:
        desk.close()


async def comes_to(app: GuidedApp, pilot: Pilot[Any], at: int) -> None:
    """Wait until the step of this number is at hand, and stands in the top line."""
    await until(pilot, lambda: app.tour.at == at, seconds=30)
    await until(pilot, lambda: f"Tour {at + 1}/{len(STEPS)}  {STEPS[at].app}" in text_of(app))


async def reads(app: GuidedApp, pilot: Pilot[Any], at: int) -> None:
    """That, and close the words that come with it."""
    await comes_to(app, pilot, at)
    await until(pilot, lambda: isinstance(app.screen, TourScreen))
    await until(pilot, lambda: "Press enter, then:" in text_of(app))
    await pilot.pause(0.6)  # what comes unasked is deaf at first
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(app.screen, TourScreen))


async def only(pilot: Pilot[Any], name: str) -> None:
    await pilot.press("slash", *["backspace"] * 12, *name, "enter")
    await shows(pilot, f'"{name}"')


async def test_every_screen_of_the_tour_says_that_it_is_one(desk: Desk) -> None:
    app = GuidedApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Press enter, then:")
        await desk.wake()
        await pilot.press("enter")
        for key, words in SCREENS.items():
            await pilot.press(key)
            await shows(pilot, words)
            top = text_of(app).splitlines()[0]
            assert top.startswith(" Tour "), key
            assert top.endswith("f8 why  ! NOT ENCRYPTED"), key
            await pilot.press("escape")
            await until(pilot, lambda: type(app.screen) in (TourScreen, type(app.first)))
            await pilot.pause(0.6)
            if isinstance(app.screen, TourScreen):
                await pilot.press("enter")
            await until(pilot, lambda: app.screen is app.first)


async def test_a_step_may_be_left_out_and_the_tour_at_any_time(desk: Desk) -> None:
    app = GuidedApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Press enter, then:")
        await pilot.press("n")
        await shows(pilot, "Tour, 2/14")
        await pilot.pause(0.6)
        await pilot.press("enter", "f8")
        await shows(pilot, "Tour, 2/14")
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)
    assert app.return_code in (0, None)


async def test_the_app_itself_knows_nothing_of_the_tour(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Missed 3")
        assert app.led is None
        assert text_of(app).startswith(" Carelist  North team")


@pytest.mark.long
async def test_the_whole_tour_is_walked_by_keys(told_demo: Path, teller: Teller, tmp_path: Path) -> None:
    async with on_tour(told_demo, teller, tmp_path) as (app, pilot):
        await reads(app, pilot, 0)
        await pilot.press("j")
        await reads(app, pilot, 1)
        await pilot.press("full_stop")
        await reads(app, pilot, 2)
        await pilot.press("escape")
        await only(pilot, "byrne")
        await pilot.press("c")
        await shows(pilot, "How are they *")
        await pilot.press("1", *"walk", "ctrl+s")
        await reads(app, pilot, 3)
        await only(pilot, "quinn")
        await pilot.press("m")
        await shows(pilot, "Expected at *")
        await pilot.press(*"09:00", "tab", "1", "tab", "3", "ctrl+s")
        await reads(app, pilot, 4)
        await pilot.press("f2")
        await reads(app, pilot, 5)
        await pilot.press("space")
        await shows(pilot, "2 no answer")
        await pilot.press("2")
        await reads(app, pilot, 6)
        await only(pilot, "czarnecka")
        await pilot.press("e", *"quiet", "enter", "2")
        await comes_to(app, pilot, 7)
        await shows(pilot, "Decide: escalate or not")
        await pilot.press("escape")
        await reads(app, pilot, 7)
        await pilot.press("u")
        await reads(app, pilot, 8)
        await pilot.press("f")
        await shows(pilot, "Find")
        await pilot.press(*"parry", "enter")
        await reads(app, pilot, 9)
        await pilot.press("escape", "slash", *["backspace"] * 12, "enter", "f3")
        await reads(app, pilot, 10)
        await pilot.press("t")
        await shows(pilot, "give what is due to whom?")
        await pilot.press("1")
        await reads(app, pilot, 11)
        await pilot.press("H")
        await shows(pilot, "Ewa Nowak")
        await pilot.press("space")
        await shows(pilot, "Act now")
        await comes_to(app, pilot, 12)
        await pilot.press("escape")
        await reads(app, pilot, 12)
        await pilot.press("E")
        await reads(app, pilot, 13)
        await pilot.press("escape", "q")
    assert app.return_code in (0, None)


async def test_a_key_of_the_step_pressed_over_its_words_says_that_they_go_first(desk: Desk) -> None:
    app = GuidedApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Press enter, then:")
        await pilot.press("j")
        await shows(pilot, "FIRST press enter, then:")
        assert app.tour.at == 0
        await pilot.press("enter", "j")
        await until(pilot, lambda: app.tour.at == 1)
