"""What is sent, what is remembered of it, and what is held back: to the number."""

from __future__ import annotations

import os
import shutil

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.header import LARGEST_FILE
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.plan import Gap, gap_before
from carelist_tui.exchange.segments.shared_folder import SharedFolder
from carelist_tui.exchange.sync import inbox
from carelist_tui.exchange.sync.outbox import Stored, cut
from carelist_tui.exchange.sync.report import NOT_ENROLLED, Report, Trouble
from carelist_tui.exchange.sync.sync import meet
from carelist_tui.journal.sync.folders import Sent, read_seen, read_sent
from tests.exchange.sync.folders import NOW, Office, kinds, write
from tests.exchange.sync.world import Laptop

ENTRIES: list[Stored] = [(number, f"{number}" * 64, "x" * 9) for number in range(1, 6)]
"""Ten bytes each, with the end of the line."""


def folder_id(laptop: Laptop) -> str:
    return SharedFolder(laptop.folder).identity(make=False)


def remembered(laptop: Laptop) -> list[Sent]:
    with laptop.door.journal.store.reading() as connection:
        return read_sent(connection, folder_id(laptop), laptop.device)


@pytest.mark.parametrize(
    ("most", "bytes_at", "runs"),
    [
        (2, 1000, [(1, 2), (3, 4), (5, 5)]),
        (9, 20, [(1, 2), (3, 4), (5, 5)]),
        (9, 21, [(1, 3), (4, 5)]),
        (9, 1000, [(1, 5)]),
    ],
)
def test_a_segment_is_closed_as_soon_as_it_is_full(most: int, bytes_at: int, runs: list[tuple[int, int]]) -> None:
    assert [(run.first, run.last) for run in cut(ENTRIES, most=most, bytes_at=bytes_at)] == runs


@pytest.mark.parametrize(("held", "gap"), [(0, (1, 6)), (3, (4, 6)), (5, (6, 6)), (6, None), (8, None)])
def test_what_is_waited_for_ends_right_before_what_is_there(held: int, gap: tuple[int, int] | None) -> None:
    assert gap_before(Place("d", 7, 9, "North"), held) == (Gap("d", *gap) if gap else None)


def test_as_many_segments_and_entries_are_counted_as_were_written(office: Office) -> None:
    laptop = office.laptop("a", 3)
    for entries, segments in ((4, 1), (0, 0)):
        report = laptop.sync(NOW)
        assert (report.sent, report.segments, report.is_sound) == (entries, segments, True)
    (path,) = office.segments()
    assert remembered(laptop)[0][:3] == (1, 4, path.stat().st_size)


def test_what_vanished_from_the_folder_is_forgotten_by_a_sync_and_by_no_dry_run(office: Office) -> None:
    laptop = office.laptop("a", 1)
    for _ in range(2):
        laptop.sync(NOW)
        write(laptop, 1)
    laptop.sync(NOW)
    before = remembered(laptop)
    assert [row[:2] for row in before] == [(1, 2), (3, 3), (4, 4)]
    for path in office.segments()[1:]:
        path.unlink()
    assert meet(laptop.door.journal, office.folder, laptop.party, NOW, dry_run=True).sent == 2
    assert remembered(laptop) == before
    assert laptop.sync(NOW).sent == 2
    assert [row[:2] for row in remembered(laptop)] == [(1, 2), (3, 4)]


def test_a_folder_that_could_not_be_written_is_remembered_up_to_what_it_holds(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the folder, under an id of its own, on a drive that is full."""
    laptop = office.laptop("a", 3)
    laptop.sync(NOW)
    laptop.folder = office.root / "copied"
    shutil.copytree(office.folder, laptop.folder)
    (laptop.folder / "carelist" / "folder-id").write_text("f" * 32)
    write(laptop, 2)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert kinds(laptop.sync(NOW)) == ["not_sent"]
    with laptop.door.journal.store.reading() as connection:
        assert read_seen(connection, "f" * 32) == {laptop.device: (4, "")}
    assert laptop.sync(NOW).sent == 2


def test_of_two_segments_that_a_copy_wrote_everything_from_the_first_on_is_held_back(office: Office) -> None:
    one = office.laptop("a", 3)
    one.sync(NOW)
    two = office.copy_of(one)
    for _ in range(2):
        write(one, 1)
        one.sync(NOW)
    write(two, 3)
    report = two.sync(NOW)
    assert kinds(report) == ["clone", "clone", "not_sent"]
    held_back = next(each for each in report.problems if each.kind == "not_sent")
    assert held_back.where == "entries 5-7 of this laptop"
    assert "`carelist device renew`" in held_back.repair
    assert all("`carelist device renew`" in each.repair for each in report.problems)


def test_a_long_journal_comes_in_by_parts_and_whole(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "AT_ONCE", 3)
    writer, reader = office.laptop("a"), office.laptop("b")
    for _ in range(3):
        write(writer, 2)
        writer.sync(NOW)
    assert meet(reader.door.journal, office.folder, reader.party, NOW, dry_run=True).taken == 7
    assert (reader.sync(NOW).taken, reader.entries().items() >= writer.entries().items()) == (7, True)


@pytest.mark.parametrize("more", [0, 1])
def test_the_largest_segment_there_may_be_is_read_whole_and_nothing_larger(office: Office, more: int) -> None:
    place = Place("d" * 32, 1, 2, "north")
    path = office.folder / place.path
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + more)
    if more:
        with pytest.raises(Refused, match="larger than any segment"):
            SharedFolder(office.folder).read(place)
    else:
        assert len(SharedFolder(office.folder).read(place)) == LARGEST_FILE


def test_two_exchanges_right_after_one_another_are_counted_together() -> None:
    first = Report(sent=2, segments=1, taken=5, came={"a": 5})
    both = Report(sent=1, segments=1, taken=4, came={"a": 1, "b": 3}).after(first)
    assert (both.sent, both.segments, both.taken, both.came) == (3, 2, 9, {"a": 6, "b": 3})


def test_a_folder_that_is_another_one_and_a_laptop_that_nobody_enrolled_are_told_with_what_to_do() -> None:
    another = Report(problems=[Trouble("another_folder", "here", "it is gone", "put it back")])
    assert (another.is_another_folder, Report(problems=[NOT_ENROLLED]).is_another_folder) == (True, False)
    assert "`carelist device request FILE`" in NOT_ENROLLED.repair
