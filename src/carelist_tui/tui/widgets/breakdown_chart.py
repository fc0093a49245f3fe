"""How a figure breaks down as lines of text, by plotext: bars, one stacked bar, a curve, dots, a strip of dots.
Imported on use alone; what no picture of letters can show, and what there is no room for, stands in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual_plotext.plot import Plot

from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.beside_in_words import beside_in_words
from carelist_tui.domain.measures.figure_in_words import breakdown_in_words, percent, row_count
from carelist_tui.tui.widgets.chart import ANSI
from carelist_tui.tui.widgets.plain import width_of

Values = Mapping[str, Any]
BAR_WIDTH = 0.05
"""A line, however many bars there are."""
LEAST_BAR = 16
"""Columns that bars need beside their words."""
TEAM = "team"
FULL, REST = "\N{FULL BLOCK}", "\N{LIGHT SHADE}"
PARTS = (FULL, "\N{DARK SHADE}", "\N{LIGHT SHADE}", "\N{MIDDLE DOT}")
"""What tells the parts of one bar from each other, without a colour."""


def breakdown_lines(breakdown: Values, names: Mapping[str, str], width: int, height: int) -> list[str]:
    """The picture in so many columns and no more than so many lines; empty where there is none, or no room for it."""
    draw = _DRAWN.get(breakdown["kind"])
    return draw(breakdown, names, width, height) if draw is not None else []


def _bars(breakdown: Values, _: Mapping[str, str], width: int, height: int) -> list[str]:
    """A bar a row, of so many what is left of them in grey; the words of each stand before it."""
    rows = breakdown["rows"]
    words = list(breakdown_in_words(breakdown))
    if len(rows) + 2 > height or max(map(width_of, words)) + LEAST_BAR > width:
        return []
    lengths = [row["value"] if "value" in row else row["n"] for row in rows]
    wholes = [row.get("d", 0) if "value" not in row else 0 for row in rows]
    if not any((*lengths, *wholes)):
        return []
    plot = _plot(width, min(height, 2 * len(rows) + 1))
    for values, marker in ((wholes, REST), (lengths, FULL)):
        if any(values):
            plot.bar(words[::-1], values[::-1], orientation="horizontal", width=BAR_WIDTH, marker=marker)
    most = max((*lengths, *wholes))
    plot.xlim(0, most)
    plot.xticks([0, most], ["0", f"{most:.{0 if most >= 10 or most == int(most) else 1}f}"])
    return _built(plot)


def _stacked(breakdown: Values, _: Mapping[str, str], width: int, height: int) -> list[str]:
    """One bar, and below it what each of its parts is."""
    rows = breakdown["rows"]
    if len(rows) + 4 > height or not any(row["n"] for row in rows):
        return []
    plot = _plot(width, 4)
    parts = [[row["n"]] for row in rows]
    plot.stacked_bar([""], parts, orientation="horizontal", width=0.3, marker=list(PARTS[: len(parts)]))
    whole = sum(row["n"] for row in rows)
    plot.xlim(0, whole)
    plot.xticks([0, whole], ["0", str(whole)])
    legend = [
        f"{mark} {beside_in_words(row['label'])}: {row_count(row)}" for mark, row in zip(PARTS, rows, strict=False)
    ]
    return [*_built(plot), *legend]


def _curve(breakdown: Values, _: Mapping[str, str], width: int, height: int) -> list[str]:
    rows = breakdown["rows"]
    plot = _plot(width, height)
    plot.ylim(0, 1)
    plot.yticks([0, 0.5, 1], [percent(each) for each in (0, 0.5, 1)])
    weeks = [row["value"] for row in rows if row["value"] % 7 == 0]
    plot.xticks(weeks, [tr("day {day:.0f}", day=day) for day in weeks])
    plot.plot([row["value"] for row in rows], [row["n"] / row["d"] for row in rows], marker="braille")
    return _built(plot)


def _dots(breakdown: Values, _: Mapping[str, str], width: int, height: int) -> list[str]:
    """A dot a case in the order in which they began; the highest is the longest."""
    rows = breakdown["rows"]
    plot = _plot(width, height)
    most = max(row["value"] for row in rows) or 1.0
    plot.ylim(0, most)
    plot.yticks([0, most / 2, most], [f"{each:.0f} h" for each in (0, most / 2, most)])
    places = [0, len(rows) - 1]
    plot.xticks(places, [beside_in_words(rows[place]["label"]) for place in places])
    plot.scatter(range(len(rows)), [row["value"] for row in rows], marker="dot")
    return _built(plot)


def _strip(breakdown: Values, names: Mapping[str, str], width: int, height: int) -> list[str]:
    """A dot a worker on one line, without a name; below it each by name, never by size."""
    rows, words = breakdown["rows"], list(breakdown_in_words(breakdown, names))
    if len(words) + 4 > height:
        return []
    plot = _plot(width, 4)
    plot.scatter([row["value"] for row in rows], [0.0] * len(rows), marker="dot")
    most = max(row["value"] for row in rows) or 1.0
    plot.xlim(0, most)
    plot.xticks([0, most], ["0", tr("{most:g} contacts a week", most=most)])
    plot.yticks([])
    return [*_built(plot), *words]


def funnel_lines(groups: Sequence[Values], width: int, height: int) -> list[str]:
    """Teams by how many cases they have and their share, each a letter, with the limits within which they differ by
    chance alone; empty where they have none. What each letter is stands above it, in the order of names."""
    drawn = [group for group in groups if group.get("low95") is not None and group["by"] == TEAM]
    if not drawn:
        return []
    letters = dict(zip("abcdefghijklmnopqrstuvwxyz", drawn, strict=False))
    legend = "  ".join(f"{letter} {group['key'] or tr('not said')}" for letter, group in letters.items())
    plot = _plot(width, height - 1)
    most = max(group["d"] for group in drawn) * 1.1
    plot.xlim(0, most)
    plot.xticks([0, most / 1.1], ["0", tr("{most:.0f} cases", most=most / 1.1)])
    plot.ylim(0, 1)
    plot.yticks([0, 0.5, 1], [percent(each) for each in (0, 0.5, 1)])
    for name, marker in (("low998", "."), ("high998", "."), ("low95", "-"), ("high95", "-")):
        plot.scatter([group["d"] for group in drawn], [group[name] for group in drawn], marker=marker)
    for letter, group in letters.items():
        plot.text(letter, x=group["d"], y=group["n"] / group["d"])
    return [f"{legend}  (- 95 %, . 99.8 %)", *_built(plot)]


def _plot(width: int, height: int) -> Any:
    plot = Plot()
    plot.plotsize(width, height)
    plot.theme("clear")
    plot.xaxes(True, False)
    plot.yaxes(True, False)
    return plot


def _built(plot: Any) -> list[str]:
    return [ANSI.sub("", line).rstrip() for line in plot.build().splitlines()]


Drawing = Callable[[Values, Mapping[str, str], int, int], list[str]]
_DRAWN: Mapping[str, Drawing] = {
    "pareto": _bars, "bars": _bars, "paired": _bars, "stacked": _stacked, "curve": _curve, "dots": _dots,
    "strip": _strip,
}  # fmt: skip
"""Of arrows there is none: they stand in words."""
