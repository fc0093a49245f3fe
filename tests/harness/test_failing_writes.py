"""A disk that refuses the n-th write, once or for good: nothing that was acknowledged is lost, what was not is sent
again under its id, and the store goes on without being opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from tests.harness.disk import FULL, IOERR_FSYNC, IOERR_WRITE, OK, Done, watched
from tests.harness.sizes import tell
from tests.harness.stores import NOW, copy_of, make_store, opened, save, saves_in
from tests.profiles import IS_FULL

pytestmark = pytest.mark.slow

PLACES = range(1, 201) if IS_FULL else range(1, 201, 37)
SAVES = 14


class Failing:
    """Refuses the n-th write and, unless `once`, every one after it until it is mended."""

    def __init__(self, place: int, code: int, *, once: bool) -> None:
        self._left, self._code, self._once = place, code, once
        self.is_mended = False
        self.refused = 0

    def __call__(self, done: Done) -> int:
        if done.what in ("settle", "whole", "share") or self.is_mended:
            return OK
        self._left -= 1
        if self._left > 0 or (self._once and self._left < 0):
            return OK
        self.refused += 1
        return IOERR_FSYNC if done.what == "sync" and self._code != FULL else self._code


def saved(carelist: Carelist, number: int) -> bool:
    """Whether a save was acknowledged; refused, it says so in one sentence, for status 3."""
    try:
        return carelist.record([save(number)], NOW)[0].seq > 0
    except Refused as refused:
        in_one_sentence = len(refused.faults) == 1 and "\n" not in str(refused)
        if refused.status != 3 or not in_one_sentence:
            raise
        return False


def swallowed(carelist: Carelist, number: int) -> bool:
    """A broken build: whatever the disk said is taken for done."""
    saved(carelist, number)
    return True


def lost_after(
    template: Path, folder: Path, failing: Failing, save_one: Callable[[Carelist, int], bool] = saved
) -> list[int]:
    """The saves that are not stored just once, after a disk failed and was mended while the store stayed open."""
    store = copy_of(template, folder)
    with watched(failing, folder.parent), opened(store) as carelist:
        pending = [number for number in range(SAVES) if not save_one(carelist, number)]
        failing.is_mended = True
        assert all(saved(carelist, number) for number in pending)
        found = carelist.verify().as_json()["problems"]
    assert found == []
    stored = saves_in(store)
    return [number for number in range(SAVES) if stored[f"save number {number}"] != 1]


@pytest.mark.parametrize("once", [True, False], ids=["once", "for good"])
@pytest.mark.parametrize("code", [IOERR_WRITE, FULL], ids=["I/O error", "disk full"])
def test_a_write_that_fails_loses_nothing_and_needs_no_restart(tmp_path: Path, code: int, once: bool) -> None:
    template = make_store(tmp_path / "template")
    refused = 0
    for place in PLACES:
        failing = Failing(place, code, once=once)
        assert lost_after(template, tmp_path / "store", failing) == [], f"write {place}"
        refused += bool(failing.refused)
    tell(f"{len(PLACES)} places, {refused} of them reached, none lost")
    assert refused == len(PLACES)


def test_with_a_build_that_takes_a_failed_write_for_done_the_harness_finds_losses(tmp_path: Path) -> None:
    template = make_store(tmp_path / "template")
    failing = Failing(40, IOERR_WRITE, once=False)
    assert lost_after(template, tmp_path / "store", failing, swallowed)
