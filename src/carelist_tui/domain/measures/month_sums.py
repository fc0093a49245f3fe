"""What one month adds to a figure, kept so that it need not be counted again (journal/projection/month_sums.py).

Sums of months add up to what summing all of their cases gives (`ADDS`); what they were summed of need not be at
hand. A sum holds for a while: a case may become ripe, a stretch may end, a day may be over. It says until when; nothing
that it is made of changes by itself before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from carelist_tui.domain.measures.breakdowns import Counts, Ground, counts_of, counts_together
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.charts.averages import in_length, share
from carelist_tui.domain.measures.course_facts import count_moments
from carelist_tui.domain.measures.measure import (
    MICROSECOND,
    Adding,
    Measure,
    Tally,
    Window,
    add_up,
    add_up_rates,
    add_up_sorted,
    at_the_end,
)
from carelist_tui.domain.measures.subjects import (
    assurance,
    contacts,
    crises,
    escalations,
    handovers,
    indicators,
    overdue,
    plans,
    response,
    setbacks,
)
from carelist_tui.domain.measures.subjects.assurance import LONGEST_CLOSURE
from carelist_tui.domain.moments import utc

_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)
_ISO_DAY = 10
"""Where the time of an ISO moment begins."""

ADDS: Mapping[str, Adding] = {
    "crisis_after_miss": crises.add_up_after_miss,
    "escalations_closed": escalations.add_up_closed,
    "destabilised": setbacks.add_up_days,
    "handover_safe": handovers.add_up_safe,
    "plans_owned": plans.add_up_owned,
    "indicators": indicators.add_up_indicators,
    "instruments": at_the_end,
    "open_28": response.at_last_month_end,
    "missed_rate": add_up_sorted,
    "same_worker": contacts.add_up_workers,
    "no_contact_7": add_up_sorted,
    "overdue_now": overdue.at_last_count,
    "caseload_balance": overdue.as_of_now,
    "assurance": assurance.add_up_done,
}
"""How the tallies of months add up to that of all of them, by the key of the measure; of the others as counts or rates
do."""


@dataclass(slots=True)
class MonthSum:
    """What the cases of one measure sum up to in one window. `point`: n, d and value of its month on a chart, where
    what is still to begin is counted apart too. `counts`: what its breakdowns are drawn from."""

    tally: Tally
    point: tuple[int, int, float | None]
    counts: list[Counts]


def month_sum(measure: Measure, cases: Sequence[Case], stretches: Sequence[Case], window: Window) -> MonthSum:
    """Of the cases that belong to a window, those that are still to begin when it is read included."""
    cases = _counted_in(measure, cases, window)
    begun = cases if measure.by_overlap else [case for case in cases if case.starts_at <= window.at]
    own = stretches if measure.asks_time else ()
    tally = measure.sums(begun, own, window)
    tally.times = tally.seconds if measure.is_timed else []
    of_point = tally if len(begun) == len(cases) else measure.sums(cases, own, window)
    point = of_point.n, of_point.d, value_of(measure, of_point)
    counts = counts_of(measure.key, Ground(tally, begun, own, window))
    return MonthSum(tally, point, counts)


def _counted_in(measure: Measure, cases: Sequence[Case], window: Window) -> Sequence[Case]:
    return cases if window.holds(window.at) or not measure.only_now else ()


def value_of(measure: Measure, tally: Tally) -> float | None:
    """What is charted of a tally: its own value, else of a share n of d, where d is large enough for one."""
    if tally.value is not None or measure.unit != "share":
        return tally.value
    return share(tally.n, tally.d)


def months_together(
    measure: Measure, sums: Sequence[MonthSum], windows: Sequence[Window]
) -> tuple[Tally, list[Counts]]:
    """What months that follow each other sum up to, and what the breakdowns of that are drawn from."""
    adds = ADDS.get(measure.key) or (add_up_rates if measure.unit == "rate" else add_up)
    tally = adds([each.tally for each in sums], windows)
    return tally, counts_together(measure.key, [each.counts for each in sums])


# -- how long one holds -----------------------------------------------------------------------------------------------


def holds_until(
    measure: Measure, cases: Sequence[Case], stretches: Iterable[Case], window: Window
) -> datetime | None:  # fmt: skip
    """Until when (not included) the sum of a window holds, if nobody records anything; None: for good. At least: of
    what its cases are read by, each moment after `at` ends it, whether or not it is asked."""
    at = window.at
    ahead = {*_named_after(at, _counted_in(measure, cases, window)), *_named_after(at, stretches)}
    if at < window.ends:
        ahead |= {window.ends, *_of_calendar(window)}
        if measure.unit == "rate":  # it grows with each moment that somebody is on the caseload
            ahead.add(at + MICROSECOND)
    if measure.is_of_service and at < window.ends + LONGEST_CLOSURE:
        ahead.add(utc(window.service.closure_at(at)[1]))
    return min((each for each in ahead if each > at), default=None)


def _of_calendar(window: Window) -> Iterator[datetime]:
    """When the day is over, and when overdue work is counted next."""
    service = window.service
    yield utc(service.at(service.day_of(window.at) + _DAY, time(0)))
    yield from count_moments(service, window.at, window.at + 2 * _WEEK)


def _named_after(at: datetime, cases: Iterable[Case]) -> Iterator[datetime]:
    """Each moment after this one that a case is told by: a year of a service names half a million before."""
    seen, day = set[int](), (at - 2 * _DAY).date().isoformat()  # no clock is a day away from another
    for case in cases:
        if case.starts_at > at:
            yield case.starts_at
        if case.stops_at is not None and case.stops_at > at:
            yield case.stops_at
        if case.due_at is not None and case.due_at > at:
            yield case.due_at
        if case.facts and id(case.facts) not in seen:  # those that are alike are one
            seen.add(id(case.facts))
            yield from (moment for moment in _moments_from(day, case.facts) if moment > at)


def _moments_from(day: str, value: Any) -> Iterator[datetime]:
    """Those that are named in it, on this day by any clock and later."""
    if isinstance(value, str):
        if value >= day and value[_ISO_DAY : _ISO_DAY + 1] == "T" and value[:4].isdigit():
            yield datetime.fromisoformat(value)
    elif isinstance(value, dict):
        for each in value.values():
            if isinstance(each, str | dict | list | tuple):
                yield from _moments_from(day, each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _moments_from(day, each)


# -- which cases belong where -----------------------------------------------------------------------------------------


def cases_by_window(measure: Measure, cases: Sequence[Case], windows: Sequence[Window]) -> list[Sequence[Case]]:
    """The cases that belong to each of these windows, which follow each other: those that start in it, or reach into
    it."""
    begins, ends = [each.begins for each in windows], [each.ends for each in windows]
    if not measure.by_overlap:
        in_turn = sorted(cases, key=lambda each: each.starts_at)
        starts = [each.starts_at for each in in_turn]
        places = ((bisect_left(starts, each.begins), bisect_left(starts, each.ends)) for each in windows)
        return [in_turn[first:last] for first, last in places]
    parts: list[list[Case]] = [[] for _ in windows]
    for case in cases:
        stops = case.stops_at
        last = bisect_left(begins, stops) if stops is not None else len(windows)
        for number in range(bisect_right(ends, case.starts_at), last):
            parts[number].append(case)
    return [*parts]


# -- as it is kept ----------------------------------------------------------------------------------------------------


def stored_sum(told: MonthSum) -> dict[str, Any]:
    """As it is written down: what is the same in each is left out, and the order in which cases came."""
    tally = told.tally
    kept = {
        "n": tally.n, "d": tally.d, "not_ripe": tally.not_ripe, "late": tally.late,
        "left_out": dict(sorted(tally.left_out.items())),
        "value": tally.value, "more": tally.more, "kept": tally.kept, "times": in_length(tally.times or ()),
        "point": told.point,
        "counts": [sorted(([*kind, number] for kind, number in each.items()), key=str) for each in told.counts],
    }  # fmt: skip
    return {name: value for name, value in kept.items() if value or (name == "value" and value is not None)}


def read_sum(kept: dict[str, Any]) -> MonthSum:
    """As it was written down."""
    tally = Tally(
        kept.get("n", 0), kept.get("d", 0), kept.get("not_ripe", 0), Counter(kept.get("left_out", {})),
        kept.get("late", 0), value=kept.get("value"), more=kept.get("more", {}), kept=kept.get("kept"),
        times=kept.get("times", []),
    )  # fmt: skip
    n, d, value = kept["point"]
    counts = [Counter({tuple(kind): number for *kind, number in each}) for each in kept.get("counts", ())]
    return MonthSum(tally, (n, d, value), counts)
