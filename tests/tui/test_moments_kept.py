"""What was said in words like `now` and `tomorrow` means what it meant when it was typed: also in a draft."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.telling import ME, missed
from tests.tui.test_what_records import at_rest, press

pytestmark = pytest.mark.slow

SIZE = (100, 40)


@contextmanager
def desk_at(store: Path, moment: str) -> Iterator[Desk]:
    desk = Desk(store, ME, datetime.fromisoformat(moment).replace(tzinfo=UTC), runs=False)
    try:
        yield desk
    finally:
        desk.close()


def put_clock(desk: Desk, moment: str) -> None:
    desk._began = datetime.fromisoformat(moment).replace(tzinfo=UTC)


def form_of(app: CarelistApp) -> FormScreen:
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def on_form(pilot: Pilot[Any], *keys: str) -> FormScreen:
    app = pilot.app
    await settled(pilot)
    await press(pilot, "f2", "slash", *"yusuf", "enter", *keys)
    await until(pilot, lambda: isinstance(app.screen, FormScreen), 5)
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def test_now_is_when_the_form_opened_however_long_it_stood_open(store: Path) -> None:
    with desk_at(store, "2026-03-03T09:04") as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await on_form(pilot, "z")
            put_clock(desk, "2026-03-03T09:40")
            await press(pilot, "3", *"well", "ctrl+s")
            await until(pilot, lambda: app.screen is app.first)
        told = recorded(desk, "zone.set", "P-0042")[-1]
        assert told["occurred_at"].startswith("2026-03-03T09:04"), told["occurred_at"]


async def test_a_contact_begun_before_a_miss_does_not_end_it(store: Path) -> None:
    with desk_at(store, "2026-03-03T09:04") as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            await press(pilot, "f3", "slash", *"khan", "enter", "c", "1", "2", "1")
            await until(pilot, lambda: isinstance(app.screen, FormScreen), 5)
            with Carelist.open(store, "w-leah") as other:
                at = datetime(2026, 3, 3, 9, 6, tzinfo=UTC)
                other.record([missed("P-0043", "2026-03-03T09:06")], at)
            put_clock(desk, "2026-03-03T09:08")
            await press(pilot, *"spoke", "tab", "0", "ctrl+s")
            await until(pilot, lambda: app.screen is app.first)
        with Carelist.open(store, ME) as door:
            owed = door.people.today(datetime(2026, 3, 3, 9, 10, tzinfo=UTC), days=2)
            assert any(i.kind == "ladder_step" and i.person and i.person.ref == "P-0043" for i in owed), "nobody spoke"


async def test_a_draft_of_yesterday_keeps_its_moments_says_so_and_asks_once(store: Path) -> None:
    with desk_at(store, "2026-03-03T09:04") as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            form = await on_form(pilot, "z")
            await press(pilot, "2", *"rent", "tab", *"tomorrow")
            assert "tomorrow" in form.typed.values()
            await press(pilot, "escape")
            await shows(pilot, "unfinished (i opens): zone set, YUSUF Amina, 09:04")
    with desk_at(store, "2026-03-04T17:52") as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled_later(pilot)
            await shows(pilot, "YUSUF Amina, yesterday 09:04")
            await press(pilot, "i")
            await shows(pilot, "begun yesterday 09:04")
            form = form_of(app)
            assert form.typed["occurred_at"].startswith("2026-03-03 09:04")
            assert form.typed["body.review_on"] == "2026-03-04", "tomorrow, as it was said"
            await press(pilot, "ctrl+s")
            await shows(pilot, "Not recorded yet. Did it happen yesterday 09:04?")
            assert len(recorded(desk, "zone.set", "P-0042")) == 1
            await pilot.pause(0.3)
            await press(pilot, "ctrl+s")
            await at_rest(pilot)
            if app.screen is not app.first:
                assert "late" in text_of(app).lower(), "why it was written down late is asked"


async def settled_later(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: "Plans & reviews -" not in text_of(pilot.app))
    assert isinstance(pilot.app, CarelistApp)
    await pilot.app.desk.wake()
    await pilot.pause()


async def test_a_time_that_is_typed_anew_is_not_asked_about(store: Path) -> None:
    with desk_at(store, "2026-03-03T09:04") as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            form = await on_form(pilot, "z")
            await press(pilot, "3", *"well", "escape")
            put_clock(desk, "2026-03-03T11:00")
            await press(pilot, "i")
            form = form_of(app)
            assert form.answers.asks_when
            form.form.put("occurred_at", "now")
            form.changed("occurred_at")
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: app.screen is app.first)
        assert recorded(desk, "zone.set", "P-0042")[-1]["occurred_at"].startswith("2026-03-03T11:00")


async def test_what_a_key_said_in_a_call_is_in_the_draft(store: Path) -> None:
    with desk_at(store, "2026-03-03T09:04") as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            item = next(i for i in app.first.shown.reading.items if i.kind == "ladder_step")
            known = {"episode": item.detail.get("episode"), "step": item.detail["step"], "method": "call",
                     "to": "trusted_contact", "name": "Noor", "outcome": "says_well"}  # fmt: skip
            who = desk.card(item.person.id if item.person else None)
            assert who is not None
            app.first.acts.open_form_of_call("outreach.attempted", item, who, known, "2026-03-03T08:55:00+00:00")
            await until(pilot, lambda: isinstance(app.screen, FormScreen), 5)
            await press(pilot, "escape")
            await shows(pilot, "unfinished (i opens)")
            await press(pilot, "i")
            await until(pilot, lambda: isinstance(app.screen, FormScreen), 5)
            assert isinstance(app.screen, FormScreen)
            assert app.screen.typed["body.outcome"] == "says_well"
            assert app.screen.typed["occurred_at"].startswith("2026-03-03 08:55"), "when the call began"


async def test_while_it_is_asked_whether_to_throw_away_no_key_means_anything_else(store: Path) -> None:
    with desk_at(store, "2026-03-03T09:04") as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            form = await on_form(pilot, "z")
            await press(pilot, "3", *"well", "ctrl+x")
            await shows(pilot, "Throw away what you typed?")
            before = dict(form.typed)
            await press(pilot, "1", "q", "x", "tab", "ctrl+s")
            assert app.screen is form
            assert form.typed == before
            await press(pilot, "escape", "y")
            assert form.typed != before, "the field that was stood on takes keys again"


@pytest.mark.parametrize("key", ["z", "c", "a"])
async def test_where_nothing_was_typed_nothing_is_asked_before_it_is_thrown_away(key: str, store: Path) -> None:
    with desk_at(store, "2026-03-03T09:04") as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await on_form(pilot, key)
            await press(pilot, "ctrl+x")
            await until(pilot, lambda: app.screen is app.first, 3)
