"""Worked examples that others published, with their numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from carelist_tui.domain.measures.charts.funnels import funnel, limits_around
from carelist_tui.domain.measures.charts.signals import (
    T_POWER,
    Gap,
    Point,
    StepChange,
    gaps_between,
    run_chart,
    t_chart,
    xmr,
)
from tests.domain.measures.charts import month, months

FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
DEFICIT_1987 = [10.7, 13.0, 11.4, 11.5, 12.5, 14.1, 14.8, 14.1, 12.6, 16.0, 11.7, 10.6]
DEFICIT_1988 = [10.0, 11.4, 7.9, 9.5, 8.0, 11.8, 10.5, 11.2, 9.2, 10.1, 10.4, 10.5]
VALVE_HOURS = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596]
VALVE_ROOTS = [
    4.80986, 6.70903, 5.72650, 3.81367, 6.43541, 6.23705, 1.46958, 3.96768, 5.39007, 1.78151, 9.09619, 5.89774,
]  # fmt: skip
BRISTOL = {
    "Bristol": (41, 143), "Leicester": (25, 187), "Leeds": (24, 323), "Oxford": (23, 122), "Guys": (25, 164),
    "Liverpool": (42, 405), "Southampton": (24, 239), "Great Ormond St": (53, 482), "Newcastle": (26, 195),
    "Harefield": (25, 177), "Birmingham": (58, 581), "Brompton": (31, 301),
}  # fmt: skip
ORANGE_JUICE = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
]  # fmt: skip


def test_xmr_of_the_flow_rates() -> None:
    """NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: mean 50.81, mean moving range 1.8778, limits 45.8159
    and 55.8041 (with 3 / 1.128 where Making Data Count has 2.66)."""
    limits = xmr(months(FLOW), shares=False).limits
    assert limits.state == "trial"
    assert (limits.mean, limits.low, limits.high) == pytest.approx((50.81, 45.8159, 55.8041), abs=0.001)


def test_xmr_of_the_trade_deficit_of_1987_finds_what_changed_in_1988() -> None:
    """Wheeler, Understanding Variation (US trade deficits in $ billions by month; the same numbers in Taylor,
    Change-Point Analysis): of 1987 mean 12.75, mean moving range 1.66, so limits 8.32 and 17.18. In 1988 March (7.9)
    and May (8.0) lie below, and every month from November 1987 on lies below the mean."""
    chart = xmr(months([*DEFICIT_1987, *DEFICIT_1988]), shares=False)
    assert (chart.limits.mean, chart.limits.low, chart.limits.high) == pytest.approx((12.75, 8.32, 17.18), abs=0.01)
    assert [each.since for each in chart.signals if each.kind == "point"] == [month(15), month(17)]
    assert (chart.signal.kind, chart.signal.direction, chart.signal.since) == ("shift", "lower", month(11))
    assert xmr(months(DEFICIT_1987), shares=False).signal.kind == "ordinary"


def test_a_step_change_where_taylor_finds_one_leaves_ordinary_variation() -> None:
    """Taylor, Change-Point Analysis: one change, between November and December 1987."""
    change = StepChange(month(12), "the dollar fell")
    chart = xmr(months([*DEFICIT_1987, *DEFICIT_1988]), [change], shares=False)
    assert chart.signal.kind == "ordinary"
    assert [each.state for each in chart.stretches] == ["trial", "fixed"]


def test_t_chart_of_the_valve_failures() -> None:
    """Montgomery, Introduction to Statistical Quality Control, example 7.6: the times between failures and their
    0.2777th powers (1 / 3.6, cut), of which it makes an XmR chart. Here of the first twelve, as limits are fixed."""
    gaps = [Gap(f"2026-01-{i + 1:02}", hours) for i, hours in enumerate(VALVE_HOURS)]
    limits = t_chart(gaps).limits
    mean = sum(VALVE_ROOTS) / 12
    spread = 2.66 * sum(abs(b - a) for a, b in pairwise(VALVE_ROOTS)) / 11
    assert limits.mean is not None
    assert limits.high is not None
    assert limits.mean ** (1 / T_POWER) == pytest.approx(mean, abs=0.01)
    assert limits.high ** (1 / T_POWER) == pytest.approx(mean + spread, abs=0.01)
    assert (limits.low, limits.median) == (0, (431 + 536) / 2)
    assert t_chart(gaps).signal.kind == "ordinary", "nor is any of all twenty, in the book"


def test_the_funnel_of_the_children_s_hearts_has_bristol_outside() -> None:
    """Deaths within 30 days of open heart surgery under one year, 1991-95, in 12 hospitals (Bristol inquiry; numbers in
    Spiegelhalter, The Art of Statistics, figure 2.5): Bristol alone lies above 99.8 %."""
    limits = funnel(BRISTOL)
    share = {name: n / d for name, (n, d) in BRISTOL.items()}
    assert [name for name in BRISTOL if share[name] > limits[name].high998] == ["Bristol"]
    assert not any(share[name] < limits[name].low998 for name in BRISTOL)
    assert [name for name in BRISTOL if share[name] < limits[name].low95] == ["Leeds"]
    assert [name for name in BRISTOL if share[name] > limits[name].high95] == ["Bristol", "Oxford"]


def test_the_p_limits_of_the_orange_juice_cans() -> None:
    """Montgomery, example 7.1: 30 samples of 50 cans, 347 bad, three-sigma limits 0.0524 and 0.4102, samples 15 and 23
    outside. The exact 99.8 % limits are the counts next to those, and find the same two."""
    limits = limits_around(sum(ORANGE_JUICE), 50 * 30, 50)
    assert (limits.low998, limits.high998) == (3 / 50, 21 / 50)
    outside = [i + 1 for i, n in enumerate(ORANGE_JUICE) if not limits.low998 <= n / 50 <= limits.high998]
    assert outside == [15, 23]


@pytest.mark.parametrize(
    ("d", "n_all", "d_all", "quantiles"),
    [
        (20, 1, 2, (6, 14)),
        (10, 1, 2, (2, 8)),
        (15, 3, 5, (5, 13)),
        (100, 9, 50, (11, 26)),
    ],
)
def test_the_95_limits_are_the_quantiles_of_the_binomial_tables(
    d: int, n_all: int, d_all: int, quantiles: tuple[int, int]
) -> None:
    """As R's qbinom(c(0.025, 0.975), d, p) has them. Of 20 at one half: P(X <= 5) = 0.0207, P(X <= 6) = 0.0577."""
    limits = limits_around(n_all, d_all, d)
    assert (round(limits.low95 * d), round(limits.high95 * d)) == quantiles


