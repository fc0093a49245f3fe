"""A figure: the sum over the cases of a measure, its months, its signal, its groups, and its cases (surface.md,
`measures --json`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from carelist_tui.domain.measures.breakdowns import (
    Breakdown,
    Ground,
    breakdown_as_json,
    breakdowns_drawn,
    breakdowns_of,
)
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.charts.averages import median, ninetieth, share
from carelist_tui.domain.measures.charts.funnels import funnel
from carelist_tui.domain.measures.charts.signals import (
    UNCHARTED,
    Chart,
    Gap,
    Limits,
    Point,
    StepChange,
    gaps_between,
    is_rare,
    run_chart,
    t_chart,
    xmr,
)
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure import Chart as ChartKind
from carelist_tui.domain.measures.measure import Measure, Tally, Window
from carelist_tui.domain.measures.month_sums import MonthSum, cases_by_window, months_together, value_of
from carelist_tui.domain.measures.signal_notes import SignalNote
from carelist_tui.domain.seeded_draw import draw

Values = dict[str, Any]
_START = attrgetter("starts_at")
NOT_SAID = "not said"
"""What a group is called of which nothing is known."""
NOTES_READ = 5
SEED = 1
"""Which notes are read behind a figure, where no other seed is named."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The cases that a question is about, by measure; and the stretches of time on the caseload."""

    by_measure: Mapping[str, Sequence[Case]]
    stretches: Sequence[Case]
    refs: Mapping[str, str] = field(default_factory=dict)
    """The service's identifier of each person."""
    changes: Mapping[str, Sequence[StepChange]] = field(default_factory=dict)
    """The recorded step changes, by measure."""
    notes: Mapping[str, Sequence[SignalNote]] = field(default_factory=dict)
    """What was noted on each measure, by month."""
    months: Mapping[str, Mapping[str, MonthSum]] = field(default_factory=dict)
    """Of the measures that need no cases the sums of their months, by name: of each month since their first case."""
    events: Mapping[str, Sequence[datetime]] = field(default_factory=dict)
    """Of those that may be drawn by the days between, when each began that counts."""
    _cut: dict[tuple[Window, Inquiry], Sequence[Case]] = field(default_factory=dict)

    def stretches_in(self, window: Window, asked: Inquiry) -> Sequence[Case]:
        """The stretches of time of whoever is asked about that reach into a window."""
        place = (window, asked)
        if place not in self._cut:
            self._cut[place] = asked.only_about(_reaching_into(self.stretches, window))
        return self._cut[place]


@dataclass(slots=True)
class Figure:
    """One measure as a question asks it."""

    measure: Measure
    tally: Tally
    points: list[Point]
    kind: ChartKind
    """What is drawn: of a measure of rare events the days between them, whatever its row asks for."""
    chart: Chart
    gaps: list[Gap] = field(default_factory=list)
    """Of a t chart what is drawn in place of months: the days between events."""
    groups: list[Values] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    breakdowns: list[Breakdown] = field(default_factory=list)


def figure_of(measure: Measure, counted: Counted, asked: Inquiry) -> Figure:
    """The figure of one measure. Its lines are made of all months on record, of which those asked for are shown."""
    if (sums := counted.months.get(measure.key)) is not None:
        return figure_of_months(measure, sums, counted, asked)
    cases = asked.only_about(counted.by_measure.get(measure.key, ()))
    window = asked.window
    held = _held(measure, cases, window)
    stretches = counted.stretches_in(window, asked)
    tally = measure.sums(held, stretches, window)
    starts = (case.starts_at for case in cases if case.counted and not case.excluded)
    figure = _charted(measure, tally, _points(measure, cases, counted, asked), starts, counted, asked)
    figure.groups = _groups(measure, held, stretches, asked) if asked.by is not None else []
    figure.cases, figure.breakdowns = held, breakdowns_of(measure.key, Ground(tally, held, stretches, window))
    return figure


def figure_of_months(measure: Measure, sums: Mapping[str, MonthSum], counted: Counted, asked: Inquiry) -> Figure:
    """The same of a measure whose months were summed, by their names: of each since its first case on record. Of
    everybody together only, and without its cases."""
    names, windows = zip(*asked.months(), strict=True)
    tally, counts = months_together(measure, [sums[name] for name in names], windows)
    points = [Point(name, *sums[name].point) for name in sorted(sums)]
    figure = _charted(measure, tally, points, counted.events.get(measure.key, ()), counted, asked)
    figure.breakdowns = breakdowns_drawn(measure.key, counts, tally)
    return figure


