"""A report about one person as one HTML page to print (exchange/report/page_shell.py)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import assert_never

from carelist_tui.domain.views.report.report_parts import (
    Bars,
    Fact,
    Facts,
    Funnel,
    Grid,
    Imprint,
    Part,
    Passage,
    Plot,
    Points,
    Report,
    Section,
)
from carelist_tui.exchange.report.bars_svg import bars_svg
from carelist_tui.exchange.report.chart_svg import HALO, chart_svg
from carelist_tui.exchange.report.chart_svg import STYLE as CHART_STYLE
from carelist_tui.exchange.report.funnel_svg import funnel_svg
from carelist_tui.exchange.report.page_shell import safe, shell

STYLE = (
    """
p, li, td, th { white-space: pre-line; }
p { margin: .3em 0; }
ul { margin: .3em 0; padding-left: 1.2em; }
caption { text-align: left; font-style: italic; padding: .2em 0; }
.facts th { width: 26%; font-weight: bold; }
.grid th[scope=row] { width: 34%; font-weight: normal; }
.narrow { font-size: 7pt; }
.narrow th, .narrow td, .narrow th[scope=row] { padding: 1px; text-align: center; width: auto; border: 1px solid #999; }
.narrow thead th { height: 4.5em; writing-mode: vertical-rl; vertical-align: middle; font-weight: normal; }
.narrow thead td { width: 9mm; border: 1px solid #999; }
.short thead th { height: auto; writing-mode: horizontal-tb; }
.short thead td { width: 15mm; }
.about { font-weight: bold; }
.mark { border: 2px solid #000; padding: .1em .4em; font-weight: bold; display: block; }
.imprint { font-size: 8pt; margin-top: 1.2em; overflow-wrap: anywhere; }
.plot { width: 100%; height: auto; break-inside: avoid; }
.large { font-size: 16pt; line-height: 1.2; }
.large h2 { margin: .6em 0 .1em; }
.large .facts th { width: 28%; }
.large th, .large td { padding: .1em .4em .1em 0; }
.large ul, .large p { margin: .1em 0; }
.small { font-size: 8.5pt; line-height: 1.2; }
.small h2 { margin: .5em 0 .1em; }
.small th, .small td { padding: .1em .5em .1em 0; }
.small .warning, .small p { margin: .2em 0; }
""".strip()
    + f"\n{CHART_STYLE}\n{HALO}"
)


def report_html(report: Report, imprint: Imprint) -> str:
    """The whole page."""
    return shell(
        report.title,
        report.confidential,
        _body(report, imprint),
        style=STYLE,
        kind="small" if report.print == "figures" else report.print,
    )


def _body(report: Report, imprint: Imprint) -> Iterator[str]:
    yield f'<p class="about">{safe(report.about)}</p>'
    numbers = count(1)
    for section in report.sections:
        yield from _section(section, numbers)
    yield f'<p class="imprint">{safe(imprint.words)}</p>'


def _section(section: Section, numbers: Iterator[int]) -> Iterator[str]:
    if section.title:
        yield f"<h{section.level}>{safe(section.title)}</h{section.level}>"
    for part in section.parts:
        yield from _part(part, numbers)


def _part(part: Part, numbers: Iterator[int]) -> Iterator[str]:
    match part:
        case Passage():
            yield f'<p class="warning">{_lines(part.words)}</p>' if part.loud else f"<p>{_lines(part.words)}</p>"
        case Points():
            yield "<ul>" + "".join(f"<li>{_lines(item)}</li>" for item in part.items) + "</ul>"
        case Facts():
            yield '<table class="facts"><tbody>' + "".join(map(_fact, part.rows)) + "</tbody></table>"
        case Grid():
            yield from _grid(part)
        case Plot():
            yield chart_svg(part, next(numbers))
        case Bars():
            yield bars_svg(part, next(numbers))
        case Funnel():
            yield funnel_svg(part, next(numbers))
        case _:
            assert_never(part)


def _fact(fact: Fact) -> str:
    mark = f'<strong class="mark">{safe(fact.mark)}</strong>' if fact.mark else ""
    return f'<tr><th scope="row">{safe(fact.title)}</th><td>{mark}{_lines(fact.words)}</td></tr>'


def _grid(grid: Grid) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{safe(head)}</th>' if head else "<td></td>" for head in grid.heads)
    kind = ("narrow short" if grid.short_heads else "narrow") if grid.narrow else "grid"
    yield f'<table class="{kind}"><caption>{safe(grid.caption)}</caption>'
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for head, *cells in grid.rows:
        said = "".join(f"<td>{_lines(cell)}</td>" for cell in cells)
        yield f'<tr><th scope="row">{_lines(head)}</th>{said}</tr>'
    yield "</tbody></table>"


def _lines(words: str) -> str:
    """Words of several lines, which stay several."""
    return safe(words, newline="\n")
