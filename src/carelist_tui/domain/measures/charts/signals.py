"""Whether a measure changed, by the NHS's Making Data Count rules (measures.md, Signals; docs/format/measures.md).

Three charts: XmR of monthly figures; run chart of what is counted as at a moment; t chart of the days between rare
events. Each is a line through the middle, two limits or none, and what the rules find; in words for a tired person.
Months without a figure are gaps: they neither add to a run nor end it, and the next figure is compared with the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from math import fsum, inf
from typing import Literal

from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.charts.averages import SHARE_FROM, median
from carelist_tui.domain.moments import MONTHS

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

ORDINARY = tr("no more than ordinary variation")
OPEN_THE_CASES = tr("open the cases")
_LEVEL = (tr("higher than ordinary"), tr("lower than ordinary"), tr("going up"), tr("going down"))
_BETWEEN = (tr("further apart than ordinary"), tr("closer together than ordinary"), tr("further and further apart"),
            tr("closer and closer together"))  # fmt: skip
_TRIAL: dict[State, str] = {"none": "", "trial": tr(" (trial limits)"), "fixed": ""}


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
    """What a chart says. `since` is its first month, `until` its last; `lasts` while that is the newest figure."""

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


UNCHARTED = Chart((Limits("none", None),), (), Signal("none", tr("not a figure that is charted over time")))
"""Of a measure that has no chart over time: what is a list, a table, or bars beside each other."""


def xmr(
    points: Sequence[Point], changes: Iterable[StepChange] = (), *, shares: bool = True, seen_from: str = ""
) -> Chart:
    """The XmR chart of monthly figures, in order of months. Of `shares` it is drawn only where the median denominator
    is 10 or more, and limits are cut at 0 and 1; other figures (hours) are cut at 0. The lines are made of all months
    that are given; what ended before the month `seen_from` is no longer said."""
    if shares and not is_charted(points):
        return _NOT_CHARTED
    lines_of = _xmr_lines(1.0 if shares else inf)
    return _chart(_figures(points), changes, _Rule(lines_of, _Speech(tr("months"), *_LEVEL)), seen_from)


def run_chart(
    points: Sequence[Point], changes: Iterable[StepChange] = (), *,
    shares: bool = False, seen_from: str = "",
) -> Chart:  # fmt: skip
    """The run chart of what is counted as at a moment: a median, and runs. Who stands on the median is passed over."""
    if shares and not is_charted(points):
        return _NOT_CHARTED
    return _chart(_figures(points), changes, _Rule(_run_lines, _Speech(tr("months"), *_LEVEL)), seen_from)


def t_chart(gaps: Sequence[Gap], changes: Iterable[StepChange] = (), *, seen_from: str = "") -> Chart:
    """The t chart of rare events: XmR of the 3.6th root of the days between them, its lines said in days."""
    rule = _Rule(_xmr_lines(inf), _Speech(tr("events"), *_BETWEEN), power=T_POWER)
    return _chart([(gap.ended, gap.days) for gap in gaps], changes, rule, seen_from)


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
LinesOf = Callable[[Sequence[float]], "_Lines"]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where the lines lie on the chart's own scale: `spread` from the middle to a limit before it is cut, or None."""

    middle: float
    spread: float | None
    low: float = 0.0
    high: float = inf
    passes_over_middle: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    kind: Kind
    side: int
    first: int
    last: int
    count: int
    """How many figures make it: who is passed over does not count."""


def _figures(points: Sequence[Point]) -> Figures:
    return [(point.month, point.value) for point in points if point.value is not None]


def _chart(figures: Figures, changes: Iterable[StepChange], rule: _Rule, seen_from: str) -> Chart:
    recorded = sorted(changes, key=lambda change: change.month)
    stretches: list[tuple[Limits, Figures]] = []
    for change, until in pairwise([None, *recorded, None]):
        part = _stretch(figures, change, until)
        stretches.append((_limits(part, change, rule), part))
    limits, newest = stretches[-1]
    found = sorted(_found(rule.scaled(newest), rule.lines(newest)), key=_weight) if limits.state != "none" else []
    all_found = (rule.speech.signal(each, newest, limits.state) for each in found)
    signals = tuple(signal for signal in all_found if (signal.until or "") >= seen_from)
    if signals:
        signal = signals[-1]
    elif limits.state == "none":
        signal = Signal("too_few", tr("too few {unit} to say", unit=rule.speech.unit))
    else:
        signal = Signal("ordinary", ORDINARY + _TRIAL[limits.state])
    return Chart(tuple(each for each, _ in stretches), signals, signal)


