"""A backup: whole, checked, taken while others write, and put back without losing what is newer."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.backups import Backups
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.connection import connect
from carelist_tui.vault.keys import WorkFactor, unlock
from tests.journal.reading_rows import lines, projections, said
from tests.journal.telling import MONDAY, accepted, hours, store_at, zone
from tests.journal.test_commit import files_no_larger_than

pytestmark = pytest.mark.slow

PASSPHRASE = "four quiet herons by the weir"


def plain(_: Path) -> None:
    """An unencrypted store has no key."""


@pytest.fixture
def file(carelist: Carelist, tmp_path: Path) -> Path:
    carelist.record([accepted("P-1"), accepted("P-2")], hours(1))
    carelist.backups.backup(tmp_path / "store.backup", hours(2))
    return tmp_path / "store.backup"


@pytest.mark.posix
def test_a_backup_made_while_another_writes_restores_into_an_empty_place(carelist: Carelist, tmp_path: Path) -> None:
    carelist.record([accepted("P-1"), zone("P-1", hours(0.5))], hours(1))
    writing = connect(carelist.store)
    writing.execute("BEGIN IMMEDIATE")
    made = carelist.backups.backup(tmp_path / "b.backup", hours(2))
    writing.execute("ROLLBACK")
    writing.close()
    assert made.entries == 3
    assert (tmp_path / "b.backup").stat().st_mode & 0o777 == 0o600
    restored = Backups.restore(tmp_path / "b.backup", tmp_path / "there", unlock=plain, now=hours(3))
    assert (restored.entries, restored.kept_aside, restored.lost) == (3, None, ())
    with Carelist.open(tmp_path / "there", "w-ann") as there:
        assert there.verify().as_json()["problems"] == []
        assert said(lines(there.store)) == said(lines(carelist.store))
        assert {each["device"] for each in lines(there.store)} == {restored.device}
        assert projections(there.store)["due"] == projections(carelist.store)["due"]


def test_whoever_restores_is_another_device_and_gives_no_number_twice(
    file: Path, carelist: Carelist, tmp_path: Path
) -> None:
    with ZipFile(file) as archive:
        assert "keys/device.key" not in archive.namelist()
    restored = Backups.restore(file, tmp_path / "there", unlock=plain, now=hours(3))
    with Carelist.open(tmp_path / "there", "w-ann") as there:
        (receipt,) = there.record([accepted("P-3")], hours(3))
        assert (receipt.device, receipt.seq) == (restored.device, 4)
        carelist.record([accepted("P-4")], hours(3))
        there.record.take_in(lines(carelist.store))
        assert {each["id"] for each in lines(carelist.store)} < {each["id"] for each in lines(there.store)}
        assert len({(each["device"], each["seq"]) for each in lines(there.store)}) == len(lines(there.store))


def test_an_encrypted_backup_opens_with_the_passphrase_it_was_made_under(tmp_path: Path) -> None:
    told = {"worker": "w-ann", "name": "Ann Able", "role": "manager", "team": "north"}
    floor = WorkFactor(3, 64 * 1024 * 1024)
    with Carelist.init(tmp_path / "store", **told, now=MONDAY, passphrase=PASSPHRASE, encrypted=floor) as carelist:
        carelist.record([accepted("P-1", family="Canary")], hours(1))
        carelist.backups.backup(tmp_path / "b.backup", hours(2))
        stored = [json.loads(line) for line in carelist.people.stored_lines()]
    assert b"Canary" not in (tmp_path / "b.backup").read_bytes()

    def unlocking(folder: Path) -> bytes:
        return unlock(folder, "w-ann", PASSPHRASE, hours(3))

    with pytest.raises(Refused) as refused:
        Backups.restore(tmp_path / "b.backup", tmp_path / "no", unlock=lambda _: os.urandom(32), now=hours(3))
    assert refused.value.status == 3
    assert not (tmp_path / "no").exists()
    Backups.restore(tmp_path / "b.backup", tmp_path / "there", unlock=unlocking, now=hours(3))
    key = unlocking(tmp_path / "there")
    with Carelist.open(tmp_path / "there", "w-ann", key=key) as there:
        assert there.verify().as_json()["problems"] == []
        assert said([json.loads(line) for line in there.people.stored_lines()]) == said(stored)


def test_newer_history_is_not_replaced_unless_that_is_said_and_then_it_is_kept_aside(
    file: Path, carelist: Carelist
) -> None:
    device = lines(carelist.store)[0]["device"]
    carelist.record([zone("P-1", hours(2)), zone("P-2", hours(2))], hours(2))
    carelist.close()
    before = lines(carelist.store)
    with pytest.raises(Refused, match=f"entries 4 to 5 of device {device}"):
        Backups.restore(file, carelist.store, unlock=plain, now=hours(3))
    assert lines(carelist.store) == before
    done = Backups.restore(file, carelist.store, unlock=plain, now=hours(3), replace_newer=True)
    assert [(each.device, each.first, each.last) for each in done.lost] == [(device, 4, 5)]
    assert done.kept_aside is not None
    assert lines(done.kept_aside) == before
    assert len(lines(carelist.store)) == 3
    assert [path.name for path in carelist.store.parent.iterdir() if path.name.startswith(".")] == []


def test_what_only_the_witness_knows_of_counts_as_newer(file: Path, carelist: Carelist) -> None:
    carelist.record([zone("P-1", hours(2))], hours(2))
    carelist.close()
    (carelist.store / "carelist.db").write_bytes(b"not a database any more" * 500)
    with pytest.raises(Refused, match="entry 4 of device"):
        Backups.restore(file, carelist.store, unlock=plain, now=hours(3))
    done = Backups.restore(file, carelist.store, unlock=plain, now=hours(3), replace_newer=True)
    assert done.kept_aside is not None
    assert Carelist.open(carelist.store).verify().ok


def test_a_store_that_somebody_has_open_is_not_replaced(file: Path, carelist: Carelist) -> None:
    with pytest.raises(Refused, match="open in another window"):
        Backups.restore(file, carelist.store, unlock=plain, now=hours(3))
    carelist.record([accepted("P-9")], hours(3))


def test_a_file_that_is_no_backup_or_is_damaged_is_refused_and_nothing_is_changed(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    damaged = tmp_path / "damaged"
    contents = [b"", b"PK", os.urandom(5000), whole[: len(whole) // 2], whole[:-40]]
    for place in range(0, len(whole), len(whole) // 60):
        flipped = bytearray(whole)
        flipped[place] ^= 4
        contents.append(bytes(flipped))
    noticed = 0
    for content in contents:
        damaged.write_bytes(content)
        try:
            Backups.restore(damaged, tmp_path / "there", unlock=plain, now=hours(3))
        except Refused:
            noticed += 1
        else:
            shutil.rmtree(tmp_path / "there")
        assert not (tmp_path / "there").exists()
    assert noticed >= len(contents) - 1, "a bit of the archive's own dates says nothing"
    with pytest.raises(Refused, match="no such file"):
        Backups.restore(tmp_path / "nowhere", tmp_path / "there", unlock=plain, now=hours(3))


@pytest.mark.posix
def test_a_full_disk_leaves_the_earlier_backup_as_it_is(file: Path, carelist: Carelist) -> None:
    before = file.read_bytes()
    carelist.record([accepted("P-3")], hours(2))
    with files_no_larger_than(60_000), pytest.raises(Refused):
        carelist.backups.backup(file, hours(3))
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []
    assert list(carelist.store.glob(".backup*")) == []


def test_a_backup_replaces_only_a_backup_that_holds_nothing_more(
    file: Path, carelist: Carelist, tmp_path: Path
) -> None:
    carelist.record([accepted("P-3")], hours(2))
    assert carelist.backups.backup(file, hours(3)).entries == 4
    with store_at(tmp_path / "other") as other, pytest.raises(Refused, match="holds entries that this store does not"):
        other.backups.backup(file, hours(3))
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(Refused, match="no Carelist backup"):
        carelist.backups.backup(tmp_path / "letter.txt", hours(3))
    with pytest.raises(Refused, match="own folder"):
        carelist.backups.backup(carelist.store / "b.backup", hours(3))
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_damaged_store_does_not_replace_its_last_sound_backup(file: Path, carelist: Carelist) -> None:
    before = file.read_bytes()
    connection = connect(carelist.store)
    connection.execute("DROP TRIGGER entry_stays_as_it_is")
    connection.execute("UPDATE entry SET body = replace(body, 'Amina', 'Anita') WHERE seq = 2")
    connection.close()
    with pytest.raises(Refused, match="damaged") as refused:
        carelist.backups.backup(file, hours(3))
    assert refused.value.status == 3
    assert file.read_bytes() == before


def test_what_a_killed_backup_left_behind_is_taken_away_by_a_later_one(carelist: Carelist, tmp_path: Path) -> None:
    old, at_work = carelist.store / ".backup.1", carelist.store / ".backup.2"
    for left in (old, at_work):
        left.mkdir()
        (left / "carelist.db").write_bytes(b"a copy")
    os.utime(old, (0, 0))
    carelist.backups.backup(tmp_path / "b.backup", hours(2))
    assert [path.name for path in carelist.store.glob(".backup.*")] == [at_work.name]