def test_a_run_chart_by_the_rule_of_seven() -> None:
    """Provost and Murray, The Health Care Data Guide, chapter 3: who stands on the median neither adds to a run nor
    ends it (with the NHS's 7 where they have 6)."""
    values = [16, 20, 18, 22, 17, 21, 18, 20, 16, 22, 19, 19, 18, 17, 19, 18, 16, 17, 18, 18]
    chart = run_chart([Point(month(i + 1), value, 0, value) for i, value in enumerate(values)])
    assert (chart.limits.median, chart.signal.kind, chart.signal.since) == (19, "shift", month(13))
    assert chart.signal.words == "lower than ordinary: 7 months running; open the cases"


def test_days_between_events_are_elapsed_time_in_whatever_order_they_come() -> None:
    summer, winter = timezone(timedelta(hours=1)), UTC
    events = [datetime(2026, 10, 27, 12, tzinfo=winter), datetime(2026, 10, 24, 12, tzinfo=summer),
              datetime(2026, 10, 24, 11, tzinfo=winter)]  # fmt: skip
    assert gaps_between(events) == [Gap("2026-10-24", 0), Gap("2026-10-27", 3 + 1 / 24)]
    assert gaps_between(events[:1]) == []


def test_a_t_chart_says_events_and_how_far_apart_they_are() -> None:
    steady = [Gap(f"2025-{i:02}-10", 30.0 + 3 * (i % 2)) for i in range(1, 13)]
    assert t_chart(steady[:7]).signal.words == "too few events to say"
    close = [Gap(f"2026-01-{i:02}", 31.2) for i in range(1, 7)]  # after one of 30 days
    assert t_chart([*steady, *close]).signal.words == "closer together than ordinary: 7 events running; open the cases"
    far = t_chart([*steady, Gap("2026-03-05", 60)]).signal
    assert far.words == "further apart than ordinary: outside the limits on 5 Mar 2026; open the cases"
    assert (far.direction, far.since) == ("higher", "2026-03-05")
    rising = [Gap(f"2026-01-{i:02}", 30 + i / 3) for i in range(1, 8)]
    assert t_chart([*steady, *rising]).signal.words.startswith("further and further apart: ")


def test_the_lines_of_a_t_chart_are_days() -> None:
    gaps = [Gap(f"2025-{i:02}-10", (3.0 if i % 2 else 2.0) ** T_POWER) for i in range(1, 13)]
    limits = t_chart(gaps).limits
    lines = (2.5**T_POWER, 0.0, (2.5 + 2.66) ** T_POWER)
    assert (limits.mean, limits.low, limits.high) == pytest.approx(lines)
