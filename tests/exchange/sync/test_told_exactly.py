"""What a sync tells, to the number and to the word: what is waited for and of whom, what was taken, when each laptop
was heard of last; and that every segment names the one before it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.laptops import Laptop as Known
from carelist_tui.exchange.segments.pack import Sealing, unpack
from carelist_tui.exchange.sync import inbox
from carelist_tui.exchange.sync.party import Party
from carelist_tui.exchange.sync.report import NOT_ENROLLED, Recovered, Report, Trouble, Waiting
from carelist_tui.exchange.sync.sync import meet
from tests.exchange.sync.folders import NOW, Office, hashes, kinds, place_of, write
from tests.exchange.sync.world import Laptop
from tests.journal.telling import accepted, zone

LATER = NOW + timedelta(days=3)


IDENTITY = pyrage.x25519.Identity.generate()
SEALED = Sealing((str(IDENTITY.to_public()),), (str(IDENTITY),))


def met(
    laptop: Laptop, laptops: Mapping[str, Known] | None = None, *, sealing: Sealing | None = None, dry_run: bool = False
) -> Report:
    """A sync of a laptop that knows these."""

    def party() -> Party:
        ours = replace(laptop.party(), sealing=sealing or Sealing())
        return ours if laptops is None else replace(ours, laptops=laptops)

    return meet(laptop.door.journal, laptop.folder, party, NOW, dry_run=dry_run)


def enrolled(*laptops: Laptop) -> dict[str, Known]:
    return {each.device: Known(each.device, f"{each.name}'s laptop") for each in laptops}


def test_what_is_waited_for_is_told_by_laptop_and_numbers_and_no_more_than_is_missing(office: Office) -> None:
    writer, stranger, reader = office.laptop("a", 3), office.laptop("c", 2), office.laptop("b")
    for laptop in (writer, stranger):
        met(laptop, sealing=SEALED)
    report = met(reader, enrolled(writer, reader), sealing=SEALED)
    assert (report.taken, report.came) == (4, {writer.device: 4})
    assert report.waiting == [Waiting(stranger.device, f"laptop {stranger.device[:6]}", 1, 3, "not_enrolled")]
    (told,) = report.as_json()["waiting"]
    assert told["words"] == (
        f"waiting for word that laptop {stranger.device[:6]} belongs here before its entries 1-3 are taken in"
    )
    for part in office.segments():
        if part.parent.name == writer.device:
            part.unlink()
    for _ in range(2):
        write(writer, 1)
        met(writer, sealing=SEALED)
    first, second = (part for part in office.segments() if part.parent.name == writer.device)
    first.unlink()
    report = met(reader, enrolled(writer, reader, stranger), sealing=SEALED)
    assert report.came == {stranger.device: 3}
    assert report.waiting == [Waiting(writer.device, "a's laptop", 5, place_of(second).first - 1)]
    assert Waiting("d", "a's laptop", 5, 5).words == "waiting for entry 5 of a's laptop"


def test_what_is_here_already_is_neither_waited_for_nor_counted_again(office: Office) -> None:
    writer, other, reader = office.laptop("a", 3), office.laptop("c", 4), office.laptop("b")
    assert writer.sync(NOW).sent == 4
    assert other.sync(NOW).sent == 5
    assert met(reader, dry_run=True).taken == 9
    assert reader.sync(NOW).taken == 9
    assert met(reader, dry_run=True).taken == 0
    write(writer, 2)
    writer.sync(NOW)
    assert met(reader, dry_run=True).taken == 2
    for part in office.segments():
        if place_of(part).first == 1:
            part.unlink()
    report = met(reader)
    assert (report.taken, report.came, report.waiting) == (2, {writer.device: 2}, [])


def test_when_each_laptop_was_heard_of_last_is_told_of_all_but_this_one_and_the_revoked(office: Office) -> None:
    writer, lost, reader = office.laptop("a", 3), office.laptop("c", 1), office.laptop("b")
    for laptop in (writer, lost, reader):
        laptop.sync(NOW)
    known = enrolled(writer, lost, reader)
    heard = met(reader, known | {lost.device: replace(known[lost.device], is_revoked=True)}).devices
    assert [(each.device, each.name, each.entries, each.is_silent) for each in heard] == [
        (writer.device, "a's laptop", 4, False)
    ]
    assert heard[0].last_heard == "2026-03-02T17:00:00+00:00"
    assert {each.device for each in met(reader).devices} == {writer.device, lost.device}


def test_every_segment_names_the_one_before_it_whichever_sync_wrote_it(office: Office) -> None:
    laptop = office.laptop("a", 2)
    for entries in (1, 3, 2):
        write(laptop, entries)
        laptop.sync(NOW)
    office.segments()[1].unlink()
    write(laptop, 1)
    laptop.sync(NOW)
    found = sorted((place_of(path).first, unpack(path.read_bytes(), Sealing())[0]) for path in office.segments())
    numbers, headers = [first for first, _ in found], [header for _, header in found]
    assert (numbers, [header.last for header in headers]) == ([1, 5, 8, 10], [4, 7, 9, 10])
    assert headers[0].follows == "0" * 64
    assert headers[1].follows == headers[0].hash
    assert headers[3].follows == headers[2].hash


def test_a_folder_that_can_not_be_written_loses_nothing_and_says_of_which_entries(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = office.laptop("a", 3)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        report = laptop.sync(NOW)
    (told,) = report.problems
    assert (told.kind, told.where) == ("not_sent", "entries 1-4 of this laptop")
    assert told.what == "the shared folder can't be written: the disk is full"
    assert told.repair == "they are not lost: put the folder right, and sync again"
    assert laptop.sync(NOW).sent == 4


def test_that_clocks_differ_is_told_once_beside_all_that_was_told_before(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two segments of one laptop name what ours recorded days later, and come in one after the other; a third laptop's
    is damaged."""
    monkeypatch.setattr(inbox, "AT_ONCE", 1)
    ahead, other, damaged = office.laptop("a"), office.laptop("b"), office.laptop("c", 1)
    ahead.door.record([accepted("P-900"), zone("P-900", LATER, "red")], LATER)
    damaged.sync(NOW)
    (torn,) = office.segments()
    torn.write_bytes(torn.read_bytes()[:-1])
    ahead.sync(LATER)
    other.sync(LATER)
    for _ in range(2):
        other.door.record([zone("P-900", NOW, "green")], NOW)
        other.sync(NOW)
    assert kinds(ahead.sync(LATER)) == ["clock", "refused"]


