"""How a figure breaks down as inline SVG: bars under each other, the parts of one bar, or a curve; black on white, told
apart without colour, each beside its words."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.domain.views.report.report_parts import Bar, Bars
from carelist_tui.exchange.report.chart_svg import NAMESPACE, STYLE, WIDTH
from carelist_tui.exchange.report.page_shell import safe

ROW, TOP = 12, 3
"""How far bars lie below each other, and the first from the edge."""
BEGINS, LONGEST = 210, 210
"""Where bars begin, and how long the longest is: its words stand behind it."""
CURVE_HEIGHT, CURVE_LEFT, CURVE_RIGHT, CURVE_TOP, CURVE_BOTTOM = 88, 46, 620, 12, 64
LABEL = 44
"""What the name of a day takes below a curve, with a gap."""
FILLS = ("#000", "#777", "#ccc", "#fff")
"""From the first part of a bar to the last: as far apart in grey as they can be, each with a black edge."""


def bars_svg(bars: Bars, number: int) -> str:
    """The picture within a page; `number` tells its title and description from those of other charts there."""
    title, words = f"plot-{number}-title", f"plot-{number}-words"
    said = f'<title id="{title}">{safe(bars.title)}</title><desc id="{words}">{safe(bars.description)}</desc>'
    return f'<svg class="plot" role="img" {_view(bars)} aria-labelledby="{title} {words}">{said}{_drawn(bars)}</svg>'


def bars_alone(bars: Bars, font: str) -> str:
    """The picture as a file of its own, in letters of this font; title and description are told beside it."""
    style = STYLE.replace("sans-serif", f"'{font}'")
    return f'<svg xmlns="{NAMESPACE}" class="plot" {_view(bars)}><style>{style}</style>{_drawn(bars)}</svg>'


def _view(bars: Bars) -> str:
    rows = len(bars.rows) + (1.3 if bars.kind == "stacked" else 0)
    return f'viewBox="0 0 {WIDTH} {CURVE_HEIGHT if bars.kind == "curve" else TOP * 2 + round(rows * ROW)}"'


def _drawn(bars: Bars) -> str:
    drawings = {"bars": _bars, "stacked": _stacked, "curve": _curve}
    return "".join(drawings[bars.kind](bars.rows))


def _bars(rows: tuple[Bar, ...]) -> Iterator[str]:
    """A bar a row; of so many, as far as those go in outline."""
    most = max((each for bar in rows for each in (bar.length, bar.whole) if each is not None), default=0) or 1.0
    for place, bar in enumerate(rows):
        y = TOP + place * ROW
        yield f'<text x="{BEGINS - 6}" y="{y + 9}" class="end">{safe(bar.label)}</text>'
        ends = BEGINS
        for value, fill in ((bar.whole, FILLS[-1]), (bar.length, FILLS[0])):
            if value is not None and value > 0:
                yield _box(BEGINS, y, LONGEST * value / most, fill)
                ends = max(ends, round(BEGINS + LONGEST * value / most))
        yield f'<text x="{ends + 6}" y="{y + 9}">{safe(bar.words)}</text>'


def _stacked(rows: tuple[Bar, ...]) -> Iterator[str]:
    """One bar of the parts that are told; below it which part is which."""
    whole = sum(bar.length or 0 for bar in rows) or 1.0
    x = float(CURVE_LEFT)
    for bar, fill in zip(rows, FILLS, strict=False):
        long = (CURVE_RIGHT - CURVE_LEFT) * (bar.length or 0) / whole
        yield _box(x, TOP, long, fill) if long else ""
        x += long
    for place, (bar, fill) in enumerate(zip(rows, FILLS, strict=False)):
        y = TOP + round((place + 1.3) * ROW)
        yield _box(CURVE_LEFT, y, ROW, fill)
        yield f'<text x="{CURVE_LEFT + ROW + 6}" y="{y + 9}">{safe(bar.label)}: {safe(bar.words)}</text>'


def _curve(rows: tuple[Bar, ...]) -> Iterator[str]:
    """From all to nobody, by the days that are told."""
    most = max(bar.at for bar in rows) or 1.0
    yield f'<path d="M{CURVE_LEFT} {CURVE_TOP}V{CURVE_BOTTOM}H{CURVE_RIGHT}" class="axis"/>'
    for share in (0.0, 0.5, 1.0):
        y = CURVE_BOTTOM - share * (CURVE_BOTTOM - CURVE_TOP)
        yield f'<text x="{CURVE_LEFT - 4}" y="{y + 3}" class="end">{share * 100:.0f} %</text>'
    path: list[str] = []
    dots: list[str] = []
    said_until = 0.0
    for bar in rows:
        share = (bar.length or 0) / (bar.whole or 1)
        x = round(CURVE_LEFT + (CURVE_RIGHT - CURVE_LEFT) * bar.at / most, 1)
        y = round(CURVE_BOTTOM - share * (CURVE_BOTTOM - CURVE_TOP), 1)
        path.append(f"{'L' if path else 'M'}{x} {y}")
        dots.append(f'<circle cx="{x}" cy="{y}" r="3"/>')
        if said_until <= x <= CURVE_RIGHT - LABEL or bar is rows[-1]:
            dots.append(f'<text x="{x}" y="{CURVE_BOTTOM + 14}" class="middle">{safe(bar.label)}</text>')
            said_until = x + LABEL
    yield f'<path d="{"".join(path)}" class="figures"/>'
    yield from dots


def _box(x: float, y: float, long: float, fill: str) -> str:
    return f'<rect x="{round(x, 1)}" y="{y}" width="{round(long, 1)}" height="{ROW - 3}" fill="{fill}" stroke="#000"/>'
