"""Each rule of Making Data Count at its boundary, when limits are drawn, and what is said (docs/format/measures.md)."""

from __future__ import annotations

import pytest

from carelist_tui.domain.measures.charts.signals import UNCHARTED, Chart, Point, StepChange, is_rare, run_chart, xmr
from tests.domain.measures.charts import STEADY, month, months

MIDDLE, LIMIT = 101.0, 3.00048
BASE = [value + 100 for value in STEADY]
"""High enough that no limit is cut at 0."""


def chart_after(*values: float | None, changes: tuple[StepChange, ...] = ()) -> Chart:
    """What is found after a steady year that ends below the middle, and a month on the middle."""
    return xmr(months([*BASE, MIDDLE, *values]), changes, shares=False)


def kinds(chart: Chart) -> list[str]:
    return [signal.kind for signal in chart.signals]


def test_a_steady_year_says_nothing() -> None:
    chart = chart_after()
    assert kinds(chart) == []
    assert (chart.signal.kind, chart.signal.words) == ("ordinary", "no more than ordinary variation")
    assert (chart.signal.direction, chart.signal.since, chart.signal.lasts) == (None, None, False)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_point_is_outside_beyond_the_limit_and_not_on_it(sign: int) -> None:
    assert kinds(chart_after(MIDDLE + sign * LIMIT)) == []
    found = chart_after(MIDDLE + sign * (LIMIT + 0.001))
    assert kinds(found) == ["point"]
    assert found.signal.direction == ("higher" if sign > 0 else "lower")
    assert (found.signal.since, found.signal.until, found.signal.lasts) == (month(14), month(14), True)


def test_on_the_limit_but_for_the_arithmetic_of_the_machine_is_on_the_limit() -> None:
    assert kinds(chart_after(MIDDLE + LIMIT + 1e-8)) == []


@pytest.mark.parametrize("sign", [1, -1])
def test_seven_running_on_one_side_are_a_shift_and_six_are_not(sign: int) -> None:
    near = [MIDDLE + sign * each for each in (0.3, 0.5, 0.2, 0.4, 0.3, 0.5, 0.2)]
    assert kinds(chart_after(*near[:6])) == []
    found = chart_after(*near)
    assert kinds(found) == ["shift"]
    assert found.signal.direction == ("higher" if sign > 0 else "lower")
    assert (found.signal.since, found.signal.until, found.signal.lasts) == (month(14), month(20), True)


def test_a_month_on_the_mean_ends_a_run_on_one_side() -> None:
    assert kinds(chart_after(101.3, 101.5, 101.2, MIDDLE, 101.4, 101.3, 101.5, 101.2)) == []
    assert kinds(chart_after(101.3, 101.5, 101.2, MIDDLE + 1e-10, 101.4, 101.3, 101.5, 101.2)) == []


def test_a_run_is_said_by_all_its_months() -> None:
    assert chart_after(*[100.9, 100.8] * 5).signal.words == "lower than ordinary: 10 months running; open the cases"


@pytest.mark.parametrize("sign", [1, -1])
def test_seven_running_up_or_down_are_a_trend_and_six_are_not(sign: int) -> None:
    rising = [MIDDLE + sign * each for each in (-1.2, -0.8, -0.4, -0.1, 0.4, 0.8, 1.2)]
    away = MIDDLE + sign * 0.1
    assert kinds(chart_after(away, *rising[:6])) == []
    found = chart_after(away, *rising)
    assert kinds(found) == ["trend"]
    assert found.signal.direction == ("higher" if sign > 0 else "lower")
    assert (found.signal.since, found.signal.until) == (month(15), month(21))
    assert found.signal.words == f"going {'up' if sign > 0 else 'down'}: 7 months running; open the cases"


