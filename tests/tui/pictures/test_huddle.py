"""Pictures of the huddle, a step each. Every test's docstring says what to look for when one has changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import shows
from tests.tui.telling import ME, entry, tell, zone

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

FRIDAY = datetime(2026, 3, 6, 9, 4, tzinfo=UTC)
SIZES = [(80, 24), (120, 40)]
STEPS = ("Who is here", "Act now", "Missed contact", "New referrals", "Red", "Amber that changed", "Today's contacts",
         "The counts", "Before we close", "Close the huddle")  # fmt: skip
Snap = Any


@pytest.fixture(scope="module")
def friday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tom's team on Friday, a weekend ahead: a huddle the day before, Ada on leave, an escalation late, a referral."""
    store = tmp_path_factory.mktemp("friday") / "store"
    tell(store)
    door = Carelist.open(store, ME)
    thursday, day = FRIDAY - timedelta(days=1), timedelta(days=1)
    leave = {"worker": "w-ada", "from": "2026-03-05T09:00:00+00:00", "until": "2026-03-12T09:00:00+00:00",
             "reason": "leave", "cover": [{"persons": "all", "by": "w-leah"}]}  # fmt: skip
    held = {"team": "North", "from": "2026-03-05T09:00:00+00:00", "to": "2026-03-05T09:12:00+00:00", "present": [ME]}
    door.record([entry("worker.away", "2026-03-04T09:00", leave), entry("duty.set", "2026-03-04T09:00",
                 {"date": "2026-03-06", "worker": "w-leah"})], thursday - day)  # fmt: skip
    door.record([entry("huddle.held", "2026-03-05T09:00", held)], thursday + timedelta(minutes=10))
    episode = next(each["episode"] for each in door.people.queue(thursday) if each["ref"] == "P-0042")
    worse = {"episode": episode, "step": "next_day_follow_up", "method": "call", "to": "trusted_contact",
             "name": "Noor", "outcome": "says_worried", "note": "not seen since Monday"}  # fmt: skip
    referral = {
        "ref": "P-0050",
        "given": "Neha",
        "family": "Dhillon",
        "source": "gp",
        "reason": "Cannot leave the flat.",
    }
    visit = {"at": "2026-03-06T14:00:00+00:00", "method": "visit", "purpose": "routine", "worker": "w-ben"}
    ben = {"worker": "w-ben", "name": "Ben Ash", "role": "support_worker", "team": "North"}
    door.worker = "w-ada"
    door.record([entry("worker.added", "2026-03-05T12:00", ben)], thursday + day / 8)
    door.worker = ME
    amber = zone("P-0044", "amber", "rent arrears, bailiffs named a day") | {"occurred_at": "2026-03-05T15:00:00+00:00"}
    sick = {"worker": "w-ben", "from": "2026-03-06T08:00:00+00:00", "reason": "sickness"}
    drafts = [
        entry("outreach.attempted", "2026-03-05T16:40", worse, ref="P-0042"),
        entry("contact.planned", "2026-03-05T12:00", visit, ref="P-0043"),
        entry("referral.received", "2026-03-06T08:40", referral),
        entry("worker.away", "2026-03-06T08:10", sick),
        amber,
    ]
    door.record(drafts, FRIDAY)
    door.close()
    return store


@pytest.fixture
def chair(friday: Path, tmp_path: Path) -> Iterator[Desk]:
    """Tom's desk on that Friday at 09:04; the clock stands still."""
    shutil.copytree(friday, tmp_path / "friday")
    opened = Desk(tmp_path / "friday", ME, FRIDAY, runs=False)
    yield opened
    opened.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", range(len(STEPS)))
def test_each_step_of_the_huddle(snap_compare: Snap, chair: Desk, step: int, size: tuple[int, int]) -> None:
    """The bar says which step of how many, its title and how many people; the clock stands at the right. Under it the
    question of the step, and what comes next. Each person: FAMILY Given, identifier, zone and days, owner; then what is
    due and why, in full for the one at hand (`>`). Below, the person at hand whole, with warnings. On step 1 Ada is
    away with cover, Ben in red without. On step 3 the first has a note in green. On step 6 Grace has the new reason. On
    step 7 Bilal's visit is Ben's, who is ill. On step 9 who holds the gap stands first; step 10 says what is kept."""

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "YUSUF Amina")
        await pilot.press("H")
        await shows(pilot, "since the last huddle")
        await pilot.press("w", *["space"] * min(step, 2))
        if step >= 2:
            await pilot.press("e", *"Noor rings back at noon", "enter", *["space"] * (step - 2))
        await shows(pilot, STEPS[step])

    assert snap_compare(CarelistApp(chair), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_the_sheet_of_a_huddle_that_was_held(snap_compare: Snap, chair: Desk, size: tuple[int, int]) -> None:
    """The sheet as it will be printed, under a warning that it is confidential; the keys to write and to copy it."""

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "YUSUF Amina")
        await pilot.press("H")
        await shows(pilot, "since the last huddle")
        await pilot.press(*["space"] * 9, "ctrl+s")
        await shows(pilot, "CONFIDENTIAL")

    assert snap_compare(CarelistApp(chair), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_marked_for_one_act_in_a_huddle(snap_compare: Snap, chair: Desk, size: tuple[int, int]) -> None:
    """How many are marked stands above the list, before the question of the step; a `*` before each of them, beside the
    `x` of the one who was talked about. What was refused stands whole and in red above the person."""

    async def drive(pilot: Pilot[None]) -> None:
        await shows(pilot, "YUSUF Amina")
        await pilot.press("H")
        await shows(pilot, "since the last huddle")
        await pilot.press("space", "space")
        await shows(pilot, "Missed contact")
        await pilot.press("x", "g", "M", "L")
        await shows(pilot, "too urgent to put off")

    assert snap_compare(CarelistApp(chair), terminal_size=size, run_before=drive)
