"""What is done of a day's list follows from the entries alone: whoever reads them, wherever, says the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.dues.settled_today import settled
from tests.tui.telling import ME, NOW, entry, missed, spoke, tell, zone
from tests.tui.test_rows import step

pytestmark = pytest.mark.slow

CHECK = {"recent_disclosures": "none", "environmental_concerns": "none", "third_party_information": "none",
         "relapse_indicators": [], "safeguarding_indicators": ["none"], "capacity": "no_concern",
         "overall": "no_new_concern"}  # fmt: skip
CHECKED = ["P-0044 baseline_risk_screen w-leah", "P-0044 risk_check w-leah"]
TOMORROW = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "store"
    tell(store)
    return store


@pytest.fixture
def door(store: Path) -> Any:
    with Carelist.open(store, ME) as door:
        yield door


def minutes(n: float) -> datetime:
    return NOW + timedelta(minutes=n)


def local(n: float) -> str:
    return minutes(n).strftime("%Y-%m-%dT%H:%M")


def done(door: Carelist, at: datetime) -> list[str]:
    """What was settled on the day of `at`: whose, what, and on whose list it stood."""
    items = door.glance.settled_today(at)
    return sorted(f"{item.person.ref} {item.kind} {item.owner}" for item in items if item.person)


def check(ref: str, at: str) -> dict[str, Any]:
    return entry("risk_check.completed", at, CHECK, ref=ref)


def test_what_came_in_one_act_settles_nothing_that_came_with_it(door: Carelist) -> None:
    assert done(door, NOW) == []  # all of the caseload was brought in this morning, contacts included
    assert door.glance.touched_today(NOW) == []  # and nobody's story is read for it
    door.record([spoke("P-0042", local(5))], minutes(5))
    assert len(door.glance.touched_today(minutes(6))) == 1


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([spoke("P-0042", local(5))], ["P-0042 ladder_step w-tom"]),
        ([spoke("P-0042", "2026-03-02T12:00")], ["P-0042 ladder_step w-tom"]),
        ([check("P-0044", local(5))], CHECKED),
        ([check("P-0044", local(5)), spoke("P-0042", local(6))],
         ["P-0042 ladder_step w-tom", *CHECKED]),
        ([zone("P-0045", "amber", "asked") | {"occurred_at": f"{local(5)}:00+00:00"}], []),
        ([entry("mdt.listed", local(5), {"reason": "asked", "by": "2026-03-10"}, ref="P-0042")], []),
    ],
    ids=["spoke today", "typed late", "another's list", "two", "nothing owed", "settles nothing"],
)  # fmt: skip
def test_what_stood_on_the_list_and_was_settled_is_done(
    door: Carelist, acts: list[dict[str, Any]], expected: list[str]
) -> None:
    for n, act in enumerate(acts):
        door.record([act], minutes(6 + n))
    assert done(door, minutes(20)) == expected
    assert done(door, minutes(20) + TOMORROW) == []
    assert done(door, minutes(-10)) == []  # read at a moment before


def test_what_was_put_off_given_away_or_withheld_is_not_done(door: Carelist) -> None:
    listed = {item.kind: item for item in door.people.today(NOW) if item.person and item.person.ref == "P-0042"}
    late = {"due": listed["review"].key, "until": "2026-03-05T12:00:00+00:00", "reason": "on Thursday"}
    door.record([entry("due.deferred", local(5), late, ref="P-0042")], minutes(5))
    given_to = {"due": listed["ladder_step"].key, "owner": "w-leah"}
    door.record([entry("due.reassigned", local(6), given_to, ref="P-0042")], minutes(6))
    stay = {"kind": "general_ward", "where": "St Ann's", "confirmed_with": "ward sister"}
    door.record([entry("person.admitted", local(7), stay, ref="P-0042")], minutes(7))
    assert done(door, minutes(20)) == []


def test_what_falls_due_later_is_not_done_of_today_and_what_came_and_went_today_is(door: Carelist) -> None:
    door.record([spoke("P-0045", local(5))], minutes(5))
    assert done(door, minutes(6)) == ["P-0045 ladder_step w-tom", "P-0045 risk_check w-tom"]
    door.record([missed("P-0043", local(10))], minutes(10))
    before = done(door, minutes(11))
    door.record([spoke("P-0043", local(12))], minutes(12))
    new = [each for each in done(door, minutes(13)) if each not in before]
    assert {"P-0043 cadence w-tom", "P-0043 ladder_step w-tom"} <= set(new)


def test_an_entry_in_error_settled_nothing_and_counts_again_once_put_back(door: Carelist) -> None:
    (made,) = door.record([spoke("P-0042", local(5))], minutes(5))
    assert done(door, minutes(6)) == ["P-0042 ladder_step w-tom"]
    (strike,) = door.record(
        [
            entry(
                "entry.corrected",
                local(7),
                {"entry": made.id, "reason": "wrong person", "replacement": None},
                ref="P-0042",
            )
        ],
        minutes(7),
    )
    assert done(door, minutes(8)) == []
    door.record(
        [
            entry(
                "entry.corrected", local(9), {"entry": strike.id, "reason": "right", "replacement": None}, ref="P-0042"
            )
        ],
        minutes(9),
    )
    assert done(door, minutes(10)) == ["P-0042 ladder_step w-tom"]


def test_it_is_the_same_after_a_restart_and_on_another_laptop_whatever_arrived_first(
    store: Path, tmp_path: Path, door: Carelist
) -> None:
    for n, act in enumerate((spoke("P-0042", local(5)), check("P-0044", local(6)), spoke("P-0045", local(7)))):
        door.record([act], minutes(8 + n))
    expected = done(door, minutes(20))
    assert len(expected) == 5
    with Carelist.open(store, "w-leah") as again:
        assert done(again, minutes(20)) == expected
    lines = [json.loads(line) for line in door.people.stored_lines()]
    with Carelist.init(tmp_path / "other", worker="w-x", name="X", role="manager", team="North", now=NOW,
                       encrypted=False) as other:  # fmt: skip
        for line in reversed(lines):
            other.record.take_in([line])
        assert done(other, minutes(20)) == expected


def test_another_days_work_that_arrives_today_is_not_done_today(door: Carelist) -> None:
    door.record([spoke("P-0042", local(5))], minutes(5))
    at = minutes(5) + TOMORROW
    assert done(door, at) == []
    door.record([check("P-0044", (at).strftime("%Y-%m-%dT%H:%M"))], at)
    assert done(door, at + timedelta(minutes=1)) == CHECKED


def test_the_figure_is_right_of_the_team_of_one_worker_and_of_words(store: Path) -> None:
    def figure(worker: str, **keys: str) -> str:
        desk = Desk(store, worker, minutes(30), runs=False)
        try:
            shown = ShownList(desk, desk.now())
            assert shown.done_words == ""  # the first frame waits for nothing
            shown.take(desk.ahead(desk.now()))
            shown.count_settled(desk.settled_today(desk.now()))
            if "mine" in keys:
                shown.show_mine()
            for letter in keys.get("text", ""):
                shown.type(letter, letter)
            return shown.done_words
        finally:
            desk.close()

    with Carelist.open(store, ME) as door:
        total = len(door.people.today(minutes(30)))
        assert figure(ME) == f"0 of {total} done today"
        door.record([spoke("P-0042", local(5))], minutes(5))
        door.record([check("P-0044", local(6))], minutes(6))
        left = door.people.today(minutes(30))
        toms, leahs = (sum(i.stands_with(w) for i in left) for w in (ME, "w-leah"))
    assert figure(ME) == figure("w-leah") == f"3 of {len(left) + 3} done today"
    assert figure(ME, mine="") == f"1 of {toms + 1} done today"
    assert figure("w-leah", mine="") == f"2 of {leahs + 2} done today"
    assert figure(ME, text="yusuf").startswith("1 of ")
    assert figure(ME, text="khan").startswith("0 of ")
    assert figure("w-leah", mine="", text="yusuf") == "0 of 0 done today"


@given(st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)), st.sets(st.sampled_from(["a", "b", "c"])))
def test_nothing_is_settled_that_still_stands_or_that_the_entry_does_not_resolve(
    before: set[int], after: set[int], types: set[str]
) -> None:
    from dataclasses import replace

    def item(n: int, status: str) -> Any:
        return replace(step(f"x{n}", n), status=status, resolved_by=("abc"[n % 3],))

    statuses = ("overdue", "due", "upcoming")
    was = [item(n, statuses[n % 3 - n % 2]) for n in sorted(before)]
    now = [item(n, statuses[n % 2]) for n in sorted(after)]
    found = settled(types, was, now)
    for each in was:
        is_found = each in found
        assert is_found == (
            each.status != "upcoming"
            and not any(each.key == other.key and other.status != "upcoming" for other in now)
            and bool(types & set(each.resolved_by))
        )


def test_who_was_touched_is_found_by_device_and_not_by_reading_the_journal(door: Carelist) -> None:
    from carelist_tui.journal.light_sql import RECORDED_SINCE

    plan = " ".join(str(row) for row in door.glance.look.rows(f"EXPLAIN QUERY PLAN {RECORDED_SINCE}", {"since": ""}))
    assert "SCAN entry" not in plan.replace("SCAN entry USING", "")
    assert datetime(2026, 1, 1, tzinfo=UTC) < NOW
