"""A funnel as inline SVG: how far teams differ, with the limits of chance; black on white, without colour."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import ntr
from carelist_tui.domain.views.report.report_parts import Funnel
from carelist_tui.exchange.report.chart_svg import NAMESPACE, STYLE, WIDTH
from carelist_tui.exchange.report.page_shell import safe

HEIGHT = 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 540, 12, 124
_LETTER, _HIGH = 5.0, 10.0
"""About how wide and how high a letter is."""
_DOT = 3.5
_VIEW = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
Box = tuple[float, float, float, float]


def funnel_svg(funnel: Funnel, number: int) -> str:
    """The picture within a page; `number` tells its title and description from those of other charts there."""
    title, words = f"plot-{number}-title", f"plot-{number}-words"
    said = f'<title id="{title}">{safe(funnel.title)}</title><desc id="{words}">{safe(funnel.description)}</desc>'
    drawn = "".join(_drawn(funnel))
    return f'<svg class="plot" role="img" {_VIEW} aria-labelledby="{title} {words}">{said}{drawn}</svg>'


def funnel_alone(funnel: Funnel, font: str) -> str:
    """The picture as a file of its own, in letters of this font; title and description are told beside it."""
    style = STYLE.replace("sans-serif", f"'{font}'")
    return f'<svg xmlns="{NAMESPACE}" class="plot" {_VIEW}><style>{style}</style>{"".join(_drawn(funnel))}</svg>'


def _drawn(funnel: Funnel) -> Iterator[str]:
    most = max(d for _, d, _ in funnel.teams) * 1.1
    cases = ntr("{n} case", "{n} cases", round(most), n=round(most))
    yield f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}" class="axis"/>'
    for share in (0.0, 0.5, 1.0):
        yield f'<text x="{_LEFT - 4}" y="{_y(share) + 3}" class="end">{share * 100:.0f} %</text>'
    yield f'<text x="{_LEFT}" y="{_BOTTOM + 14}">0</text>'
    yield f'<text x="{_RIGHT}" y="{_BOTTOM + 14}" class="end">{safe(cases)}</text>'
    for called, places in funnel.lines:
        path = "L".join(f"{_x(d, most)} {_y(share)}" for d, share in places)
        yield f'<path d="M{path}" class="line" stroke-dasharray="{"6 4" if called == "95 %" else "2 3"}"/>'
    for number, (called, dashes) in enumerate((("95 %", "6 4"), ("99.8 %", "2 3"))):
        y = _TOP + 12 * number
        yield f'<path d="M{_RIGHT + 4} {y}h18" class="line" stroke-dasharray="{dashes}"/>'
        yield f'<text x="{_RIGHT + 25}" y="{y + 3}">{called}</text>'
    yield from _teams(funnel, most)


def _teams(funnel: Funnel, most: float) -> Iterator[str]:
    """A dot a team, its name where it lies on no dot and on no other name: above, below, or beside it."""
    dots = [(_x(d, most), _y(share)) for _, d, share in funnel.teams]
    taken: list[Box] = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in dots]
    yield from (f'<circle cx="{x}" cy="{y}" r="{_DOT}"/>' for x, y in dots)
    for (name, _, _), (x, y) in zip(funnel.teams, dots, strict=True):
        wide = _LETTER * len(name)
        boxes = [_box(x + right - (wide if right < 0 else 0), y + down, wide) for down in _DOWN for right in (6, -6)]
        inside = [box for box in boxes if box[0] >= _LEFT and box[1] >= 0 and box[2] <= WIDTH and box[3] <= _BOTTOM]
        free = [box for box in inside if not any(_meet(box, other) for other in taken)]
        box = (free or inside or boxes)[0]
        taken.append(box)
        yield f'<text x="{round(box[0], 1)}" y="{round(box[3] - 2, 1)}">{safe(name)}</text>'


_DOWN = (0, -8, 8, -18, 18, -28, 28, -38, 38)
"""How far the middle of a name lies from its dot, the nearest place first."""


def _box(x: float, middle: float, wide: float) -> Box:
    return x, middle - _HIGH / 2, x + wide, middle + _HIGH / 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _x(d: float, most: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * d / most, 1)


def _y(share: float) -> float:
    return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)
