"""How a figure breaks down: why, by which step, in which tier, how long; what its row in the table of measures draws
beside the months (measures.md, the column *chart*).

Each is made of the cases that stand in the figure of the whole period, which are counted by what it asks of them:
those counts add up over months, so that they can be kept (`month_sums.py`). A worker is in none but the strip of who
holds how much, which is for a manager, and for each worker of themself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import itemgetter
from typing import Any, Literal

from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.charts.averages import SHARE_FROM
from carelist_tui.domain.measures.charts.pareto import pareto
from carelist_tui.domain.measures.measure import Tally, Window, as_at, in_figure, rate_of, rate_over
from carelist_tui.domain.measures.subjects.contacts import NOT_ASKED
from carelist_tui.domain.measures.subjects.overdue import standing_at
from carelist_tui.domain.moments import sortable

Kind = Literal["pareto", "bars", "stacked", "paired", "curve", "dots", "arrows", "strip"]
PartsOf = Literal["n", "d", "both"]
OF_ONE_PERSON: tuple[Kind, ...] = ("dots", "arrows", "strip")
"""Each row is of one person, or of one worker: none of it ever leaves."""
DAYS_OUT = 28
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOUR = 3600
NOT_SAID = "not said"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a count `n`, where `d` is there of so many. `so_far`: it and all before it. `value`: where it stands, or
    what is drawn of it, where that is not n; `before` and `aim`: from where, and to where, somebody wants to come.
    `more`: by which words its n, then its d, stand beside the figure. `apart`: it is no part of what the others are."""

    label: str
    n: int | None = None
    d: int | None = None
    so_far: int | None = None
    value: float | None = None
    before: float | None = None
    aim: float | None = None
    more: tuple[str, ...] = ()
    apart: bool = False


_ROW = tuple(each.name for each in fields(Row))


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Rows under a title. `parts_of`: what the rows are parts of, each case in one: the figure's n, its d, or both; of
    nothing where they overlap."""

    kind: Kind
    title: str
    rows: tuple[Row, ...]
    parts_of: PartsOf | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a breakdown is made of: the figure, all cases of its period, those of time on the caseload, the window."""

    tally: Tally
    cases: Sequence[Case]
    stretches: Sequence[Case]
    window: Window

    @property
    def standing(self) -> list[Case]:
        """The cases that stand in the figure."""
        return list(in_figure(self.cases, self.window, Tally()))


Counts = Counter[tuple[Any, ...]]
"""How many cases there are of each kind that a breakdown tells apart."""


@dataclass(frozen=True, slots=True)
class Making:
    """`drawn`: from counts and the figure to the breakdown. `counts`: of the cases of a window, by what is asked of
    them: they add up over windows that follow each other; where it is `as_at` one moment, those of the last hold."""

    drawn: Callable[[Counts, Tally], Breakdown | None]
    counts: Callable[[Ground], Counts] = lambda _: Counter()
    as_at: bool = False


def breakdowns_of(key: str, ground: Ground) -> list[Breakdown]:
    """How the figure of a measure breaks down, in the order in which that is shown, without what is empty."""
    return breakdowns_drawn(key, counts_of(key, ground), ground.tally)


def counts_of(key: str, ground: Ground) -> list[Counts]:
    """What each breakdown of a measure is drawn from."""
    return [making.counts(ground) for making in BREAKDOWNS.get(key, ())]


def counts_together(key: str, of_months: Sequence[Sequence[Counts]]) -> list[Counts]:
    """The same of months that follow each other, of whose cases these are the counts."""
    makings = BREAKDOWNS.get(key, ())
    return [_together(making, [each[place] for each in of_months]) for place, making in enumerate(makings)]


def _together(making: Making, of_months: Sequence[Counts]) -> Counts:
    total: Counts = Counter()
    for each in of_months[-1:] if making.as_at else of_months:
        total.update(each)
    return total


def breakdowns_drawn(key: str, counts: Sequence[Counts], tally: Tally) -> list[Breakdown]:
    """The breakdowns of these counts beside this figure, without what is empty."""
    made = (making.drawn(each, tally) for making, each in zip(BREAKDOWNS.get(key, ()), counts, strict=True))
    return [each for each in made if each is not None and each.rows]


