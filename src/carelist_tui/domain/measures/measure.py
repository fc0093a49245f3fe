"""What a measure is: which cases it counts, how they are summed, and what is said of it (measures.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any, Literal

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.charts.averages import median
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.moments import utc

BY_AREA = "by area: "
"""What is said beside a figure for each area of life begins so. It adds up to what stands beside it: none of it leaves
the service where one of them is small."""
Chart = Literal["xmr", "run", "t", "bars", "list", "table"]
Unit = Literal["share", "rate", "count", "days"]


@dataclass(frozen=True, slots=True)
class Window:
    """From `begins` until `ends` (not included), read at `at`. Moments are aware. `calendar` is the service's, for
    what is counted by its days."""

    begins: datetime
    ends: datetime
    at: datetime
    calendar: Calendar | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether it lies in it, and has come: what is still to begin when it is read is no case yet."""
        return self.begins <= moment < self.ends and moment <= self.at

    @property
    def as_at(self) -> datetime:
        """The moment at which what stands is counted: its end, or `at` while it is not over."""
        return min(self.ends, self.at)

    @property
    def last_month_end(self) -> datetime | None:
        """The last end of a month in it that has come; None where none has."""
        day = self.service.day_of(self.as_at).replace(day=1)
        end = utc(self.service.at(day, time(0)))
        return end if self.begins < end else None

    @property
    def service(self) -> Calendar:
        """The service's calendar; of a window that was given none, that of the hours that ship."""
        return self.calendar or _as_shipped(getattr(self.begins.tzinfo, "key", "UTC"))


@cache
def _as_shipped(zone: str) -> Calendar:
    return Calendar(ServiceHours(zone if zone != "UTC" else ServiceHours().zone))


@dataclass(slots=True)
class Tally:
    """One figure before it is said: `n` of `d`; of those that are not in it how many, and why; `late`: cases of it
    with an entry recorded late. `standing`: the cases that are in it, where it is a count of cases.
    `value`: what is charted, where it is not n of d; `more`: what else is said, in words, and its count or number.
    `kept`: what else of its cases is asked where the tallies of months are added up. `times`: the seconds of one that
    was added up, whose cases are not at hand."""

    n: int = 0
    d: int = 0
    not_ripe: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    late: int = 0
    standing: Sequence[Case] = ()
    value: float | None = None
    more: dict[str, float] = field(default_factory=dict)
    kept: Any = None
    times: list[float | None] | None = None

    @property
    def seconds(self) -> list[float | None]:
        """From start to stop of each that is in it, None where it did not stop."""
        if self.times is not None:
            return self.times
        return [(x.stops_at - x.starts_at).total_seconds() if x.stops_at else None for x in self.standing]


Sum = Callable[[Sequence[Case], Sequence[Case], Window], Tally]
"""From the cases of a measure, those of time on the caseload, and the window, to its figure."""
Adding = Callable[[Sequence[Tally], Sequence[Window]], Tally]
"""From the tallies of months that follow each other, and those months, to what all their cases sum up to together."""


def add_up(tallies: Sequence[Tally], _: Sequence[Window]) -> Tally:
    """Of cases each of which is counted in one month, by itself."""
    total = Tally(times=[])
    for each in tallies:
        total.n, total.d = total.n + each.n, total.d + each.d
        total.not_ripe, total.late = total.not_ripe + each.not_ripe, total.late + each.late
        total.left_out.update(each.left_out)
        total.more = added(total.more, each.more)
        total.times = [*(total.times or ()), *each.seconds]
    return total


