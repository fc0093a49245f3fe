"""The chart of a figure as lines of text, by plotext: a dot a month (of rare events a dot for each), the mean and the
limits of each stretch, and a letter where something was noted. Imported on use alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from math import ceil, floor
from typing import Any

from textual_plotext.plot import Plot

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.figures import UNCHARTED, month_label

ANSI = re.compile(r"\x1b\[[0-9;]*m")
TICK_COLUMNS = 11
"""Columns that the name of a month takes below the chart, with a gap."""
LEAST_TENTHS = 2
"""How many tenths a chart of shares spans at least: else chance would look like much."""
FAR = 2
"""A limit so many times above the highest figure is left out of the picture, which it would flatten; words tell it."""
NOTED = "abcdefghijklmnopqrstuvwxyz"
Values = Mapping[str, Any]
Figures = Sequence[tuple[str, float | None]]


def charted(figure: Values) -> Figures:
    """What is drawn of it, by label: the days between rare events, else each month."""
    if figure["chart"] == "t":
        return [(gap["ended"], gap["days"]) for gap in figure["gaps"]]
    return [(point["month"], point["value"]) for point in figure["points"]]


def chart_lines(figure: Values, width: int, height: int) -> list[str]:
    """The chart in so many columns and lines, without a colour; none where nothing has a figure."""
    figures = charted(figure)
    if figure["chart"] in UNCHARTED or all(value is None for _, value in figures):
        return []
    plot = Plot()
    plot.plotsize(width, height)
    plot.theme("clear")
    plot.xaxes(True, False)
    plot.yaxes(True, False)
    most = _scale(plot, figure, figures, width)
    _lines(plot, figure, figures, most)
    for run in _runs([value for _, value in figures]):
        plot.plot(run, [figures[place][1] for place in run], marker="braille")
        plot.scatter(run, [figures[place][1] for place in run], marker="dot")
    for letter, place in noted_places(figure, figures):
        plot.text(letter, x=place, y=most)
    return [ANSI.sub("", line).rstrip() for line in plot.build().splitlines()]


def noted_places(figure: Values, figures: Figures) -> list[tuple[str, int]]:
    """The letter of each note whose month is drawn, and the place it stands at: the first figure from that month on."""
    found = []
    for letter, note in zip(NOTED, figure["notes"], strict=False):
        place = next((n for n, (label, _) in enumerate(figures) if label[:7] >= note["month"]), None)
        if place is not None and note["month"] >= min(label[:7] for label, _ in figures):
            found.append((letter, place))
    return found


def _lines(plot: Any, figure: Values, figures: Figures, most: float) -> None:
    """Middle and limits of each stretch, as far as it reaches, up to the highest figure that there is room for."""
    stretches = figure["stretches"] or [figure["limits"] | {"since": None}]
    begins = [stretch["since"] or "" for stretch in stretches]
    ends = [*begins[1:], "~"]
    for n, (stretch, first, end) in enumerate(zip(stretches, begins, ends, strict=True)):
        places = [place for place, (label, _) in enumerate(figures) if (n == 0 or label >= first) and label < end]
        middle = stretch["mean"] if stretch["mean"] is not None else stretch["median"]
        for line in (middle, stretch["low"], stretch["high"]):
            if line is not None and places and line <= most:
                plot.plot([places[0] - 0.4, places[-1] + 0.4], [line, line], marker="-")


def _runs(values: Sequence[float | None]) -> list[list[int]]:
    """The places that follow each other without a gap."""
    parts = groupby(range(len(values)), key=lambda place: values[place] is None)
    return [list(run) for is_gap, run in parts if not is_gap]


def _scale(plot: Any, figure: Values, figures: Figures, width: int) -> float:
    """Sets both scales; gives the highest figure there is room for."""
    step = max(1, -(-len(figures) * TICK_COLUMNS // max(1, width - TICK_COLUMNS)))
    places = list(range(0, len(figures), step))
    plot.xlim(-0.5, len(figures) - 0.5)
    plot.xticks(places, [month_label(figures[place][0]) for place in places])
    if figure["unit"] == "share" and figure["chart"] != "t":
        return _scale_of_shares(plot, figure, figures)
    highest = max(value for _, value in figures if value is not None)
    limits = [each["high"] or 0 for each in figure["stretches"]]
    most = max([highest, *(each for each in limits if each <= FAR * highest)]) * 1.1 or 1.0
    plot.ylim(0, most)
    unit = tr(" days") if figure["chart"] == "t" or figure["unit"] == "days" else ""
    ticks = [0.0, most / 2.2, most / 1.1]
    plot.yticks(ticks, [f"{tick:.{0 if most > 10 else 1}f}{unit}" for tick in ticks])
    return most


def _scale_of_shares(plot: Any, figure: Values, figures: Figures) -> float:
    """From the tenth below the lowest share or limit to the tenth above the highest, so that variation can be seen."""
    lines = [line for each in figure["stretches"] for line in (each["low"], each["high"]) if line is not None]
    told = [*(value for _, value in figures if value is not None), *lines]
    low, high = floor(min(told) * 10 + 1e-9), ceil(max(told) * 10 - 1e-9)
    low, high = max(0, min(low, high - LEAST_TENTHS)), min(10, max(high, low + LEAST_TENTHS))
    plot.ylim(low / 10, high / 10)
    ticks = [low / 10, (low + high) / 20, high / 10]
    plot.yticks(ticks, [f"{tick * 100:.0f} %" for tick in ticks])
    return float(high / 10)