def breakdown_as_json(breakdown: Breakdown) -> dict[str, Any]:
    """What `measures --json` says of it; a row has the keys that it fills."""
    return {
        "kind": breakdown.kind,
        "title": breakdown.title,
        "parts_of": breakdown.parts_of,
        "rows": [
            {
                name: list(value) if name == "more" else value
                for name in _ROW  # one by one: `asdict` copies each value, and dots are as many as cases
                if _is_said(value := getattr(row, name))
            }
            for row in breakdown.rows
        ],
    }


def _is_said(value: object) -> bool:
    return value is not None and value is not False and value != ()


def _reasons(title: str, fact: str, none: str, prefix: str) -> Making:
    """A Pareto of one fact of the cases that are counted."""

    def counted(ground: Ground) -> Counts:
        return Counter((choice_in_english(each.facts[fact] or none),) for each in ground.standing if each.counted)

    def drawn(counts: Counts, _: Tally) -> Breakdown:
        bars = pareto({reason: n for (reason,), n in counts.items()})
        rows = (Row(bar.reason, bar.n, None, bar.so_far, more=(prefix + bar.reason,)) for bar in bars)
        return Breakdown("pareto", title, tuple(rows), "n")

    return Making(drawn, counted)


def _by(title: str, group: Callable[[Case, Window], tuple[Any, str]], *more: str) -> Making:
    """Bars of n of d by (order, label) of each case; `more`: the words that n and d stand by, the label in them."""

    def counted(ground: Ground) -> Counts:
        return Counter((*group(case, ground.window), case.counted) for case in ground.standing)

    return Making(lambda counts, _: _bars(title, counts, *more), counted)


def _bars(title: str, counts: Counts, *more: str) -> Breakdown:
    """By (order, label, whether it is counted)."""
    n, d = Counter[tuple[Any, str]](), Counter[tuple[Any, str]]()
    for (order, label, is_counted), times in counts.items():
        d[order, label] += times
        n[order, label] += times if is_counted else 0
    rows = (
        Row(label, n[order, label], d[order, label], more=tuple(each.format(label) for each in more))
        for order, label in sorted(d)
    )
    return Breakdown("bars", title, tuple(rows), "both")


def _beside(kind: Kind, title: str, parts_of: PartsOf | None, *words: str) -> Making:
    """Rows of what stands beside the figure by these words: parts of its d as counts, else each so many of d."""

    def drawn(_: Counts, tally: Tally) -> Breakdown | None:
        of = None if parts_of else tally.d
        counts = ((each, int(tally.more.get(each, 0))) for each in words)
        rows = tuple(Row(each, n, of, more=(each,)) for each, n in counts)
        return Breakdown(kind, title, rows, parts_of) if tally.d else None

    return Making(drawn)


def _called_off(_: Counts, tally: Tally) -> Breakdown:
    prefix = "cancelled "
    counts = {key: int(n) for key, n in tally.more.items() if key.startswith(prefix)}
    return Breakdown(
        "bars", "Called off", tuple(Row(key.removeprefix(prefix), n, more=(key,)) for key, n in counts.items())
    )


def _days_out(ground: Ground) -> Counts:
    """By how many days they were out of contact; None where they still are."""
    day_of = ground.window.service.day_of
    return Counter(
        ((day_of(case.stops_at) - day_of(case.starts_at)).days if case.stops_at is not None else None,)
        for case in ground.standing
    )


def _still_out(counts: Counts, _: Tally) -> Breakdown | None:
    """How many were still out of contact at the end of each day after a contact was missed; of few there is no
    curve."""
    standing = counts.total()
    if standing < SHARE_FROM:
        return None
    met = [
        sum(times for (took,), times in counts.items() if took is not None and took <= day)
        for day in range(DAYS_OUT + 1)
    ]
    rows = (Row(f"day {day}", standing - number, standing, value=float(day)) for day, number in enumerate(met))
    return Breakdown("curve", "Still out of contact by the end of each day", tuple(rows))


