"""Figures as a screen shows them, in words and marks: rows of measures, months, groups, and the people behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.domain.measures.figure_in_words import count_in_words, duration_in_words
from carelist_tui.domain.moments import month_in_short
from carelist_tui.domain.words import moment_in_full

Values = Mapping[str, Any]
MARKS = "▁▂▃▄▅▆▇█"
GAP = "·"
"""A month without a figure: too few, or nothing happened."""
GROUPED_BY = (None, "team", "tier", "source", "zone", "locality")
"""What `b` goes through."""
OUT = ("point", "shift", "trend", "two_of_three")


def marks_of(figure: Values) -> str:
    """A mark a month, as high as its figure: of shares from nothing to all, else to the highest."""
    values = [each["value"] for each in figure["points"]]
    most = 1.0 if figure["unit"] == "share" else max((each for each in values if each is not None), default=0.0)
    return "".join(GAP if each is None else _mark(each, most) for each in values)


def _mark(value: float, most: float) -> str:
    place = int(value / most * len(MARKS)) if most else 0
    return MARKS[max(0, min(place, len(MARKS) - 1))]


def has_signal(figure: Values) -> bool:
    """Whether its months say more than ordinary variation."""
    return figure["signal"]["kind"] in OUT


def short_count(figure: Values) -> str:
    """How many of how many, and the share: `41 of 46  89 %`; of a rate how many, and how many per 100 person-months."""
    if figure["unit"] == "rate":
        value = figure["value"]
        return f"{figure['n']}" + (f"  {value:.1f} / 100 pm" if value is not None else "")
    share = figure["share"]
    told = f"{figure['n']} of {figure['d']}"
    return f"{told}  {share * 100:.0f} %" if share is not None else told


def told_lines(figure: Values) -> Iterator[str]:
    """All that is said of a measure beside its months: in words, what it counts, what stands beside it."""
    yield f"{figure['title']}: {count_in_words(figure)}"
    times = [(word, figure[name]) for word, name in (("half within", "median"), ("nine in ten within", "p90"))]
    told = [f"{word} {duration_in_words(seconds)}" for word, seconds in times if seconds is not None]
    words = figure["signal"]["words"]
    yield ". ".join([*told, words[:1].upper() + words[1:]])
    yield figure["definition"]
    beside = [f"not ripe yet: {figure['not_ripe']}"] if figure["not_ripe"] else []
    beside += [f"left out, {reason}: {count}" for reason, count in figure["left_out"].items()]
    beside += [f"{what}: {count}" for what, count in figure["more"].items()]
    if beside:
        yield "; ".join(beside)


def month_lines(figure: Values) -> Iterator[str]:
    """The table of a chart: a line a month."""
    for point in figure["points"]:
        value = point["value"]
        told = f"{point['n']} of {point['d']}" if figure["unit"] != "rate" else str(point["n"])
        said = "" if value is None else f"  {_value(value, figure)}"
        yield f"{month_in_short(point['month'])}  {told}{said}"


def _value(value: float, figure: Values) -> str:
    return f"{value * 100:.0f} %" if figure["unit"] == "share" else f"{value:.1f}"


def group_lines(figure: Values) -> Iterator[str]:
    """A line a group, by its name: nobody is put above anybody."""
    for group in figure["groups"]:
        counted = short_count({**group, "unit": figure["unit"], "value": None})
        yield f"{group['key'] or 'not said'}: {counted}{_within(group)}"


def _within(group: Values) -> str:
    if group.get("low95") is None or not group["d"]:
        return ""
    value = group["n"] / group["d"]
    if not group["low998"] <= value <= group["high998"]:
        return ", outside the 99.8 % limits: open the cases"
    return ", outside the 95 % limits" if not group["low95"] <= value <= group["high95"] else ", no more than chance"


def case_words(case: Values, name: str, zone: ZoneInfo) -> str:
    """One case in words: who, whether it counted or why not, from when to when, by when it had to be."""

    def when(text: str) -> str:
        return moment_in_full(datetime.fromisoformat(text), zone)

    until = f" to {when(case['stops_at'])}" if case["stops_at"] else ", not yet" if case["ripe"] else ""
    by = f"; due {when(case['due_at'])}" if case["due_at"] else ""
    late = "; recorded late" if case["late"] else ""
    disputed = "; two versions" if case["disputed"] else ""
    return f"{name}  {_state(case)}: {when(case['starts_at'])}{until}{by}{late}{disputed}"


def _state(case: Values) -> str:
    if case["left_out"]:
        return f"left out, {case['left_out']}"
    return "counted" if case["counted"] else "not counted" if case["ripe"] else "not ripe yet"