@pytest.mark.parametrize("sign", [1, -1])
def test_a_run_with_which_the_record_begins_is_found(sign: int) -> None:
    """Seven of the first twelve on one side of their own mean."""
    values = [50 + sign * each for each in (*(1.0, 1.1) * 3, 1.0, *(-1.4, -1.5) * 2, -1.4)]
    found = xmr(months(values), shares=False).signals
    assert (month(1), month(7)) in [(signal.since, signal.until) for signal in found if signal.kind == "shift"]
    rising = xmr(months([50 + sign * each for each in (1, 2, 3, 4, 5, 6, 7, 6)]), shares=False).signals
    assert (month(1), month(7)) in [(signal.since, signal.until) for signal in rising if signal.kind == "trend"]


def test_two_months_alike_end_a_trend() -> None:
    assert kinds(chart_after(101.1, 99.8, 100.2, 100.6, 100.6, 101.0, 101.4, 101.8)) == []


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("between", [[], [0.1]])
def test_two_of_three_in_the_outer_third_of_one_side(sign: int, between: list[float]) -> None:
    def after(first: float, second: float) -> Chart:
        return chart_after(*(MIDDLE + sign * each for each in (first, *between, second)))

    third = LIMIT * 2 / 3
    assert kinds(after(third + 0.01, third)) == [], "on the line is not within the outer third"
    assert kinds(after(third, third + 0.01)) == []
    assert kinds(after(third + 0.01, -third - 0.01)) == [], "of one side"
    found = after(third + 0.01, third + 0.01)
    assert kinds(found) == ["two_of_three"]
    assert found.signal.direction == ("higher" if sign > 0 else "lower")
    assert (found.signal.since, found.signal.until) == (month(14), month(15 + len(between)))
    assert found.signal.words.endswith("ordinary: 2 of 3 months near the limit; open the cases")


def test_two_of_three_are_found_among_shares() -> None:
    base = [0.5 + 0.0564, 0.5 - 0.0564] * 6
    assert kinds(xmr(months([*base, 0.5, 0.75, 0.74]))) == ["two_of_three"]
    assert kinds(xmr(months([*base, 0.5, 0.25, 0.26]))) == ["two_of_three"]


def test_two_of_four_in_the_outer_third_are_none() -> None:
    assert kinds(chart_after(103.5, 100.9, 101.1, 103.5)) == []


def test_what_is_beyond_the_limit_counts_for_two_of_three() -> None:
    assert kinds(chart_after(103.5, 105)) == ["two_of_three", "point"]


def test_of_signals_that_last_the_longest_is_said() -> None:
    found = chart_after(*[100.5] * 6, 97)
    assert kinds(found) == ["point", "shift"]
    assert found.signal.words == "lower than ordinary: 7 months running; open the cases"


def test_the_newest_signal_is_said_and_an_old_one_is_not_said_as_if_it_lasted() -> None:
    found = chart_after(105, 100.5, 101.5)
    assert found.signal.words == "higher than ordinary: outside the limits in Feb 2025, not since; open the cases"
    assert not found.signal.lasts
    ended = chart_after(*[100.5] * 7, 101.5)
    assert ended.signal.words == "lower than ordinary: 7 months running, ended in Aug 2025; open the cases"
    assert chart_after(105, 100.5, 97).signal.since == month(16)


def test_what_ended_before_the_shown_months_is_not_said() -> None:
    values = months([*BASE, MIDDLE, 105, 100.5])
    assert xmr(values, shares=False, seen_from=month(14)).signal.kind == "point"
    unseen = xmr(values, shares=False, seen_from=month(15))
    assert (unseen.signal.kind, unseen.signals) == ("ordinary", ())
    assert unseen.limits.mean == pytest.approx(MIDDLE), "the lines are of all months"


def test_every_signal_says_open_the_cases_and_nothing_else_does() -> None:
    for chart in (chart_after(105), chart_after(*[100.5] * 7), chart_after(103.5, 103.5)):
        assert chart.signal.words.endswith("; open the cases")
    assert "cases" not in chart_after().signal.words


