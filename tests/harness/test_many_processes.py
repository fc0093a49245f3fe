"""Four processes save to one store at once: none is lost, none is told that the database is locked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from carelist_tui.vault.witness import Witness
from tests.harness.sizes import size, tell
from tests.harness.stores import PEOPLE, make_store, problems, saves_in
from tests.journal.reading_rows import lines

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EACH = size(60, 1000)


def run(store: Path, each: int, busy_ms: int) -> list[tuple[list[int], str]]:
    """What each of four acknowledged, and what it said on standard error."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.harness.writing", str(store), str(first * each), str(each), str(busy_ms)],
            env={**os.environ, "PYTHONPATH": paths},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for first in range(4)
    ]
    said = [process.communicate(timeout=280) for process in running]
    return [([int(number) for number in out.split()], err) for out, err in said]


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
