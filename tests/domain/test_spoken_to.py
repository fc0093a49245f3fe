"""Who was there and was no contact yet is spoken to: by noon of the next service day, or when they said (standards.md,
speak_to; records.md, outreach.attempted)."""

from __future__ import annotations

import pytest

from carelist_tui.domain.entries import check_draft
from tests.domain.telling import LONDON, Story, london, moment, settled


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-03 11:00", "Wed 2026-03-04 12:00"),
        ("2026-03-06 11:00", "Mon 2026-03-09 12:00"),  # a Friday
        ("2026-04-02 16:00", "Tue 2026-04-07 12:00"),  # the eve of Good Friday
        ("2026-03-27 16:00", "Mon 2026-03-30 12:00"),  # before the clocks go forward
        ("2026-10-23 16:00", "Mon 2026-10-26 12:00"),  # and back
    ],
)
def test_by_noon_of_the_next_service_day(at: str, due: str) -> None:
    for outcome in ("could_not_talk", "partial"):
        story = Story()
        story.settle("2026-02-20 09:00")
        story.zone("2026-02-20 10:00", "amber", "2026-03-06")
        story.keep(at, partial=True) if outcome == "partial" else story.attempt(at, None, None, outcome)
        assert story.due_at("speak_to") == due


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("2026-03-03 15:30", "Tue 2026-03-03 15:30"),
        ("2026-03-04 12:00", "Wed 2026-03-04 12:00"),
        ("2026-03-06 18:45", "Fri 2026-03-06 18:45"),  # an evening, as they asked
        ("2026-03-10 17:00", "Tue 2026-03-10 17:00"),  # as far ahead as may be
        ("2026-03-20 10:00", "Tue 2026-03-10 17:00"),  # nobody here was asked about this one
    ],
)
@pytest.mark.parametrize("outcome", ["could_not_talk", "replied", "no_answer"])
def test_or_when_they_said(outcome: str, said: str, due: str) -> None:
    story = settled()
    method = "text" if outcome == "replied" else "call"
    story.attempt("2026-03-03 11:00", None, None, outcome, method=method, call_back_at=moment(said))
    assert story.due_at("speak_to") == due


def test_a_moment_that_lies_before_it_is_refused() -> None:
    body = {"method": "call", "to": "person", "outcome": "could_not_talk", "call_back_at": moment("2026-03-03 11:00")}
    draft = {"type": "outreach.attempted", "occurred_at": moment("2026-03-03 11:00"), "body": body}
    faults = check_draft({**draft, "person": Story().person}, now=london("2026-03-03 11:00"))
    assert [fault.path for fault in faults] == ["body.call_back_at"]


def test_whoever_is_high_is_not_left_to_wait_for_it() -> None:
    story = settled("red")
    story.attempt("2026-03-03 11:00", None, None, "could_not_talk", call_back_at=moment("2026-03-09 10:00"))
    assert story.due_at("speak_to") == "Wed 2026-03-04 17:00"


def test_nor_is_whoever_becomes_high_meanwhile() -> None:
    story = settled()
    story.attempt("2026-03-03 11:00", None, None, "could_not_talk", call_back_at=moment("2026-03-10 10:00"))
    story.check("2026-03-05 10:00", "high")
    assert story.due_at("speak_to") == "Fri 2026-03-06 17:00"


def test_of_several_the_earliest_counts_and_all_are_named() -> None:
    story = settled("amber")
    story.attempt("2026-03-03 11:00", None, None, "could_not_talk", call_back_at=moment("2026-03-06 10:00"))
    story.attempt("2026-03-03 15:00", None, None, "could_not_talk")
    due = story.due("speak_to")
    assert due is not None
    assert f"{due.due_at.astimezone(LONDON):%a %H:%M}" == "Wed 12:00"
    assert [each for each in due.because if isinstance(each, str)].count("could not talk ") == 2


@pytest.mark.parametrize(("zone", "owed"), [("red", True), ("amber", True), ("unset", True), ("green", False)])
def test_a_nod_through_the_door_owes_it_of_anyone_not_green(zone: str, owed: bool) -> None:
    story = Story()
    story.accept("2026-02-20 09:00")
    if zone != "unset":
        story.zone("2026-02-20 09:00", zone)
    story.keep("2026-02-20 10:00")
    story.keep("2026-03-03 11:00", partial=True)
    assert ("speak_to" in story.kinds) == owed
    assert "cadence" in story.kinds  # it counts as contact all the same


def test_early_warning_in_green_counts_as_amber() -> None:
    story = settled()
    signs = [{"sign": "sleeping by day", "seen": "yes"}]
    story.keep("2026-03-02 11:00", signs_seen=signs, plan_72h="her sister stays")
    story.keep("2026-03-03 11:00", partial=True)
    assert story.due_at("speak_to") == "Wed 2026-03-04 12:00"


def test_only_whole_contact_settles_what_a_nod_owes_and_the_first_one_counts() -> None:
    story = settled("amber")
    story.keep("2026-03-03 11:00", partial=True)
    story.keep("2026-03-05 11:00", partial=True)
    assert story.due_at("speak_to") == "Wed 2026-03-04 12:00"
    story.attempt("2026-03-05 12:00", None, None, "reached")
    assert "speak_to" not in story.kinds


def test_it_is_not_forgotten_in_a_month() -> None:
    story = settled("amber")
    story.keep("2026-03-03 11:00", partial=True)
    for day in ("2026-03-20", "2026-04-08", "2026-05-06"):
        story.keep(f"{day} 11:00", partial=True)
    assert story.due_at("speak_to") == "Wed 2026-03-04 12:00"


@pytest.mark.parametrize("zone", ["green", "amber"])
def test_who_could_not_talk_has_had_the_step_done_and_is_spoken_to(zone: str) -> None:
    story = settled(zone)
    episode = story.miss("2026-03-03 10:30")
    story.attempt("2026-03-03 11:00", episode, "same_day_attempt", "could_not_talk")
    assert story.due("ladder_step", "same_day_attempt") is None
    assert story.due_at("speak_to") == "Wed 2026-03-04 12:00"
    assert "decision" in story.kinds  # within a missed contact it owes one too
    story.keep("2026-03-03 12:00", "call", partial=True)
    assert ("speak_to" in story.kinds) == (zone == "amber")
    assert "decision" not in story.kinds
