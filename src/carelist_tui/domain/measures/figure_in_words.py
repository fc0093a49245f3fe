"""A figure in plain lines, as a command says it: numbers and words first (measures.md, Faces)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from carelist_tui.domain.measures.charts.hidden import HIDDEN_IN_WORDS

Values = Mapping[str, Any]
RATE = "per 100 person-months"


def count_in_words(figure: Values) -> str:
    """How many of how many, and the share where it is said: "41 of 46, 89 %"."""
    if figure.get("hidden"):
        return HIDDEN_IN_WORDS
    if figure.get("unit", "share") == "rate":
        value = figure.get("value")
        told = f"{figure['n']} in {figure['d']} person-months"
        return f"{told}, {value:.1f} {RATE}" if value is not None else told
    share = figure.get("share")
    counted = f"{figure['n']} of {figure['d']}"
    return f"{counted}, {share:.0%}".replace("%", " %") if share is not None else counted


def line_of(figure: Values) -> str:
    """A measure on one line: what it is, how many of how many, what its months say."""
    return f"{figure['title']}: {count_in_words(figure)}{_time_in_words(figure)}. {_capital(figure['signal']['words'])}"


def figure_in_words(figure: Values) -> Iterator[str]:
    """The whole of a figure, a line each: what it counts, what stands in it and what does not, month by month."""
    yield line_of(figure)
    yield figure["definition"]
    if figure["not_ripe"]:
        yield f"Not ripe yet: {figure['not_ripe']}"
    for reason, count in figure["left_out"].items():
        yield f"Left out, {reason}: {count}"
    for what, count in figure["more"].items():
        yield f"{_capital(what)}: {count}"
    if figure["late_share"]:
        yield f"Recorded late: {figure['late_share']:.0%}".replace("%", " %")
    for point in figure["points"]:
        yield f"{point['month']}: {count_in_words(point | {'unit': figure['unit'], 'share': _said(point, figure)})}"
    for group in figure["groups"]:
        yield f"{group['key'] or 'not said'}: {count_in_words(group | {'unit': figure['unit']})}"
    for case in figure["cases"]:
        yield _case_line(case)


def _said(point: Values, figure: Values) -> float | None:
    return point["value"] if figure["unit"] == "share" else None


def _case_line(case: Values) -> str:
    state = case["left_out"] or ("yes" if case["counted"] else "no" if case["ripe"] else "not ripe yet")
    late = ", recorded late" if case["late"] else ""
    until = f" to {case['stops_at']}" if case["stops_at"] else ""
    by = f", due {case['due_at']}" if case["due_at"] else ""
    return f"{case['ref'] or case['person']}: {state}, {case['starts_at']}{until}{by}{late}"


def _time_in_words(figure: Values) -> str:
    said = [(word, figure[name]) for word, name in (("half within", "median"), ("nine in ten within", "p90"))]
    told = [f"{word} {duration_in_words(seconds)}" for word, seconds in said if seconds is not None]
    return f" ({', '.join(told)})" if told else ""


def duration_in_words(seconds: float) -> str:
    """Minutes, hours or days, as short as it can be said."""
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h" if minutes < 72 * 60 else f"{round(minutes / 1440)} days"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
