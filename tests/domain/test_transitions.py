"""After a move: looked in on so soon after it and after each whole contact, for a fortnight; whoever leaves so soon
after one is asked about a week later (S1:27; standards.md, transition_check, after_leaving)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.telling import Story
from tests.domain.undertaking import accept, close, do_items, hand_over, meet

WARD = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}


def told(tier: str = "intensive") -> Story:
    story = Story()
    story.accept("2026-02-02 09:00", tier=tier)
    story.zone("2026-02-02 09:00", "green")
    story.keep("2026-02-02 09:30")
    return story


def sets(story: Story, at: str, tier: str, by: str = "w-sue", **more: Any) -> str:
    return story.tell(
        at, "tier.set", {"tier": tier, "reason": "well", "authorised_by": by}, author=more.pop("author", by), **more
    )


def hands_over(story: Story, kind: str, closed: str = "2026-03-03 10:00", *, completed: bool = True) -> None:
    opened = hand_over(story, "2026-02-27 10:00", kind=kind, to_team="South")
    if completed:
        do_items(story, "2026-02-27 10:30", opened)
        accept(story, "2026-02-27 11:00", opened, "2026-03-02 09:00")
        meet(story, "2026-03-02 09:30", opened)
    close(story, closed, opened, "completed" if completed else "withdrawn")


@pytest.mark.parametrize("kind", ["step_up", "step_down", "team_transfer", "discharge"])
def test_it_is_owed_two_service_days_after_a_handover_is_closed(kind: str) -> None:
    story = told()
    hands_over(story, kind)
    assert story.due_at("transition_check") == "Thu 2026-03-05 17:00"


def test_a_change_of_worker_and_a_handover_withdrawn_owe_none() -> None:
    for kind, completed in (("staff_change", True), ("team_transfer", False)):
        story = told()
        hands_over(story, kind, completed=completed)
        assert "transition_check" not in story.kinds


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("mental_health_ward", "Thu 2026-03-05 17:00"),
        ("general_ward", "Thu 2026-03-05 17:00"),
        ("custody", None),
        ("holiday", None),
    ],
)
def test_back_from_a_ward_they_are_looked_in_on(kind: str, due: str | None) -> None:
    story = told()
    story.tell("2026-02-16 10:00", "person.admitted", WARD | {"kind": kind})
    story.tell("2026-03-03 10:00", "person.returned", {})
    assert story.due_at("transition_check") == due


@pytest.mark.parametrize(
    ("met", "due"),
    [
        ("2026-03-05 10:00", "Mon 2026-03-09 17:00"),  # again after each whole contact
        ("2026-03-12 10:00", "Mon 2026-03-16 17:00"),
        ("2026-03-13 16:59", "Tue 2026-03-17 17:00"),  # the last moment of the fortnight is within it
        ("2026-03-16 09:00", None),
    ],
)
def test_it_is_owed_again_after_whole_contact_within_the_fortnight(met: str, due: str | None) -> None:
    story = told()
    hands_over(story, "team_transfer")
    story.keep(met)
    assert story.due_at("transition_check") == due


def test_a_nod_through_the_door_moves_nothing() -> None:
    story = told()
    hands_over(story, "team_transfer")
    story.keep("2026-03-05 10:00", partial=True)
    assert story.due_at("transition_check") == "Thu 2026-03-05 17:00"


def test_over_a_bank_holiday_it_counts_service_days() -> None:
    story = told()
    hands_over(story, "team_transfer", "2026-04-02 10:00")
    assert story.due_at("transition_check") == "Wed 2026-04-08 17:00"


def test_another_move_puts_off_nothing() -> None:
    story = told()
    hands_over(story, "step_down", "2026-03-03 10:00")
    hands_over(story, "team_transfer", "2026-03-04 10:00")
    assert story.due_at("transition_check") == "Thu 2026-03-05 17:00"
    story.keep("2026-03-05 10:00")
    assert story.due_at("transition_check") == "Mon 2026-03-09 17:00"


# ---- a lighter tier


@pytest.mark.parametrize(
    ("before", "tier", "due"),
    [
        ("intensive", "enhanced", "Tue 2026-03-10 17:00"),
        ("intensive", "light", "Tue 2026-03-10 17:00"),
        ("enhanced", "standard", None),  # one step
        ("enhanced", "light", "Tue 2026-03-10 17:00"),  # two
        ("standard", "light", None),
        ("standard", "enhanced", None),  # heavier
        ("standard", "standard", None),
    ],
)
def test_a_tier_made_lighter_from_intensive_or_by_two_steps_is_looked_in_on(
    before: str, tier: str, due: str | None
) -> None:
    story = told(before)
    sets(story, "2026-03-03 10:00", tier)
    assert story.due_at("transition_check") == due


@pytest.mark.parametrize(
    ("second", "due"),
    [
        ("2026-03-05 10:00", "Thu 2026-03-12 17:00"),
        ("2026-03-17 17:00", "Tue 2026-03-24 17:00"),  # enhanced since 3 March: the last moment of its fortnight
        ("2026-03-17 17:01", None),
    ],
)
def test_made_lighter_twice_step_by_step_is_made_lighter_by_two(second: str, due: str | None) -> None:
    story = told("enhanced")
    sets(story, "2026-03-03 10:00", "standard")
    assert "transition_check" not in story.kinds
    sets(story, second, "light")
    assert story.due_at("transition_check") == due


def test_the_check_of_the_first_stands_though_the_tier_is_made_lighter_again() -> None:
    story = told("intensive")
    sets(story, "2026-03-03 10:00", "enhanced")
    sets(story, "2026-03-09 10:00", "standard")
    assert story.due_at("transition_check") == "Tue 2026-03-10 17:00"
    story.keep("2026-03-10 09:00")
    assert story.due_at("transition_check") == "Tue 2026-03-17 17:00"
    story.keep("2026-03-17 09:00")
    assert "transition_check" not in story.kinds


def test_a_lighter_tier_that_nobody_has_authorised_yet_moves_nothing() -> None:
    story = told("intensive")
    waits = sets(story, "2026-03-03 10:00", "enhanced", author="w-tom")
    assert "transition_check" not in story.kinds
    story.tell("2026-03-05 10:00", "report.confirmed", {"about": waits, "true": True}, author="w-sue")
    assert story.due_at("transition_check") == "Tue 2026-03-10 17:00"


def test_one_that_was_denied_never_was() -> None:
    story = told("enhanced")
    waits = sets(story, "2026-03-03 10:00", "light", author="w-tom")
    story.tell("2026-03-05 10:00", "report.confirmed", {"about": waits, "true": False}, author="w-sue")
    sets(story, "2026-03-06 10:00", "standard")
    assert "transition_check" not in story.kinds


def test_a_heavier_tier_counts_at_once_and_what_comes_after_it_is_lighter_than_that() -> None:
    story = told("standard")
    story.tell("2026-03-03 10:00", "tier.set", {"tier": "intensive", "reason": "worse"})
    sets(story, "2026-03-05 10:00", "standard")
    assert story.due_at("transition_check") == "Thu 2026-03-12 17:00"


def test_of_several_moves_the_earliest_counts_and_all_are_named() -> None:
    story = told("intensive")
    sets(story, "2026-03-03 10:00", "enhanced")
    story.tell("2026-03-03 11:00", "person.admitted", WARD | {"kind": "general_ward"})
    story.tell("2026-03-04 10:00", "person.returned", {})
    assert story.due_at("transition_check") == "Fri 2026-03-06 17:00"
    due = story.due("transition_check")
    assert due is not None
    assert [each for each in due.because if isinstance(each, str)] == [
        "back from general ward ", "; ", "enhanced tier since ",
    ]  # fmt: skip


# ---- after leaving


def leaves(story: Story, at: str = "2026-03-10 10:00") -> None:
    agreed = story.decide(at, "agree", None, about="discharge", authorised_by="w-mgr")
    body = {"destination": "South", "reason": "transferred", "note": "handed over", "decision": agreed}
    story.tell(at, "person.discharged", body, author="w-mgr")


def asks(story: Story, at: str, direction: str = "out") -> None:
    story.tell(at, "partner.contacted", {"direction": direction, "who": "South", "summary": "seen, well"})


@pytest.mark.parametrize(
    ("left", "due"),
    [
        ("2026-03-10 10:00", "Tue 2026-03-17 17:00"),
        ("2026-03-17 17:00", "Tue 2026-03-24 17:00"),  # the handover was closed on the 3rd
        ("2026-03-17 17:01", None),
        ("2026-03-03 10:00", "Tue 2026-03-10 17:00"),
    ],
)
def test_whoever_leaves_within_a_fortnight_of_a_move_is_asked_about_a_week_later(left: str, due: str | None) -> None:
    story = told()
    hands_over(story, "discharge")
    story.keep("2026-03-03 10:00")
    leaves(story, left)
    assert not story.state.on_caseload
    assert story.due_at("after_leaving") == due
    assert story.kinds == ({"after_leaving"} if due else set())


MOVES: dict[str, Callable[[Story], object]] = {
    "back from a ward": lambda s: (
        s.tell("2026-02-26 10:00", "person.admitted", WARD), s.tell("2026-03-02 10:00", "person.returned", {})
    ),
    "a lighter tier": lambda s: sets(s, "2026-03-02 10:00", "light"),
    "team transfer": lambda s: hands_over(s, "team_transfer"),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVES)
def test_every_move_counts(name: str) -> None:
    story = told()
    MOVES[name](story)
    story.keep("2026-03-03 11:00")
    leaves(story)
    assert story.due_at("after_leaving") == "Tue 2026-03-17 17:00"


def test_without_a_move_nobody_is_asked() -> None:
    story = told()
    leaves(story)
    assert story.kinds == set()


@pytest.mark.parametrize(("asked", "stands"), [("2026-03-10 09:00", True), ("2026-03-12 10:00", False)])
def test_asking_them_settles_it_and_brings_nobody_back(asked: str, stands: bool) -> None:
    story = told()
    hands_over(story, "discharge")
    story.keep("2026-03-03 11:00")
    if stands:
        asks(story, asked)
    leaves(story)
    if not stands:
        asks(story, asked)
    assert not story.state.on_caseload
    assert ("after_leaving" in story.kinds) == stands


def test_what_they_tell_us_puts_somebody_back() -> None:
    """A partner who rings about somebody who has left has something to say: that is no answer to a question of ours."""
    story = told()
    hands_over(story, "discharge")
    story.keep("2026-03-03 11:00")
    leaves(story)
    asks(story, "2026-03-12 10:00", "in")
    assert story.state.on_caseload
    assert "conflict" in story.kinds
