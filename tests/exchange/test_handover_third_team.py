"""A handover is settled by the team that it was sealed to, and by no other that has come by the story (H184)."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.exchange.sealed import read_sealed, write_sealed
from tests.cli.surface import ACCEPTED, Answer
from tests.exchange.enrolment.team import Laptop, all_sync, first_laptop, joined
from tests.exchange.test_handover_across import MET, Two, owed
from tests.exchange.test_sealed import key_of

pytestmark = [pytest.mark.slow, pytest.mark.long]
BOTH = {"handover_acceptance", "handover_checklist"}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("third")
    south = first_laptop(root, "south")
    joined(root, south, "bea")
    south.accept("P-1")
    joined(root, first_laptop(root, "north"), "olu")
    first_laptop(root, "east")
    return root


@pytest.fixture
def two(original: Path, tmp_path: Path) -> Two:
    root = Path(shutil.copytree(original, tmp_path / "two"))
    return Two(root, Laptop(root / "south", "w-south"), Laptop(root / "north", "w-north"))


@pytest.fixture
def east(two: Two) -> Laptop:
    return Laptop(two.root / "east", "w-east")


def passed_on(two: Two, side: Laptop, to: Laptop) -> Answer:
    """The story, by an ordinary export."""
    two.files += 1
    file = two.root / f"ordinary-{two.files}.carelist"
    side.done("export", file, "--person", "P-1", "--to", key_of(to))
    return to("import", file, "--signed-by", side.device())


def taken_on_and_met(two: Two, east: Laptop, handover: str) -> None:
    """East, who have the story, say by entries of theirs that it was handed over to them."""
    body = {
        "ref": "P-1",
        "given": "A",
        "family": "Of w-south",
        "source": "other",
        "team": "East",
        "urgent": False,
        "reason": "as South wrote",
    }
    two.record(east, "referral.received", body, arose_from=handover)
    two.record(east, "person.accepted", {**ACCEPTED, "ref": "P-1", "family": "Of w-south", "team": "East"})
    two.record(east, "contact.completed", MET)


def said_by_hand(two: Two, east: Laptop, handover: str) -> list[str]:
    """East's acceptance and first contact, as entries."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    accepted = {"handover": handover, "receiving_worker": "w-east", "first_contact_at": now}
    two.record(east, "handover.accepted", accepted, arose_from=handover)
    two.record(east, "handover.first_contact", {"handover": handover, "achieved": True}, arose_from=handover)
    with east.door() as door:
        lines = list(door.people.stored_lines("P-1"))
    own = [line for line in lines if json.loads(line)["type"].startswith("handover.")]
    return [line for line in own if "origin" not in json.loads(line)]


def test_a_team_that_was_not_asked_makes_no_receipt_and_none_of_theirs_settles_anything(two: Two, east: Laptop) -> None:
    handover = two.hand_over()
    assert passed_on(two, two.south, east).status == 0
    taken_on_and_met(two, east, handover)
    file = two.root / "theirs.carelist"
    made = east("export", file, "--receipt", handover, "--to", key_of(two.south))
    if made.status == 0:
        two.south("import", file, "--signed-by", east.device())
    assert set(owed(two.south)) == BOTH, "North, who were asked, have decided nothing"
    assert (made.status, "was sent to another team" in made.err) == (2, True)
    assert "handover_acceptance" in owed(two.north)


@pytest.mark.parametrize("shown_there", ["", "f" * 64, "no secret"])
def test_a_receipt_made_by_hand_is_refused_in_words(two: Two, east: Laptop, shown_there: str) -> None:
    handover = two.hand_over()
    assert passed_on(two, two.south, east).status == 0
    taken_on_and_met(two, east, handover)
    before = two.south.digest()
    lines = said_by_hand(two, east, handover)
    with east.door() as door:
        signing = door.opened.signing_key()
    carries = {"receipt": handover} | ({"proof": shown_there} if shown_there else {})
    raw = write_sealed(lines, team="East", key=signing, to=[key_of(two.south)], names={}, carries=carries)
    (file := two.root / "by-hand.carelist").write_bytes(raw)
    answer = two.south("import", file, "--signed-by", east.device())
    assert (answer.status, "not from whom you sent it to" in answer.err) == (2, True), answer
    assert two.south.digest() == before
    assert set(owed(two.south)) == BOTH


def test_their_answers_among_a_story_stay_out_and_that_is_said(two: Two, east: Laptop) -> None:
    handover = two.hand_over()
    assert passed_on(two, two.south, east).status == 0
    taken_on_and_met(two, east, handover)
    said_by_hand(two, east, handover)
    answer = passed_on(two, east, two.south)
    assert (answer.status, "of a handover of yours stayed out (2)" in answer.err) == (0, True), answer
    assert set(owed(two.south)) == BOTH
    assert two.south.verify().ok


def test_the_receipt_of_whom_it_was_sealed_to_settles_it_also_where_a_story_came_before(two: Two) -> None:
    two.hand_over()
    two.accept()
    two.record(two.north, "contact.completed", MET)
    receipt = two.sealed(two.north, "receipt")
    assert "stayed out" in passed_on(two, two.north, two.south).err
    assert set(owed(two.south)) == BOTH
    assert two.take(two.south, receipt).status == 0
    assert set(owed(two.south)) == {"handover_checklist"}
    assert "stayed out" not in passed_on(two, two.north, two.south).err, "what is here is passed over"
    assert two.south.verify().ok


