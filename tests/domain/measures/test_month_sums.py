"""What months sum up to adds up to what all of their cases sum up to, of any stories; and a sum holds as long as it
says, if nobody records anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from carelist_tui.domain.measures.breakdowns import Ground, breakdowns_drawn, breakdowns_of
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.measures.cases import cases_of
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.figure import Counted, figure_of, figure_of_months
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure import Measure, Tally, Window
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.measures.month_sums import (
    MonthSum,
    cases_by_window,
    holds_until,
    month_sum,
    months_together,
    read_sum,
    stored_sum,
)
from carelist_tui.domain.standards import default_standards
from tests.domain.generating import tell_story
from tests.domain.telling import LONDON
from tests.profiles import IS_FULL

pytestmark = pytest.mark.slow

STANDARDS = default_standards()
SEEDS = range(400 if IS_FULL else 25)
PEOPLE = 4
EVERY = [*MEASURES.values()]
ByMeasure = dict[str, list[Case]]


@cache
def told(seed: int) -> tuple[ByMeasure, datetime]:
    """The cases of some people, by measure; and a moment among their stories, or soon after."""
    random, by_measure, moments = Random(seed), ByMeasure(), list[datetime]()
    for number in range(PEOPLE):
        story = tell_story(Random(f"{seed} {number}"), 40)
        moments += [entry.occurred_at for entry in story]
        for case in cases_of(Course.of(f"person-{number}", story, STANDARDS)):
            by_measure.setdefault(case.measure, []).append(case)
    return by_measure, random.choice(moments) + timedelta(minutes=random.randrange(120 * 24 * 60))


def asked_of(seed: int) -> Inquiry:
    return replace(Inquiry.asked(told(seed)[1], LONDON), calendar=STANDARDS.calendar)


def own_stretches(measure: Measure, by_measure: ByMeasure, window: Window) -> list[Case]:
    every = by_measure.get(ON_CASELOAD, []) if measure.asks_time else []
    return [x for x in every if x.starts_at < window.ends and (x.stops_at is None or x.stops_at > window.begins)]


def sums_of(measure: Measure, by_measure: ByMeasure, windows: Sequence[Window]) -> list[MonthSum]:
    """Each as it is read again after it was written down."""
    parts = cases_by_window(measure, by_measure.get(measure.key, []), windows)
    made = [
        month_sum(measure, part, own_stretches(measure, by_measure, window), window)
        for part, window in zip(parts, windows, strict=True)
    ]
    return [read_sum(json.loads(json.dumps(stored_sum(each)))) for each in made]


def as_said(measure: Measure, tally: Tally) -> object:
    """All that is said of a tally."""
    times = sorted(str(each) for each in tally.seconds) if measure.is_timed else []
    counts = tally.n, tally.d, tally.not_ripe, +tally.left_out, tally.late, tally.value
    return counts, [*tally.more.items()], times


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sums_of_months_add_up_to_the_sum_of_all_their_cases(seed: int) -> None:
    by_measure, asked = told(seed)[0], asked_of(seed)
    windows = [window for _, window in asked.months()]
    for measure in EVERY:
        tally, counts = months_together(measure, sums_of(measure, by_measure, windows), windows)
        (whole,) = cases_by_window(measure, by_measure.get(measure.key, []), [asked.window])
        held = [case for case in whole if measure.by_overlap or case.starts_at <= asked.window.at]
        stretches = own_stretches(measure, by_measure, asked.window)
        summed = measure.sums(held, stretches, asked.window)
        assert as_said(measure, tally) == as_said(measure, summed), measure.key
        broken_down = breakdowns_of(measure.key, Ground(summed, held, stretches, asked.window))
        assert breakdowns_drawn(measure.key, counts, tally) == broken_down, measure.key


def in_two_months(measure: str, *facts: dict[str, Any], stretches: bool = False) -> list[Case]:
    """A case of each of these facts, by turns in one month and the next."""
    days = (datetime(2026, 3 + number % 2, 3 + number, 10, tzinfo=UTC) for number in range(len(facts)))
    stops = None if stretches else datetime(2026, 6, 1, tzinfo=UTC)
    return [
        Case(measure, f"p{n}", day, stops, None, True, facts=each)
        for n, (day, each) in enumerate(zip(days, facts, strict=True))
    ]


SAFE = {"accepted": True, "accepted_in_time": True, "met_on_day": True, "prepared": True, "quiet": True}
SCORED = {"of": "audit", "answers": {"met": 2}}


@pytest.mark.parametrize(("measure", "cases"), [
    ("handover_safe", in_two_months("handover_safe", *(SAFE | {"days": days} for days in (1.0, 9.0, 9.5)))),
    ("instruments", in_two_months("instruments", *({"stands": each} for each in ("better", "worse")), stretches=True)),
    ("assurance", in_two_months("assurance", *(SCORED | {"sample": each} for each in ("March", "March", "April")))),
])  # fmt: skip
def test_what_few_stories_tell_in_two_months_adds_up_as_well(measure: str, cases: list[Case]) -> None:
    asked = replace(Inquiry.asked(datetime(2026, 6, 2, tzinfo=UTC), LONDON), calendar=STANDARDS.calendar)
    windows = [window for _, window in asked.months()]
    tally, _ = months_together(MEASURES[measure], sums_of(MEASURES[measure], {measure: cases}, windows), windows)
    whole = MEASURES[measure].sums(cases, (), asked.window)
    assert as_said(MEASURES[measure], tally) == as_said(MEASURES[measure], whole)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_figure_of_months_is_that_of_their_cases(seed: int) -> None:
    """Its points, its chart and what that says as well; only the cases are not at hand."""
    by_measure, asked = told(seed)[0], asked_of(seed)
    events = {
        key: [case.starts_at for case in cases if case.counted and case.excluded is None]
        for key, cases in by_measure.items()
    }
    counted = Counted(by_measure, by_measure.get(ON_CASELOAD, []), events=events)
    for measure in EVERY:
        first = min((case.starts_at for case in by_measure.get(measure.key, [])), default=asked.window.begins)
        names, windows = zip(*asked.months_since(first), strict=True)
        sums = dict(zip(names, sums_of(measure, by_measure, windows), strict=True))
        one, other = figure_of_months(measure, sums, counted, asked), figure_of(measure, counted, asked)
        assert as_said(measure, one.tally) == as_said(measure, other.tally), measure.key
        assert replace(one, tally=other.tally, cases=other.cases) == other, measure.key


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sum_holds_as_long_as_it_says(seed: int) -> None:
    """To the last moment before; of all the moments that could change it none is passed over."""
    by_measure, asked, random = told(seed)[0], asked_of(seed), Random(seed)
    windows = [window for _, window in asked.months()]
    for measure in EVERY:
        parts = cases_by_window(measure, by_measure.get(measure.key, []), windows)
        for part, window in zip(parts, windows, strict=True):
            stretches = own_stretches(measure, by_measure, window)
            until = holds_until(measure, part, stretches, window)
            last = until - timedelta(microseconds=1) if until is not None else window.at + timedelta(days=1000)
            between = window.at + random.random() * (last - window.at)
            says = [stored_sum(month_sum(measure, part, stretches, replace(window, at=at)))
                    for at in (window.at, between, last)]  # fmt: skip
            assert says[1:] == [says[0]] * 2, (measure.key, window, until)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_case_is_longer_than_its_measure_says(seed: int) -> None:
    """Those that began earlier than that before a month are not read for it."""
    by_measure = told(seed)[0]
    for measure in EVERY:
        if measure.longest is not None:
            assert measure.by_overlap
            cases = by_measure.get(measure.key, [])
            assert all(x.stops_at and x.stops_at - x.starts_at <= measure.longest for x in cases), measure.key


@pytest.mark.parametrize("measure", EVERY, ids=lambda each: each.key)
def test_a_sum_holds_no_longer_than_until_a_case_of_it_stops(measure: Measure) -> None:
    """A clock ahead, and a stretch whose end is known, name a moment that is still to come."""
    _, asked = told(0)[0], asked_of(0)
    window = [window for _, window in asked.months()][-1]
    soon = window.at + timedelta(minutes=1)
    until = holds_until(measure, [Case(measure.key, "p", window.at - timedelta(hours=1), stops_at=soon)], [], window)
    assert until is not None
    assert until <= soon
