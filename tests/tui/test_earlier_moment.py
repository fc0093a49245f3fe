"""The app at an earlier moment: as it stood and as known then, to read only; it says so on every screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk, Earlier
from carelist_tui.desk.person_text import copy_person
from carelist_tui.desk.read_only import AN_EARLIER_MOMENT, EarlierDesk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.bindings import bindings_of, is_of_now
from carelist_tui.tui.screens.page import Page
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import ME, NOW, accepted, spoke

pytestmark = pytest.mark.slow

READING = "! READING Tue 3 Mar 2026 09:04, as known then: nothing can be recorded."
LATER = NOW + timedelta(days=2)
KNOWN_THEN = Earlier(NOW, NOW)
PLACES: tuple[tuple[str, ...], ...] = (
    (), ("f2",), ("f3",), ("f4",), ("f5",), ("f6",), ("full_stop",), ("f",), ("H",), ("H", "space"), ("v",), ("o",),
    ("question_mark",), ("comma",), ("y",),
)  # fmt: skip


@pytest.fixture
def store(store: Path) -> Path:
    """Tom's morning, and what came of it in the two days after."""
    with Carelist.open(store, ME) as door:
        door.record([spoke("P-0043", "2026-03-04T10:00"), accepted("P-0999", "Noor", "Later")], LATER)
    return store


def lines_of(store: Path) -> list[str]:
    with Carelist.open(store) as door:
        return list(door.people.stored_lines())


@asynccontextmanager
async def standing(store: Path, earlier: Earlier = KNOWN_THEN, size: Any = (120, 40)) -> AsyncIterator[Any]:
    desk = Desk(store, ME, LATER, runs=False)
    app = CarelistApp(desk)
    app.begins_at = earlier
    try:
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.earlier is not None and app.screen is not app.first)
            await settled(pilot)
            yield app, pilot
    finally:
        app.close_store()


async def go_back(app: CarelistApp, pilot: Pilot[None], base: Any) -> None:
    for _ in range(6):
        if app.screen is base:
            return
        await pilot.press("escape")
        await pilot.pause(0.05)
    assert app.screen is base


@pytest.mark.turns(3)
@pytest.mark.parametrize("keys", PLACES, ids="-".join)
async def test_every_screen_says_it_and_no_key_records(store: Path, keys: tuple[str, ...]) -> None:
    before = lines_of(store)
    async with standing(store) as (app, pilot):
        base = app.screen
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        assert READING in text_of(app), text_of(app)
        here = app.screen
        for binding in bindings_of(here):
            if not is_of_now(binding) or not here.check_action(binding.action.partition("(")[0], ()):
                continue
            await app.run_action(binding.action, app if (binding.id or "").startswith("app.") else here)
            await pilot.pause(0.02)
            assert app.screen is here, f"{binding.id} opens {app.screen}"
            if isinstance(here, Page) and hasattr(here, "said"):
                assert AN_EARLIER_MOMENT[:40] in here.said, binding.id
        await go_back(app, pilot, base)
    assert lines_of(store) == before


async def test_q_goes_back_to_now_and_the_copy_is_gone(store: Path) -> None:
    async with standing(store) as (app, pilot):
        copy = app.earlier._place
        assert copy != store
        assert copy.exists()
        await pilot.press("q")
        await until(pilot, lambda: app.earlier is None)
        assert app.screen is app.first
        await shows(pilot, "Thu 5 Mar 2026 09:04")
        assert "READING" not in text_of(app)
        await until(pilot, lambda: not copy.exists())


async def test_the_lock_takes_the_earlier_moment_with_it(store: Path) -> None:
    async with standing(store) as (app, pilot):
        copy = app.earlier._place
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.locked and not copy.exists())
        assert app.earlier is None


async def test_it_is_asked_for_as_people_type_dates(store: Path) -> None:
    desk = Desk(store, ME, LATER, runs=False)
    app = CarelistApp(desk)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            await pilot.press("B")
            await shows(pilot, "Which moment?")
            await pilot.press(*("space" if key == " " else key for key in "3 mar 09:04"), "enter")
            await shows(pilot, "as it was known then")
            await pilot.pause(0.6)
            await pilot.press("1")
            await shows(pilot, READING)
            assert isinstance(app.earlier, EarlierDesk)
            assert app.earlier.earlier == KNOWN_THEN
    finally:
        app.close_store()


def test_a_look_is_kept_in_the_store_itself_at_the_true_time(store: Path) -> None:
    present = Desk(store, ME, LATER, runs=False)
    person = next(item.person.id for item in present.glance.today(NOW) if item.person)
    desk = EarlierDesk(present, KNOWN_THEN)
    desk.looks._waiting.append(("opened", person, None, desk.looks._now(), ME, None))
    desk.close()
    present.close()
    with Carelist.open(store) as door:
        (look,) = door.people.access(person)
    assert look["at"][:16] == LATER.isoformat()[:16]


def test_the_list_at_an_earlier_moment_is_what_the_command_answers(store: Path) -> None:
    present = Desk(store, ME, LATER, runs=False)
    for at in (NOW - timedelta(days=2), NOW, NOW + timedelta(days=1.5)):
        for known in (None, at, NOW, LATER):
            desk = EarlierDesk(present, Earlier(at, known))
            with Carelist.open(store) as door:
                assert list(desk.today(at).items) == door.people.today(at, known_at=known)
            desk.close()
    present.close()


async def test_what_is_copied_says_as_at_and_as_known_when(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    present, texts = Desk(store, ME, LATER, runs=False), list[str]()
    desk = EarlierDesk(present, KNOWN_THEN)
    card = desk.card(next(item.person.id for item in desk.glance.today(NOW) if item.person))
    assert card is not None
    said = await copy_person(desk, card, "auto", "for the main record", texts.append)
    as_at = "As at Tue 3 Mar 2026 09:04, as known at Tue 3 Mar 2026 09:04. It is no present picture."
    assert said.endswith(as_at)
    assert texts[0].splitlines()[0] == as_at
    assert present.glance.look.rows("SELECT count(*) FROM copied") == [(0,)]
    desk.close()
    present.close()
