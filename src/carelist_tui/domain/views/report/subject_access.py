"""What is held about one person, whole and readable, for whoever answers a request for access.

Everything stands in it. What may have to be withheld (others' words, in confidence) is marked for a human, who decides:
nothing is left out by the program.
"""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.domain.views.entry_fields import answered
from carelist_tui.domain.views.report.report_parts import Fact, Facts, Part, Passage, Report, Section, facts
from carelist_tui.domain.views.report.subject import CONFIDENTIAL, Subject, Told

LOOK = "LOOK AT THIS: somebody else's words, in confidence. It may have to be withheld."
ABOUT = (
    "This is everything that is held about this person here, the oldest entry first. What others said in confidence is "
    f"marked “{LOOK}” Somebody who may decide about it looks at each, and at whatever else names others, "
    "before any of it is given away."
)
STRUCK = "Entered in error: it does not count."


def subject_access(subject: Subject) -> Report:
    """Every entry with every field, as it was recorded, corrections and what they corrected alike."""
    marked = sum(any(row.of_others for row in answered(line, subject.telling)) for line in subject.lines)
    said = f"{len(subject.lines)} entries, {marked} of them with something to be looked at."
    first = Section("What this is", (*(() if subject.lines else subject.loud()), Passage(ABOUT), Passage(said)))
    return Report(
        "What we hold about you",
        subject.whom,
        f"{CONFIDENTIAL} NOT YET TO BE GIVEN AWAY: somebody has to look at what is marked.",
        (first, *(_entry(subject, line) for line in subject.lines)),
    )


def _entry(subject: Subject, line: Told) -> Section:
    parts: list[Part] = []
    if line.get("struck"):
        parts.append(Passage(STRUCK))
    rows = tuple(_rows(subject, line))
    parts += [Facts(rows)] if rows else []
    return Section(subject.head(line), (*parts, *facts(*_around(subject, line))))


def _rows(subject: Subject, line: Told) -> Iterator[Fact]:
    for row in answered(line, subject.telling):
        yield Fact(row.title, row.words, LOOK if row.of_others else "")


def _around(subject: Subject, line: Told) -> Iterator[tuple[str, str]]:
    """When it was recorded and by whom, and what became of it."""
    yield "Recorded", f"{subject.when(line['recorded_at'])}, by {subject.worker(line['author'])}"
    if line.get("late"):
        yield "Late", str(line.get("late_reason") or "yes").replace("_", " ")
    by = subject.telling.entries.get(str(line.get("corrected_by") or ""))
    if by is not None:
        yield "Corrected", f"{subject.when(by['recorded_at'])}, by {subject.author(by)}: {by['body'].get('reason', '')}"
