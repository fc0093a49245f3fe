"""What may go wrong between two teams' folders, told by commands on real stores: at every moment one side holds the
person and shows them, and neither closes on its own word (service.md, From one folder to another; S4:94)."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carelist_tui.exchange.sealed import read_sealed, write_sealed
from tests.cli.surface import ACCEPTED
from tests.domain.undertaking import SUMMARY
from tests.exchange.enrolment.team import Laptop, first_laptop
from tests.exchange.test_handover_across import MET, Two, owed, refused, shown
from tests.exchange.test_sealed import key_of

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("broken")
    south = first_laptop(root, "south")
    south.accept("P-1")
    first_laptop(root, "north")
    first_laptop(root, "east")
    return root


@pytest.fixture
def two(original: Path, tmp_path: Path) -> Two:
    root = Path(shutil.copytree(original, tmp_path / "two"))
    return Two(root, Laptop(root / "south", "w-south"), Laptop(root / "north", "w-north"))


@pytest.fixture
def east(two: Two) -> Laptop:
    return Laptop(two.root / "east", "w-east")


def died(two: Two, side: Laptop) -> None:
    two.record(side, "person.died", {"reported_by": "the GP", "confirmed": True, "source": "the coroner"})


def test_who_died_at_the_receiver_is_told_before_anybody_is_rung(two: Two) -> None:
    two.hand_over()
    died(two, two.north)
    assert "handover_acceptance" in owed(two.north), "South wait to hear of it"
    assert two.receipt().status == 0
    assert set(owed(two.south)) == {"handover_reverted"}
    assert "they have died: ring us" in json.dumps(shown(two.south)["story"])
    assert shown(two.south)["on_caseload"] is True, "South end it by their own record"
    assert not owed(two.north)


def test_who_died_after_acceptance_too(two: Two) -> None:
    two.hand_over()
    two.accept()
    assert two.receipt().status == 0
    died(two, two.north)
    assert "handover_first_contact" in owed(two.north)
    assert two.receipt().status == 0
    assert "handover_reverted" in owed(two.south)
    assert "they have died: ring us" in json.dumps(shown(two.south)["story"])
    assert shown(two.south)["on_caseload"] is True
    assert refused(two, two.south, "handover.closed", {"handover": shown(two.south)["handovers"][0]["handover"],
                                                       "outcome": "completed"})  # fmt: skip


def test_who_died_at_the_sender_is_asked_about_there_once_the_file_comes_again(two: Two) -> None:
    handover = two.hand_over()
    died(two, two.south)
    assert not owed(two.south)
    assert "handover_acceptance" in owed(two.north)
    assert two.take(two.north, two.sealed(two.south, "handover", handover)).status == 0
    kinds = {item["kind"] for item in shown(two.north)["items"]}
    assert "confirm_authority" in kinds, "a death that another team recorded"
    assert shown(two.north)["on_caseload"] is True


def test_joined_with_whom_the_receiver_had_already_the_receipt_is_of_the_handover(two: Two) -> None:
    now = datetime.now(UTC)
    body = {**ACCEPTED, "ref": "N-7", "family": "Of w-south", "team": "North"}
    with two.north.door() as door:
        door.record([{"type": "person.accepted", "occurred_at": now.isoformat(), "body": body}], now)
    two.record(two.north, "contact.completed", MET, ref="N-7")
    handover = two.hand_over(higher_risk=True)
    theirs, keep = shown(two.north, "P-1")["person"], shown(two.north, "N-7")["person"]
    joined = {"into": keep, "reason": "the same NHS number", "checked": "NHS number and birth date"}
    with two.north.door() as door:
        now = datetime.now(UTC)
        door.record([{"type": "persons.joined", "person": theirs, "occurred_at": now.isoformat(), "body": joined}], now)
    receipts = [item for item in shown(two.north, "N-7")["items"] if item["kind"] == "handover_acceptance"]
    today = datetime.now(UTC) + timedelta(days=1)
    assert datetime.fromisoformat(receipts[0]["due_at"]) <= today.replace(hour=12), "no referral waits: it is of today"
    assert two.take(two.south, two.sealed(two.north, "receipt", "N-7")).status == 0
    assert "handover_acceptance" not in owed(two.south)
    assert "handover_first_contact" in owed(two.south), "whom they met before it was asked nobody has met since"
    two.record(two.north, "contact.completed", MET, ref="N-7")
    assert two.take(two.south, two.sealed(two.north, "receipt", handover)).status == 0
    assert set(owed(two.south)) == {"handover_checklist", "handover_call"}
    assert two.south("show", keep).status != 0, "nobody of that id is here"
    assert two.south.verify().ok
    assert two.north.verify().ok


def test_handed_over_once_more_while_they_are_there_is_met_once_more(two: Two) -> None:
    first = two.hand_over()
    two.accept()
    two.record(two.north, "contact.completed", MET)
    assert two.receipt().status == 0
    two.finish(first)
    two.hand_over()
    assert two.receipt().status == 0
    assert "handover_first_contact" in owed(two.south)
    two.record(two.north, "contact.completed", MET)
    assert two.receipt().status == 0
    assert set(owed(two.south)) == {"handover_checklist"}


def test_sent_on_to_a_third_team_and_back_to_the_first(two: Two, east: Laptop) -> None:
    first = two.hand_over()
    two.accept()
    two.record(two.north, "contact.completed", MET)
    assert two.receipt().status == 0
    on = opened_by(two, two.north, "East")
    file = exported(two, two.north, "handover", on, key_of(east))
    assert east("import", file, "--signed-by", two.north.device()).status == 0
    assert {"triage", "handover_acceptance"} <= {item["kind"] for item in shown(east)["items"]}
    assert "handover_acceptance" in owed(two.north)
    assert set(owed(two.south)) == {"handover_checklist"}, "what North does next is theirs"
    two.record(east, "person.accepted", {**ACCEPTED, "ref": "P-1", "family": "Of w-south", "team": "East"})
    two.record(east, "contact.completed", MET)
    receipt = exported(two, east, "receipt", "P-1", key_of(two.north))
    assert two.north("import", receipt, "--signed-by", east.device()).status == 0
    assert set(owed(two.north)) == {"handover_checklist"}
    astray = two.south("import", exported(two, east, "receipt", "P-1", key_of(two.south)), "--signed-by", east.device())
    assert (astray.status, "is not here" in astray.err) == (2, True)
    none = east("export", two.root / "x.carelist", "--receipt", first, "--to", key_of(two.south))
    assert none.status == 2, "East answer North alone"
    two.finish(first)
    two.discharge()
    assert shown(two.south)["on_caseload"] is False
    back = opened_by(two, two.north, "South")
    assert two.take(two.south, exported(two, two.north, "handover", back, key_of(two.south))).status == 0
    assert shown(two.south)["on_caseload"] is True
    assert "handover_acceptance" in owed(two.south)
    assert shown(two.north)["on_caseload"] is True
    for side in (two.south, two.north, east):
        assert side.verify().ok


def opened_by(two: Two, side: Laptop, team: str) -> str:
    by = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
    body = {"kind": "team_transfer", "direction": "out", "to_team": team, "higher_risk": False, "summary": SUMMARY,
            "complete_by": by}  # fmt: skip
    return two.record(side, "handover.opened", body)


def exported(two: Two, side: Laptop, what: str, named: str, key: str) -> Path:
    two.files += 1
    file = two.root / f"on-{two.files}.carelist"
    side.done("export", file, f"--{what}", named, "--to", key)
    return file


def test_a_sender_restored_from_before_it_was_sent_is_told_and_hands_over_anew(two: Two) -> None:
    key_of(two.south)  # their keys are in the backup
    before = shutil.copytree(two.south.store, two.root / "kept")
    two.hand_over()
    two.accept()
    two.record(two.north, "contact.completed", MET)
    receipt = two.sealed(two.north, "receipt")
    shutil.rmtree(two.south.store)
    shutil.copytree(before, two.south.store)
    answer = two.take(two.south, receipt)
    assert (answer.status, "is not here" in answer.err) == (2, True)
    assert shown(two.south)["on_caseload"] is True
    two.hand_over()
    assert two.receipt().status == 0
    assert "handover_first_contact" in owed(two.south)
    two.record(two.north, "contact.completed", MET)
    assert two.receipt().status == 0
    assert set(owed(two.south)) == {"handover_checklist"}


def test_a_receipt_for_another_and_one_that_says_more_are_not_taken_in(two: Two, east: Laptop) -> None:
    """Made by hand, as whoever has read the handover could."""
    two.hand_over()
    two.accept()
    receipt = two.sealed(two.north, "receipt")
    digest = two.south.digest()
    with two.south.door() as door, two.north.door() as there:
        team = door.keys.team.kept(datetime.now(UTC))
        assert team is not None
        values = read_sealed(receipt.read_bytes(), team.secret, lambda sender: None).entries.held()
        story = list(there.people.stored_lines("P-1"))
        signing = there.opened.signing_key()
    lines = [json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for value in values]
    other = "019c1d94-8a80-7e25-a34d-7b6e2bfb3ad9"
    for name, entries in (("another", lines), ("more", story)):
        carries = {"receipt": other if name == "another" else values[0]["body"]["handover"]}
        raw = write_sealed(entries, team="North", key=signing, to=[key_of(two.south)], names={}, carries=carries)
        (file := two.root / f"{name}.carelist").write_bytes(raw)
        answer = two.take(two.south, file)
        assert (answer.status, "something else" in answer.err) == (2, True), answer
    assert two.south.digest() == digest
    assert two.take(two.south, receipt).status == 0


def test_sealed_to_a_wrong_key_it_is_said_there_and_sent_again(two: Two, east: Laptop) -> None:
    handover = two.open()
    astray = exported(two, two.south, "handover", handover, key_of(east))
    answer = two.take(two.north, astray)
    assert (answer.status, "sealed to another team" in answer.err) == (2, True)
    assert shown(two.south)["on_caseload"] is True
    assert two.take(two.north, two.sealed(two.south, "handover", handover)).status == 0
    assert "triage" in {item["kind"] for item in shown(two.north)["items"]}


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "words"])
def test_a_damaged_file_changes_nothing(two: Two, harm: str) -> None:
    two.open()
    file = two.sealed(two.south, "handover")
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes({"cut": bytes(raw[:-50]), "flipped": bytes(raw), "empty": b"", "words": b"no file"}[harm])
    before = two.north.digest()
    answer = two.take(two.north, file)
    assert answer.status == 2
    assert two.north.digest() == before
    assert "handover_acceptance" in owed(two.south)
