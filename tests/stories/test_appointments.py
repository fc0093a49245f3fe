"""A season of appointments as clinics have them: most kept, some missed, some called off; nobody lost, none doubled."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.carelist import Carelist
from tests.cli.surface import carelist, make_store
from tests.profiles import IS_FULL

pytestmark = pytest.mark.slow

LONDON = ZoneInfo("Europe/London")
PEOPLE, EACH = 300 if IS_FULL else 60, 10
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
        booking = {"at": at.isoformat(), "method": "clinic", "purpose": "routine", "worker": "w-maya"}
        told.append(said("contact.planned", BEGINS, booking, id=planned))
        kind = random.choice(BECAME)
        after = timedelta(minutes=-20 if kind == "contact.cancelled" else 20)
        told.append(said(kind, at + after, _became(kind, planned, at), id=became))
    return told


def test_every_no_show_of_a_season_of_appointments_is_one_missed_contact(tmp_path: Path) -> None:
    random = Random(7)
    now = BEGINS + timedelta(days=14 * EACH)
    store = make_store(tmp_path / "store")
    seasons = {f"P-{number:04d}": _season(random, f"P-{number:04d}") for number in range(PEOPLE)}
    header = "ref,given,family,source,team,tier,coordinator,accepted_on"
    rows = [f"{ref},Ada,Price,gp,North,standard,w-maya,{BEGINS:%Y-%m-%d}" for ref in seasons]
    caseload = tmp_path / "people.csv"
    caseload.write_text("\n".join([header, *rows]), encoding="utf-8")
    taken = carelist("import", caseload, store=store)
    assert taken.status == 0
    assert f"{PEOPLE} rows: {PEOPLE} taken" in taken.out + taken.err

    told = [draft for season in seasons.values() for draft in season]
    appointments = tmp_path / "appointments.ndjson"
    appointments.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    assert carelist("record", appointments, store=store).status == 0
    assert carelist("record", "-", store=store, stdin="\n".join(map(json.dumps, told[:200])).encode()).status == 0

    door = Carelist.open(store)
    missed = Counter(draft["ref"] for draft in told if draft["type"] == "contact.missed")
    assert missed.total() > PEOPLE * EACH / 6
    stored = Counter[bool]()
    for line in door.people.stored_lines(None, None):
        stored['"contact.missed"' in line] += '"type":"contact.' in line
    assert stored[True] == missed.total()
    assert stored.total() == len(told)

    # Open is whoever missed one and has not been met since: one missed contact each, counting every miss of it.
    waiting = {each["ref"]: each["missed"] for each in door.people.queue(now)}
    for ref, season in seasons.items():
        became = [draft["type"] for draft in sorted(season, key=lambda draft: draft["occurred_at"])]
        since_met = 0
        for kind in became:
            since_met = 0 if kind == "contact.completed" else since_met + (kind == "contact.missed")
        assert waiting.get(ref, 0) == since_met, ref
    assert door.verify().ok
    door.close()