def test_under_eight_months_there_is_a_median_and_nothing_else() -> None:
    chart = xmr(months([1, 2, 3, 4, 5, 6, 70]), shares=False)
    assert (chart.limits.state, chart.limits.median) == ("none", 4)
    assert (chart.limits.mean, chart.limits.low, chart.limits.high, chart.signals) == (None, None, None, ())
    assert (chart.signal.kind, chart.signal.words) == ("too_few", "too few months to say")


def test_from_eight_months_limits_are_on_trial_and_say_so() -> None:
    chart = xmr(months([10, 12, 10, 12, 10, 12, 10, 12]), shares=False)
    assert chart.limits.state == "trial"
    assert (chart.limits.mean, chart.limits.low, chart.limits.high) == pytest.approx((11, 11 - 5.32, 11 + 5.32))
    assert chart.signal.words == "no more than ordinary variation (trial limits)"
    low = xmr(months([*[10, 12] * 4, 10, 12, 0.1]), shares=False)
    assert low.limits.state == "trial"
    assert low.signal.words == "lower than ordinary: outside the limits in Nov 2024 (trial limits); open the cases"
    assert low.limits.mean == pytest.approx(110.1 / 11), "of all eleven"


def test_from_twelve_months_limits_stay_on_the_first_twelve() -> None:
    twelve = xmr(months(BASE), shares=False)
    later = xmr(months([*BASE, 150, 3, 90]), shares=False)
    assert twelve.limits.state == later.limits.state == "fixed"
    lines = (MIDDLE, MIDDLE - LIMIT, MIDDLE + LIMIT)
    assert (twelve.limits.mean, twelve.limits.low, twelve.limits.high) == pytest.approx(lines)
    assert (later.limits.mean, later.limits.low, later.limits.high) == pytest.approx(lines)
    assert later.limits.since == month(1)


def test_only_a_recorded_step_change_begins_limits_anew_from_its_month_with_its_reason() -> None:
    new = [value - 40 for value in BASE]
    without = xmr(months([*BASE, *new]), shares=False)
    assert without.signal.kind == "shift"
    assert without.limits.mean == pytest.approx(MIDDLE)
    change = StepChange(month(13), "a second duty worker")
    chart = xmr(months([*BASE, *new]), [change], shares=False)
    assert [each.mean for each in chart.stretches] == pytest.approx([MIDDLE, MIDDLE - 40])
    assert (chart.limits.since, chart.limits.reason, chart.limits.state) == (month(13), change.reason, "fixed")
    assert (chart.stretches[0].since, chart.stretches[0].reason) == (month(1), None)
    assert chart.signal.kind == "ordinary"
    young = xmr(months([*BASE, *new[:7]]), [change], shares=False)
    assert (young.limits.state, young.signal.kind) == ("none", "too_few")
    assert xmr(months([*BASE, *new[:8]]), [change], shares=False).limits.state == "trial"


def test_step_changes_count_in_the_order_of_their_months() -> None:
    changes = [StepChange(month(25), "second"), StepChange(month(13), "first")]
    chart = xmr(months([*BASE, *BASE, *BASE]), changes, shares=False)
    assert [each.reason for each in chart.stretches] == [None, "first", "second"]


def test_a_month_without_a_figure_neither_adds_to_a_run_nor_ends_it() -> None:
    assert kinds(chart_after(*[100.5] * 3, None, *[100.5] * 3)) == []
    found = chart_after(None, *[100.5] * 3, None, *[100.5] * 4)
    assert found.signal.words == "lower than ordinary: 7 months running; open the cases"
    assert (found.signal.since, found.signal.until) == (month(15), month(22))


def test_limits_are_made_of_the_months_that_have_a_figure() -> None:
    with_gaps = [value for each in BASE for value in (each, None)]
    chart = xmr(months(with_gaps), shares=False)
    assert chart.limits.state == "fixed"
    assert (chart.limits.mean, chart.limits.high) == pytest.approx((MIDDLE, MIDDLE + LIMIT))
    assert xmr(months(with_gaps[:14]), shares=False).limits.state == "none", "seven figures in fourteen months"


