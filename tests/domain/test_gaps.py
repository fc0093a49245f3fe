"""Before the service closes for more than a day: who holds each person until we are back? (standards.md, gap_cover)."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from carelist_tui.domain.dues.gaps import Gap, read_gap
from carelist_tui.domain.dues.safety_net import gap_of
from carelist_tui.domain.standards.file import default_text, parse_standards
from carelist_tui.domain.stored_json import read_value, stored_value
from carelist_tui.domain.worklist import StoredDue, status_at
from carelist_tui.journal.projection.people import due_row
from carelist_tui.journal.rows import DUE_COLUMNS, read_stored_due
from tests.domain.telling import LONDON, Story, london, moment

WARD = {"kind": "general_ward", "where": "St Mary", "confirmed_with": "Sister Ode"}


def settled(at: str = "2026-02-20 09:00") -> Story:
    story = Story()
    story.settle(at)
    return story


@pytest.mark.parametrize(
    ("red_since", "due"),
    [
        ("2026-03-04 10:00", "Fri 2026-03-06 16:00"),
        ("2026-03-06 14:59", "Fri 2026-03-06 16:00"),
        ("2026-03-06 15:00", "Fri 2026-03-06 16:00"),
        # What arises after 15:00 is owed by the close, and during the closure at once.
        ("2026-03-06 15:01", "Fri 2026-03-06 17:00"),
        ("2026-03-06 18:00", "Fri 2026-03-06 18:00"),
        # The clocks go forward, and back, within the closure.
        ("2026-03-27 09:00", "Fri 2026-03-27 16:00"),
        ("2026-03-29 03:30", "Sun 2026-03-29 03:30"),
        ("2026-10-23 15:01", "Fri 2026-10-23 17:00"),
        # Easter 2026: closed from Thursday 2 April to Tuesday 7 April.
        ("2026-03-31 10:00", "Thu 2026-04-02 16:00"),
        ("2026-04-03 11:00", "Fri 2026-04-03 11:00"),
        # Christmas Eve is a Thursday; Boxing Day falls on a Saturday and is kept on Monday.
        ("2026-12-21 10:00", "Thu 2026-12-24 16:00"),
        ("2026-12-29 10:00", "Thu 2026-12-31 16:00"),
        # The early May bank holiday.
        ("2026-04-29 10:00", "Fri 2026-05-01 16:00"),
    ],
)
def test_cover_is_arranged_on_the_last_service_day_before_each_long_closure(red_since: str, due: str) -> None:
    story = settled()
    story.zone(red_since, "red")
    calendar = story.standards.calendar
    closure = calendar.closure_around(london(red_since)) or calendar.closure_after(london(red_since))
    assert closure is not None
    eve = closure[0].date()
    cover = held_at(story, f"{eve} 16:59" if london(red_since) < closure[0] else red_since)["gap_cover"]
    assert f"{cover.due_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}" == due
    assert cover.from_at == calendar.at(eve, time(12))


WARNED: dict[str, Any] = {"signs_seen": [{"sign": "sleeping by day", "seen": "yes"}], "plan_72h": "ring daily"}


def _accepted_anew(story: Story, at: str, **more: Any) -> str:
    story.entries.clear()
    return story.accept(at, **more)


REASONS: dict[str, Any] = {
    "an open missed contact of somebody amber": lambda s: (
        s.zone("2026-03-02 10:00", "amber"), s.miss("2026-03-03 10:00")
    ),
    "a missed first contact": lambda s: (
        _accepted_anew(s, "2026-03-02 10:00"), s.zone("2026-03-02 11:00", "green"), s.miss("2026-03-03 10:00")
    ),
    "zone red": lambda s: s.zone("2026-03-03 10:00", "red"),
    "a high risk check": lambda s: s.check("2026-03-03 10:00", "high"),
    "a trigger": lambda s: s.check("2026-03-03 10:00", triggers=["suicidal_plan"]),
    "a crisis": lambda s: s.tell("2026-03-03 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"}),
    "the most intensive tier": lambda s: s.tell("2026-03-03 10:00", "tier.set", {"tier": "intensive", "reason": "ill"}),
    "early warning": lambda s: s.keep("2026-03-03 10:00", **WARNED),
    "an unanswered escalation": lambda s: s.escalate(
        "2026-03-03 11:00", s.decide("2026-03-03 10:00", "escalate"), "2026-03-09 11:00"
    ),
    "just back from hospital": lambda s: (
        s.tell("2026-03-03 10:00", "person.admitted", WARD), s.tell("2026-03-05 10:00", "person.returned", {})
    ),
    "accepted from a crisis": lambda s: _accepted_anew(s, "2026-03-03 10:00", source="ae_liaison"),
}  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_for_cover_is_enough(reason: str) -> None:
    story = settled()
    assert "gap_cover" not in story.kinds
    REASONS[reason](story)
    assert read(story, "2026-03-06 16:30")["gap_cover"] == "overdue Fri 06 16:00"
    assert read(story, "2026-03-06 11:59")["gap_cover"] == "upcoming Fri 06 16:00"


def test_a_green_person_who_missed_a_contact_needs_no_cover() -> None:
    story = settled()
    story.miss("2026-03-03 10:00")
    assert read(story, "2026-03-06 16:30") == {}
    assert "gap_cover" not in story.kinds


@pytest.mark.parametrize(("seen", "held"), [({}, False), ({"partial": True}, True), ({"method": "call"}, True)])
def test_a_nod_through_the_door_and_a_call_leave_somebody_from_a_crisis_unseen(
    seen: dict[str, Any], held: bool
) -> None:
    story = Story()
    story.accept("2026-03-03 10:00", source="ward")
    story.zone("2026-03-03 11:00", "green")
    story.keep("2026-03-05 10:00", **seen)
    assert ("gap_cover" in read(story, "2026-03-06 16:30")) == held


def test_whoever_is_only_said_to_have_died_is_held_and_whoever_has_is_not() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    death = story.tell("2026-03-05 10:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    assert "gap_cover" in read(story, "2026-03-06 16:30")
    story.tell("2026-03-05 11:00", "report.confirmed", {"about": death, "true": True, "with": "the GP"})
    assert read(story, "2026-03-06 16:30") == {}


# -- an ordinary night ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("became_high", "at", "stands"),
    [
        ("2026-03-03 09:00", "2026-03-03 09:00", "due Tue 03 17:00"),
        ("2026-03-03 16:58", "2026-03-03 16:59", "due Tue 03 17:00"),
        ("2026-03-03 09:00", "2026-03-03 17:00", "due Tue 03 17:00"),
        ("2026-03-03 09:00", "2026-03-03 17:01", "overdue Tue 03 17:00"),
        ("2026-03-03 09:00", "2026-03-04 08:59", "overdue Tue 03 17:00"),
        # During the night at once, until the service opens.
        ("2026-03-03 22:00", "2026-03-03 22:01", "overdue Tue 03 22:00"),
        ("2026-03-04 03:00", "2026-03-04 08:59", "overdue Wed 04 03:00"),
        # Gone then; what is owed before the weekend comes.
        ("2026-03-03 09:00", "2026-03-04 09:00", "upcoming Fri 06 16:00"),
        ("2026-03-03 08:59", "2026-03-03 16:30", "upcoming Fri 06 16:00"),
        ("2026-03-03 09:00", "2026-03-04 16:30", "upcoming Fri 06 16:00"),
        # Friday has no ordinary night, nor has the Thursday before Easter.
        ("2026-03-06 09:00", "2026-03-06 11:59", "upcoming Fri 06 16:00"),
        ("2026-04-02 09:00", "2026-04-02 13:00", "due Thu 02 16:00"),
    ],
)
def test_before_a_night_whoever_became_high_since_the_service_opened(became_high: str, at: str, stands: str) -> None:
    story = settled()
    story.check(became_high, "high")
    assert read(story, at)["gap_cover"] == stands


@pytest.mark.parametrize(
    ("type", "body", "settles"),
    [
        ("contact.completed", {}, True),
        ("contact.completed", {"partial": True}, False),
        ("outreach.attempted", None, False),
        ("partner.contacted", {"direction": "in", "who": "crisis team", "summary": "quiet"}, False),
        ("cover.arranged", {"route": "crisis_line", "back_at": moment("2026-03-04 09:00")}, True),
    ],
)
def test_whole_contact_and_cover_alone_settle_a_night(type: str, body: dict[str, Any] | None, settles: bool) -> None:
    story = settled()
    story.check("2026-03-03 11:00", "high")
    match type:
        case "contact.completed":
            story.keep("2026-03-03 15:00", **(body or {}))
        case "outreach.attempted":
            story.attempt("2026-03-03 15:00", None, None)
        case _:
            story.tell("2026-03-03 15:00", type, body)
    expected = "upcoming Fri 06 16:00" if settles else "due Tue 03 17:00"
    assert read(story, "2026-03-03 16:30")["gap_cover"] == expected


def test_the_contact_at_which_somebody_became_high_does_not_hold_them_over_the_night_that_follows() -> None:
    story = settled()
    story.keep("2026-03-03 11:00", triggers=["suicidal_plan"])
    assert read(story, "2026-03-03 16:30")["gap_cover"] == "due Tue 03 17:00"


def test_what_arises_after_whole_contact_is_not_met_by_it() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.keep("2026-03-06 12:30")
    assert read(story, "2026-03-06 16:30") == {}
    story.check("2026-03-06 14:30", "high")
    assert read(story, "2026-03-06 16:30") == {"gap_cover": "overdue Fri 06 16:00"}


def test_a_night_is_not_asked_about_afterwards_and_has_a_key_of_its_own() -> None:
    story = settled()
    story.check("2026-03-03 11:00", "high")
    night = held_at(story, "2026-03-03 16:30")["gap_cover"]
    assert night.key == f"gap_cover:{story.person}:2026-03-03"
    assert night.from_at == london("2026-03-03 11:00")
    assert "gap_return" not in held_at(story, "2026-03-04 09:30")


def test_a_crisis_that_was_learned_of_today_is_one_of_today() -> None:
    story = settled()
    crisis = {"kind": "ae", "source": "A&E"}
    story.tell("2026-03-02 23:00", "crisis.recorded", crisis, recorded="2026-03-03 10:00",
               learned_at=moment("2026-03-03 10:00"))  # fmt: skip
    assert read(story, "2026-03-03 16:30")["gap_cover"] == "due Tue 03 17:00"


# -- what ends, and what does not -------------------------------------------------------------------------------------


def test_whoever_was_on_a_ward_when_the_service_opened_is_not_asked_after() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.tell("2026-03-07 10:00", "person.admitted", WARD)
    story.tell("2026-03-09 09:30", "person.returned", {})
    assert "gap_return" not in read(story, "2026-03-09 10:00")


def test_whoever_comes_back_from_a_ward_during_the_closure_is_held() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.tell("2026-03-05 10:00", "person.admitted", WARD)
    story.tell("2026-03-07 10:00", "person.returned", {})
    assert read(story, "2026-03-07 10:01")["gap_cover"] == "overdue Fri 06 16:00"
    assert "gap_return" in read(story, "2026-03-09 10:00")


def test_a_lighter_tier_in_the_closure_takes_no_cover_away() -> None:
    story = settled()
    story.tell("2026-03-03 10:00", "tier.set", {"tier": "intensive", "reason": "ill"})
    lighter = {"tier": "enhanced", "reason": "better", "authorised_by": "w-sue"}
    story.tell("2026-03-07 10:00", "tier.set", lighter, author="w-sue")
    assert "gap_cover" in read(story, "2026-03-07 11:00")
    assert read(story, "2026-03-13 16:30") == {}


def test_early_warning_that_cleared_is_no_reason_any_more() -> None:
    story = settled()
    story.keep("2026-03-03 10:00", **WARNED)
    clear: dict[str, Any] = {"signs_seen": [{"sign": "sleeping by day", "seen": "no"}]}
    story.keep("2026-03-04 10:00", **clear)
    assert "gap_cover" in read(story, "2026-03-06 16:30")
    story.keep("2026-03-05 10:00", **clear)
    assert read(story, "2026-03-06 16:30") == {}


def test_on_a_day_that_closes_early_cover_is_due_by_its_close() -> None:
    early = 'other_hours = [{ day = "Fri", opens = "09:00", closes = "12:00" }]'
    story = Story(parse_standards(default_text().replace("other_hours = []", early)))
    story.settle("2026-02-20 09:00")
    story.zone("2026-03-04 10:00", "red")
    cover = held_at(story, "2026-03-06 10:00")["gap_cover"]
    assert (cover.from_at, cover.due_at) == (london("2026-03-06 09:00"), london("2026-03-06 12:00"))


def test_somebody_accepted_from_a_crisis_and_unseen_is_held_until_seen() -> None:
    story = Story()
    story.accept("2026-03-03 10:00", source="crisis_team")
    assert story.due_at("gap_cover") == "Fri 2026-03-06 16:00"
    story.keep("2026-03-04 10:00", "call")
    assert "gap_cover" in story.kinds
    story.keep("2026-03-05 10:00")
    assert "gap_cover" not in story.kinds


@pytest.mark.parametrize("since", ["2026-03-02 10:00", "2026-03-04 10:00"])
def test_back_from_hospital_counts_for_72_hours(since: str) -> None:
    story = settled()
    story.tell("2026-03-01 10:00", "person.admitted", WARD)
    story.tell(since, "person.returned", {})
    assert ("gap_cover" in story.kinds) == (since == "2026-03-04 10:00")


def test_a_crisis_that_is_over_by_the_closure_is_no_reason() -> None:
    story = settled()
    story.tell("2026-02-21 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    story.keep("2026-03-04 10:00")
    assert story.due_at("gap_cover") == "Fri 2026-03-06 16:00"
    story.keep("2026-03-09 10:00")
    assert "gap_cover" not in story.kinds


def test_arranged_cover_holds_until_the_service_is_back_and_the_next_closure_is_owed_again() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    body = {"route": "out_of_hours_team", "told_person": True, "back_at": moment("2026-03-09 09:00")}
    story.tell("2026-03-06 14:00", "cover.arranged", body)
    assert story.due_at("gap_cover") == "Fri 2026-03-13 16:00"


@pytest.mark.parametrize(("at", "more", "settles"), [
    ("2026-03-06 11:59", {}, False), ("2026-03-06 12:00", {}, True), ("2026-03-07 11:00", {"partial": True}, False),
    ("2026-03-07 11:00", {}, True),
])  # fmt: skip
def test_only_whole_contact_after_it_began_to_be_owed_settles_it_besides_cover(
    at: str, more: dict[str, Any], settles: bool
) -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.keep(at, **more)
    assert story.due_at("gap_cover") == ("Fri 2026-03-13 16:00" if settles else "Fri 2026-03-06 16:00")


def read(story: Story, at: str) -> dict[str, str]:
    """What stands of the gap at a moment: kind and reading, with when it is due."""
    due = story.due("gap_cover")
    if due is None:
        return {}
    calendar, moment = story.standards.calendar, london(at)
    row = read_stored_due([due_row(due)[name] for name in DUE_COLUMNS])
    found = read_gap(row, story.person, moment, calendar)
    opens = calendar.opens_next(moment)
    return {
        each.kind: f"{status_at(each.due_at, each.from_at, moment, opens)} {each.due_at.astimezone(LONDON):%a %d %H:%M}"
        for each in found
    }


def test_once_the_service_is_open_again_cover_is_gone_and_what_happened_is_asked() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    assert read(story, "2026-03-06 11:59") == {"gap_cover": "upcoming Fri 06 16:00"}
    assert read(story, "2026-03-06 12:00") == {"gap_cover": "due Fri 06 16:00"}
    assert read(story, "2026-03-08 12:00") == {"gap_cover": "overdue Fri 06 16:00"}
    open_again = read(story, "2026-03-09 09:00")
    assert open_again == {"gap_cover": "upcoming Fri 13 16:00", "gap_return": "due Mon 09 12:00"}
    # Long after, and with nothing recorded: the newest closure that is over, and no older one.
    assert read(story, "2026-03-18 10:00") == {
        "gap_cover": "upcoming Fri 20 16:00",
        "gap_return": "overdue Mon 16 12:00",
    }


@pytest.mark.parametrize(("settled_by", "asked"), [
    (None, True), ("contact.completed", False), ("partner.contacted", False), ("outreach.attempted", True),
])  # fmt: skip
def test_what_happened_is_asked_until_somebody_has_heard(settled_by: str | None, asked: bool) -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    match settled_by:
        case "contact.completed":
            story.keep("2026-03-09 09:30", "call")
        case "partner.contacted":
            story.tell("2026-03-09 09:30", settled_by, {"direction": "in", "who": "crisis team", "summary": "quiet"})
        case "outreach.attempted":
            story.attempt("2026-03-09 09:30", None, None)
    assert ("gap_return" in read(story, "2026-03-09 10:00")) == asked


@pytest.mark.parametrize(("route", "asked"), [
    ("out_of_hours_team", True), ("crisis_line", True), ("own_plan", False), ("family", False),
])  # fmt: skip
def test_others_who_held_them_are_asked_and_their_own_plan_is_not(route: str, asked: bool) -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    body = {"route": route, "told_person": True, "back_at": moment("2026-03-09 09:00")}
    story.tell("2026-03-06 14:00", "cover.arranged", body)
    assert "gap_cover" not in {kind for kind, said in read(story, "2026-03-07 10:00").items() if "Fri 06" in said}
    assert ("gap_return" in read(story, "2026-03-09 09:30")) == asked


def test_nobody_in_a_ward_is_asked_about() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.tell("2026-03-05 10:00", "person.admitted", WARD)
    assert read(story, "2026-03-06 13:00") == {}


def test_several_reasons_are_one_due_that_names_them_all() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.miss("2026-03-04 11:00")
    due = held_at(story, "2026-03-06 12:00")["gap_cover"]
    words = "".join(str(word) for word in due.because)
    assert "zone red" in words
    assert "missed call" in words


def test_a_missed_contact_that_was_resolved_before_the_closure_is_no_reason() -> None:
    story = settled()
    story.miss("2026-03-03 10:00")
    story.keep("2026-03-04 10:00")
    assert "gap_cover" not in story.kinds


def test_cover_is_owed_for_one_closure_by_its_first_day() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    assert held_at(story, "2026-03-06 12:00")["gap_cover"].key == f"gap_cover:{story.person}:2026-03-06"


def test_whoever_was_met_before_the_closure_needs_no_cover_and_nobody_asks_after_it() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.keep("2026-03-06 12:30")
    assert read(story, "2026-03-06 13:00") == {}
    assert read(story, "2026-03-09 09:30") == {"gap_cover": "upcoming Fri 13 16:00"}


def held_at(story: Story, at: str) -> dict[str, StoredDue]:
    """What stands of the gap at a moment, by its kind, as it is read."""
    due = story.due("gap_cover")
    assert due is not None
    row = read_stored_due([due_row(due)[name] for name in DUE_COLUMNS])
    return {each.kind: each for each in read_gap(row, story.person, london(at), story.standards.calendar)}


def test_what_is_kept_of_a_gap_says_when_each_reason_began_and_ended() -> None:
    ends = set()
    for tell in REASONS.values():
        story = settled()
        tell(story)
        story.keep("2026-03-05 11:00")
        story.zone("2026-03-05 12:00", "green")
        gap = gap_of(story.ground)
        assert gap is not None
        assert read_value(Gap, stored_value(gap)) == gap
        ends |= {each.ends is None for each in gap.reasons}
    assert ends == {True, False}, "some are over, and some are not"


def test_what_happened_is_asked_from_when_the_service_is_open_again() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    asked = held_at(story, "2026-03-09 10:00")["gap_return"]
    assert (asked.from_at, asked.due_at) == (london("2026-03-09 09:00"), london("2026-03-09 12:00"))


def test_whoever_was_given_the_cover_of_a_closure_holds_that_closure_and_no_other() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    key = f"gap_cover:{story.person}:2026-03-06"
    story.tell("2026-03-05 10:00", "due.reassigned", {"due": key, "owner": "w-ann", "reason": "she is in"})
    assert held_at(story, "2026-03-06 13:00")["gap_cover"].named_owner == "w-ann"
    week_after = held_at(story, "2026-03-13 13:00")
    assert {each.named_owner for each in week_after.values()} == {None}
    assert set(week_after) == {"gap_cover", "gap_return"}


def test_somebody_unseen_since_a_crisis_is_held_and_nobody_asks_what_happened_to_whom_nobody_knows() -> None:
    story = Story()
    story.accept("2026-03-03 10:00", source="crisis_team")
    assert "gap_cover" in held_at(story, "2026-03-06 13:00")
    assert "gap_return" not in held_at(story, "2026-03-09 10:00")


def test_a_reason_that_ended_once_the_service_was_open_again_is_still_asked_about() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.zone("2026-03-09 09:30", "green")
    assert set(held_at(story, "2026-03-09 10:00")) == {"gap_return"}
