"""Signs that somebody gets worse: answered in time, and how long until they are steady again (S2:12, S2:36-37)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.measures.figures import case_of, cases_of, die, in_london, outcomes, refuse, said, tally_of
from tests.domain.telling import RISK_PLAN, Story, settled

SIGN: dict[str, Any] = {"signs_seen": [{"sign": "sleeping by day", "seen": "yes"}], "plan_72h": "rings on Tuesday"}


@pytest.mark.parametrize(
    ("seen", "by"),
    [
        (SIGN, "03-05 10:00"),
        (SIGN | {"how_are_they": "worse"}, "03-02 12:00"),
        ({"triggers": ["suicidal_plan"]}, "03-02 12:00"),
        ({"step_up_reached": True}, "03-02 12:00"),
        ({"signs_seen": [{"sign": "Talks of the bridge", "seen": "yes"}], "plan_72h": "rings"}, "03-02 12:00"),
        (SIGN | {"step_up_reached": True}, "03-02 12:00"),
    ],
)
def test_a_sign_is_answered_within_its_72_hours_and_what_can_not_wait_in_two(seen: dict[str, Any], by: str) -> None:
    story = settled()
    story.keep("2026-03-02 10:00", **seen)
    assert in_london(case_of(story, "signs_answered")) == ("03-02 10:00", None, by)


@pytest.mark.parametrize(
    ("decided", "expected"), [("2026-03-05 10:00", "counted"), ("2026-03-05 10:01", "not"), (None, "not")]
)
def test_a_decision_answers_it_up_to_its_due_moment(decided: str | None, expected: str) -> None:
    story = settled()
    story.keep("2026-03-02 10:00", **SIGN)
    if decided:
        story.decide(decided, "do_not_escalate", None, "2026-03-06 12:00")
    assert outcomes(story, "signs_answered") == [expected]


def test_an_escalation_answers_it_and_a_decision_about_something_else_does_not() -> None:
    story = settled()
    decision = story.decide("2026-03-02 09:00", "escalate", None)
    story.keep("2026-03-02 10:00", **SIGN)
    story.decide("2026-03-02 11:00", "agree", None, about="tier")
    assert outcomes(story, "signs_answered") == ["not"]
    story.escalate("2026-03-02 12:00", decision, "2026-03-03 12:00")
    assert outcomes(story, "signs_answered") == ["counted"]


def test_what_was_decided_before_answers_nothing() -> None:
    story = settled()
    story.decide("2026-03-02 09:59", "do_not_escalate", None, "2026-03-04 12:00")
    story.keep("2026-03-02 10:00", **SIGN)
    assert outcomes(story, "signs_answered") == ["not"]


def test_a_sign_not_seen_or_not_asked_is_none_and_a_risk_check_sees_them_too() -> None:
    story = settled()
    story.keep("2026-03-02 10:00", signs_seen=[{"sign": "sleeping by day", "seen": "no"},
                                              {"sign": "not eating", "seen": "not_asked"}])  # fmt: skip
    story.check("2026-03-02 11:00", relapse_indicators=["none"])
    assert outcomes(story, "signs_answered") == []
    story.check("2026-03-03 11:00", relapse_indicators=["not eating"])
    story.check("2026-03-04 11:00", triggers=["child_at_risk"])
    assert [case.facts["seen"] for case in cases_of(story, "signs_answered")] == [["sign"], ["trigger"]]


def test_the_red_flags_are_those_of_the_plan_of_then() -> None:
    story = settled()
    flag: dict[str, Any] = {"signs_seen": [{"sign": "stops eating", "seen": "yes"}], "plan_72h": "rings"}
    story.keep("2026-03-02 10:00", **flag)
    story.tell("2026-03-03 10:00", "risk_plan.updated", RISK_PLAN | {"red_flags": ["Stops eating"]})
    story.keep("2026-03-04 10:00", **flag)
    assert [case.facts["seen"] for case in cases_of(story, "signs_answered")] == [["sign"], ["sign", "trigger"]]


def test_struck_out_it_was_not_seen_and_the_dead_are_left_out_who_refuses_is_not() -> None:
    died, refused = settled(), settled()
    for story in (died, refused):
        story.keep("2026-03-02 10:00", **SIGN)
    struck = died.again()
    struck.correct("2026-03-02 10:30", struck.entries[-1].id, replacement=None)
    die(died, "2026-03-02 11:00")
    refuse(refused, "2026-03-02 11:00")
    assert [outcomes(story, "signs_answered") for story in (struck, died, refused)] == [[], ["died"], ["not"]]


def test_beside_it_stands_what_was_seen() -> None:
    story = settled()
    story.keep("2026-03-02 10:00", **SIGN, step_up_reached=True)
    tally = tally_of(story, "signs_answered", "2026-03-01", "2026-04-01", "2026-03-31 09:00")
    assert tally.more == {"early warning signs": 1, "triggers": 0, "step-up point reached": 1}


def test_from_red_or_amber_to_green_is_one_stretch() -> None:
    story = settled()
    story.zone("2026-03-02 10:00", "amber")
    story.zone("2026-03-03 10:00", "red")
    story.zone("2026-03-05 10:00", "amber")
    assert in_london(case_of(story, "destabilised")) == ("03-02 10:00", None, None)
    story.zone("2026-03-12 10:00", "green")
    story.zone("2026-03-20 10:00", "amber")
    assert [in_london(case)[:2] for case in cases_of(story, "destabilised")] == [
        ("03-02 10:00", "03-12 10:00"), ("03-20 10:00", None),
    ]  # fmt: skip


def test_a_zone_that_nobody_has_set_is_none_of_it_and_one_accepted_as_amber_is() -> None:
    unknown, amber = Story(), Story()
    unknown.accept("2026-03-02 10:00")
    amber.accept("2026-03-02 10:00", source="ward")
    assert cases_of(unknown, "destabilised") == []
    assert in_london(case_of(amber, "destabilised"))[0] == "03-02 10:00"


def test_its_days_are_a_median_in_which_who_is_not_green_yet_is_longest() -> None:
    story = settled()
    for begins, ends in (("2026-03-02", "2026-03-04"), ("2026-03-09", "2026-03-13"), ("2026-03-16", None)):
        story.zone(f"{begins} 10:00", "amber")
        if ends:
            story.zone(f"{ends} 10:00", "green")
    tally = tally_of(story, "destabilised", "2026-03-01", "2026-04-01", "2026-03-31 09:00")
    assert (tally.n, tally.d, tally.value) == (2, 3, 4.0)


def test_the_days_are_by_the_clock_that_nobody_changes() -> None:
    story = settled()
    story.zone("2026-03-28 10:00", "amber")
    story.zone("2026-03-30 11:00", "green")
    assert tally_of(story, "destabilised", "2026-03-01", "2026-04-01", "2026-04-30 09:00").value == 2.0


def test_who_leaves_has_not_become_green() -> None:
    story = settled("amber")
    agreed = story.decide("2026-03-03 09:00", "agree", None, about="discharge", authorised_by="w-meg")
    story.tell("2026-03-03 10:00", "person.discharged",
               {"destination": "GP", "reason": "moved_away", "note": "to Leeds", "decision": agreed})  # fmt: skip
    story.tell("2026-06-01 10:00", "person.reopened", {"reason": "back from Leeds"})
    story.zone("2026-06-02 10:00", "green")
    assert [said(case) for case in cases_of(story, "destabilised")] == ["not", "counted"]
