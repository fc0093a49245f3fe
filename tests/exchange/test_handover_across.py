"""A handover from one team's folder to another's, by commands on real stores: sealed out, a referral there, a sealed
receipt back; both sides owe until it is here (service.md, From one folder to another; S4:94)."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.surface import ACCEPTED, Answer
from tests.domain.undertaking import SUMMARY
from tests.exchange.enrolment.team import Laptop, first_laptop
from tests.exchange.test_sealed import key_of

pytestmark = pytest.mark.slow
ITEMS = ("summary_written", "risk_plan_current", "medication_list_sent", "open_actions_listed", "person_told",
         "carer_informed_where_agreed", "appointments_booked", "support_hours_adjusted",
         "transition_plan_given_to_person", "receiving_contact_number_given")  # fmt: skip
MET = {"method": "visit", "purpose": "first", "how_are_they": "as_usual", "what_we_did": "Walked to the shop."}


@dataclass
class Two:
    """South, who hand over, and North, who take on: a laptop each."""

    root: Path
    south: Laptop
    north: Laptop
    files: int = field(default=0)

    def record(self, side: Laptop, type: str, body: dict[str, Any], ref: str = "P-1", **more: Any) -> str:
        now = datetime.now(UTC)
        draft = {"type": type, "ref": ref, "occurred_at": now.isoformat(), "body": body, **more}
        with side.door() as door:
            return door.record([draft], now)[0].id

    def open(self, **more: Any) -> str:
        by = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
        body = {"kind": "team_transfer", "direction": "out", "to_team": "North", "higher_risk": False,
                "summary": SUMMARY, "complete_by": by}  # fmt: skip
        return self.record(self.south, "handover.opened", body | more)

    def sealed(self, side: Laptop, what: str, ref: str = "P-1") -> Path:
        self.files += 1
        file = self.root / f"{self.files}.carelist"
        side.done("export", file, f"--{what}", ref, "--to", key_of(self.other(side)))
        return file

    def other(self, side: Laptop) -> Laptop:
        return self.north if side is self.south else self.south

    def take(self, side: Laptop, file: Path) -> Answer:
        return side("import", file, "--signed-by", self.other(side).device())

    def hand_over(self, **more: Any) -> str:
        handover = self.open(**more)
        answer = self.take(self.north, self.sealed(self.south, "handover"))
        assert answer.status == 0, answer
        return handover

    def accept(self) -> str:
        body = {**ACCEPTED, "ref": "P-1", "family": "Of w-south", "team": "North"}
        return self.record(self.north, "person.accepted", body)

    def receipt(self) -> Answer:
        return self.take(self.south, self.sealed(self.north, "receipt"))

    def finish(self, handover: str) -> None:
        for item in ITEMS:
            self.record(self.south, "handover.item_done", {"handover": handover, "item": item})
        self.record(self.south, "handover.closed", {"handover": handover, "outcome": "completed"})

    def discharge(self, reason: str = "transferred") -> None:
        decided = {"about": "discharge", "decision": "agree", "what_changed": "North has them",
                   "rationale": "North has met them and has them now.", "authorised_by": "w-south"}  # fmt: skip
        decision = self.record(self.south, "decision.recorded", decided)
        body = {"destination": "North", "reason": reason, "note": "handed over", "decision": decision}
        self.record(self.south, "person.discharged", body)


def shown(side: Laptop, ref: str = "P-1") -> dict[str, Any]:
    answer: dict[str, Any] = side.done("show", ref, "--json").json
    return answer


def owed(side: Laptop, ref: str = "P-1") -> dict[str, str]:
    return {item["kind"]: item["why"] for item in shown(side, ref)["items"] if item["kind"].startswith("handover_")}


def refused(two: Two, side: Laptop, type: str, body: dict[str, Any]) -> str:
    answer = side("record", type, "--person", "P-1", "--body", json.dumps(body))
    assert answer.status == 2, answer
    return answer.err


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("across")
    south = first_laptop(root, "south")
    south.accept("P-1")
    first_laptop(root, "north")
    return root


@pytest.fixture
def two(original: Path, tmp_path: Path) -> Two:
    root = Path(shutil.copytree(original, tmp_path / "two"))
    return Two(root, Laptop(root / "south", "w-south"), Laptop(root / "north", "w-north"))


def test_from_the_sealed_handover_to_the_discharge_that_the_receipt_confirms(two: Two) -> None:
    handover = two.hand_over()
    assert "sent" in owed(two.south)["handover_acceptance"]
    assert owed(two.south)["handover_acceptance"].endswith("nothing heard")
    there = shown(two.north)
    assert there["on_caseload"] is True
    kinds = [item["kind"] for item in there["items"]]
    assert "triage" in kinds
    assert "handover_acceptance" in kinds
    referral = next(line for line in there["story"] if line["type"] == "referral.received")
    assert "as written" in referral["body"]["reason"]
    assert referral["arose_from"] == handover
    two.accept()
    assert two.receipt().status == 0
    assert "handover_acceptance" not in owed(two.south)
    assert "handover_first_contact" in owed(two.south)
    assert "handover_first_contact" in owed(two.north)
    two.record(two.north, "contact.completed", MET)
    assert "handover_first_contact" in owed(two.south), "it has not heard of it yet"
    assert two.receipt().status == 0
    assert set(owed(two.south)) == {"handover_checklist"}
    assert not owed(two.north)
    two.finish(handover)
    two.discharge()
    assert shown(two.south)["on_caseload"] is False
    assert shown(two.north)["on_caseload"] is True
    assert two.south.verify().ok
    assert two.north.verify().ok


def test_nobody_here_says_what_became_of_it_there(two: Two) -> None:
    handover = two.hand_over()
    call = {"handover": handover, "accepted_by_name": "Lee", "how_confirmed": "call",
            "first_contact_at": datetime.now(UTC).isoformat()}  # fmt: skip
    assert "by their receipt" in refused(two, two.south, "handover.accepted", call)
    assert "by their receipt" in refused(
        two, two.south, "handover.closed", {"handover": handover, "outcome": "completed"}
    )
    there = {"handover": handover, "receiving_worker": "w-north", "first_contact_at": datetime.now(UTC).isoformat()}
    assert "--receipt" in refused(two, two.north, "handover.accepted", there)
    assert "with the receipt" in refused(
        two, two.north, "handover.closed", {"handover": handover, "outcome": "withdrawn", "reason": "no"}
    )
    assert "decide on the referral" in two.north("export", "-", "--receipt", "P-1", "--to", key_of(two.south)).err
    assert "other team" in two.south("export", two.root / "x.carelist", "--handover", "P-1").err
    struck = two.south("correct", handover, "--reason", "wrong team")
    assert (struck.status, "withdraw the handover" in struck.err) == (2, True)
    assert shown(two.south)["on_caseload"] is True


def test_lost_twice_late_and_out_of_order_change_nothing(two: Two) -> None:
    handover = two.open()
    lost, again = two.sealed(two.south, "handover"), two.sealed(two.south, "handover", handover)
    assert ", again " in owed(two.south)["handover_acceptance"]
    assert two.take(two.north, again).status == 0
    once = two.north.digest()
    assert two.take(two.north, lost).status == 0
    assert two.take(two.north, again).status == 0
    assert two.north.digest() == once
    two.accept()
    first = two.sealed(two.north, "receipt")
    two.record(two.north, "contact.completed", MET)
    second = two.sealed(two.north, "receipt", handover)
    assert two.take(two.south, second).status == 0
    heard = two.south.digest()
    for late in (first, second, first):
        assert two.take(two.south, late).status == 0
    assert two.south.digest() == heard
    assert set(owed(two.south)) == {"handover_checklist"}


def test_a_refusal_comes_back_and_is_owed_until_it_was_sent(two: Two) -> None:
    handover = two.hand_over()
    two.record(two.north, "referral.declined", {"reason": "no room until May", "told": "South"})
    assert shown(two.north)["on_caseload"] is False
    assert "handover_acceptance" in owed(two.north), "South wait to hear of it"
    assert two.receipt().status == 0
    assert not owed(two.north)
    assert set(owed(two.south)) == {"handover_reverted"}
    assert "no room until May" in json.dumps(shown(two.south)["story"])
    assert handover == next(each for each in shown(two.south)["handovers"])["handover"]


def test_what_was_withdrawn_before_it_came_is_not_taken_in_and_what_came_is_said(two: Two) -> None:
    handover = two.open()
    two.sealed(two.south, "handover")
    two.record(
        two.south, "handover.closed", {"handover": handover, "outcome": "withdrawn", "reason": "she stays with us"}
    )
    recalled = two.take(two.north, two.sealed(two.south, "handover", handover))
    assert (recalled.status, "withdrawn" in recalled.err) == (2, True)
    assert two.north("show", "P-1").status == 2
    second = two.hand_over()
    two.record(two.south, "handover.closed", {"handover": second, "outcome": "withdrawn", "reason": "she stays"})
    said = two.take(two.north, two.sealed(two.south, "handover", second))
    assert (said.status, "withdrawn" in said.err) == (0, True)
    assert "withdrawn there" in owed(two.north)["handover_acceptance"]
    assert shown(two.south)["on_caseload"] is True


def test_at_higher_risk_triage_is_owed_today_and_red_stays_red(two: Two) -> None:
    soon = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    two.record(two.south, "zone.set", {"zone": "red", "reason": "talks of the bridge", "review_on": soon})
    two.hand_over(higher_risk=True)
    there = shown(two.north)
    triage = next(item for item in there["items"] if item["kind"] == "triage")
    assert "urgent referral" in triage["why"]
    two.accept()
    assert shown(two.north)["zone"] == "red"


def test_a_receipt_says_nothing_else_of_the_person(two: Two) -> None:
    two.hand_over()
    two.accept()
    two.record(two.north, "contact.completed", MET | {"what_we_did": "Talked of her brother."})
    assert two.receipt().status == 0
    told = [line for line in shown(two.south)["story"] if line.get("origin")]
    assert sorted(line["type"] for line in told) == ["handover.accepted", "handover.first_contact"]
    assert "brother" not in json.dumps(shown(two.south))
    access = two.north.done("show", "P-1", "--access").out
    assert "exported" in access
