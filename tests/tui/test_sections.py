"""The sections: who and what stands in each, in which order, and what a row says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import Filter, filtered
from carelist_tui.desk.sections.open_things import board_rows
from carelist_tui.desk.sections.rows import Row
from carelist_tui.desk.sections.snapshot import ACTIONS, BOARD, HANDOVERS, MISSED, PLANS, SECTIONS, Reading
from carelist_tui.domain.card import Bearing
from carelist_tui.journal.queries.open_things import OnBoard, StandingOut
from tests.tui.telling import ME, NOW, accepted, entry, spoke
from tests.tui.test_rows import WHO, step

SUMMARY = {"current_risks": "none", "medication": "none", "safeguarding_status": "none", "recent_incidents": "none",
           "agreed_goals": "work", "contingency_plan": "call duty"}  # fmt: skip
TRANSITION = {"medication_actions": "none", "immediate_safety": "none", "contacts_next_14_days": "weekly",
              "red_flags": "none"}  # fmt: skip
OPENED = "01950000-0000-7000-8000-00000000000a"


def handover(ref: str, at: str = "2026-03-01T10:00", **more: Any) -> dict[str, Any]:
    body = {"kind": "team_transfer", "to_team": "South", "higher_risk": False, "summary": SUMMARY,
            "complete_by": "2026-03-20"}  # fmt: skip
    return entry("handover.opened", at, body | more, ref=ref)


def action(ref: str, title: str, due: str, owner: str = ME) -> dict[str, Any]:
    body = {"title": title, "owner": owner, "due_at": f"{due}:00+00:00", "area": "physical_health"}
    return entry("action.opened", "2026-03-01T10:00", body, ref=ref)


@pytest.fixture
def told_more(store: Path) -> Iterator[Desk]:
    """Two handovers, two actions; and Nell, amber since she was accepted, whom nobody is to look at again by a date."""
    door = Carelist.open(store, ME)
    nell = accepted("P-0050", "Nell", "Ward", source="crisis_team")
    out = handover("P-0045", "2026-03-02T10:00", kind="step_down", direction="out", to_team="Primary care",
                   transition=TRANSITION)  # fmt: skip
    door.record(
        [nell, spoke("P-0050"), handover("P-0044"), out, action("P-0044", "Blood test", "2026-05-04T12:00", "w-leah"),
         action("P-0045", "Rent plan", "2026-03-02T12:00")],
        NOW,
    )  # fmt: skip
    door.close()
    desk = Desk(store, ME, NOW, runs=False)
    yield desk
    desk.close()


def section(reading: Reading, number: int) -> list[Row]:
    rows = reading.rows[number]
    assert rows is not None
    return rows


def said(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.item.person.family if row.item.person else "", row.says) for row in rows]


def test_the_board_holds_everyone_red_or_amber_also_those_nothing_is_due_for(told_more: Desk) -> None:
    rows = section(told_more.ahead(NOW), BOARD)
    families = [family for family, _ in said(rows)]
    assert families[0] == "Khan", "red before amber"
    assert dict(said(rows)) == {
        "Khan": "4 days: said he sees no way on",
        "Obi": "4 days: rent arrears",
        "Yusuf": "4 days: sleeping by day",
        "Ward": "29 days: accepted",
    }
    assert told_more.today(NOW).rows[BOARD] is None, "the first frame does not wait for it"


def test_who_nobody_is_to_look_at_again_stands_below_who_has_a_date_and_opens_the_zone() -> None:
    waits, reviewed = (replace(WHO, id=id, family=id, zone="amber") for id in ("a", "b"))
    review = replace(step("x", 1), key="zone_review:z", kind="zone_review", person=reviewed)
    board = tuple(OnBoard(who, NOW, ME) for who in (waits, reviewed))
    rows = board_rows(StandingOut(board, (), (review,)), {}, NOW, ZoneInfo("Europe/London"))
    assert said(rows) == [("b", "today: no reason given"), ("a", "today: no reason given")]
    assert [row.is_owed for row in rows] == [True, False]
    assert rows[1].item.resolved_by == ("zone.set",)


def test_whoever_is_high_stands_on_the_board_with_the_red_and_it_says_why() -> None:
    amber, high, over, red = (replace(WHO, id=id, family=id) for id in ("amber", "high", "over", "red"))
    check = Bearing("check", ("risk check: HIGH ", NOW, ": tablets at home"), NOW, is_loud=True)
    people = (
        OnBoard(replace(amber, zone="amber"), NOW, ME),
        OnBoard(replace(high, zone="green", high=True), NOW, ME, (check,)),
        OnBoard(replace(over, zone="amber", high_until=NOW), NOW, ME),
        OnBoard(replace(red, zone="red", high=True), NOW, ME, (check,)),
    )
    rows = board_rows(StandingOut(people, (), ()), {}, NOW, ZoneInfo("Europe/London"))
    assert [family for family, _ in said(rows)] == ["red", "high", "amber", "over"]
    assert dict(said(rows))["high"] == f"high: risk check: HIGH {NOW:%H:%M}: tablets at home"
    assert dict(said(rows))["red"] == "today: no reason given"
    assert rows[1].item.because == "green, though high, and no date to look at it again"


def test_high_without_red_or_amber_is_read_on_to_the_board_and_off_it_again(told_more: Desk) -> None:
    door = Carelist.open(told_more.store, ME)
    crisis = {"kind": "ae", "source": "A&E", "summary": "overdose"}
    door.record([entry("crisis.recorded", "2026-03-03T08:00", crisis, ref="P-0045")], NOW)
    door.close()
    assert dict(said(section(told_more.ahead(NOW), BOARD)))["Reed"] == "high: crisis: A&E 08:00: overdose"
    later = NOW + timedelta(days=14)
    assert "Reed" not in dict(said(section(told_more.ahead(later), BOARD)))


def test_a_handover_says_which_way_it_goes_and_what_stands_between_it_and_closing(told_more: Desk) -> None:
    words = dict(said(section(told_more.ahead(NOW), HANDOVERS)))
    assert words["Obi"].startswith("To South: not accepted, ")
    assert words["Obi"].endswith(" to tick")
    assert words["Reed"].startswith("Out to Primary care: not accepted")


def test_a_handover_with_everything_done_is_shown_until_it_is_closed(told_more: Desk) -> None:
    reading = told_more.ahead(NOW)
    row = next(row for row in section(reading, HANDOVERS) if row.item.person and row.item.person.family == "Obi")
    id = row.item.detail["handover"]
    left = next(item.detail["left"] for item in row.items if "left" in item.detail)
    door = Carelist.open(told_more.store, "w-ada")
    done = [
        entry("handover.item_done", "2026-03-03T08:00", {"handover": id, "item": key}, ref="P-0044") for key in left
    ]
    taken = {"handover": id, "receiving_worker": "w-ada", "first_contact_at": "2026-03-03T08:30:00+00:00"}
    met = {"handover": id, "achieved": True}
    door.record([*done, entry("handover.accepted", "2026-03-03T08:10", taken, ref="P-0044"),
                 entry("handover.first_contact", "2026-03-03T08:40", met, ref="P-0044")], NOW)  # fmt: skip
    door.close()
    rows = [row for row in section(told_more.ahead(NOW), HANDOVERS) if row.says == "To South: ready to close"]
    assert [row.item.resolved_by for row in rows] == [("handover.closed",)]
    assert rows[0].item.detail == {"handover": id}


def test_open_actions_are_shown_whenever_they_fall_due_the_late_first(told_more: Desk) -> None:
    rows = section(told_more.ahead(NOW), ACTIONS)
    assert said(rows) == [("Reed", "Rent plan (physical health)"), ("Obi", "Blood test (physical health)")]
    assert [row.item.status for row in rows] == ["overdue", "upcoming"]
    assert rows[1].item.owner == "w-leah"


def test_plans_and_reviews_are_those_due_and_those_of_the_week_to_come(told_more: Desk) -> None:
    rows = section(told_more.ahead(NOW), PLANS)
    kinds = {item.kind for row in rows for item in row.items}
    assert "zone_review" in kinds, "due on Thursday"
    assert not kinds & {"ladder_step", "contact", "first_contact", "action"}
    within = NOW + timedelta(days=9)
    assert all(item.due_at < within for row in rows for item in row.items)


def test_the_first_frame_waits_for_no_section_but_two(told_more: Desk) -> None:
    reading = told_more.today(NOW)
    assert [rows is None for rows in reading.rows] == [False, False, True, True, True, True]
    assert len(reading.rows) == len(SECTIONS)


def test_a_filter_finds_name_identifier_zone_owner_and_what_is_due(told_more: Desk) -> None:
    rows = section(told_more.ahead(NOW), MISSED)
    for words in ("yusuf", "AMINA", "p-0042", "amber tom", "second att", "price"):
        found = filtered(rows, Filter(words, names=told_more.names))
        assert "Yusuf" in {row.item.person.family for row in found if row.item.person}, words
    assert not filtered(rows, Filter("yusuf leah", names=told_more.names))


def test_only_mine_on_the_board_is_whose_person_it_is(told_more: Desk) -> None:
    rows = section(told_more.ahead(NOW), BOARD)
    mine = filtered(rows, Filter(only="w-leah"))
    assert said(mine) == [("Obi", "4 days: rent arrears")], "the others are Tom's"


def test_the_board_and_the_full_reading_agree_who_is_red_or_amber(told_more: Desk) -> None:
    door = Carelist.open(told_more.store, ME)
    zones = {ref: door.people.person(ref, NOW)["zone"] for ref in [f"P-00{n}" for n in (42, 43, 44, 45, 46, 50)]}
    door.close()
    rows = section(told_more.ahead(NOW), BOARD)
    shown = {row.item.person.ref: row.item.person.zone for row in rows if row.item.person}
    assert shown == {ref: zone for ref, zone in zones.items() if zone in ("red", "amber")}


def test_what_is_owed_to_a_person_holds_what_comes_too_once_and_nothing_that_is_no_due(told_more: Desk) -> None:
    reading = told_more.ahead(NOW)
    grace = next(row.person for row in section(reading, BOARD) if row.item.person and row.item.person.ref == "P-0044")
    assert grace is not None
    owed = reading.owed_to(grace)
    kinds = [item.kind for item in owed]
    assert {"handover_acceptance", "handover_checklist", "action", "zone_review", "ladder_step"} <= set(kinds)
    assert len({item.key for item in owed}) == len(owed)
    assert owed[0].status != "upcoming"


def test_what_stands_on_a_list_too_is_mine_as_well() -> None:
    theirs = replace(step("b", 2), also=("w-leah",))
    rows = [Row(step("a", 1), (step("a", 1),)), Row(theirs, (theirs,))]
    assert [row.item.key for row in filtered(rows, Filter(only="w-leah"))] == [theirs.key]
    assert [row.item.key for row in filtered(rows, Filter(only="w-tom"))] == [row.item.key for row in rows]


@pytest.mark.parametrize(
    ("typed", "stays"),
    [("o'brien", True), ("O’Brien", True), ("obrien, zoe", True), ("smithjones", True), ("smith-jones", True),
     ("P-0001 zoë", True), ("brown", False), ("zoe w-tom", True)],
)  # fmt: skip
def test_a_filter_finds_a_name_however_it_is_written(typed: str, stays: bool) -> None:
    item = replace(step("again", 1), person=replace(WHO, given="Zoë", family="O’Brien Smith-Jones"))
    assert bool(filtered([Row(item, (item,))], Filter(typed))) is stays
