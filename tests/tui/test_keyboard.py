"""Keys act once, where they are seen: one after another, on the screen they led to, never where nothing is drawn."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.decision import DecisionQuestions
from carelist_tui.desk.forms.risk_check import RiskCheckQuestions
from carelist_tui.tui import keyboard
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.bindings import bindings_in
from carelist_tui.tui.guard import SEEN_OR_NOT
from carelist_tui.tui.keyboard import RECORDS_SECONDS
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.worklist.today import STILL_CALLING, WHILE_CALLING, TodayScreen
from tests.profiles import members
from tests.tui.busy import threads_are_busy
from tests.tui.driving import asks, settled, text_of, until
from tests.tui.telling import ME, NOW, spoke
from tests.tui.test_what_records import LEADS, PLACES, WHO, at_rest, bindings_at, entries_in, key_of, press, told

__all__ = ["told"]
pytestmark = [pytest.mark.by_hand, pytest.mark.slow]
SIZE = (120, 40)
SLOW_SECONDS = 1.5
"""Longer than a screen takes to stand on a machine that does much else."""
READ_ON_OPENING = {
    "huddle": ("H", "w", "space"), "dayend": ("E", "end"), "listing": ("L", "1", "j"), "supervision": ("V", "2", "j"),
    "audit": ("K", "j"), "auditing": ("K", "enter", "j"), "settling": ("f2", "G", "p", "1", "2"),
}  # fmt: skip
"""Keys to a screen that reads what it shows beside itself, and a key that acts on what it read."""
TOO_SMALL = members(((79, 24), (60, 20), (80, 23), (40, 10)), 2)


def type_at_once(app: CarelistApp, *keys: str) -> None:
    """As a terminal gives them when they come in one read: none waits for what the one before has done."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(told, tmp_path / "store"))


@pytest.fixture
def desk(store: Path) -> Any:
    opened = Desk(store, ME, NOW, runs=False)
    yield opened
    opened.close()


@pytest.mark.turns(2)
@pytest.mark.parametrize("place", ["today", "person", "form", "huddle", "choosing", "settling"])
async def test_where_nothing_is_drawn_no_key_acts_but_quitting_and_locking(place: str, desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, *PLACES[place], *(("space",) if place == "today" else ()))
        screen, before = app.screen, entries_in(desk.store)
        seen = text_of(app)
        for size in TOO_SMALL:
            await pilot.resize_terminal(*size)
            for binding in [*bindings_at(place).values(), *bindings_at("person").values()]:
                if binding.action not in SEEN_OR_NOT:
                    await pilot.press(key_of(binding))
            await pilot.press("2", "ctrl+s", "a", "enter", "escape")
            assert app.screen is screen, f"{place} at {size}: {type(app.screen).__name__} stands there now"
        await pilot.resize_terminal(*SIZE)
        await at_rest(pilot)
        assert entries_in(desk.store) == before
        assert text_of(app) == seen, "something was done unseen"


async def test_a_window_too_small_can_still_be_left_and_locked(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.resize_terminal(60, 20)
        await pilot.press("q")
        await until(pilot, lambda: app._exit)


OPENS = ("z", "c", "a", "d", "o", "f", "S", "plus", "p", "H", "full_stop", "comma", "v", "enter")


@pytest.mark.turns(2)
@pytest.mark.parametrize("key", OPENS)
async def test_a_key_that_opens_opens_one_screen_however_often_it_bounces(key: str, desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "g")
        type_at_once(app, key, key)
        await until(pilot, lambda: len(app.screen_stack) > 1, 5)
        await at_rest(pilot)
        assert len(app.screen_stack) == 2, [type(each).__name__ for each in app.screen_stack]


@pytest.mark.turns(2)
@pytest.mark.parametrize("name", [n for n in LEADS if n not in ("today.note-attempt", "huddle.note-person")])
async def test_a_key_that_records_pressed_twice_at_once_records_once(name: str, store: Path, tmp_path: Path) -> None:
    counted = []
    for times in (1, 2):
        desk = Desk(Path(shutil.copytree(store, tmp_path / f"pressed-{times}")), ME, NOW, runs=False)
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            await press(pilot, *LEADS[name][:-1])
            before = entries_in(desk.store)
            type_at_once(app, *[LEADS[name][-1]] * times)
            await at_rest(pilot)
            await asyncio.sleep(0.3)
            await at_rest(pilot)
            counted.append(entries_in(desk.store) - before)
        desk.close()
    assert counted[0] == counted[1], f"{name}: recorded {counted[0]} by one press, {counted[1]} by two"


async def test_what_is_typed_while_a_form_opens_is_given_to_it(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "g")
        type_at_once(app, "c", "3", "2")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and bool(app.screen.typed.get("body.purpose")), 5)
        assert isinstance(app.screen, FormScreen)
        assert (app.screen.typed["body.method"], app.screen.typed["body.purpose"]) == ("visit", "routine")


