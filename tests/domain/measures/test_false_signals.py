"""How often a process that never changes signals all the same: about as often as theory says. Seeded; the theory of
each rate stands where it is compared.

Lines that are known are had from a steady first year: its mean and mean moving range are exactly those of a standard
deviation of 1. A month on the mean parts it from what is drawn after it.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, permutations
from math import exp, factorial, gamma, sqrt
from random import Random
from statistics import NormalDist

import pytest

from carelist_tui.domain.measures.charts.signals import T_POWER, Gap, run_chart, t_chart, xmr
from tests.domain.measures.charts import STEADY, months

pytestmark = pytest.mark.slow

ABOVE, MEAN = [value + 100 for value in STEADY], 101.0


def is_about(count: int, rate: float, asked: int) -> bool:
    """Within four standard deviations of what is expected."""
    return abs(count - rate * asked) < 4 * sqrt(rate * (1 - rate) * asked)


def found_after(random: Random, drawn: int, asked: int) -> Counter[str]:
    """In how many of the charts each rule finds something, and how many points lie outside, under "points"."""
    found: Counter[str] = Counter()
    for _ in range(asked):
        values = [*ABOVE, MEAN, *(random.gauss(MEAN, 1) for _ in range(drawn))]
        kinds = [signal.kind for signal in xmr(months(values), shares=False).signals]
        found.update(set(kinds))
        found["points"] += kinds.count("point")
    return found


def test_points_outside_and_shifts_come_as_often_as_chance_has_them() -> None:
    """Outside 2.66 moving ranges, 3.00048 standard deviations: 2 (1 - F(3.00048)) = 0.27 % of months. All of seven on
    one side: 2 / 2^7 = 1.56 % of sevens."""
    asked = 8_000
    found = found_after(Random(1), 7, asked)
    assert is_about(found["points"], 2 * (1 - NormalDist().cdf(3.00048)), asked * 7)
    assert is_about(found["shift"], 2 / 2**7, asked)


def test_two_of_three_come_as_often_as_chance_has_them() -> None:
    """With p = 1 - F(2.00032) beyond the outer third of one side: 3 p^2 (1 - p) + p^3 of threes, of either side twice
    that: 0.31 %. Three months give one such three (the month on the mean is beyond neither)."""
    asked = 12_000
    p = 1 - NormalDist().cdf(3.00048 * 2 / 3)
    assert is_about(found_after(Random(2), 3, asked)["two_of_three"], 2 * (3 * p**2 * (1 - p) + p**3), asked)


def test_trends_come_as_often_as_the_orders_of_eight_months_have_them() -> None:
    """Of the 8! orders, 7 or 8 running up: 2 * 8! / 7! - 1 (those with all 8 have both sevens), and as many down."""
    found = 0
    for order in permutations(range(8)):
        rises = sum(b > a for a, b in pairwise(order[1:7]))
        if rises in (0, 5):  # no other order has seven running
            found += any(each.kind == "trend" for each in xmr(months(order), shares=False).signals)
    assert found == 2 * (2 * factorial(8) // factorial(7) - 1)


def test_limits_of_twelve_months_signal_as_often_as_so_few_months_must() -> None:
    """Lines made of twelve months are themselves uncertain: the next month differs from their mean with variance
    1 + 1/12, and a mean of eleven moving ranges has about 0.62 * 11 = 7 degrees of freedom (Wheeler, Advanced Topics in
    SPC). So outside lie P(|t with 7| > 3 / sqrt(13/12)) = 2.36 % of next months, nine times as many as of known lines.
    That is why limits are said to be on trial before, and why a signal says no more than open the cases."""
    random, asked = Random(3), 10_000
    outside = 0
    for _ in range(asked):
        chart = xmr(months([random.gauss(100, 1) for _ in range(13)]), shares=False)
        outside += chart.signal.kind == "point" and chart.signal.lasts
    assert 0.8 * 0.0236 < outside / asked < 1.2 * 0.0236


def test_rare_events_at_random_seldom_signal_on_a_t_chart_and_often_on_xmr() -> None:
    """Days between random events are exponential; their 3.6th root is Weibull of shape 3.6, of mean G(1 + 1/3.6) and
    variance G(1 + 2/3.6) - mean^2. Beyond 3.00048 deviations above lies exp(-(that)^3.6) = 0.07 % of it, below
    1 - exp(-(that)^3.6) = 0.006 %. An XmR chart of the days themselves would have exp(-4) = 1.8 % above."""
    mean = gamma(1 + 1 / T_POWER)
    deviation = sqrt(gamma(1 + 2 / T_POWER) - mean**2)
    high, low = mean + 3.00048 * deviation, mean - 3.00048 * deviation
    rate = exp(-(high**T_POWER)) + 1 - exp(-(low**T_POWER))
    assert rate == pytest.approx(0.0008, abs=0.0002)
    base = [(mean + (value - 1) * deviation) ** T_POWER for value in STEADY]
    random, asked, drawn = Random(4), 2_000, 25
    outside = 0
    for _ in range(asked):
        gaps = [Gap("2026-01-01", days) for days in (*base, *(random.expovariate(1) for _ in range(drawn)))]
        outside += sum(signal.kind == "point" for signal in t_chart(gaps).signals)
    assert is_about(outside, rate, asked * drawn)
    assert rate < exp(-4) / 20


def test_runs_about_a_median_come_as_often_as_chance_has_them() -> None:
    """Seven months after twelve of a known median. The last of the twelve lies below it, so that six more below are a
    run (1 / 2^6), and seven above (1 / 2^7)."""
    random, asked = Random(5), 6_000
    found = 0
    for _ in range(asked):
        values = [*[102.0, 100.0] * 6, *(random.gauss(101, 1) for _ in range(7))]
        found += run_chart(months(values)).signal.kind == "shift"
    assert is_about(found, 1 / 2**6 + 1 / 2**7, asked)
