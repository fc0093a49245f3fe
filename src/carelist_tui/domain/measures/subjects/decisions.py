"""What was to be decided, and looked at again: in time or not (S0:30, S0:42-43)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from carelist_tui.domain.entries import (
    ContactCancelled,
    ContactMissed,
    DecisionRecorded,
    ReportConfirmed,
    ReviewCompleted,
)
from carelist_tui.domain.entries.entry import Entry, StoryOrder
from carelist_tui.domain.measures.case import DIED, GONE, Case
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import Obligation
from carelist_tui.domain.moments import utc


def decisions_made(course: Course) -> Iterator[Case]:
    """Each decision that was still owed when it fell due, or was made before: made by then. A refusal or a stop
    leaves none out: whether to act is decided all the same."""
    for each in course.owed("decision"):
        made = _decided(course, each)
        excluded = None if made else course.left_out(each.since, each.due_at, GONE)
        if not made and excluded is None and _went_before(course, each):
            continue  # nobody owed it any more
        yield course.case(
            "decisions_made", each.since, stops_at=made.occurred_at if made else None, due_at=each.due_at,
            reasons=GONE, worker=each.owner, entries=(each.due.source, made.id if made else ""),
        )  # fmt: skip


def _decided(course: Course, owed: Obligation) -> Entry | None:
    """The decision it was made by; or the word of whom that names, where it counts from there."""
    body = owed.gone.body if owed.gone is not None else None
    heard = isinstance(body, ReportConfirmed) and course.said_by(body.about, DecisionRecorded) is not None
    return owed.gone if heard or isinstance(body, DecisionRecorded) else None


def _went_before(course: Course, owed: Obligation) -> bool:
    """Whether it was owed no longer before it fell due, and nobody had done it."""
    if owed.gone is None:
        return False
    return owed.gone.occurred_at < owed.due_at or course.has_left(owed.due_at)


def reviews_kept(course: Course) -> Iterator[Case]:
    """Each decision that was to be looked at again, from that moment: decided anew, or over, by then."""
    for each in course.owed("decision_review"):
        gone = each.gone
        in_time = gone is not None and gone.occurred_at <= each.due_at
        then = course.at(gone.occurred_at) if gone is not None and in_time else None
        if then is not None and then.has_left:
            continue  # nobody owed it any more
        kept = in_time and (then is None or then.gone != DIED)
        yield course.case(
            "reviews_kept", each.due_at, stops_at=gone.occurred_at if gone else None, due_at=each.due_at, counted=kept,
            reasons=() if kept else GONE, excluded=DIED if in_time and not kept else None, worker=each.owner,
            entries=(each.due.source, gone.id if gone else ""),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """What calls for the MDT, at its place in the story; `clock` is when it was known."""

    order: StoryOrder
    clock: datetime
    kind: str
    source: str


def mdt_reviewed(course: Course) -> Iterator[Case]:
    """Each time somebody came to so many contacts missed, or cancelled by them, or to a missed contact open for so
    long: the MDT looked at it in time. What else calls for it before it has met is the same time."""
    reviews = [entry for entry, body in course.said(ReviewCompleted) if body.kind == "mdt"]
    told = [*_missed_often(course, reviews), *_open_long(course, reviews)]
    triggers = sorted((each for each in told if not course.has_left(each.clock)), key=lambda each: each.order)
    orders, waits_for = [entry.order for entry in reviews], -1
    for each in triggers:
        answer = bisect_left(orders, each.order)
        if answer == waits_for:
            continue
        waits_for, ground = answer, course.then(each.clock)
        review = reviews[answer] if answer < len(reviews) else None
        yield course.case(
            "mdt_reviewed", each.clock, stops_at=review.occurred_at if review is not None else None,
            due_at=ground.calendar.after(each.clock, ground.numbers.mdt_review), reasons=GONE,
            entries=(each.source, review.id if review is not None else ""), trigger=each.kind,
        )  # fmt: skip


def _missed_often(course: Course, reviews: list[Entry]) -> Iterator[Trigger]:
    """The contact, missed or cancelled by the person, that made so many in so long since the MDT met."""
    missed = [entry for entry, _ in course.said(ContactMissed)]
    missed += [entry for entry, body in course.said(ContactCancelled) if body.by == "person"]
    recent: list[Entry] = []
    for entry in sorted([*missed, *reviews], key=lambda each: each.order):
        if isinstance(entry.body, ReviewCompleted):
            recent.clear()
            continue
        recent.append(entry)
        lengths = course.then(entry.occurred_at).lengths
        del recent[: -lengths.mdt_missed]
        within = entry.clock_at - recent[0].clock_at <= lengths.mdt_missed_within
        if len(recent) == lengths.mdt_missed and within:
            yield Trigger(entry.order, entry.clock_at, "missed", entry.id)


def _open_long(course: Course, reviews: list[Entry]) -> Iterator[Trigger]:
    """The days on which a missed contact had stood open for so long, or so long again since the MDT met about it."""
    calendar, orders = course.ground.calendar, [entry.order for entry in reviews]
    for episode in course.ground.episodes:
        longest = course.then(episode.t).numbers.mdt_missed_open
        since, place = episode.miss.runs_from, bisect_left(orders, (episode.t, episode.t, "", 0))
        while True:
            at = utc(calendar.at(calendar.last_day(since, longest), time(0)))
            review = reviews[place] if place < len(reviews) else None
            ends = min([each for each in (episode.end, review and review.occurred_at) if each], default=None)
            if ends is None or at < ends:
                yield Trigger((at, at, "", 0), at, "open", episode.id)
            if review is None or (episode.end is not None and review.occurred_at >= episode.end):
                break
            since, place = review.clock_at, place + 1
