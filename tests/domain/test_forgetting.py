"""What a person's state forgets, which is whatever is closed and older than 28 days, and what it keeps."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState, advance
from carelist_tui.domain.person.memory import MOST_KEPT, forget, forget_at_length
from carelist_tui.domain.person.story import effective
from tests.domain.generating import PERSON, tell_story
from tests.domain.telling import DECISION, KEPT, LONDON, Story, london, moment
from tests.domain.test_every_due import ROWS, Row
from tests.domain.test_every_later_due import LATER_ROWS
from tests.domain.undertaking import accept, hand_over
from tests.profiles import every_story


def settled() -> Story:
    story = Story()
    story.settle("2026-02-20 09:00")
    return story


def test_an_escalation_that_came_to_an_end_is_forgotten_and_one_that_waits_is_not() -> None:
    story = settled()
    raised = []
    for day in ("02", "03"):
        decision = story.decide(f"2026-03-{day} 10:00", "escalate", about="safeguarding", risk_of_harm="not eating")
        raised.append(story.escalate(f"2026-03-{day} 10:30", decision, f"2026-03-{day} 14:00"))
    story.answer("2026-03-03 11:00", raised[0])
    story.tell("2026-03-03 12:00", "escalation.closed", {"escalation": raised[0], "outcome": "met"})
    story.keep("2026-03-04 10:00")
    assert [each.id for each in story.state.escalations] == raised
    story.keep("2026-04-20 10:00")
    assert [each.id for each in story.state.escalations] == raised[1:]


@pytest.mark.parametrize(
    ("kind", "met", "kept"),
    [("mental_health_ward", False, True), ("mental_health_ward", True, False), ("general_ward", False, True),
     ("general_ward", True, False)],
)  # fmt: skip
def test_a_stay_that_is_over_is_kept_while_its_follow_up_is_owed(kind: str, met: bool, kept: bool) -> None:
    story = settled()
    ward = {"kind": kind, "where": "Elm ward", "confirmed_with": "Sister Ode"}
    story.tell("2026-03-02 10:00", "person.admitted", ward)
    story.tell("2026-03-05 10:00", "person.returned", {})
    if met:
        story.keep("2026-03-06 10:00")
    story.zone("2026-04-20 10:00", "green")
    assert bool(story.state.aways) == kept


def test_of_what_was_given_to_others_the_newest_two_hundred_stay_theirs() -> None:
    story = settled()
    keys = [f"action:00000000-0000-7000-8000-{number:012d}" for number in range(MOST_KEPT + 2, 0, -1)]
    for key in keys:
        body = {"due": key, "owner": "w-ann", "reason": "on leave"}
        story.tell("2026-03-02 10:00", "due.reassigned", body, replaces=())
    assert list(story.state.given_to) == keys[2:]


def test_of_many_old_attempts_and_contacts_only_what_is_needed_stays() -> None:
    story = settled()
    for day in ("02", "03", "04", "05"):
        story.attempt(f"2026-03-{day} 10:00", None, None)
        story.keep(f"2026-03-{day} 12:00", "call")
    attempt, newest, before = (story.entries[place].id for place in (-2, -1, -3))
    story.zone("2026-04-20 10:00", "green")
    assert [each.id for each in story.state.attempts] == [attempt]
    assert [each.id for each in story.state.lives if not each.seen] == [before, newest], "should the newest be none"


@pytest.mark.parametrize("again", ["2026-03-20 10:00", None], ids=["checked since", "checked no more"])
@pytest.mark.parametrize("between", ["2026-03-24 10:00", None], ids=["met between", "met no more"])
@pytest.mark.parametrize("found", ["concern", "high"])
@pytest.mark.parametrize("inside", [True, False], ids=["after a missed contact", "without one"])
def test_what_was_decided_once_is_asked_for_no_second_time(
    inside: bool, found: str, between: str | None, again: str | None
) -> None:
    story = settled()
    missed = story.miss("2026-03-02 10:00") if inside else None
    more: dict[str, Any] = {"episode": missed} if missed else {}
    story.check("2026-03-02 14:00", found, **more)
    story.decide("2026-03-02 15:00", "do_not_escalate", missed, "2026-03-03 12:00")
    story.keep("2026-03-03 10:00")
    if again is not None:
        story.check(again)
    if between is not None:
        story.keep(between)
    assert "decision" not in story.kinds
    story.keep("2026-04-20 10:00")
    assert "decision" not in story.kinds


def test_who_declined_and_was_decided_about_is_asked_about_no_second_time() -> None:
    story = settled()
    story.attempt("2026-03-02 10:00", None, None, "declined")
    assert "decision" in story.kinds
    story.decide("2026-03-02 11:00", "do_not_escalate", review="2026-03-04 12:00")
    story.decide("2026-03-04 11:00", "escalate")
    assert "decision" not in story.kinds
    story.zone("2026-04-20 10:00", "green")
    assert "decision" not in story.kinds


@pytest.mark.parametrize("again", ["2026-03-20 10:00", None], ids=["checked since", "checked no more"])
def test_what_nobody_decided_is_asked_for_however_old_it_is(again: str | None) -> None:
    story = settled()
    missed = story.miss("2026-03-02 10:00")
    story.check("2026-03-02 14:00", "concern", episode=missed)
    story.keep("2026-03-03 10:00")
    if again is not None:
        story.check(again)
    story.keep("2026-04-20 10:00")
    story.keep("2026-06-20 10:00")
    assert "decision" in story.kinds


@given(st.integers(0, 2**48))
@every_story
def test_to_forget_without_looking_at_every_missed_contact_forgets_the_same(seed: int) -> None:
    """Told in the order of the story, so that each entry is forgotten by as `fold` does it; with long pauses between,
    so that there is something to forget."""
    entries = [paused(entry, number) for number, entry in enumerate(effective(in_order(tell_story(Random(seed)))))]
    state = PersonState(PERSON)
    for entry in entries:
        advance(state, entry)
        at_length = deepcopy(state)
        forget_at_length(at_length, entry.occurred_at + timedelta(days=20))
        forget(state, entry.occurred_at + timedelta(days=20))
        assert state == at_length


def in_order(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda each: each.order)


def paused(entry: Entry, number: int) -> Entry:
    """The same some days later for each that went before it."""
    return replace(entry, occurred_at=entry.occurred_at + timedelta(days=3 * number))


@pytest.mark.parametrize("seen_it", [True, False], ids=["settled as missed", "told otherwise elsewhere"])
@pytest.mark.parametrize("since", [0, 60], ids=["at once", "60 days later"])
@pytest.mark.parametrize("days", [20, 27, 28, 29, 60])
def test_a_booked_contact_that_proves_to_be_missed_leaves_the_one_before_it_the_newest(
    days: int, since: int, seen_it: bool
) -> None:
    """However long ago that one was, and however late it is said: they were met, so no first contact is owed."""
    story = Story()
    story.settle("2026-02-02 09:00")
    story.keep("2026-02-03 10:00")
    before = story.state.last_contact
    booked = f"{london('2026-02-03 10:00') + timedelta(days=days):%Y-%m-%d} 10:00"
    planned = story.book("2026-02-03 11:00", booked)
    kept = story.tell(booked.replace("10:00", "10:10"), "contact.completed", {"planned": planned} | KEPT)
    body = {"planned": planned, "expected_at": moment(booked), "method": "visit", "how": "no_access"}
    later = f"{london(booked) + timedelta(days=since):%Y-%m-%d} 10:30"
    story.zone(later.replace("10:30", "10:20"), "green")
    story.tell(later, "contact.missed", body, replaces=(kept,) if seen_it else ())
    assert story.state.last_contact == story.state.last_seen == story.state.last_whole_contact == before
    assert "first_contact" not in story.kinds
    assert {due.detail["ladder"] for due in story.dues if due.kind == "ladder_step"} == {"standard"}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_however_many_booked_contacts_prove_to_be_missed_the_newest_that_was_not_booked_stands(number: int) -> None:
    story = Story()
    story.settle("2026-02-02 09:00")
    story.keep("2026-02-03 10:00")
    story.keep("2026-02-05 10:00")
    before, told = story.state.last_contact, list[dict[str, Any]]()
    for n in range(number):
        at = f"{london('2026-03-16 10:00') + timedelta(days=10 * n):%Y-%m-%d %H:%M}"
        planned = story.book("2026-02-05 11:00", at)
        told.append({"planned": planned, "expected_at": moment(at), "method": "visit", "how": "no_access"})
        story.tell(at.replace("10:00", "10:10"), "contact.completed", {"planned": planned} | KEPT)
    for n, body in enumerate(told):
        story.tell(f"2026-07-01 10:{30 + n}", "contact.missed", body, replaces=())
    assert story.state.last_contact == before


@pytest.mark.parametrize("days", [5, 27, 28, 29, 60])
@pytest.mark.parametrize("seen", [True, False], ids=["seen", "unseen"])
def test_that_the_newest_contact_was_none_is_a_conflict_however_late_it_is_said(days: int, seen: bool) -> None:
    story = settled()
    planned = story.book("2026-03-02 09:00", "2026-03-03 10:00")
    kept = story.tell("2026-03-03 10:30", "contact.completed", {"planned": planned} | KEPT)
    later = f"{london('2026-03-03 12:00') + timedelta(days=days):%Y-%m-%d %H:%M}"
    story.zone(later.replace("12:", "11:"), "green")
    body = {"planned": planned, "expected_at": moment("2026-03-03 10:00"), "method": "visit", "how": "no_access"}
    story.tell(later, "contact.missed", body, replaces=(kept,) if seen else ())
    assert ("conflict" in story.kinds) is not seen


@pytest.mark.parametrize("days", [5, 27, 28, 29, 40])
def test_an_open_handover_accepted_here_and_declined_there_is_a_conflict_however_late_it_is_said(days: int) -> None:
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00")
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    later = f"{london('2026-03-02 12:00') + timedelta(days=days):%Y-%m-%d %H:%M}"
    story.zone(later.replace("12:", "11:"), "green")
    story.tell(later, "handover.declined", {"handover": handover, "reason": "no room"}, replaces=())
    assert "conflict" in story.kinds


@pytest.mark.parametrize("between", [0, 3])
@pytest.mark.parametrize("newest", ["2026-03-02 10:00", "2026-03-20 10:00", "2026-04-20 10:00"])
def test_a_miss_told_after_contact_that_ended_it_knows_that_they_had_been_met_before(newest: str, between: int) -> None:
    story = Story()
    story.settle("2026-02-02 09:00")
    story.keep("2026-02-03 10:00")
    for day in range(between):
        story.keep(f"2026-02-28 1{day}:00")
    story.keep(newest)
    body = {"expected_at": moment("2026-02-27 10:00"), "method": "visit", "how": "no_access"}
    story.tell(newest.replace("10:00", "12:00"), "contact.missed", body)
    assert not [each for each in story.state.misses if each.unmet]
    assert {due.detail["ladder"] for due in story.dues if due.kind == "ladder_step"} <= {"standard"}


@pytest.mark.parametrize("days", [27, 28, 60, 200])
def test_what_is_still_owed_falls_due_when_it_did_however_long_ago_they_were_high(days: int) -> None:
    """Crises in the evening: their summaries are owed by real hours, since each made them high itself."""
    story = settled()
    for day in ("04", "25"):
        story.tell(f"2026-03-{day} 18:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    owed = {due.key: due.due_at for due in story.dues if due.kind == "crisis_summary"}
    assert london("2026-03-27 18:00") in owed.values()
    later = f"{london('2026-03-25 12:00') + timedelta(days=days):%Y-%m-%d %H:%M}"
    story.tell(later, "crisis.recorded", {"kind": "ae", "source": "A&E"})
    assert owed.items() <= {due.key: due.due_at for due in story.dues}.items()


@pytest.mark.parametrize("days", [5, 28, 29, 60])
def test_to_escalate_and_not_to_is_a_conflict_however_late_it_is_said_while_nobody_has_escalated(days: int) -> None:
    story = settled()
    story.decide("2026-03-02 10:00", "escalate", about="clinical_review")
    later = f"{london('2026-03-02 12:00') + timedelta(days=days):%Y-%m-%d %H:%M}"
    story.zone(later.replace("12:", "11:"), "green")
    said = {"about": "clinical_review", "review_at": london(later).isoformat().replace("T12:", "T16:")}
    story.tell(later, "decision.recorded", DECISION | said, replaces=())
    assert {"conflict", "raise_escalation"} <= story.kinds


NOT_BY_TIME = (
    "after_crisis_contact", "confirm_report", "conflict", "crisis_summary", "decision", "escalation_outcome",
    "escalation_reply", "fix_details", "follow_up", "ladder_step", "medication_missed", "raise_escalation",
    "refusal_review", "request_reply", "risk_check", "risk_plan_after_incident", "same_day_response",
)  # fmt: skip
"""Kinds of which neither whether they stand nor when they fall due has anything to do with how long ago it was."""


EVENING = timedelta(hours=8)


@pytest.mark.parametrize("days", [29, 400])
@pytest.mark.parametrize("row", [*ROWS, *LATER_ROWS], ids=lambda row: f"{row.kind} {row.name}")
def test_what_fell_due_while_they_were_high_falls_due_when_it_did_however_long_ago_that_was(
    row: Row, days: int
) -> None:
    """All of it in the evening, when it matters; a check that came before the newest found much, and one after it
    nothing more."""
    story = Story()
    row.tell(story)
    story.entries = [_in_the_evening(each) for each in story.entries]
    newest = max(each.occurred_at for each in story.entries)
    story.check(_moment(newest - timedelta(minutes=1)), "high")
    story.check(_moment(newest + timedelta(minutes=1)))
    before = _fixed(story)
    later = newest + timedelta(days=days)
    story.tell(_moment(later), "mdt.listed", {"reason": "asked", "by": f"{later:%Y-%m-%d}"})
    after = _fixed(story)
    assert {key: after[key] for key in before if key in after} == before


def _in_the_evening(entry: Entry) -> Entry:
    at, recorded_at = entry.occurred_at + EVENING, entry.recorded_at + EVENING
    return replace(entry, occurred_at=at, recorded_at=recorded_at)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"


def _fixed(story: Story) -> dict[str, datetime]:
    return {due.key: due.due_at for due in story.dues if due.kind in NOT_BY_TIME}


@pytest.mark.parametrize("wait", [0, 20])
def test_who_could_not_talk_is_rung_though_somebody_had_recorded_in_error_that_they_were_met(wait: int) -> None:
    """A booking was recorded as kept, and proves to be missed: since they could not talk nobody has spoken to them."""
    story = settled()
    planned = story.book("2026-03-02 09:00", "2026-03-03 10:00")
    story.attempt("2026-03-02 10:00", None, None, "could_not_talk")
    kept = story.tell("2026-03-03 10:30", "contact.completed", {"planned": planned} | KEPT)
    assert "speak_to" not in story.kinds
    story.zone(f"{london('2026-03-03 11:00') + timedelta(days=wait):%Y-%m-%d %H:%M}", "green")
    body = {"planned": planned, "expected_at": moment("2026-03-03 10:00"), "method": "visit", "how": "no_access"}
    story.tell(
        f"{london('2026-03-03 12:00') + timedelta(days=wait):%Y-%m-%d %H:%M}", "contact.missed", body, replaces=(kept,)
    )
    (due,) = [each for each in story.dues if each.kind == "speak_to"]
    assert due.due_at == london("2026-03-03 12:00")


@pytest.mark.parametrize("days", [5, 29, 60])
def test_two_answers_to_a_handover_are_settled_however_late_somebody_says_which_holds(days: int) -> None:
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00")
    accepted = accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00")
    no = story.tell("2026-03-02 13:00", "handover.declined", {"handover": handover, "reason": "no room"}, replaces=())
    hand_over(story, "2026-03-02 14:00")
    later = london("2026-03-02 15:00") + timedelta(days=days)
    story.zone(_moment(later), "green")
    assert "conflict" in story.kinds
    first = (later + timedelta(days=1)).isoformat()
    said = {"handover": handover, "receiving_worker": "w-ann", "first_contact_at": first}
    story.tell(_moment(later + timedelta(hours=1)), "handover.accepted", said, author="w-ann", replaces=(accepted, no))
    assert "conflict" not in story.kinds


def test_one_missed_soon_after_another_was_over_is_decided_about_however_long_nobody_does() -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    story.keep("2026-03-02 12:00")
    story.attempt("2026-03-04 11:00", story.miss("2026-03-04 10:00"), "same_day_attempt")
    (before,) = [each for each in story.dues if each.kind == "decision" and "step" not in each.detail]
    for day in ("2026-04-20", "2026-06-20"):
        story.tell(f"{day} 10:00", "mdt.listed", {"reason": "asked", "by": day})
        assert before in [replace(each) for each in story.dues]


@pytest.mark.parametrize("days", [27, 29, 60, 400])
def test_what_was_put_off_stays_so_however_long_that_is_over(days: int) -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "mdt.listed", {"reason": "asked", "by": "2026-03-04"})
    (listed,) = [each for each in story.dues if each.kind == "mdt_review"]
    until = {"due": listed.key, "until": moment("2026-03-05 15:00"), "reason": "on leave"}
    story.tell("2026-03-03 10:00", "due.deferred", until)
    (put_off,) = [each for each in story.dues if each.kind == "mdt_review"]
    assert put_off.due_at > listed.due_at
    later = f"{london('2026-03-05 15:00') + timedelta(days=days):%Y-%m-%d %H:%M}"
    story.zone(later, "green")
    assert [each.due_at for each in story.dues if each.kind == "mdt_review"] == [put_off.due_at]


def test_attempts_before_a_missed_contact_that_was_moved_behind_them_are_counted_however_long_it_is_open() -> None:
    story = settled()
    missed = story.miss("2026-03-02 10:00")
    story.attempt("2026-03-02 11:00", missed, "same_day_attempt")
    story.attempt("2026-03-02 12:00", missed, "next_day_follow_up", "sent", method="text")
    body = {"expected_at": moment("2026-03-03 10:00"), "method": "call", "how": "no_reply"}
    story.tell("2026-03-03 11:00", "entry.corrected", {"entry": missed, "reason": "the day after", "replacement": body})
    before = {each.key: each.due_at for each in story.dues if each.kind == "decision"}
    assert before
    story.tell("2026-04-20 10:00", "mdt.listed", {"reason": "asked", "by": "2026-04-20"})
    assert {each.key: each.due_at for each in story.dues if each.kind == "decision"} == before


@given(st.integers(0, 2**48), st.sampled_from([29, 61, 400]))
@every_story
def test_what_is_owed_falls_due_when_it_did_however_long_nothing_is_told(seed: int, days: int) -> None:
    """In any story. The visit to whoever is high, and only said to have died, stands while they are high."""
    story = Story(entries=tell_story(Random(seed)))
    before = _fixed(story)
    at = max(each.occurred_at for each in story.entries) + timedelta(days=days)
    story.tell(_moment(at), "mdt.listed", {"reason": "asked", "by": f"{at:%Y-%m-%d}"}, device="d" * 32)
    after = _fixed(story)
    is_unsure = story.state.death is not None
    stands = {key for key in before if key in after or not (is_unsure and key.startswith("ladder_step:"))}
    assert {key: after.get(key) for key in stands} == {key: before[key] for key in stands}
