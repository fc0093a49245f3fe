"""Who has limits, and what is said of workers together (measures.md, Signals)."""

from __future__ import annotations

from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.measures.charts.funnels import Funnel, consistency_in_words, funnel, limits_around, outside_95


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    d = draw(st.integers(1, 5000))
    return draw(st.integers(0, d)), d


def test_a_funnel_is_drawn_from_three_teams() -> None:
    teams = {"North": (50, 60), "South": (40, 60)}
    assert funnel(teams) == {}
    assert funnel({}) == {}
    assert set(funnel({**teams, "East": (55, 60)})) == {"North", "South", "East"}


def test_a_team_under_five_is_not_drawn_and_makes_no_funnel() -> None:
    teams = {"North": (50, 60), "South": (40, 60)}
    assert funnel({**teams, "East": (4, 4)}) == {}
    assert set(funnel({**teams, "East": (4, 5), "West": (4, 4)})) == {"North", "South", "East"}


def test_the_limits_lie_around_the_share_of_all_the_small_ones_too() -> None:
    drawn = funnel({"North": (50, 60), "South": (40, 60), "East": (60, 60), "West": (4, 4)})
    assert drawn["North"] == drawn["South"] == limits_around(154, 184, 60)


def test_limits_of_a_few_are_wider_than_of_many_and_998_wider_than_95() -> None:
    few, many = limits_around(80, 100, 20), limits_around(80, 100, 500)
    assert few.low998 < few.low95 < many.low95 < 0.8 < many.high95 < few.high95 <= few.high998


def test_where_all_or_none_do_it_the_limits_are_that() -> None:
    assert limits_around(0, 50, 12) == Funnel(0, 0, 0, 0)
    assert limits_around(50, 50, 12) == Funnel(1, 1, 1, 1)


@pytest.mark.parametrize(("n", "all_d", "d"), [(1, 0, 5), (3, 2, 5), (-1, 2, 5), (1, 2, 0)])
def test_limits_of_nothing_are_refused(n: int, all_d: int, d: int) -> None:
    with pytest.raises(ValueError, match="gives no limits"):
        limits_around(n, all_d, d)


@given(shares(), st.integers(1, 3000))
def test_the_limits_hold_the_share_of_all_and_are_the_same_counted_the_other_way(whole, d) -> None:
    n_all, d_all = whole
    limits, other = limits_around(n_all, d_all, d), limits_around(d_all - n_all, d_all, d)
    assert 0 <= limits.low998 <= limits.low95 <= limits.high95 <= limits.high998 <= 1
    assert limits.low95 - 1 / d < n_all / d_all < limits.high95 + 1 / d
    for low, high in ((limits.low95, other.high95), (limits.low998, other.high998)):
        assert round(low * d) == d - round(high * d)


def test_workers_together_are_said_in_one_sentence_that_names_none() -> None:
    steps = [(17, 20)] * 7 + [(9, 20), (10, 20), (5, 9)]
    assert outside_95(steps) == (2, 9)
    assert consistency_in_words(steps) == "2 of 9 workers with 10 steps or more lie outside the 95 % limits"
    one = [(17, 20)] * 8 + [(9, 20)]
    assert consistency_in_words(one) == "1 of 9 workers with 10 steps or more lies outside the 95 % limits"
    assert consistency_in_words([(9, 10)] * 3, "reviews") == (
        "0 of 3 workers with 10 reviews or more lie outside the 95 % limits"
    )


def test_who_lies_on_a_limit_is_within() -> None:
    limits = limits_around(200, 400, 100)
    low, high = round(limits.low95 * 100), round(limits.high95 * 100)
    assert outside_95([(low, 100), (high, 100), (100 - low, 100), (100 - high, 100)]) == (0, 4)
    assert outside_95([(low - 1, 100), (101 - low, 100), (50, 100), (50, 100)]) == (2, 4)


def test_of_fewer_than_three_workers_nothing_is_said() -> None:
    assert consistency_in_words([(95, 100), (5, 100), (9, 9)]) == "too few workers with 10 steps or more to say"


def test_teams_that_are_as_all_others_lie_outside_no_more_often_than_the_limits_say() -> None:
    """By counting, not by chance: each tail beyond a limit has at most 2.5 % and 0.1 %, and with the count on the limit
    more than that: the limits are no wider than they must be."""
    for d in (5, 10, 23, 60, 400):
        for n_all, d_all in ((1, 2), (93, 100), (7, 1000)):
            chance = Binomial(d, n_all / d_all)
            limits = limits_around(n_all, d_all, d)
            for tail, low, high in (
                (0.025, limits.low95, limits.high95),
                (0.001, limits.low998, limits.high998),
            ):
                assert chance.at_most(round(low * d) - 1) < tail <= chance.at_most(round(low * d))
                assert chance.at_least(round(high * d) + 1) < tail <= chance.at_least(round(high * d))


class Binomial:
    """Every probability of a binomial, by its plain formula."""

    def __init__(self, d: int, p: float) -> None:
        ways = [factorial(d) // factorial(k) // factorial(d - k) for k in range(d + 1)]
        self._each = [way * p**k * (1 - p) ** (d - k) for k, way in enumerate(ways)]

    def at_most(self, k: int) -> float:
        return sum(self._each[: max(k + 1, 0)])

    def at_least(self, k: int) -> float:
        return sum(self._each[max(k, 0) :])
