"""A copied or restored laptop takes a name of its own, and nothing that it acknowledged is lost by it."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.backups import Backups
from carelist_tui.vault import device as keys
from carelist_tui.vault.witness import Head, Heads, Witness
from tests.exchange.sync.world import BEGIN
from tests.journal.telling import accepted, zone

pytestmark = pytest.mark.slow

ANN = {"worker": "w-ann", "name": "Ann Able", "role": "manager", "team": "north"}


def opened(store: Path) -> Carelist:
    return Carelist.open(store, "w-ann")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A store, its copy, and a folder that holds what both began with."""
    folder = tmp_path / "shared"
    folder.mkdir()
    with Carelist.init(tmp_path / "one", **ANN, now=BEGIN, encrypted=False) as one:
        one.record([accepted("P-1", BEGIN)], BEGIN)
        one.sync(folder, BEGIN)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    return tmp_path / "one", tmp_path / "two", folder


def ids(door: Carelist) -> set[str]:
    return {entry["id"] for story in door.people.stories() for entry in story}


def test_a_copy_that_was_noticed_takes_its_own_name_and_its_entries_reach_everybody(
    two: tuple[Path, Path, Path],
) -> None:
    one, copy, folder = two
    with opened(one) as first, opened(copy) as second:
        kept = {each.id for each in first.record([accepted("P-2", BEGIN)], BEGIN)}
        kept |= {each.id for each in second.record([accepted("P-3", BEGIN), zone("P-1", BEGIN, "red")], BEGIN)}
        first.sync(folder, BEGIN)
        assert any(each.kind == "clone" for each in second.sync(folder, BEGIN).problems)
        was = second.journal.device
        assert second.sync.renew() == 2
        assert second.journal.device != was
        for door in (second, first, second, first, second):
            if any(each.kind == "clone" for each in door.sync(folder, BEGIN).problems):
                door.sync.renew()
        assert first.sync(folder, BEGIN).is_sound
        assert second.sync(folder, BEGIN).is_sound
        assert kept <= ids(first) == ids(second)
        assert second.backups.missing() == []
        (receipt,) = second.record([zone("P-3", BEGIN, "green")], BEGIN)
        assert (receipt.device, receipt.seq) == (second.journal.device, 3)
        assert [each for each in second.verify().problems if each.kind in ("chain", "missing")] == []


def test_a_window_that_was_open_meanwhile_records_under_the_new_name(two: tuple[Path, Path, Path]) -> None:
    with opened(two[0]) as window, opened(two[0]) as command:
        window.record([accepted("P-2", BEGIN)], BEGIN)
        assert command.sync.renew() == 1
        (receipt,) = window.record([accepted("P-3", BEGIN)], BEGIN)
        assert (receipt.device, receipt.seq) == (command.journal.device, 2)
        assert window.backups.missing() == command.backups.missing() == []
    with opened(two[0]) as after:
        assert after.backups.missing() == []
        assert after.verify().ok


POINTS = ("the fresh secret", "the fresh public half", "the first put in place", "both put in place", "the commit")


@pytest.mark.posix
@pytest.mark.parametrize("point", range(len(POINTS)), ids=POINTS)
def test_a_renewal_killed_at_any_point_never_happened_or_is_finished_by_the_next_opening(
    two: tuple[Path, Path, Path], point: int
) -> None:
    """A real process, killed after so many of the renewal's steps: each is one name put in place, or the commit."""
    store = two[0]
    with opened(store) as door:
        kept = {each.id for each in door.record([accepted("P-2", BEGIN), accepted("P-3", BEGIN)], BEGIN)}
    child = os.fork()
    if child == 0:
        _renew_and_die(store, point)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    with opened(store) as door:
        assert kept <= ids(door)
        assert door.backups.missing() == []
        assert keys.keys_agree(store)
        device = door.journal.device
        assert {entry["device"] for story in door.people.stories() for entry in story if entry["id"] in kept} == {
            device
        }
        (receipt,) = door.record([accepted("P-4", BEGIN)], BEGIN)
        assert receipt.device == device
        assert door.verify().ok
        assert not door.sync(two[2], BEGIN).problems


def _renew_and_die(store: Path, point: int) -> None:
    put, steps = Path.replace, 0

    def counted(self: Path, target: Path) -> Path:
        nonlocal steps
        done = put(self, target)
        if "device" in Path(target).name:
            steps += 1
            if steps > point:
                os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(Path, "replace", counted)  # noqa: B010 - in a process of its own, which dies of it
    with opened(store) as door:
        set_anew = Witness.set_anew

        def told(self: Witness, heads: Heads) -> None:
            set_anew(self, heads)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(Witness, "set_anew", told)  # noqa: B010
        door.sync.renew()
    os._exit(0)


def test_the_witness_of_a_chain_set_anew_is_believed_by_whoever_remembers_more(two: tuple[Path, Path, Path]) -> None:
    folder = two[0]
    first, second = Witness(folder), Witness(folder)
    first.raise_to({"d" * 32: Head(9, 9, "a" * 64)})
    second.read()
    first.set_anew({"d" * 32: Head(4, 4, "b" * 64)})
    assert second.read()["d" * 32] == Head(4, 4, "b" * 64)
    for at in (1, 2):
        first.raise_to({f"{number:032x}": Head(at, at, "c" * 64) for number in range(700)})
    assert Witness(folder).read()["d" * 32] == second.read()["d" * 32] == Head(4, 4, "b" * 64)
    first.raise_to({"d" * 32: Head(5, 5, "d" * 64)})
    assert Witness(folder).read()["d" * 32].seq == 5


def test_a_restored_laptop_sends_again_what_it_never_sent(two: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, _, folder = two
    with opened(one) as door:
        kept = {each.id for each in door.record([accepted("P-2", BEGIN), zone("P-1", BEGIN, "amber")], BEGIN)}
        door.backups.backup(tmp_path / "one.backup", BEGIN)
        was = door.journal.device
    shutil.rmtree(one)
    restored = Backups.restore(tmp_path / "one.backup", one, unlock=lambda _: None, now=BEGIN)
    assert restored.device != was
    with Carelist.init(tmp_path / "other", **ANN, now=BEGIN, encrypted=False) as other, opened(one) as again:
        assert kept <= ids(again)
        assert again.backups.missing() == []
        again.sync(folder, BEGIN)
        other.sync(folder, BEGIN)
        again.sync(folder, BEGIN)
        assert kept <= ids(other)
        assert other.verify().digest == again.verify().digest
        assert again.verify().ok
