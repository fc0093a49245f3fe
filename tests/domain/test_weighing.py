"""Risk checks, decisions, escalations and what can't wait: what the table of Dues can't say in a row (S0:29-30)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.standards import default_standards, default_text, parse_standards
from tests.domain.telling import Story, london, moment


def missed(zone: str = "green") -> tuple[Story, str]:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.zone("2026-02-20 10:00", zone)
    return story, story.miss("2026-03-03 10:30")


@pytest.mark.parametrize(
    ("zone", "due"),
    [("green", "Wed 2026-03-04 10:30"), ("amber", "Tue 2026-03-03 17:00"), ("red", "Tue 2026-03-03 17:00")],
)
def test_a_risk_check_is_owed_with_the_second_attempt_and_where_there_is_risk_the_same_day(zone: str, due: str) -> None:
    assert missed(zone)[0].due_at("risk_check") == due


def test_zone_unknown_counts_as_amber() -> None:
    story = Story()
    story.accept("2026-03-02 09:00")
    story.miss("2026-03-03 10:30")
    assert story.due_at("risk_check") == "Tue 2026-03-03 17:00"
    assert story.due("zone_review") is None


def test_a_risk_check_is_owed_the_day_they_become_amber_not_before() -> None:
    story, _ = missed("green")
    story.zone("2026-03-04 09:30", "amber")
    assert story.due_at("risk_check") == "Wed 2026-03-04 10:30"
    story, _ = missed("green")
    story.zone("2026-03-03 11:00", "amber")
    assert story.due_at("risk_check") == "Tue 2026-03-03 17:00"


@pytest.mark.parametrize(
    ("zone", "how", "owed"),
    [("green", "as_usual", False), ("green", "could_not_tell", True), ("amber", "as_usual", True)],
)
def test_a_risk_check_is_still_owed_after_contact_unless_green_and_as_usual(zone: str, how: str, owed: bool) -> None:
    story, _ = missed(zone)
    story.keep("2026-03-03 12:00", how_are_they=how)
    assert (story.due("risk_check") is not None) == owed


def test_a_risk_check_stays_owed_however_long_ago_it_was() -> None:
    story, episode = missed("amber")
    story.keep("2026-03-03 12:00")
    for week in range(1, 9):
        story.keep(f"2026-{3 + (3 + 7 * week) // 31:02}-{1 + (3 + 7 * week) % 30:02} 12:00")
    due = story.due("risk_check")
    assert due is not None
    assert due.detail == {"episode": episode}


@pytest.mark.parametrize("overall", ["concern", "high"])
def test_what_a_risk_check_found_is_decided_even_after_contact_and_even_months_later(overall: str) -> None:
    story, episode = missed("green")
    story.check("2026-03-03 11:00", overall)
    story.keep("2026-03-03 12:00")
    assert story.due_at("decision") == "Tue 2026-03-03 17:00"
    for month in range(4, 9):
        story.keep(f"2026-{month:02}-01 12:00")
        story.check(f"2026-{month:02}-02 12:00")
    assert story.due_at("decision") == "Tue 2026-03-03 17:00"
    story.decide("2026-09-01 12:00", "continue", episode, "2026-09-03 12:00")
    assert story.due("decision") is None


def test_a_decision_is_owed_again_only_by_something_newer_than_the_newest_decision() -> None:
    story, episode = missed("amber")
    story.check("2026-03-03 11:00", "concern")
    story.decide("2026-03-03 12:00", "do_not_escalate", episode, "2026-03-05 12:00")
    assert story.due("decision") is None
    story.attempt("2026-03-03 13:00", episode, "same_day_attempt")
    assert story.due("decision") is None
    story.attempt("2026-03-04 10:00", episode, "next_day_follow_up")
    assert story.due_at("decision") == "Wed 2026-03-04 17:00"
    story.decide("2026-03-04 10:30", "do_not_escalate", episode, "2026-03-06 12:00")
    assert story.due("decision") is None


def test_a_decision_is_owed_when_every_step_is_done_without_contact() -> None:
    story, episode = missed("amber")
    story.attempt("2026-03-03 11:00", episode, "same_day_attempt")
    story.attempt("2026-03-04 10:00", episode, "next_day_follow_up")
    story.attempt("2026-03-04 14:00", episode, "in_person_check", "no_access", method="visit")
    story.decide("2026-03-04 15:00", "continue", episode, "2026-03-06 12:00")
    assert story.due("decision") is None
    noor = {"to": "trusted_contact", "name": "Noor"}
    story.attempt("2026-03-05 10:00", episode, "partner_notification", "no_news", **noor)
    due = story.due("decision")
    assert due is not None
    assert due.because == ("every step is done without contact",)


@pytest.mark.parametrize("outcome", ["declined", "could_not_talk", "spoke_not_seen", "declined_at_door"])
@pytest.mark.parametrize("open_", [True, False])
def test_an_outcome_that_is_no_contact_and_no_absence_owes_a_decision(outcome: str, open_: bool) -> None:
    story, episode = missed("amber")
    if not open_:
        story.check("2026-03-03 10:40")
        story.keep("2026-03-03 10:50")
    method = "visit" if outcome in ("spoke_not_seen", "declined_at_door") else "call"
    story.attempt("2026-03-03 11:00", episode if open_ else None, None, outcome, method=method)
    assert story.due_at("decision") == "Tue 2026-03-03 17:00"
    story.keep("2026-03-03 12:00")
    assert story.due("decision") is None


def escalated(route: str = "crisis_team") -> tuple[Story, str, str]:
    story, episode = missed("amber")
    decision = story.decide("2026-03-03 11:00", "escalate", episode)
    return story, episode, story.escalate("2026-03-03 12:00", decision, "2026-03-03 14:00", route)


@pytest.mark.parametrize("answer", ["declined", "redirected"])
def test_a_declined_escalation_owes_a_decision_within_the_hour_and_saying_it_twice_changes_nothing(answer: str) -> None:
    story, _, escalation = escalated()
    story.answer("2026-03-03 13:00", escalation, answer)
    assert story.due_at("decision") == "Tue 2026-03-03 14:00"
    assert story.due("escalation_reply") is None
    story.answer("2026-03-03 13:50", escalation, "declined")
    assert story.due_at("decision") == "Tue 2026-03-03 14:00"


@pytest.mark.parametrize("met", [True, False])
def test_an_escalation_that_ended_without_contact_owes_a_decision(met: bool) -> None:
    story, _, escalation = escalated()
    story.answer("2026-03-03 13:00", escalation)
    if met:
        story.keep("2026-03-03 15:00")
    story.tell("2026-03-04 10:00", "escalation.closed", {"escalation": escalation, "outcome": "went to the flat"})
    assert (story.due_at("decision") == "Wed 2026-03-04 17:00") == (not met)


def test_an_escalation_is_open_until_its_loop_is_closed_however_long_that_takes() -> None:
    story, _, escalation = escalated("safeguarding")
    story.answer("2026-03-03 13:00", escalation)
    story.keep("2026-03-04 10:00")
    for month in range(4, 8):
        story.keep(f"2026-{month:02}-01 12:00")
    assert story.due_at("escalation_outcome") == "Tue 2026-03-10 17:00"


@pytest.mark.parametrize(
    ("route", "due"),
    [("ambulance", "Fri 2026-03-06 17:30"), ("police_welfare_check", "Fri 2026-03-06 20:30"),
     ("crisis_team", "Fri 2026-03-06 17:00"), ("safeguarding", "Fri 2026-03-13 17:00"), ("gp", "Fri 2026-03-13 17:00")],
)  # fmt: skip
def test_the_outcome_of_an_accepted_escalation_is_owed_by_its_route(route: str, due: str) -> None:
    story, _, escalation = escalated(route)
    story.answer("2026-03-06 16:30", escalation)
    assert story.due_at("escalation_outcome") == due


def test_a_raised_and_closed_escalation_is_never_asked_for_again() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    decision = story.decide("2026-03-03 11:00", "escalate", None, about="safeguarding", risk_of_harm="not eating")
    escalation = story.escalate("2026-03-03 12:00", decision, "2026-03-03 14:00", "safeguarding")
    story.answer("2026-03-03 13:00", escalation)
    story.tell("2026-03-05 10:00", "escalation.closed", {"escalation": escalation, "outcome": "a plan is made"})
    for month in range(4, 8):
        story.keep(f"2026-{month:02}-01 12:00")
    assert "raise_escalation" not in story.kinds


def test_an_escalation_that_was_decided_is_asked_for_until_it_is_raised() -> None:
    story, episode = missed("green")
    story.decide("2026-03-03 11:00", "escalate", episode)
    story.keep("2026-03-03 12:00")
    for month in range(4, 8):
        story.keep(f"2026-{month:02}-01 12:00")
    assert story.due_at("raise_escalation") == "Tue 2026-03-03 13:00"


WORSE: dict[str, Any] = {
    "worse": lambda s: s.keep("2026-03-03 14:00", how_are_they="worse"),
    "worse on the phone": lambda s: s.attempt("2026-03-03 14:00", None, None, "reached", how_are_they="worse"),
    "a trigger": lambda s: s.keep("2026-03-03 14:00", triggers=["suicidal_plan"]),
    "the step-up point": lambda s: s.keep("2026-03-03 14:00", step_up_reached=True),
    "a red flag": lambda s: s.keep(
        "2026-03-03 14:00", signs_seen=[{"sign": "talks of the bridge", "seen": "yes"}], plan_72h="her sister stays"
    ),
    "a high check": lambda s: s.check("2026-03-03 14:00", "high"),
    "a trigger in a check": lambda s: s.check("2026-03-03 14:00", triggers=["child_at_risk"]),
    "unsafe at the door": lambda s: s.attempt("2026-03-03 14:00", None, None, "unsafe_for_worker", method="visit"),
    "a worried sister": lambda s: s.attempt(
        "2026-03-03 14:00", None, None, "says_worried", to="trusted_contact", name="Noor"
    ),
}


@pytest.mark.parametrize("what", WORSE)
def test_what_cannot_wait_is_answered_within_two_hours(what: str) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    WORSE[what](story)
    assert story.due_at("same_day_response") == "Tue 2026-03-03 16:00"
    story.decide("2026-03-03 15:00", "continue", None, "2026-03-04 12:00")
    assert "same_day_response" not in story.kinds


def test_out_of_hours_the_same_two_hours_name_the_out_of_hours_route() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.keep("2026-03-06 16:30", how_are_they="worse")
    due = story.due("same_day_response")
    assert story.due_at("same_day_response") == "Fri 2026-03-06 18:30"
    assert due is not None
    assert any("111" in str(word) for word in due.because)


@pytest.mark.parametrize(
    ("told", "high"),
    [
        (lambda s: s.zone("2026-03-02 10:00", "red"), True),
        (lambda s: s.check("2026-03-02 10:00", "high"), True),
        (lambda s: s.check("2026-03-02 10:00", triggers=["acute_psychosis"]), True),
        (lambda s: (s.check("2026-03-02 10:00", "high"), s.check("2026-03-02 12:00", "concern")), False),
        (lambda s: (s.check("2026-03-02 10:00", triggers=["acute_psychosis"]), s.check("2026-03-02 12:00")), False),
        (lambda s: (s.zone("2026-03-02 10:00", "red"), s.zone("2026-03-02 12:00", "amber")), False),
        (lambda s: s.tell("2026-03-02 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"}), True),
        (lambda s: s.zone("2026-03-02 10:00", "amber"), False),
    ],
)  # fmt: skip
def test_high_is_a_question_about_the_story_up_to_that_moment(told: Any, high: bool) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    told(story)
    assert story.ground.is_high_at(london("2026-03-03 09:00")) == high
    assert not story.ground.is_high_at(london("2026-03-02 09:59"))


def test_a_crisis_keeps_somebody_high_for_14_days_from_its_own_moment() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    learned: dict[str, Any] = {"learned_at": moment("2026-03-05 09:00"), "recorded": "2026-03-05 09:00"}
    story.tell("2026-03-02 22:00", "crisis.recorded", {"kind": "self_harm", "source": "A&E"}, **learned)
    assert story.ground.is_high_at(london("2026-03-02 22:00"))
    assert story.ground.is_high_at(london("2026-03-16 21:59"))
    assert not story.ground.is_high_at(london("2026-03-16 22:01"))
    assert story.due_at("after_crisis_contact") == "Fri 2026-03-06 12:00"


def test_after_self_harm_contact_is_owed_within_48_hours() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.tell("2026-03-06 18:00", "crisis.recorded", {"kind": "self_harm", "source": "A&E"})
    assert story.due_at("after_crisis_contact") == "Sun 2026-03-08 18:00"


def test_the_risk_plan_stays_owed_after_a_crisis_until_it_is_updated() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.tell("2026-03-02 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    for day in ("2026-03-03", "2026-04-10", "2026-05-20"):
        story.keep(f"{day} 10:00")
    assert story.due_at("risk_plan") == "Thu 2026-03-05 10:00"


def test_a_newer_decision_on_a_joined_miss_takes_the_older_ones_place() -> None:
    story, first = missed("amber")
    story.decide("2026-03-03 11:00", "do_not_escalate", first, "2026-03-04 11:00")
    second = story.miss("2026-03-03 15:00")
    story.decide("2026-03-03 16:00", "continue", second, "2026-03-06 11:00")
    assert story.due_at("decision_review") == "Fri 2026-03-06 11:00"


def test_without_a_missed_contact_a_review_ends_with_a_calm_check_and_contact_since() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.decide("2026-03-02 11:00", "do_not_escalate", None, "2026-03-06 11:00")
    story.check("2026-03-03 11:00")
    assert story.due_at("decision_review") == "Fri 2026-03-06 11:00"
    story.keep("2026-03-04 11:00")
    assert story.due("decision_review") is None


@pytest.mark.parametrize(("declined", "owed"), [("12:00", False), ("12:01", True)])
def test_an_escalation_declined_after_the_missed_contact_was_closed_owes_a_decision(declined: str, owed: bool) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    episode = story.miss("2026-03-02 10:00")
    decision = story.decide("2026-03-02 10:30", "escalate", episode, authorised_by="w-sue")
    escalation = story.escalate("2026-03-02 11:00", decision, "2026-03-02 14:00")
    assert [due.detail["episode"] for due in story.dues if due.kind == "escalation_reply"] == [episode]
    story.tell(
        "2026-03-02 12:00",
        "episode.closed",
        {"episode": episode, "outcome": "handed_over", "decision": decision},
        author="w-sue",
    )
    story.answer(f"2026-03-02 {declined}", escalation, "declined")
    assert ("decision" in story.kinds) == owed


@pytest.mark.parametrize("worry", ["a worried sister", "Aunt Bea"])
@pytest.mark.parametrize(("missed", "worried", "by"), [
    ("2026-03-02 10:30", "2026-03-02 12:00", "Mon 2026-03-02 17:00"),
    ("2026-03-02 10:30", "2026-03-04 12:00", "Tue 2026-03-03 10:30"),
])  # fmt: skip
def test_of_several_reasons_for_a_risk_check_the_earliest_date_holds(
    missed: str, worried: str, by: str, worry: str
) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.miss(missed)
    body = {"direction": "in", "who": worry, "summary": "not heard for days", "worried": True}
    story.tell(worried, "partner.contacted", body)
    assert story.due_at("risk_check") == by


@pytest.mark.parametrize(("adopted", "owed"), [("2026-03-05 12:00", True), ("2026-03-03 12:00", False)])
def test_whether_contact_was_calm_is_read_by_the_standards_of_that_day(adopted: str, owed: bool) -> None:
    was = default_standards()
    now = parse_standards(default_text().replace('high_after_crisis = "14 days"', 'high_after_crisis = "7 days"'))
    story = Story(now.adopted_after(was, london(adopted)))
    story.settle("2026-02-20 09:00")
    story.tell("2026-02-23 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    story.miss("2026-03-03 10:30")
    story.keep("2026-03-04 10:00")
    assert ("risk_check" in story.kinds) == owed
