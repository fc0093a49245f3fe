"""An encrypted laptop with another name than before asks to be enrolled again, and nothing it held is lost."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from tests.exchange.enrolment.conftest import Team
from tests.exchange.enrolment.team import Laptop, all_sync, invited
from tests.exchange.sync.losses import losing

pytestmark = pytest.mark.slow


def test_a_restored_laptop_is_invited_again_and_sends_what_it_never_sent(team: Team, tmp_path: Path) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.leah.accept("P-2")
    team.leah.done("backup", tmp_path / "leah.backup")
    shutil.rmtree(team.leah.store)
    leah = Laptop(team.leah.store, "w-leah")
    assert "device request" in leah.done("restore", tmp_path / "leah.backup").err
    first = leah("sync", team.folder, "--json")
    assert (first.status, [each["kind"] for each in first.json["problems"]]) == (1, ["not_enrolled"])
    leah.accept("P-3")
    rejoined(team, leah, tmp_path)
    all_sync(team.folder, team.maya, leah, team.tom)
    assert team.tom.refs() == team.maya.refs() == leah.refs() == {"P-1", "P-2", "P-3"}
    assert team.tom.digest() == team.maya.digest() == leah.digest()
    assert leah.verify().ok


def test_a_copied_laptop_renews_its_name_and_is_invited_again(team: Team, tmp_path: Path) -> None:
    all_sync(team.folder, team.maya, team.leah, team.tom)
    copy = Laptop(Path(shutil.copytree(team.leah.store, tmp_path / "copy")), "w-leah")
    team.leah.accept("P-1")
    assert team.leah.sync(team.folder).is_sound
    copy.accept("P-2")
    noticed = copy("sync", team.folder)
    assert (noticed.status, "device renew" in noticed.out) == (1, True)
    answer = copy.done("device", "renew", tmp_path / "copy.request")
    assert "1 entry was written again" in answer.err
    rejoined(team, copy, tmp_path, tmp_path / "copy.request")
    for _ in range(3):
        for laptop in (team.maya, team.leah, copy, team.tom):
            laptop.sync(team.folder)
    assert {"P-1", "P-2"} == team.tom.refs() == team.maya.refs() == copy.refs()
    with copy.door() as door:
        assert door.backups.missing() == []


def rejoined(team: Team, laptop: Laptop, tmp_path: Path, paper: Path | None = None) -> None:
    """Asks again, is invited again, takes the invitation."""
    if paper is None:
        paper = tmp_path / "again.request"
        laptop.done("device", "request", paper)
    code = invited(team.maya, paper, tmp_path / "again.invitation")
    laptop.done("device", "join", tmp_path / "again.invitation", "--code", code)


def test_the_only_managers_restored_laptop_is_let_in_by_her_own_passphrase_on_another(
    team: Team, tmp_path: Path
) -> None:
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.maya.done("backup", tmp_path / "maya.backup")
    shutil.rmtree(team.maya.store)
    maya = Laptop(team.maya.store, "w-maya")
    maya.done("restore", tmp_path / "maya.backup")
    maya.done("device", "request", tmp_path / "maya.request")
    with team.leah.door() as door:
        beside = Carelist.open(door.store, "w-maya", key=door.opened.key)
        paper, code = beside.laptops.invite((tmp_path / "maya.request").read_bytes(), "", datetime.now(UTC))
        beside.close()
    (tmp_path / "maya.invitation").write_bytes(paper)
    maya.done("device", "join", tmp_path / "maya.invitation", "--code", code)
    maya.accept("P-4")
    all_sync(team.folder, team.leah, maya, team.tom)
    assert team.tom.refs() == team.leah.refs() == {"P-4"}


def test_what_an_encrypted_laptop_lost_comes_back_by_verify_also_after_the_key_was_renewed(team: Team) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.maya.done("device", "revoke", team.tom.device())
    all_sync(team.folder, team.maya, team.leah)
    team.leah.accept("P-2")
    assert team.leah.sync(team.folder).is_sound
    before = team.leah.digest()
    with team.leah.door() as door:
        key = door.opened.key
    with losing(team.leah.store, f"device = '{team.leah.device()}'", key):
        pass
    team.leah.done("rebuild")
    assert team.leah("verify", "--json").json["brought_back"] == 3, "that she came in, and two people"
    assert team.leah.verify().ok
    assert (team.leah.digest(), team.leah.refs()) == (before, {"P-1", "P-2"})
