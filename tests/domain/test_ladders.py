"""The missed-contact steps and their clocks (standards.md, Ladders)."""

from __future__ import annotations

from tests.domain.telling import KEPT, Story


def missed_on_monday() -> tuple[Story, str]:
    """A settled person, green; a call missed on Monday 2 March 2026 at 10:30, recorded at once."""
    story = Story()
    story.settle("2026-02-20 09:00")
    return story, story.miss("2026-03-02 10:30")


def test_standard_steps_are_due_same_day_then_24_48_and_72_hours_after() -> None:
    story, _ = missed_on_monday()
    assert [story.due_at("ladder_step", step) for step in STANDARD] == [
        "Mon 2026-03-02 17:00",
        "Tue 2026-03-03 10:30",
        "Wed 2026-03-04 10:30",
        "Thu 2026-03-05 10:30",
    ]


STANDARD = ("same_day_attempt", "next_day_follow_up", "in_person_check", "partner_notification")


def test_attempt_does_its_step_and_only_that_one() -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 10:55", episode, "same_day_attempt")
    assert story.due("ladder_step", "same_day_attempt") is None
    assert story.due_at("ladder_step", "next_day_follow_up") == "Tue 2026-03-03 10:30"


def test_live_contact_ends_every_step_at_once() -> None:
    story, _ = missed_on_monday()
    story.tell("2026-03-02 12:00", "contact.completed", KEPT)
    assert "ladder_step" not in story.kinds


def test_second_failed_attempt_owes_a_decision_the_same_day() -> None:
    story, episode = missed_on_monday()
    story.attempt("2026-03-02 10:55", episode, "same_day_attempt")
    assert story.due("decision") is None
    story.attempt("2026-03-03 10:20", episode, "next_day_follow_up")
    assert story.due_at("decision") == "Tue 2026-03-03 17:00"


def test_red_person_who_misses_gets_the_high_risk_steps() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    story.tell("2026-02-27 09:00", "zone.set", {"zone": "red", "reason": "not eating", "review_on": "2026-03-06"})
    story.miss("2026-03-02 10:30")
    assert story.due_at("ladder_step", "immediate_attempt") == "Mon 2026-03-02 12:30"
    assert story.due_at("ladder_step", "welfare_visit") == "Mon 2026-03-02 17:00"
    assert {due.band for due in story.dues if due.kind == "ladder_step"} == {1}


def test_becoming_red_while_steps_run_brings_them_forward() -> None:
    story, _ = missed_on_monday()
    story.tell("2026-03-02 11:00", "zone.set", {"zone": "red", "reason": "not eating", "review_on": "2026-03-06"})
    assert story.due_at("ladder_step", "next_day_follow_up") == "Mon 2026-03-02 13:00"
    assert story.due_at("ladder_step", "in_person_check") == "Mon 2026-03-02 17:00"
