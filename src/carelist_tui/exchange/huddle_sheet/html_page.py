"""The sheet as one HTML page to print: every word escaped, nothing fetched, nothing that runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from carelist_tui.exchange.huddle_sheet.sheet_words import CONFIDENTIAL, NOTHING, Answer, Names, Words
from carelist_tui.exchange.report.page_shell import safe, shell

STYLE = """
.who { width: 24%; font-weight: bold; }
.owner { width: 14%; }
.decided { width: 28%; }
""".strip()


def sheet_html(huddle: Answer, names: Names, zone: ZoneInfo) -> str:
    """The whole page."""
    words = Words(huddle, names, zone)
    return shell(words.title(), CONFIDENTIAL, [*_paragraphs([words.since()]), *_body(words)], style=STYLE)


def _body(words: Words) -> Iterator[str]:
    yield "<h2>Who is here</h2>"
    yield from _paragraphs(words.here())
    for step in words.huddle["steps"]:
        yield f"<h2>{safe(step['title'])} ({len(step['people'])})</h2>"
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
        decided = "<br>".join(safe(each) for each in words.decided(talk)) or "&nbsp;"
        yield (
            f'<tr><td class="who">{safe(words.who(talk))}</td><td>{safe(why)}</td>'
            f'<td class="owner">{safe(words.name(talk["owner"]))}</td><td class="decided">{decided}</td></tr>'
        )
    yield "</tbody></table>"


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    return (f"<p>{safe(line)}</p>" for line in lines)