def test_who_came_in_by_the_recovery_key_is_told_by_the_name_of_their_laptop(office: Office) -> None:
    writer, reader = office.laptop("a"), office.laptop("b")
    body = {"worker": "w-a", "device": writer.device, "by": "recovery_key"}
    writer.door.record([{"type": "worker.recovered", "occurred_at": NOW.isoformat(), "body": body}], NOW)
    writer.sync(NOW)
    (told,) = met(reader, enrolled(writer, reader)).recovered
    assert told == Recovered("w-a", writer.device, "a's laptop", "recovery_key", "2026-03-02T17:00:00+00:00")
    assert told.words("Ann", "now") == "Ann made a passphrase anew on a's laptop, by the recovery key, now"
    assert replace(told, by="invitation").words("Ann", "now") == "Ann came in on a's laptop, which was invited, now"
    assert met(reader, enrolled(writer, reader)).recovered == []


@pytest.fixture
def once_met(office: Office) -> Laptop:
    """A laptop that synced with the folder by its own door."""
    laptop = office.laptop("a", 3)
    laptop.door.sync(office.folder, NOW)
    return laptop


def synced(laptop: Laptop, **more: Any) -> tuple[list[str], int]:
    report = laptop.door.sync(laptop.folder, NOW, **more)
    assert isinstance(report, Report)
    return kinds(report), report.sent


def test_an_emptied_folder_is_another_one_and_one_that_only_lost_its_id_is_given_it_again(
    once_met: Laptop, office: Office
) -> None:
    identity = office.folder / "carelist" / "folder-id"
    was = identity.read_text()
    identity.unlink()
    assert synced(once_met, dry_run=True) == ([], 0)
    assert not identity.exists(), "a dry run writes nothing"
    assert synced(once_met) == ([], 0)
    assert identity.read_text() == was
    kept = office.root / "kept"
    shutil.move(office.folder, kept)
    office.folder.mkdir()
    write(once_met, 1)
    report = once_met.door.sync(office.folder, NOW)
    (told,) = report.problems
    assert (report.is_another_folder, report.sent, told.where) == (True, 0, str(office.folder))
    assert told.what == (
        "the folder that was met here before is gone, and what is at this path is empty: nothing was sent, and nothing "
        "taken in"
    )
    assert not list(Path(office.folder).iterdir())
    shutil.copytree(kept, office.folder, dirs_exist_ok=True)
    assert synced(once_met) == ([], 1)


def test_a_folder_with_another_id_is_another_one_unless_all_that_was_met_is_in_it(
    once_met: Laptop, office: Office
) -> None:
    identity = office.folder / "carelist" / "folder-id"
    identity.write_text("f" * 32)
    assert synced(once_met) == ([], 0), "it holds all that the one before held"
    identity.write_text("e" * 32)
    for part in office.segments():
        part.unlink()
    report = once_met.door.sync(office.folder, NOW)
    assert kinds(report) == ["another_folder"]
    assert "what is at this path now is another folder" in report.problems[0].what
    assert office.segments() == []


