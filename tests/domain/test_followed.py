"""While a missed contact is followed, what its ladder brings too falls due no earlier than that (load.md, 3)."""

from __future__ import annotations

from carelist_tui.domain.dues.kinds import KINDS
from tests.domain.telling import Story

WAITS = ("cadence", "too_long_unseen", "book_contact")


def missed(at: str = "2026-02-16 10:00") -> tuple[Story, str]:
    """Somebody in the standard tier, spoken to on 2 February and so owed contact by the 16th, who then missed one."""
    story = Story()
    story.settle("2026-02-02 10:00")
    return story, story.miss(at)


def test_it_is_said_of_three_kinds_and_of_no_other() -> None:
    assert tuple(sorted(kind.name for kind in KINDS.values() if kind.waits_for_ladder)) == tuple(sorted(WAITS))


def test_contact_is_owed_no_earlier_than_the_last_step() -> None:
    story, _ = missed()
    assert story.due_at("ladder_step", "partner_notification") == "Thu 2026-02-19 10:00"
    assert story.due_at("cadence") == "Thu 2026-02-19 10:00"
    assert story.due_at("book_contact") == "Thu 2026-02-19 10:00"


def test_also_once_the_first_step_is_taken_though_the_next_comes_only_tomorrow() -> None:
    story, episode = missed()
    story.attempt("2026-02-16 10:30", episode, "same_day_attempt")
    assert story.due_at("ladder_step", "next_day_follow_up") == "Tue 2026-02-17 10:00"
    assert story.due_at("cadence") == story.due_at("book_contact") == "Thu 2026-02-19 10:00"
    story.attempt("2026-02-17 10:00", episode, "next_day_follow_up", "sent", method="text")
    story.attempt("2026-02-18 10:00", episode, "in_person_check", "no_access", method="visit")
    assert story.reading("cadence", "2026-02-18 10:30") == "upcoming", "the ladder is the contact"


def test_and_than_the_review_of_a_decision_about_it_or_the_answer_to_an_escalation() -> None:
    story, episode = missed()
    story.decide("2026-02-17 10:00", "do_not_escalate", episode, "2026-02-20 12:00")
    assert story.due_at("cadence") == "Fri 2026-02-20 12:00"
    other, episode = missed()
    decision = other.decide("2026-02-17 10:00", "escalate", episode)
    other.escalate("2026-02-17 11:00", decision, "2026-02-18 16:00")
    review = other.due_at("decision_review")
    assert other.due_at("cadence") == review


def test_at_the_longest_for_one_interval_after_the_newest_attempt() -> None:
    story, episode = missed()
    story.check("2026-02-16 11:00", "high")
    story.attempt("2026-02-16 12:00", episode, "same_day_attempt")
    review = "2026-02-17 17:00"
    story.decide("2026-02-16 13:00", "do_not_escalate", episode, review, authorised_by="w-sue")
    due = story.due("cadence")
    assert due is not None
    assert story.due_at("cadence") == "Tue 2026-02-17 17:00"


def test_when_it_ends_contact_is_owed_by_its_own_clock_again() -> None:
    story, episode = missed()
    story.attempt("2026-02-17 09:30", episode, "same_day_attempt", "reached")
    assert story.due_at("cadence") == "Tue 2026-03-03 17:00"
    closed, episode = missed("2026-02-03 10:00")
    decision = closed.decide("2026-02-04 10:00", "escalate", episode, authorised_by="w-sue",
                             capacity_considered="has capacity", consulted=["GP"])  # fmt: skip
    body = {"episode": episode, "outcome": "not_found", "decision": decision}
    closed.tell("2026-02-05 10:00", "episode.closed", body, author="w-sue")
    assert closed.due_at("cadence") == "Mon 2026-02-16 17:00"


def test_what_was_owed_before_the_first_contact_steps_begin_stays_as_it_was() -> None:
    story = Story()
    story.accept("2026-02-02 10:00", tier="enhanced")
    assert story.due_at("cadence") == "Mon 2026-02-09 17:00"
    story.miss("2026-02-11 10:00")
    assert story.due_at("ladder_step", "second_attempt") == "Thu 2026-02-12 10:00"
    assert story.due_at("cadence") == "Mon 2026-02-09 17:00", "overdue already, and asked for only tomorrow"
