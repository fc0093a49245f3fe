"""Worse never owes less, or later (product.md, invariant 1): over tiers, zones, signs, checks and crises."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from carelist_tui.domain.dues.kinds import BRINGS_SOMEBODY
from carelist_tui.domain.standards import default_standards
from tests.domain.telling import Story

Tells = Callable[[Story], object]
TIERS = tuple(default_standards().tiers)
AT = "2026-03-03 10:00"
WORSE: dict[str, Tells] = {
    "amber": lambda story: story.zone(AT, "amber", "2026-03-10"),
    "red": lambda story: story.zone(AT, "red", "2026-03-09"),
    "a sign": lambda story: story.keep(
        AT, "call", signs_seen=[{"sign": "sleeping by day", "seen": "yes"}], plan_72h="call"
    ),
    "a high check": lambda story: story.check(AT, "high"),
    "a crisis": lambda story: story.tell(AT, "crisis.recorded", {"kind": "ae", "source": "the ward"}),
    "self-harm": lambda story: story.tell(AT, "crisis.recorded", {"kind": "self_harm", "source": "the ward"}),
}
SAME: dict[str, Tells] = {"a sign": lambda story: story.keep(AT, "call"), "a high check": lambda story: story.check(AT)}
"""What is told instead where it is nothing worse: the same contact or check, and nothing seen."""
BEFORE: dict[str, Tells] = {
    "nothing else": lambda story: None,
    "a missed contact": lambda story: story.miss("2026-03-03 09:30"),
    "an old miss": lambda story: story.miss("2026-03-01 10:00"),
    "a decision": lambda story: story.decide("2026-03-02 12:00", "do_not_escalate", None, "2026-03-06 10:00"),
    "amber": lambda story: story.zone("2026-03-02 12:00", "amber", "2026-03-12"),
    "a refusal": lambda story: story.tell(
        "2026-03-02 12:00", "consent.recorded",
        {"scope": "contact", "given": False, "basis": "consent", "rationale": "asks", "review_on": "2026-03-20"},
    ),
}  # fmt: skip


def told(tier: str, before: str, then: Tells | None) -> Story:
    story = Story()
    story.settle("2026-02-20 09:00")
    agreed = {"tier": tier, "reason": "as agreed", "authorised_by": "w-sue"}
    story.tell("2026-02-20 11:00", "tier.set", agreed, author="w-sue")
    BEFORE[before](story)
    if then is not None:
        then(story)
    return story


def soonest(story: Story) -> dict[str, tuple[float, int]]:
    """By kind that brings contact, a decision or a review: when the soonest is due, and its band."""
    high = story.ground.is_high
    found: dict[str, tuple[float, int]] = {}
    for due in story.dues:
        if due.kind in BRINGS_SOMEBODY:
            band = due.band_when_high if high and due.band_when_high is not None else due.band
            when, known = found.get(due.kind, (float("inf"), 9))
            found[due.kind] = min(when, due.due_at.timestamp()), min(known, band)
    return found


@pytest.mark.parametrize(("tier", "before", "worse"), list(product(TIERS, BEFORE, WORSE)))
def test_worse_never_owes_less_or_later(tier: str, before: str, worse: str) -> None:
    better, other = soonest(told(tier, before, SAME.get(worse))), soonest(told(tier, before, WORSE[worse]))
    assert better.keys() - other.keys() <= {"zone_review"}
    for kind in better.keys() & other.keys():
        assert other[kind] <= better[kind], kind
        assert other[kind][1] <= better[kind][1], kind


@pytest.mark.parametrize("tier", TIERS)
def test_red_is_reviewed_no_later_than_amber_and_amber_no_later_than_green(tier: str) -> None:
    def review(zone: str) -> float:
        return soonest(told(tier, "nothing else", lambda story: story.zone(AT, zone)))["review"][0]

    assert review("red") <= review("amber") <= review("green")
