"""Contact kept up: cadence, bookings and series, rebooking, and how long unseen (S0:20, S1:22, S4:10, S4:44)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.words import words_at
from tests.domain.telling import KEPT, LONDON, Story, london, moment


def settled(tier: str = "standard") -> Story:
    story = Story()
    story.settle("2026-02-02 10:00")
    agreed = {"tier": tier, "reason": "reviewed", "authorised_by": "w-sue"}
    story.tell("2026-02-02 11:00", "tier.set", agreed, author="w-sue")
    return story


@pytest.mark.parametrize(
    ("tier", "calm", "signs", "unseen"),
    [
        ("intensive", "Thu 2026-02-05 17:00", "Tue 2026-02-03 17:00", "Mon 2026-02-09 17:00"),
        ("enhanced", "Mon 2026-02-09 17:00", "Thu 2026-02-05 17:00", "Mon 2026-03-02 17:00"),
        ("standard", "Mon 2026-02-16 17:00", "Mon 2026-02-09 17:00", "Mon 2026-04-27 17:00"),
        ("light", "Mon 2026-03-02 17:00", "Mon 2026-02-16 17:00", "Mon 2026-08-03 17:00"),
        ("odd", "Thu 2026-02-05 17:00", "Tue 2026-02-03 17:00", "Mon 2026-02-09 17:00"),
    ],
)
def test_contact_is_owed_as_often_as_the_tier_says_and_more_often_with_warning_signs(
    tier: str, calm: str, signs: str, unseen: str
) -> None:
    story = settled(tier)
    assert (story.due_at("cadence"), story.due_at("too_long_unseen")) == (calm, unseen)
    seen = [{"sign": "sleeping by day", "seen": "yes"}]
    story.keep("2026-02-02 12:00", signs_seen=seen, plan_72h="call tomorrow")
    assert story.due_at("cadence") == signs


def contact(at: str, seen: str | None, **more: Any) -> Any:
    sign = {"signs_seen": [{"sign": "sleeping by day", "seen": seen}]} if seen else {}
    return lambda story: story.keep(at, **sign, **more, **({"plan_72h": "call"} if seen == "yes" else {}))


@pytest.mark.parametrize(
    ("then", "holds"),
    [
        (("no",), True),
        (("no", "no"), False),
        (("no", "not_asked", "no"), True),
        (("no", None, "no"), True),
        (("no", "yes", "no"), True),
        (("no", "yes", "no", "no"), False),
    ],
)
def test_early_warning_holds_until_two_whole_contacts_running_saw_none(then: tuple[str, ...], holds: bool) -> None:
    story = settled()
    contact("2026-02-03 10:00", "yes")(story)
    for day, seen in enumerate(then, 4):
        contact(f"2026-02-{day:02} 10:00", seen)(story)
    assert (story.ground.signs is not None) == holds


def test_a_partial_contact_is_not_a_whole_one() -> None:
    story = settled()
    contact("2026-02-03 10:00", "yes")(story)
    contact("2026-02-04 10:00", "no")(story)
    contact("2026-02-05 10:00", "no", partial=True)(story)
    contact("2026-02-06 10:00", "no")(story)
    assert story.ground.signs is not None


def test_months_clamp_and_move_to_a_service_day() -> None:
    story = Story()
    story.settle("2026-01-31 10:00")
    agreed = {"tier": "light", "reason": "reviewed", "authorised_by": "w-sue"}
    story.tell("2026-01-31 11:00", "tier.set", agreed, author="w-sue")
    assert story.due_at("cadence") == "Mon 2026-03-02 17:00"


@pytest.mark.parametrize(
    ("tier", "booked", "owed_again"),
    [
        ("standard", "2026-02-10 10:00", "2026-02-11 10:00"),
        ("standard", "2026-02-18 17:00", "2026-02-19 10:00"),
        ("standard", "2026-02-18 17:01", None),
        ("enhanced", "2026-02-10 17:00", "2026-02-11 10:00"),
        ("enhanced", "2026-02-10 17:01", None),
        ("intensive", "2026-02-05 17:00", "2026-02-06 10:00"),
        ("intensive", "2026-02-05 17:01", None),
    ],
)
def test_a_booking_stands_for_contact_that_is_owed_and_one_too_far_behind_it_silences_nothing(
    tier: str, booked: str, owed_again: str | None
) -> None:
    story = settled(tier)
    owed = story.due_at("cadence")
    story.book("2026-02-02 12:00", booked)
    due = story.due("cadence")
    assert due is not None
    assert story.due_at("cadence") == owed, "its own date stays"
    assert due.from_at == (london(owed_again) if owed_again else None)
    if owed_again:
        assert story.reading("cadence", owed_again) in ("due", "overdue")
        assert story.reading("cadence", booked) == "upcoming"


def test_of_several_bookings_the_first_stands_for_contact_and_when_it_was_not_kept_contact_is_owed_again() -> None:
    story = settled()
    first = story.book("2026-02-02 12:00", "2026-02-10 10:00")
    story.book("2026-02-02 12:00", "2026-02-17 10:00")
    assert story.reading("cadence", "2026-02-11 10:00") == "due"
    said = {"planned": first, "by": "service", "reason": "ill", "told_person": "yes"}
    story.tell("2026-02-10 09:00", "contact.cancelled", said)
    assert story.reading("cadence", "2026-02-17 12:00") == "upcoming", "the second now stands for it"
    assert story.reading("cadence", "2026-02-18 10:00") == "overdue"


@pytest.mark.parametrize("method", ["letter", "text", "email", "other"])
def test_what_is_no_live_method_stands_for_nothing(method: str) -> None:
    story = settled()
    story.book("2026-02-02 12:00", "2026-02-10 10:00", method=method)
    assert story.reading("cadence", "2026-02-17 09:00") == "overdue"


def test_a_call_that_is_booked_does_not_stand_for_seeing_them() -> None:
    story = settled("intensive")
    story.book("2026-02-02 12:00", "2026-02-05 10:00", method="call")
    seen, spoken = story.due("too_long_unseen"), story.due("cadence")
    assert seen is not None
    assert seen.from_at is None
    assert spoken is not None
    assert spoken.from_at is not None


def test_a_call_is_contact_and_a_visit_is_being_seen() -> None:
    story = settled()
    story.keep("2026-02-10 10:00", "call")
    assert story.due_at("cadence") == "Tue 2026-02-24 17:00"
    assert story.due_at("too_long_unseen") == "Mon 2026-04-27 17:00"
    story.attempt("2026-02-11 10:00", None, None, "seen", method="visit")
    assert story.due_at("too_long_unseen") == "Wed 2026-05-06 17:00"


def test_a_contact_is_asked_about_on_the_next_service_day() -> None:
    story = settled()
    story.book("2026-02-02 12:00", "2026-02-06 15:00")
    assert story.due_at("unrecorded_contact") == "Mon 2026-02-09 10:00"
    assert story.reading("unrecorded_contact", "2026-02-09 09:59") == "upcoming"
    assert story.reading("unrecorded_contact", "2026-02-09 10:01") == "overdue"
    assert story.reading("contact", "2026-02-05 23:59") == "upcoming"
    assert story.reading("contact", "2026-02-06 00:00") == "due"


def of_series(story: Story) -> list[str]:
    return [f"{due.due_at.astimezone(LONDON):%a %m-%d %H:%M}" for due in story.dues if due.kind == "contact"]


@pytest.mark.parametrize(
    ("first", "starts"),
    [
        ("2026-03-24 10:00", ["Tue 03-24 11:00", "Tue 03-31 11:00"]),
        ("2026-10-20 10:00", ["Tue 10-20 11:00", "Tue 10-27 11:00"]),
    ],
)
def test_a_series_stays_at_its_local_time_through_both_clock_changes(first: str, starts: list[str]) -> None:
    story = settled()
    story.book("2026-03-20 10:00", first, repeat="FREQ=WEEKLY;BYDAY=TU")
    assert of_series(story) == starts


def test_of_a_series_the_first_unresolved_and_the_one_after_are_owed() -> None:
    story = settled()
    series = story.book("2026-03-20 10:00", "2026-03-24 10:00", repeat="FREQ=WEEKLY;BYDAY=TU")
    occurrence = {"planned": series, "occurrence": moment("2026-03-24 10:00")}
    story.keep("2026-03-24 10:00", **occurrence)
    assert of_series(story) == ["Tue 03-31 11:00", "Tue 04-07 11:00"]
    cancelled = {"planned": series, "occurrence": "2026-04-07T09:00:00Z", "by": "service", "reason": "ill"}
    story.tell("2026-03-30 10:00", "contact.cancelled", cancelled | {"told_person": "yes"})
    assert of_series(story) == ["Tue 03-31 11:00", "Tue 04-14 11:00"]
    assert "rebook" not in story.kinds
    story.tell("2026-03-30 11:00", "contact.cancelled", {"planned": series, "by": "person", "reason": "no",
                                                          "told_person": "yes"})  # fmt: skip
    assert of_series(story) == []
    assert story.due("rebook") is not None


def test_occurrences_while_away_are_not_owed() -> None:
    story = settled()
    story.book("2026-03-20 10:00", "2026-03-24 10:00", repeat="FREQ=WEEKLY;BYDAY=TU")
    ward = {"kind": "general_ward", "where": "St Mary", "confirmed_with": "Sister Ode"}
    story.tell("2026-03-23 10:00", "person.admitted", ward)
    assert of_series(story) == []
    story.tell("2026-04-02 10:00", "person.returned", {})
    assert of_series(story) == ["Tue 04-07 11:00", "Tue 04-14 11:00"]


def test_a_series_that_is_over_counts_for_nothing() -> None:
    story = settled()
    story.book("2026-03-20 10:00", "2026-03-24 10:00", repeat="FREQ=DAILY;COUNT=2")
    assert "book_contact" not in story.kinds
    series = story.entries[-1].id
    for day in ("24", "25"):
        story.keep(f"2026-03-{day} 10:00", planned=series, occurrence=moment(f"2026-03-{day} 10:00"))
    assert story.due_at("book_contact") == "Thu 2026-03-26 10:00"


@pytest.mark.parametrize(
    ("zone", "tier", "booked", "owed"),
    [("green", "standard", 0, True), ("green", "standard", 1, False), ("amber", "standard", 1, True),
     ("amber", "standard", 2, False), ("green", "intensive", 1, True), ("red", "light", 1, True)],
)  # fmt: skip
def test_two_contacts_stand_booked_while_worried_and_one_otherwise(
    zone: str, tier: str, booked: int, owed: bool
) -> None:
    story = settled(tier)
    story.zone("2026-03-02 10:00", zone)
    story.keep("2026-03-03 10:00")
    for number in range(booked):
        story.book("2026-03-03 11:00", f"2026-03-1{number} 10:00")
    assert ("book_contact" in story.kinds) == owed


def test_two_are_booked_within_three_weeks_of_acceptance_whatever_the_zone() -> None:
    story = Story()
    story.accept("2026-03-02 10:00", zone="green")
    story.book("2026-03-02 10:30", "2026-03-05 10:00")
    assert story.due_at("book_contact") == "Tue 2026-03-03 10:00"
    story.book("2026-03-02 11:00", "2026-03-12 10:00")
    assert "book_contact" not in story.kinds


def test_booking_is_owed_since_the_entry_that_made_it_too_few_however_often_the_zone_is_set_again() -> None:
    story = settled()
    story.keep("2026-03-02 10:00")
    story.book("2026-03-02 10:30", "2026-03-30 10:00")
    story.zone("2026-03-03 10:00", "amber")
    assert story.due_at("book_contact") == "Wed 2026-03-04 10:00"
    story.zone("2026-03-05 10:00", "amber")
    assert story.due_at("book_contact") == "Wed 2026-03-04 10:00"


@pytest.mark.parametrize(("by", "band"), [("service", 2), ("person", 3), ("partner", 3)])
def test_whoever_is_left_without_a_date_is_booked_again_the_same_day(by: str, band: int) -> None:
    story = settled()
    booked = story.book("2026-03-02 10:00", "2026-03-05 10:00")
    other = story.book("2026-03-02 10:00", "2026-03-25 10:00")
    said = {"by": by, "reason": "ill", "told_person": "yes"}
    story.tell("2026-03-03 10:00", "contact.cancelled", {"planned": booked} | said)
    assert "rebook" not in story.kinds
    story.tell("2026-03-03 10:30", "contact.cancelled", {"planned": other} | said)
    due = story.due("rebook")
    assert due is not None
    assert (story.due_at("rebook"), due.band) == ("Tue 2026-03-03 17:00", band)


def learned_of_later(story: Story, at: str, learned: str) -> None:
    """A contact of which the service learned only later."""
    story.tell(at, "contact.completed", KEPT, learned_at=moment(learned), recorded=learned)


@pytest.mark.parametrize("learned", ["2026-02-12 10:00", "2026-03-12 10:00"])
def test_news_of_an_old_contact_puts_the_next_one_off_no_further_than_the_contact_did(learned: str) -> None:
    story = settled()
    learned_of_later(story, "2026-02-10 10:00", learned)
    assert story.due_at("cadence") == "Tue 2026-02-24 17:00"
    assert story.due_at("too_long_unseen") == "Tue 2026-05-05 17:00"


def test_news_of_an_old_contact_hides_nobody_who_is_away_or_was_moved() -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    stay = {"kind": "general_ward", "where": "St Anne's", "confirmed_with": "the ward"}
    story.tell("2026-03-02 10:00", "person.admitted", stay)
    learned_of_later(story, "2026-03-02 12:00", "2026-03-20 10:00")
    assert story.due_at("away_review") == "Mon 2026-03-09 17:00"
    story = Story()
    story.settle("2026-02-20 09:00")
    story.tell("2026-03-02 10:00", "person.admitted", stay)
    story.tell("2026-03-03 10:00", "person.returned", {})
    learned_of_later(story, "2026-03-03 12:00", "2026-03-16 10:00")
    assert story.due_at("transition_check") == "Thu 2026-03-05 17:00"


@pytest.mark.parametrize("method", ["letter", "text", "email"])
def test_a_message_that_is_booked_stands_for_nothing(method: str) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    before = story.due_at("cadence"), story.due_at("book_contact")
    story.book("2026-02-20 10:00", "2026-03-18 10:00", method=method)
    assert (story.due_at("cadence"), story.due_at("book_contact")) == before


@pytest.mark.parametrize(("repeat", "owed"), [("FREQ=WEEKLY;COUNT=12", False), ("FREQ=MONTHLY;COUNT=12", True)])
def test_a_series_that_comes_less_often_than_contact_is_owed_counts_as_one_booking(repeat: str, owed: bool) -> None:
    story = Story()
    story.settle("2026-01-20 09:00")
    story.keep("2026-03-02 10:00")
    story.zone("2026-03-02 11:00", "amber")
    story.book("2026-03-02 12:00", "2026-03-09 10:00", repeat=repeat)
    assert (story.due("book_contact") is not None) == owed


@pytest.mark.parametrize(
    ("until", "owed"),
    [
        # Tuesdays at 10:00 in London, which from 29 March on is 09:00 in UTC.
        ("20260407T090000Z", ["Tue 03-31 11:00", "Tue 04-07 11:00"]),
        ("20260407T085959Z", ["Tue 03-31 11:00"]),
    ],
)
def test_a_series_whose_end_is_said_in_utc_ends_by_local_time(until: str, owed: list[str]) -> None:
    story = settled()
    series = story.book("2026-03-20 10:00", "2026-03-24 10:00", repeat=f"FREQ=WEEKLY;BYDAY=TU;UNTIL={until}")
    story.keep("2026-03-24 10:00", planned=series, occurrence=moment("2026-03-24 10:00"))
    assert of_series(story) == owed


def test_a_series_until_a_day_has_that_day_too() -> None:
    story = settled()
    story.book("2026-03-20 10:00", "2026-03-24 10:00", repeat="FREQ=WEEKLY;BYDAY=TU;UNTIL=20260331")
    assert of_series(story) == ["Tue 03-24 11:00", "Tue 03-31 11:00"]


def test_booking_more_is_owed_for_the_entry_that_asked_for_more() -> None:
    story = settled()
    story.keep("2026-03-02 10:00")
    story.book("2026-03-02 10:30", "2026-03-30 10:00")
    zone = story.zone("2026-03-03 10:00", "amber")
    assert story.key("book_contact") == f"book_contact:{zone}"


def test_the_second_booking_of_somebody_taken_on_in_the_strictest_tier_is_owed_since_only_one_stood() -> None:
    story = Story()
    story.accept("2026-01-05 10:00", tier="intensive")
    story.book("2026-01-05 11:00", "2026-03-20 10:00")
    story.book("2026-01-05 12:00", "2026-03-27 10:00")
    story.keep("2026-03-02 10:00")
    assert story.due("book_contact") is None
    story.keep("2026-03-20 10:00", planned=story.entries[1].id)
    due = story.due("book_contact")
    assert due is not None
    assert due.because == ("too few booked since ", london("2026-03-20 10:00"))


def test_booking_is_owed_since_the_entry_after_which_none_stood() -> None:
    story = Story()
    story.settle("2026-01-05 10:00")
    story.keep("2026-03-02 10:00")
    booked = story.book("2026-03-02 11:00", "2026-03-20 10:00")
    assert story.due("book_contact") is None
    body = {"planned": booked, "by": "person", "reason": "holiday", "told_person": "yes"}
    cancelled = story.tell("2026-03-05 10:00", "contact.cancelled", body)
    due = story.due("book_contact")
    assert due is not None
    assert (due.source, due.because) == (cancelled, ("too few booked since ", london("2026-03-05 10:00")))


def test_a_booking_that_nobody_spoke_of_asks_for_no_contact_that_was_had_since() -> None:
    story = settled()
    story.book("2026-02-03 10:00", "2026-02-05 10:00")
    story.keep("2026-02-09 10:00", "call")
    due = story.due("cadence")
    assert due is not None
    assert (due.from_at, story.due_at("cadence")) == (None, "Mon 2026-02-23 17:00")
    assert story.due("unrecorded_contact") is not None


def test_while_contact_is_paused_a_booking_that_was_not_kept_asks_for_none_before_the_pause_is_reviewed() -> None:
    story = settled()
    story.book("2026-02-03 10:00", "2026-02-05 10:00")
    story.decide("2026-02-04 10:00", decision="pause", about="pause", review_at=moment("2026-02-11 10:00"),
                 told={"author": "w-sue"}, authorised_by="w-sue")  # fmt: skip
    due = story.due("cadence")
    assert due is not None
    assert due.from_at is not None
    assert due.from_at >= london("2026-02-11 10:00")
    assert due.due_at >= due.from_at


def test_the_booking_that_stands_for_contact_says_so_and_no_other_does() -> None:
    """`why` of the booking says all it is for (load.md, 1)."""

    def why(at: str) -> str:
        said = [x.because for x in story.dues if x.kind == "contact" and x.detail["at"].startswith(at)]
        return words_at(said[0], london("2026-02-03 09:00"), LONDON)

    story = settled()
    story.keep("2026-02-02 12:00")
    story.book("2026-02-02 13:00", "2026-02-06 10:00", method="call")
    story.book("2026-02-02 13:01", "2026-02-10 10:00")
    story.book("2026-02-02 13:02", "2026-06-10 10:00")
    assert why("2026-02-06") == "planned for Fri 10:00; contact due"
    assert why("2026-02-10") == "planned for 10 Feb; not seen since yesterday 12:00"
    assert why("2026-06-10") == "planned for 10 Jun"
