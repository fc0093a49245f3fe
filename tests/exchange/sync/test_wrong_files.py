"""Whoever keeps the shared folder may cut, change, swap, rename and replay its files: none of it is taken in, none
of it stops a sync, and what is put right comes in afterwards."""

from __future__ import annotations

import os
import random
import shutil
import time
from itertools import combinations
from pathlib import Path

import pytest

from carelist_tui.exchange.segments.header import LARGEST_FILE
from carelist_tui.exchange.segments.pack import MAGIC
from tests.exchange.sync.folders import NOW, Office, hashes, kinds, write
from tests.exchange.sync.world import Laptop

pytestmark = pytest.mark.slow

MUTATIONS = 1000
GIGABYTE = 1 << 30


def synced(office: Office, name: str, segments: int = 1) -> Laptop:
    """A laptop that has sent so many segments."""
    laptop = office.laptop(name)
    for _ in range(segments):
        write(laptop, 3)
        laptop.sync(NOW)
    return laptop


def taken_in_part(report_problems: list[str], reader: Laptop, truth: dict[tuple[str, int], str]) -> None:
    """What a reader holds is what was written, to the letter."""
    held = hashes(reader)
    assert all(held[place] == truth[place] for place in held.keys() & truth.keys())
    assert not {device for device, _ in held} - {device for device, _ in truth} - {reader.device}
    assert set(report_problems) <= {"refused"}


