"""A figure: which cases stand in it, its months, its groups, and what of it may leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.measures.case import Case, Place
from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.measures.charts.signals import StepChange
from carelist_tui.domain.measures.figure import Counted, Figure, figure_as_json, figure_of
from carelist_tui.domain.measures.figures_outside import figure_that_leaves
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure import Measure, rate_of
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.refusal import Refused
from tests.domain.telling import LONDON, london
from tests.profiles import every_story

AT = london("2026-04-01 09:00")
SHARES = Measure("first_response", "First response", "So many of so many.", lambda course: (), is_timed=True)
RATES = Measure("crisis_rate", "Crises", "So many.", lambda course: (), unit="rate", sums=rate_of)


def case(starts: str, *, counted: bool = True, hours: float | None = 1, due: float | None = 2, **more: Any) -> Case:
    begins = london(starts)
    stops = begins + timedelta(hours=hours) if hours is not None else None
    due_at = begins + timedelta(hours=due) if due is not None else None
    place = Place(**more.pop("place", {"team": "North"}))
    return Case("first_response", more.pop("person", "p"), begins, stops, due_at, counted, place=place, **more)


def asked(since: str = "2026-01-01", until: str = "2026-04-01", at: datetime = AT, **more: Any) -> Inquiry:
    return Inquiry.asked(at, LONDON, date.fromisoformat(since), date.fromisoformat(until), **more)


def figure(cases: Iterable[Case], inquiry: Inquiry, measure: Measure = SHARES, **more: Any) -> Figure:
    return figure_of(measure, Counted({measure.key: list(cases)}, more.pop("stretches", ()), **more), inquiry)


def answer(cases: Iterable[Case], inquiry: Inquiry, measure: Measure = SHARES, **more: Any) -> dict[str, Any]:
    counted = Counted({measure.key: list(cases)}, more.pop("stretches", ()), **more)
    return figure_as_json(figure_of(measure, counted, inquiry), counted, inquiry, with_cases=True)


def test_a_case_says_when_it_began_when_it_stopped_and_by_when_by_the_clock_of_the_service() -> None:
    cases = [case("2026-07-01 10:00", hours=3), case("2026-07-02 10:00", hours=None, due=None)]
    told, open_still = answer(cases, asked("2026-07-01", "2026-08-01", london("2026-08-02 09:00")))["cases"]
    moments = ("starts_at", "stops_at", "due_at")
    assert [told[each] for each in moments] == [
        "2026-07-01T10:00:00+01:00", "2026-07-01T13:00:00+01:00", "2026-07-01T12:00:00+01:00",
    ]  # fmt: skip
    assert [open_still[each] for each in moments] == ["2026-07-02T10:00:00+01:00", None, None]


def test_without_a_period_it_is_the_thirteen_months_that_end_with_the_day() -> None:
    period = Inquiry.asked(AT, LONDON)
    assert (period.since, period.until) == (date(2025, 4, 1), date(2026, 4, 2))
    assert [name for name, _ in period.months()][0::12] == ["2025-04", "2026-04"]


def test_a_period_without_a_day_is_refused() -> None:
    with pytest.raises(Refused, match="not included"):
        asked("2026-02-01", "2026-02-01")


@pytest.mark.parametrize(
    ("starts", "stands"),
    [("2025-12-31 23:59", 0), ("2026-01-01 00:00", 1), ("2026-01-31 23:59", 1), ("2026-02-01 00:00", 0)],
)
def test_a_case_belongs_to_the_period_of_its_start_by_local_days(starts: str, stands: int) -> None:
    assert figure([case(starts)], asked("2026-01-01", "2026-02-01")).tally.d == stands


def test_what_is_open_still_stays_among_those_that_are_counted_of() -> None:
    tally = figure([case("2026-01-05 10:00", hours=None, counted=False), case("2026-01-06 10:00")], asked()).tally
    assert (tally.n, tally.d) == (1, 2)


@pytest.mark.parametrize(("at", "ripe"), [("2026-01-05 11:59", False), ("2026-01-05 12:00", True)])
def test_a_case_is_ripe_once_its_window_has_ended_even_where_it_was_answered_before(at: str, ripe: bool) -> None:
    tally = figure([case("2026-01-05 10:00")], asked(at=london(at))).tally
    assert (tally.d, tally.not_ripe) == ((1, 0) if ripe else (0, 1))


def test_what_is_left_out_stands_beside_with_its_reason_and_in_no_figure() -> None:
    tally = figure([case("2026-01-05 10:00", excluded="died"), case("2026-01-06 10:00")], asked()).tally
    assert (tally.n, tally.d, dict(tally.left_out)) == (1, 1, {"died": 1})


def test_the_middle_of_two_is_their_mean_and_what_is_unanswered_is_longest() -> None:
    told = [case("2026-01-05 10:00", hours=1), case("2026-01-06 10:00", hours=2)]
    assert answer(told, asked())["median"] == 90 * 60
    assert answer([*told, case("2026-01-07 10:00", hours=None, counted=False)], asked())["median"] == 2 * 3600
    open_ones = [case(f"2026-01-0{day} 10:00", hours=None, counted=False) for day in (7, 8, 9)]
    assert answer([*told, *open_ones], asked())["median"] is None


def test_a_share_is_said_from_ten_on_and_n_and_d_always() -> None:
    nine = [case(f"2026-01-{day:02} 10:00") for day in range(5, 14)]
    assert (answer(nine, asked())["n"], answer(nine, asked())["share"]) == (9, None)
    assert answer([*nine, case("2026-01-20 10:00", counted=False)], asked())["share"] == 0.9


def test_the_lines_are_made_of_all_months_on_record_and_those_asked_for_are_shown() -> None:
    told = [case(f"{month} 10:00", counted=n % 2 == 0) for month in _days(14) for n in range(20)]
    whole = answer(told, asked("2026-02-01"))
    assert [point["month"] for point in whole["points"]] == ["2026-02", "2026-03"]
    assert (whole["limits"]["state"], whole["limits"]["mean"]) == ("fixed", 0.5)


def _days(months: int) -> list[str]:
    return [f"{2025 + n // 12}-{n % 12 + 1:02}-10" for n in range(months + 1)][: months + 1]


def test_a_recorded_step_change_begins_the_limits_anew() -> None:
    told = [case(f"{month} 10:00", counted=n % 2 == 0) for month in _days(14) for n in range(20)]
    changes = {"first_response": [StepChange("2026-01", "two more workers")]}
    assert answer(told, asked(), changes=changes)["limits"]["state"] == "none"


def test_figures_are_grouped_by_where_somebody_stood_and_never_sorted_by_size() -> None:
    told = [case(f"2026-01-{day:02} 10:00", place={"team": team}) for day in range(5, 8) for team in ("South", "North")]
    groups = answer([*told, case("2026-01-20 10:00", place={"team": "South"})], asked(by="team"))["groups"]
    assert [(group["key"], group["n"], group["d"]) for group in groups] == [("North", 3, 3), ("South", 4, 4)]


def test_chance_says_how_far_teams_differ_of_cases_and_nothing_of_days_of_which_one_person_has_many_alike() -> None:
    told = [case(f"2026-01-{day:02} 10:00", place={"team": team}, counted=team != "East")
            for day in range(5, 20) for team in ("South", "North", "East")]  # fmt: skip
    for measure, is_drawn in ((SHARES, True), (replace(SHARES, in_days=True), False)):
        groups = answer(told, asked(by="team"), measure)["groups"]
        assert [group["low95"] is not None for group in groups] == [is_drawn] * 3
    assert [key for key, measure in MEASURES.items() if measure.in_days] == ["cadence_kept"]


def test_a_team_is_asked_about_alone() -> None:
    told = [case("2026-01-05 10:00"), case("2026-01-05 10:00", place={"team": "South"}, counted=False)]
    assert figure(told, asked(team="South")).tally.d == 1


def test_a_rate_is_so_many_per_hundred_person_months_of_who_could_be_reached() -> None:
    def stretch(person: str, days: int, *, away: bool = False) -> Case:
        begins = london("2026-01-01 00:00")
        return Case(ON_CASELOAD, person, begins, begins + timedelta(days=days), facts={"away": away})

    stretches = [stretch("p", 61), stretch("q", 61), stretch("r", 61, away=True)]
    told = answer([case("2026-01-05 10:00", due=None)], asked(), RATES, stretches=stretches)
    assert (told["n"], told["d"], told["share"]) == (1, 4, None)
    assert told["value"] == pytest.approx(100 / (122 / (365.25 / 12)))


def escalations(told: list[datetime]) -> list[Case]:
    return [Case("escalation_rate", "p", moment, moment, counted=True) for moment in told]


def each_month(often: int, months: int = 12) -> list[datetime]:
    """So often in each of so many months that end with March 2026."""
    firsts = [date(2026 + (n - 1) // 12, (n - 1) % 12 + 1, 1) for n in range(4 - months, 4)]
    return [london(f"{first:%Y-%m}-{2 + 3 * k:02} 10:{k:02}") for first in firsts for k in range(often)]


@pytest.mark.parametrize(("often", "kind"), [(1, "t"), (4, "t"), (5, "xmr"), (8, "xmr")])
def test_events_under_five_a_month_are_drawn_by_the_days_between_them_never_as_xmr(often: int, kind: str) -> None:
    told = answer(escalations(each_month(often)), asked("2025-04-01"), MEASURES["escalation_rate"])
    assert told["chart"] == kind
    assert bool(told["gaps"]) == (kind == "t")
    assert (kind == "t") == (told["limits"]["mean"] is not None), "without time on the caseload a rate has no figure"


def test_a_month_that_has_just_begun_makes_nothing_rare() -> None:
    begun = asked("2025-04-01", "2026-04-02", london("2026-04-01 09:00"))
    assert answer(escalations(each_month(5)), begun, MEASURES["escalation_rate"])["chart"] == "xmr"
    over = asked("2025-04-01", "2026-05-01", london("2026-05-01 09:00"))
    assert answer(escalations(each_month(5)), over, MEASURES["escalation_rate"])["chart"] == "t"


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 28), st.integers(0, 23)), max_size=90))
@every_story
def test_no_rate_of_whatever_events_is_xmr_under_five_a_month(told: list[tuple[int, int, int]]) -> None:
    moments = [london(f"2025-{month:02}-{day:02} {hour:02}:30") for month, day, hour in told]
    period = asked("2025-01-01", "2026-01-01", london("2026-01-01 00:00"))
    of = answer(escalations(moments), period, MEASURES["escalation_rate"])
    months = 13 - min((month for month, _, _ in told), default=1)
    assert (of["chart"] == "t") == (len(moments) < 5 * months)
    assert len(of["gaps"]) == (max(0, len(moments) - 1) if of["chart"] == "t" else 0)


def test_the_day_of_a_rare_event_does_not_leave() -> None:
    quiet = [london("2024-03-01 10:00") + timedelta(days=8 * n) for n in range(60)]
    told = [*quiet, quiet[-1] + timedelta(days=130)]
    inside = answer(escalations(told), asked("2025-03-01", "2026-04-01"), MEASURES["escalation_rate"])
    assert (inside["chart"], inside["signal"]["kind"]) == ("t", "point")
    day = f"{told[-1]:%Y-%m-%d}"
    assert inside["signal"]["since"] == day
    left = figure_that_leaves(inside)
    assert left["signal"]["since"] == day[:7]
    assert f"in {told[-1]:%b %Y}" in left["signal"]["words"]
    assert day not in str(left)
    assert (left["gaps"], left["stretches"], left["limits"]["mean"]) == ([], [], None)


def test_a_case_says_who_it_is_about_and_why_it_stands_where_it_stands() -> None:
    told = answer([case("2026-01-05 10:00", excluded="died", entries=("e",))], asked(), refs={"p": "P-0042"})
    (one,) = told["cases"]
    assert (one["ref"], one["counted"], one["left_out"], one["entries"]) == ("P-0042", False, "died", ["e"])
    assert one["starts_at"] == "2026-01-05T10:00:00+00:00"


def test_nothing_that_leaves_holds_a_number_of_one_to_four_or_names_anybody() -> None:
    told = [case(f"2026-01-{day:02} 10:00", counted=day > 8, place={"team": "North"}) for day in range(5, 31)]
    told += [case("2026-02-03 10:00", place={"team": "South"}), case("2026-02-04 10:00", excluded="died")]
    inside = answer(told, asked(by="team"), refs={"p": "P-0042"})
    left = figure_that_leaves(inside)
    assert left["cases"] == []
    assert left["left_out"] == {"died": None}
    south = next(group for group in left["groups"] if group["key"] == "South")
    assert (south["n"], south["d"], south["hidden"]) == (None, None, True)
    north = next(group for group in left["groups"] if group["key"] == "North")
    whole = (left["n"], left["d"])
    assert north["hidden"] or whole == (None, None), "else the one is told by the other"
    assert inside["n"] == 23, "the answer that stays is as it was"


@pytest.mark.parametrize(
    ("begins", "ends", "months"),
    [
        ("2025-12-20 10:00", "2026-02-01 00:00", [1, 1, 0]),
        ("2026-01-10 10:00", "2026-02-01 00:01", [0, 1, 1]),
        ("2026-02-01 00:00", None, [0, 0, 1]),
        ("2026-01-31 23:59", "2026-01-31 23:59", [0, 1, 0]),
    ],
)
def test_a_stretch_stands_in_each_month_that_it_reaches_into_and_in_none_that_it_touches(
    begins: str, ends: str | None, months: list[int]
) -> None:
    measure = Measure("first_response", "Stretches", "So many.", lambda course: (), unit="count", by_overlap=True)
    stretch = Case("first_response", "p", london(begins), london(ends) if ends else None, counted=True)
    points = figure([stretch], asked("2025-12-01", "2026-03-01"), measure).points
    assert [point.n for point in points] == months


def test_what_is_counted_as_at_a_moment_links_to_the_people_of_that_moment() -> None:
    measure = MEASURES["open_28"]
    facts = {"since": "2026-01-05T10:00:00+00:00", "apart": []}
    still = Case("open_28", "p", london("2026-01-05 10:00"), facts=facts)
    ended = Case("open_28", "q", london("2026-01-05 10:00"), london("2026-03-30 10:00"), facts=facts)
    told = answer([still, ended], asked(), measure)
    assert told["n"] == sum(case["counted"] for case in told["cases"]) == 1
    assert [case["person"] for case in told["cases"] if case["counted"]] == ["p"]
