"""The MDT's paper: before it the agenda, after it the minutes (S0:26).

Each person who is to be talked about by that day, or was on it: why, how they stand, what came of the last one, what is
still open, the decisions since; and, once it was held, what was decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.dues.reviews import mdt_review
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.views.report.report_parts import Part, Passage, Points, Report, Section, facts
from carelist_tui.domain.views.report.subject import Subject, Told
from carelist_tui.domain.words import day_in_full

SEVERAL = tr("CONFIDENTIAL: this names people in our care. Keep it with you, and destroy it after the meeting.")
NOBODY = tr("Nobody is listed for it.")


def mdt_report(subjects: Sequence[Subject], on: date) -> Report:
    """The whole paper, for these people in this order. Others' words stand in none of it."""
    is_held = any(_held_on(subject, on) for subject in subjects)
    return Report(
        tr("MDT, {day}: {which}", day=day_in_full(on), which=tr("minutes") if is_held else tr("agenda")),
        ntr("{n} person", "{n} people", len(subjects), n=len(subjects)),
        SEVERAL,
        tuple(_sections(subjects, on)) or (Section("", (Passage(NOBODY),)),),
    )


def _sections(subjects: Sequence[Subject], on: date) -> Iterator[Section]:
    for subject in subjects:
        yield Section(subject.whom, _stands(subject))
        held, last = _held_on(subject, on), _last_before(subject, on)
        if last is not None:
            yield Section(tr("The last MDT, {day}", day=subject.day(last["occurred_at"])), subject.whole(last), level=3)
        yield Section(tr("Actions that are open"), _actions(subject), level=3)
        since = [line for line in subject.of_kind("decision.", "outreach.stopped") if _is_since(line, last)]
        yield Section(tr("Decisions since"), _decisions(subject, since), level=3)
        for line in held:
            yield Section(tr("Decided, {when}", when=subject.when(line["occurred_at"])), subject.whole(line), level=3)


def _reviews(subject: Subject) -> list[Told]:
    return [line for line in subject.of_kind("review.completed") if (line.get("body") or {}).get("kind") == "mdt"]


def _day(subject: Subject, line: Told) -> date:
    return parse_moment(line["occurred_at"]).astimezone(subject.ground.calendar.zone).date()


def _held_on(subject: Subject, on: date) -> list[Told]:
    return [line for line in _reviews(subject) if _day(subject, line) == on]


def _last_before(subject: Subject, on: date) -> Told | None:
    return next((line for line in reversed(_reviews(subject)) if _day(subject, line) < on), None)


def _is_since(line: Told, last: Told | None) -> bool:
    return last is None or parse_moment(line["occurred_at"]) > parse_moment(last["occurred_at"])


def _stands(subject: Subject) -> tuple[Part, ...]:
    state, listed = subject.ground.state, subject.of_kind("mdt.listed")[-1:]
    tier = subject.ground.tier.value if subject.ground.tier else tr("not set")
    high = tr(", counted as high") if subject.ground.is_high else ""
    return (
        *subject.loud(),
        *facts(
            (tr("Why"), _why(subject)),
            (tr("Listed"), subject.in_a_line(listed[0]) if listed else ""),
            (
                tr("Stands"),
                tr(
                    "zone {zone_now}, tier {tier}{high}",
                    zone_now=choice_in_words(state.zone_now),
                    tier=choice_in_words(tier),
                    high=high,
                ),
            ),
            (tr("Coordinator"), subject.coordinator or tr("nobody yet")),
        ),
    )


def _why(subject: Subject) -> str:
    """What calls for it, as the Due says it; empty where nothing does any more."""
    due = next(mdt_review(subject.ground), None)
    parts = due.because if due is not None else ()
    return "".join(part if isinstance(part, str) else subject.when(part) for part in parts)


def _actions(subject: Subject) -> tuple[Part, ...]:
    said = [
        tr(
            "{title}, by {day}: {worker}",
            title=each.title,
            day=subject.day(each.due_at),
            worker=subject.worker(each.owner),
        )
        for each in subject.ground.state.actions
    ]
    return (Points(tuple(said)),) if said else (Passage(tr("None.")),)


def _decisions(subject: Subject, lines: list[Told]) -> tuple[Part, ...]:
    if not lines:
        return (Passage(tr("None.")),)
    return facts(*((subject.head(line), subject.in_a_line(line)) for line in lines))
