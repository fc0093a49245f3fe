"""After a ward, custody or a crisis: contact is owed from the event itself, and where that was past when the service
learned of it, the same day; only whole contact settles it (standards.md, follow_up, after_crisis_contact)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.telling import LONDON, Story, moment

WARD = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}


def returned(at: str, kind: str = "mental_health_ward", learned: str | None = None, stay_from: str = "") -> Story:
    """Settled in green since 2 February, away from the 16th unless said, and back."""
    story = Story()
    story.settle("2026-02-02 09:00")
    story.tell(stay_from or "2026-02-16 10:00", "person.admitted", WARD | {"kind": kind})
    comes_back(story, at, learned)
    return story


def comes_back(story: Story, at: str, learned: str | None = None) -> None:
    late: dict[str, Any] = {"learned_at": moment(learned), "recorded": learned} if learned else {}
    story.tell(at, "person.returned", {}, **late)


@pytest.mark.parametrize(
    ("back", "due"),
    [
        ("2026-03-03 10:00", "Fri 2026-03-06 10:00"),
        ("2026-03-06 16:30", "Mon 2026-03-09 16:30"),  # a Friday
        ("2026-04-02 15:00", "Sun 2026-04-05 15:00"),  # the eve of Good Friday: not put off over Easter
        ("2026-03-28 12:00", "Tue 2026-03-31 13:00"),  # the clocks go forward: 72 real hours
        ("2026-10-24 12:00", "Tue 2026-10-27 11:00"),  # and back
    ],
)
@pytest.mark.parametrize("kind", ["mental_health_ward", "custody"])
def test_it_runs_72_hours_from_the_return(kind: str, back: str, due: str) -> None:
    story = returned(back, kind)
    assert story.due_at("follow_up") == due
    found = story.due("follow_up")
    assert found is not None
    assert found.title == "Follow-up within 72 hours"
    assert found.from_at is not None
    assert f"{found.from_at.astimezone(LONDON):%Y-%m-%d %H:%M}" == back
    assert story.reading("follow_up", back) == "due"


@pytest.mark.parametrize("kind", ["general_ward", "holiday", "other"])
def test_back_from_elsewhere_owes_none(kind: str) -> None:
    assert returned("2026-03-03 10:00", kind).due("follow_up") is None


@pytest.mark.parametrize(
    ("learned", "due"),
    [
        ("2026-03-03 16:00", "Fri 2026-03-06 10:00"),  # later that day: the clock is not begun anew
        ("2026-03-06 09:59", "Fri 2026-03-06 10:00"),
        ("2026-03-06 10:00", "Fri 2026-03-06 10:00"),
        ("2026-03-06 10:01", "Fri 2026-03-06 17:00"),  # past by then: the same day
        ("2026-03-08 11:00", "Mon 2026-03-09 10:00"),
        ("2026-03-09 11:00", "Mon 2026-03-09 17:00"),
    ],
)
def test_learned_of_later_it_still_runs_from_the_return(learned: str, due: str) -> None:
    story = returned("2026-03-03 10:00", learned=learned)
    assert story.due_at("follow_up") == due
    found = story.due("follow_up")
    assert found is not None
    assert ", known since " in found.because


@pytest.mark.parametrize(
    ("harm", "due"),
    [
        ("2026-01-19 09:59", "Fri 2026-03-06 10:00"),  # 28 days and a minute before the admission
        ("2026-01-19 10:00", "Thu 2026-03-05 10:00"),
        ("2026-02-16 09:59", "Thu 2026-03-05 10:00"),
        ("2026-02-16 10:00", "Thu 2026-03-05 10:00"),
    ],
)
def test_self_harm_in_the_28_days_before_the_admission_asks_for_48_hours(harm: str, due: str) -> None:
    story = Story()
    story.settle("2026-01-05 09:00")
    story.tell(harm, "crisis.recorded", {"kind": "self_harm", "source": "A&E"})
    story.tell("2026-02-16 10:00", "person.admitted", WARD)
    story.keep("2026-02-17 10:00", "call")
    comes_back(story, "2026-03-03 10:00")
    assert story.due_at("follow_up") == due


def test_it_is_remembered_through_a_long_stay() -> None:
    """Three months on the ward, with word from there every week: what came before it is not forgotten."""
    story = Story()
    story.settle("2026-01-05 09:00")
    story.tell("2026-01-12 09:00", "crisis.recorded", {"kind": "self_harm", "source": "A&E"})
    story.tell("2026-01-12 18:00", "person.admitted", WARD)
    story.keep("2026-01-15 10:00", "call")
    for day in ("2026-02-02", "2026-03-02", "2026-04-07"):
        story.tell(f"{day} 10:00", "partner.contacted", {"direction": "out", "who": "Elm ward", "summary": "settling"})
    comes_back(story, "2026-04-13 10:00")
    assert story.due_at("follow_up") == "Wed 2026-04-15 10:00"
    found = story.due("follow_up")
    assert found is not None
    assert found.title == "Follow-up within 48 hours"


@pytest.mark.parametrize(
    ("told", "due"),
    [
        (lambda s: s.check("2026-02-13 10:00", triggers=["suicidal_plan"]), "Thu 2026-03-05 10:00"),
        (lambda s: s.check("2026-02-13 10:00", triggers=["acute_psychosis"]), "Fri 2026-03-06 10:00"),
        (lambda s: s.tell("2026-02-13 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"}),
         "Fri 2026-03-06 10:00"),
    ],
)  # fmt: skip
def test_a_plan_to_end_their_life_counts_and_no_other_crisis(told: Any, due: str) -> None:
    story = Story()
    story.settle("2026-02-02 09:00")
    told(story)
    story.check("2026-02-14 10:00")  # it no longer stands
    story.tell("2026-02-16 10:00", "person.admitted", WARD)
    comes_back(story, "2026-03-03 10:00")
    assert story.due_at("follow_up") == due


def test_harm_before_the_stay_around_it_counts_too() -> None:
    """From A&E to a general ward after self-harm, and five weeks later from there to the mental health ward."""
    story = Story()
    story.settle("2026-01-05 09:00")
    story.tell("2026-01-12 09:00", "crisis.recorded", {"kind": "self_harm", "source": "A&E"})
    story.tell("2026-01-12 18:00", "person.admitted", WARD | {"kind": "general_ward"})
    story.keep("2026-01-15 10:00", "call")
    story.tell("2026-02-16 10:00", "person.admitted", WARD)
    comes_back(story, "2026-03-03 10:00")
    assert story.due_at("follow_up") == "Thu 2026-03-05 10:00"


@pytest.mark.parametrize(("zone", "due"), [("red", "Thu 2026-03-05 10:00"), ("amber", "Fri 2026-03-06 10:00")])
def test_who_is_high_at_the_return_is_met_within_48_hours(zone: str, due: str) -> None:
    story = Story()
    story.settle("2026-02-02 09:00")
    story.tell("2026-02-16 10:00", "person.admitted", WARD)
    story.zone("2026-03-02 10:00", zone)
    comes_back(story, "2026-03-03 10:00")
    assert story.due_at("follow_up") == due


@pytest.mark.parametrize("kind", ["follow_up", "after_crisis_contact"])
def test_only_whole_contact_settles_it(kind: str) -> None:
    story = returned("2026-03-03 10:00")
    story.tell("2026-03-03 11:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    due = story.due_at(kind)
    story.keep("2026-03-04 10:00", partial=True)
    assert story.due_at(kind) == due
    assert "speak_to" in story.kinds
    story.attempt("2026-03-04 11:00", None, None, "replied", method="text")
    assert story.due_at(kind) == due
    story.keep("2026-03-04 12:00", "call")
    assert story.due(kind) is None
    assert "speak_to" not in story.kinds


# ---- after a crisis


def in_crisis(at: str, kind: str = "ae", learned: str | None = None) -> Story:
    story = Story()
    story.settle("2026-02-02 09:00")
    late: dict[str, Any] = {"learned_at": moment(learned), "recorded": learned} if learned else {}
    story.tell(at, "crisis.recorded", {"kind": kind, "source": "A&E"}, **late)
    return story


@pytest.mark.parametrize(
    ("at", "kind", "due"),
    [
        ("2026-03-03 10:00", "ae", "Wed 2026-03-04 12:00"),
        ("2026-03-03 23:59", "ae", "Wed 2026-03-04 12:00"),
        ("2026-03-06 23:30", "ae", "Mon 2026-03-09 12:00"),  # a Friday night
        ("2026-03-06 23:30", "self_harm", "Sun 2026-03-08 23:30"),
        ("2026-03-03 10:00", "self_harm", "Wed 2026-03-04 12:00"),  # the earlier of the two
        ("2026-04-02 20:00", "ae", "Tue 2026-04-07 12:00"),  # the eve of Good Friday
        ("2026-04-02 20:00", "self_harm", "Sat 2026-04-04 20:00"),
        ("2026-03-28 12:00", "self_harm", "Mon 2026-03-30 12:00"),  # noon comes before 48 real hours are over
        ("2026-10-23 18:00", "self_harm", "Sun 2026-10-25 17:00"),
    ],
)
def test_after_a_crisis_by_noon_of_the_next_service_day_after_self_harm_within_48_hours(
    at: str, kind: str, due: str
) -> None:
    story = in_crisis(at, kind)
    assert story.due_at("after_crisis_contact") == due
    assert story.reading("after_crisis_contact", at) == "due"


@pytest.mark.parametrize(
    ("learned", "due"),
    [
        ("2026-03-04 11:59", "Wed 2026-03-04 12:00"),
        ("2026-03-04 12:00", "Wed 2026-03-04 12:00"),
        ("2026-03-04 12:01", "Wed 2026-03-04 17:00"),
        ("2026-03-04 17:30", "Wed 2026-03-04 19:30"),  # a crisis makes high: two hours, by the out-of-hours route
        ("2026-03-09 09:00", "Mon 2026-03-09 17:00"),
    ],
)
def test_a_crisis_learned_of_later_runs_from_itself(learned: str, due: str) -> None:
    assert in_crisis("2026-03-03 10:00", learned=learned).due_at("after_crisis_contact") == due