def _answered(ground: Ground) -> Counts:
    """Those that were answered, by (the day on which it began, when it began, seconds until it was answered)."""
    day_of = ground.window.service.day_of
    return Counter(
        (f"{day_of(x.starts_at)}", sortable(x.starts_at), (x.stops_at - x.starts_at).total_seconds())
        for x in ground.standing
        if x.stops_at is not None
    )


def _hours(counts: Counts, _: Tally) -> Breakdown:
    """Each case by the day on which it began: the hours until it was answered; who was not has no dot."""
    told = sorted(counts.elements(), key=itemgetter(1, 2))
    return Breakdown("dots", "Hours until somebody tried", tuple(Row(day, value=took / HOUR) for day, _, took in told))


def _waits(ground: Ground) -> Counts:
    """By (the step, seconds until it was due, whether it is counted)."""
    return Counter((x.facts["title"], _wait(x), x.counted) for x in ground.standing)


def _wait(case: Case) -> float | None:
    return (case.due_at - case.starts_at).total_seconds() if case.due_at is not None else None


def _steps(counts: Counts, _: Tally) -> Breakdown | None:
    """Bars by step, the step that is owed soonest first."""
    soonest: dict[str, float] = {}
    for title, wait, _counted in counts:
        if wait is not None:
            soonest[title] = min(wait, soonest.get(title, wait))
    by_step: Counts = Counter()
    for (title, _wait_of, is_counted), times in counts.items():
        by_step[soonest.get(title, 0.0), title, is_counted] += times
    return _bars("By step", by_step)


def _weekday(case: Case, window: Window) -> tuple[Any, str]:
    day: date = window.service.day_of(case.due_at or case.starts_at)
    return day.weekday(), WEEKDAYS[day.weekday()]


def _in_tiers(ground: Ground) -> Counts:
    """By (tier, whether it is of time): how many there were, and microseconds that people were there."""
    counts: Counts = Counter()
    for tier in sorted({each.place.tier or "" for each in (*ground.stretches, *ground.standing)}):
        own = [
            [each for each in cases if (each.place.tier or "") == tier] for cases in (ground.cases, ground.stretches)
        ]
        tally = rate_of(own[0], own[1], ground.window)
        counts.update({(tier, False): tally.n, (tier, True): tally.kept})
    return counts


def _rates_by_tier(counts: Counts, _: Tally) -> Breakdown | None:
    """So many for every 100 person-months in each tier: in a lighter tier nobody is safer for it."""
    tiers = sorted({tier for tier, _ in counts})
    if len(tiers) < 2:
        return None
    told = [(tier, counts[tier, False], *rate_over(counts[tier, False], counts[tier, True])) for tier in tiers]
    rows = tuple(Row(tier or NOT_SAID, n, d, value=rate) for tier, n, d, rate in told)
    return Breakdown("bars", "By tier, for every 100 person-months", rows, "n")


def _where_they_stand(counted: str, others: Sequence[str], *apart: str) -> Making:
    """One bar: those that are counted, and the others by the words by which they stand beside the figure. `apart`: of
    whom that is not known, who are in neither."""

    def drawn(_: Counts, tally: Tally) -> Breakdown | None:
        more = tally.more
        rows = [Row(each, int(more.get(each, 0)), more=(each,), apart=each in apart) for each in (*others, *apart)]
        is_any = tally.d or any(row.n for row in rows)
        return Breakdown("stacked", "Where they stand", (Row(counted, tally.n), *rows), "d") if is_any else None

    return Making(drawn)


def _standing_now(ground: Ground) -> Counts:
    """By (area, from where, since when, whose, where it stands, to where)."""
    known = (x for x in as_at(ground.cases, ground.window) if x.excluded is None and x.facts.get("now") is not None)
    return Counter(
        (x.facts["area"], x.facts["baseline"], sortable(x.starts_at), x.person, x.facts["now"], x.facts["aim"])
        for x in known
    )