def test_of_two_folders_each_is_known_again_whichever_was_synced_with_last(once_met: Laptop, office: Office) -> None:
    stick = office.root / "stick"
    stick.mkdir()
    assert once_met.door.sync(stick, NOW).problems == []
    shutil.move(office.folder, office.root / "kept")
    office.folder.mkdir()
    assert kinds(once_met.door.sync(office.folder, NOW)) == ["another_folder"]
    assert not list(Path(office.folder).iterdir())


def test_a_laptop_that_nobody_enrolled_is_told_what_to_do_in_these_words() -> None:
    ask = (
        "write a request with `carelist device request FILE`, and have it invited on a laptop that belongs to the team"
    )
    said = "the others take in nothing that is recorded here: it has a name that nobody enrolled"
    assert Trouble("not_enrolled", "this laptop", said, ask) == NOT_ENROLLED


def test_what_can_not_be_seen_counts_as_standing_in_the_folder(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = office.laptop("a", 3)
    laptop.sync(NOW)
    write(laptop, 2)
    look = os.scandir

    def no_right(path: str) -> object:
        if Path(path).name == laptop.device:
            raise PermissionError(13, "Permission denied")
        return look(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", no_right)
        assert laptop.sync(NOW).sent == 2
    first, second = (unpack(path.read_bytes(), Sealing())[0] for path in office.segments())
    assert (second.first, second.follows) == (5, first.hash)
    assert hashes(laptop).keys() == {(laptop.device, number) for number in range(1, 7)}


def test_how_far_a_laptop_can_be_admitted_ends_where_something_is_missing_or_does_not_hold(office: Office) -> None:
    writer, reader = office.laptop("a"), office.laptop("b")
    for entries in (2, 3, 1, 2):
        write(writer, entries)
        writer.sync(NOW)
    first, second, third, last = office.segments()
    ends = [place_of(path).last for path in (first, second, third, last)]

    def upto(held: int, device: str = writer.device) -> int:
        return inbox.found_upto(office.folder, device, reader.party(), held)

    assert (upto(0), upto(ends[0]), upto(99)) == (ends[3], ends[3], 99)
    assert upto(5, "f" * 32) == 5
    whole = third.read_bytes()
    third.write_bytes(whole[:-1])
    assert (upto(0), upto(ends[2])) == (ends[1], ends[3])
    third.unlink()
    assert (upto(0), upto(ends[1])) == (ends[1], ends[1])


ANOTHER = pyrage.x25519.Identity.generate()
ELSEWHERE = Sealing((str(ANOTHER.to_public()),), (str(ANOTHER),))
STRANGE = (
    "this folder belongs to another service, whose keys this laptop does not have: ask a manager there to enrol it "
    "(`carelist device request`)"
)


@pytest.mark.parametrize(
    ("theirs", "ours", "said"),
    [
        (Sealing(), Sealing(), ""),
        (SEALED, SEALED, ""),
        (SEALED, Sealing(),
         "this folder belongs to an encrypted team, and this store is not encrypted: they never mix"),
        (Sealing(), SEALED, "this folder belongs to an unencrypted team, and this store is encrypted: they never mix"),
        (SEALED, ELSEWHERE, STRANGE),
    ],
    ids=["both plain", "one key", "theirs alone is sealed", "ours alone is sealed", "another key"],
)  # fmt: skip
def test_a_folder_of_another_team_is_refused_before_anything_is_written_into_it(
    office: Office, theirs: Sealing, ours: Sealing, said: str
) -> None:
    writer, other, reader = office.laptop("a", 1), office.laptop("c", 1), office.laptop("b", 1)
    for laptop in (writer, other):
        met(laptop, sealing=theirs)
    before = sorted(office.folder.rglob("*"))
    if not said:
        assert met(reader, sealing=ours, laptops=enrolled(writer, other, reader)).taken == 4
        return
    with pytest.raises(Refused) as refused:
        met(reader, sealing=ours, laptops=enrolled(writer, other, reader))
    assert (str(refused.value.faults[0]), refused.value.status) == (said, 2)
    assert sorted(office.folder.rglob("*")) == before


def test_a_copy_that_wrote_otherwise_is_told_until_each_has_a_name_of_its_own(office: Office) -> None:
    one, reader = office.laptop("a", 3), office.laptop("b")
    one.sync(NOW)
    two = office.copy_of(one)
    write(one, 1)
    one.sync(NOW)
    reader.sync(NOW)
    write(two, 2)
    report = two.sync(NOW)
    clone = next(each for each in report.problems if each.kind == "clone")
    assert clone.where == f"{reader.party().name_of(one.device)}: 0000000005-5.seg"
    assert clone.what == (
        "it holds entries under this laptop's own name that were not written here: two laptops write under one name"
    )
    assert clone.repair == (
        "one of the two was copied from the other: give each a name of its own with `carelist device renew`"
    )
    two.door.sync.renew()
    assert (kinds(two.sync(NOW)), kinds(reader.sync(NOW))) == ([], [])