@asynccontextmanager
async def begun(store: Path, worker: str) -> AsyncIterator[tuple[CarelistApp, Pilot[None]]]:
    desk = Desk(store, worker, NOW, runs=False)
    app = CarelistApp(desk)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            yield app, pilot
    finally:
        desk.close()


@pytest.mark.parametrize("place", READ_ON_OPENING)
async def test_what_is_typed_before_a_screen_has_read_is_taken_as_if_it_came_after(
    place: str, told: Path, tmp_path: Path
) -> None:
    keys, worker = READ_ON_OPENING[place], WHO.get(place, ME)
    first, second = (Path(shutil.copytree(told, tmp_path / name / "store")) for name in ("first", "second"))
    async with begun(first, worker) as (app, pilot):
        for key in keys:
            await press(pilot, key)
            await at_rest(pilot)
        slowly = text_of(app)
    async with begun(second, worker) as (app, pilot):
        async with threads_are_busy():
            type_at_once(app, *keys)
            await asyncio.sleep(SLOW_SECONDS)
        await until(pilot, lambda: text_of(app) == slowly, 5)


async def test_a_step_asked_for_again_while_the_huddle_was_read_is_one_step(store: Path) -> None:
    """Whoever waits presses once more: that passes over nobody."""
    async with begun(store, ME) as (app, pilot):
        async with threads_are_busy():
            type_at_once(app, "H")
            await until(pilot, lambda: "Reading what came in" in text_of(app))
            for _ in range(3):
                type_at_once(app, "space")
                await asyncio.sleep(2 * RECORDS_SECONDS)
        await until(pilot, lambda: "2 of 9" in text_of(app))
        await at_rest(pilot)
        assert "2 of 9" in text_of(app)