def test_the_limits_of_shares_are_cut_at_nothing_and_all() -> None:
    chart = xmr(months([0.9, 1.0] * 6))
    assert chart.limits.low == pytest.approx(0.95 - 0.266)
    assert chart.limits.high == 1
    few = xmr(months([0.0, 0.1] * 6))
    assert (few.limits.low, few.limits.high) == pytest.approx((0, 0.05 + 0.266))
    assert kinds(xmr(months([*[0.9, 1.0] * 6, 1.0, 0.0]))) == ["point"], "all of them is never outside"


def test_the_limits_of_hours_are_cut_at_nothing_only() -> None:
    chart = xmr(months([0.0, 2.0] * 6), shares=False)
    assert (chart.limits.low, chart.limits.high) == pytest.approx((0, 1 + 5.32))


def test_where_nothing_ever_differs_the_least_difference_is_a_signal_and_none_is_none() -> None:
    assert kinds(xmr(months([0.1] * 12))) == [], "twelve times 0.1 is on its own mean"
    assert chart_kind([*[0.1] * 12, 0.2]) == "point"
    assert chart_kind([*[0.0, 0.6] * 6, *[0.1 + 0.2] * 7]) == "ordinary", "0.1 + 0.2 is on 0.3"


def chart_kind(values: list[float]) -> str:
    return xmr(months(values)).signal.kind


@pytest.mark.parametrize(("d", "kind"), [(9, "too_few"), (10, "ordinary")])
def test_shares_are_charted_where_the_median_denominator_is_ten_or_more(d: int, kind: str) -> None:
    points = [Point(f"2025-{i:02}", 0, d if i > 5 else 3, 0.5 if i % 2 else 0.6) for i in range(1, 13)]
    chart = xmr(points)
    assert chart.signal.kind == kind
    if kind == "too_few":
        assert chart.signal.words == "too few cases in most months to say"
        assert (chart.limits.state, chart.limits.median) == ("none", None)
    assert xmr(points, shares=False).signal.kind == "ordinary"
    assert run_chart(points, shares=True).signal.kind == kind
    assert xmr([]).signal.kind == "too_few"


@pytest.mark.parametrize("sign", [1, -1])
def test_a_run_chart_counts_runs_about_the_median_and_passes_over_what_lies_on_it(sign: int) -> None:
    base = [10 + sign * each for each in (-1, 1, -2, 2, -1, 1, -2, 2, 0, 0, -1, 1)]
    run = [10 + sign * each for each in (1, 2, 0, 1, 2, 1, 2)]
    chart = run_chart(months([*base, *run[:-1]]))
    assert (chart.limits.median, chart.limits.mean, chart.limits.low, chart.limits.high) == (10, None, None, None)
    assert chart.signal.kind == "ordinary", "six with the last of the base, the one on the median is none"
    found = run_chart(months([*base, *run]))
    assert found.signal.kind == "shift"
    assert found.signal.direction == ("higher" if sign > 0 else "lower")
    assert (found.signal.since, found.signal.until) == (month(12), month(19))
    assert ": 7 months running" in found.signal.words


def test_a_run_chart_knows_no_limits() -> None:
    assert run_chart(months([*[9, 11] * 6, 500])).signal.kind == "ordinary"


def test_of_a_few_months_a_run_chart_says_nothing() -> None:
    assert run_chart(months([1, 2, 3])).signal.words == "too few months to say"


def test_what_happens_under_five_times_a_month_is_rare() -> None:
    assert is_rare([Point("2026-01", 4, 4, None), Point("2026-02", 5, 5, None)])
    assert not is_rare([Point("2026-01", 5, 5, None), Point("2026-02", 5, 5, None)])


def test_a_measure_without_a_chart_says_that_it_has_none() -> None:
    words = "not a figure that is charted over time"
    assert (UNCHARTED.signal.kind, UNCHARTED.signal.words, UNCHARTED.limits.state) == ("none", words, "none")
