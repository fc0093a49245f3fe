"""Backups and the access log as commands: what they say, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED, Answer, carelist, draft, make_store

pytestmark = pytest.mark.slow

PASSPHRASE = "four quiet herons by the weir"


def unlocked(*arguments: object, store: Path, said: str = PASSPHRASE) -> Answer:
    """The command, with a passphrase."""
    return carelist(*arguments, store=store, CARELIST_WORKER="w-maya", CARELIST_PASSPHRASE=said)


def record(store: Path, ref: str, **environ: str) -> None:
    said = draft("person.accepted", {**ACCEPTED, "ref": ref}).encode()
    assert carelist("record", "-", store=store, stdin=said, CARELIST_WORKER="w-maya", **environ).status == 0


def test_a_backup_restores_and_newer_entries_are_named_before_they_are_replaced(tmp_path: Path) -> None:
    store, file = make_store(tmp_path / "store"), tmp_path / "b.backup"
    record(store, "P-0001")
    backed_up = carelist("backup", file, store=store)
    assert (backed_up.status, backed_up.out) == (0, "")
    assert "2 entries" in backed_up.err
    record(store, "P-0002")
    refused = carelist("restore", file, store=store)
    assert refused.status == 2
    assert "entry 3 of device" in refused.err
    assert "--replace-newer" in refused.err
    assert len(carelist("find", "Lee", "--json", store=store).json) == 2
    done = carelist("restore", file, "--replace-newer", store=store)
    assert done.status == 0
    assert "Not in it: entry 3" in done.err
    assert "before-restore" in done.err
    assert [each["ref"] for each in carelist("find", "Lee", "--json", store=store).json] == ["P-0001"]
    assert carelist("verify", store=store).status == 0
    assert carelist("restore", tmp_path / "none", store=tmp_path / "there").status == 2


def test_an_encrypted_store_is_backed_up_and_restored_by_its_passphrase(tmp_path: Path) -> None:
    store, file = tmp_path / "store", tmp_path / "b.backup"
    said = ("--team", "North", "--worker", "w-maya", "--name", "Maya Okafor", "--role", "manager")
    made = unlocked("init", *said, store=store)
    (recovery_key,) = [line.split(": ")[1] for line in made.out.splitlines() if line.startswith("Recovery key")]
    record(store, "P-0001", CARELIST_PASSPHRASE=PASSPHRASE)
    assert unlocked("backup", file, store=store).status == 0
    there = tmp_path / "there"
    wrong = unlocked("restore", file, store=there, said="not the herons at all")
    assert (wrong.status, there.exists()) == (3, False)
    assert unlocked("restore", file, store=there).status == 0
    again = carelist("restore", file, store=tmp_path / "again", CARELIST_RECOVERY_KEY=recovery_key)
    assert (again.status, again.out) == (0, "")
    assert unlocked("verify", store=there).status == 0


def test_who_looked_is_shown_for_a_person_and_for_a_worker(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    record(store, "P-0001")
    assert carelist("show", "P-0001", "--as", "w-maya", store=store).status == 0
    assert carelist("find", "Lee", store=store).status == 0
    assert (
        carelist("export", "-", "--reason", "a test", "--person", "P-0001", "--as", "w-maya", store=store).status == 0
    )
    looks = carelist("show", "P-0001", "--access", "--json", store=store).json
    assert [(each["kind"], each["worker"]) for each in looks] == [("exported", "w-maya"), ("opened", "w-maya")]
    assert len(carelist("show", "w-maya", "--access", "--json", store=store).json) == 2
    told = carelist("show", "P-0001", "--access", store=store)
    assert "Maya Okafor: opened LEE Ann, P-0001" in told.out or "Maya Okafor: opened Ann Lee, P-0001" in told.out
    assert carelist("show", "P-0009", "--access", store=store).status == 2
    assert carelist("verify", store=store).status == 0
