"""How a figure breaks down: why, by which step, in which tier, how long; what its row in the table of measures draws
beside the months (measures.md, the column *chart*).

Each is made of the cases that stand in the figure of the whole period. A worker is in none but the strip of who holds
how much, which is for a manager, and for each worker of themself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.charts.averages import SHARE_FROM
from carelist_tui.domain.measures.charts.pareto import pareto
from carelist_tui.domain.measures.measure import Tally, Window, as_at, in_figure, rate_of
from carelist_tui.domain.measures.subjects.contacts import NOT_ASKED
from carelist_tui.domain.measures.subjects.overdue import standing_at

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


Making = Callable[[Ground], Breakdown | None]


def breakdowns_of(key: str, ground: Ground) -> list[Breakdown]:
    """How the figure of a measure breaks down, in the order in which that is shown, without what is empty."""
    made = (making(ground) for making in BREAKDOWNS.get(key, ()))
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

    def made(ground: Ground) -> Breakdown:
        counts = Counter(choice_in_english(each.facts[fact] or none) for each in ground.standing if each.counted)
        rows = (Row(bar.reason, bar.n, None, bar.so_far, more=(prefix + bar.reason,)) for bar in pareto(counts))
        return Breakdown("pareto", title, tuple(rows), "n")

    return made


def _by(title: str, group: Callable[[Case, Window], tuple[Any, str]], *more: str) -> Making:
    """Bars of n of d by (order, label) of each case; `more`: the words that n and d stand by, the label in them."""

    def made(ground: Ground) -> Breakdown:
        n, d = Counter[tuple[Any, str]](), Counter[tuple[Any, str]]()
        for case in ground.standing:
            key = group(case, ground.window)
            d[key] += 1
            n[key] += case.counted
        rows = (
            Row(label, n[order, label], d[order, label], more=tuple(each.format(label) for each in more))
            for order, label in sorted(d)
        )
        return Breakdown("bars", title, tuple(rows), "both")

    return made


def _beside(kind: Kind, title: str, parts_of: PartsOf | None, *words: str) -> Making:
    """Rows of what stands beside the figure by these words: parts of its d as counts, else each so many of d."""

    def made(ground: Ground) -> Breakdown | None:
        of = None if parts_of else ground.tally.d
        counts = ((each, int(ground.tally.more.get(each, 0))) for each in words)
        rows = tuple(Row(each, n, of, more=(each,)) for each, n in counts)
        return Breakdown(kind, title, rows, parts_of) if ground.tally.d else None

    return made


def _called_off(ground: Ground) -> Breakdown:
    prefix = "cancelled "
    counts = {key: int(n) for key, n in ground.tally.more.items() if key.startswith(prefix)}
    return Breakdown(
        "bars", "Called off", tuple(Row(key.removeprefix(prefix), n, more=(key,)) for key, n in counts.items())
    )


def _still_out(ground: Ground) -> Breakdown | None:
    """How many were still out of contact at the end of each day after a contact was missed; of few there is no
    curve."""
    standing, service = ground.standing, ground.window.service
    if len(standing) < SHARE_FROM:
        return None
    took = [(service.day_of(x.stops_at) - service.day_of(x.starts_at)).days for x in standing if x.stops_at is not None]
    rows = (
        Row(f"day {day}", len(standing) - sum(each <= day for each in took), len(standing), value=float(day))
        for day in range(DAYS_OUT + 1)
    )
    return Breakdown("curve", "Still out of contact by the end of each day", tuple(rows))


def _hours(ground: Ground) -> Breakdown:
    """Each case by the day on which it began: the hours until it was answered; who was not has no dot."""
    answered = (each for each in ground.standing if each.stops_at is not None)
    told = sorted(answered, key=lambda each: (each.starts_at, each.stops_at))
    rows = (
        Row(f"{ground.window.service.day_of(x.starts_at)}", value=(x.stops_at - x.starts_at).total_seconds() / HOUR)
        for x in told
        if x.stops_at is not None
    )
    return Breakdown("dots", "Hours until somebody tried", tuple(rows))


def _steps(ground: Ground) -> Breakdown | None:
    """Bars by step, the step that is owed soonest first."""
    soonest: dict[str, float] = {}
    for case in ground.standing:
        if case.due_at is not None:
            wait, title = (case.due_at - case.starts_at).total_seconds(), case.facts["title"]
            soonest[title] = min(wait, soonest.get(title, wait))
    return _by("By step", lambda case, _: (soonest.get(case.facts["title"], 0.0), case.facts["title"]))(ground)


def _weekday(case: Case, window: Window) -> tuple[Any, str]:
    day: date = window.service.day_of(case.due_at or case.starts_at)
    return day.weekday(), WEEKDAYS[day.weekday()]


def _rates_by_tier(ground: Ground) -> Breakdown | None:
    """So many for every 100 person-months in each tier: in a lighter tier nobody is safer for it."""
    tiers = sorted({each.place.tier or "" for each in (*ground.stretches, *ground.standing)})
    if len(tiers) < 2:
        return None
    rows = []
    for tier in tiers:
        own = [
            [each for each in cases if (each.place.tier or "") == tier] for cases in (ground.cases, ground.stretches)
        ]
        tally = rate_of(own[0], own[1], ground.window)
        rows.append(Row(tier or NOT_SAID, tally.n, tally.d, value=tally.value))
    return Breakdown("bars", "By tier, for every 100 person-months", tuple(rows), "n")


def _where_they_stand(counted: str, others: Sequence[str], *apart: str) -> Making:
    """One bar: those that are counted, and the others by the words by which they stand beside the figure. `apart`: of
    whom that is not known, who are in neither."""

    def made(ground: Ground) -> Breakdown | None:
        more = ground.tally.more
        rows = [Row(each, int(more.get(each, 0)), more=(each,), apart=each in apart) for each in (*others, *apart)]
        is_any = ground.tally.d or any(row.n for row in rows)
        return Breakdown("stacked", "Where they stand", (Row(counted, ground.tally.n), *rows), "d") if is_any else None

    return made


def _moved(ground: Ground) -> Breakdown:
    """From the baseline to where each stands now, by area."""
    known = [
        each
        for each in as_at(ground.cases, ground.window)
        if each.excluded is None and each.facts.get("now") is not None
    ]
    rows = (
        Row(choice_in_english(x.facts["area"]), value=x.facts["now"], before=x.facts["baseline"], aim=x.facts["aim"])
        for x in sorted(
            known, key=lambda each: (each.facts["area"], each.facts["baseline"], each.starts_at, each.person)
        )
    )
    return Breakdown("arrows", "From where they began to now", tuple(rows))


def _before_and_after(ground: Ground) -> Breakdown | None:
    key, d = "missed in the 42 days before", ground.tally.d
    rows = (Row("in the 42 days before", int(ground.tally.more.get(key, 0)), d, more=(key,)),
            Row("in the 42 days after", ground.tally.n, d))  # fmt: skip
    return Breakdown("paired", "Missed before and after", rows) if d else None


def _first_contact(ground: Ground) -> Breakdown | None:
    ways = ("in time", "late or never")
    words = [(f"first contact {way}: in cadence", f"first contact {way}: people") for way in ways]
    rows = (Row(f"first contact {way}", int(ground.tally.more.get(n, 0)), int(ground.tally.more.get(d, 0)), more=(n, d))
            for way, (n, d) in zip(ways, words, strict=True))  # fmt: skip
    return Breakdown("bars", "By first contact", tuple(rows), "both") if ground.tally.d else None


def _weights(ground: Ground) -> Breakdown:
    """The contacts a week that each worker's people are owed, by the worker's id: a face puts them by name, never by
    size."""
    people, hundredths = Counter[str](), Counter[str]()
    for case in standing_at(ground.cases, ground.window.at) if ground.window.holds(ground.window.at) else ():
        if "hundredths" in case.facts:
            people[case.place.worker or ""] += 1
            hundredths[case.place.worker or ""] += case.facts["hundredths"]
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
    "first_response": (_hours,),
    "re_engaged_28": (_still_out,),
    "steps_on_time": (_steps, _by("By the weekday on which they fell due", _weekday)),
    "missed_rate": (
        _reasons("Why they were missed", "reason", NOT_ASKED, "reason: "),
        _called_off,
        _by("By kind of contact", _contact, "{}: missed", "{}: kept or missed"),
    ),
    "no_contact_7": (_reasons("What lay at the root of it", "root_cause", "not_said", "root cause: "),),
    "escalations_closed": (_by("By route", _route),),
    "crisis_rate": (_rates_by_tier,),
    "handover_safe": (_beside("bars", "What makes a handover safe", None, *_SAFE),),
    "in_cadence_90": (_first_contact,),
    "after_worker_change": (_before_and_after,),
    "plans_owned": (
        _beside("stacked", "Agreed with them", "d", *_AGREED),
        _beside("bars", "Theirs, and in date", None, "in their own words", "in date"),
    ),
    "indicators": (_where_they_stand("towards their aim", ("held", "away"), "not known"), _moved),
    "instruments": (_where_they_stand("better", ("the same", "worse")),),
    "caseload_balance": (_weights,),
}
"""What is drawn beside the months of a measure, by its key."""
