"""Folders that are late, older than they were, unreadable, full, read-only, or on a stick that knows no links: what is
wrong is said in a sentence, and everything else goes on."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.laptops import Laptop as Revoked
from carelist_tui.exchange.segments import publish
from carelist_tui.exchange.segments.shared_folder import PlaceTaken, SharedFolder
from carelist_tui.exchange.sync.party import Party
from carelist_tui.exchange.sync.sync import meet
from tests.exchange.sync.folders import NOW, Office, hashes, kinds, place_of, write
from tests.journal.telling import accepted, zone

pytestmark = pytest.mark.slow


def test_a_gap_is_waited_for_by_name_and_is_no_problem(office: Office) -> None:
    writer, reader = office.laptop("a"), office.laptop("b")
    for _ in range(3):
        write(writer, 2)
        writer.sync(NOW)
    second = office.segments()[1]
    kept = shutil.move(second, office.root / "kept")
    report = reader.sync(NOW)
    assert (report.taken, report.is_sound) == (3, True)
    assert [each.words for each in report.waiting] == [f"waiting for entries 4-5 of laptop {writer.device[:6]}"]
    shutil.move(kept, second)
    assert (reader.sync(NOW).taken, reader.sync(NOW).waiting) == (4, [])
    assert hashes(reader).items() >= hashes(writer).items()


def test_a_folder_that_was_rolled_back_is_told_once_and_filled_again_by_who_wrote(office: Office) -> None:
    writer, reader = office.laptop("a", 3), office.laptop("b", 1)
    writer.sync(NOW)
    old = office.root / "old"
    shutil.copytree(office.folder, old)
    for _ in range(2):
        write(writer, 2)
        writer.sync(NOW)
        reader.sync(NOW)
    shutil.rmtree(office.folder)
    shutil.move(old, office.folder)
    report = reader.sync(NOW)
    assert kinds(report) == ["rolled_back", "rolled_back"]
    assert "showed 8 before" in " ".join(each.what for each in report.problems)
    assert all(each.repair.startswith("nothing is lost here") for each in report.problems)
    assert report.sent == 2
    assert (kinds(writer.sync(NOW)), kinds(reader.sync(NOW))) == (["rolled_back"], [])
    write(writer, 1)
    writer.sync(NOW)
    report = reader.sync(NOW)
    assert (report.taken, kinds(report)) == (1, [])
    fresh = office.laptop("c")
    fresh.sync(NOW)
    assert hashes(fresh).items() >= hashes(writer).items()


def test_another_folder_at_the_same_path_is_no_older_one(office: Office) -> None:
    laptop = office.laptop("a", 3)
    laptop.sync(NOW)
    shutil.rmtree(office.folder)
    office.folder.mkdir()
    report = laptop.sync(NOW)
    assert (report.sent, kinds(report)) == (4, [])


def test_the_ids_of_two_folders_swapped_lose_nothing(office: Office) -> None:
    writer, reader = office.laptop("a", 3), office.laptop("b", 1)
    other = office.root / "other"
    other.mkdir()
    for laptop in (writer, reader):
        laptop.sync(NOW)
        laptop.folder = other
        laptop.sync(NOW)
        write(laptop, 1)
        laptop.folder = office.folder
        laptop.sync(NOW)
    here, there = (folder / "carelist" / "folder-id" for folder in (office.folder, other))
    told = here.read_bytes(), there.read_bytes()
    here.write_bytes(told[1])
    there.write_bytes(told[0])
    for folder in (other, office.folder) * 2:
        for laptop in (writer, reader):
            laptop.folder = folder
            laptop.sync(NOW)
    assert all(laptop.sync(NOW).is_sound for laptop in (writer, reader))
    assert hashes(reader) == hashes(writer)
    fresh = office.laptop("c")
    fresh.sync(NOW)
    assert hashes(fresh).items() >= hashes(writer).items()


def test_a_clock_that_ran_ahead_is_told_until_it_was_put_right(office: Office) -> None:
    writer, reader = office.laptop("a"), office.laptop("b")
    write(writer, 2)
    writer.sync(NOW)
    report = reader.sync(NOW - timedelta(hours=1))
    assert kinds(report) == ["clock"]
    assert report.taken == 3
    assert reader.sync(NOW + timedelta(minutes=1)).is_sound


def test_a_clock_ahead_is_noticed_by_what_names_an_entry_and_was_recorded_days_before_it(office: Office) -> None:
    """Days without entries prove nothing: only what comes from another laptop contradicts our clock."""
    ahead, other = office.laptop("a"), office.laptop("b")
    later = NOW + timedelta(days=3)
    ahead.door.record([accepted("P-900"), zone("P-900", later, "red")], later)
    ahead.sync(later)
    other.sync(later)
    other.door.record([zone("P-900", later, "amber")], later)
    other.sync(later)
    assert kinds(ahead.sync(later)) == []
    afternoon = later + timedelta(hours=4)
    ahead.door.record([zone("P-900", afternoon, "red")], afternoon)
    ahead.sync(afternoon)
    other.sync(afternoon)
    other.door.record([zone("P-900", NOW, "green")], NOW)
    other.sync(afternoon)
    assert kinds(ahead.sync(afternoon)) == ["clock"]
    assert ahead.sync(afternoon).is_sound
    assert [each for each in ahead.door.verify().remarks if "a clock ran wrong" in each]


def test_a_laptop_that_nobody_has_heard_from_for_too_long_is_named(office: Office) -> None:
    writer, reader = office.laptop("a", 2), office.laptop("b")
    writer.sync(NOW)
    assert [each.is_silent for each in reader.sync(NOW).devices] == [False]
    report = reader.sync(NOW + timedelta(days=30))
    assert [each.is_silent for each in report.devices] == [True]
    assert report.is_sound


def test_a_stick_without_links_is_written_all_the_same_and_nothing_is_replaced(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As exFAT: no hard links, and a rename silently replaces."""

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    writer, reader = office.laptop("a", 3), office.laptop("b")
    assert writer.sync(NOW).sent == 4
    (path,) = office.segments()
    conflict = path.with_name("0000000001-4 (conflicted copy).seg")
    path.rename(conflict)
    assert (reader.sync(NOW).taken, kinds(reader.sync(NOW))) == (0, [])
    assert writer.sync(NOW).sent == 4
    raw = path.read_bytes()
    with pytest.raises(PlaceTaken):
        SharedFolder(office.folder).publish(place_of(path), b"other")
    assert path.read_bytes() == raw
    assert (reader.sync(NOW).taken, conflict.exists()) == (4, True)
    assert not [each for each in office.folder.rglob("*") if publish.is_left_over(each.name)]


