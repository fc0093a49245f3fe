"""A small chart of one indicator: each rating as its number, at its height between baseline and aim."""

from __future__ import annotations

from datetime import datetime

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.domain.moments import MONTHS
from carelist_tui.domain.views.whole.indicators import Measured
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import Look

TALLEST = 7
LABEL = 16
BETWEEN = 2
NARROWEST = 30
"""Columns of the chart at least, however few ratings there are."""


def chart_strips(measured: Measured, width: int, look: Look) -> list[Strip]:
    """The baseline and the newest ratings that there is room for; the aim a line of `-`, the baseline one of dots."""
    low, high = measured.span
    height = max(2, min(TALLEST, high - low + 1))
    cell = max(len(str(value)) for value in measured.span) + BETWEEN
    points = ((measured.agreed_at, measured.agreed.baseline), *measured.ratings)
    shown = points[-max(1, (width - LABEL - 1) // cell) :]
    rows = [row_of(value, low, high, height) for _, value in shown]
    aim, base = (row_of(value, low, high, height) for value in (measured.agreed.aim, measured.agreed.baseline))
    strips = []
    for row in reversed(range(height)):
        named = [tr("aim {aim}", aim=measured.agreed.aim)] * (row == aim) + [
            tr("from {baseline}", baseline=measured.agreed.baseline)
        ] * (row == base)
        line = Line(width, look.ink.words).add(" ").add(", ".join(named), look.ink.quiet, width=LABEL - 1)
        ground = "-" if row == aim else "." if row == base else " "
        for (_, value), at in zip(shown, rows, strict=True):
            said = str(value) if at == row else ""
            line.add(said, look.ink.green if value >= measured.agreed.aim > low else look.ink.strong)
            line.add(ground * (cell - len(said)), look.ink.rule)
        line.add(ground * (LABEL + NARROWEST - line.used), look.ink.rule)
        strips.append(line.strip())
    return [*strips, _dates(shown, cell, width, look)]


def row_of(value: int, low: int, high: int, height: int) -> int:
    """The row of a value, from 0 at the bottom."""
    return round((value - low) * (height - 1) / (high - low)) if high > low else 0


def _dates(shown: tuple[tuple[datetime, int], ...], cell: int, width: int, look: Look) -> Strip:
    """The day of the first rating under it, and that of the last under the last, where there is room for both."""
    line = Line(width, look.ink.quiet).at(LABEL)
    first, last = (f"{local.day} {MONTHS[local.month - 1]}" for local in
                   (shown[n][0].astimezone(look.zone) for n in (0, -1)))  # fmt: skip
    line.add(first)
    under = LABEL + (len(shown) - 1) * cell
    return (line.at(under).add(last) if under > line.used else line).strip()
