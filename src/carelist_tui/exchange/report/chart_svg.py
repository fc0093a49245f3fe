"""A chart as inline SVG: black on white, readable without colour, with its title and a description; no script, no font
of its own, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carelist_tui.catalogue import tr
from carelist_tui.domain.moments import month_in_short
from carelist_tui.domain.views.report.report_parts import Plot
from carelist_tui.exchange.report.page_shell import safe

WIDTH, HEIGHT = 640, 88
NAMESPACE = "http://www.w3.org/2000/svg"
"""The name by which a file says that it is SVG; nothing is fetched from there."""
STYLE = """
.plot text { font: 10px sans-serif; fill: #000; }
.plot .end { text-anchor: end; }
.plot .middle { text-anchor: middle; }
.plot .axis, .plot .line, .plot .figures { fill: none; stroke: #000; }
.plot .line { stroke-width: .7; }
.plot .figures { stroke-width: 1.6; }
""".strip()
"""How a chart looks, in a page and alone."""
HALO = ".plot text { stroke: #fff; stroke-width: 3px; paint-order: stroke; }"
"""In a page its words stand clear of its lines; in a PDF each letter's would cover the letter before it."""
_VIEW = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 540, 12, 64
_LETTER = 11
"""How far words must lie below each other to be read."""
_ABOVE, _BELOW = 8, 14
"""How far the word at a dot lies from it."""


def chart_svg(plot: Plot, number: int) -> str:
    """The chart within a page, whose style has STYLE and HALO; `number` tells its title and description from those of
    other charts there."""
    title, words = f"plot-{number}-title", f"plot-{number}-words"
    said = f'<title id="{title}">{safe(plot.title)}</title><desc id="{words}">{safe(plot.description)}</desc>'
    drawn = "".join(_drawn(plot))
    return f'<svg class="plot" role="img" {_VIEW} aria-labelledby="{title} {words}">{said}{drawn}</svg>'


def chart_alone(plot: Plot, font: str) -> str:
    """The chart as a file of its own, in letters of this font. It holds nothing that somebody typed: title and
    description are told beside it."""
    style, drawn = STYLE.replace("sans-serif", f"'{font}'"), "".join(_drawn(plot))
    return f'<svg xmlns="{NAMESPACE}" class="plot" {_VIEW}><style>{style}</style>{drawn}</svg>'


def _drawn(plot: Plot) -> Iterator[str]:
    least, most = _scale(plot)
    yield from _axis(plot, least, most)
    are_one = plot.low is not None and plot.low == plot.high
    low = (None, "", "") if are_one else (plot.low, "6 4", "low")
    lines = (
        (plot.middle, "", plot.middle_called),
        low,
        (plot.high, "6 4", tr("low and high") if are_one else tr("high")),
    )
    known = [
        (_y(value, least, most), dashes, f"{words} {_said(value, plot)}")
        for value, dashes, words in lines
        if value is not None
    ]
    yield from (f'<path d="M{_LEFT} {y}H{_RIGHT}" class="line" stroke-dasharray="{dashes}"/>' for y, dashes, _ in known)
    yield from _line(plot, least, most)
    yield from _names_of_lines([(y, words) for y, _, words in known])


def _names_of_lines(lines: Sequence[tuple[float, str]]) -> Iterator[str]:
    """What each line is, to the right of where figures are drawn, so that it lies on none of their dots. Those that
    would lie on each other are moved down, and up again as far as there is no room for them."""
    downwards = sorted(range(len(lines)), key=lambda number: lines[number])
    places: dict[int, float] = {}
    free, room = 0.0, float(_BOTTOM)
    for number in downwards:
        places[number] = max(lines[number][0], free)
        free = places[number] + _LETTER
    for number in reversed(downwards):
        places[number] = min(places[number], room)
        room = places[number] - _LETTER
    for number, (_, words) in enumerate(lines):
        yield f'<text x="{_RIGHT + 6}" y="{round(places[number] + 3, 1)}">{words}</text>'


def _scale(plot: Plot) -> tuple[float, float]:
    """From nothing to the highest that is shown; of shares to all."""
    if plot.shares:
        return 0.0, 1.0
    values = [value for _, value in plot.points if value is not None]
    most = max([*values, *(each for each in (plot.high, plot.middle) if each is not None)], default=0.0)
    return 0.0, most * 1.1 or 1.0


def _axis(plot: Plot, least: float, most: float) -> Iterator[str]:
    yield f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}" class="axis"/>'
    for value in (least, (least + most) / 2, most):
        yield f'<text x="{_LEFT - 4}" y="{_y(value, least, most) + 3}" class="end">{_said(value, plot)}</text>'
    for (month, _), x in zip(plot.points, _places(plot.points), strict=True):
        yield f'<text x="{x}" y="{_BOTTOM + 14}" class="middle">{safe(month_in_short(month))}</text>'


def _line(plot: Plot, least: float, most: float) -> Iterator[str]:
    """The figures, joined where they follow each other; a month without one is a gap."""
    noted = {month for month, _ in plot.notes}
    path, is_joined = [], False
    dots = []
    for (month, value), x in zip(plot.points, _places(plot.points), strict=True):
        if value is None:
            is_joined = False
            continue
        y = _y(value, least, most)
        path.append(f"{'L' if is_joined else 'M'}{x} {y}")
        is_joined = True
        dots.append(f'<circle cx="{x}" cy="{y}" r="3.5"/>')
        if month in noted:
            above = y - _ABOVE if y - _ABOVE - _LETTER >= 0 else y + _BELOW
            dots.append(f'<text x="{x}" y="{round(above, 1)}" class="middle">{safe(tr("note"))}</text>')
    yield f'<path d="{"".join(path)}" class="figures"/>' if path else ""
    yield from dots


def _places(points: Sequence[tuple[str, float | None]]) -> list[float]:
    """Where each month stands across."""
    step = (_RIGHT - _LEFT) / max(len(points), 1)
    return [round(_LEFT + step * (place + 0.5), 1) for place in range(len(points))]


def _y(value: float, least: float, most: float) -> float:
    within = min(max((value - least) / (most - least), 0.0), 1.0)
    return round(_BOTTOM - within * (_BOTTOM - _TOP), 1)


def _said(value: float, plot: Plot) -> str:
    return f"{value * 100:.0f} %" if plot.shares else f"{value:.0f}" if value >= 10 else f"{value:.1f}"