def test_what_a_killed_sync_left_half_written_is_swept_away(office: Office) -> None:
    laptop = office.laptop("a", 1)
    laptop.sync(NOW)
    (path,) = office.segments()
    left = path.with_name(".0000000003-4.seg.0badf00d.tmp")
    left.write_bytes(b"half")
    (path.parent / ".a folder.tmp").mkdir()
    assert laptop.sync(NOW).is_sound
    assert not left.exists()


@pytest.mark.posix
@pytest.mark.parametrize("where", ["inside", "same", "around", "by another way"])
def test_the_store_and_the_folder_never_lie_in_one_another(office: Office, where: str) -> None:
    laptop = office.laptop("a", 1)
    store = laptop.door.store
    (store / "shared").mkdir()
    way = office.root / "way"
    way.symlink_to(store)
    laptop.folder = {
        "inside": store / "shared",
        "same": store,
        "around": office.root,
        "by another way": way / "shared",
    }[where]
    with pytest.raises(Refused, match=r"^the (shared folder|store) may not lie inside"):
        laptop.sync(NOW)
    assert not list(office.root.rglob("*.seg"))


def test_a_folder_that_is_not_there_is_refused(office: Office) -> None:
    laptop = office.laptop("a", 1)
    laptop.folder = office.root / "no such drive"
    with pytest.raises(Refused, match="is the drive connected"):
        laptop.sync(NOW)


def test_a_file_where_a_folder_should_be_is_told(office: Office) -> None:
    laptop = office.laptop("a", 1)
    Path(office.folder / "carelist").write_bytes(b"")
    report = laptop.sync(NOW)
    assert kinds(report) == ["not_sent", "unreadable"]


def test_what_may_not_be_read_is_told_and_does_not_count_as_vanished(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a right that is missing, or a drive that hangs: nothing was rolled back, nothing is sent again."""
    writer, reader = office.laptop("a", 3), office.laptop("b", 1)
    for laptop in (writer, reader):
        laptop.sync(NOW)
    look = os.scandir

    def no_right(path: str) -> object:
        if Path(path).name in (writer.device, reader.device):
            raise PermissionError(13, "Permission denied")
        return look(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", no_right)
        report = reader.sync(NOW)
    assert (report.sent, kinds(report)) == (0, ["unreadable", "unreadable"])
    assert "Permission denied" in report.problems[0].where
    assert "check the rights" in report.problems[0].repair
    assert reader.sync(NOW).is_sound


def test_what_can_not_be_written_is_told_and_what_came_is_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full drive: nothing half written stays, nothing counts as sent."""
    writer, reader = office.laptop("a", 3), office.laptop("b", 2)
    writer.sync(NOW)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        report = reader.sync(NOW)
    assert (report.taken, report.sent, kinds(report)) == (4, 0, ["not_sent"])
    assert "the disk is full" in report.problems[0].what
    assert len(office.segments()) == 1
    assert not [each for each in office.folder.rglob("*") if publish.is_left_over(each.name)]
    assert reader.sync(NOW).sent == 3


def test_a_dry_run_writes_nothing_anywhere_and_says_what_would_be(office: Office) -> None:
    writer, reader = office.laptop("a", 3), office.laptop("b", 1)
    writer.sync(NOW)
    before = hashes(reader), office.segments()
    report = meet(reader.door.journal, office.folder, reader.party, NOW, dry_run=True)
    assert (report.taken, report.sent, report.is_sound) == (4, 2, True)
    assert (hashes(reader), office.segments()) == before


def test_what_a_laptop_writes_after_it_was_revoked_is_told_by_number_and_waits(office: Office) -> None:
    lost, reader = office.laptop("a", 3), office.laptop("b")
    lost.sync(NOW)
    reader.sync(NOW)
    revoked = {lost.device: Revoked(lost.device, "Leah's laptop", is_revoked=True)}

    def party() -> Party:
        return replace(reader.party(), laptops=revoked)

    assert meet(reader.door.journal, office.folder, party, NOW).is_sound
    for _ in range(2):
        write(lost, 2)
        lost.sync(NOW)
    report = meet(reader.door.journal, office.folder, party, NOW)
    assert (report.taken, kinds(report)) == (0, ["revoked"])
    (told,) = report.problems
    assert (told.where, told.what) == ("Leah's laptop", "a laptop that was revoked wrote entries 5-8")
    assert told.repair.startswith("a manager looks at them")
