"""A report as lines of words: what a screen draws and plain lines say is what the page says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from carelist_tui.domain.views.report.report_parts import Fact, Facts, Grid, Part, Passage, Plot, Points, Report


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line as long as it is: a `heading`, a `title` of what follows, or `words`; `loud` ones nobody may overlook."""

    kind: Literal["heading", "title", "words", "loud"]
    words: str


def report_lines(report: Report) -> Iterator[ReportLine]:
    """All of a report, in its order, but its own title."""
    yield ReportLine("loud", report.confidential)
    yield ReportLine("words", report.about)
    for section in report.sections:
        if section.title:
            yield ReportLine("heading", section.title)
        for part in section.parts:
            yield from _part(part)


def _part(part: Part) -> Iterator[ReportLine]:
    match part:
        case Passage():
            yield from (ReportLine("loud" if part.loud else "words", line) for line in part.words.splitlines())
        case Points():
            yield from (ReportLine("words", f"- {item}") for item in part.items)
        case Facts():
            for fact in part.rows:
                yield from _fact(fact)
        case Grid():
            yield ReportLine("title", part.caption)
            for head, *cells in part.rows:
                said = "; ".join(f"{title}: {cell}" for title, cell in zip(part.heads[1:], cells, strict=False))
                yield ReportLine("words", f"{head}: {said}")
        case Plot():
            yield ReportLine("words", part.description)


def _fact(fact: Fact) -> Iterator[ReportLine]:
    """What says little stands beside its title, what says more under it."""
    first, *others = fact.words.splitlines() or [""]
    if others:
        yield ReportLine("title", f"{fact.title}:")
        yield from (ReportLine("words", f"- {line}") for line in (first, *others))
    else:
        yield ReportLine("words", f"{fact.title}: {first}")
