"""Escalations: answered, closed, and what came of them (S2:37, S4:58, S4:77)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.measures.figures import case_of, die, go_away, in_london, outcomes, said, tally_of
from tests.domain.measures.test_access_measures import left_and_back
from tests.domain.telling import Story, moment, settled


def raised(route: str = "gp", respond_by: str = "2026-03-04 12:00", **more: Any) -> tuple[Story, str]:
    """Raised on Monday 2 March at 11:00."""
    story = settled()
    decision = story.decide("2026-03-02 10:00", "escalate", None)
    return story, story.escalate("2026-03-02 11:00", decision, respond_by, route)


def close(story: Story, at: str, escalation: str, **more: Any) -> str:
    body = {"escalation": escalation, "outcome": "seen the same day, plan agreed"}
    return story.tell(at, "escalation.closed", body | more)


@pytest.mark.parametrize(
    ("answered", "closed", "expected"),
    [
        ("2026-03-04 12:00", "2026-03-11 17:00", "counted"),
        ("2026-03-04 12:01", "2026-03-05 10:00", "not"),
        ("2026-03-04 12:00", "2026-03-11 17:01", "not"),
        ("2026-03-04 12:00", None, "not"),
        (None, "2026-03-03 10:00", "not"),
        (None, None, "not"),
    ],
)
def test_answered_by_then_and_its_outcome_by_then(answered: str | None, closed: str | None, expected: str) -> None:
    story, escalation = raised()
    if answered:
        story.answer(answered, escalation)
    if closed:
        close(story, closed, escalation)
    assert outcomes(story, "escalations_closed") == [expected]


def test_it_is_ripe_when_its_answer_was_due_and_once_accepted_when_its_outcome_is() -> None:
    story, escalation = raised()
    assert in_london(case_of(story, "escalations_closed")) == ("03-02 11:00", None, "03-04 12:00")
    story.answer("2026-03-03 10:00", escalation)
    assert in_london(case_of(story, "escalations_closed")) == ("03-02 11:00", None, "03-10 17:00")
    early = tally_of(story, "escalations_closed", "2026-03-01", "2026-04-01", "2026-03-10 16:59")
    assert (early.d, early.not_ripe) == (0, 1)


def test_an_answer_is_asked_for_within_the_limit() -> None:
    story, escalation = raised("crisis_team", "2026-03-06 12:00")
    story.answer("2026-03-03 17:01", escalation)
    assert in_london(case_of(story, "escalations_closed"))[2] == "03-03 17:00"
    assert outcomes(story, "escalations_closed") == ["not"]


@pytest.mark.parametrize("answer", ["declined", "redirected"])
def test_declined_is_not_closed(answer: str) -> None:
    story, escalation = raised()
    story.answer("2026-03-03 10:00", escalation, answer)
    close(story, "2026-03-03 11:00", escalation)
    assert outcomes(story, "escalations_closed") == ["not"]
    tally = tally_of(story, "escalations_closed", "2026-03-01", "2026-04-01", "2026-03-31 09:00")
    assert (tally.more["answered in time"], tally.more["declined or redirected"]) == (1, 1)


def test_accepted_after_all_it_is_not_closed_and_its_outcome_is_not_asked_of_it() -> None:
    story, escalation = raised()
    story.answer("2026-03-03 10:00", escalation, "declined")
    story.answer("2026-03-03 12:00", escalation)
    close(story, "2026-03-03 13:00", escalation)
    assert outcomes(story, "escalations_closed") == ["not"]
    assert in_london(case_of(story, "escalations_closed"))[2] == "03-04 12:00"


def test_once_accepted_its_outcome_alone_is_waited_for() -> None:
    story, escalation = raised("ambulance", "2026-03-02 17:00")
    story.answer("2026-03-02 11:05", escalation)
    assert in_london(case_of(story, "escalations_closed"))[2] == "03-02 12:05"


def test_a_second_answer_puts_nothing_off() -> None:
    story, escalation = raised()
    story.answer("2026-03-03 10:00", escalation)
    story.answer("2026-03-06 10:00", escalation)
    assert in_london(case_of(story, "escalations_closed"))[2] == "03-10 17:00"


def test_what_stands_open_and_overdue_is_shown() -> None:
    story, escalation = raised()
    assert tally_of(story, "escalations_closed", "2026-03-01", "2026-04-01", "2026-03-05 09:00").more[
        "open and overdue"
    ]
    story.answer("2026-03-05 10:00", escalation)
    late = tally_of(story, "escalations_closed", "2026-03-01", "2026-04-01", "2026-03-05 11:00")
    assert (late.d, late.more["open and overdue"]) == (1, 0)
    later = tally_of(story, "escalations_closed", "2026-03-01", "2026-04-01", "2026-03-12 17:00")
    assert later.more["open and overdue"] == 1
    close(story, "2026-03-13 10:00", escalation)
    shown = tally_of(story, "escalations_closed", "2026-03-01", "2026-04-01", "2026-03-31 09:00")
    assert shown.more["open and overdue"] == 0


def test_its_loop_is_closed_whatever_became_of_them() -> None:
    for leave in (die, go_away):
        story, _ = raised()
        leave(story, "2026-03-02 12:00")
        assert outcomes(story, "escalations_closed") == ["not"]


def test_struck_out_it_was_never_raised() -> None:
    story, escalation = raised()
    story.correct("2026-03-02 12:00", escalation, replacement=None)
    assert outcomes(story, "escalations_closed") == []
    assert outcomes(story, "escalation_rate") == []


def test_beside_it_stand_wishes_what_could_be_avoided_and_how_long_was_given() -> None:
    story, escalation = raised("safeguarding")
    story.answer("2026-03-03 10:00", escalation)
    close(story, "2026-03-05 10:00", escalation, persons_wishes="to stay at home", avoidable="learning")
    tally = tally_of(story, "escalations_closed", "2026-03-01", "2026-04-01", "2026-03-31 09:00")
    assert (tally.n, tally.d) == (1, 1)
    assert tally.more == {
        "answered in time": 1, "open and overdue": 0, "declined or redirected": 0, "safeguarding, closed": 1,
        "safeguarding, closed with their wishes": 1, "could have been avoided": 0, "taught us something": 1,
        "median hours given to answer": 49.0,
    }  # fmt: skip
    assert case_of(story, "escalations_closed").facts["route"] == "safeguarding"
    assert case_of(story, "escalations_closed").place.worker == "w-sue"


def test_blank_wishes_are_none() -> None:
    story, escalation = raised("safeguarding")
    story.answer("2026-03-03 10:00", escalation)
    close(story, "2026-03-05 10:00", escalation, persons_wishes=" ")
    assert case_of(story, "escalations_closed").facts["wishes"] is False


def test_only_of_safeguarding_it_is_said_whether_their_wishes_were_recorded() -> None:
    for route, wishes, told in (("safeguarding", " ", (1, 0)), ("gp", "to stay at home", (0, 0))):
        story, escalation = raised(route)
        story.answer("2026-03-03 10:00", escalation)
        close(story, "2026-03-05 10:00", escalation, persons_wishes=wishes)
        more = tally_of(story, "escalations_closed", "2026-03-01", "2026-04-01", "2026-03-31 09:00").more
        assert (more["safeguarding, closed"], more["safeguarding, closed with their wishes"]) == told


def test_about_nobody_on_the_caseload_it_stands_in_no_rate() -> None:
    story = left_and_back()
    for day in (4, 17):  # they had left on the 3rd, and came back on the 16th
        decision = story.decide(f"2026-03-{day:02} 10:00", "escalate", None)
        story.escalate(f"2026-03-{day:02} 11:00", decision, f"2026-03-{day + 1:02} 12:00")
    assert outcomes(story, "escalation_rate") == ["not on the caseload", "counted"]


def test_the_rate_leaves_out_who_is_away() -> None:
    story, _ = raised()
    assert outcomes(story, "escalation_rate") == ["counted"]
    go_away(story, "2026-03-03 12:00")
    decision = story.decide("2026-03-04 10:00", "escalate", None)
    story.escalate("2026-03-04 11:00", decision, "2026-03-05 12:00")
    assert outcomes(story, "escalation_rate") == ["counted", "away"]
    tally = tally_of(story, "escalation_rate", "2026-03-01", "2026-04-01", "2026-05-01 09:00")
    assert tally.n == 1
    assert tally.value is not None


def test_it_starts_when_the_service_learned_of_it() -> None:
    story = settled()
    decision = story.decide("2026-03-02 10:00", "escalate", None)
    body = {"decision": decision, "route": "gp", "to": "the desk", "owner": "w-sue"}
    story.tell("2026-03-02 11:00", "escalation.raised", body | {"respond_by": moment("2026-03-04 12:00")},
               learned_at=moment("2026-03-03 09:00"), recorded="2026-03-03 09:00")  # fmt: skip
    assert in_london(case_of(story, "escalations_closed"))[0] == "03-03 09:00"
    assert said(case_of(story, "escalations_closed")) == "not"
