"""The sheet as one HTML page to print: every word escaped, nothing fetched, nothing that runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from zoneinfo import ZoneInfo

from carelist_tui.domain.plain import shown_text
from carelist_tui.exchange.huddle_sheet.sheet_words import CONFIDENTIAL, NOTHING, Answer, Names, Words

STYLE = """
@page { size: A4; margin: 14mm; }
body { font: 11pt/1.35 sans-serif; color: #000; background: #fff; max-width: 60em; margin: 1em auto; padding: 0 1em; }
h1 { font-size: 16pt; margin: 0; }
h2 { font-size: 12pt; margin: 1.1em 0 .3em; border-bottom: 1px solid #000; break-after: avoid; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .25em .5em .25em 0; border-bottom: 1px solid #999;
  overflow-wrap: anywhere; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.who { width: 24%; font-weight: bold; }
.owner { width: 14%; }
.decided { width: 28%; }
.warning { border: 2px solid #000; padding: .4em .6em; font-weight: bold; }
""".strip()
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def sheet_html(huddle: Answer, names: Names, zone: ZoneInfo) -> str:
    """The whole page."""
    words = Words(huddle, names, zone)
    title = _safe(words.title())
    return "\n".join([
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style></head>",
        f"<body><h1>{title}</h1>",
        f'<p class="warning">{_safe(CONFIDENTIAL)}</p>',
        *_paragraphs([words.since()]),
        *_body(words),
        f'<p class="warning">{_safe(CONFIDENTIAL)}</p>',
        "</body></html>",
        "",
    ])  # fmt: skip


def _body(words: Words) -> Iterator[str]:
    yield "<h2>Who is here</h2>"
    yield from _paragraphs(words.here())
    for step in words.huddle["steps"]:
        yield f"<h2>{_safe(step['title'])} ({len(step['people'])})</h2>"
        if step["step"] == "gap":
            yield from _paragraphs([words.closure()])
        yield from _table(words, step["people"]) if step["people"] else _paragraphs([NOTHING])
    yield "<h2>Counts</h2>"
    yield from _paragraphs(words.counts())
    if rest := words.elsewhere():
        yield "<h2>Also discussed</h2>"
        yield from _paragraphs("; ".join(words.decided(each)) for each in rest)


def _table(words: Words, talks: Iterable[Answer]) -> Iterator[str]:
    yield (
        '<table><thead><tr><th class="who">Who</th><th>Why</th><th class="owner">Owner</th>'
        '<th class="decided">Decided</th></tr></thead><tbody>'
    )
    for talk in talks:
        said = (
            words.not_told(talk),
            words.standing(talk),
            words.due(talk),
            words.why(talk),
            *words.known(talk),
            words.also(talk),
        )
        why = "; ".join(filter(None, said))
        decided = "<br>".join(_safe(each) for each in words.decided(talk)) or "&nbsp;"
        yield (
            f'<tr><td class="who">{_safe(words.who(talk))}</td><td>{_safe(why)}</td>'
            f'<td class="owner">{_safe(words.name(talk["owner"]))}</td><td class="decided">{decided}</td></tr>'
        )
    yield "</tbody></table>"


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    return (f"<p>{_safe(line)}</p>" for line in lines)


def _safe(text: str) -> str:
    return escape(shown_text(text, newline=" / "))
