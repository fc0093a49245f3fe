"""The chart of a figure as lines of text, by plotext: a dot a month, the mean, the limits. Imported on use alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from textual_plotext.plot import Plot

from carelist_tui.desk.at_hand.figures import month_in_words

ANSI = re.compile(r"\x1b\[[0-9;]*m")
EVERY_THIRD = 3
Values = Mapping[str, Any]


def chart_lines(figure: Values, width: int, height: int) -> list[str]:
    """The chart in so many columns and lines, without a colour; none where no month has a figure."""
    values = [point["value"] for point in figure["points"]]
    if all(value is None for value in values):
        return []
    plot = Plot()
    plot.plotsize(width, height)
    plot.theme("clear")
    for run in _runs(values):
        plot.plot(run, [values[month] for month in run], marker="braille")
        plot.scatter(run, [values[month] for month in run], marker="dot")
    limits = figure["limits"]
    middle = limits["mean"] if limits["mean"] is not None else limits.get("median")
    for line in (middle, limits["low"], limits["high"]):
        if line is not None:
            plot.hline(line)
    _scale(plot, figure, values)
    return [ANSI.sub("", line).rstrip() for line in plot.build().splitlines()]


def _runs(values: Sequence[float | None]) -> list[list[int]]:
    """The months that follow each other without a gap, by their places."""
    parts = groupby(range(len(values)), key=lambda month: values[month] is None)
    return [list(run) for is_gap, run in parts if not is_gap]


def _scale(plot: Any, figure: Values, values: Sequence[float | None]) -> None:
    months = [point["month"] for point in figure["points"]]
    places = list(range(0, len(months), EVERY_THIRD))
    plot.xlim(-0.5, len(months) - 0.5)
    plot.xticks(places, [month_in_words(months[place]) for place in places])
    if figure["unit"] == "share":
        plot.ylim(0, 1)
        plot.yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    else:
        known = [*(each for each in values if each is not None), figure["limits"]["high"] or 0]
        plot.ylim(0, max(known) * 1.1 or 1)
