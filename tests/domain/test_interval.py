"""The interval in force (standards.md, Tiers): by tier, early warning, red and high, before a closure; and what comes
of an entry that shortens it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from carelist_tui.domain.dues.interval import interval_in_force
from tests.domain.telling import Story

Tells = Callable[[Story], object]
SIGN = {"relapse_indicators": ["sleeping by day"]}
LATER = "2026-02-03 12:00"


def met(at: str, tier: str, zone: str = "green") -> Story:
    """Somebody settled in that tier, and met at that moment."""
    story = Story()
    story.settle("2026-01-05 10:00")
    agreed = {"tier": tier, "reason": "reviewed", "authorised_by": "w-sue"}
    story.tell("2026-01-05 11:00", "tier.set", agreed, author="w-sue")
    if zone != "green":
        story.zone("2026-01-05 12:00", zone)
    story.keep(at, "call")
    return story


WORSE: dict[str, Tells] = {
    "green": lambda story: None,
    "amber": lambda story: story.zone(LATER, "amber"),
    "a sign": lambda story: story.check(LATER, **SIGN),
    "red": lambda story: story.zone(LATER, "red"),
    "a high check": lambda story: story.check(LATER, "high"),
    "a crisis": lambda story: story.tell(LATER, "crisis.recorded", {"kind": "ae", "source": "A&E"}),
    "a trigger": lambda story: story.keep(LATER, "call", triggers=["suicidal_plan"]),
}


@pytest.mark.parametrize(
    ("tier", "calm", "warned", "high"),
    [
        ("intensive", "3 days", "1 day", "1 day"),
        ("enhanced", "7 days", "3 days", "3 days"),
        ("standard", "14 days", "7 days", "3 days"),
        ("light", "1 month", "14 days", "3 days"),
    ],
)
def test_it_is_the_tiers_shorter_with_early_warning_and_never_more_than_three_days_of_whoever_is_high(
    tier: str, calm: str, warned: str, high: str
) -> None:
    wanted = {"green": calm, "amber": calm, "a sign": warned}
    for name, tell in WORSE.items():
        story = met("2026-02-02 10:00", tier)
        tell(story)
        assert str(interval_in_force(story.ground)) == wanted.get(name, high), name


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-02-02 10:00", "Thu 2026-02-05 17:00"),
        ("2026-02-03 10:00", "Fri 2026-02-06 17:00"),
        ("2026-02-04 10:00", "Fri 2026-02-06 17:00"),
        ("2026-02-05 16:59", "Fri 2026-02-06 17:00"),
        ("2026-02-06 00:00", "Mon 2026-02-09 17:00"),
        ("2026-02-07 10:00", "Tue 2026-02-10 17:00"),
        ("2026-04-01 10:00", "Thu 2026-04-02 17:00"),
        ("2026-04-02 10:00", "Tue 2026-04-07 12:00"),
        ("2026-04-03 10:00", "Tue 2026-04-07 12:00"),
        ("2026-03-26 10:00", "Fri 2026-03-27 17:00"),
        ("2026-10-22 10:00", "Fri 2026-10-23 17:00"),
    ],
    ids=["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "two days before Good Friday",
         "the eve of Good Friday", "Good Friday", "before the clocks go forward", "before they go back"],
)  # fmt: skip
def test_a_short_one_that_would_end_while_nobody_is_here_ends_before_or_at_noon_on_opening(at: str, due: str) -> None:
    assert met(at, "intensive").due_at("cadence") == due


@pytest.mark.parametrize(
    ("at", "due"), [("2026-02-02 10:00", "Mon 2026-02-09 17:00"), ("2026-01-31 10:00", "Mon 2026-02-09 17:00")]
)
def test_a_longer_one_ends_after_the_closure(at: str, due: str) -> None:
    assert met(at, "enhanced").due_at("cadence") == due


@pytest.mark.parametrize(
    ("worse", "due"),
    [
        ("2026-02-03 15:59", "Thu 2026-02-05 17:00"),
        ("2026-02-05 15:59", "Thu 2026-02-05 17:00"),
        ("2026-02-05 16:01", "Thu 2026-02-05 18:01"),
        ("2026-02-10 10:00", "Tue 2026-02-10 17:00"),
        ("2026-02-13 16:44", "Fri 2026-02-13 17:00"),
        ("2026-02-16 10:00", "Mon 2026-02-16 17:00"),
        ("2026-02-17 10:00", "Mon 2026-02-16 17:00"),
    ],
    ids=["soon after", "on the day it would end", "in its last hour", "long after", "before a weekend",
         "on the day it was owed", "when it was overdue"],
)  # fmt: skip
def test_what_shortens_it_is_owed_the_same_day_at_the_soonest_and_never_later_than_it_was(worse: str, due: str) -> None:
    story = met("2026-02-02 10:00", "standard")
    story.check(worse, "high")
    assert story.due_at("cadence") == due


def test_a_sign_and_then_red_bring_it_nearer_twice() -> None:
    story = met("2026-02-02 10:00", "light")
    assert story.due_at("cadence") == "Mon 2026-03-02 17:00"
    story.check("2026-02-17 10:00", **SIGN)
    assert story.due_at("cadence") == "Tue 2026-02-17 17:00"
    story.zone("2026-02-18 10:00", "red")
    assert story.due_at("cadence") == "Tue 2026-02-17 17:00"


def test_a_heavier_tier_is_owed_by_its_own_interval_from_the_day_it_was_set() -> None:
    story = met("2026-02-02 10:00", "standard")
    story.tell("2026-02-12 10:00", "tier.set", {"tier": "enhanced", "reason": "withdrawn"})
    assert story.due_at("cadence") == "Thu 2026-02-12 17:00"
    story.keep("2026-02-12 12:00", "call")
    assert story.due_at("cadence") == "Thu 2026-02-19 17:00"


@pytest.mark.parametrize(
    ("spoken", "due"),
    [
        ("2026-02-16 12:00", "Thu 2026-02-19 17:00"),
        ("2026-02-17 11:59", "Fri 2026-02-20 17:00"),
        ("2026-02-17 12:00", "Tue 2026-03-03 17:00"),
    ],
)
def test_the_fourteenth_day_of_a_crisis_lengthens_nothing_that_runs(spoken: str, due: str) -> None:
    story = met("2026-02-02 10:00", "standard")
    story.tell(LATER, "crisis.recorded", {"kind": "ae", "source": "A&E", "summary": "seen there"})
    story.keep(spoken, "call")
    story.tell("2026-04-20 10:00", "request.received", {"kind": "access", "by": "herself"})
    assert story.due_at("cadence") == due


def test_once_red_has_ended_the_tiers_own_holds_again() -> None:
    story = met("2026-02-02 10:00", "standard", "red")
    assert story.due_at("cadence") == "Thu 2026-02-05 17:00"
    story.zone("2026-02-03 10:00", "green")
    assert story.due_at("cadence") == "Mon 2026-02-16 17:00"
