"""Two entries that set one thing differently, neither having seen the other: both stay, the safer reading holds, and
a conflict is owed until an entry replaces both (records.md, Conflict)."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from tests.domain.telling import ANOTHER_LAPTOP, KEPT, PLAN, RISK_PLAN, Story, london, moment

BLIND: dict[str, Any] = {"device": ANOTHER_LAPTOP, "replaces": ()}


def settled() -> Story:
    story = Story()
    story.settle("2026-02-20 09:00")
    return story


@pytest.mark.parametrize("order", [("red", "amber"), ("amber", "red"), ("red", "green"), ("green", "red")])
def test_red_holds_over_anything_else(order: tuple[str, str]) -> None:
    story = settled()
    story.zone("2026-03-02 10:00", order[0])
    story.zone("2026-03-02 10:30", order[1], **BLIND)
    assert story.state.zone_now == "red"
    assert story.due_at("conflict") == "Mon 2026-03-02 17:00"
    assert story.ground.is_high_at(story.entries[-1].occurred_at)


def test_of_two_reviews_of_one_zone_the_earlier_date_holds() -> None:
    story = settled()
    story.zone("2026-03-02 10:00", "red", "2026-03-08")
    story.zone("2026-03-02 10:30", "red", "2026-03-05", **BLIND)
    assert story.due_at("zone_review") == "Thu 2026-03-05 17:00"


def test_the_same_said_twice_is_no_conflict() -> None:
    story = settled()
    story.zone("2026-03-02 10:00", "amber", "2026-03-08")
    story.zone("2026-03-02 10:30", "amber", "2026-03-08", **BLIND)
    assert "conflict" not in story.kinds


def test_an_entry_that_replaces_both_settles_it_and_one_that_saw_only_one_does_not() -> None:
    story = settled()
    one = story.zone("2026-03-02 10:00", "red")
    other = story.zone("2026-03-02 10:30", "green", **BLIND)
    story.zone("2026-03-02 11:00", "amber", replaces=(other,))
    assert "conflict" in story.kinds
    story.zone("2026-03-02 12:00", "green", replaces=(one, other, story.entries[-1].id))
    assert "conflict" not in story.kinds
    assert story.state.zone_now == "green"


def test_striking_what_settled_it_brings_the_conflict_back() -> None:
    story = settled()
    story.zone("2026-03-02 10:00", "red")
    story.zone("2026-03-02 10:30", "green", **BLIND)
    settles = story.zone("2026-03-02 11:00", "green")
    assert "conflict" not in story.kinds
    story.correct("2026-03-02 12:00", settles, replacement=None)
    assert "conflict" in story.kinds
    assert story.state.zone_now == "red"


@pytest.mark.parametrize("escalate_first", [True, False])
def test_escalate_holds_over_not(escalate_first: bool) -> None:
    story = settled()
    episode = story.miss("2026-03-02 10:30")
    for number, says in enumerate(("escalate", "do_not_escalate") if escalate_first else ("pause", "escalate")):
        review = None if says == "escalate" else "2026-03-04 11:00"
        told: dict[str, Any] = BLIND if number else {}
        story.decide(f"2026-03-02 11:{number}0", says, episode, review, told=told)
    assert {"conflict", "raise_escalation", "decision_review"} <= story.kinds
    assert story.due_at("ladder_step", "same_day_attempt") == "Mon 2026-03-02 17:00"


def test_a_disputed_stop_stops_nothing() -> None:
    story = settled()
    episode = story.miss("2026-03-02 10:30")
    stop = {"episode": episode, "reason": "calls frighten him", "safety_plan": "his sister", "authorised_by": "w-sue"}
    story.tell("2026-03-02 11:00", "outreach.stopped", stop | {"review_at": moment("2026-03-05 11:00")})
    story.decide("2026-03-02 11:10", "continue", episode, "2026-03-03 11:00", told=BLIND)
    assert story.due_at("ladder_step", "same_day_attempt") == "Mon 2026-03-02 17:00"
    assert story.due_at("decision_review") == "Tue 2026-03-03 11:00"


@pytest.mark.parametrize("missed_first", [True, False])
def test_missed_holds_over_completed_until_it_is_settled(missed_first: bool) -> None:
    story = settled()
    booked = story.book("2026-03-01 10:00", "2026-03-02 10:00")
    missed = {"planned": booked, "expected_at": moment("2026-03-02 10:00"), "method": "visit", "how": "no_access"}
    said = [("contact.missed", missed), ("contact.completed", KEPT | {"planned": booked})]
    for number, (type, body) in enumerate(said if missed_first else reversed(said)):
        story.tell(f"2026-03-02 10:1{number}", type, body, **(BLIND if number else {}))
    assert {"conflict", "ladder_step"} <= story.kinds
    assert story.due("cadence") is not None
    assert story.state.last_contact is not None
    assert story.state.last_contact.planned is None
    story.tell("2026-03-02 12:00", "contact.completed", KEPT | {"planned": booked})
    assert {"conflict", "ladder_step"}.isdisjoint(story.kinds)


def test_settled_as_missed_it_was_no_contact() -> None:
    story = settled()
    booked = story.book("2026-03-01 10:00", "2026-03-02 10:00")
    missed = {"planned": booked, "expected_at": moment("2026-03-02 10:00"), "method": "visit", "how": "no_access"}
    story.tell("2026-03-02 10:10", "contact.completed", KEPT | {"planned": booked})
    story.tell("2026-03-02 10:20", "contact.missed", missed, **BLIND)
    story.tell("2026-03-02 12:00", "contact.missed", missed)
    assert "conflict" not in story.kinds
    assert story.state.last_contact is not None
    assert story.state.last_contact.planned is None
    assert "ladder_step" in story.kinds


def test_of_two_plans_what_either_asks_to_avoid_is_avoided_and_the_first_holds_for_the_rest() -> None:
    story = settled()
    first = PLAN | {"avoid": ["voicemail"], "review_on": "2026-05-01", "methods": ["call"]}
    story.tell("2026-03-02 10:00", "engagement_plan.agreed", first)
    second = PLAN | {"avoid": ["text"], "review_on": "2026-04-01", "methods": ["text"]}
    story.tell("2026-03-02 10:30", "engagement_plan.agreed", second, **BLIND)
    plan = story.state.plan
    assert plan is not None
    assert (set(plan.avoid), plan.methods) == ({"voicemail", "text"}, ("call",))
    assert story.due_at("engagement_plan") == "Wed 2026-04-01 17:00"
    assert "conflict" in story.kinds


def test_of_two_risk_plans_every_red_flag_counts_and_two_workers_go() -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "risk_plan.updated", RISK_PLAN | {"red_flags": ["stops eating"]})
    alone = {"red_flags": ["gives away the cat"], "lone_working": {"two_workers": True}, "review_on": "2026-04-01"}
    story.tell("2026-03-02 10:30", "risk_plan.updated", RISK_PLAN | alone, **BLIND)
    plan = story.state.risk_plan
    assert plan is not None
    assert set(plan.red_flags) == {"stops eating", "gives away the cat"}
    assert plan.lone_working is not None
    assert plan.lone_working.two_workers
    assert story.due_at("risk_plan") == "Wed 2026-04-01 17:00"


FROM_LIGHT_TO_STRICT = ("light", "standard", "enhanced", "intensive", "nights")


@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize("order", permutations(FROM_LIGHT_TO_STRICT, 2))
def test_of_two_tiers_the_stricter_holds(order: tuple[str, str], agreed: bool) -> None:
    story = settled()
    for number, tier in enumerate(order):
        told: dict[str, Any] = (BLIND if number else {}) | ({"author": "w-sue"} if agreed else {})
        body = {"tier": tier, "reason": "reviewed"} | ({"authorised_by": "w-sue"} if agreed else {})
        story.tell(f"2026-03-02 10:{number}0", "tier.set", body, **told)
    assert story.ground.tier is not None
    assert story.ground.tier.value == max(order, key=FROM_LIGHT_TO_STRICT.index)


def test_of_several_tiers_of_their_own_the_first_holds() -> None:
    story = settled()
    for number, tier in enumerate(("nights", "days", "weekends")):
        told: dict[str, Any] = BLIND if number else {}
        story.tell(f"2026-03-02 10:{number}0", "tier.set", {"tier": tier, "reason": "reviewed"}, **told)
    assert story.ground.tier is not None
    assert story.ground.tier.value == "nights"


@pytest.mark.parametrize("order", [("light", "standard"), ("standard", "light")])
def test_of_a_lighter_tier_agreed_here_and_the_standard_one_there_the_standard_holds(order: tuple[str, str]) -> None:
    story = settled()
    for number, tier in enumerate(order):
        told: dict[str, Any] = (BLIND if number else {}) | {"author": "w-sue"}
        body = {"tier": tier, "reason": "reviewed", "authorised_by": "w-sue"}
        story.tell(f"2026-03-02 10:{number}0", "tier.set", body, **told)
    assert story.ground.tier is not None
    assert story.ground.tier.value == "standard"


def test_where_no_reading_is_safer_the_first_in_story_order_holds() -> None:
    story = settled()
    oversight = {"clinical_oversight": "the CMHT"}
    story.tell("2026-03-02 10:30", "coordinator.named", {"coordinator": "w-ann"} | oversight)
    story.tell("2026-03-02 10:00", "coordinator.named", {"coordinator": "w-bob"} | oversight, **BLIND)
    assert story.state.coordinator is not None
    assert story.state.coordinator.value == "w-bob"
    assert "conflict" in story.kinds


def test_a_death_confirmed_here_and_not_there_is_not_confirmed() -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "person.died", {"reported_by": "a neighbour", "confirmed": True})
    story.tell("2026-03-02 10:30", "person.died", {"reported_by": "a cousin", "confirmed": False}, **BLIND)
    assert {"conflict", "confirm_report"} <= story.kinds
    assert "death_actions" not in story.kinds


def test_two_discharges_that_differ_keep_them_on_the_caseload() -> None:
    story = settled()
    agreed = story.decide("2026-03-02 09:00", "agree", None, about="discharge", authorised_by="w-mgr")
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed", "decision": agreed}
    story.tell("2026-03-02 10:00", "person.discharged", body)
    assert not story.dues
    story.tell("2026-03-02 10:30", "person.discharged", body | {"reason": "own_wish"}, **BLIND)
    assert {"conflict", "cadence"} <= story.kinds
    story.tell("2026-03-02 11:00", "person.discharged", body)
    assert not story.dues


def test_two_people_with_one_identifier_are_a_conflict_for_each() -> None:
    from carelist_tui.domain.dues.owed import owed
    from carelist_tui.domain.namesake import of_identifier

    story = settled()
    other = "00000000-0000-7000-8000-000000000999"
    [due] = [
        due for due in owed(story.state, story.standards, namesakes=of_identifier([other])) if due.kind == "conflict"
    ]
    assert (due.band, due.resolved_by, due.detail["entries"]) == (1, ("person.details_updated",), [story.person, other])


def left_and_met(story: Story) -> None:
    agreed = story.decide("2026-03-02 09:00", "agree", None, about="discharge", authorised_by="w-mgr")
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed", "decision": agreed}
    story.tell("2026-03-02 10:00", "person.discharged", body)
    story.keep("2026-03-03 10:00")


def left_while_followed(story: Story) -> None:
    story.miss("2026-03-02 09:30")
    agreed = story.decide("2026-03-02 09:40", "agree", None, about="discharge", authorised_by="w-mgr")
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed", "decision": agreed}
    story.tell("2026-03-02 10:00", "person.discharged", body)


def died_and_met(story: Story) -> None:
    story.tell("2026-03-02 10:00", "person.died", {"reported_by": "the coroner", "confirmed": True})
    story.keep("2026-03-03 10:00")


def two_zones(story: Story) -> None:
    story.zone("2026-03-02 10:00", "red")
    story.zone("2026-03-02 10:30", "amber", **BLIND)


SETTLED_BY: dict[str, tuple[Any, tuple[str, ...], int]] = {
    "discharged while something stood open": (left_while_followed, ("person.discharged", "entry.corrected"), 1),
    "discharged, and yet there was contact": (left_and_met, ("person.reopened", "person.discharged"), 2),
    "died, and yet there was contact": (died_and_met, ("report.confirmed",), 2),
    "two zones": (two_zones, ("zone.set",), 2),
}


@pytest.mark.parametrize("what", SETTLED_BY)
def test_a_conflict_names_its_entries_and_what_settles_it(what: str) -> None:
    tell, settles, number = SETTLED_BY[what]
    story = settled()
    tell(story)
    due = story.due("conflict")
    assert due is not None
    assert due.resolved_by == settles
    assert len(due.detail["entries"]) == number


TWICE: dict[str, Any] = {
    "the zone": ("zone.set", {"zone": "red", "reason": "sleeps by day", "review_on": "2026-03-08"}, {"zone": "green"}),
    "the tier": ("tier.set", {"tier": "enhanced", "reason": "as agreed"}, {"tier": "standard"}),
    "who coordinates": ("coordinator.named", {"coordinator": "w-ann", "clinical_oversight": "duty"},
                        {"coordinator": "w-sue"}),
    "how we stay in contact": ("engagement_plan.agreed", PLAN, {"if_missed": "we call"}),
    "the risk plan": ("risk_plan.updated", RISK_PLAN, {"protective_factors": "her work"}),
}  # fmt: skip


@pytest.mark.parametrize("thing", TWICE)
def test_a_conflict_says_of_what_there_are_two_versions(thing: str) -> None:
    story, (type, body, otherwise) = settled(), TWICE[thing]
    story.tell("2026-03-02 10:00", type, body)
    both = body | otherwise
    story.tell("2026-03-02 10:30", type, {name: both[name] for name in both if both.get("zone") != "green" or name !=
                                          "review_on"}, **BLIND)  # fmt: skip
    due = story.due("conflict")
    assert due is not None
    assert due.because == (f"two versions of {thing}", ", the later ", london("2026-03-02 10:30"))


def test_they_leave_after_a_death_only_once_both_laptops_say_that_it_is_sure() -> None:
    story = settled()
    died = story.tell("2026-03-02 10:00", "person.died", {"reported_by": "the coroner", "confirmed": True})
    story.tell("2026-03-02 10:30", "person.died", {"reported_by": "a neighbour", "confirmed": True, "on":
                                                   "2026-03-01"}, **BLIND)  # fmt: skip
    story.review("2026-03-03 10:00", "learning", "2026-04-01", about=died)
    assert story.state.on_caseload
