"""A folder shared by laptops of two releases: what the older can't read it keeps to the byte, passes over nothing in
silence, and reads once it is brought up."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from carelist_tui.domain.entries import TYPES, stamp
from carelist_tui.domain.entries.stored import restamped
from tests.exchange.sync.folders import NOW, Office, hashes, kinds
from tests.exchange.sync.world import BEGIN, Laptop
from tests.journal.reading_rows import projections
from tests.journal.telling import accepted, completed, missed

pytestmark = pytest.mark.slow

LATER = NOW + timedelta(days=1)
OF_LATER_RELEASES: dict[str, dict[str, Any]] = {
    "another type": {"type": "mood.drawn", "body": {"colour": "blué", "n": 9007199254740991}},
    "another version": {"type": "contact.missed", "v": 2, "body": {"expected_at": {"from": 1, "to": 2}, "why": ["x"]}},
    "a field more": {
        "type": "contact.completed",
        "body": {
            "method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Walked",
            "weather": "rain",
        },
    },
    "another version with a choice more": {"type": "zone.set", "v": 2, "body": {"zone": "violet", "reason": "agreed"}},
}  # fmt: skip


def written_by_a_later_release(laptop: Laptop, told: dict[str, Any], person: str, number: int) -> dict[str, Any]:
    """An entry of this laptop as only a later release writes it, in its journal with the next number of its chain."""
    own = sorted((entry for entry in laptop.entries().values() if entry["device"] == laptop.device), key=_number)
    entry = stamp(
        {"occurred_at": BEGIN.isoformat(), **told},
        id=f"00000000-0000-7000-8000-{number:012x}", person=person, author=f"w-{laptop.name}", device=laptop.device,
        seq=own[-1]["seq"] + 1, prev=own[-1]["hash"], recorded_at=NOW, replaces=[], salt=bytes([number]) * 16,
    )  # fmt: skip
    if "v" in told:
        entry = _of_version(entry, told["v"])
    laptop.door.record.take_in([entry])
    return entry


def _number(entry: dict[str, Any]) -> int:
    number: int = entry["seq"]
    return number


def _of_version(entry: dict[str, Any], version: int) -> dict[str, Any]:
    """The same entry under another version, hashed anew."""
    return restamped({**entry, "v": version}, device=entry["device"], seq=entry["seq"], prev=entry["prev"])


@pytest.mark.parametrize("what", OF_LATER_RELEASES)
def test_what_an_older_laptop_cant_read_it_keeps_to_the_byte_and_says(what: str, office: Office) -> None:
    newer, older, third = office.laptop("a"), office.laptop("b"), office.laptop("c")
    (person,) = (receipt.id for receipt in newer.door.record([accepted("P-1")], NOW))
    entry = written_by_a_later_release(newer, OF_LATER_RELEASES[what], person, 7)
    newer.door.record([completed("P-1", BEGIN)], NOW)
    assert newer.sync(LATER).is_sound
    unread = 0 if what == "a field more" else 1
    for laptop in (older, third):
        report = laptop.sync(LATER)
        assert (kinds(report), report.newer, bool(report.newer_words)) == ([], unread, bool(unread)), "said as it comes"
        assert laptop.sync(LATER).newer == 0, "and said once"
    for laptop in (newer, older, third):
        laptop.sync(LATER)
    for laptop in (older, third):
        assert laptop.entries(entry["id"]) == newer.entries(entry["id"]) == {entry["id"]: entry}
        verdict = laptop.door.verify()
        assert verdict.as_json()["problems"] == []
        assert sum("newer version" in remark for remark in verdict.remarks) == unread, "verify says it from then on"
        assert any(json.loads(line)["id"] == entry["id"] for line in laptop.door.people.stored_lines())
    assert hashes(older) == hashes(third) == hashes(newer)
    assert older.door.verify().digest == newer.door.verify().digest == third.door.verify().digest


def test_whom_only_a_later_release_can_accept_is_owed_the_question_who_this_is(office: Office) -> None:
    newer, older = office.laptop("a"), office.laptop("b")
    person = "00000000-0000-7000-8000-0000000000ff"
    told = {"type": "person.accepted", "v": 2, "body": {"names": ["Amina"]}}
    written_by_a_later_release(newer, told, person, 7)
    assert newer.sync(LATER).is_sound
    assert older.sync(LATER).newer == 1
    (item,) = older.door.people.today(LATER, kind="unread")
    assert item.person is not None
    assert (item.person.id, item.title) == (person, "Find out who this is")


def test_both_go_on_recording_and_meet(office: Office) -> None:
    newer, older = office.laptop("a"), office.laptop("b")
    (person,) = (receipt.id for receipt in newer.door.record([accepted("P-1")], NOW))
    for turn in range(3):
        for number, told in enumerate(OF_LATER_RELEASES.values(), 10 * (turn + 1)):
            written_by_a_later_release(newer, told, person, number)
        for laptop in (newer, older):
            assert laptop.sync(LATER).is_sound
        older.door.record([missed("P-1", BEGIN + timedelta(hours=turn))], NOW)
        for laptop in (older, newer):
            assert laptop.sync(LATER).is_sound
    assert hashes(older) == hashes(newer)
    assert older.door.people.today(LATER, kind="ladder_step"), "what it can read it still owes"


def test_once_it_is_brought_up_the_older_laptop_reads_what_it_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older release is this one without one of its types."""
    newer, older, other = office.laptop("a"), office.laptop("b"), office.laptop("c")
    newer.door.record([accepted("P-1"), missed("P-1", BEGIN)], NOW)
    newer.sync(LATER)
    with monkeypatch.context() as earlier:
        earlier.delitem(TYPES, "contact.missed")
        assert older.sync(LATER).newer == 1
        assert not older.door.people.today(LATER, kind="ladder_step")
    older.door.rebuild()
    for laptop in (other, older, newer, other):
        laptop.sync(LATER)
    assert older.door.people.today(LATER, kind="ladder_step")
    ours, theirs = projections(older.door.store), projections(other.door.store)
    assert [ours[table] for table in ("person", "due")] == [theirs[table] for table in ("person", "due")]
    assert older.door.verify().as_json()["problems"] == []
