"""Medians, centiles, shares and Paretos (measures.md, rules 4 and 7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.measures.charts.averages import median, ninetieth, share
from carelist_tui.domain.measures.charts.pareto import Bar, pareto

TIMES = st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("values", "middle"),
    [
        ([3, 1, 2], 2),
        ([4, 1, 3, 2], 2.5),
        ([7], 7),
        ([], None),
        ([1, None, 2], 2),
        ([1, None, 2, None], None),
        ([1, None, None], None),
        ([1, 2, 3, None], 2.5),
        ([None], None),
    ],
)
def test_the_median_is_the_middle_and_what_is_unanswered_is_longest(
    values: list[float | None], middle: float | None
) -> None:
    assert median(values) == middle


@pytest.mark.parametrize(
    ("values", "tenth"),
    [
        (range(1, 11), 9),
        (range(1, 12), 10),
        (range(1, 10), 9),
        (range(1, 21), 18),
        ([5], 5),
        ([], None),
        ([*range(1, 10), None], 9),
        ([*range(1, 9), None, None], None),
    ],
)
def test_the_ninetieth_centile_is_by_nearest_rank(values: list[float | None], tenth: float | None) -> None:
    assert ninetieth(values) == tenth


@given(TIMES)
def test_at_least_nine_tenths_do_not_exceed_the_ninetieth_centile_and_no_smaller_one_does(values) -> None:
    tenth = ninetieth(values)
    longest = 1_000
    times = [longest if value is None else value for value in values]
    at_most = [sum(time <= each for time in times) for each in times]
    least = min(each for each, count in zip(times, at_most, strict=True) if 10 * count >= 9 * len(times))
    assert tenth == (None if least == longest else least)


@pytest.mark.parametrize(("n", "d", "part"), [(9, 9, None), (0, 0, None), (10, 10, 1), (3, 12, 0.25), (0, 10, 0)])
def test_a_share_is_said_from_ten(n: int, d: int, part: float | None) -> None:
    assert share(n, d) == part


@pytest.mark.parametrize(("n", "d"), [(11, 10), (-1, 10)])
def test_a_share_of_more_than_all_is_refused(n: int, d: int) -> None:
    with pytest.raises(ValueError, match="is no part of"):
        share(n, d)


def test_a_pareto_has_the_largest_first_and_how_many_so_far() -> None:
    counts = {"unwell": 4, "transport": 9, "forgot": 4, "nothing": 0}
    assert pareto(counts) == (Bar("transport", 9, 9), Bar("forgot", 4, 13), Bar("unwell", 4, 17))
    assert pareto({}) == ()
