"""Whether a measure changed, by the NHS's Making Data Count rules (measures.md, Signals; docs/format/measures.md).

Three charts: XmR of monthly figures; run chart of what is counted as at a moment; t chart of the days between rare
events. Each is a line through the middle, two limits or none, and what the rules find; in words for a tired person.
Months without a figure are gaps: they neither add to a run nor end it, and the next figure is compared with the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from math import fsum, inf
from typing import Literal

from carelist_tui.domain.measures.averages import SHARE_FROM, median
from carelist_tui.domain.words import MONTHS

State = Literal["none", "trial", "fixed"]
Kind = Literal["none", "too_few", "ordinary", "point", "shift", "trend", "two_of_three"]
Direction = Literal["higher", "lower"]

LIMITS_FROM = 8
FIXED_FROM = 12
RUNNING = 7
RARE_UNDER = 5
TO_LIMIT = 2.66
"""From the mean moving range to the limits: 3 / 1.128."""
T_POWER = 3.6
"""Days between events that come at random have a long tail; their 3.6th root lies about evenly (Nelson 1994)."""
_SECONDS_OF_A_DAY = 86_400
_AS_GOOD_AS = 1e-9
"""Figures so near to a line, for their size, lie on it: 0.1 + 0.2 is not above 0.3."""
_FIRST_SAID: tuple[Kind, ...] = ("shift", "trend", "point", "two_of_three")
"""Of signals that end together: what lasted says since when, and one outside says more than two near the limit."""


@dataclass(frozen=True, slots=True)
class Point:
    """A month's figure: n of d, and the value on the chart; None where the denominator was too small for one."""

    month: str
    n: int
    d: int
    value: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """The days from one rare event to the next, and the day of that (an ISO date)."""

    ended: str
    days: float


@dataclass(frozen=True, slots=True)
class StepChange:
    """Somebody recorded that from this month on things are done otherwise, and why."""

    month: str
    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The lines of one stretch of a chart. Under 8 figures only the median; a run chart has no low and high."""

    state: State
    median: float | None
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    since: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """What a chart says. `since` is the first month of it, `until` the last; `lasts` while that is the newest figure."""

    kind: Kind
    words: str
    direction: Direction | None = None
    since: str | None = None
    until: str | None = None
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """The stretches between recorded step changes, the oldest first, and what the newest of them says. `signals` has
    all that was found since the last step change, the oldest first."""

    stretches: tuple[Limits, ...]
    signals: tuple[Signal, ...]
    signal: Signal

    @property
    def limits(self) -> Limits:
        """The lines that hold now."""
        return self.stretches[-1]


def xmr(points: Sequence[Point], changes: Iterable[StepChange] = (), *, shares: bool = True) -> Chart:
    """The XmR chart of monthly figures, in order of months. Of `shares` it is drawn only where the median denominator
    is 10 or more, and limits are cut at 0 and 1; other figures (hours) are cut at 0."""
    speech = _Speech("months", *_LEVEL)
    if shares and not is_charted(points):
        return _not_charted(speech)
    return _chart(_figures(points), changes, _xmr_lines(0.0, 1.0 if shares else inf), speech)


def run_chart(
    points: Sequence[Point], changes: Iterable[StepChange] = (), *, shares: bool = False, unit: str = "months"
) -> Chart:
    """The run chart of what is counted as at a moment: a median, and runs. Who stands on the median is passed over."""
    speech = _Speech(unit, *_LEVEL)
    if shares and not is_charted(points):
        return _not_charted(speech)
    return _chart(_figures(points), changes, _run_lines, speech)


def t_chart(gaps: Sequence[Gap], changes: Iterable[StepChange] = ()) -> Chart:
    """The t chart of rare events: XmR of the 3.6th root of the days between them, its lines said in days."""
    rooted = [(gap.ended, gap.days ** (1 / T_POWER)) for gap in gaps]
    chart = _chart(rooted, changes, _xmr_lines(0.0, inf), _Speech("events", *_BETWEEN))
    return replace(chart, stretches=tuple(_in_days(limits) for limits in chart.stretches))


def gaps_between(moments: Iterable[datetime]) -> list[Gap]:
    """The days between events, whatever order they are given in; elapsed time, so that no clock change counts."""
    ordered = sorted(moments)
    return [
        Gap(later.date().isoformat(), (later - earlier).total_seconds() / _SECONDS_OF_A_DAY)
        for earlier, later in pairwise(ordered)
    ]


def is_rare(points: Sequence[Point]) -> bool:
    """Whether what is counted happens so seldom, under 5 a month, that only the time between says anything."""
    return sum(point.n for point in points) < RARE_UNDER * len(points)


def is_charted(points: Sequence[Point]) -> bool:
    """Whether a chart of shares may be drawn: the median denominator is 10 or more."""
    return (median(point.d for point in points) or 0) >= SHARE_FROM


Figures = list[tuple[str, float]]
"""Label and value of each that has a value, in order."""
Lines = Callable[[Sequence[float]], "_Lines"]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where the lines lie on the chart's own scale: `spread` from the middle to a limit before it is cut, or None."""

    middle: float
    spread: float | None
    low: float | None = None
    high: float | None = None
    passes_over_middle: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    kind: Kind
    side: int
    first: int
    last: int