def test_a_segment_cut_anywhere_is_refused_and_comes_in_whole_afterwards(office: Office) -> None:
    writer, reader = synced(office, "a"), office.laptop("b")
    (path,) = office.segments()
    raw = path.read_bytes()
    for part in range(64):
        path.write_bytes(raw[: len(raw) * part // 64])
        report = reader.sync(NOW)
        assert (report.taken, kinds(report)) == (0, ["refused"]), part
    path.write_bytes(raw)
    report = reader.sync(NOW)
    assert (report.taken, kinds(report)) == (4, [])
    assert writer.sync(NOW).is_sound


def test_a_segment_changed_anywhere_is_refused_and_nothing_else_is_held_up(office: Office) -> None:
    synced(office, "a")
    (path,) = office.segments()
    raw, dice, reader = path.read_bytes(), random.Random(6), office.laptop("b")
    for _ in range(MUTATIONS):
        changed = bytearray(raw)
        for _ in range(dice.randint(1, 4)):
            changed[dice.randrange(len(raw))] ^= dice.randint(1, 255)
        if dice.random() < 0.2:
            at = dice.randrange(len(raw))
            changed[at:at] = dice.randbytes(dice.randint(1, 40))
        if bytes(changed) != raw:
            path.write_bytes(changed)
            report = reader.sync(NOW)
            assert (report.taken, kinds(report)) == (0, ["refused"])
    other = synced(office, "c")
    assert reader.sync(NOW).came == {other.device: 4}


def test_swapped_segments_are_refused_wherever_they_were_swapped_to(office: Office) -> None:
    """Between numbers, between devices, between teams."""
    writers = [synced(office, name, 2) for name in "ab"]
    elsewhere = office.folder / "carelist" / "south" / "v1" / writers[0].device
    elsewhere.mkdir(parents=True)
    truth = {place: hash_ for writer in writers for place, hash_ in hashes(writer).items()}
    paths = office.segments()
    for one, two in combinations(paths, 2):
        reader = office.laptop("c")
        raws = one.read_bytes(), two.read_bytes()
        one.write_bytes(raws[1])
        two.write_bytes(raws[0])
        report = reader.sync(NOW)
        assert "refused" in kinds(report)
        taken_in_part(kinds(report), reader, truth)
        one.write_bytes(raws[0])
        two.write_bytes(raws[1])
        assert kinds(reader.sync(NOW)) == []
        assert hashes(reader).items() >= truth.items()
        shutil.rmtree(office.folder / "carelist" / "north" / "v1" / reader.device)
        reader.door.close()


@pytest.mark.parametrize(
    "name",
    ["carelist/north/v1/{device}/0000000008-11.seg", "carelist/north/v1/{device}/0000000008-10.seg",
     "carelist/north/v1/{other}/0000000001-4.seg", "carelist/south/v1/{device}/0000000008-11.seg",
     "carelist/north/v1/{stranger}/0000000001-4.seg", "carelist/north/v1/{device}/0000000001-12.seg"],
)  # fmt: skip
def test_an_older_segment_put_back_under_another_name_is_refused(office: Office, name: str) -> None:
    writer, reader = synced(office, "a", 2), office.laptop("b", 1)
    oldest = office.segments()[0]
    fake = office.folder / name.format(device=writer.device, other="0" * 32, stranger="f" * 32)
    fake.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(oldest, fake)
    report = reader.sync(NOW)
    assert kinds(report) == ["refused"]
    assert (report.taken, report.sent) == (len(hashes(writer)), 2)
    assert fake.exists()
    assert hashes(writer).items() <= hashes(reader).items()


def test_whatever_is_no_segment_by_its_name_is_left_alone_and_is_no_problem(office: Office) -> None:
    synced(office, "a")
    reader = office.laptop("b")
    (path,) = office.segments()
    others = [
        "0000000001-4 (conflicted copy).seg", "0000000001-4.sync-conflict-20260303-101500-ABCDEF.seg", "desktop.ini",
        "0000000001-04.seg", "1-4.seg", "0000000001-4.seg~", "0000000005-8.SEG", "0000000005-4.seg", "0000000000-4.seg",
        "٠٠٠٠٠٠٠٠٠١-4.seg", ".0000000001-4.seg.swp", "0000000001-99999999999999999999999.seg", "~$0000000001-4.seg",
    ]  # fmt: skip
    for name in others:
        shutil.copyfile(path, path.with_name(name))
    (path.parents[1] / "not-a-device").mkdir()
    report = reader.sync(NOW)
    assert (report.taken, kinds(report), report.waiting) == (4, [], [])
    assert all(path.with_name(name).exists() for name in others)


@pytest.mark.posix
def test_links_pipes_and_devices_under_the_names_of_segments_are_not_opened(office: Office, tmp_path: Path) -> None:
    writer, reader = synced(office, "a"), office.laptop("b", 1)
    (path,) = office.segments()
    shutil.copyfile(path, tmp_path / "elsewhere.seg")
    os.mkfifo(path.with_name("0000000005-5.seg"))
    path.with_name("0000000005-6.seg").symlink_to("/dev/zero")
    path.with_name("0000000005-7.seg").symlink_to(tmp_path / "elsewhere.seg")
    path.with_name("0000000005-8.seg").mkdir()
    (path.parents[1] / ("0" * 32)).symlink_to(path.parent)
    (path.parents[2].with_name("south")).symlink_to(path.parents[2])
    identity = office.folder / "carelist" / "folder-id"
    identity.unlink()
    os.mkfifo(identity)
    began = time.process_time()
    report = reader.sync(NOW)
    assert time.process_time() - began < 2
    assert (report.taken, report.sent, kinds(report)) == (4, 2, [])
    assert writer.sync(NOW).is_sound


@pytest.mark.posix
def test_nothing_is_written_through_a_link(office: Office, tmp_path: Path) -> None:
    """Whoever keeps the folder may not have this laptop write somewhere else on its disk."""
    laptop, trap = office.laptop("a", 1), tmp_path / "trap"
    trap.mkdir()
    (office.folder / "carelist").mkdir()
    (office.folder / "carelist" / "north").symlink_to(trap)
    report = laptop.sync(NOW)
    assert kinds(report) == ["not_sent"]
    assert "is a link" in report.problems[0].what
    assert not list(trap.rglob("*.seg"))
    assert report.sent == 0


def test_a_large_file_is_refused_unread(office: Office) -> None:
    synced(office, "a")
    reader = office.laptop("b")
    (path,) = office.segments()
    with path.with_name("0000000005-5.seg").open("wb") as file:
        file.truncate(GIGABYTE)
    with (office.folder / "carelist" / "folder-id").open("ab") as file:
        file.truncate(GIGABYTE)
    began = time.process_time()
    report = reader.sync(NOW)
    assert time.process_time() - began < 2
    assert (report.taken, kinds(report)) == (4, ["refused"])
    assert "larger than any segment" in report.problems[0].what
    assert GIGABYTE > LARGEST_FILE


def test_a_segment_of_a_newer_version_asks_for_an_update_and_the_rest_goes_in(office: Office) -> None:
    synced(office, "a")
    other, reader = synced(office, "c"), office.laptop("b")
    path = next(path for path in office.segments() if path.parent.name != other.device)
    path.write_bytes(path.read_bytes().replace(MAGIC, b"carelist-segment/2\n"))
    report = reader.sync(NOW)
    assert (report.came, kinds(report)) == ({other.device: 4}, ["refused"])
    assert "update Carelist" in report.problems[0].what


def test_a_damaged_segment_of_our_own_is_told_and_what_was_in_it_is_sent_again(office: Office) -> None:
    writer, reader = synced(office, "a"), office.laptop("b")
    (path,) = office.segments()
    path.write_bytes(path.read_bytes()[:-1])
    assert kinds(reader.sync(NOW)) == ["refused"]
    assert kinds(writer.sync(NOW)) == ["refused"]
    report = reader.sync(NOW)
    assert report.came == {writer.device: 4}
    assert path.exists()


def test_a_name_that_says_too_much_spoils_nothing_once_it_is_gone(office: Office) -> None:
    """A stranger's file with a great number under our name, or another's, is refused, and leaves no trace."""
    writer, reader = synced(office, "a"), office.laptop("b", 1)
    reader.sync(NOW)
    for device in (writer.device, reader.device):
        (office.folder / "carelist" / "north" / "v1" / device / "0000000009-9000000.seg").write_bytes(b"junk")
    assert kinds(reader.sync(NOW)) == ["refused"]
    for path in office.folder.rglob("*-9000000.seg"):
        path.unlink()
    write(reader, 1)
    report = reader.sync(NOW)
    assert (report.sent, kinds(report), report.waiting) == (1, [], [])
