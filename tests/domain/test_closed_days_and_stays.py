"""What is booked for a closed day, or lies within a stay, and what is said of it (load.md, 7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.checks import remarks_now
from carelist_tui.domain.dues.bookings import booked_on_days_closed, booked_starts
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import parse_standards
from tests.domain.telling import LONDON, Story, london
from tests.domain.test_contact_kept_up import settled

WARD: dict[str, Any] = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}
HOLIDAY: dict[str, Any] = {"kind": "holiday", "where": "Wales", "confirmed_with": "her sister"}
EASTER_AND_MAY = "Mon 6 Apr 2026, Mon 4 May 2026, Mon 25 May 2026"
MONDAYS = "FREQ=WEEKLY;BYDAY=MO"


def owed(story: Story) -> list[str]:
    """Each contact that is owed, by its local start."""
    return [f"{start.astimezone(LONDON):%a %m-%d %H:%M}" for start, _, _ in booked_starts(story.ground)]


def cadence_from(story: Story) -> datetime | None:
    due = story.due("cadence")
    assert due is not None
    return due.from_at


def said(story: Story, at: str, type: str, body: dict[str, Any]) -> list[str]:
    """What is said of an entry when it is recorded, before it counts."""

    class Nothing:
        def entry(self, id: str) -> Entry | None:
            return None

        def about(self, person: str) -> list[Entry]:
            return []

        def held_by(self, worker: str) -> int:
            return 0

        def sample(self, id: str) -> None:
            return None

    before = story.state
    id = story.tell(at, type, body)
    told = next(each for each in story.entries if each.id == id)
    return remarks_now(told, before, Roster(), story.standards, Nothing())


def test_what_of_a_series_falls_on_a_closed_day_is_not_owed_and_stands_for_nothing() -> None:
    story = settled("enhanced")
    story.book("2026-03-30 09:00", "2026-04-06 10:00", repeat=MONDAYS)  # Easter Monday
    assert owed(story) == ["Mon 04-13 10:00", "Mon 04-20 10:00"]
    story.keep("2026-03-30 10:00")
    # Owed by Tuesday, the visit on Monday week lies too far behind it.
    assert cadence_from(story) is None


def test_a_single_booking_on_a_closed_day_stays_owed_because_somebody_chose_it() -> None:
    story = settled("enhanced")
    story.keep("2026-03-31 10:00")
    story.book("2026-03-31 11:00", "2026-04-06 10:00")
    assert owed(story) == ["Mon 04-06 10:00"]
    assert cadence_from(story) == london("2026-04-07 10:00")


@pytest.mark.parametrize("stay", [WARD, HOLIDAY])
def test_a_booking_within_a_stay_is_not_owed_and_one_after_the_return_is_owed_again_as_it_stood(
    stay: dict[str, Any],
) -> None:
    story = settled()
    story.book("2026-03-02 10:00", "2026-03-12 10:00")
    story.book("2026-03-02 10:01", "2026-03-24 10:00")
    assert owed(story) == ["Thu 03-12 10:00", "Tue 03-24 10:00"]
    story.tell("2026-03-09 10:00", "person.admitted", stay)
    assert (owed(story), [x for x in story.dues if x.kind == "contact"]) == ([], [])
    story.tell("2026-03-18 10:00", "person.returned", {})
    assert owed(story) == ["Tue 03-24 10:00"]
    assert [due.detail["at"][:10] for due in [x for x in story.dues if x.kind == "contact"]] == ["2026-03-24"]


def test_long_after_the_stay_what_was_booked_within_it_is_still_not_owed() -> None:
    story = settled()
    story.book("2026-03-02 10:00", "2026-03-12 10:00")
    story.tell("2026-03-09 10:00", "person.admitted", HOLIDAY)
    story.tell("2026-03-18 10:00", "person.returned", {})
    for month in ("04", "05", "06"):
        story.keep(f"2026-{month}-20 10:00")
    assert (owed(story), [x for x in story.dues if x.kind == "unrecorded_contact"]) == ([], [])


@pytest.mark.parametrize("high", [True, False])
def test_a_holiday_of_somebody_high_takes_no_booking_away(high: bool) -> None:
    story = settled()
    if high:
        story.zone("2026-03-02 09:00", "red")
    story.book("2026-03-02 10:00", "2026-03-12 10:00")
    story.tell("2026-03-09 10:00", "person.admitted", HOLIDAY)
    assert owed(story) == (["Thu 03-12 10:00"] if high else [])


def test_an_unconfirmed_stay_takes_nothing_away_and_says_nothing() -> None:
    story = settled()
    story.book("2026-03-02 10:00", "2026-03-12 10:00")
    unsure = {"kind": "mental_health_ward", "where": "Elm ward"}
    assert said(story, "2026-03-09 10:00", "person.admitted", unsure) == []
    assert owed(story) == ["Thu 03-12 10:00"]


def test_it_is_said_when_the_stay_is_recorded_and_when_they_are_back() -> None:
    story = settled()
    story.book("2026-03-02 10:00", "2026-03-12 10:00")
    story.book("2026-03-02 10:01", "2026-03-24 10:00", method="call")
    booked = "visit Thu 12 Mar 2026 10:00, call Tue 24 Mar 2026 10:00"
    assert said(story, "2026-03-09 10:00", "person.admitted", WARD) == [
        f"not owed while they are away: {booked}. What lies after their return is owed again"
    ]
    assert said(story, "2026-03-18 10:00", "person.returned", {}) == ["owed again: call Tue 24 Mar 2026 10:00"]


@pytest.mark.parametrize(
    ("when", "repeat", "sentence"),
    [
        (
            "2026-04-06 10:00",
            None,
            "the service is closed on Mon 6 Apr 2026: it is owed all the same, because somebody chose it",
        ),
        (
            "2026-03-30 10:00",
            MONDAYS,
            f"the service is closed on {EASTER_AND_MAY}: nobody is asked to come then, and it stands for no contact",
        ),
        ("2026-03-31 10:00", None, None),
        ("2026-03-31 10:00", "FREQ=WEEKLY;BYDAY=TU", None),
    ],
)
def test_it_is_said_when_something_is_booked_for_a_closed_day(
    when: str, repeat: str | None, sentence: str | None
) -> None:
    body = {"at": london(when).isoformat(), "method": "visit", "purpose": "routine", "worker": "w-tom"}
    body |= {"repeat": repeat} if repeat else {}
    assert [x for x in said(settled(), "2026-03-27 10:00", "contact.planned", body) if "closed" in x] == (
        [sentence] if sentence else []
    )


def test_what_is_booked_within_a_stay_is_said_to_be_owed_only_if_they_are_back_before() -> None:
    story = settled()
    story.tell("2026-03-09 10:00", "person.admitted", WARD)
    body = {"at": london("2026-03-12 10:00").isoformat(), "method": "visit", "purpose": "routine", "worker": "w-tom"}
    assert "they are away then: it is not owed, and owed again if they are back before it" in said(
        story, "2026-03-10 10:00", "contact.planned", body
    )


def test_other_standards_are_told_which_bookings_lie_on_days_that_they_close() -> None:
    story = settled()
    story.book("2026-03-02 10:00", "2026-03-10 10:00")
    story.book("2026-03-02 10:01", "2026-03-03 10:00", repeat="FREQ=WEEKLY;BYDAY=TU")
    then = Story(standards=parse_standards("[service]\nclosed = [2026-03-10]\n"), entries=story.entries)
    found = booked_on_days_closed(story.ground, then.ground, london("2026-03-04 09:00"))
    told = [(start.astimezone(LONDON).date().isoformat(), booking.repeat is not None) for start, booking in found]
    assert told == [("2026-03-10", False), ("2026-03-10", True)]
    late = london("2026-03-11 09:00")
    assert booked_on_days_closed(story.ground, then.ground, late) == []


@given(st.integers(0, 40), st.integers(1, 30), st.integers(0, 60), st.sampled_from([None, "FREQ=DAILY", MONDAYS]))
def test_whatever_was_booked_is_owed_again_if_they_are_back_before_it(
    begins: int, lasts: int, booked: int, repeat: str | None
) -> None:
    first = london("2026-03-02 10:00")
    story = settled()
    story.book("2026-03-01 10:00", f"{day(first, booked)} 10:00", **({"repeat": repeat} if repeat else {}))
    before = owed(story)
    story.tell(f"{day(first, begins)} 09:00", "person.admitted", WARD)
    story.tell(f"{day(first, begins + lasts)} 09:00", "person.returned", {})
    start, end = london(f"{day(first, begins)} 09:00"), london(f"{day(first, begins + lasts)} 09:00")
    assert not any(start <= each < end for each, _, _ in booked_starts(story.ground))
    outside = [each for each in before if not start <= at(each) < end]
    assert outside[:1] == [each for each in owed(story) if each in outside][:1]


def day(first: datetime, n: int) -> str:
    return (first + timedelta(days=n)).date().isoformat()


def at(words: str) -> datetime:
    return datetime.strptime("2026 " + words, "%Y %a %m-%d %H:%M").replace(tzinfo=LONDON)
