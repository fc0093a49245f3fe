"""What is held about one person, whole and readable, for whoever answers a request for access.

Everything stands in it. What may have to be withheld (others' words, in confidence) is marked for a human, who decides:
nothing is left out by the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from carelist_tui.catalogue import in_plain_words, ntr, tr
from carelist_tui.domain.entries import HuddleHeld, SupervisionHeld
from carelist_tui.domain.views.entry_fields import answered
from carelist_tui.domain.views.report.report_parts import Fact, Facts, Part, Passage, Report, Section, facts
from carelist_tui.domain.views.report.subject import CONFIDENTIAL, Subject, Told

LOOK = tr("LOOK AT THIS: somebody else's words, in confidence. It may have to be withheld.")
ABOUT = tr(
    "This is everything that is held about this person here, the oldest entry first. What others said in confidence is "
    "marked “{look}” Somebody who may decide about it looks at each, and at whatever else names others, "
    "before any of it is given away.",
    look=LOOK,
)
OF_A_WORKER = tr("LOOK AT THIS: it is about a worker too. It may have to be withheld.")
OF_SEVERAL = tr(
    "What was said there of several people at once is not printed here: whoever answers looks at that entry."
)
MEETINGS = (HuddleHeld.TYPE, SupervisionHeld.TYPE)
"""Where people are talked about in entries that are about no person."""
STRUCK = tr("Entered in error: it does not count.")


def subject_access(subject: Subject) -> Report:
    """Every entry with every field, as it was recorded, corrections and what they corrected alike."""
    marked = sum(any(row.of_others for row in answered(line, subject.telling)) for line in subject.lines)
    met = list(_meetings(subject))
    said = tr("{n} entries, {marked} of them with something to be looked at.", n=len(subject.lines), marked=marked)
    said += (
        ntr(" They were talked about in {n} meeting.", " They were talked about in {n} meetings.", len(met), n=len(met))
        if met
        else ""
    )
    first = Section(tr("What this is"), (*(() if subject.lines else subject.loud()), Passage(ABOUT), Passage(said)))
    return Report(
        tr("What we hold about you"),
        subject.whom,
        tr(
            "{confidential} NOT YET TO BE GIVEN AWAY: somebody has to look at what is marked.",
            confidential=CONFIDENTIAL,
        ),
        (first, *(_entry(subject, line) for line in subject.lines), *met),
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
    yield (
        tr("Recorded"),
        tr("{when}, by {worker}", when=subject.when(line["recorded_at"]), worker=subject.worker(line["author"])),
    )
    if line.get("late"):
        yield tr("Late"), in_plain_words(str(line.get("late_reason") or "yes"))
    by = subject.telling.entries.get(str(line.get("corrected_by") or ""))
    if by is not None:
        yield (
            tr("Corrected"),
            tr(
                "{when}, by {author}: {reason}",
                when=subject.when(by["recorded_at"]),
                author=subject.author(by),
                reason=by["body"].get("reason", ""),
            ),
        )


def _meetings(subject: Subject) -> Iterator[Section]:
    """What huddles and supervision say of this person alone, as it was recorded and as it was corrected: what stands
    there of anybody else is left out."""
    by_id = {line["id"]: line for line in subject.meeting_lines}
    for line in subject.meeting_lines:
        if line["type"] not in MEETINGS:
            continue
        by = by_id.get(str(line.get("corrected_by") or ""))
        instead = (by["body"].get("replacement") if by is not None else None) or {}
        rows = [*_said_there(subject, line["type"], line.get("body") or {}),
                *(Fact(tr("Instead, {title}", title=row.title.lower()), row.words, row.mark)
                  for row in _said_there(subject, line["type"], instead))]  # fmt: skip
        if rows:
            parts: tuple[Part, ...] = (Passage(STRUCK),) if line.get("struck") else ()
            yield Section(subject.head(line), (*parts, Facts(tuple(rows))))


def _said_there(subject: Subject, kind: str, body: Mapping[str, Any]) -> Iterator[Fact]:
    if kind == HuddleHeld.TYPE:
        yield from _in_a_huddle(subject, body)
    elif subject.person in (body.get("persons") or ()):
        yield from _in_supervision(subject, body)


def _in_a_huddle(subject: Subject, body: Mapping[str, Any]) -> Iterator[Fact]:
    """Each note about them; one that names nobody is about whoever all of its entries are about."""
    own = {line["id"] for line in subject.lines}
    for row in body.get("discussed") or ():
        entries = row.get("entries") or ()
        about = row.get("person") or (subject.person if entries and own.issuperset(entries) else None)
        if about != subject.person:
            continue
        yield Fact(tr("Talked about"), row.get("note") or tr("nothing written down"))
        came = [subject.telling.entry(id) for id in entries if id in own]
        if came:
            yield Fact(tr("What came of it"), "\n".join(came))


def _in_supervision(subject: Subject, body: Mapping[str, Any]) -> Iterator[Fact]:
    """That they were talked about, which decisions about them were read; and where they alone were, what was said."""
    own = {line["id"] for line in subject.lines}
    read = [subject.telling.entry(id) for id in body.get("decisions") or () if id in own]
    alone = list(body["persons"]) == [subject.person]
    yield Fact(tr("Talked about"), tr("yes") if alone else OF_SEVERAL)
    if read:
        yield Fact(tr("Decisions read"), "\n".join(read))
    for name in ("themes", "decision_quality", "agreed") if alone else ():
        words = body.get(name)
        said = "\n".join(words) if isinstance(words, list | tuple) else str(words or "")
        if said.strip():
            yield Fact(str(SupervisionHeld.model_fields[name].title), said, OF_A_WORKER)
