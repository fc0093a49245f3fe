"""A season of appointments as clinics have them: most kept, some missed, some called off; nobody lost, none doubled."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from carelist_tui.carelist import Carelist

LONDON = ZoneInfo("Europe/London")
PEOPLE, EACH = 300, 10
BEGINS = datetime(2026, 1, 5, 9, tzinfo=LONDON)
BECAME = ("contact.completed",) * 15 + ("contact.missed",) * 4 + ("contact.cancelled",)


def _became(kind: str, planned: str, at: datetime) -> dict[str, Any]:
    if kind == "contact.completed":
        return {"planned": planned, "method": "clinic", "purpose": "routine", "how_are_they": "as_usual",
                "what_we_did": "Went through the fortnight."}  # fmt: skip
    if kind == "contact.missed":
        return {"planned": planned, "expected_at": at.isoformat(), "method": "clinic", "how": "did_not_attend"}
    return {"planned": planned, "by": "person", "reason": "On holiday.", "told_person": "yes"}


def _season(random: Random, ref: str) -> list[dict[str, Any]]:
    """One person's appointments, a fortnight apart, each booked at acceptance and then kept, missed or called off."""

    def said(kind: str, at: datetime, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"type": kind, "ref": ref, "occurred_at": at.isoformat(), "body": body, **more}

    told = []
    for number in range(EACH):
        at = BEGINS + timedelta(days=14 * number + random.randrange(5), minutes=15 * random.randrange(1, 28))
        planned, became = (str(UUID(int=random.getrandbits(128), version=4)) for _ in range(2))
        booking = {"at": at.isoformat(), "method": "clinic", "purpose": "routine", "worker": "w-ann"}
        told.append(said("contact.planned", BEGINS, booking, id=planned))
        kind = random.choice(BECAME)
        told.append(said(kind, at + timedelta(minutes=20), _became(kind, planned, at), id=became))
    return told


def test_every_no_show_of_three_thousand_appointments_is_one_missed_contact(tmp_path: Path) -> None:
    random = Random(7)
    now = BEGINS + timedelta(days=14 * EACH)
    door = Carelist.init(tmp_path / "store", worker="w-ann", name="Ann", role="manager", team="North",
                         now=BEGINS - timedelta(days=1), encrypted=False)  # fmt: skip
    who = {"given": "Ada", "family": "Price", "source": "gp", "team": "North", "tier": "standard"}
    seasons = {f"P-{number:04d}": _season(random, f"P-{number:04d}") for number in range(PEOPLE)}
    door.record(
        [
            {"type": "person.accepted", "occurred_at": BEGINS.isoformat(), "body": {**who, "ref": ref}}
            for ref in seasons
        ],
        now,
    )
    told = [draft for season in seasons.values() for draft in season]
    door.record(told, now)
    door.record(told[:200], now)

    missed = Counter(draft["ref"] for draft in told if draft["type"] == "contact.missed")
    assert missed.total() > 500
    stored = Counter[bool]()
    for line in door.stored_lines(None, None):
        stored['"contact.missed"' in line] += '"type":"contact.' in line
    assert stored[True] == missed.total()
    assert stored.total() == len(told)

    # Open is whoever missed one and has not been met since: one missed contact each, counting every miss of it.
    waiting = {each["ref"]: each["missed"] for each in door.queue(now)}
    for ref, season in seasons.items():
        became = [draft["type"] for draft in sorted(season, key=lambda draft: draft["occurred_at"])]
        since_met = 0
        for kind in became:
            since_met = 0 if kind == "contact.completed" else since_met + (kind == "contact.missed")
        assert waiting.get(ref, 0) == since_met, ref
    assert door.verify().ok
    door.close()