def _stretch(figures: Figures, change: StepChange | None, until: StepChange | None) -> Figures:
    """The figures from a step change on, up to the next."""
    first, end = change.month if change else "", until.month if until else "~"
    return [(label, value) for label, value in figures if first <= label < end]


def _limits(figures: Figures, change: StepChange | None, rule: _Rule) -> Limits:
    since = change.month if change else (figures[0][0] if figures else None)
    reason = change.reason if change else None
    middle = median(value for _, value in figures)
    if len(figures) < LIMITS_FROM:
        return Limits("none", middle, since=since, reason=reason)
    state: State = "fixed" if len(figures) >= FIXED_FROM else "trial"
    lines = rule.lines(figures)
    if lines.spread is None:
        return Limits(state, lines.middle, since=since, reason=reason)
    mean, low, high = (line**rule.power for line in (lines.middle, lines.low, lines.high))
    return Limits(state, middle, mean, low, high, since, reason)


def _xmr_lines(most: float) -> LinesOf:
    def lines_of(values: Sequence[float]) -> _Lines:
        mean = fsum(values) / len(values)
        spread = TO_LIMIT * fsum(abs(b - a) for a, b in pairwise(values)) / (len(values) - 1)
        return _Lines(mean, spread, max(mean - spread, 0.0), min(mean + spread, most))

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
            yield _Found("shift", sides[places[first]], places[first], places[last], last - first + 1)


def _trends(steps: Sequence[int]) -> Iterator[_Found]:
    """7 or more figures running up, or down: 6 steps the same way. Two alike end a trend."""
    for first, last in _runs(steps):
        if last - first + 2 >= RUNNING:
            yield _Found("trend", steps[first], first, last + 1, last - first + 2)


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
            yield _Found("point", _side(each, near), i, i, 1)


def _pairs(off: Sequence[float], outer: float, near: float) -> Iterator[_Found]:
    """2 of 3 running in the outer third of one side, or beyond it."""
    far = [_side(each, 0.0) if abs(each) - outer > near else 0 for each in off]
    for i, side in enumerate(far):
        for k in range(i + 1, min(i + 3, len(far))):
            if side and far[k] == side:
                yield _Found("two_of_three", side, i, k, 2)
                break


def _weight(found: _Found) -> tuple[int, int, int]:
    """The last is said: the one that goes on longest, and of those the one that says most."""
    return found.last, -_FIRST_SAID.index(found.kind), found.first


@dataclass(frozen=True, slots=True)
class _Speech:
    """How one kind of chart says what it found: of months, weeks, or events."""

    unit: str
    above: str
    below: str
    rising: str
    falling: str

    def signal(self, found: _Found, figures: Figures, state: State) -> Signal:
        """The signal with its words, which end by asking for the cases."""
        since, until = figures[found.first][0], figures[found.last][0]
        lasts = found.last == len(figures) - 1
        up, down = (self.rising, self.falling) if found.kind == "trend" else (self.above, self.below)
        words = f"{up if found.side > 0 else down}{self._how(found, until)}"
        if not lasts:
            words += tr(", ended {when}", when=_when(until)) if found.first != found.last else tr(", not since")
        words += f"{_TRIAL[state]}; {OPEN_THE_CASES}"
        return Signal(found.kind, words, "higher" if found.side > 0 else "lower", since, until, lasts)

    def _how(self, found: _Found, until: str) -> str:
        if found.kind == "point":
            return tr(": outside the limits {when}", when=_when(until))
        if found.kind == "two_of_three":
            return tr(": 2 of 3 {unit} near the limit", unit=self.unit)
        return tr(": {count} {unit} running", count=found.count, unit=self.unit)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What makes one kind of chart: its lines, its words, and the power that turns its own scale into figures."""

    lines_of: LinesOf
    speech: _Speech
    power: float = 1.0

    def scaled(self, figures: Figures) -> list[float]:
        return [value if self.power == 1.0 else value ** (1 / self.power) for _, value in figures]

    def lines(self, figures: Figures) -> _Lines:
        """Drawn from all figures, until they are fixed on the first 12."""
        return self.lines_of(self.scaled(figures[:FIXED_FROM]))


_NOT_CHARTED = Chart((Limits("none", None),), (), Signal("too_few", tr("too few cases in most months to say")))
"""Months with too few cases for shares: nothing is drawn."""


def _when(label: str) -> str:
    """`in Feb 2026` of a month, `on 3 Feb 2026` of a day."""
    if len(label) == len("2026-02"):
        return tr("in {months} {label}", months=MONTHS[int(label[5:7]) - 1], label=label[:4])
    day = date.fromisoformat(label)
    return tr("on {day} {months} {year}", day=day.day, months=MONTHS[day.month - 1], year=day.year)
