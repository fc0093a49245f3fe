"""Entries that a disk lost are brought back from the segments, by a sync and by `verify`; what is nowhere is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.sync.report import Report, Trouble
from tests.cli.surface import Answer, carelist
from tests.exchange.sync.folders import NOW, Office, kinds, write
from tests.exchange.sync.losses import losing
from tests.exchange.sync.world import Laptop

pytestmark = pytest.mark.slow


@contextmanager
def lost(laptop: Laptop, where: str) -> Iterator[Any]:
    """The disk loses entries; what the worklist says goes by what is left."""
    store, worker = laptop.door.store, laptop.door.worker
    laptop.door.close()
    with losing(store, where) as database:
        yield database
    laptop.door = Carelist.open(store, worker)
    laptop.door.rebuild()


def lose(laptop: Laptop, where: str) -> None:
    with lost(laptop, where):
        pass


def state(laptop: Laptop) -> tuple[str, Any]:
    return laptop.door.verify().digest, laptop.door.people.today_json(NOW)["items"]


@pytest.fixture
def one(office: Office) -> Laptop:
    """Eight entries, in three segments."""
    laptop = office.laptop("a", 3)
    laptop.sync(NOW)
    for more in (2, 2):
        write(laptop, more)
        laptop.sync(NOW)
    return laptop


@pytest.mark.parametrize("where", ["seq > 6", "seq > 3", "seq > 0", "seq IN (2, 5)", "seq = 1"])
@pytest.mark.parametrize("remembered", [True, False], ids=["sent remembered", "that too is lost"])
def test_a_sync_brings_back_what_was_sent(one: Laptop, where: str, remembered: bool) -> None:
    before = state(one)
    with lost(one, where) as database:
        if not remembered:
            database.execute("DELETE FROM sent")
    dry = one.door.sync(one.folder, NOW, dry_run=True)
    report = one.sync(NOW)
    assert dry.taken >= report.taken > 0
    assert (dry.sent, report.sent) == (0, 0)
    assert state(one) == before
    assert one.door.verify().ok
    assert one.sync(NOW).is_sound
    write(one, 1)


def test_that_entries_were_gone_is_told_once(one: Laptop) -> None:
    lose(one, "seq > 6")
    report = one.sync(NOW)
    assert kinds(report) == ["lost"]
    assert report.problems[0].what == "entries 7 to 8 were gone from this store, and were brought back from the folder"
    assert "disk" in report.problems[0].repair
    assert one.sync(NOW).is_sound


def test_what_was_never_sent_is_named_by_every_sync_and_nothing_is_recorded_in_its_place(one: Laptop) -> None:
    write(one, 2)
    lose(one, "seq > 6")
    for _ in range(2):
        report = one.sync(NOW)
        assert kinds(report) == ["lost"]
        assert "entries 9 to 10 were recorded on this device and can no longer" in report.problems[0].what
        assert "restore a backup" in report.problems[0].repair
    with pytest.raises(Refused, match="nothing more is recorded"):
        write(one, 1)


def test_where_nobody_has_them_the_laptop_goes_on_under_another_name_and_the_loss_stays_named(one: Laptop) -> None:
    write(one, 2)
    lose(one, "seq > 8")
    one.door.close()
    refused = carelist("--as", "w-a", "device", "renew", one.door.store.parent / "a.request", store=one.door.store)
    assert (refused.status, "not encrypted" in refused.err) == (2, True)
    renewed = carelist("--as", "w-a", "device", "renew", store=one.door.store)
    assert "entries 9 to 10 were recorded on this device" in renewed.err
    assert "whoever knows what is gone records it anew" in renewed.err
    one.door = Carelist.open(one.door.store, "w-a")
    write(one, 1)
    assert (one.sync(NOW).sent, kinds(one.sync(NOW))) == (1, ["lost"])
    assert [each.kind for each in one.door.verify().problems] == ["missing"]


def test_what_came_from_another_laptop_comes_back_too_and_recording_goes_on_meanwhile(
    one: Laptop, office: Office
) -> None:
    other = office.laptop("b", 1)
    other.sync(NOW)
    lose(other, f"device = '{one.device}' AND seq > 4")
    gone = f"entries 5 to 8 of laptop {one.device[:6]} can no longer be found in the store"
    assert other.door.backups.missing() == [gone]
    write(other, 1)
    assert kinds(other.sync(NOW)) == ["lost"]
    assert (other.door.backups.missing(), other.door.verify().ok) == ([], True)
    one.sync(NOW)
    assert state(other) == state(one)


@pytest.mark.parametrize("more", [2, 3])
def test_what_a_copy_wrote_under_the_same_numbers_is_not_taken_for_ours(one: Laptop, office: Office, more: int) -> None:
    copy = office.copy_of(one)
    write(one, 2)
    write(copy, more)
    copy.sync(NOW)
    lose(one, "seq > 8")
    assert {"clone", "lost"} <= set(kinds(one.sync(NOW)))
    assert len(one.entries()) == 8


def verified(laptop: Laptop, *more: str) -> Answer:
    return carelist("--as", laptop.door.worker, "verify", *more, store=laptop.door.store)


def test_verify_brings_back_what_is_gone_and_says_so(one: Laptop) -> None:
    one.door.sync(one.folder, NOW)
    before = state(one)
    lose(one, "seq > 6")
    first = verified(one, "--json")
    assert (first.status, first.json["brought_back"]) == (1, 2)
    assert [each["kind"] for each in first.json["problems"]] == ["missing"]
    again = verified(one, "--json")
    assert (again.status, again.json["brought_back"], again.json["digest"]) == (0, 0, before[0])
    assert state(one) == before


def test_verify_says_why_nothing_could_be_brought_back(one: Laptop, office: Office) -> None:
    write(one, 1)
    lose(one, "seq > 8")
    assert "this store was never synced with a folder" in verified(one).out
    one.door.sync(one.folder, NOW)
    told = verified(one)
    assert told.status == 1
    assert "Nothing could be brought back from the shared folder: none of them is in it." in told.out
    office.folder.rename(office.root / "gone")
    assert "Nothing could be brought back from the shared folder: there is no such folder" in verified(one).out


@pytest.mark.parametrize("asked", [["today"], ["today", "--json"], ["queue"], ["--plain"]], ids=" ".join)
def test_whoever_reads_is_told_that_it_is_not_all(one: Laptop, asked: list[str]) -> None:
    def said() -> str:
        answer = carelist("--as", "w-a", *asked, store=one.door.store, stdin=b"q\n")
        assert answer.status == 0
        return answer.out + answer.err

    assert "can no longer be found" not in said()
    lose(one, "seq > 6")
    assert "entries 7 to 8 were recorded on this device and can no longer be found in the store" in said()
    assert "a sync brings back what had been sent" in said()
    one.sync(NOW)
    assert "can no longer be found" not in said()


def test_what_was_lost_is_told_also_where_a_key_came_in_the_same_sync() -> None:
    """The folder is then met twice, and the second time nothing is gone any more."""
    gone, old = Trouble("lost", "here", "it was gone", "a backup"), Trouble("refused", "there", "it is cut", "ask")
    assert Report(problems=[old]).after(Report(problems=[old, gone])).problems == [old, gone]


def test_what_is_gone_here_and_in_no_folder_yet_is_told(office: Office) -> None:
    one = office.laptop("a", 3)
    lose(one, "seq > 2")
    report = one.sync(NOW)
    assert (kinds(report), report.taken, report.sent) == (["lost"], 0, 2)
    assert "entries 3 to 4 were recorded on this device" in report.problems[0].what
    assert "restore a backup" in report.problems[0].repair
