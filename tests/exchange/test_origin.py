"""A sealed export of somebody's own making puts nothing under a name of ours (broken.md 4), by commands."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist.exports import _is_about_somebody
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.sealed import Sender, read_sealed
from tests.exchange.enrolment.team import Laptop, added, all_sync, first_laptop, joined
from tests.exchange.test_sealed import key_of

pytestmark = pytest.mark.slow


def said(laptop: Laptop, type: str, body: dict[str, Any], ref: str = "P-1") -> str:
    now = datetime.now(UTC)
    with laptop.door() as door:
        return door.record([{"type": type, "ref": ref, "occurred_at": now.isoformat(), "body": body}], now)[0].id


def passed(root: Path, sender: Laptop, taker: Laptop, name: str) -> None:
    file = root / f"{name}.carelist"
    sender.done("export", file, "--person", "P-1", "--to", key_of(taker))
    taker.done("import", file, "--signed-by", sender.device())


@pytest.fixture
def ours(tmp_path: Path) -> tuple[Path, Laptop, Laptop]:
    """Where laptops meet, our manager's laptop with a person on it, and a support worker's."""
    maya = first_laptop(tmp_path)
    maya.accept("P-1")
    tom = joined(tmp_path, maya, "tom", "support_worker")
    folder = tmp_path / "shared"
    folder.mkdir()
    all_sync(folder, maya, tom)
    return folder, maya, tom


def test_a_discharge_in_our_managers_name_that_somebody_made_elsewhere_waits_for_her_own_word(
    ours: tuple[Path, Laptop, Laptop], tmp_path: Path
) -> None:
    folder, maya, tom = ours
    (tmp_path / "own").mkdir()
    forged = first_laptop(tmp_path / "own", "maya")
    passed(tmp_path, tom, forged, "there")
    decision = {"about": "discharge", "decision": "agree", "what_changed": "well", "authorised_by": "w-maya",
                "rationale": "She is well and agrees to it."}  # fmt: skip
    agreed = said(forged, "decision.recorded", decision)
    said(forged, "person.discharged", {"destination": "GP", "reason": "goals_met", "note": "well", "decision": agreed})
    passed(tmp_path, forged, tom, "back")
    all_sync(folder, maya, tom)
    told: list[dict[str, Any]] = []
    for laptop in (tom, maya):
        shown = laptop.done("show", "P-1", "--json").json
        assert (shown["on_caseload"], shown["leaving"]) == (True, True)
        told = [line for line in shown["story"] if line["type"] == "person.discharged"]
        elsewhere = f"Maya Okafor, North elsewhere ({forged.device()[:8]})"
        assert [line["author"] for line in told] == [elsewhere]
        assert told[0]["origin"]["device"] == forged.device()
        assert elsewhere in laptop.done("show", "P-1").out
        asked = [item for item in shown["items"] if item["kind"] == "confirm_authority"]
        assert [item["owner"] for item in asked] == ["w-maya"]
        assert laptop.verify().ok
    about = {"about": told[0]["id"], "true": True}
    refused = tom("record", "report.confirmed", "--person", "P-1", "--body", json.dumps(about))
    assert (refused.status, "a manager of this one confirms it" in refused.err) == (2, True), refused
    maya.done("record", "report.confirmed", "--person", "P-1", "--body", json.dumps(about))
    assert maya.done("show", "P-1", "--json").json["on_caseload"] is False


def test_our_own_that_went_there_and_back_before_we_had_it_stays_our_own(
    ours: tuple[Path, Laptop, Laptop], tmp_path: Path
) -> None:
    folder, maya, tom = ours
    (tmp_path / "south").mkdir()
    south = first_laptop(tmp_path / "south", "sara")
    zone = said(maya, "zone.set", {"zone": "red", "reason": "sleeping by day", "review_on": _soon()})
    passed(tmp_path, maya, south, "there")
    passed(tmp_path, south, tom, "back")
    story = {line["id"]: line for line in tom.done("show", "P-1", "--json").json["story"]}
    assert story[zone]["author"].startswith("Maya Okafor, North")
    all_sync(folder, maya, tom)
    for laptop in (maya, tom):
        story = {line["id"]: line for line in laptop.done("show", "P-1", "--json").json["story"]}
        assert story[zone]["author"] == "w-maya"
        assert laptop.verify().ok
    assert maya.digest() == tom.digest()


def _soon() -> str:
    return (datetime.now(UTC) + timedelta(days=3)).date().isoformat()


def test_what_only_names_a_person_and_is_about_our_workers_or_standards_stays_out() -> None:
    person = "00000000-0000-7000-8000-000000000001"
    for kind in ("worker.changed", "device.revoked", "standards.adopted", "duty.set", "huddle.held"):
        assert not _is_about_somebody({"type": kind, "person": person}), kind
    assert _is_about_somebody({"type": "zone.set", "person": person})
    assert _is_about_somebody({"type": "of.tomorrow", "person": person})
    assert not _is_about_somebody({"type": "zone.set"})
    assert not _is_about_somebody([1])


@pytest.mark.parametrize("ahead", [True, False], ids=["a clock ahead", "a clock that is right"])
def test_what_was_recorded_later_than_now_does_not_come_in(ahead: bool, tmp_path: Path) -> None:
    maya = first_laptop(tmp_path)
    south = first_laptop(tmp_path / "south", "sara")
    south.accept("P-1")
    file = tmp_path / "one.carelist"
    south.done("export", file, "--person", "P-1", "--to", key_of(maya))
    now = datetime.now(UTC) - (timedelta(hours=3) if ahead else timedelta())
    with maya.door() as door:
        if not ahead:
            assert door.exports.take_sealed(file.read_bytes(), now, signed_by=south.device()).new == 1
            return
        with pytest.raises(Refused, match="clock"):
            door.exports.take_sealed(file.read_bytes(), now, signed_by=south.device())
        assert not door.people.find("P-1")


def test_who_sealed_it_says_what_its_authors_are_called_and_nobody_else(tmp_path: Path) -> None:
    south = first_laptop(tmp_path, "sara")
    added(south, "w-nina")
    south.accept("P-1")
    file = tmp_path / "all.carelist"
    south.done("export", file)
    with south.door() as door:
        team = door.keys.team.kept(datetime.now(UTC))
        assert team is not None
        assert read_sealed(file.read_bytes(), team.secret, lambda _: None).names == {"w-sara": "Maya Okafor"}


@pytest.mark.parametrize(("theirs", "called"), [
    ("South", "South"), ("North", "North elsewhere (DEVICE)"), ("  nORTH ", "nORTH elsewhere (DEVICE)"),
    ("\uff2eorth", "\uff2eorth elsewhere (DEVICE)"), ("N\u043erth", "N\u043erth elsewhere (DEVICE)"),
    ("Nor\u034fth", "Nor\u034fth elsewhere (DEVICE)"), ("No-rth", "No-rth elsewhere (DEVICE)"),
])  # fmt: skip
def test_a_team_that_is_called_as_ours_or_may_look_so_is_told_apart(theirs: str, called: str, tmp_path: Path) -> None:
    device = "0123456789abcdef" * 2
    with first_laptop(tmp_path).door() as door:
        assert door.exports._called_there(Sender(theirs, device, "")) == called.replace("DEVICE", device[:8])
