"""Days in contact as often as owed, and three months after they came (measures.md): told for one rule each."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.measures.subjects.cadence import days_on_caseload
from tests.domain.measures.test_access_measures import accepted, left_and_back
from tests.domain.measures.told_figures import DIED, NO_CONTACT, ON_A_WARD, case, course_of, figure
from tests.domain.telling import Story, moment

MARCH = ("2026-03-01", "2026-04-01")


def kept(story: Story, begins: str = "2026-03-03", ends: str = "2026-04-01", at: str | None = None) -> tuple[int, int]:
    tally = figure("cadence_kept", begins, ends, story, at=at)
    return tally.n, tally.d


def spoken_to(*at: str, **more: Any) -> Story:
    """Accepted on Monday 2 March at ten, standard and green: contact is owed every 14 days."""
    story = accepted(**more)
    story.zone("2026-03-02 10:00", "green")
    for each in at:
        story.keep(each)
    return story


def test_days_are_kept_until_the_one_on_which_contact_falls_due_and_does_not_come() -> None:
    """Owed by Monday 16 March at the close: 3 to 15 March are kept, and from the 16th on none."""
    assert kept(spoken_to()) == (13, 29)


def test_spoken_to_on_the_last_day_before_it_falls_due_loses_no_day_and_a_minute_late_one() -> None:
    assert kept(spoken_to("2026-03-16 17:00"), ends="2026-03-30") == (27, 27)
    assert kept(spoken_to("2026-03-16 17:01"), ends="2026-03-30") == (26, 27)


def test_a_day_on_which_it_was_overdue_for_some_hours_is_not_kept() -> None:
    """Overdue from Monday at five to Wednesday at four in the afternoon: three days."""
    assert kept(spoken_to("2026-03-18 16:00"), ends="2026-03-31") == (25, 28)


def test_it_counts_time_and_not_contacts() -> None:
    often = spoken_to(*(f"2026-03-02 {hour}:00" for hour in range(11, 17)))
    assert kept(often) == (13, 29)


def test_a_weekend_is_two_days_and_a_day_counts_from_the_one_that_begins_on_the_caseload() -> None:
    assert kept(spoken_to(), "2026-03-01", "2026-03-09") == (6, 6)


def test_a_day_that_is_not_over_is_not_counted() -> None:
    assert kept(spoken_to(), at="2026-03-05 23:59") == (2, 2)
    assert kept(spoken_to(), at="2026-03-06 00:00") == (3, 3)


@pytest.mark.parametrize(
    ("story", "begins", "ends", "days"),
    [
        (spoken_to, "2026-03-28", "2026-03-31", 3),
        (lambda: accepted("2026-10-12 10:00"), "2026-10-24", "2026-10-27", 3),
    ],
)
def test_both_days_of_a_clock_change_are_one_day_each(story: Any, begins: str, ends: str, days: int) -> None:
    assert kept(story(), begins, ends)[1] == days
    midnight = figure("cadence_kept", begins, ends, story(), at=f"{ends} 00:00")
    assert midnight.d == days
    assert figure("cadence_kept", begins, ends, story(), at=f"{ends[:-2]}{int(ends[-2:]) - 1:02d} 23:30").d == days - 1


def test_whoever_becomes_red_is_owed_more_often_from_then_on() -> None:
    story = spoken_to("2026-03-03 10:00")
    story.zone("2026-03-05 10:00", "red")
    assert kept(story, ends="2026-03-11") == (3, 8)  # three days after the 3rd is the 6th


def test_a_tier_counts_for_the_days_that_began_in_it() -> None:
    story = spoken_to("2026-03-03 10:00")
    story.tell("2026-03-10 10:00", "tier.set", {"tier": "intensive", "reason": "worse"})
    (course,) = course_of(story)
    found = [(days.first.isoformat(), days.place.tier, days.kept) for days in days_on_caseload(course)]
    assert found == [
        ("2026-03-03", "standard", True),
        ("2026-03-10", "standard", False),
        ("2026-03-11", "intensive", False),
    ]


@pytest.mark.parametrize(
    ("type", "body", "reason"),
    [
        ("person.died", DIED, "died"),
        ("person.admitted", ON_A_WARD, "away"),
        ("consent.recorded", NO_CONTACT, "refused"),
    ],
)
def test_from_that_moment_on_days_are_left_out_and_what_was_overdue_before_it_stays(
    type: str, body: dict[str, Any], reason: str
) -> None:
    """Overdue since Monday 16 March; on Friday the 20th at ten they were gone."""
    story = spoken_to()
    story.check("2026-03-19 10:00")
    story.tell("2026-03-20 10:00", type, body)
    tally = figure("cadence_kept", "2026-03-03", "2026-04-01", story)
    assert (tally.n, tally.d, tally.left_out) == (13, 18, {reason: 11})


def test_gone_on_the_day_on_which_it_would_have_fallen_due_loses_no_day() -> None:
    story = spoken_to()
    story.tell("2026-03-16 16:00", "person.admitted", ON_A_WARD)
    story.tell("2026-03-23 10:00", "person.returned", {})
    tally = figure("cadence_kept", "2026-03-03", "2026-03-24", story)
    assert (tally.n, tally.d, tally.left_out) == (14, 14, {"away": 7})


def stopped(author: str = "w-max", at: str = "2026-03-11 10:00") -> Story:
    """Stopped on Wednesday 11 March at ten, to be looked at again on Tuesday the 17th."""
    story = spoken_to()
    episode = story.miss("2026-03-10 10:00")
    body = {"episode": episode, "reason": "it frightens them", "safety_plan": "the GP asks on Friday",
            "authorised_by": "w-max", "review_at": moment("2026-03-17 10:00")}  # fmt: skip
    story.tell(at, "outreach.stopped", body, author=author)
    return story


def test_steps_stopped_with_a_seniors_word_leave_out_until_they_end() -> None:
    story = stopped()
    story.keep("2026-03-16 10:00")
    tally = figure("cadence_kept", "2026-03-03", "2026-03-17", story)
    assert (tally.n, tally.d, tally.left_out) == (9, 9, {"stopped": 5})


def test_a_stop_whose_review_has_passed_leaves_out_nothing_any_more() -> None:
    tally = figure("cadence_kept", "2026-03-03", "2026-03-25", stopped())
    assert (tally.n, tally.d, tally.left_out) == (9, 16, {"stopped": 6})
    assert figure("open_28", "2026-03-01", "2026-04-01", stopped()).d == 1


def test_stopped_on_the_day_on_which_it_would_have_fallen_due_loses_no_day() -> None:
    story = stopped(at="2026-03-16 10:00")
    tally = figure("cadence_kept", "2026-03-03", "2026-03-18", story)
    assert (tally.n, tally.d, tally.left_out) == (14, 14, {"stopped": 1})


def test_a_stop_that_no_senior_has_confirmed_leaves_out_nothing_until_they_do() -> None:
    story = stopped(author="w-tom")
    assert figure("cadence_kept", "2026-03-03", "2026-03-17", story).left_out == {}
    about = story.entries[-1].id
    story.tell("2026-03-12 09:00", "report.confirmed", {"about": about, "true": True}, author="w-max")
    assert figure("cadence_kept", "2026-03-03", "2026-03-17", story).left_out == {"stopped": 4}


def test_what_two_laptops_saw_differently_is_no_contact_until_it_is_settled() -> None:
    story = spoken_to()
    booked = story.book("2026-03-03 10:00", "2026-03-16 10:00")
    story.keep("2026-03-16 11:00", planned=booked)
    story.tell("2026-03-16 11:30", "contact.missed", {
        "planned": booked, "expected_at": moment("2026-03-16 10:00"), "method": "visit", "how": "no_access"},
        device="b" * 32, replaces=())  # fmt: skip
    assert kept(story) == (13, 29)


def test_who_has_left_is_not_counted_from_the_next_day_on() -> None:
    assert kept(left_and_back(), ends="2026-03-16") == (1, 1)


def ninety(*met: str, at: str | None = None) -> tuple[int, int, float]:
    """Accepted on Friday 2 January at ten: the ninetieth day is Thursday 2 April."""
    story = Story()
    story.accept("2026-01-02 10:00")
    story.zone("2026-01-02 10:00", "green")
    for each in met:
        story.keep(each)
    tally = figure("in_cadence_90", "2026-01-01", "2026-02-01", story, at=at)
    return tally.n, tally.d, tally.more["first contact in time: people"]


@pytest.mark.parametrize(
    ("met", "counted"),
    [
        (("2026-01-09 17:00", "2026-03-20 10:00"), (1, 1, 1)),
        (("2026-01-09 17:01", "2026-03-20 10:00"), (1, 1, 0)),
        (("2026-01-12 10:00", "2026-03-20 10:00"), (1, 1, 0)),
        (("2026-01-05 10:00", "2026-03-19 10:00", "2026-04-02 17:00"), (1, 1, 1)),
        (("2026-01-05 10:00", "2026-03-19 10:00", "2026-04-02 17:01"), (0, 1, 1)),
        (("2026-01-05 10:00",), (0, 1, 1)),
        ((), (0, 1, 0)),
    ],
)
def test_on_the_ninetieth_day_contact_was_at_no_moment_overdue(
    met: tuple[str, ...], counted: tuple[int, int, int]
) -> None:
    assert ninety(*met) == counted


def test_the_ninetieth_day_counts_once_it_is_over() -> None:
    assert ninety(at="2026-04-02 23:59")[1] == 0
    assert ninety(at="2026-04-03 00:00")[1] == 1


def test_who_has_left_by_then_is_not_in_contact_as_owed_and_who_has_died_is_left_out() -> None:
    first, _ = figure("in_cadence_90", *MARCH, left_and_back()), None
    assert (first.n, first.d, first.more["no longer on the caseload"]) == (0, 2, 0)  # back since the 16th
    gone = left_and_back()
    gone.entries = gone.entries[:3]
    only = figure("in_cadence_90", *MARCH, gone)
    assert (only.n, only.d, only.more["no longer on the caseload"]) == (0, 1, 1)
    story = accepted()
    death = story.tell("2026-03-20 10:00", "person.died", DIED)
    assert figure("in_cadence_90", *MARCH, story).left_out == {"died": 1}
    story.review("2026-03-23 10:00", "learning", "2026-06-01", about=death)  # and is no longer on the caseload
    assert figure("in_cadence_90", *MARCH, story).left_out == {"died": 1}
    story = accepted()
    story.tell("2026-03-20 10:00", "person.admitted", ON_A_WARD)
    story.tell("2026-03-24 10:00", "person.returned", {})
    assert case(story, "in_cadence_90").excluded is None  # home again long before that day
