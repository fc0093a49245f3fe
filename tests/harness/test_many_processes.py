"""Four processes save to one store at once: none is lost, none is told that the database is locked."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from carelist_tui.vault.witness import Witness
from tests.harness.sizes import size, tell
from tests.harness.stores import PEOPLE, make_store, problems, saves_in
from tests.harness.warm import warm
from tests.journal.reading_rows import lines

pytestmark = pytest.mark.slow

SAVER = "tests.harness.writing:main"
EACH = size(30, 1000)


def run(store: Path, each: int, busy_ms: int) -> list[tuple[list[int], str]]:
    """What each of four acknowledged, and what it said on standard error."""
    with ExitStack() as ending:
        running = [
            ending.enter_context(
                warm().start([str(store), str(first * each), str(each), str(busy_ms)], os.environ, SAVER)
            )
            for first in range(4)
        ]
        said = [(process.stdout.read(), process.stderr.read()) for process in running]
        for process in running:
            process.wait(280)
    return [([int(number) for number in out.split()], err.decode()) for out, err in said]


def test_four_processes_lose_nothing_and_are_not_told_of_locks(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    said = run(store, EACH, 30_000)
    assert [err for _, err in said] == [""] * 4
    stored = saves_in(store)
    assert sorted(number for numbers, _ in said for number in numbers) == list(range(4 * EACH))
    assert all(stored[f"save number {number}"] == 1 for number in range(4 * EACH))
    assert [each["seq"] for each in lines(store)] == list(range(1, 4 * EACH + PEOPLE + 2))
    assert Witness(store).read()[lines(store)[0]["device"]].seq == len(lines(store))
    assert problems(store) == []
    tell(f"4 x {EACH} saves: all stored once, in one chain")


def test_with_a_build_that_does_not_wait_for_the_pen_the_harness_finds_refusals(tmp_path: Path) -> None:
    said = run(make_store(tmp_path / "store"), 100, 0)
    assert any("another program held the store" in err for _, err in said)
