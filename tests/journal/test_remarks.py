"""What an older store holds that would be refused today is readable, and named as a remark; the store is sound."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries.stored import NO_ENTRY, stamp
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.verify.remarks import remarks_on
from tests.journal.telling import accepted, attempted, corrected, draft, hours, missed, worker

NEXT_YEAR = "2027-03-02T10:00:00+00:00"
MISSED = {"expected_at": NEXT_YEAR, "method": "visit", "how": "no_access"}
NOT_AFTER = "expected_at can't be after the day this happened"
REFUSED = {"scope": "share", "with": "Housing", "given": False, "basis": "consent", "rationale": "She said no."}
TOLD = {"direction": "out", "who": "Housing", "summary": "not seen since Friday"}


class OldRelease:
    """Writes entries as a release wrote them that did not ask what is asked today."""

    def __init__(self, carelist: Carelist) -> None:
        self.carelist, self.numbers = carelist, count(1)

    def write(self, type: str, at: datetime, body: dict[str, Any], person: str | None, author: str = "w-ann") -> str:
        """Its id."""
        number = next(self.numbers)
        entry = stamp(
            {"type": type, "occurred_at": at.isoformat(), "body": body},
            id=str(UUID(int=(0x7000 << 64) | (0x8 << 60) | number)), person=person, author=author, device="c" * 32,
            seq=number, prev=NO_ENTRY, recorded_at=at, replaces=(), salt=number.to_bytes(16, "big"),
        )  # fmt: skip
        self.carelist.record.take_in([entry])
        return str(entry["id"])


@pytest.fixture
def old(carelist: Carelist) -> OldRelease:
    return OldRelease(carelist)


@pytest.fixture
def amina(carelist: Carelist) -> str:
    """P-1, accepted on Monday morning."""
    return carelist.record([accepted("P-1")], hours(0))[0].id


def said(carelist: Carelist) -> list[str]:
    """The remarks, without the ids that end them; nothing is wrong for all of that."""
    verdict = carelist.verify()
    assert [each.kind for each in verdict.problems if each.kind not in ("chain", "reference")] == []
    assert verdict.as_json()["remarks"] == verdict.remarks
    return [each.split(" (entry ")[0] for each in verdict.remarks]


def test_what_is_recorded_by_the_rules_of_now_leaves_no_remark(carelist: Carelist, amina: str) -> None:
    (miss,) = carelist.record([missed("P-1", hours(1))], hours(1))
    carelist.record([attempted("P-1", hours(2), miss.id, "second_attempt")], hours(2))
    assert carelist.verify().remarks == []


def test_a_miss_that_an_older_release_took_for_next_year_is_named(
    carelist: Carelist, amina: str, old: OldRelease
) -> None:
    with pytest.raises(Refused, match="expected_at"):
        carelist.record([draft("contact.missed", hours(1), MISSED, ref="P-1")], hours(1))
    id = old.write("contact.missed", hours(1), MISSED, amina)
    assert said(carelist) == [f"P-1, Missed contact, Mon 2 Mar 2026 10:00: {NOT_AFTER}"]
    assert carelist.verify().remarks[0].endswith(f"(entry {id})")
    assert [each["id"] for each in carelist.people.person("P-1", hours(2))["story"]][-1] == id


def test_a_promise_too_far_ahead_is_named_by_the_longest_limit_there_is(
    carelist: Carelist, amina: str, old: OldRelease
) -> None:
    booked = {"at": "2099-03-02T10:00:00+00:00", "method": "visit", "purpose": "routine", "worker": "w-ann"}
    old.write("contact.planned", hours(1), booked, amina)
    (remark,) = said(carelist)
    assert remark.startswith("P-1, Contact planned, Mon 2 Mar 2026 10:00: at is too far off: 6 months at the longest")


def test_what_was_corrected_since_is_named_no_longer(carelist: Carelist, amina: str, old: OldRelease) -> None:
    id = old.write("contact.missed", hours(1), MISSED, amina)
    carelist.record([corrected(id, hours(2), replacement=MISSED | {"expected_at": hours(1).isoformat()})], hours(2))
    assert said(carelist) == []


def test_somebody_told_who_was_refused_is_named_without_their_name(
    carelist: Carelist, amina: str, old: OldRelease
) -> None:
    old.write("partner.contacted", hours(1), TOLD, amina)
    old.write("consent.recorded", hours(2), REFUSED, amina)
    old.write("partner.contacted", hours(3), TOLD, amina)
    old.write("consent.recorded", hours(4), REFUSED | {"given": True}, amina)
    old.write("partner.contacted", hours(5), TOLD, amina)
    (remark,) = said(carelist)
    assert remark.endswith("Mon 2 Mar 2026 12:00: tells somebody who must not be told")
    assert "Housing" not in remark


def test_a_discharge_that_waits_for_its_manager_is_named_until_their_word(
    carelist: Carelist, amina: str, old: OldRelease
) -> None:
    carelist.record([worker("added", hours(1), "w-tom")], hours(1))
    agreed = {"about": "discharge", "decision": "agree", "what_changed": "well", "authorised_by": "w-ann",
              "rationale": "Goals met, and she wishes to leave us now."}  # fmt: skip
    decision = old.write("decision.recorded", hours(1), agreed, amina, author="w-tom")
    left = {"destination": "GP", "reason": "goals_met", "note": "well", "decision": decision}
    old.write("person.discharged", hours(2), left, amina, author="w-tom")
    (remark,) = said(carelist)
    assert "waits for the word of the manager" in remark
    told = draft("report.confirmed", hours(3), {"about": decision, "true": True}, ref="P-1")
    carelist.record([told], hours(3))
    assert said(carelist) == []


def test_owners_who_work_nowhere_are_named_once_with_whom_they_hold(carelist: Carelist, old: OldRelease) -> None:
    refs = [f"P-{number}" for number in range(1, 8)]
    carelist.record([accepted(ref) for ref in refs], hours(0))
    people = [carelist.people.person(ref, hours(0))["person"] for ref in refs]
    named = {"coordinator": "w-tmo", "clinical_oversight": "Dr Osei"}
    for person in people:
        old.write("coordinator.named", hours(1), named, person)
    (remark,) = said(carelist)
    assert remark.startswith("w-tmo is nobody who works here, and is named for P-1, P-2, P-3, P-4, P-5 and 2 more")


def test_somebody_who_left_and_is_still_named_is_a_remark(carelist: Carelist, amina: str, old: OldRelease) -> None:
    carelist.record([worker("added", hours(1), "w-tom")], hours(1))
    old.write("coordinator.named", hours(1), {"coordinator": "w-tom", "clinical_oversight": "Dr Osei"}, amina)
    body = {"worker": "w-tom", "name": "Tom", "role": "support_worker", "team": "north", "active": False}
    old.write("worker.changed", hours(2), body, None)
    (remark,) = said(carelist)
    assert remark.startswith("w-tom works here no longer, and is named for P-1")


def test_of_too_many_remarks_the_first_are_said_and_the_rest_counted(
    carelist: Carelist, amina: str, old: OldRelease
) -> None:
    for number in range(5):
        old.write("contact.missed", hours(1 + number), MISSED, amina)
    everything = said(carelist)
    with carelist.journal.store.reading() as connection:
        first = remarks_on(connection, carelist.journal.standards, most=2)
    assert len(everything) == 5
    assert [each.split(" (entry ")[0] for each in first] == [*everything[:2], "and 3 more like these"]