def add_up_sorted(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
    """The same; what is said beside it stands by its words."""
    total = add_up(tallies, windows)
    total.more = dict(sorted(total.more.items()))
    return total


def median_beside(tally: Tally, words: str) -> Tally:
    """The tally, and beside it by these words the median of what it keeps, to a tenth."""
    middle = median(tally.kept)
    if middle is not None:
        tally.more[words] = round(middle, 1)
    return tally


def adding_median(words: str) -> Adding:
    """The same of months together, beside which a median stands by these words."""

    def adding(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
        total = add_up(tallies, windows)
        total.more.pop(words, None)
        total.kept = [each for tally in tallies for each in tally.kept or ()]
        return median_beside(total, words)

    return adding


def added(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """What is said beside two tallies, together; in the order in which it is said first."""
    return {**one, **{words: one.get(words, 0) + count for words, count in other.items()}}


def last_of(asks: Callable[[Window], object]) -> Adding:
    """Of what is counted as at one moment: as it stands in the last month that has such a moment."""

    def last(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
        told = zip(reversed(tallies), reversed(windows), strict=True)
        return next((tally for tally, window in told if asks(window)), Tally())

    return last


at_the_end = last_of(lambda _: True)
"""As it stands at the end of the last month, or `at`."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the table of measures. `definition` is read by a person at a desk. `cases`: what of one person's story
    it counts. `is_timed`: it is said with a median and a 90th centile. `by_overlap`: its cases are stretches, which
    belong to every period that they reach into. `guards`: the measures shown beside it (rule 9)."""

    key: str
    title: str
    definition: str
    cases: Callable[[Course], Iterable[Case]]
    chart: Chart = "xmr"
    unit: Unit = "share"
    sums: Sum = field(default=lambda cases, _, window: share_of(cases, window))
    is_timed: bool = False
    by_overlap: bool = False
    longest: timedelta | None = None
    """No stretch of it is longer; None where one may be: then those that began at any time are looked through."""
    in_days: bool = False
    """What is counted are days, of which one person has many alike: chance says nothing of how far teams differ."""
    guards: tuple[str, ...] = ()
    for_whom: Literal["everybody", "managers"] = "everybody"
    counts: Callable[[Case, Window], bool] | None = None
    """Which cases are those that were counted, where that depends on the window; None: as each case says."""
    is_of_service: bool = False
    """It counts what is said of no person as well, and what the service does while it is closed."""
    only_now: bool = False
    """It is counted as at `at` alone: in a window that does not hold that moment there is nothing of it."""
    asks_time: bool = False
    """Its sum asks who was on the caseload, as that of a rate does; any other is told of nobody."""

    def __post_init__(self) -> None:
        """What it is called, and what it counts, in the language of this process."""
        object.__setattr__(self, "title", tr(self.title))
        object.__setattr__(self, "definition", tr(self.definition))
        object.__setattr__(self, "asks_time", self.asks_time or self.unit == "rate")


def share_of(cases: Iterable[Case], window: Window) -> Tally:
    """So many counted of those that are ripe and not left out (measures.md, rules 2, 3 and 5)."""
    tally = Tally()
    tally.standing = in_figure(cases, window, tally)
    tally.d = len(tally.standing)
    tally.n = sum([case.counted for case in tally.standing])
    return tally


def in_figure(cases: Iterable[Case], window: Window, tally: Tally) -> list[Case]:
    """Those that stand in a figure; the others are noted by why they do not."""
    at, standing = window.at, []
    for case in cases:
        if case.excluded is not None:
            tally.left_out[case.excluded] += 1
        elif case.due_at is not None and case.due_at > at:  # `is_ripe`, asked of every case of a year
            tally.not_ripe += 1
        else:
            standing.append(case)
    tally.late += sum([case.is_late for case in standing])
    return standing


DAYS_A_MONTH = 365.25 / 12


MICROSECOND = timedelta(microseconds=1)


def person_time(stretches: Iterable[Case], window: Window) -> timedelta:
    """How long people were on the caseload, not away, within the window and up to its `at`."""
    since, until = utc(window.begins), utc(window.as_at)
    days = timedelta()
    for each in stretches:
        begins, ends = max(each.starts_at, since), min(each.stops_at or until, until)
        if ends > begins and not each.facts.get("away"):
            days += ends - begins  # in UTC, and exact: the same in whatever order they come
    return days


def rate_of(cases: Iterable[Case], stretches: Sequence[Case], window: Window) -> Tally:
    """Happenings per 100 person-months on the caseload; `d` is the person-months, rounded."""
    tally = Tally()
    tally.standing = in_figure(cases, window, tally)
    tally.n = len(tally.standing)
    tally.kept = person_time(stretches, window) // MICROSECOND
    return _as_rate(tally)


def add_up_rates(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
    """Of rates over months that follow each other: that over all of them."""
    total = add_up(tallies, windows)
    total.kept = sum(each.kept or 0 for each in tallies)
    return _as_rate(total)


def _as_rate(tally: Tally) -> Tally:
    tally.d, tally.value = rate_over(tally.n, tally.kept)
    return tally


def rate_over(n: int, time: int) -> tuple[int, float | None]:
    """So many person-months, rounded, as these microseconds are, and how many there are for every 100 of them."""
    months = time * MICROSECOND / timedelta(days=1) / DAYS_A_MONTH
    return round(months), 100 * n / months if months else None


Asked = Callable[[Case, Window], object]
"""Whether something holds of a case, as it is read in a window."""


def beside(counts: Mapping[str, Asked], sums: Sum = lambda cases, _, window: share_of(cases, window)) -> Sum:
    """The same figure, and beside it, by their words, of how many cases that are in it each of these holds."""

    def sum_with(cases: Sequence[Case], stretches: Sequence[Case], window: Window) -> Tally:
        tally = sums(cases, stretches, window)
        for words, asked in counts.items():
            tally.more[words] = sum(bool(asked(case, window)) for case in tally.standing)
        return tally

    return sum_with


def has(fact: str, *values: Any) -> Asked:
    """Whether a fact of a case is one of these; where none are given, whether it holds at all."""
    return lambda case, _: case.facts.get(fact) in values if values else case.facts.get(fact)


def is_past(case: Case, fact: str, at: datetime) -> bool:
    """Whether the moment that a fact of a case names has come; one that is not known has not."""
    moment = case.facts.get(fact)
    return moment is not None and datetime.fromisoformat(moment) <= at


def as_at(cases: Iterable[Case], window: Window) -> Iterator[Case]:
    """The stretches that hold at the end of a window, or where that is still to come at the moment it is read."""
    for case in cases:
        stops = case.stops_at
        if window.at < window.ends:
            if case.starts_at <= window.at and (stops is None or stops > window.at):
                yield case
        elif case.starts_at < window.ends and (stops is None or stops >= window.ends):
            yield case