def _moved(counts: Counts, _: Tally) -> Breakdown:
    """From the baseline to where each stands now, by area."""
    rows = (
        Row(choice_in_english(area), value=now, before=before, aim=aim)
        for area, before, _since, _whose, now, aim in sorted(counts.elements())
    )
    return Breakdown("arrows", "From where they began to now", tuple(rows))


def _before_and_after(_: Counts, tally: Tally) -> Breakdown | None:
    key, d = "missed in the 42 days before", tally.d
    rows = (Row("in the 42 days before", int(tally.more.get(key, 0)), d, more=(key,)),
            Row("in the 42 days after", tally.n, d))  # fmt: skip
    return Breakdown("paired", "Missed before and after", rows) if d else None


def _first_contact(_: Counts, tally: Tally) -> Breakdown | None:
    ways = ("in time", "late or never")
    words = [(f"first contact {way}: in cadence", f"first contact {way}: people") for way in ways]
    rows = (Row(f"first contact {way}", int(tally.more.get(n, 0)), int(tally.more.get(d, 0)), more=(n, d))
            for way, (n, d) in zip(ways, words, strict=True))  # fmt: skip
    return Breakdown("bars", "By first contact", tuple(rows), "both") if tally.d else None


def _held_now(ground: Ground) -> Counts:
    """By (whose they are, hundredths of a contact a week)."""
    standing = standing_at(ground.cases, ground.window.at) if ground.window.holds(ground.window.at) else ()
    return Counter((x.place.worker or "", x.facts["hundredths"]) for x in standing if "hundredths" in x.facts)


def _weights(counts: Counts, _: Tally) -> Breakdown:
    """The contacts a week that each worker's people are owed, by the worker's id: a face puts them by name, never by
    size."""
    people, hundredths = Counter[str](), Counter[str]()
    for (worker, each), times in counts.items():
        people[worker] += times
        hundredths[worker] += times * each
    rows = (Row(worker, people[worker], value=hundredths[worker] / 100) for worker in sorted(people))
    return Breakdown("strip", "Contacts a week that each worker's people are owed", tuple(rows))


def _route(case: Case, _: Window) -> tuple[Any, str]:
    return "", choice_in_english(case.facts["route"])


def _contact(case: Case, _: Window) -> tuple[Any, str]:
    return "", choice_in_english(case.facts["kind"])


_AGREED = ("agreed", "agreed in part", "not agreed", "no plan")
_SAFE = (
    "accepted in time", "first contact on its day", "checklist and call done", "no crisis or incident in 14 days",
)  # fmt: skip
BREAKDOWNS: Mapping[str, Sequence[Making]] = {
    "first_response": (Making(_hours, _answered),),
    "re_engaged_28": (Making(_still_out, _days_out),),
    "steps_on_time": (Making(_steps, _waits), _by("By the weekday on which they fell due", _weekday)),
    "missed_rate": (
        _reasons("Why they were missed", "reason", NOT_ASKED, "reason: "),
        Making(_called_off),
        _by("By kind of contact", _contact, "{}: missed", "{}: kept or missed"),
    ),
    "no_contact_7": (_reasons("What lay at the root of it", "root_cause", "not_said", "root cause: "),),
    "escalations_closed": (_by("By route", _route),),
    "crisis_rate": (Making(_rates_by_tier, _in_tiers),),
    "handover_safe": (_beside("bars", "What makes a handover safe", None, *_SAFE),),
    "in_cadence_90": (Making(_first_contact),),
    "after_worker_change": (Making(_before_and_after),),
    "plans_owned": (
        _beside("stacked", "Agreed with them", "d", *_AGREED),
        _beside("bars", "Theirs, and in date", None, "in their own words", "in date"),
    ),
    "indicators": (
        _where_they_stand("towards their aim", ("held", "away"), "not known"),
        Making(_moved, _standing_now, as_at=True),
    ),
    "instruments": (_where_they_stand("better", ("the same", "worse")),),
    "caseload_balance": (Making(_weights, _held_now, as_at=True),),
}
"""What is drawn beside the months of a measure, by its key."""
