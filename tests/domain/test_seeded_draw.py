"""The draw by a seed: the first in the order of SHA-256 over `seed:id`, whatever order the ids come in, to the id."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import carelist_tui
from carelist_tui.domain.seeded_draw import draw, draw_of_each


def test_a_sample_is_the_first_in_the_order_of_sha_256_over_seed_and_id() -> None:
    ids = [f"00000000-0000-7000-8000-{number:012d}" for number in range(40)]
    told = sorted(ids, key=lambda id: sha256(f"7:{id}".encode()).digest())
    assert draw(ids, 5, 7) == told[:5]
    assert draw(ids, 5, 8) != told[:5]


@given(st.sets(st.uuids().map(str), max_size=30), st.integers(1, 40), st.integers(0, 2**53 - 1), st.randoms())
def test_whatever_order_the_frame_comes_in_the_sample_is_the_same(
    ids: set[str], n: int, seed: int, random: Any
) -> None:
    shuffled = sorted(ids)
    random.shuffle(shuffled)
    found = draw(shuffled, n, seed)
    assert found == draw(sorted(ids), n, seed)
    assert len(found) == min(n, len(ids)) == len(set(found))
    assert found == draw(ids, len(ids), seed)[: len(found)]


@given(st.dictionaries(st.uuids().map(str), st.sampled_from("abcd"), max_size=20), st.integers(1, 4))
def test_of_each_tier_as_many_are_drawn_as_were_asked_for(tiers: dict[str, str], n: int) -> None:
    groups = {tier: {id for id, its in tiers.items() if its == tier} for tier in "abcd"}
    found = draw_of_each(groups, n, 7)
    assert all(len(ids & set(found)) == min(n, len(ids)) for ids in groups.values())
    assert found == draw(found, len(found), 7)


def test_an_id_that_comes_twice_is_drawn_once() -> None:
    assert draw(["b", "a", "b", "a"], 4, 7) == draw(["a", "b"], 4, 7)


def test_it_is_the_same_to_the_id_as_it_always_was() -> None:
    """A sample that was drawn stands in journals, and anybody may draw it again with a later release."""
    ids = [f"0195a1b2-0000-7000-8000-{number:012d}" for number in range(12)]
    assert [int(id[-12:]) for id in draw(ids, 5, 7)] == [0, 1, 9, 4, 5]


def test_it_stands_once() -> None:
    """Three copies of it could have come apart, and two laptops drawn other cases."""
    package = Path(carelist_tui.__file__).parent
    texts = {path.relative_to(package).as_posix(): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    assert [where for where, text in texts.items() if re.search(r"\{seed\}:|seed:\{", text)] == [
        "domain/seeded_draw.py"
    ]
