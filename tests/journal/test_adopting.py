"""Standards adopted: the newest serve every Due, a missed contact keeps those of its t; whichever way they came."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.cli.differences import closed_as_json, closed_in_words
from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.entries import read_entry, stamp
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import parse_standards
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import MONDAY, accepted, completed, corrected, draft, hours, missed, store_at, worker, zone

pytestmark = pytest.mark.slow

QUICK = """
[dues]
risk_plan = "3 days"

[ladders.standard]
title = "Standard"

[[ladders.standard.steps]]
key = "only_attempt"
title = "The only attempt"
methods = ["call"]
to = "person"
due = "4 hours"
"""
SEVEN_DAYS = '[service]\ndays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]\nopens = "08:00"\ncloses = "20:00"\n'


def adoption(text: str, at: datetime, digest: str | None = None, **envelope: Any) -> dict[str, Any]:
    body = {"digest": digest or "sha256:" + sha256_hex(text.encode()), "text": text}
    return draft("standards.adopted", at, body, **envelope)


def due(carelist: Carelist, kind: str, ref: str = "P-1") -> list[str]:
    items = carelist.people.person(ref, hours(24 * 365))["items"]
    return [item["due_at"][:16] for item in items if item["kind"] == kind]


def steps(carelist: Carelist, ref: str) -> list[str]:
    items = carelist.people.person(ref, hours(24 * 365))["items"]
    return [item["detail"]["step"] for item in items if item["kind"] == "ladder_step"]


def agrees(carelist: Carelist) -> None:
    assert carelist.verify().as_json()["problems"] == []
    before = projections(carelist.store)
    carelist.rebuild()
    assert projections(carelist.store) == before


def test_adoption_makes_every_due_by_the_newest_standards(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], MONDAY)
    before = due(carelist, "risk_plan")
    receipt = carelist.record.adopt(QUICK, hours(2))
    assert receipt.type == "standards.adopted"
    assert due(carelist, "risk_plan") == ["2026-03-05T17:00"] != before
    assert carelist.people.today_json(hours(3))["standards"] == "sha256:" + sha256_hex(QUICK.encode())
    agrees(carelist)


def test_a_missed_contact_keeps_the_standards_of_its_t(carelist: Carelist) -> None:
    carelist.record([accepted(f"P-{n}") for n in (1, 2, 3)], MONDAY)
    carelist.record([completed(f"P-{n}", hours(0.5)) for n in (1, 2, 3)], hours(1))
    carelist.record([zone("P-1", hours(0.8)), missed("P-1", hours(1))], hours(1))
    carelist.record.adopt(QUICK, hours(2))
    carelist.record([missed("P-2", hours(3))], hours(3))
    carelist.record([missed("P-3", hours(1.5))], hours(4))
    assert steps(carelist, "P-1")[0] == "same_day_attempt"
    assert steps(carelist, "P-2") == ["only_attempt"]
    # Nobody may be told, so that a decision about sharing stands for the partner step.
    assert steps(carelist, "P-3") == ["same_day_attempt", "next_day_follow_up", "in_person_check"]
    agrees(carelist)


def test_the_services_hours_are_those_of_the_newest_standards(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], MONDAY)
    friday = datetime.fromisoformat("2026-03-06T18:00:00+00:00")
    assert not carelist.glance.calendar.is_open(friday)
    carelist.record.adopt(SEVEN_DAYS, hours(1))
    carelist.people.today(hours(2))
    assert carelist.glance.calendar.is_open(friday)
    with Carelist.open(carelist.store) as again:
        assert again.glance.calendar.is_open(friday)


def test_another_process_notices_what_was_adopted(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), accepted("P-2")], MONDAY)
    with Carelist.open(carelist.store, "w-ann") as other:
        other.record([zone("P-1", hours(1))], hours(1))
        carelist.record.adopt(QUICK, hours(2))
        other.record([zone("P-2", hours(3))], hours(3))
        assert other.journal.standards.adoptions == carelist.journal.standards.adoptions
        assert due(other, "risk_plan", "P-2") == ["2026-03-05T17:00"]
        agrees(other)


def test_a_reading_that_looks_back_uses_what_was_adopted(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], MONDAY)
    carelist.record.adopt(QUICK, hours(2))
    carelist.record([zone("P-1", hours(100))], hours(100))
    seen = [item for item in carelist.people.today(hours(50), days=60) if item.kind == "risk_plan"]
    assert [item.due_at.isoformat()[:10] for item in seen] == ["2026-03-05"]


def test_struck_out_standards_were_never_in_force(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], MONDAY)
    before = due(carelist, "risk_plan")
    receipt = carelist.record.adopt(QUICK, hours(2))
    carelist.record([corrected(receipt.id, hours(3), replacement=None)], hours(3))
    assert due(carelist, "risk_plan") == before
    assert carelist.journal.standards.adoptions[1:] == []
    agrees(carelist)


def test_within_a_batch_the_lines_after_an_adoption_stand_under_it(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], MONDAY)
    strict = '[limits]\nzone_review_red = "1 day"\n'
    red = zone("P-1", hours(2), "red")
    with pytest.raises(Refused, match="too far off"):
        carelist.record([adoption(strict, hours(1)), red], hours(2))
    assert carelist.journal.standards.adoptions[1:] == []
    carelist.record([red], hours(2))
    agrees(carelist)


@pytest.mark.parametrize("text", ['[dues]\naway_review = "never"\n', "not toml at all", "[limits]\n"])
def test_standards_that_can_not_hold_are_refused_and_nothing_is_recorded(carelist: Carelist, text: str) -> None:
    entries = carelist.verify().entries
    if text == "[limits]\n":
        carelist.record.adopt(text, hours(1))
        with pytest.raises(Refused, match="in force already"):
            carelist.record.adopt(text, hours(2))
        return
    with pytest.raises(Refused):
        carelist.record.adopt(text, hours(1))
    assert carelist.verify().entries == entries


def test_an_adoption_reads_no_story(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), accepted("P-2")], MONDAY)
    carelist.record([missed("P-1", hours(1))], hours(1))
    read: list[str] = []

    with carelist.journal.store.reading() as connection:  # it is kept for the next who asks
        connection.set_trace_callback(read.append)
    carelist.record([adoption(QUICK, hours(2)), zone("P-2", hours(2))], hours(2))
    stories = [each for each in read if each.startswith("SELECT entry.envelope, entry.body")]
    assert stories
    assert [each for each in stories if "WHERE entry.person =" in each or "entry.person IS NOT NULL" in each] == []
    assert due(carelist, "risk_plan") == ["2026-03-05T17:00"]
    agrees(carelist)


def test_only_a_manager_adopts(carelist: Carelist) -> None:
    carelist.record([worker("added", MONDAY, "w-tom", role="coordinator")], MONDAY)
    carelist.worker = "w-tom"
    with pytest.raises(Refused, match="manager"):
        carelist.record.adopt(QUICK, hours(1))


def test_an_adoption_that_arrives_in_any_order_gives_the_same_store(carelist: Carelist, tmp_path: Path) -> None:
    carelist.record([accepted("P-1"), accepted("P-2"), completed("P-1", MONDAY)], hours(1))
    carelist.record([missed("P-1", hours(2))], hours(2))
    carelist.record.adopt(QUICK, hours(3))
    carelist.record.adopt(SEVEN_DAYS, hours(5))
    carelist.record([missed("P-2", hours(4))], hours(6))
    told, wanted = lines(carelist.store), carelist.verify().digest
    for seed in range(4):
        with store_at(tmp_path / f"{seed}", hours(9)) as other:
            own = len(lines(other.store))
            shuffled = [*told, *told]
            random.Random(seed).shuffle(shuffled)
            for start in range(0, len(shuffled), 3):
                other.record.take_in(shuffled[start : start + 3])
            assert other.journal.standards.adoptions == carelist.journal.standards.adoptions
            theirs = other.people.today_json(hours(30), days=90)["items"]
            ours = carelist.people.today_json(hours(30), days=90)["items"]
            assert [item for item in theirs if item["person"]] == [item for item in ours if item["person"]]
            assert other.verify().entries == len(told) + own
            agrees(other)
    assert len(wanted) == 64


def test_a_file_of_a_newer_release_is_named_and_those_before_stay_in_force(carelist: Carelist, tmp_path: Path) -> None:
    carelist.record([accepted("P-1")], MONDAY)
    before = due(carelist, "risk_plan")
    newer = adoption('[dues]\nrisk_plan = "3 fortnights"\n', hours(1))
    raw = stamp(
        newer, id="0195a1b2-4000-7000-8000-123456789012", person=None, author="w-far", device="ab" * 16, seq=1,
        prev="0" * 64, recorded_at=hours(1), replaces=[], salt=bytes(16),
    )  # fmt: skip
    assert read_entry(raw).body is not None
    carelist.record.take_in([raw])
    assert due(carelist, "risk_plan") == before
    (problem,) = carelist.verify().problems
    assert (problem.kind, problem.where) == ("standards", raw["id"])


def test_a_tier_that_the_standards_in_force_do_not_know_is_read_as_the_strictest(carelist: Carelist) -> None:
    carelist.record([accepted("P-1", tier="light")], MONDAY)
    tier = "\n".join(
        f'{key} = "{value}"'
        for key, value in {
            "title": "Daily", "contact_every": "2 days", "with_signs_every": "1 day", "in_person_every": "7 days",
            "review_every": "14 days", "review_every_amber": "14 days",
        }.items()
    )  # fmt: skip
    carelist.record.adopt(f"[tiers.daily]\n{tier}\n", hours(1))
    assert due(carelist, "cadence") == ["2026-03-04T17:00"]
    agrees(carelist)


def test_what_an_adoption_would_change_leaves_a_missed_contact_the_standards_of_its_day(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], MONDAY)
    carelist.record([completed("P-1", hours(0.5)), zone("P-1", hours(0.8)), missed("P-1", hours(1))], hours(1))
    assert steps(carelist, "P-1")[0] == "same_day_attempt"
    changes = carelist.people.differences(parse_standards(QUICK), hours(2)).differences
    assert {(each.ref, each.kind, each.what) for each in changes} == {("P-1", "risk_plan", "moves")}
    before = due(carelist, "risk_plan")
    carelist.record.adopt(QUICK, hours(2))
    told = {(each.before, each.after) for each in changes}
    assert {tuple(f"{moment:%Y-%m-%dT%H:%M}" for moment in each if moment) for each in told} == {
        (before[0], due(carelist, "risk_plan")[0])
    }


def test_what_is_booked_on_days_that_other_standards_close_is_named(carelist: Carelist) -> None:
    """Of a series it is not owed then; a single one is, because somebody chose it (load.md, 7)."""
    carelist.record([accepted("P-1")], MONDAY)
    visit = {"method": "visit", "purpose": "routine", "worker": "w-ann", "at": "2026-03-10T10:00:00+00:00"}
    weekly = visit | {"at": "2026-03-03T10:30:00+00:00", "method": "call", "repeat": "FREQ=WEEKLY;BYDAY=TU"}
    carelist.record([draft("contact.planned", hours(1), body, ref="P-1") for body in (visit, weekly)], hours(1))
    found = carelist.people.differences(parse_standards("[service]\nclosed = [2026-03-10]\n"), hours(2))
    said = [closed_in_words(each).partition(": ")[2] for each in found.closed]
    told = [each.split(" is on a day that these Standards close; ") for each in said]
    assert told == [
        ["the visit of Tue 10 Mar 2026 10:00", "it stays owed, because somebody chose it"],
        ["the call of Tue 10 Mar 2026 10:30", "one of a series: it is not owed then"],
    ]
    assert [(each["ref"], each["is_series"]) for each in closed_as_json(found)] == [("P-1", False), ("P-1", True)]


def test_senior_work_is_the_clinical_oversights_from_when_they_work_here(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], MONDAY)
    body = {"coordinator": "w-ann", "clinical_oversight": "w-dan"}
    named = draft("coordinator.named", hours(0.5), body, ref="P-1")
    red = draft("zone.set", hours(0.6), {"zone": "red", "reason": "screaming", "review_on": "2026-03-06"}, ref="P-1")
    carelist.record([named, red], hours(1))
    assert _owner(carelist, "senior_review") == "w-ann", "nobody else is a senior or a manager"
    carelist.record([worker("added", hours(2), "w-dan", role="coordinator")], hours(2))
    assert _owner(carelist, "senior_review") == "w-dan"
    agrees(carelist)


def _owner(carelist: Carelist, kind: str) -> str:
    items = carelist.people.today_json(hours(4), days=30)["items"]
    return next(str(each["owner"]) for each in items if each["kind"] == kind)
