"""Figures as a table for a spreadsheet: a row for the whole period, for each month and for each group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

HEADINGS = (
    "measure",
    "title",
    "of",
    "key",
    "n",
    "d",
    "share",
    "value",
    "hidden",
    "median_seconds",
    "p90_seconds",
    "signal",
)
Values = Mapping[str, Any]


def table_rows_of(answer: Values) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer of `measures --json`."""
    for figure in answer["measures"]:
        yield _row(figure, figure, "period", f"{answer['from']} to {answer['to']}")
        for point in figure["points"]:
            yield _row(figure, point | {"share": None}, "month", point["month"])
        for group in figure["groups"]:
            yield _row(figure, group, group["by"], group["key"])


def _row(figure: Values, told: Values, of: str, key: str | None) -> tuple[Any, ...]:
    is_whole = told is figure
    beside = [figure[name] if is_whole else None for name in ("median", "p90")]
    said = figure["signal"]["words"] if is_whole else None
    counted = [told.get(name) for name in ("n", "d", "share", "value")]
    return (figure["key"], figure["title"], of, key, *counted, bool(told.get("hidden")), *beside, said)
