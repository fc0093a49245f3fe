"""Before the service closes for more than a day: who holds each person until we are back? (standards.md, gap_cover)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.telling import LONDON, Story, moment

WARD = {"kind": "general_ward", "where": "St Mary", "confirmed_with": "Sister Ode"}


def settled(at: str = "2026-02-20 09:00") -> Story:
    story = Story()
    story.settle(at)
    return story


def shown_from(story: Story) -> str | None:
    due = story.due("gap_cover")
    return f"{due.from_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}" if due and due.from_at else None


@pytest.mark.parametrize(
    ("red_since", "due"),
    [
        ("2026-03-04 10:00", "Fri 2026-03-06 16:00"),
        ("2026-03-06 16:30", "Fri 2026-03-06 16:00"),
        ("2026-03-06 18:00", "Fri 2026-03-13 16:00"),
        # Easter 2026: closed from Thursday 2 April to Tuesday 7 April.
        ("2026-03-31 10:00", "Thu 2026-04-02 16:00"),
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
    assert story.due_at("gap_cover") == due
    assert shown_from(story) == due.replace("16:00", "12:00")


REASONS: dict[str, Any] = {
    "an open missed contact": lambda s: s.miss("2026-03-03 10:00"),
    "zone red": lambda s: s.zone("2026-03-03 10:00", "red"),
    "a high risk check": lambda s: s.check("2026-03-03 10:00", "high"),
    "a crisis": lambda s: s.tell("2026-03-03 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"}),
    "an unanswered escalation": lambda s: s.escalate(
        "2026-03-03 11:00", s.decide("2026-03-03 10:00", "escalate"), "2026-03-09 11:00"
    ),
    "just back from hospital": lambda s: (
        s.tell("2026-03-03 10:00", "person.admitted", WARD), s.tell("2026-03-05 10:00", "person.returned", {})
    ),
}  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_for_cover_is_enough(reason: str) -> None:
    story = settled()
    assert "gap_cover" not in story.kinds
    REASONS[reason](story)
    assert story.due_at("gap_cover") == "Fri 2026-03-06 16:00"


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


def test_anything_recorded_during_the_closure_moves_it_to_the_next_one() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.keep("2026-03-06 13:00")
    assert story.due_at("gap_cover") == "Fri 2026-03-06 16:00"
    story.keep("2026-03-07 11:00", "call")
    assert story.due_at("gap_cover") == "Fri 2026-03-13 16:00"


def test_several_reasons_are_one_due_that_names_them_all() -> None:
    story = settled()
    story.zone("2026-03-04 10:00", "red")
    story.miss("2026-03-04 11:00")
    due = story.due("gap_cover")
    assert due is not None
    words = "".join(str(word) for word in due.because)
    assert "zone red" in words
    assert "missed call" in words