def _figures(points: Sequence[Point]) -> Figures:
    return [(point.month, point.value) for point in points if point.value is not None]


def _chart(figures: Figures, changes: Iterable[StepChange], lines_of: Lines, speech: _Speech) -> Chart:
    recorded = sorted(changes, key=lambda change: change.month)
    stretches = [_stretch(figures, before, after) for before, after in pairwise([None, *recorded, None])]
    limits = [_limits(part, change, lines_of) for change, part in stretches]
    newest, lines = stretches[-1][1], limits[-1]
    if lines.state == "none":
        return Chart(tuple(limits), (), Signal("too_few", speech.too_few))
    values = [value for _, value in newest]
    found = sorted(_found(values, lines_of(values[: _base(values)])), key=_weight)
    signals = tuple(speech.signal(each, newest, lines.state) for each in found)
    ordinary = Signal("ordinary", ORDINARY + _TRIAL[lines.state])
    return Chart(tuple(limits), signals, signals[-1] if signals else ordinary)


def _stretch(
    figures: Figures, change: StepChange | None, until: StepChange | None
) -> tuple[StepChange | None, Figures]:
    """The figures from a step change on, up to the next."""
    first, end = change.month if change else "", until.month if until else "~"
    return change, [(label, value) for label, value in figures if first <= label < end]


def _base(values: Sequence[float]) -> int:
    """How many figures the lines are drawn from: all of them, until they are fixed on the first 12."""
    return min(len(values), FIXED_FROM)


def _limits(figures: Figures, change: StepChange | None, lines_of: Lines) -> Limits:
    values = [value for _, value in figures]
    since = change.month if change else (figures[0][0] if figures else None)
    reason = change.reason if change else None
    if len(values) < LIMITS_FROM:
        return Limits("none", median(values), since=since, reason=reason)
    lines = lines_of(values[: _base(values)])
    state: State = "fixed" if len(values) >= FIXED_FROM else "trial"
    mean = None if lines.spread is None else lines.middle
    middle = lines.middle if lines.spread is None else median(values)
    return Limits(state, middle, mean, lines.low, lines.high, since, reason)


def _xmr_lines(least: float, most: float) -> Lines:
    def lines_of(values: Sequence[float]) -> _Lines:
        mean = fsum(values) / len(values)
        spread = TO_LIMIT * fsum(abs(b - a) for a, b in pairwise(values)) / (len(values) - 1)
        return _Lines(mean, spread, max(mean - spread, least), min(mean + spread, most))

    return lines_of


def _run_lines(values: Sequence[float]) -> _Lines:
    return _Lines(median(values) or 0.0, None, passes_over_middle=True)


def _found(values: Sequence[float], lines: _Lines) -> Iterator[_Found]:
    near = _AS_GOOD_AS * max(map(abs, values))
    sides = [_side(value - lines.middle, near) for value in values]
    yield from _shifts(sides, lines.passes_over_middle)
    yield from _trends([_side(b - a, near) for a, b in pairwise(values)])
    if lines.spread is not None:
        off = [value - lines.middle for value in values]
        yield from _points(off, lines.spread, near)
        yield from _pairs(off, lines.spread * 2 / 3, near)


def _side(difference: float, near: float) -> int:
    """1 above, -1 below, 0 as good as on it."""
    return (difference > near) - (difference < -near)


