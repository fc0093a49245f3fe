"""What takes a person, or contact, away counts from the word of whom it names (standards.md, Roles; records.md)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.roster import Staff
from carelist_tui.domain.views.bearings import bearings_of
from tests.domain.telling import Story, london, moment, settled

SENIOR, MANAGER = "w-sue", "w-mgr"
TYPED = {"author": "w-tom"}


def confirm(story: Story, at: str, entry: str, by: str, *, true: bool = True, **told: Any) -> None:
    story.tell(at, "report.confirmed", {"about": entry, "true": true}, **({"author": by} | told))


def is_here(story: Story) -> bool:
    return story.state.on_caseload


def discharge(story: Story, **told: Any) -> tuple[str, str]:
    agreed = story.decide(
        "2026-03-02 09:00", "agree", None, about="discharge", authorised_by=MANAGER, told=TYPED | told
    )
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed together", "decision": agreed}
    return agreed, story.tell("2026-03-02 10:00", "person.discharged", body)


# ---- leaving


def test_a_discharge_waits_for_the_managers_own_word_and_meanwhile_everything_is_owed() -> None:
    story = settled()
    agreed, _ = discharge(story)
    assert is_here(story)
    assert story.state.leaving is not None
    assert {"cadence", "confirm_authority"} <= story.kinds
    confirm(story, "2026-03-02 11:00", agreed, MANAGER)
    assert not is_here(story)
    assert story.state.left is not None
    assert story.state.left.kind == "discharged"


@pytest.mark.parametrize("told", [{"author": MANAGER}, {"on_behalf_of": MANAGER}])
def test_a_discharge_that_the_manager_recorded_or_had_typed_counts_at_once(told: dict[str, str]) -> None:
    story = settled()
    discharge(story, **told)
    assert not is_here(story)


@pytest.mark.parametrize(("by", "told"), [(SENIOR, {}), ("w-tom", {}), ("w-tom", {"on_behalf_of": MANAGER})])
def test_nobody_else_confirms_a_discharge(by: str, told: dict[str, Any]) -> None:
    story = settled()
    agreed, _ = discharge(story)
    confirm(story, "2026-03-02 11:00", agreed, by, **told)
    assert is_here(story)


def test_a_discharge_that_is_denied_has_no_effect() -> None:
    story = settled()
    agreed, _ = discharge(story)
    confirm(story, "2026-03-02 11:00", agreed, MANAGER, true=False)
    assert is_here(story)
    assert story.state.leaving is None
    assert "conflict" not in story.kinds


def test_a_discharge_is_judged_again_at_the_managers_word() -> None:
    story = settled()
    agreed, _ = discharge(story)
    story.miss("2026-03-02 10:30")
    confirm(story, "2026-03-02 11:00", agreed, MANAGER)
    assert is_here(story)
    assert "conflict" in story.kinds


# ---- closing, tier


@pytest.mark.parametrize("said", [{"about": "tier"}, {"decision": "continue", "about": "other"}])
@pytest.mark.parametrize("by", ["w-mgr", "w-sue"])
def test_a_discharge_whose_decision_was_corrected_to_say_something_else_has_no_effect(
    said: dict[str, Any], by: str
) -> None:
    """They are on the caseload with all that is owed, and somebody says what holds."""
    story = settled()
    agreed = story.decide("2026-03-02 09:00", "agree", about="discharge", authorised_by="w-mgr")
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed together", "decision": agreed}
    story.tell("2026-03-02 10:00", "person.discharged", body)
    assert not is_here(story)
    decided = next(each for each in story.entries if each.id == agreed).raw["body"] | said
    decided |= {} if said.get("decision") is None else {"review_at": moment("2026-03-04 10:00")}
    correction: dict[str, Any] = {"entry": agreed, "reason": "not agreed", "replacement": decided}
    story.tell("2026-03-20 10:00", "entry.corrected", correction, author=by)
    assert is_here(story)
    assert {"conflict", "cadence"} <= story.kinds
    (due,) = [each for each in story.dues if each.kind == "conflict"]
    assert due.because[-1] == ", and the decision does not agree to it"


@pytest.mark.parametrize(("about", "leaves"), [("discharge", True), ("tier", False)])
def test_a_discharge_told_before_its_decision_counts_once_that_agrees_to_it(about: str, leaves: bool) -> None:
    story = settled()
    agreed = story.decide("2026-03-02 09:00", "agree", about=about, authorised_by="w-mgr")
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed together", "decision": agreed}
    story.tell("2026-03-02 08:00", "person.discharged", body, recorded="2026-03-02 10:00")
    assert is_here(story) is not leaves


def test_a_closing_whose_decision_was_corrected_to_be_about_something_else_leaves_it_open() -> None:
    story = settled()
    missed = story.miss("2026-03-02 10:00")
    made = story.decide("2026-03-02 11:00", "escalate", missed, authorised_by="w-sue")
    body = {"episode": missed, "outcome": "handed_over", "decision": made}
    story.tell("2026-03-02 12:00", "episode.closed", body)
    assert "ladder_step" not in story.kinds
    decided = next(each for each in story.entries if each.id == made).raw["body"] | {"about": "clinical_review"}
    decided = {key: value for key, value in decided.items() if key != "episode"}
    correction: dict[str, Any] = {"entry": made, "reason": "about the plan", "replacement": decided}
    story.tell("2026-03-20 10:00", "entry.corrected", correction, author="w-sue")
    assert "ladder_step" in story.kinds


def test_a_missed_contact_is_closed_by_the_seniors_own_word_only() -> None:
    story = settled()
    episode = story.miss("2026-03-02 10:00")
    decision = story.decide("2026-03-02 11:00", "escalate", episode, authorised_by=SENIOR, told=TYPED)
    body = {"episode": episode, "outcome": "moved_away", "decision": decision}
    story.tell("2026-03-02 12:00", "episode.closed", body)
    assert story.ground.episode is not None
    confirm(story, "2026-03-02 13:00", decision, SENIOR)
    assert story.ground.episode is None


def test_a_closing_that_is_denied_leaves_it_open() -> None:
    story = settled()
    episode = story.miss("2026-03-02 10:00")
    decision = story.decide("2026-03-02 11:00", "escalate", episode, authorised_by=SENIOR, told=TYPED)
    story.tell(
        "2026-03-02 12:00", "episode.closed", {"episode": episode, "outcome": "moved_away", "decision": decision}
    )
    confirm(story, "2026-03-02 13:00", decision, SENIOR, true=False)
    assert story.ground.episode is not None


def tier(story: Story, at: str, tier: str, by: str | None = None, author: str = "w-tom") -> str:
    body = {"tier": tier, "reason": "as we agreed"} | ({"authorised_by": by} if by else {})
    return story.tell(at, "tier.set", body, author=author)


def tier_of(story: Story) -> str | None:
    found = story.ground.tier
    return found.value if found is not None else None


def test_a_lighter_tier_waits_for_the_seniors_word_and_a_heavier_one_counts_at_once() -> None:
    story = settled()
    lighter = tier(story, "2026-03-02 10:00", "light", SENIOR)
    assert tier_of(story) == "standard"
    confirm(story, "2026-03-02 11:00", lighter, SENIOR)
    assert tier_of(story) == "light"
    tier(story, "2026-03-02 12:00", "intensive")
    assert tier_of(story) == "intensive"


def test_a_later_tier_ends_one_that_waits() -> None:
    story = settled()
    lighter = tier(story, "2026-03-02 10:00", "light", SENIOR)
    tier(story, "2026-03-02 11:00", "enhanced")
    confirm(story, "2026-03-02 12:00", lighter, SENIOR)
    assert tier_of(story) == "enhanced"


# ---- a stop, a pause, a no


def pause(story: Story, at: str, review: str, told: dict[str, Any] | None = None) -> str:
    return story.decide(at, "pause", None, review, about="pause", authorised_by=SENIOR, told=told or TYPED)


def test_a_pause_waits_one_service_day_for_the_seniors_word_and_then_its_own_review() -> None:
    story = settled()
    made = pause(story, "2026-03-05 10:00", "2026-03-12 10:00")
    assert story.due_at("decision_review") == "Fri 2026-03-06 17:00"
    assert story.due_at("cadence") == "Fri 2026-03-06 17:00"
    confirm(story, "2026-03-05 11:00", made, SENIOR)
    assert story.due_at("decision_review") == "Thu 2026-03-12 10:00"
    assert story.due_at("cadence") == "Thu 2026-03-12 10:00"


def test_a_second_pause_while_the_first_waits_does_not_count() -> None:
    story = settled()
    pause(story, "2026-03-05 10:00", "2026-03-12 10:00")
    second = pause(story, "2026-03-06 10:00", "2026-03-13 10:00")
    assert story.due_at("cadence") == "Fri 2026-03-06 17:00"
    assert story.due_at("decision_review") == "Fri 2026-03-06 17:00"
    confirm(story, "2026-03-06 11:00", second, SENIOR)
    assert story.due_at("cadence") == "Fri 2026-03-13 10:00"


@pytest.mark.parametrize("how", ["struck", "moved"])
def test_a_pause_that_is_struck_or_moved_each_day_puts_contact_off_no_further(how: str) -> None:
    story = settled("red")
    story.miss("2026-03-02 10:00")
    made = pause(story, "2026-03-02 11:00", "2026-03-09 10:00")
    held = story.due_at("ladder_step", "immediate_attempt")
    assert held == "Tue 2026-03-03 17:00"
    if how == "moved":
        story.correct("2026-03-03 11:00", made, moved_to=moment("2026-03-03 11:00"))
    else:
        for day in (3, 4, 5, 6):
            story.correct(f"2026-03-0{day} 09:00", made, replacement=None)
            made = pause(story, f"2026-03-0{day} 09:05", "2026-03-13 09:00")
    due = story.due("ladder_step", "immediate_attempt")
    assert due is not None
    assert due.due_at <= london("2026-03-03 17:00")


def test_a_pause_recorded_anew_counts_once_the_senior_says_so() -> None:
    story = settled()
    made = pause(story, "2026-03-05 10:00", "2026-03-12 10:00")
    story.correct("2026-03-05 11:00", made, replacement=None)
    again = pause(story, "2026-03-05 12:00", "2026-03-12 10:00")
    assert story.due_at("cadence") == "Fri 2026-03-06 17:00"
    confirm(story, "2026-03-05 13:00", again, SENIOR)
    assert story.due_at("cadence") == "Thu 2026-03-12 10:00"


@pytest.mark.parametrize("left", [True, False])
def test_a_pause_that_was_confirmed_in_the_place_of_who_left_stands_in_no_other_ones_way(left: bool) -> None:
    story = settled()
    made = pause(story, "2026-03-05 10:00", "2026-03-06 10:00")
    story.correct("2026-03-05 11:00", made, moved_to=moment("2026-03-05 09:30"))
    confirm(story, "2026-03-05 12:00", made, "w-sam", stands_in_for=SENIOR if left else None)
    again = pause(story, "2026-03-06 09:00", "2026-03-12 10:00")
    ignored = {each.id: each.ignored for each in story.state.decisions}
    assert ignored == {made: False, again: not left}


def test_a_no_that_does_not_count_settles_nothing() -> None:
    story = settled("red")
    episode = story.miss("2026-03-02 10:00")
    story.decide("2026-03-02 10:30", "do_not_escalate", episode, "2026-03-03 10:00", authorised_by=SENIOR, told=TYPED)
    story.check("2026-03-02 11:00", "high", episode=episode)
    assert story.due("decision") is not None
    story.decide("2026-03-02 11:30", "do_not_escalate", episode, "2026-03-03 11:00", authorised_by=SENIOR, told=TYPED)
    assert story.due("decision") is not None
    story.decide("2026-03-02 12:00", "escalate", episode)
    assert story.due("decision") is None


def test_a_step_of_somebody_high_that_is_skipped_without_the_seniors_word_comes_back() -> None:
    story = settled("red")
    episode = story.miss("2026-03-02 10:00")
    made = story.decide("2026-03-02 11:00", "skip_step", episode, "2026-03-03 11:00", step="welfare_visit",
                        authorised_by=SENIOR, told=TYPED)  # fmt: skip
    assert story.reading("ladder_step", "2026-03-03 10:59", "welfare_visit") == "upcoming"
    assert story.reading("ladder_step", "2026-03-03 11:01", "welfare_visit") == "overdue"
    confirm(story, "2026-03-02 12:00", made, SENIOR)
    assert story.due("ladder_step", "welfare_visit") is None


# ---- an escalation comes back


@pytest.mark.parametrize(("zone", "due"), [("green", "Mon 2026-03-09 17:00"), ("red", "Tue 2026-03-03 17:00")])
def test_an_escalation_about_an_open_missed_contact_comes_back_at_the_longest(zone: str, due: str) -> None:
    story = settled(zone)
    episode = story.miss("2026-03-02 10:00")
    story.decide("2026-03-02 11:00", "escalate", episode)
    assert story.due_at("decision_review") == due
    story.keep("2026-03-02 15:00")
    assert "decision_review" not in story.kinds


def test_an_escalation_of_somebody_neither_missed_nor_high_needs_no_review() -> None:
    story = settled()
    story.decide("2026-03-02 11:00", "escalate")
    assert "decision_review" not in story.kinds


def test_who_becomes_high_is_looked_at_again_within_a_service_day() -> None:
    story = settled()
    episode = story.miss("2026-03-02 10:00")
    story.decide("2026-03-02 11:00", "do_not_escalate", episode, "2026-03-06 11:00")
    story.zone("2026-03-03 12:00", "red")
    assert story.due_at("decision_review") == "Wed 2026-03-04 17:00"


# ---- a refusal, a stay


def refuse(story: Story, at: str) -> None:
    body = {"scope": "contact", "given": False, "basis": "consent", "rationale": "asks us to stop"}
    story.tell(at, "consent.recorded", body | {"review_on": "2026-03-16"})


@pytest.mark.parametrize(("worse", "withheld"), [
    (None, True), ("red", False), ("missed", False), ("no fresh check", False), ("doubt", False),
])  # fmt: skip
def test_a_refusal_withholds_contact_of_somebody_well_and_weighed_only(worse: str | None, withheld: bool) -> None:
    story = Story()
    story.settle("2026-01-20 09:00" if worse == "no fresh check" else "2026-02-20 09:00")
    match worse:
        case "red":
            story.zone("2026-03-01 10:00", "red")
        case "missed":
            story.miss("2026-03-01 10:00")
        case "doubt":
            story.check("2026-03-01 10:00", capacity="doubt")
    refuse(story, "2026-03-02 10:00")
    assert ("cadence" not in story.kinds) == withheld
    assert "refusal_review" in story.kinds


def test_a_refusal_of_somebody_high_withholds_contact_once_a_senior_has_weighed_it() -> None:
    story = settled("red")
    refuse(story, "2026-03-02 10:00")
    made = pause_weighed(story)
    assert "cadence" in story.kinds
    confirm(story, "2026-03-02 12:00", made, SENIOR)
    assert "cadence" not in story.kinds


def pause_weighed(story: Story) -> str:
    return story.decide("2026-03-02 11:00", "pause", None, "2026-03-03 10:00", about="pause", authorised_by=SENIOR,
                        capacity_considered="she understands what she refuses", told=TYPED)  # fmt: skip


@pytest.mark.parametrize(("kind", "zone", "withheld"), [
    ("holiday", "green", True), ("holiday", "red", False), ("other", "red", False), ("custody", "red", True),
    ("general_ward", "red", True),
])  # fmt: skip
def test_a_holiday_withholds_contact_of_somebody_well_only(kind: str, zone: str, withheld: bool) -> None:
    story = settled(zone)
    story.tell("2026-03-02 10:00", "person.admitted", {"kind": kind, "where": "there", "confirmed_with": "her sister"})
    assert ("cadence" not in story.kinds) == withheld


# ---- the minute of the miss, what was struck, whose it is


@pytest.mark.parametrize("at", ["2026-03-02 14:00", "2026-03-02 13:59"])
@pytest.mark.parametrize("first", ["miss", "worse"])
@pytest.mark.parametrize("worse", ["red", "check", "crisis"])
def test_what_makes_somebody_high_at_the_minute_of_the_miss_counts_whichever_came_first(
    at: str, first: str, worse: str
) -> None:
    story = settled()
    tells = {
        "red": lambda: story.zone(at, "red"),
        "check": lambda: story.check(at, "high"),
        "crisis": lambda: story.tell(at, "crisis.recorded", {"kind": "self_harm", "source": "A&E"}),
    }
    for tell in [lambda: story.miss("2026-03-02 14:00"), tells[worse]][:: 1 if first == "miss" else -1]:
        tell()
    assert story.due_at("ladder_step", "immediate_attempt") == "Mon 2026-03-02 16:00"
    assert story.due_at("ladder_step", "welfare_visit") == "Mon 2026-03-02 17:00"


def test_striking_the_middle_of_three_makes_no_conflict_and_brings_nothing_old_back() -> None:
    story = settled()
    story.zone("2026-03-02 10:00", "red")
    amber = story.zone("2026-03-03 10:00", "amber", "2026-03-10")
    story.zone("2026-03-04 10:00", "green")
    story.correct("2026-03-05 10:00", amber, replacement=None)
    assert story.state.zone_now == "green"
    assert "conflict" not in story.kinds


def test_a_replacement_that_was_struck_is_reached_through_twice() -> None:
    story = settled()
    names = [
        story.tell(
            f"2026-03-0{day} 10:00", "coordinator.named", {"coordinator": f"w-{day}", "clinical_oversight": "Dr"}
        )
        for day in (1, 2, 3, 4)
    ]
    for number, each in enumerate(names[1:3]):
        story.correct(f"2026-03-05 1{number}:00", each, replacement=None)
    assert story.state.coordinator is not None
    assert story.state.coordinator.value == "w-4"
    assert "conflict" not in story.kinds


def test_a_late_refusal_that_names_an_ended_missed_contact_is_settled_by_a_decision_about_it() -> None:
    story = settled()
    episode = story.miss("2026-03-02 10:00")
    story.keep("2026-03-02 12:00")
    story.attempt("2026-03-02 14:00", episode, None, "declined_at_door", method="visit")
    due = story.due("decision")
    assert due is not None
    assert due.detail["episode"] == episode
    story.decide("2026-03-02 15:00", "do_not_escalate", episode, "2026-03-04 10:00")
    assert "decision" not in story.kinds


def test_a_partner_who_does_it_stands_with_the_coordinator() -> None:
    story = settled()
    opened = {"title": "Benefit form", "owner": "Jo at the council", "due_at": moment("2026-03-09 10:00"),
              "area": "benefits"}  # fmt: skip
    story.tell("2026-03-02 10:00", "action.opened", opened)
    staff = Staff(frozenset({"w-tom"}))
    [action] = [due for due in owed(story.state, story.standards, staff) if due.kind == "action"]
    assert action.named_owner is None
    assert action.detail["with"] == "Jo at the council"


@pytest.mark.parametrize(("staff", "owed_again"), [(("w-tom",), False), (("w-ann",), True)])
def test_a_coordinator_nobody_has_owes_a_coordinator(staff: tuple[str, ...], owed_again: bool) -> None:
    story = settled()
    kinds = {due.kind for due in owed(story.state, story.standards, Staff(frozenset(staff)))}
    assert ("allocate_coordinator" in kinds) == owed_again


# ---- worse, after a no


WORSE_THEN = {
    "red": lambda story, at: story.zone(at, "red"),
    "a high check": lambda story, at: story.check(at, "high"),
    "self-harm": lambda story, at: story.tell(at, "crisis.recorded", {"kind": "self_harm", "source": "A&E"}),
}


@pytest.mark.parametrize("worse", WORSE_THEN)
@pytest.mark.parametrize("at", ["2026-03-02 10:00", "2026-03-02 10:01", "2026-03-03 10:00"])
@pytest.mark.parametrize("stopped", [True, False])
def test_a_pause_or_a_stop_holds_one_service_day_once_they_are_red_or_high(worse: str, at: str, stopped: bool) -> None:
    story = settled()
    episode = story.miss("2026-03-02 09:30")
    if stopped:
        body = {"episode": episode, "reason": "calls frighten her", "safety_plan": "her sister looks in",
                "review_at": moment("2026-03-09 10:00"), "authorised_by": SENIOR}  # fmt: skip
        story.tell("2026-03-02 10:00", "outreach.stopped", body, author=SENIOR)
    else:
        told = {"author": SENIOR}
        story.decide("2026-03-02 10:00", "pause", episode, "2026-03-09 10:00", authorised_by=SENIOR, told=told)
    WORSE_THEN[worse](story, at)
    latest = story.standards.calendar.after(london(at), story.standards.limits.decision_review_high)
    steps = [due for due in story.dues if due.kind in ("ladder_step", "decision_review")]
    assert {due.kind for due in steps} == {"ladder_step", "decision_review"}
    assert all(due.due_at <= latest for due in steps), [(due.key, due.due_at) for due in steps]


def test_what_was_only_learned_after_a_no_is_looked_at_within_a_service_day_of_knowing() -> None:
    story = settled()
    story.decide("2026-03-02 10:00", "pause", None, "2026-03-09 10:00", authorised_by=SENIOR, about="pause",
                 told={"author": SENIOR})  # fmt: skip
    knew: dict[str, Any] = {"recorded": "2026-03-03 10:00", "learned_at": moment("2026-03-03 10:00")}
    story.tell("2026-03-01 20:00", "crisis.recorded", {"kind": "ae", "source": "A&E"}, **knew)
    assert story.due_at("decision_review") == "Wed 2026-03-04 17:00"


@pytest.mark.parametrize(("noes", "by"), [(1, "Fri 2026-03-06 10:00"), (2, "Tue 2026-03-03 17:00")])
def test_a_third_no_that_waits_for_a_senior_is_looked_at_within_a_service_day(noes: int, by: str) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    episode = story.miss("2026-03-02 10:00")
    for minute in range(noes):
        story.decide(f"2026-03-02 11:0{minute}", "do_not_escalate", episode, "2026-03-06 10:00")
    waits: dict[str, Any] = {"authorised_by": "w-sue", "told": {"author": "w-tom"}}
    story.decide("2026-03-02 11:30", "do_not_escalate", episode, "2026-03-06 10:00", **waits)
    assert story.due_at("decision_review") == by


@pytest.mark.parametrize(("staff", "why"), [
    (Staff(frozenset({"w-ann"}), frozenset({"w-tom"})), "their coordinator has left"),
    (Staff(frozenset({"w-ann"})), "nobody works here under the id w-tom"),
])  # fmt: skip
def test_a_coordinator_is_named_anew_because_theirs_has_left_or_was_never_here(staff: Staff, why: str) -> None:
    story = settled()
    [due] = [due for due in owed(story.state, story.standards, staff) if due.kind == "allocate_coordinator"]
    assert due.because == (why,)


def test_a_refusal_of_somebody_high_withholds_contact_once_a_senior_has_stopped_the_steps() -> None:
    story = settled("red")
    episode = story.miss("2026-03-02 09:30")
    refuse(story, "2026-03-02 10:00")
    assert "first_contact" not in story.kinds
    assert "cadence" in story.kinds
    body = {"episode": episode, "reason": "calls frighten her", "safety_plan": "her sister looks in",
            "review_at": moment("2026-03-03 10:00"), "authorised_by": SENIOR}  # fmt: skip
    story.tell("2026-03-02 11:00", "outreach.stopped", body, author=SENIOR)
    assert "cadence" not in story.kinds
    (stop,) = [each for each in bearings_of(story.ground) if each.kind == "decision"]
    assert stop.by == SENIOR


def test_a_decision_about_one_thing_leaves_what_was_decided_about_another() -> None:
    story = settled()
    told: dict[str, Any] = {"told": {"author": SENIOR}, "authorised_by": SENIOR}
    for number, about in enumerate(("pause", "safeguarding", "welfare_check")):
        decision = "pause" if about == "pause" else "continue"
        story.decide(f"2026-03-02 10:0{number}", decision, None, f"2026-03-0{3 + number} 10:00", about=about, **told)
    stands = [each.about for each in story.state.decisions if not each.replaced]
    assert stands == ["pause", "safeguarding", "welfare_check"]


@pytest.mark.parametrize("left", [True, False])
def test_who_authorised_is_asked_after_they_have_left_too(left: bool) -> None:
    story = settled()
    named = story.decide(
        "2026-03-02 09:00", "pause", None, "2026-03-03 09:00", authorised_by=SENIOR, told={"author": "w-tom"}
    )
    if left:
        discharge(story, author=MANAGER)
        assert not is_here(story)
        assert story.kinds == {"confirm_authority"}
    due = story.due("confirm_authority")
    assert due is not None
    assert (due.detail["about"], due.named_owner) == (named, SENIOR)
    assert ("; they have left" in due.because) == left
    confirm(story, "2026-03-03 10:00", named, SENIOR)
    assert "confirm_authority" not in story.kinds


@pytest.mark.parametrize("by", [MANAGER, "w-sue2", "w-tom"])
def test_what_somebody_else_puts_in_a_managers_mouth_is_not_her_word(by: str) -> None:
    """She answered no; whoever corrects that into a yes speaks for themself."""
    story = settled()
    agreed, _ = discharge(story)
    confirm(story, "2026-03-02 11:00", agreed, MANAGER, true=False)
    answer = story.entries[-1].id
    said = {"about": agreed, "true": True}
    story.correct("2026-03-02 12:00", answer, replacement=said, told={"author": by})
    assert is_here(story) == (by != MANAGER)


@pytest.mark.parametrize(("by", "waits"), [(MANAGER, False), ("w-tom", True)])
def test_a_decision_that_a_manager_typed_for_somebody_is_not_authorised_by_her_once_they_changed_it(
    by: str, waits: bool
) -> None:
    story = settled()
    typed = {"author": MANAGER, "on_behalf_of": "w-tom"}
    made = story.decide("2026-03-02 09:00", "escalate", None, told=typed)
    pause = {"about": "clinical_review", "decision": "pause", "what_changed": "nothing", "authorised_by": MANAGER,
             "rationale": "He asks for a week without calls.", "review_at": moment("2026-03-04 09:00")}  # fmt: skip
    story.correct("2026-03-02 10:00", made, replacement=pause, told={"author": by})
    assert ("confirm_authority" in story.kinds) == waits


def test_a_word_mended_by_somebody_else_changes_nobodys_authority() -> None:
    story = settled()
    agreed, _ = discharge(story, author=MANAGER)
    assert not is_here(story)
    body = next(each.raw["body"] for each in story.entries if each.id == agreed)
    story.correct("2026-03-02 12:00", agreed, replacement=body | {"what_changed": "mended"}, told={"author": SENIOR})
    assert not is_here(story)


@pytest.mark.parametrize(
    ("about", "decision", "needs"),
    [
        ("missed_contact", "do_not_escalate", {"third_no", "close_without_contact"}),
        ("missed_contact", "escalate", {"third_no", "close_without_contact"}),
        ("pause", "pause", {"pause", "close_without_contact"}),
        ("discharge", "agree", {"third_no", "discharge"}),
    ],
)
def test_whoever_speaks_for_one_who_left_may_do_all_that_may_be_done_on_the_strength_of_it(
    about: str, decision: str, needs: set[str]
) -> None:
    story = settled()
    episode = story.miss("2026-03-02 08:00") if about == "missed_contact" else None
    review = None if decision in ("escalate", "agree") else "2026-03-03 09:00"
    story.decide("2026-03-02 09:00", decision, episode, review, about=about, authorised_by=SENIOR, told=TYPED)
    assert [set(each.needs) for each in story.state.authorities] == [needs]


def test_of_who_has_left_the_role_is_asked_and_of_who_works_here_they_themselves() -> None:
    story = settled()
    discharge(story)
    told = [
        (due.named_owner, due.title)
        for staff in (Staff(), Staff(frozenset({MANAGER})), Staff(frozenset({SENIOR}), frozenset({MANAGER})))
        for due in owed(story.state, story.standards, staff)
        if due.kind == "confirm_authority"
    ]
    mine = (MANAGER, "Confirm that you authorised this")
    assert told == [mine, mine, ("manager", "Does it hold: whoever authorised it has left")]