async def test_a_line_typed_at_once_into_a_search_that_opens_is_whole(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        type_at_once(app, "f", *"ffoo")
        await until(pilot, lambda: getattr(app.screen, "typed", "") == "ffoo", 5)


async def test_what_is_meant_for_the_next_call_is_not_taken_by_a_form_that_comes_by_itself(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "g")
        for _ in range(12):
            type_at_once(app, "space", "2", "space", "2")
            await at_rest(pilot)
            await asyncio.sleep(0.2)
            if asks(app.screen, DecisionQuestions, RiskCheckQuestions) or isinstance(app.screen, ChooseScreen):
                break
            await press(pilot, "escape", "j")
        else:
            raise AssertionError(f"no form came by itself:\n{text_of(app)}")
        assert isinstance(app.screen, FormScreen)
        began = {path: app.screen.answers.began_with.get(path, "") for path in app.screen.typed}
        assert app.screen.typed == began, "nothing was chosen in it"
        card = app.screen.card
        await asyncio.sleep(0.6)
        await press(pilot, "escape")
        assert app.first.said
        assert card is not None


async def form_of(app: CarelistApp, pilot: Any, key: str) -> FormScreen:
    """The form that a key opens, once it stands."""
    await press(pilot, key)
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    await at_rest(pilot)
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def test_what_is_typed_after_tab_is_the_next_fields_however_fast_it_comes(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        form = await form_of(app, pilot, "a")
        type_at_once(app, *"Ring", "tab", *"Tom", "tab", *"fri")
        await until(pilot, lambda: form.typed["body.due_at"] == "fri")
        assert (form.typed["body.title"], form.typed["body.owner"]) == ("Ring", ME)


async def test_a_field_for_a_worker_offers_who_is_here_before_anything_is_typed(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await form_of(app, pilot, "a")
        await press(pilot, *"Ring", "tab")
        await until(pilot, lambda: "1 Ada Manager  manager; holds 0" in text_of(app))


async def test_a_part_of_a_name_is_nobody_by_leaving_the_field(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        form = await form_of(app, pilot, "a")
        await press(pilot, *"Ring", "tab", *"to", "tab")
        assert form.typed["body.owner"] == "to", "it may be the beginning of another name"
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "nobody here is called to: is it 1 Tom Price?" in text_of(app))


async def test_a_tab_after_a_choice_is_the_step_that_the_choice_has_made(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        form = await form_of(app, pilot, "z")
        await press(pilot, "q")
        await until(pilot, lambda: "choose by its key: 1 to 3" in text_of(app))
        await press(pilot, "2", "tab", *"rent", "tab", *"fri")
        assert form.typed["body.zone"] == "amber"
        assert form.typed["body.reason"] == "rent"
        assert form.typed["body.review_on"] == "fri"


async def test_a_call_is_not_lost_by_the_key_that_quits(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "space", "q")
        await until(pilot, lambda: "A call or visit is begun" in text_of(app))
        assert not app._exit
        await press(pilot, "escape", "q")
        await until(pilot, lambda: app._exit)


async def test_during_a_call_a_key_that_sleeps_says_why_and_a_number_that_is_not_offered_says_so(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "space")
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        attempt = screen.call.attempt
        assert attempt is not None
        asleep = [each for each in bindings_in(TodayScreen) if each.action.partition("(")[0] not in WHILE_CALLING]
        for key in ("down", "q", "§", *(each.key.split(",")[0] for each in asleep)):
            screen.said = ""
            await press(pilot, key)
            assert screen.said == STILL_CALLING, key
            assert screen.call.attempt is attempt
        reached = next(each.key for each in attempt.outcomes if each.live)
        await press(pilot, reached, "9")
        assert screen.said == "9 is none of the numbers that stand here."
        assert screen.call.attempt is not None
        await press(pilot, "escape", "escape")
        assert screen.said == "Nothing recorded."


async def test_who_was_at_hand_is_off_the_list_by_what_came_in_and_no_key_meant_for_them_is_taken_for_the_next(
    store: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyboard, "DEAF_SECONDS", 3600.0)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "G")
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        near, before = screen.shown.rows[-2:]
        assert before.item.person is not None
        with Carelist.open(store, "w-leah") as door:
            door.record([spoke(before.item.person.ref, "2026-03-03T09:00")], NOW)
        await until(pilot, lambda: f"{before.whose} is off this list now" in text_of(app))
        assert screen.shown.row is not None
        assert screen.shown.row.item.key == near.item.key
        assert f"at hand is {near.whose}" in screen.said
        await press(pilot, "space", "c", "d")
        assert app.screen is screen
        assert screen.call.attempt is None, "it was meant for who was there a moment before"
        await press(pilot, "k", "j")
        assert screen.shown.row.item.key == near.item.key, "what records nothing is taken at once"
        monkeypatch.setattr(keyboard, "DEAF_SECONDS", 0.0)
        await press(pilot, "space")
        assert screen.call.attempt is not None


async def test_a_step_of_the_huddle_that_bounced_is_one_step(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await press(pilot, "H")
        await until(pilot, lambda: "1 of 9" in text_of(app))
        await at_rest(pilot)
        type_at_once(app, "space", "space")
        await until(pilot, lambda: "2 of 9" in text_of(app))
        await at_rest(pilot)
        assert "2 of 9" in text_of(app)
