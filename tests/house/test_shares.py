"""Tests run in the order they are collected, a share for each worker, and each share begins with its long ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import begin_with_long


@dataclass
class Item:
    """As much of a collected test as its order asks."""

    number: int
    is_long: bool
    path: int

    def get_closest_marker(self, name: str) -> bool:
        return self.is_long


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=60), st.integers(1, 8))
def test_every_test_is_kept_and_each_share_begins_with_its_long_ones(
    told: list[tuple[bool, int]], workers: int
) -> None:
    told.sort(key=lambda each: each[1])
    items: list[Any] = [Item(number, *each) for number, each in enumerate(told)]
    ordered = [*items]
    begin_with_long(ordered, workers)
    assert sorted(item.number for item in ordered) == [item.number for item in items]
    if sum(item.is_long for item in items) > len(items) // workers:
        return  # more than shares begin with
    begun: list[int] = []
    for worker in range(workers):
        size = len(ordered) // (workers - worker)
        share, ordered = ordered[:size], ordered[size:]
        own = [item.is_long for item in share]
        assert own == sorted(own, reverse=True)
        begun += {item.path for item in share if item.is_long}
        numbers = [item.number for item in share if not item.is_long]
        assert numbers == sorted(numbers)
    assert len(begun) == len(set(begun)), "the long ones of a module are made ready once"
