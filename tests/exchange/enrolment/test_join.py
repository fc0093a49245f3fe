"""A new laptop asks, is invited, joins, and only then records; nobody else's paper leads anywhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelist_tui.carelist.joined_laptop import join
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.keys import unlock
from carelist_tui.vault.team.age_keys import Team as KeysOfTeam
from carelist_tui.vault.team.age_keys import read_team, write_team
from tests.cli.surface import ACCEPTED
from tests.exchange.enrolment.conftest import Team
from tests.exchange.enrolment.team import PASSPHRASE, Laptop, added, all_sync, asking, first_laptop, invited, joined

pytestmark = pytest.mark.slow

BODY = json.dumps(ACCEPTED)


def test_three_laptops_are_asked_for_invited_joined_and_hold_the_same_after_they_met(tmp_path: Path) -> None:
    maya, folder = first_laptop(tmp_path), tmp_path / "shared"
    folder.mkdir()
    maya.accept("P-1")
    maya.done("worker", "add", "--id", "w-leah", "--name", "Leah Cole", "--role", "coordinator", "--team", "North")
    leah = Laptop(tmp_path / "leah", "w-leah")
    asked = leah.done("device", "request", tmp_path / "leah.request", "--name", "Leah's laptop")
    assert asked.out.startswith("Recovery key: ")
    for too_early in (("today",), ("record", "person.accepted", "--body", BODY), ("sync", folder)):
        answer = leah(*too_early)
        assert (answer.status, "has not joined its team" in answer.err) == (3, True), answer
    code = invited(maya, tmp_path / "leah.request", tmp_path / "leah.invitation")
    leah.done("device", "join", tmp_path / "leah.invitation", "--code", code.lower().replace("-", " "))
    tom = joined(tmp_path, maya, "tom")
    for laptop, ref in ((maya, "P-2"), (leah, "P-3"), (tom, "P-4")):
        laptop.accept(ref)
    all_sync(folder, maya, leah, tom)
    assert maya.digest() == leah.digest() == tom.digest()
    assert maya.refs() == leah.refs() == tom.refs() == {"P-1", "P-2", "P-3", "P-4"}
    assert all(laptop.verify().ok for laptop in (maya, leah, tom))
    listed = tom.done("device", "list", "--json").json
    names = {each["name"] for each in listed["laptops"]}
    assert f"--to {listed['team_key']}" in tom.done("device", "list").out
    assert names == {"the first laptop", "Leah's laptop", "tom's laptop"}
    assert b"P-1" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_joining_twice_is_harmless_and_a_store_of_another_team_does_not_join(team: Team, tmp_path: Path) -> None:
    paper, again = tmp_path / "again.request", tmp_path / "again.invitation"
    all_sync(team.folder, team.maya, team.leah)
    team.leah.done("device", "request", paper)
    before = team.leah.digest()
    code = invited(team.maya, paper, again)
    team.leah.done("device", "join", again, "--code", code)
    assert team.leah.digest() == before
    south = first_laptop(tmp_path, "leah")
    answer = south("device", "request", tmp_path / "south.request")
    assert (answer.status, "a team of its own" in answer.err) == (2, True)
    assert not (tmp_path / "south.request").exists(), "refused at the first step: no manager enrols a ghost"


def test_whoever_is_not_known_there_is_added_first(team: Team, tmp_path: Path) -> None:
    _, paper = asking(tmp_path, "nina")
    answer = team.maya("device", "invite", paper, "--out", tmp_path / "nina.invitation")
    assert (answer.status, "add them first" in answer.err) == (2, True)
    assert not (tmp_path / "nina.invitation").exists()
    assert not any(
        each["name"] == "nina's laptop" for each in team.maya.done("device", "list", "--json").json["laptops"]
    )


def test_a_swapped_request_a_wrong_code_anothers_invitation_and_a_damaged_one_lead_nowhere(
    team: Team, tmp_path: Path
) -> None:
    added(team.maya, "w-nina")
    nina, paper = asking(tmp_path, "nina")
    (tmp_path / "b").mkdir()
    other, others = asking(tmp_path / "b", "nina")
    said = json.loads(paper.read_bytes())
    swapped = json.loads(said["request"]) | {
        "box_key": json.loads(json.loads(others.read_bytes())["request"])["box_key"]
    }
    (tmp_path / "swapped").write_text(json.dumps({**said, "request": json.dumps(swapped)}))
    answer = team.maya("device", "invite", tmp_path / "swapped", "--out", tmp_path / "x")
    assert (answer.status, "changed on its way" in answer.err) == (2, True)
    invitation, theirs = tmp_path / "nina.invitation", tmp_path / "other.invitation"
    code, other_code = invited(team.maya, paper, invitation), invited(team.maya, others, theirs)
    raw = bytearray(invitation.read_bytes())
    raw[len(raw) // 2] ^= 1
    (tmp_path / "damaged").write_bytes(raw)
    mistyped = code[:-1] + ("A" if code[-1] != "A" else "B")
    for laptop, file, spoken in (
        (nina, invitation, other_code), (nina, theirs, other_code), (nina, tmp_path / "damaged", code),
        (other, invitation, code), (nina, paper, code), (nina, invitation, mistyped),
    ):  # fmt: skip
        refused = laptop("device", "join", file, "--code", spoken)
        assert (refused.status, len(refused.err.splitlines())) == (2, 1), refused
    assert nina("today").status == 3
    nina.done("device", "join", invitation, "--code", code)
    nina.done("today")


def test_only_a_manager_invites_revokes_and_admits(team: Team, tmp_path: Path) -> None:
    added(team.maya, "w-nina")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    _, paper = asking(tmp_path, "nina")
    for command in (
        ("invite", paper, "--out", tmp_path / "x"), ("revoke", "tom's laptop"),
    ):  # fmt: skip
        answer = team.leah("device", *command)
        assert (answer.status, "manager's act" in answer.err) == (2, True), answer


def test_a_strangers_folder_and_an_unencrypted_one_are_refused_before_anything_is_written(
    team: Team, tmp_path: Path
) -> None:
    south, plain = first_laptop(tmp_path, "south"), first_laptop(tmp_path, "plain", encrypted=False)
    folders = {}
    for laptop in (team.maya, south, plain):
        folders[laptop.worker] = tmp_path / f"{laptop.worker} shared"
        folders[laptop.worker].mkdir()
        laptop.done("sync", folders[laptop.worker])
    for laptop, whose, words in (
        (team.maya, "w-south", "another service"), (team.maya, "w-plain", "never mix"),
        (plain, "w-maya", "never mix"), (south, "w-maya", "another service"),
    ):  # fmt: skip
        before = sorted(folders[whose].rglob("*"))
        answer = laptop("sync", folders[whose])
        assert (answer.status, words in answer.err) == (2, True), answer
        assert sorted(folders[whose].rglob("*")) == before
    refused = plain("device", "request", tmp_path / "plain.request")
    assert (refused.status, "not encrypted" in refused.err) == (2, True)
    assert plain("device", "join", tmp_path / "none", "--code", "x").status == 2


def test_who_does_not_work_there_joins_nothing_and_keeps_nothing(team: Team, tmp_path: Path) -> None:
    added(team.maya, "w-nina")
    nina, paper = asking(tmp_path, "nina")
    invitation, now = tmp_path / "nina.invitation", datetime.now(UTC)
    code = invited(team.maya, paper, invitation)
    key = unlock(nina.store, "w-nina", PASSPHRASE, now)
    with pytest.raises(Refused, match="nobody works there under the id w-other"):
        join(nina.store, key, "w-other", invitation.read_bytes(), code, now)
    assert read_team(nina.store, key) is None
    assert nina("today").status == 3
    brought = join(nina.store, key, "w-nina", invitation.read_bytes(), code, now)
    assert brought.team == "North"
    assert brought.entries > 0


def test_an_empty_laptop_that_had_keys_of_another_team_has_those_of_its_own_only(team: Team, tmp_path: Path) -> None:
    """Joining was stopped after the keys of a team came and before its entries did; then another team invites."""
    added(team.maya, "w-nina")
    nina, paper = asking(tmp_path, "nina")
    invitation, now = tmp_path / "nina.invitation", datetime.now(UTC)
    code = invited(team.maya, paper, invitation)
    key = unlock(nina.store, "w-nina", PASSPHRASE, now)
    write_team(nina.store, key, KeysOfTeam("South").renewed(now))
    join(nina.store, key, "w-nina", invitation.read_bytes(), code, now)
    with team.maya.door() as maya, nina.door() as door:
        assert door.laptops.team_key(now) == maya.laptops.team_key(now)
    joined_team = read_team(nina.store, key)
    assert joined_team is not None
    assert (joined_team.name, len(joined_team.keys)) == ("North", 1)


def test_what_names_nobody_is_the_same_from_every_laptop_of_a_team(team: Team, tmp_path: Path) -> None:
    team.maya.accept("P-1")
    all_sync(team.folder, team.maya, team.leah)
    told = []
    for name, laptop in (("maya", team.maya), ("leah", team.leah)):
        laptop.done("export", tmp_path / f"{name}.ndjson", "--deidentified", "--reason", "a test")
        told.append(sorted((tmp_path / f"{name}.ndjson").read_text().splitlines()))
    assert told[0]
    assert told[0] == told[1]
