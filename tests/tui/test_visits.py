"""Going out alone: space on a visit asks first whether somebody goes or is at the door; and what is asked at night."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.calls.outcomes import at_this_hour
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import recorded, settled, shows, text_of
from tests.tui.telling import ME, NOW, entry

pytestmark = pytest.mark.slow

SIZE = (100, 30)
LONDON = ZoneInfo("Europe/London")
QUIET = "Her sister saw her this morning and she was well."


@pytest.fixture
def to_visit(desk: Desk) -> Desk:
    """Amina was called twice, and that was weighed: what is left is the welfare visit."""
    body = {"step": "next_day_follow_up", "method": "call", "to": "person", "outcome": "no_answer"}
    weighed = {"about": "missed_contact", "decision": "do_not_escalate", "what_changed": "quiet", "rationale": QUIET,
               "review_at": "2026-03-04T16:00:00+00:00"}  # fmt: skip
    check = {"recent_disclosures": "none", "environmental_concerns": "none", "third_party_information": "none",
             "relapse_indicators": [], "safeguarding_indicators": ["none"], "capacity": "no_concern",
             "overall": "no_new_concern"}  # fmt: skip
    door = Carelist.open(desk.store, worker=ME)
    (missed,) = [e for e in door.people.person("P-0042", NOW)["story"] if e["type"] == "contact.missed"]
    door.record(
        [
            entry("outreach.attempted", "2026-03-03T09:01", {**body, "episode": missed["id"]}, ref="P-0042"),
            entry("risk_check.completed", "2026-03-03T09:02", {**check, "episode": missed["id"]}, ref="P-0042"),
            entry("decision.recorded", "2026-03-03T09:03", {**weighed, "episode": missed["id"]}, ref="P-0042"),
        ],
        NOW,
    )
    door.close()
    return desk


async def test_an_attempt_by_visit_takes_three_keys(to_visit: Desk) -> None:
    async with CarelistApp(to_visit).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "slash", *"yusuf", "enter", "space")
        await shows(pilot, "Going, or at the door?")
        assert "A VISIT since 09:04" in text_of(pilot.app)
        await pilot.press("1")
        await shows(pilot, "AT THE DOOR since 09:04")
        assert recorded(to_visit, "visit.begun", "P-0042") == []
        await pilot.press("2")
        await shows(pilot, "YUSUF Amina: no answer at the door, recorded.")
        made = recorded(to_visit, "outreach.attempted", "P-0042")[-1]["body"]
        assert (made["step"], made["method"], made["outcome"]) == ("in_person_check", "visit", "no_access")


async def test_going_asks_when_they_will_be_back_and_says_that_no_alarm_can_be_raised(to_visit: Desk) -> None:
    async with CarelistApp(to_visit).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "slash", *"yusuf", "enter", "space")
        await shows(pilot, "Going, or at the door?")
        await pilot.press("2")
        await shows(pilot, "Back by *")
        await pilot.press(*"10:30", "ctrl+s")
        await shows(pilot, "without a signal, ring the office")
        (made,) = recorded(to_visit, "visit.begun", "P-0042")
        assert made["body"] == {"back_by": "2026-03-03T10:30:00+00:00", "method": "visit"}
        assert recorded(to_visit, "outreach.attempted", "P-0042")[-1]["body"]["step"] == "next_day_follow_up"


async def test_who_looks_for_a_worker_not_back_reads_where_they_went_and_what_to_mind_there(store: Path) -> None:
    door = Carelist.open(store, worker="w-leah")
    body = {"back_by": "2026-03-03T08:55:00+00:00", "method": "visit"}
    door.record([entry("visit.begun", "2026-03-03T08:00", body, ref="P-0043")], NOW)
    door.close()
    with closing(Desk(store, ME, NOW, runs=False)) as desk:
        async with CarelistApp(desk).run_test(size=SIZE) as pilot:
            await settled(pilot)
            await pilot.press("slash", *"back from a visit", "enter")
            await shows(pilot, "They went to:")
            there = text_of(pilot.app).partition("They went to:")[2]
            assert "KHAN Bilal" in there
            assert "07700 900222" in there
            await pilot.press("v")
            await shows(pilot, "All that is known")
            assert "They went to:" in text_of(pilot.app)
            await pilot.press("escape", "full_stop")
            await shows(pilot, "1 Story")
            assert "KHAN Bilal" in text_of(pilot.app)


async def test_a_booked_visit_asks_the_same_and_names_its_booking(desk: Desk) -> None:
    body = {"at": "2026-03-03T14:00:00+00:00", "method": "visit", "purpose": "routine", "worker": ME}
    door = Carelist.open(desk.store, worker=ME)
    (booked,) = door.record([entry("contact.planned", "2026-03-03T09:00", body, ref="P-0043")], NOW)
    door.close()
    async with CarelistApp(desk).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"visit, routine", "enter", "space")
        await shows(pilot, "Going, or at the door?")
        await pilot.pause(0.6)  # the key that led here does not choose by being held
        await pilot.press("2")
        await shows(pilot, "Back by *")
        await pilot.press(*"15:30", "ctrl+s")
        await shows(pilot, "going out to a visit, recorded.")
        (made,) = recorded(desk, "visit.begun", "P-0043")
        assert made["body"]["planned"] == booked.id


@pytest.mark.parametrize("minute", ["08:59", "20:01"])
async def test_out_of_hours_a_call_asks_once_whether_to_try_now(store: Path, minute: str) -> None:
    desk = Desk(store, ME, datetime.fromisoformat(f"2026-03-03T{minute}:00+00:00"), runs=False)
    async with CarelistApp(desk).run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "slash", *"yusuf", "enter", "space")
        await shows(pilot, f"It is {minute}: attempts are made from 09:00 to 20:00. Try now?")
        await pilot.press("2")  # no outcome before it is answered
        assert len(recorded(desk, "outreach.attempted", "P-0042")) == 1
        await pilot.press("1")
        await shows(pilot, "2 no answer")
        await pilot.press("2")
        await shows(pilot, "YUSUF Amina: no answer, recorded.")
    desk.close()


def test_within_the_hours_nothing_is_asked_and_of_somebody_high_the_route_is_named() -> None:
    hours = (time(9), time(20))
    for minute, asked in (("08:59", True), ("09:00", False), ("20:00", False), ("20:01", True)):
        for day in ("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"):  # both clock changes
            at = datetime.fromisoformat(f"{day}T{minute}:00").replace(tzinfo=LONDON)
            assert bool(at_this_hour(at.astimezone(UTC), LONDON, hours, "")) is asked
    night = datetime(2026, 3, 3, 22, tzinfo=UTC)
    assert "Out of hours: 111, option 2. Try now?" in at_this_hour(night, LONDON, hours, "111, option 2")
