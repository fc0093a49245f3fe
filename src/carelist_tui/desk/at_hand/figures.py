"""Figures as a list shows them, in words and marks: a row a measure, a line a group, and the people behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.measures.figure_in_words import percent, percent_in_short
from carelist_tui.domain.moments import day_in_words, month_in_words
from carelist_tui.domain.words import day_in_full, moment_in_full

Values = Mapping[str, Any]
MARKS = "▁▂▃▄▅▆▇█"
GAP = "·"
"""A month without a figure: too few, or nothing happened."""
UNCHARTED = ("bars", "list", "table")
"""Charts of which there is none over time."""
OUT = ("point", "shift", "trend", "two_of_three")
CODED = ("tier", "zone", "source")
"""Groups whose keys are codes: others are called as a team calls them."""
PER = tr("a month per 100 people")
"""What a rate is of: so many for every 100 months that somebody was on the caseload."""
OPEN_THE_CASES = tr("; open the cases")
SHORTER = (
    (tr(" than ordinary:"), ":"), (tr(" the limits "), tr(" limits ")), (tr("no more than ordinary"), tr("ordinary")),
    (tr(" (trial limits)"), tr(", trial limits")),
)  # fmt: skip
"""How the words of a signal are said on a row."""


def marks_of(figure: Values) -> str:
    """A mark a month, as high as its figure: of shares from nothing to all, else to the highest; of rare events how
    many there were."""
    rare = figure["chart"] == "t"
    values = [float(each["n"]) if rare else each["value"] for each in figure["points"]]
    is_share = figure["unit"] == "share" and not rare
    most = 1.0 if is_share else max((each for each in values if each is not None), default=0.0)
    return "".join(GAP if each is None else _mark(each, most) for each in values)


def _mark(value: float, most: float) -> str:
    place = int(value / most * len(MARKS)) if most else 0
    return MARKS[max(0, min(place, len(MARKS) - 1))]


def has_signal(figure: Values) -> bool:
    """Whether its months say more than ordinary variation."""
    return figure["signal"]["kind"] in OUT


def signal_in_short(figure: Values, *, is_narrow: bool) -> str:
    """What its months say, for a row: `higher: 7 months running`, or where there is little room `higher`."""
    signal, is_out = figure["signal"], has_signal(figure)
    if is_narrow:
        goes = {"higher": "rising", "lower": "falling"} if signal["kind"] == "trend" else {}
        return in_plain_words(goes.get(signal["direction"], signal["direction"])) if is_out else ""
    words = signal["words"].removesuffix(OPEN_THE_CASES)
    for long, short in SHORTER:
        words = words.replace(long, short)
    return "" if signal["kind"] == "none" else str(words)


def short_count(figure: Values) -> str:
    """How many of how many, and the share: `41 of 46  89 %`; of a rate how many a month for every 100 people; of days
    the median."""
    unit, value = figure["unit"], figure.get("value")
    if unit == "rate":
        return tr("{value:.1f} a month per 100", value=value) if value is not None else str(figure["n"])
    if unit == "days":
        return (
            tr("{value:.0f} days", value=value) if value is not None else tr("{n} of {d}", n=figure["n"], d=figure["d"])
        )
    told = tr("{n} of {d}", n=figure["n"], d=figure["d"])
    if figure["share"] is None:
        return told
    return f"{told}  {percent_in_short(figure['share'])}"


def month_label(month: str) -> str:
    """`2026-03`, or a day of it, as `Mar 2026`: with two letters it would be a day."""
    return month_in_words(month[:7])


def value_in_words(value: float, unit: str) -> str:
    """One figure of a chart: `89 %`, `3.3 a month per 100 people`, `12 days`, `7`."""
    if unit == "share":
        return percent(value)
    if unit == "rate":
        return f"{value:.1f} {PER}"
    return tr("{value:.0f} days", value=value) if unit == "days" else f"{value:.0f}"


def group_name(group: Values, names: Mapping[str, str]) -> str:
    """How a group is called."""
    return key_in_words(group["by"], group["key"], names)


def key_in_words(by: str, key: str | None, names: Mapping[str, str]) -> str:
    """How the group with this key is called, of those by `by`: a worker by name, a code in plain words, and what a team
    named itself as it did."""
    if key is None:
        return tr("not said")
    if by in CODED:
        return in_plain_words(key)
    return names.get(key, key) if by == "worker" else key


def groups_by_name(figure: Values, names: Mapping[str, str]) -> list[Values]:
    """The groups that have a case, by their names: nobody is put above anybody."""
    held = [group for group in figure["groups"] if group["n"] or group["d"]]
    return sorted(held, key=lambda group: (group["key"] is None, group_name(group, names).casefold()))


def group_words(group: Values, figure: Values, names: Mapping[str, str]) -> str:
    """A group and its figure, with how far it may lie from the whole by chance alone; of a worker the figure only."""
    counted = short_count({**group, "unit": figure["unit"], "value": group.get("value")})
    return f"{group_name(group, names)}: {counted}{'' if group['by'] == 'worker' else _within(group)}"


def _within(group: Values) -> str:
    if group.get("low95") is None or not group["d"]:
        return ""
    value = group["n"] / group["d"]
    if not group["low998"] <= value <= group["high998"]:
        return tr(", outside the 99.8 % limits: open the cases")
    return (
        tr(", outside the 95 % limits")
        if not group["low95"] <= value <= group["high95"]
        else tr(", no more than chance")
    )


def case_words(case: Values, zone: ZoneInfo) -> str:
    """One case in words: whether it counted or why not, from when to when, by when it had to be."""

    def when(text: str) -> str:
        moment = datetime.fromisoformat(text)
        is_day = moment.astimezone(zone).time() == time(0)
        return day_in_full(moment.astimezone(zone).date()) if is_day else moment_in_full(moment, zone)

    until = (
        tr(" to {when}", when=when(case["stops_at"])) if case["stops_at"] else tr(", not yet") if case["ripe"] else ""
    )
    until = "" if case["stops_at"] == case["starts_at"] else until
    by = tr("; due {when}", when=when(case["due_at"])) if case["due_at"] else ""
    late = tr("; recorded late") if case["late"] else ""
    disputed = tr("; two versions") if case["disputed"] else ""
    return f"{_state(case)}: {when(case['starts_at'])}{until}{by}{late}{disputed}"


def _state(case: Values) -> str:
    if case["left_out"]:
        return tr("left out, {left_out}", left_out=in_plain_words(case["left_out"]))
    return tr("counted") if case["counted"] else tr("not counted") if case["ripe"] else tr("not ripe yet")


def month_words(figure: Values) -> Iterator[str]:
    """The table of a chart: a line a month, or of rare events a line for each with the days since the one before."""
    for gap in figure["gaps"]:
        day = day_in_words(date.fromisoformat(gap["ended"]))
        yield tr(
            "{day}: {value_in_words} after the one before", day=day, value_in_words=value_in_words(gap["days"], "days")
        )
    for point in figure["points"]:
        value, is_share = point["value"], figure["unit"] == "share"
        told = tr("{n} of {d}", n=point["n"], d=point["d"]) if is_share else str(point["n"])
        said = "" if value is None else f", {value_in_words(value, figure['unit'])}"
        yield f"{month_label(point['month'])}: {told}{said}"
