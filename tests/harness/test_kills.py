"""A process killed at any moment of a save: nothing acknowledged is lost, nothing is doubled when what was not
acknowledged is sent again, and the chain is whole."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.harness.sizes import size, tell
from tests.harness.stores import make_store, problems, saves_in
from tests.harness.warm import warm
from tests.journal.reading_rows import lines

pytestmark = pytest.mark.slow

KILLS = size(40, 1000)


def killed(store: Path, kills: int, broken: str = "") -> list[int]:
    """What was acknowledged. In a process of its own, because it forks."""
    said = (str(store), str(kills), "7", broken)
    status, out, err = warm().run(said, b"", os.environ, 290, program="tests.harness.killing:main")
    assert status == 0, err.decode()
    return [int(number) for number in out.split()]


def lost_and_doubled(store: Path, acknowledged: list[int]) -> tuple[list[int], list[str]]:
    stored = saves_in(store)
    lost = [number for number in acknowledged if not stored[f"save number {number}"]]
    return lost, [words for words, times in stored.items() if times > 1]


def test_nothing_acknowledged_is_lost_or_doubled_by_kills(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    acknowledged = killed(store, KILLS)
    assert max(Counter(acknowledged).values()) == 1
    assert lost_and_doubled(store, acknowledged) == ([], [])
    assert [each["seq"] for each in lines(store)] == list(range(1, len(lines(store)) + 1))
    assert problems(store) == []
    tell(f"{KILLS} kills, {len(acknowledged)} saves acknowledged: none lost, none doubled")
    assert len(acknowledged) > KILLS // 2


def test_with_a_build_that_acknowledges_first_the_harness_finds_losses(tmp_path: Path) -> None:
    stores = (make_store(tmp_path / f"store {number}") for number in range(6))
    assert any(lost_and_doubled(store, killed(store, 30, "early"))[0] for store in stores)


def test_with_a_build_that_sends_again_under_another_id_the_harness_finds_doubles(tmp_path: Path) -> None:
    """A kill has to fall between the commit and its being acknowledged: some rounds of them are given for that."""
    stores = (make_store(tmp_path / f"store {number}") for number in range(6))
    assert any(lost_and_doubled(store, killed(store, 40, "twice"))[1] for store in stores)
