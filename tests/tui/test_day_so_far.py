"""Where the day stands: what is done, what turned while the list stood, who is out alone; the cursor stays."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from inspect import CORO_CLOSED, getcoroutinestate
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.turned import safe_time, still_so, turned_between
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import ME, NOW, entry, spoke
from tests.tui.test_rows import DUE_AT, WHO, step

pytestmark = pytest.mark.slow

SIZE = (80, 24)
LONDON = ZoneInfo("Europe/London")
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NINE + timedelta(hours=12)
STEP = replace(step("x", 2, DUE_AT), title="Second attempt", status="due", person=replace(WHO, family="Yusuf"))


def today(app: CarelistApp) -> TodayScreen:
    assert isinstance(app.screen, TodayScreen)
    return app.screen


def at_minute(desk: Desk, minute: str) -> None:
    """The clock of this desk stands at that time of the day."""
    desk._began = datetime.fromisoformat(f"2026-03-03T{minute}:00+00:00")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([STEP], [replace(STEP, status="overdue")], ["17:00 second attempt for YUSUF Eoin is now overdue"]),
        ([], [replace(STEP, status="due", from_at=NINE)], ["09:00 second attempt for YUSUF Eoin is now due"]),
        ([], [replace(STEP, status="overdue", person=None, title="Ann: back from a visit?")],
         ["17:00 Ann: back from a visit? is now overdue"]),
        ([STEP], [STEP], []),
        ([replace(STEP, status="overdue")], [replace(STEP, status="overdue")], []),
        ([], [replace(STEP, status="overdue", due_at=NINE - timedelta(days=1))], []),
        ([STEP], [], []),
    ],
    ids=["overdue", "due", "nobody's", "as it was", "late already", "late when it came", "settled"],
)  # fmt: skip
def test_what_the_clock_alone_turned_is_said(before: list[Item], after: list[Item], said: list[str]) -> None:
    found = turned_between(before, after, NINE, LATER)
    assert [each.in_words(LONDON) for each in found] == said


def test_what_no_longer_reads_so_is_said_no_more() -> None:
    late = replace(STEP, status="overdue")
    (turned,) = turned_between([STEP], [late], NINE, LATER)
    safe = safe_time("p", "REED Col", NINE)
    assert still_so([turned, safe], [late], ["p"]) == [turned, safe]
    assert still_so([turned, safe], [replace(late, status="upcoming")], []) == []
    assert safe.in_words(LONDON) == "09:00 a safe time to contact REED Col has begun"


@pytest.mark.slow
async def test_what_turns_is_said_above_the_list_and_the_cursor_stays(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("j", "j", "j")
        (at_hand,) = [line for line in text_of(app).splitlines() if line.startswith(" > ")]
        at_minute(desk, "10:31")
        await shows(pilot, "10:30 second attempt for YUSUF Amina is now overdue")
        assert at_hand[10:22] in next(line for line in text_of(app).splitlines() if line.startswith(" > "))
        await pilot.press("escape")
        assert "is now overdue" not in text_of(app)


@pytest.mark.slow
async def test_a_safe_time_that_opens_is_said_until_somebody_has_called(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        at_minute(desk, "10:59")
        today(app).tick()
        assert "safe time" not in text_of(app)
        at_minute(desk, "11:00")
        today(app).tick()
        await shows(pilot, "11:00 a safe time to contact REED Col has begun")
        with Carelist.open(desk.store, ME) as door:
            door.record([spoke("P-0045", "2026-03-03T11:00")], desk.now())
        await until(pilot, lambda: "safe time" not in text_of(app))


@pytest.mark.slow
async def test_only_mine_is_told_only_of_what_is_theirs(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("w")
        at_minute(desk, "10:31")  # what was due for Ines at 10:00 is Ada's
        await shows(pilot, "10:30 second attempt for YUSUF Amina is now overdue")
        assert "more before it" not in text_of(app)


@pytest.mark.slow
async def test_the_figure_comes_after_the_first_frame_and_follows_what_is_recorded(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await shows(pilot, "0 of 27 done today   1 of 5 ")
        at_minute(desk, "09:10")
        with Carelist.open(desk.store, "w-leah") as door:
            door.record([spoke("P-0042", "2026-03-03T09:10")], desk.now())
        await shows(pilot, "1 of 28 done today   1 of 5 ")
        await pilot.press("w")
        await shows(pilot, "1 of ")
        await pilot.press("f2")
        await until(pilot, lambda: "done today" not in text_of(app))


@pytest.mark.slow
async def test_who_is_out_alone_stands_above_the_list_with_where_and_until_when(store: Path) -> None:
    body = {"back_by": "2026-03-03T10:30:00+00:00", "method": "visit"}
    with Carelist.open(store, "w-leah") as door:
        door.record([entry("visit.begun", "2026-03-03T09:00", body, ref="P-0042")], NOW)
    with closing(Desk(store, ME, NOW, runs=False)) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await shows(pilot, "out alone: Leah Obi to YUSUF Amina, 12 Mill Lane, back by 10:30")
            await settled(pilot)
            at_minute(desk, "10:31")
            await shows(pilot, "Leah Obi")
            await until(pilot, lambda: "out alone" not in text_of(app))
            text = text_of(app)
            (row,) = [line for line in text.splitlines() if "Back from a visit?" in line]
            assert row.split()[:4] == ["!1m", "Leah", "Obi", "Back"] or "> !1m" in row
            assert " 09:00 to YUSUF" in row


@pytest.mark.slow
async def test_o_says_why_somebody_stands_where_they_stand(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("o")
        await shows(pilot, "Stands before OBI Grace: ")
        await pilot.press("escape")
        await shows(pilot, "[Today 5]")
        await pilot.press("G", "o")
        await shows(pilot, "Stands after ")


@pytest.mark.slow
async def test_a_storm_of_ticks_moves_the_clock_once_a_minute(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        screen, shown_at = today(app), set()
        for second in range(0, 120, 2):
            desk._began = NOW + timedelta(seconds=second)
            screen.tick()
            shown_at.add(screen.read_at)
        assert shown_at == {NOW, NOW + timedelta(minutes=1)}
        assert "09:05" in text_of(app).splitlines()[0]


@pytest.mark.slow
async def test_what_a_worker_was_to_do_is_closed_where_it_is_stopped_before_it_began(desk: Desk) -> None:
    """By a later one of its group, or as the app ends: Python says of a coroutine left so that nobody awaited it."""
    app = CarelistApp(desk)
    ran: list[int] = []

    async def work(n: int) -> None:
        ran.append(n)

    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        made = [work(n) for n in range(3)]
        for each in made:
            app.screen.run_worker(each, exclusive=True, group="counting")
        await settled(pilot)
        made.append(work(3))
        app.run_worker(made[-1]).cancel()
    assert ran == [2]
    assert [getcoroutinestate(each) for each in made] == [CORO_CLOSED] * 4
