"""From referral and acceptance to first contact (measures.md): small stories, each told for one rule."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.measures.told_figures import DIED, ON_A_WARD, case, cases, figure
from tests.domain.telling import DECISION, Story, london, moment

MARCH = ("2026-03-01", "2026-04-01")
REFERRED = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low", "urgent": False}


def accepted(at: str = "2026-03-02 10:00", **more: Any) -> Story:
    story = Story()
    story.accept(at, **more)
    return story


def share(key: str, *stories: Story, at: str | None = None) -> tuple[int, int]:
    tally = figure(key, *MARCH, *stories, at=at)
    return tally.n, tally.d


@pytest.mark.parametrize(
    ("met", "in_time"),
    [("2026-03-02 10:00", 1), ("2026-03-09 17:00", 1), ("2026-03-09 17:01", 0), (None, 0)],
)
def test_first_contact_counts_by_when_it_was_owed_that_moment_included(met: str | None, in_time: int) -> None:
    """Accepted on Monday 2 March: five service days on is Monday the 9th, at the close."""
    story = accepted()
    if met:
        story.keep(met)
    assert share("access", story) == (in_time, 1)
    assert case(story, "access").due_at == london("2026-03-09 17:00")


@pytest.mark.parametrize(("source", "due"), [("ward", "2026-03-04 12:00"), ("step_down", "2026-03-05 10:00")])
def test_from_a_ward_or_from_more_care_it_is_owed_sooner(source: str, due: str) -> None:
    assert case(accepted(source=source), "access").due_at == london(due)


def test_a_nod_through_the_door_or_a_message_is_no_first_contact_and_an_attempt_that_reached_them_is() -> None:
    story = accepted()
    story.keep("2026-03-03 10:00", partial=True)
    story.attempt("2026-03-03 11:00", None, None, "left_message")
    assert case(story, "access").stops_at is None
    story.attempt("2026-03-04 10:00", None, None, "reached")
    assert case(story, "access").stops_at == london("2026-03-04 10:00")


def test_it_starts_at_the_event_however_late_it_was_learned_of_and_that_stands_beside() -> None:
    story = Story()
    story.tell("2026-03-02 10:00", "person.accepted", {
        "ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "team": "North", "tier": "standard"},
        learned_at=moment("2026-03-04 10:00"), recorded="2026-03-04 10:00")  # fmt: skip
    story.keep("2026-03-05 10:00")
    tally = figure("access", *MARCH, story)
    assert tally.seconds == [3 * 86400]
    assert tally.more == {"learned of later": 1}


def test_a_wait_is_elapsed_time_across_the_clock_change() -> None:
    story = accepted("2026-03-27 10:00")
    story.keep("2026-03-30 10:00")
    assert figure("access", *MARCH, story).seconds == [3 * 86400 - 3600]


def test_whoever_was_never_spoken_to_stays_in_the_figure_and_has_no_time() -> None:
    tally = figure("access", *MARCH, accepted())
    assert (tally.n, tally.d, tally.seconds) == (0, 1, [None])


def test_until_it_is_owed_it_is_not_ripe() -> None:
    tally = figure("access", *MARCH, accepted(), at="2026-03-09 16:59")
    assert (tally.d, tally.not_ripe) == (0, 1)
    assert share("access", accepted(), at="2026-03-09 17:00") == (0, 1)


@pytest.mark.parametrize(("type", "body", "reason"),
                         [("person.died", DIED, "died"), ("person.admitted", ON_A_WARD, "away")])  # fmt: skip
def test_who_died_or_went_away_before_it_fell_due_is_left_out_and_after_that_it_stays_missed(
    type: str, body: dict[str, Any], reason: str
) -> None:
    before, after = accepted(), accepted()
    before.tell("2026-03-04 10:00", type, body)
    after.tell("2026-03-10 10:00", type, body)
    for key in ("access", "no_contact_7"):
        assert case(before, key).excluded == reason, key
        assert case(after, key).excluded is None, key


def test_what_began_before_carelist_knew_them_is_no_case_of_access() -> None:
    story = accepted("2026-03-01 10:00", brought_over_on="2026-03-27")
    for key in ("access", "two_booked", "no_contact_7", "in_cadence_90"):
        assert figure(key, *MARCH, story).left_out == {"before Carelist": 1}, key


def left_and_back(met: str | None = None, *, booked: bool = False) -> Story:
    story = accepted()
    for number in (10, 11) if booked else ():
        story.book("2026-03-02 11:00", f"2026-03-{number} 10:00")
    decided = {**DECISION, "about": "discharge", "decision": "agree", "authorised_by": "w-max"}
    decision = story.tell("2026-03-03 10:00", "decision.recorded", decided, author="w-max")
    body = {"destination": "home", "reason": "own_wish", "note": "asked to", "decision": decision}
    story.tell("2026-03-03 11:00", "person.discharged", body, author="w-max")
    story.tell("2026-03-16 10:00", "person.reopened", {"reason": "asked for us again"})
    if met:
        story.keep(met)
    return story


def test_who_comes_back_begins_anew_and_what_came_then_answers_nothing_of_before() -> None:
    first, second = cases(left_and_back("2026-03-17 10:00"), "access")
    assert (first.stops_at, first.facts["begins"]) == (None, "accepted")
    assert (second.stops_at, second.facts["begins"]) == (london("2026-03-17 10:00"), "reopened")
    assert share("access", left_and_back("2026-03-17 10:00")) == (1, 2)


def test_a_second_acceptance_on_another_laptop_starts_no_clock() -> None:
    story = accepted()
    story.accept("2026-03-05 10:00")
    assert case(story, "access").starts_at == london("2026-03-02 10:00")


def referred(**more: Any) -> Story:
    story = Story()
    story.tell("2026-03-02 10:00", "referral.received", {**REFERRED, **more})
    return story


def test_a_referral_waits_until_somebody_has_spoken_to_them_accepted_or_not() -> None:
    story = referred()
    assert share("access_from_referral", story) == (0, 1)
    assert cases(story, "access") == []
    story.accept("2026-03-04 10:00")
    story.keep("2026-03-05 10:00")
    assert figure("access_from_referral", *MARCH, story).seconds == [3 * 86400]


def test_a_referral_that_was_declined_waits_no_more_and_is_counted_apart() -> None:
    story = referred()
    story.tell("2026-03-03 10:00", "referral.declined", {"reason": "elsewhere", "told": "the GP"})
    assert figure("access_from_referral", *MARCH, story).left_out == {"declined": 1}


def test_who_is_referred_again_after_that_waits_anew() -> None:
    story = referred()
    story.tell("2026-03-03 10:00", "referral.declined", {"reason": "elsewhere", "told": "the GP"})
    story.tell("2026-03-09 10:00", "referral.received", REFERRED)
    tally = figure("access_from_referral", *MARCH, story)
    assert (tally.d, tally.left_out) == (1, {"declined": 1})


def booked(*at: str, method: str = "visit") -> Story:
    """Accepted on Monday 2 March at ten; by ten on Tuesday two are to be booked."""
    story = accepted()
    for number, when in enumerate(at):
        story.book(when, f"2026-03-{10 + number} 10:00", method=method)
    return story


@pytest.mark.parametrize(
    ("at", "counted"),
    [
        (("2026-03-02 11:00", "2026-03-03 10:00"), 1),
        (("2026-03-02 11:00", "2026-03-03 10:01"), 0),
        (("2026-03-02 11:00",), 0),
        ((), 0),
    ],
)
def test_two_are_booked_by_ten_on_the_next_service_day_that_moment_included(at: tuple[str, ...], counted: int) -> None:
    assert share("two_booked", booked(*at)) == (counted, 1)


def test_a_letter_or_a_text_is_no_contact_that_was_booked() -> None:
    assert share("two_booked", booked("2026-03-02 11:00", "2026-03-02 11:01", method="text")) == (0, 1)


@pytest.mark.parametrize(("repeat", "counted"), [("FREQ=WEEKLY;BYDAY=TU", 1), ("FREQ=MONTHLY", 0)])
def test_a_series_counts_as_two_where_it_comes_as_often_as_contact_is_owed(repeat: str, counted: int) -> None:
    story = accepted()
    story.book("2026-03-02 11:00", "2026-03-10 10:00", repeat=repeat)
    assert share("two_booked", story) == (counted, 1)


def called_off(at: str, by: str = "service") -> Story:
    story = booked("2026-03-02 11:00", "2026-03-02 11:00")
    body = {"planned": story.entries[-1].id, "by": by, "reason": "ill", "told_person": "yes"}
    story.tell(at, "contact.cancelled", body)
    return story


@pytest.mark.parametrize(
    ("story", "counted"),
    [
        (called_off("2026-03-04 11:00"), 0),
        (called_off("2026-03-04 11:01"), 1),
        (called_off("2026-03-03 09:00", by="person"), 1),
    ],
)
def test_what_the_service_called_off_within_48_hours_of_booking_it_was_never_booked(story: Story, counted: int) -> None:
    assert share("two_booked", story) == (counted, 1)


def test_what_was_booked_counts_whether_it_was_kept_or_missed_and_not_once_it_was_struck() -> None:
    story = booked("2026-03-02 11:00", "2026-03-02 11:00")
    first, second = (entry.id for entry in story.entries[1:])
    story.miss("2026-03-10 10:00", planned=first)
    story.keep("2026-03-11 10:00", planned=second)
    assert share("two_booked", story) == (1, 1)
    story.correct("2026-03-12 10:00", first, replacement=None)
    assert share("two_booked", story) == (0, 1)


def test_what_was_booked_before_they_left_is_not_counted_once_they_are_back() -> None:
    story = left_and_back(booked=True)
    assert [each.counted for each in cases(story, "two_booked")] == [True, False]


def test_what_was_booked_before_they_were_accepted_is_not_counted() -> None:
    story = referred()
    for number in (10, 11):
        story.book("2026-03-02 11:00", f"2026-03-{number} 10:00")
    story.accept("2026-03-02 12:00")
    assert share("two_booked", story) == (0, 1)


@pytest.mark.parametrize(("met", "counted"), [("2026-03-09 10:00", 0), ("2026-03-09 10:01", 1), (None, 1)])
def test_no_contact_in_a_week_is_counted_from_168_hours_on(met: str | None, counted: int) -> None:
    story = accepted()
    if met:
        story.keep(met)
    assert share("no_contact_7", story) == (counted, 1)


def test_168_hours_are_hours_across_the_clock_change() -> None:
    story = accepted("2026-03-25 10:00")
    story.keep("2026-04-01 11:00")
    assert share("no_contact_7", story) == (0, 1)
    story = accepted("2026-03-25 10:00")
    story.keep("2026-04-01 11:01")
    assert share("no_contact_7", story) == (1, 1)


@pytest.mark.parametrize(
    ("reviewed", "met", "at", "says"),
    [
        ("2026-03-16 17:00", None, None, "reviewed in time"),
        ("2026-03-16 17:01", None, None, "reviewed late"),
        (None, "2026-03-13 10:00", None, "spoken to before the review was due"),
        (None, "2026-03-18 10:00", None, "not reviewed"),
        (None, None, "2026-03-10 10:00", "review not due yet"),
    ],
)
def test_beside_it_stands_whether_it_was_reviewed_and_what_lay_at_its_root(
    reviewed: str | None, met: str | None, at: str | None, says: str
) -> None:
    story = accepted()
    if met:
        story.keep(met)
    if reviewed:
        story.review(reviewed, "exception", "2026-03-20", root_cause="incorrect_details")
    tally = figure("no_contact_7", *MARCH, story, at=at)
    cause = "root cause: incorrect details" if reviewed else "root cause: not said"
    assert tally.more == {says: 1, cause: 1}


def test_what_lay_at_its_root_is_what_the_newest_review_says_and_in_time_is_the_first() -> None:
    story = accepted()
    story.review("2026-03-16 10:00", "exception", "2026-03-20", root_cause="incorrect_details")
    story.review("2026-03-20 10:00", "exception", "2026-03-27", root_cause="capacity")
    assert figure("no_contact_7", *MARCH, story).more == {"reviewed in time": 1, "root cause: capacity": 1}