@pytest.mark.parametrize("hears", ["south", "bea"])
def test_the_receipt_counts_although_a_laptop_had_the_answer_by_a_story_before_it_knew_the_handover(
    two: Two, hears: str
) -> None:
    bea = Laptop(two.root / "bea", "w-bea")
    (folder := two.root / "folder").mkdir()
    two.hand_over()
    two.accept()
    two.record(two.north, "contact.completed", MET)
    receipt = two.sealed(two.north, "receipt")
    assert "stayed out" not in passed_on(two, two.north, bea).err, "Bea's laptop does not know yet whose it is"
    if hears == "bea":
        all_sync(folder, two.south, bea)
        assert set(owed(bea)) == BOTH, "it came by no receipt"
    laptop = {"south": two.south, "bea": bea}[hears]
    laptop.done("import", receipt, "--signed-by", two.north.device())
    all_sync(folder, two.south, bea)
    assert set(owed(two.south)) == set(owed(bea)) == {"handover_checklist"}
    assert "0 entries taken" in laptop.done("import", receipt, "--signed-by", two.north.device()).out
    assert two.south.verify().ok
    assert two.south.digest() == bea.digest()


def test_any_laptop_of_theirs_makes_the_receipt(two: Two) -> None:
    two.hand_over()
    olu = Laptop(two.root / "olu", "w-olu")
    (folder := two.root / "folder").mkdir()
    all_sync(folder, two.north, olu)
    two.accept()
    two.record(two.north, "contact.completed", MET)
    all_sync(folder, two.north, olu)
    file = two.root / "olu.carelist"
    olu.done("export", file, "--receipt", "P-1", "--to", key_of(two.south))
    assert two.south("import", file, "--signed-by", olu.device()).status == 0
    assert set(owed(two.south)) == {"handover_checklist"}


@pytest.mark.parametrize("came", [(0,), (1,), (0, 1), (1, 0), (1, 1, 0)])
def test_whichever_sending_came_its_secret_counts(two: Two, came: tuple[int, ...]) -> None:
    handover = two.open()
    files = [two.sealed(two.south, "handover", handover) for _ in range(2)]
    for each in came:
        assert two.take(two.north, files[each]).status == 0
    two.accept()
    first = two.sealed(two.north, "receipt")
    two.record(two.north, "contact.completed", MET)
    second = two.sealed(two.north, "receipt")
    for file in (second, first, second):
        assert two.take(two.south, file).status == 0
    assert set(owed(two.south)) == {"handover_checklist"}


def test_the_secret_is_in_clear_in_no_story_and_never_shown(two: Two, east: Laptop) -> None:
    two.hand_over()
    two.accept()
    receipt = two.sealed(two.north, "receipt")
    with two.south.door() as door:
        team = door.keys.team.kept(datetime.now(UTC))
        assert team is not None
        secrets = read_sealed(receipt.read_bytes(), team.secret, lambda sender: None).proof
    assert secrets
    assert two.take(two.south, receipt).status == 0
    assert passed_on(two, two.south, east).status == 0
    for side in (two.south, two.north, east):
        with side.door() as door:
            lines = list(door.people.stored_lines("P-1"))
        sent = [json.loads(line) for line in lines if json.loads(line)["type"] == "handover.sent"]
        assert [each["body"]["proof"] for each in sent] == [sha256_hex(secret.encode()) for secret in secrets]
        assert not any(secret in line for secret in secrets for line in lines)
        assert not any(secret in side.done("show", "P-1", "--json").out for secret in secrets)


def test_what_an_earlier_release_sent_is_answered_as_before(two: Two) -> None:
    """Their `handover.sent` names no secret."""
    handover = two.open()
    two.record(two.south, "handover.sent", {"handover": handover, "to": [key_of(two.north)]})
    with two.south.door() as door:
        lines, signing = list(door.people.stored_lines("P-1")), door.opened.signing_key()
    carries = {"handover": handover}
    raw = write_sealed(lines, team="South", key=signing, to=[key_of(two.north)], names={}, carries=carries)
    (file := two.root / "earlier.carelist").write_bytes(raw)
    assert two.take(two.north, file).status == 0
    two.accept()
    two.record(two.north, "contact.completed", MET)
    assert two.receipt().status == 0
    assert set(owed(two.south)) == {"handover_checklist"}


def test_whom_was_asked_by_an_earlier_release_upgrade_and_seal_it_again(two: Two) -> None:
    handover = two.hand_over()
    two.accept()
    two.record(two.north, "contact.completed", MET)
    two.sealed(two.north, "receipt")
    with two.north.door() as door:
        lines, signing = list(door.people.stored_lines("P-1")), door.opened.signing_key()
    told = [line for line in lines if json.loads(line)["type"] in ("handover.accepted", "handover.first_contact")]
    raw = write_sealed(told, team="North", key=signing, to=[key_of(two.south)], names={}, carries={"receipt": handover})
    (file := two.root / "earlier.carelist").write_bytes(raw)
    answer = two.take(two.south, file)
    assert (answer.status, "seal the receipt again" in answer.err) == (2, True)
    assert set(owed(two.south)) == BOTH
    assert two.receipt().status == 0
    assert set(owed(two.south)) == {"handover_checklist"}


def test_of_a_handover_that_was_never_sent_no_other_team_says_what_became_of_it(two: Two, east: Laptop) -> None:
    """It is agreed by telephone, and what North say there South write down themselves."""
    handover = two.open()
    assert passed_on(two, two.south, east).status == 0
    taken_on_and_met(two, east, handover)
    said_by_hand(two, east, handover)
    answer = passed_on(two, east, two.south)
    assert set(owed(two.south)) == BOTH, answer
