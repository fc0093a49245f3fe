"""The sheet as one HTML page to print, A4 landscape: every word escaped, nothing fetched, nothing that runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.exchange.huddle_sheet.page_rows import Group, Row, actions, groups, without_rows
from carelist_tui.exchange.huddle_sheet.page_size import NAMED, OVER_PAGES, Fit, Layout
from carelist_tui.exchange.huddle_sheet.sheet_words import CONFIDENTIAL, NOTHING, Answer, Made, Names, Words
from carelist_tui.exchange.report.page_shell import LANGUAGE_OF_PAGES, POLICY, in_margins, safe

COLUMNS: Mapping[str, tuple[str, float | None]] = {
    "done": (tr("Done"), 3.8), "zone": (tr("Zone"), 3.8), "who": (tr("Who"), 17), "born": (tr("Born"), 7.8),
    "phone": (tr("Phone"), 8.7),
    "warned": (tr("Warnings"), None), "due": (tr("Due"), None), "owner": (tr("Owner"), 8), "cover": (tr("Cover"), 9),
}  # fmt: skip
"""Each column: its heading, and how wide it is in the height of a letter; None of the two that share what is left."""
STYLE = """
@page { size: A4 landscape; margin: 7mm 8mm;
  @bottom-left { content: WORD_CONFIDENTIAL; font: bold 7pt sans-serif; }
  @bottom-right { content: WORD_PAGE counter(page) WORD_OF counter(pages); font: 7pt sans-serif; } }
body { font: SIZEpt/1.15 Arial, "Liberation Sans", Helvetica, sans-serif; color: #000; background: #fff; margin: 0 auto;
  max-width: 281mm; }
h1 { font-size: 1.4em; margin: 0; }
h2 { font-size: 1.1em; margin: .4em 0 .1em; break-after: avoid; }
p, ul { margin: 0; padding: 0; list-style: none; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: .3em 0; }
th, td { box-sizing: border-box; text-align: left; vertical-align: top; padding: .1mm 1.2mm .1mm 0;
  border-bottom: .15mm solid #666; overflow-wrap: anywhere; font-weight: normal; }
thead { display: table-header-group; }
th { font-size: 1em; }
thead th, .who, .zone, .worst, .confidential { font-weight: bold; }
tbody tr:first-child > * { border-top: .4mm solid #000; }
.step { text-transform: uppercase; text-decoration: underline; }
tr, li { break-inside: avoid; }
.box { display: inline-block; width: .8em; height: .8em; border: .3mm solid #000; vertical-align: middle; }
.confidential { border: .4mm solid #000; padding: 0 1mm; }
.made { overflow-wrap: anywhere; }
.foot { columns: 3; column-gap: 6mm; }
.foot h2:first-child { margin-top: 0; }
""".strip()


def sheet_html(huddle: Answer, names: Names, zone: ZoneInfo, made: Made | None = None) -> str:
    """The whole page: who has to be talked about, a row a person, then what is to be done, and the counts."""
    words = Words(huddle, names, zone, made)
    shown, title = list(groups(words)), safe(words.title())
    head, foot = _head(words), _foot(words, shown)
    layout = _layout(shown, head, foot)
    fit = layout.largest(NAMED)
    if fit is None and (fit := _layout(brief := [each.briefly() for each in shown], head, foot).largest()):
        shown = brief
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{LANGUAGE_OF_PAGES}">',
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{title}</title>",
        f"<style>{_style(layout, fit or OVER_PAGES)}</style></head>",
        f"<body>{_confidential()}",
        f"<h1>{title}</h1>",
        *(f'<p class="made">{safe(line)}</p>' for line in head),
        *_table(shown),
        '<div class="foot">',
        *_sections(foot),
        "</div>",
        _confidential(),
        "</body></html>",
        "",
    ])  # fmt: skip


def _layout(shown: list[Group], head: list[str], foot: list[tuple[str, list[str]]]) -> Layout:
    rows = [row.cells for group in shown for row in group.rows]
    below = [line for _, lines in foot for line in ("", *lines)]
    return Layout(rows, [width for _, width in COLUMNS.values()], head, below)


def _style(layout: Layout, fit: Fit) -> str:
    """With the width of each column, and the size of the words."""
    wide = zip(COLUMNS, layout.widths(fit), strict=True)
    widths = " ".join(f".{name} {{ width: {width:.1f}mm; }}" for name, width in wide)
    return f"{in_margins(STYLE).replace('SIZE', f'{fit.size:g}')}\n{widths}"


def _head(words: Words) -> list[str]:
    return [line for line in (words.made(), words.since()) if line]


def _foot(words: Words, shown: list[Group]) -> list[tuple[str, list[str]]]:
    """The headings at the foot, each with its lines."""
    gap = [line for line in (words.closure(), without_rows(words, shown)) if line]
    to_do = tr("Decided") if words.huddle["held"] else tr("Actions that are due")
    return [
        (to_do, list(actions(words)) or [tr("None.")]),
        (tr("Counts"), [*words.counts(), *gap]),
        (tr("Who is here"), list(words.here())),
    ]


def _table(shown: list[Group]) -> Iterator[str]:
    if not shown:
        yield f"<p>{NOTHING}</p>"
        return
    heads = "".join(f'<th scope="col" class="{name}">{heading}</th>' for name, (heading, _) in COLUMNS.items())
    yield f"<table><thead><tr>{heads}</tr></thead>"
    for group in shown:
        yield "<tbody>"
        for n, row in enumerate(group.rows):
            yield _row(row, "" if n else f'<span class="step">{safe(group.heading)}:</span> ')
        yield "</tbody>"
    yield "</table>"


def _row(row: Row, step: str) -> str:
    """One row; the first of a step says which."""
    also = f"; {safe(row.also)}" if row.also else ""
    told = {"done": '<span class="box"></span>', "due": f'{step}<span class="worst">{safe(row.due)}</span>{also}'}
    made = (
        f'<th scope="row" class="who">{safe(said)}</th>'
        if name == "who"
        else f'<td class="{name}">{told.get(name) or safe(said)}</td>'
        for name, said in zip(COLUMNS, row.cells, strict=True)
    )
    return f"<tr>{''.join(made)}</tr>"


def _sections(foot: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    for heading, lines in foot:
        yield f"<h2>{safe(heading)}</h2>"
        yield f"<ul>{''.join(f'<li>{safe(line)}</li>' for line in lines)}</ul>"


def _confidential() -> str:
    return f'<p class="confidential">{safe(CONFIDENTIAL)}</p>'
