"""The screen moves with time: what it says is so now, without a key."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import settled, shows, text_of
from tests.tui.telling import ME, NOW, entry

pytestmark = pytest.mark.slow

SIZE = (100, 30)
QUEUE = ("f2", "G")


def set_clock(app: CarelistApp, moment: str) -> None:
    """The desk's clock stands at this moment from now on, and the app looks, as it does every few seconds."""
    app.desk._began = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    app.look_idle()


async def looked(pilot: Any) -> None:
    await pilot.app.first.news.look_for_news()
    await pilot.pause()


async def test_a_safe_time_opens_and_ends_on_the_list_and_in_the_panel(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*QUEUE)
        await shows(pilot, "NOT NOW: safe from 11:00")
        assert app.first.shown.rows[-1].item.person is not None, "not safe yet: below who can be called now"
        set_clock(app, "2026-03-03T11:00")
        await shows(pilot, "safe to contact now")
        set_clock(app, "2026-03-03T16:01")
        await shows(pilot, "NOT NOW: safe from Wed 11:00")


async def test_a_safe_time_ends_while_the_call_panel_stands_open(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        set_clock(app, "2026-03-03T15:59")
        await looked(pilot)
        await pilot.press("f2", "slash", *"reed", "enter", "space")
        await shows(pilot, "since 15:59")
        assert "safe to contact now" in text_of(app)
        set_clock(app, "2026-03-03T16:01")
        await shows(pilot, "NOT NOW: safe from Wed 11:00")
        assert "since 15:59" in text_of(app), "when the call began stays what it was"


async def test_what_space_opens_says_what_is_so_at_that_moment(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*QUEUE)
        await shows(pilot, "NOT NOW: safe from 11:00")
        desk._began = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
        await pilot.press("space")
        await shows(pilot, "safe to contact now")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("2026-03-03T09:05", "2026-03-03T09:06", "Tue 3 Mar 2026 09:06"),
        ("2026-03-03T23:59", "2026-03-04T00:00", "Wed 4 Mar 2026 00:00"),
        ("2026-03-29T00:59", "2026-03-29T01:00", "Sun 29 Mar 2026 02:00"),
        ("2026-10-25T00:59", "2026-10-25T01:00", "Sun 25 Oct 2026 01:00"),
    ],
    ids=["a minute", "midnight", "the clock goes forward", "the clock goes back"],
)
async def test_the_head_says_the_moment_of_now(before: str, after: str, says: str, desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        set_clock(app, before)
        await pilot.pause()
        assert says not in text_of(app)
        set_clock(app, after)
        await shows(pilot, says)
        for key in ("full_stop", "escape", "H", "escape", "z", "escape"):  # on every screen, not the list alone
            await pilot.press(key)
            await pilot.pause()
            await shows(pilot, says)


async def test_what_is_told_in_days_is_told_anew_at_midnight(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await shows(pilot, "4 days")
        before = app.first.shown.reading.at
        set_clock(app, "2026-03-04T00:01")
        await looked(pilot)
        assert app.first.shown.reading.at > before
        await shows(pilot, "5 days")


async def test_stopped_steps_come_back_on_the_list_and_in_the_panel_when_the_review_passes(desk: Desk) -> None:
    with Carelist.open(desk.store, ME) as door:
        missed = [each["id"] for each in door.people.person("P-0045", NOW)["story"] if each["type"] == "contact.missed"]
        stop = {"about": "missed_contact", "decision": "do_not_escalate", "episode": missed[0],
                "review_at": "2026-03-03T15:00:00+00:00", "what_changed": "seen at the shop",
                "rationale": "A neighbour saw him this morning, well."}  # fmt: skip
        door.record([entry("decision.recorded", "2026-03-03T09:00", stop, ref="P-0045")], NOW)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"reed", "enter")
        await shows(pilot, "second attempt by 15:00")
        set_clock(app, "2026-03-03T15:01")
        await looked(pilot)
        await shows(pilot, "!1m")
        await shows(pilot, "second attempt overdue since 15:00")


async def test_a_minute_that_changes_nothing_reads_nothing_and_between_minutes_nothing_is_drawn(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        reading = app.first.shown.reading
        set_clock(app, "2026-03-03T09:05")
        await looked(pilot)
        assert app.first.shown.reading is reading
        at = app.first.read_at
        set_clock(app, "2026-03-03T09:05:40")
        assert app.first.read_at is at
