"""The order explains itself: what decided that one item stands before another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.worklist import ORDER_WORDS, WORKER_BACK, Item, stands_before, worst_first
from tests.tui.test_rows import DUE_AT, WHO, step

ITEM = step("x", 2)
AMBER = replace(WHO, zone="amber")


@pytest.mark.parametrize(
    ("item", "other", "words"),
    [
        (ITEM, replace(ITEM, band=3), "act now before today's contacts"),
        (replace(ITEM, kind=WORKER_BACK, person=None), ITEM, "a worker who is not back before everybody"),
        (ITEM, replace(ITEM, person=AMBER), "red first"),
        (ITEM, replace(ITEM, status="due"), "overdue before what is not yet"),
        (replace(ITEM, person=AMBER), replace(ITEM, person=replace(WHO, zone="green")), "amber before green"),
        (replace(ITEM, person=AMBER), replace(ITEM, person=None), "people before what is the team's own"),
        (ITEM, replace(ITEM, person=replace(WHO, tier_rank=3)), "the more intensive tier first"),
        (ITEM, replace(ITEM, due_at=DUE_AT.replace(hour=18)), "what falls due sooner first"),
        (ITEM, replace(ITEM, person=replace(WHO, family="Obi")), "by family name"),
        (ITEM, replace(ITEM, person=replace(WHO, given="Fay")), "by given name"),
        (ITEM, replace(ITEM, detail={"number": 3}), "the earlier step first"),
        (ITEM, replace(ITEM, key="ladder_step:f:x"), "nothing else tells them apart"),
    ],
)
def test_the_first_of_the_order_that_differs_is_said(item: Item, other: Item, words: str) -> None:
    assert worst_first([other, item]) == [item, other]
    assert stands_before(item, other) == words


def test_there_are_words_for_each_part_of_the_order() -> None:
    assert len(ORDER_WORDS) == len(ITEM.order)


ITEMS = st.builds(
    lambda band, zone, status, rank, key: replace(
        ITEM, band=band, status=status, key=key, person=replace(WHO, zone=zone, tier_rank=rank) if zone else None
    ),
    st.integers(1, 4),
    st.sampled_from(["red", "amber", "green", "unknown", ""]),
    st.sampled_from(["overdue", "due"]),
    st.integers(0, 3),
    st.text(max_size=3),
)


@given(ITEMS, ITEMS)
def test_every_two_items_have_a_reason_that_speaks_of_both(one: Item, other: Item) -> None:
    first, second = worst_first([one, other])
    words = stands_before(first, second)
    assert words
    assert words != ORDER_WORDS[0]