def _shifts(sides: Sequence[int], passes_over_middle: bool) -> Iterator[_Found]:
    """7 or more running on one side of the middle. Who stands on it ends a run, or is passed over where told."""
    places = [i for i, side in enumerate(sides) if side or not passes_over_middle]
    for first, last in _runs([sides[i] for i in places]):
        if last - first + 1 >= RUNNING:
            yield _Found("shift", sides[places[first]], places[first], places[last])


def _trends(steps: Sequence[int]) -> Iterator[_Found]:
    """7 or more figures running up, or down: 6 steps the same way. Two alike end a trend."""
    for first, last in _runs(steps):
        if last - first + 2 >= RUNNING:
            yield _Found("trend", steps[first], first, last + 1)


def _runs(sides: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last place of each longest run of one side."""
    first = 0
    for i in range(1, len(sides) + 1):
        if i == len(sides) or sides[i] != sides[first]:
            if sides[first]:
                yield first, i - 1
            first = i


def _points(off: Sequence[float], spread: float, near: float) -> Iterator[_Found]:
    """Those outside a limit. A limit cut at 0 or 1 has nothing outside it, and on the limit is within."""
    for i, each in enumerate(off):
        if abs(each) - spread > near:
            yield _Found("point", _side(each, near), i, i)


def _pairs(off: Sequence[float], outer: float, near: float) -> Iterator[_Found]:
    """2 of 3 running in the outer third of one side, or beyond it."""
    far = [_side(each, 0.0) if abs(each) - outer > near else 0 for each in off]
    for i, side in enumerate(far):
        for k in range(i + 1, min(i + 3, len(far))):
            if side and far[k] == side:
                yield _Found("two_of_three", side, i, k)
                break


def _weight(found: _Found) -> tuple[int, int, int]:
    """The last is said: the one that goes on longest, and of those the one that says most."""
    return found.last, -_FIRST_SAID.index(found.kind), found.first


def _in_days(limits: Limits) -> Limits:
    """Lines of a t chart in days; one below nothing is cut at 0."""

    def days(root: float | None) -> float | None:
        return None if root is None else root**T_POWER

    return replace(
        limits, median=days(limits.median), mean=days(limits.mean), low=days(limits.low), high=days(limits.high)
    )


def _not_charted(speech: _Speech) -> Chart:
    """Nothing is drawn: the months have too few cases for shares."""
    return Chart((Limits("none", None),), (), Signal("too_few", f"too few cases in most {speech.unit} to say"))


ORDINARY = "no more than ordinary variation"
OPEN_THE_CASES = "open the cases"
_LEVEL = ("higher than ordinary", "lower than ordinary", "going up", "going down")
_BETWEEN = ("further apart than ordinary", "closer together than ordinary", "further and further apart",
            "closer and closer together")  # fmt: skip
_TRIAL: dict[State, str] = {"none": "", "trial": " (trial limits)", "fixed": ""}


@dataclass(frozen=True, slots=True)
class _Speech:
    """How one kind of chart says what it found: of months, weeks, or events."""

    unit: str
    above: str
    below: str
    rising: str
    falling: str

    @property
    def too_few(self) -> str:
        return f"too few {self.unit} to say"

    def signal(self, found: _Found, figures: Figures, state: State) -> Signal:
        """The signal with its words, which end by asking for the cases."""
        since, until = figures[found.first][0], figures[found.last][0]
        lasts = found.last == len(figures) - 1
        up, down = (self.rising, self.falling) if found.kind == "trend" else (self.above, self.below)
        words = f"{up if found.side > 0 else down}{self._how(found, until)}"
        if not lasts:
            words += f", up to {_label_in_words(until)}" if found.first != found.last else ", not since"
        words += f"{_TRIAL[state]}; {OPEN_THE_CASES}"
        return Signal(found.kind, words, "higher" if found.side > 0 else "lower", since, until, lasts)

    def _how(self, found: _Found, until: str) -> str:
        if found.kind == "point":
            return f": outside the limits in {_label_in_words(until)}"
        if found.kind == "two_of_three":
            return f": 2 of 3 {self.unit} near the limit"
        return f": {found.last - found.first + 1} {self.unit} running"


def _label_in_words(label: str) -> str:
    """`Feb 2026` of a month, `3 Feb 2026` of a day."""
    if len(label) == len("2026-02"):
        return f"{MONTHS[int(label[5:7]) - 1]} {label[:4]}"
    day = date.fromisoformat(label)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
