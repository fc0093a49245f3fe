"""Handovers that were safe: accepted, met, prepared, and quiet afterwards (S4:94-98)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.measures.figures import case_of, crisis, die, go_away, in_london, outcomes, said, tally_of
from tests.domain.telling import ANOTHER_LAPTOP, Story, moment, settled
from tests.domain.undertaking import accept, close, decline, do_items, hand_over, hold_call, meet


def handed(
    accepted: str | None = "2026-03-03 10:00", met: str | None = "2026-03-05 10:00", items: str = "2026-03-06 10:00",
    *without: str, **more: Any,
) -> tuple[Story, str]:  # fmt: skip
    """Opened on Monday 2 March, first contact meant for Thursday the 5th, complete by Monday the 9th."""
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00", **more)
    if accepted:
        accept(story, accepted, handover, "2026-03-05 14:00")
    if met:
        story.keep(met, handover=handover, purpose="first")
    do_items(story, items, handover, *without)
    return story, handover


def shares(story: Story) -> tuple[bool, ...]:
    facts = case_of(story, "handover_safe").facts
    return tuple(facts[each] for each in ("accepted_in_time", "met_on_day", "prepared", "quiet"))


def test_all_four_make_it_safe() -> None:
    story, handover = handed()
    close(story, "2026-03-09 10:00", handover)
    case = case_of(story, "handover_safe")
    assert (said(case), in_london(case)) == ("counted", ("03-02 10:00", None, "03-23 10:00"))
    tally = tally_of(story, "handover_safe", "2026-03-01", "2026-04-01", "2026-03-31 09:00")
    assert tally.more == {
        "accepted in time": 1, "first contact on its day": 1, "checklist and call done": 1,
        "no crisis or incident in 14 days": 1, "median days from acceptance to first contact": 2.0,
    }  # fmt: skip


@pytest.mark.parametrize(("accepted", "expected"), [("2026-03-04 17:00", True), ("2026-03-04 17:01", False)])
def test_accepted_within_two_service_days(accepted: str, expected: bool) -> None:
    assert shares(handed(accepted)[0])[0] is expected


@pytest.mark.parametrize(
    ("met", "expected"),
    [("2026-03-05 17:00", True), ("2026-03-05 17:01", False), ("2026-03-04 10:00", True), (None, False)],
)
def test_first_contact_on_its_day(met: str | None, expected: bool) -> None:
    assert shares(handed(met=met)[0])[1] is expected


def test_a_nod_at_the_door_is_no_first_contact_and_one_before_acceptance_neither() -> None:
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00")
    story.keep("2026-03-02 12:00", handover=handover, purpose="first")
    accept(story, "2026-03-03 10:00", handover, "2026-03-05 14:00")
    story.keep("2026-03-05 10:00", handover=handover, purpose="first", partial=True)
    assert shares(story)[1] is False


def test_typing_that_it_was_held_makes_it_no_later() -> None:
    story, handover = handed()
    meet(story, "2026-03-10 10:00", handover)
    assert shares(story)[1] is True
    meet(story, "2026-03-11 10:00", handover, achieved=False)
    assert shares(story)[1] is False


def test_what_two_laptops_saw_differently_was_not_met() -> None:
    story = settled()
    booked = story.book("2026-03-02 09:00", "2026-03-05 10:00")
    handover = hand_over(story, "2026-03-02 10:00")
    accept(story, "2026-03-03 10:00", handover, "2026-03-05 14:00")
    story.keep("2026-03-05 10:30", handover=handover, purpose="first", planned=booked)
    body = {"expected_at": moment("2026-03-05 10:00"), "method": "visit", "how": "no_access", "planned": booked}
    story.tell("2026-03-05 10:40", "contact.missed", body | {"handover": handover}, device=ANOTHER_LAPTOP, replaces=())
    assert shares(story)[1] is False
    assert case_of(story, "handover_safe").is_disputed is True


@pytest.mark.parametrize(
    ("items", "without", "expected"),
    [
        ("2026-03-09 17:00", (), True),
        ("2026-03-09 17:01", (), False),
        ("2026-03-06 10:00", ("person_told",), False),
    ],
)
def test_every_item_done_by_then(items: str, without: tuple[str, ...], expected: bool) -> None:
    assert shares(handed("2026-03-03 10:00", "2026-03-05 10:00", items, *without)[0])[2] is expected


def test_at_higher_risk_the_call_is_held_by_then_too() -> None:
    story, handover = handed(higher_risk=True)
    assert shares(story)[2] is False
    late = story.again()
    hold_call(story, "2026-03-09 17:00", handover)
    hold_call(late, "2026-03-09 17:01", handover)
    assert (shares(story)[2], shares(late)[2]) == (True, False)


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        ("2026-03-03 09:59", True),
        ("2026-03-03 10:00", False),
        ("2026-03-23 10:00", False),
        ("2026-03-23 10:01", True),
    ],
)
def test_quiet_from_acceptance_until_14_days_after_it_was_completed(happens: str, expected: bool) -> None:
    harmed, wronged = (handed() for _ in range(2))
    for story, handover in (harmed, wronged):
        close(story, "2026-03-09 10:00", handover)
    crisis(harmed[0], happens)
    wronged[0].tell(happens, "incident.recorded", {"kind": "complaint", "what": "nobody rang back"})
    assert (shares(harmed[0])[3], shares(wronged[0])[3]) == (expected, expected)


def test_not_accepted_or_declined_it_was_not_safe() -> None:
    waiting, _ = handed(accepted=None, met=None)
    declined, handover = handed(accepted=None, met=None)
    decline(declined, "2026-03-03 10:00", handover)
    assert [shares(story)[:2] for story in (waiting, declined)] == [(False, False)] * 2
    assert [outcomes(story, "handover_safe") for story in (waiting, declined)] == [["not"]] * 2
    assert in_london(case_of(waiting, "handover_safe"))[2] == "03-04 17:00"


def test_accepted_here_and_declined_there_is_not_accepted_and_flagged() -> None:
    story, handover = handed()
    decline(story, "2026-03-03 10:30", handover, device=ANOTHER_LAPTOP, replaces=())
    case = case_of(story, "handover_safe")
    assert case.facts["accepted_in_time"] is False
    assert said(case) == "not"
    assert case.is_disputed is True


def test_called_off_before_anybody_had_to_answer_it_was_none() -> None:
    story, handover = handed(accepted=None, met=None)
    early, late = story.again(), story.again()
    close(early, "2026-03-04 17:00", handover, "withdrawn")
    close(late, "2026-03-04 17:01", handover, "withdrawn")
    assert (outcomes(early, "handover_safe"), outcomes(late, "handover_safe")) == ([], ["not"])


def test_who_died_or_went_away_is_left_out_and_harm_that_came_is_not() -> None:
    died, away = handed()[0], handed()[0]
    die(died, "2026-03-10 10:00")
    go_away(away, "2026-03-10 10:00")
    assert [outcomes(story, "handover_safe") for story in (died, away)] == [["died"], ["away"]]
    crisis(away, "2026-03-10 09:00")
    assert outcomes(away, "handover_safe") == ["not"]


def test_a_nod_in_time_and_contact_a_day_late_is_a_day_late() -> None:
    story, handover = handed(met=None)
    story.keep("2026-03-05 10:00", handover=handover, purpose="first", partial=True)
    story.keep("2026-03-06 10:00", handover=handover, purpose="first")
    assert shares(story)[1] is False


def test_a_first_contact_that_names_no_handover_is_the_one_that_was_meant() -> None:
    story, _ = handed(met=None)
    story.keep("2026-03-05 10:00", purpose="first")
    assert shares(story)[1] is True


def test_a_handover_that_was_declined_and_then_withdrawn_was_answered_and_was_not_safe() -> None:
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00")
    decline(story, "2026-03-03 10:00", handover)
    close(story, "2026-03-03 12:00", handover, "withdrawn")
    assert outcomes(story, "handover_safe") == ["not"]
