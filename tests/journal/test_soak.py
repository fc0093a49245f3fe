"""Whatever is recorded in whatever order, the projections are those of a rebuild, here and on another laptop."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import (
    MONDAY,
    accepted,
    attempted,
    completed,
    coordinator,
    corrected,
    draft,
    hours,
    missed,
    store_at,
    worker,
    zone,
)

pytestmark = pytest.mark.slow

REFS = [f"P-{n}" for n in range(4)]


SEEDS = (0, 1, 2, 3, 4, 5, 6, 7, 16, 31, 35, 114)
"""From 16 on those that noticed what a join left behind."""


def joined(dice: random.Random, known: list[dict[str, Any]]) -> dict[str, Any]:
    into = dice.choice([each["person"] for each in known if each.get("person")])
    return {"into": into, "reason": "one person", "checked": "birth date"}


def some_draft(dice: random.Random, known: list[dict[str, Any]], now: float) -> dict[str, Any]:
    """Something a worker might record, often late and out of order, sometimes impossible."""
    ref, at = dice.choice(REFS), hours(dice.uniform(0, now))
    misses = [each for each in known if each["type"] == "contact.missed"] or known
    episode = dice.choice(misses)["id"]
    entry = dice.choice([each for each in known if each["type"] != "worker.added"])
    steps = ("same_day_attempt", "second_attempt", "immediate_attempt", "next_day_follow_up", "welfare_visit")
    review = (at + timedelta(days=2)).isoformat()
    decision = {"about": "missed_contact", "episode": episode, "decision": "continue", "review_at": review}
    why = {"what_changed": "nothing new", "rationale": "well known to us, seen by her sister today"}
    plan = {
        "at": hours(now + dice.uniform(1, 90)).isoformat(),
        "method": "visit",
        "purpose": "routine",
        "worker": "w-tom",
    }
    struck: dict[str, Any] = {"replacement": None}
    back = {"back_by": (at + timedelta(hours=2)).isoformat()}
    away, covers = {"worker": "w-tom", "from": at.isoformat()}, ("w-ann", "w-tom", "duty")
    return dice.choice(
        [
            lambda: zone(ref, at, dice.choice(["green", "amber", "red"])),
            lambda: missed(ref, at),
            lambda: completed(ref, at),
            lambda: attempted(ref, at, episode, dice.choice(steps), dice.choice(["no_answer", "reached", "declined"])),
            lambda: coordinator(ref, at, dice.choice(["w-ann", "w-tom"])),
            lambda: draft("contact.planned", at, plan, ref=ref),
            lambda: draft("decision.recorded", at, {**decision, **why}, ref=ref),
            lambda: corrected(entry["id"], hours(now), **dice.choice([struck, {"moved_to": at.isoformat()}])),
            lambda: draft("person.details_updated", at, {"address": f"{dice.randint(1, 99)} High Street"}, ref=ref),
            lambda: draft("person.admitted", at, {"kind": "general_ward", "where": "Ward 4"}, ref=ref),
            lambda: worker("changed", at, "w-tom", active=dice.random() < 0.7),
            lambda: worker("changed", at, "w-tom", role=dice.choice(["auditor", "coordinator"])),
            lambda: draft("visit.begun", at, back, ref=ref, on_behalf_of=dice.choice(["w-ann", "w-tom"])),
            lambda: draft("visit.begun", at, back, ref=ref),
            lambda: draft("persons.joined", at, joined(dice, known), ref=ref),
            lambda: draft("worker.away", at, away | {"cover": [{"persons": "all", "by": dice.choice(covers)}]}),
            lambda: draft("duty.set", at, {"date": f"{at:%Y-%m-%d}", "worker": dice.choice(["w-ann", "w-tom"])}),
            lambda: draft("crisis.recorded", at, {"kind": "ae", "source": "A&E"}, ref=ref),
            lambda: draft("person.died", at, {"reported_by": "x", "confirmed": dice.random() < 0.3}, ref=ref),
        ]
    )()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_kept_up_entry_by_entry_is_what_a_rebuild_makes(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with store_at(tmp_path / "one") as one, store_at(tmp_path / "two") as two:
        one.record([worker("added", MONDAY, "w-tom"), *map(accepted, REFS)], MONDAY)
        recorded = _record_for_a_while(one, dice)
        assert recorded > 30
        problems = one.verify().as_json()["problems"]
        assert problems == []
        before = projections(one.store)
        one.rebuild()
        assert projections(one.store) == before
        shuffled = lines(one.store)
        dice.shuffle(shuffled)
        for start in range(0, len(shuffled), 7):
            two.record.take_in(shuffled[start : start + 7])
        one.record.take_in(lines(two.store))
        assert projections(two.store) == projections(one.store)
        assert two.verify().as_json() == one.verify().as_json()


def _record_for_a_while(carelist: Carelist, dice: random.Random) -> int:
    """Records batches of a few; those that are refused leave nothing. Gives how many were kept."""
    now, known = 1.0, lines(carelist.store)
    for _ in range(60):
        now += dice.uniform(0.1, 20)
        batch = [some_draft(dice, known, now) for _ in range(dice.choice([1, 1, 1, 2]))]
        with suppress(Refused):
            carelist.record(batch, hours(now))
            known = lines(carelist.store)
    return len(known)
