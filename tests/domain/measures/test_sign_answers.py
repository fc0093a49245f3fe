"""Signs, triggers and step-up points that were seen: what answered each, and whether that was in time (S2:36)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.subjects.setbacks import signs_answered
from carelist_tui.domain.measures.subjects.sign_answers import SignAnswer, sign_answers
from carelist_tui.domain.person.story import retold
from carelist_tui.domain.standards import parse_standards
from tests.domain.telling import CHECK, KEPT, RISK_PLAN, Story, london
from tests.domain.test_origin import theirs

SIGN = {"signs_seen": [{"sign": "awake at night", "seen": "yes"}, {"sign": "not eating", "seen": "no"}],
        "plan_72h": "Ring on Wednesday."}  # fmt: skip
TRIGGER = {"triggers": ["suicidal_plan"]}
STEP_UP = {"step_up_reached": True}


def met(story: Story, at: str, **body: Any) -> str:
    return story.tell(at, "contact.completed", KEPT | body)


def answers(story: Story) -> list[SignAnswer]:
    told = [entry for _, entry in retold(story.person, story.entries)]
    return list(sign_answers(told, story.standards))


def seen(body: dict[str, Any], at: str = "2026-03-02 10:00") -> tuple[Story, str]:
    story = Story()
    story.accept("2026-02-02 09:00")
    return story, met(story, at, **body)


@pytest.mark.parametrize(("body", "due"), [
    (SIGN, "2026-03-05 10:00"), (TRIGGER, "2026-03-02 12:00"), (STEP_UP, "2026-03-02 12:00"),
    (SIGN | TRIGGER, "2026-03-02 12:00"), (SIGN | {"how_are_they": "worse"}, "2026-03-02 12:00"),
])  # fmt: skip
def test_what_owes_a_response_that_day_is_owed_an_answer_by_then_and_a_sign_within_its_72_hours(
    body: dict[str, Any], due: str
) -> None:
    story, id = seen(body)
    [one] = answers(story)
    assert (one.seen.id, one.due_at, one.answer) == (id, london(due), None)
    owed = story.due("same_day_response")
    assert owed is None or owed.due_at == one.due_at
    before, after = london(due), london(due).replace(second=1)
    assert (one.in_time(before), one.in_time(after)) == (None, False)


def test_what_was_seen_is_told_and_nothing_else_is() -> None:
    story, _ = seen(SIGN | STEP_UP | {"triggers": ["child_at_risk"]})
    met(story, "2026-03-03 10:00", signs_seen=[{"sign": "awake at night", "seen": "no"}])
    met(story, "2026-03-04 10:00", how_are_they="worse")
    [one] = answers(story)
    assert (one.signs, one.triggers, one.step_up) == (("awake at night",), ("child_at_risk",), True)


def test_a_risk_check_sees_too() -> None:
    story = Story()
    story.accept("2026-02-02 09:00")
    for hour, more in ((10, {"relapse_indicators": ["curtains shut"]}), (11, {"relapse_indicators": ["None"]}),
                       (12, TRIGGER), (13, {"relapse_indicators": ["curtains shut"], "overall": "high"})):  # fmt: skip
        story.tell(f"2026-03-02 {hour}:00", "risk_check.completed", CHECK | more)
    first, trigger, high = answers(story)
    assert (first.signs, first.due_at) == (("curtains shut",), london("2026-03-05 10:00"))
    assert (trigger.signs, trigger.triggers) == ((), ("suicidal_plan",))
    assert high.due_at == london("2026-03-02 15:00")


@pytest.mark.parametrize(("about", "answers_it"), [
    ("clinical_review", True), ("safeguarding", True), ("missed_contact", True), ("tier", False), ("discharge", False),
])  # fmt: skip
def test_a_decision_about_it_answers_as_it_settles_what_is_owed(about: str, answers_it: bool) -> None:
    story, _ = seen(TRIGGER)
    episode = story.miss("2026-03-02 10:30") if about == "missed_contact" else None
    decision = "agree" if about in ("tier", "discharge") else "escalate"
    harm: dict[str, Any] = {"risk_of_harm": "he has her card"} if about == "safeguarding" else {}
    id = story.decide("2026-03-02 11:00", decision, episode, about=about, **harm)
    [one] = answers(story)
    assert (one.answer.id if one.answer else None) == (id if answers_it else None)
    assert (story.due("same_day_response") is None) == answers_it


@pytest.mark.parametrize(("at", "in_time"), [("2026-03-02 12:00", True), ("2026-03-02 12:01", False)])
def test_the_first_answer_after_it_counts_and_in_time_includes_the_moment_itself(at: str, in_time: bool) -> None:
    story = Story()
    story.accept("2026-02-02 09:00")
    story.decide("2026-03-02 09:00", "escalate", None, about="clinical_review")
    met(story, "2026-03-02 10:00", **TRIGGER)
    first = story.decide(at, "escalate", None, about="clinical_review")
    story.decide("2026-03-02 14:00", "escalate", None, about="clinical_review")
    [one] = answers(story)
    assert one.answer is not None
    assert (one.answer.id, one.in_time(london("2026-04-01 10:00"))) == (first, in_time)


def test_what_another_team_decided_is_no_answer_of_ours() -> None:
    story, _ = seen(TRIGGER)
    theirs(story, story.decide("2026-03-02 11:00", "escalate", None, about="clinical_review"))
    [one] = answers(story)
    assert one.answer is None
    assert story.due("same_day_response") is not None


def test_an_escalation_answers_too() -> None:
    story = Story()
    story.accept("2026-02-02 09:00")
    decided = story.decide("2026-03-02 09:00", "escalate", None, about="clinical_review")
    met(story, "2026-03-02 10:00", **STEP_UP)
    raised = story.escalate("2026-03-02 11:00", decided, "2026-03-03 12:00")
    [one] = answers(story)
    assert one.answer is not None
    assert (one.answer.id, one.in_time(london("2026-03-02 18:00"))) == (raised, True)


def test_what_was_learned_later_is_answered_from_then_on() -> None:
    story = Story()
    story.accept("2026-02-02 09:00")
    story.tell("2026-03-02 10:00", "contact.completed", KEPT | TRIGGER, recorded="2026-03-03 09:00",
               learned_at="2026-03-03T09:00:00+00:00")  # fmt: skip
    [one] = answers(story)
    assert one.due_at == london("2026-03-03 11:00")


def test_how_long_an_answer_may_take_is_the_standards_number() -> None:
    story, _ = seen(TRIGGER)
    story.standards = parse_standards('[dues]\nsame_day_response = "1 hour"\n')
    [one] = answers(story)
    assert one.due_at == london("2026-03-02 11:00")


def test_a_sign_that_is_a_red_flag_of_the_plan_of_then_is_a_trigger_for_list_and_measure_alike() -> None:
    story = Story()
    story.accept("2026-02-02 09:00")
    story.tell("2026-02-03 09:00", "risk_plan.updated", RISK_PLAN | {"red_flags": ["Awake at night"]})
    met(story, "2026-03-02 10:00", **SIGN)
    [one] = answers(story)
    assert (one.triggers, one.due_at) == (("personal_red_flag",), london("2026-03-02 12:00"))
    (case,) = signs_answered(Course.of(story.person, story.entries, story.standards))
    assert (case.due_at, case.facts["seen"]) == (one.due_at, ["sign", "trigger"])
