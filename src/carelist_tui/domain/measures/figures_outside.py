"""What of an answer leaves the service: no small number, and nothing by which one could be told (measures.md, 7)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from carelist_tui.domain.measures.breakdowns_outside import breakdowns_that_leave
from carelist_tui.domain.measures.charts.hidden import (
    SMALL,
    Count,
    Sum,
    hidden_cells,
    lines_tell,
    sums_of_margins,
    sums_of_table,
)
from carelist_tui.domain.measures.charts.signals import Point
from carelist_tui.domain.measures.figure import NOT_SAID, Counted, Figure, counts_by_month
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure import BY_AREA

Values = dict[str, Any]
Cell = tuple[str, str]
"""Of which group and in which month; "" is all of them."""
DAY_SAID = re.compile(r"\bon \d+ (?=[A-Z][a-z]+ \d{4})")
"""The day of a rare event in the words of a signal: `on 3 Feb 2026`."""
WHOLE = ("", "")
"""The cell of the whole period and everybody."""


def answer_that_leaves(
    answer: Mapping[str, Any], hidden: Mapping[str, Collection[Cell]] = MappingProxyType({})
) -> Values:
    """The answer of `measures --json` as it may leave: without the people behind it, and without what says a worker's
    name. `hidden`: by measure the cells that another answer would tell (`hidden_among_teams`)."""
    told = [each for each in answer["measures"] if each["for_whom"] == "everybody"]
    return {**answer, "measures": [figure_that_leaves(each, hidden.get(each["key"], ())) for each in told]}


def hidden_among_teams(figure: Figure, counted: Counted, asked: Inquiry) -> set[Cell]:
    """Which cells don't leave, so that no small number is told by the answers about all teams, by team, and about each
    team alone of the same period, laid side by side: what is a total of what is the table of all teams by months.
    `figure` and `counted` are of all teams; given are the cells of what is `asked`, of one team as if it were all."""
    is_share = figure.measure.unit == "share"
    told = counts_by_month(figure, counted, replace(asked, by="team", team=None))
    cells = {key: Count(n, d if is_share else n) for key, (n, d) in told.items()}
    sums = sums_of_table(*(sorted({key[place] for key in cells} - {""}) for place in range(2)))
    hidden = hidden_cells(cells, _adding_up(cells, sums))
    if asked.by == "team" and asked.team is None:
        return {*hidden}
    return {("", month) for team, month in hidden if team == (asked.team or "")}


def figure_that_leaves(figure: Mapping[str, Any], also: Collection[Cell] = ()) -> Values:
    """One measure: cells of 1 to 4 hidden, and a second one where a total would tell; what is made of a hidden number
    (median, limits) does not leave either. Of rare events no day is told: each is that of one event. `also`: cells
    (group, month) that are hidden in any case."""
    is_share = figure["unit"] == "share"
    months, groups = (
        {each[name] or NOT_SAID: each for each in figure[of]} for of, name in (("points", "month"), ("groups", "key"))
    )
    cells = {WHOLE: _count(figure, is_share)}
    cells |= {("", month): _count(each, is_share) for month, each in months.items()}
    cells |= {(group, ""): _count(each, is_share) for group, each in groups.items()}
    sums = _adding_up(cells, sums_of_margins([*groups], [*months]))
    hidden = hidden_cells(cells, sums, {*also} & cells.keys())
    told = [Point(each["month"], each["n"], each["d"], each["value"]) for each in figure["points"]]
    breakdowns, told_by_them = breakdowns_that_leave(figure, is_hidden=WHOLE in hidden)
    shown, hidden_months = _without_days(figure), [month for _, month in hidden if month]
    if lines_tell(told, hidden_months) or (figure["chart"] == "t" and hidden_months):
        shown |= {"limits": dict.fromkeys(figure["limits"]) | {"state": "none"}, "stretches": []}
    if WHOLE in hidden:
        shown |= {"median": None, "p90": None, "late_share": None, "value": None}
    return {
        **shown,
        **_cell(figure, is_share, WHOLE in hidden),
        "points": [each | _cell(each, is_share, ("", month) in hidden) for month, each in months.items()],
        "groups": [each | _cell(each, is_share, (group, "") in hidden) for group, each in groups.items()],
        "not_ripe": _alone(figure["not_ripe"]),
        "left_out": {reason: _alone(count) for reason, count in figure["left_out"].items()},
        "more": _beside(figure["more"]) | dict.fromkeys(what for what in figure["more"] if what in told_by_them),
        "breakdowns": breakdowns if not groups else [],
        "gaps": [],
        "cases": [],
        "notes_to_read": None,
    }


def _without_days(figure: Mapping[str, Any]) -> Values:
    """The figure with months where its chart, of rare events, says the day of one."""
    signal = {**figure["signal"], "since": _month(figure["signal"]["since"])}
    signal["words"] = DAY_SAID.sub("in ", signal["words"])
    return {
        **figure, "signal": signal,
        "stretches": [each | {"since": _month(each["since"])} for each in figure["stretches"]],
    }  # fmt: skip


def _month(label: str | None) -> str | None:
    return label[:7] if label else label


def _count(told: Mapping[str, Any], is_share: bool) -> Count:
    """Of a share n of d; of anything else how many, since its denominator is no number of people."""
    return Count(told["n"], told["d"] if is_share else told["n"])


def _adding_up(cells: Mapping[Cell, Count], sums: Iterable[Sum[Cell]]) -> list[Sum[Cell]]:
    """Which totals stand beside what they are totals of: what is counted as at a moment is no total of its months."""
    return [
        each
        for each in sums
        if sum(cells[member].n for member in each.members) == cells[each.total].n
        and sum(cells[member].d for member in each.members) == cells[each.total].d
    ]


def _cell(told: Mapping[str, Any], is_share: bool, is_hidden: bool) -> Values:
    if not is_hidden:
        return {"hidden": False}
    names = ("n", "d", "share", "value", "low95", "high95", "low998", "high998")
    return {name: None for name in names if name in told} | {"hidden": True}


def _beside(more: Mapping[str, float]) -> Values:
    """What is said beside it. What stands by area adds up to totals beside it: one that is small hides all of it."""
    told = {what: _alone(count) for what, count in more.items()}
    by_area = [what for what in told if what.startswith(BY_AREA)]
    hides = any(told[what] is None for what in by_area)
    return told | (dict.fromkeys(by_area) if hides else {})


def _alone(count: float) -> float | None:
    return None if count in SMALL else count