def _charted(
    measure: Measure, tally: Tally, on_record: Sequence[Point], events: Iterable[datetime], counted: Counted,
    asked: Inquiry,
) -> Figure:  # fmt: skip
    """A figure with its months, and what they say; `events`: when each that counts began, on record."""
    kind = kind_drawn(measure, on_record, asked)
    gaps = gaps_between(events) if kind == "t" else []
    chart = chart_of(kind, measure, on_record, gaps, counted.changes.get(measure.key, ()), f"{asked.since:%Y-%m}")
    shown = {name for name, _ in asked.months()}
    points = [point for point in on_record if point.month in shown]
    seen = [gap for gap in gaps if gap.ended >= f"{asked.since:%Y-%m}"]
    return Figure(measure, tally, points, kind, chart, seen)


def kind_drawn(measure: Measure, points: Sequence[Point], asked: Inquiry) -> ChartKind:
    """What is drawn of a measure: what its row asks for, but events that are rare in the months that are over (of all
    on record) never as XmR, only by the days between them. A share is of many, and has its own rule (`is_charted`)."""
    if measure.chart != "xmr" or measure.unit != "rate":
        return measure.chart
    until = min(asked.until, asked.at.astimezone(asked.zone).date())
    over = [point for point in points if point.month < f"{until:%Y-%m}"]
    return "t" if is_rare(over or points) else "xmr"


def chart_of(
    kind: ChartKind, measure: Measure, points: Sequence[Point], gaps: Sequence[Gap], changes: Sequence[StepChange],
    seen_from: str,
) -> Chart:  # fmt: skip
    """The chart of this kind: of rare events the days between them. `seen_from`: the first month that is shown of
    it."""
    if kind == "xmr":
        return xmr(points, changes, shares=measure.unit == "share", seen_from=seen_from)
    if kind == "run":
        return run_chart(points, changes, shares=measure.unit == "share", seen_from=seen_from)
    if kind == "t":
        return t_chart(gaps, changes, seen_from=seen_from)
    return UNCHARTED


def _held(measure: Measure, cases: Sequence[Case], window: Window) -> list[Case]:
    """Those that belong to a window; of those that belong to it by their start what has begun when it is read."""
    if measure.by_overlap:
        return _reaching_into(cases, window)
    begins, ends, at = window.begins, window.ends, window.at
    return [each for each in cases if begins <= each.starts_at < ends and each.starts_at <= at]


def _reaching_into(cases: Sequence[Case], window: Window) -> list[Case]:
    begins, ends = window.begins, window.ends
    return [x for x in cases if x.starts_at < ends and (x.stops_at is None or x.stops_at > begins)]


def _points(measure: Measure, cases: Sequence[Case], counted: Counted, asked: Inquiry) -> list[Point]:
    """A point for each month on record, up to the last one that is asked for; of shares without a value where a month
    has too few."""
    first = min(map(_START, cases), default=asked.window.begins)
    names, windows = zip(*asked.months_since(first), strict=True)
    parts = cases_by_window(measure, cases, windows)
    tallies = [
        measure.sums(part, counted.stretches_in(window, asked), window)
        for part, window in zip(parts, windows, strict=True)
    ]
    return [Point(name, tally.n, tally.d, value_of(measure, tally)) for name, tally in zip(names, tallies, strict=True)]


def _groups(measure: Measure, cases: Sequence[Case], stretches: Sequence[Case], asked: Inquiry) -> list[Values]:
    """Each group with its own figure, by its name, never by its size; of a share with the limits within which teams
    differ by chance alone."""
    parts: dict[str, tuple[list[Case], list[Case]]] = {}
    for number, told in enumerate((cases, stretches)):
        for case in told:
            parts.setdefault(asked.group_of(case), ([], []))[number].append(case)
    tallies = {key: measure.sums(own, of_them, asked.window) for key, (own, of_them) in sorted(parts.items())}
    counts = {key: (tally.n, tally.d) for key, tally in tallies.items()}
    around = funnel(counts) if measure.unit == "share" and not measure.in_days else {}
    return [_group(asked.by or "", key, tally, around.get(key), measure) for key, tally in tallies.items()]


def _group(by: str, key: str, tally: Tally, around: Any, measure: Measure) -> Values:
    limits = {name: getattr(around, name, None) for name in ("low95", "high95", "low998", "high998")}
    told = share(tally.n, tally.d) if measure.unit == "share" else None
    return {"by": by, "key": key or None, "n": tally.n, "d": tally.d, "share": told, **limits}


