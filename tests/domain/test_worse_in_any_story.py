"""Worse never owes less or later (product.md, invariant 1), whatever was told before: what makes somebody worse
removes, delays or lowers nothing that brings contact or a decision, unless something else that does stands in its
place, no later than its own date or the same day."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.standards import default_standards
from tests.domain.generating import PERSON, Teller, tell_story
from tests.domain.telling import CHECK
from tests.profiles import dear

pytestmark = pytest.mark.slow

STANDARDS = default_standards()
CALENDAR = STANDARDS.calendar
SIGN = {"relapse_indicators": ["sleeping by day"], "overall": "concern", "capacity": "doubt"}
CRISES = ("ae", "crisis_team", "police", "ambulance", "mha_assessment", "self_harm", "other")


def worse_entries(ground: Ground, at: datetime) -> dict[str, tuple[str, dict[str, Any]]]:
    """What makes somebody worse than they are, by name: the type and body of each."""
    day = CALENDAR.day_of(at)
    red = {"zone": "red", "reason": "not answering", "review_on": (day + timedelta(days=7)).isoformat()}
    amber = {"zone": "amber", "reason": "not answering", "review_on": (day + timedelta(days=10)).isoformat()}
    missed = {"expected_at": at.isoformat(), "method": "call", "how": "no_reply"}
    found: dict[str, tuple[str, dict[str, Any]]] = {
        "a high check": ("risk_check.completed", CHECK | {"overall": "high"}),
        "a trigger": ("risk_check.completed", CHECK | {"overall": "high", "triggers": ["suicidal_plan"]}),
        "a miss": ("contact.missed", missed),
    }
    found |= {
        f"a crisis: {kind}": ("crisis.recorded", {"kind": kind, "source": "A&E", "summary": "seen there"})
        for kind in CRISES
    }
    if not ground.is_high:
        # Of whoever is high a check that is not high says that they are better.
        found["a sign"] = ("risk_check.completed", CHECK | SIGN)
    if ground.state.zone_now != "red":
        found["red"] = ("zone.set", red)
    if ground.state.zone_now in ("green", "unknown"):
        found["amber"] = ("zone.set", amber)
    return found


def falls(due: Due) -> datetime:
    """When it stands there at the latest: its date, or where it is beside a booking the moment that is asked about."""
    return max(due.due_at, due.from_at or due.due_at)


def brought(ground: Ground) -> dict[str, tuple[Due, int]]:
    """What brings contact or a decision, with its band as it is read."""
    high = ground.is_high
    return {
        due.key: (due, due.band_when_high if high and due.band_when_high is not None else due.band)
        for due in owed(ground.state, STANDARDS)
        if KINDS[due.kind].brings in ("contact", "decision")
    }


def what_is_lost(
    was: dict[str, tuple[Due, int]], entries: list[Entry], name: str, told: tuple[str, dict[str, Any]], at: datetime
) -> list[str]:
    """Each Due of these that the entry takes away, delays or lowers without something in its place."""
    teller = Teller(Random(1), list(entries), at)
    teller._seqs.update(dict.fromkeys({each.device for each in entries}, 1_000))
    type_, body = told
    raw = teller.write(type_, body, occurred_at=at)
    after = stand_on(fold(PERSON, [*entries, raw]), STANDARDS)
    now = brought(after)
    same_day = CALENDAR.same_day(at, high=after.is_high_at(at))
    found = []
    for key, (due, band) in was.items():
        there = now.get(key)
        if there is not None and falls(there[0]) <= falls(due) and there[1] <= band:
            continue
        by = max(falls(due), same_day)
        in_its_place = [
            other
            for other, (each, its) in now.items()
            if falls(each) <= by and its <= band and was.get(other) != (each, its)
        ]
        if not in_its_place:
            then = (falls(there[0]), there[1]) if there else "gone"
            found.append(f"{name}: {due.kind} by {falls(due)} in band {band} is then {then}")
    return found


def end_of(entries: list[Entry]) -> datetime:
    """An hour after everything that was told."""
    return max(max(each.occurred_at, each.recorded_at) for each in entries) + timedelta(hours=1)


@given(st.integers(0, 2**48))
@dear(100)
def test_an_entry_that_makes_somebody_worse_owes_nothing_less_and_nothing_later(seed: int) -> None:
    entries = tell_story(Random(seed))
    ground, at = stand_on(fold(PERSON, entries), STANDARDS), end_of(entries)
    if not ground.state.on_caseload or ground.state.has_died:
        return
    was = brought(ground)
    for name, told in worse_entries(ground, at).items():
        assert not what_is_lost(was, entries, name, told, at)
