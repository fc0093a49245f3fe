"""The pack of a handover on one page: the summary, what the next days need, and what to know before the first contact
(S4:94-96, S1:26-27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.sharing import sharing_of
from carelist_tui.domain.entries import HandoverOpened
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.views.bearings import red_flags_of, signs_to_look_for
from carelist_tui.domain.views.report.report_parts import (
    Part,
    Passage,
    Report,
    facts,
    passages,
    points,
    sections,
)
from carelist_tui.domain.views.report.subject import CONFIDENTIAL, Subject, Told
from carelist_tui.domain.words import day_in_full

NOT_OPENED = tr("No handover is recorded: nobody has written its summary or what the next days need.")
SOMEBODY_BARRED = tr("Somebody must not be contacted, whom others named in confidence: ask before you tell anybody.")


def newest_handover(subject: Subject) -> Told | None:
    """The handover that is open, else the last one; None where none was recorded."""
    opened = subject.of_kind(HandoverOpened.TYPE)
    standing = {each.id for each in subject.ground.state.handovers if each.is_open}
    return next((line for line in reversed(opened) if line["id"] in standing), opened[-1] if opened else None)


def handover_report(subject: Subject) -> Report:
    """The whole page."""
    line = newest_handover(subject)
    return Report(
        tr("Handover"),
        subject.whom,
        CONFIDENTIAL,
        sections(
            ("", (*subject.loud(), *_loud(subject, line))),
            (tr("Who passes them on to whom"), _passage(subject, line)),
            (tr("Summary"), _part(subject, line, "summary")),
            (tr("What the next days need"), _part(subject, line, "transition")),
            (tr("The same day, if"), points(*red_flags_of(subject.ground))),
            (tr("Signs to look for"), points(*signs_to_look_for(subject.ground))),
            (tr("How to be in touch"), _contact(subject)),
            (
                tr("What is booked"),
                points(
                    *(
                        tr("{when}, {how}, with {whom}", when=when, how=how, whom=whom)
                        for when, how, whom in subject.booked()
                    )
                ),
            ),
        ),
        print="small",
    )


def _loud(subject: Subject, line: Told | None) -> tuple[Part, ...]:
    """What nobody may overlook; of who must not be told only those whom the person named, unless others' words were
    asked for too."""
    sharing, said = sharing_of(subject.ground), [] if line else [NOT_OPENED]
    for no, each in zip(sharing.refusals, sharing.must_not_be_told, strict=True):
        if no.source != "details" or subject.others_words:
            said.append(each.sentence)
    if len(said) < len(sharing.refusals) + (not line):
        said.append(SOMEBODY_BARRED)
    return tuple(Passage(words, loud=True) for words in said)


def _passage(subject: Subject, line: Told | None) -> tuple[Part, ...]:
    state = subject.ground.state
    tier = choice_in_words(subject.ground.tier.value) if subject.ground.tier else tr("not set")
    stands = tr("zone {zone_now}, tier {tier}", zone_now=choice_in_words(state.zone_now), tier=tier) + (
        tr(", counted as high") if subject.ground.is_high else ""
    )
    rows = [(tr("Stands"), stands), (tr("Coordinator"), subject.coordinator or tr("nobody yet"))]
    if line is not None:
        around = subject.rows({**line, "body": _without(line, "summary", "transition")})
        rows += [(fact.title, fact.words) for fact in around]
        rows += [
            (
                tr("Opened"),
                tr("{when}, by {author}", when=subject.when(line["occurred_at"]), author=subject.author(line)),
            ),
            *_so_far(subject, line),
        ]
    return facts(*rows)


def _without(line: Told, *parts: str) -> Mapping[str, Any]:
    return {name: value for name, value in (line.get("body") or {}).items() if name not in parts}


def _so_far(subject: Subject, line: Told) -> Iterator[tuple[str, str]]:
    """What has come of it."""
    for each in subject.of_kind("handover."):
        if (each.get("body") or {}).get("handover") == line["id"]:
            said = "; ".join(fact.words for fact in subject.rows(each, without=(tr("Handover"),)))
            yield subject.head(each), said or tr("yes")


def _part(subject: Subject, line: Told | None, name: str) -> tuple[Part, ...]:
    if line is None or not (line.get("body") or {}).get(name):
        return ()
    rows = subject.rows({"type": line["type"], "v": line["v"], "body": {name: line["body"][name]}})
    titles = (row.title.partition(", ")[2] or row.title for row in rows)
    return facts(*((title[:1].upper() + title[1:], row.words) for title, row in zip(titles, rows, strict=True)))


def _contact(subject: Subject) -> tuple[Part, ...]:
    plan, warnings = subject.ground.state.plan, subject.ground.state.risk_plan
    lines = subject.of_kind("engagement_plan.agreed")[-1:]
    alone = warnings.lone_working if warnings else None
    rows = [
        (tr("Two workers"), tr("yes") if alone and alone.two_workers else ""),
        (tr("On a visit"), (alone.note or "") if alone else ""),
        (tr("Plan reviewed by"), day_in_full(plan.review_on) if plan else ""),
    ]
    leave = (tr("Review on"), tr("Early warning signs"))
    said = [(fact.title, fact.words) for line in lines for fact in subject.rows(line, without=leave)]
    return (*facts(*said, *rows), *passages("" if plan else tr("No contact plan has been agreed.")))