def counts_by_month(figure: Figure, counted: Counted, asked: Inquiry) -> dict[tuple[str, str], tuple[int, int]]:
    """N and d of each group that `asked` names, in each month of its period, by (group, month); "" is all of them, as
    this figure of the same period says them."""
    measure, (names, windows) = figure.measure, zip(*asked.months(), strict=True)
    apart: dict[str, tuple[list[Case], list[Case]]] = {}
    for number, told in enumerate((counted.by_measure.get(measure.key, ()), counted.stretches)):
        for case in asked.only_about(told):
            apart.setdefault(asked.group_of(case), ([], []))[number].append(case)
    found = {("", each.month): (each.n, each.d) for each in figure.points}
    found["", ""] = figure.tally.n, figure.tally.d
    for key, (cases, stretches) in sorted(apart.items()):
        parts = [_held(measure, cases, asked.window), *cases_by_window(measure, cases, windows)]
        for name, part, window in zip(("", *names), parts, (asked.window, *windows), strict=True):
            tally = measure.sums(part, _reaching_into(stretches, window), window)
            found[key or NOT_SAID, name] = tally.n, tally.d
    return found


def notes_drawn(figure: Figure, counted: Counted, seed: int) -> Values:
    """Which notes are to be read behind a figure (measures.md, rule 9): of all entries of its cases, of those that are
    left out too, the first by SHA-256 of `seed:id`. The same entries and seed give the same five anywhere."""
    ids = {id for case in figure.cases if case.person in counted.refs for id in case.entries}
    return {"seed": seed, "of": len(ids), "entries": draw(ids, NOTES_READ, seed)}


def figure_as_json(
    figure: Figure, counted: Counted, asked: Inquiry, *, with_cases: bool, seed: int = SEED
) -> Values:  # fmt: skip
    """What `measures --json` says of one measure; every key is always there. With its cases also which notes are to be
    read behind it."""
    measure, tally, signal = figure.measure, figure.tally, figure.chart.signal
    in_it = tally.d if measure.unit == "share" else tally.n
    return {
        "key": measure.key,
        "title": measure.title,
        "definition": measure.definition,
        "unit": measure.unit,
        "chart": figure.kind,
        "n": tally.n,
        "d": tally.d,
        "share": share(tally.n, tally.d) if measure.unit == "share" else None,
        "value": tally.value,
        "median": median(tally.seconds) if measure.is_timed else None,
        "p90": ninetieth(tally.seconds) if measure.is_timed else None,
        "not_ripe": tally.not_ripe,
        "left_out": dict(sorted(tally.left_out.items())),
        "late_share": tally.late / in_it if in_it else None,
        "more": tally.more,
        "guards": list(measure.guards),
        "for_whom": measure.for_whom,
        "points": [{"month": each.month, "n": each.n, "d": each.d, "value": each.value} for each in figure.points],
        "gaps": [{"ended": each.ended, "days": each.days} for each in figure.gaps],
        "limits": _lines(figure.chart.limits),
        "stretches": [_lines(each) | {"since": each.since, "reason": each.reason} for each in figure.chart.stretches],
        "signal": {
            "kind": signal.kind, "direction": signal.direction, "since": signal.since, "words": signal.words,
        },
        "notes": [note_as_json(each) for each in counted.notes.get(measure.key, ())],
        "groups": figure.groups,
        "breakdowns": [breakdown_as_json(each) for each in figure.breakdowns],
        "cases": [case_as_json(each, counted.refs, asked, measure) for each in figure.cases] if with_cases else [],
        "notes_to_read": notes_drawn(figure, counted, seed) if with_cases else None,
    }  # fmt: skip


def _lines(limits: Limits) -> Values:
    return {name: getattr(limits, name) for name in ("mean", "low", "high", "state", "median")}


def note_as_json(note: SignalNote) -> Values:
    """What was noted, and on which month; `by` a worker's id."""
    said = {"month": note.month, "team": note.team, "found": note.found, "do": note.do}
    return {**said, "step_change": note.step_change, "by": note.by, "entry": note.id}


def case_as_json(case: Case, refs: Mapping[str, str], asked: Inquiry, measure: Measure) -> Values:
    """One case; moments in the service's zone."""
    is_counted = measure.counts(case, asked.window) if measure.counts is not None else case.counted

    def local(moment: datetime | None) -> str | None:
        return moment.astimezone(asked.zone).isoformat() if moment is not None else None

    return {
        "person": case.person,
        "ref": refs.get(case.person),
        "starts_at": local(case.starts_at),
        "stops_at": local(case.stops_at),
        "due_at": local(case.due_at),
        "counted": is_counted and case.excluded is None and case.is_ripe(asked.at),
        "left_out": case.excluded,
        "ripe": case.is_ripe(asked.at),
        "late": case.is_late,
        "disputed": case.is_disputed,
        "entries": list(case.entries),
    }
