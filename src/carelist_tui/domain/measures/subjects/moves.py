"""After a move, a return or a change of worker: what came of it, and how soon they were seen (S0:41, S1:28)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, pairwise, takewhile

from carelist_tui.domain.dues.awaited import follow_up_within
from carelist_tui.domain.dues.transitions import TWO_STEPS
from carelist_tui.domain.entries import (
    CoordinatorNamed,
    HandoverClosed,
    PersonAccepted,
    PersonDischarged,
    ReportConfirmed,
    TierSet,
)
from carelist_tui.domain.measures.case import DIED, GONE, Case
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import Standing
from carelist_tui.domain.measures.measure import Asked, has, is_past
from carelist_tui.domain.measures.subjects.crises import Misses, left_out_of_harm
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person.episodes import WARDS
from carelist_tui.domain.person.facts import Live
from carelist_tui.domain.person.handovers import TRANSITIONS

CRISIS_WITHIN = timedelta(days=30)
MISS_WITHIN = timedelta(days=42)
LONGEST = timedelta(hours=72)
NATIONAL_DAYS = 3
NATIONAL_METHODS = ("visit", "clinic", "call", "video")
"""Face to face, by telephone, by video, or by a device that speaks for them: 01, 02, 11, 04 of the national data."""


@dataclass(frozen=True, slots=True)
class Move:
    """A change in who holds somebody, or how closely; `entries` say so."""

    at: datetime
    kind: str
    entries: tuple[str, ...]


def crisis_after_transition(course: Course) -> Iterator[Case]:
    """Each move: whether a crisis came within 30 days of it. What came is counted, wherever they were between."""
    crises = sorted(course.state.crises, key=lambda each: each.order)
    moments = [each.at for each in crises]
    for move in _moves(course):
        place, ends = bisect_left(moments, move.at), move.at + CRISIS_WITHIN
        came = crises[place] if place < len(crises) and crises[place].at <= ends else None
        yield course.case(
            "crisis_after_transition", move.at, stops_at=came.at if came else None, due_at=ends,
            counted=came is not None, reasons=(),
            excluded=left_out_of_harm(course, move.at, None if came else ends),
            entries=(*move.entries, came.id if came else ""), kind=move.kind,
            learned_late=came is not None and came.clock > came.at,
        )  # fmt: skip


def _moves(course: Course) -> Iterator[Move]:
    done = [each for each in course.state.handovers if each.outcome == "completed" and not each.there]
    handed = [each for each in done if each.kind in TRANSITIONS]
    for handover in handed:
        if handover.closed is not None:
            yield Move(handover.closed.at, handover.kind, (handover.id, handover.closed.id))
    for away in course.state.aways:
        if away.kind in WARDS and away.returned is not None:
            yield Move(away.returned.at, "ward_return", (away.id, away.returned.id))
    for standing in _made_lighter(course):
        yield Move(standing.since, "lighter_tier", tuple(course.ids_at(standing.since, TierSet, ReportConfirmed)))
    said = [each.closed.at for each in handed if each.kind == "discharge" and each.closed is not None]
    for entry_id, at in _discharges(course):
        if not any(timedelta() <= at - each <= CRISIS_WITHIN for each in said):
            yield Move(at, "discharge", (entry_id,))


def _made_lighter(course: Course) -> Iterator[Standing]:
    """Where a tier took the place of one that was more intensive by two steps, or of one so held shortly before: made
    lighter twice, step by step, is made lighter by two."""
    standards = course.ground.standards
    held: list[tuple[int, datetime]] = []
    now: int | None = None
    for standing in course.standings:
        rank = standards.rank(standing.place.tier) if standing.on_caseload and standing.place.tier else None
        if rank is None:
            held.clear()
        elif now is not None and rank != now:
            lasts = standards.dues.transition_lasts
            held = [each for each in held if standing.since <= utc(standards.calendar.after(each[1], lasts))]
            held.append((now, standing.since))
            if rank > now and rank - min(before for before, _ in held) >= TWO_STEPS:
                yield standing
        now = rank


def _discharges(course: Course) -> Iterator[tuple[str, datetime]]:
    """The discharges that counted, from when they did."""
    said = [entry for entry, _ in course.said(PersonDischarged)]
    moments = [entry.occurred_at for entry in said]
    for before, after in pairwise(course.standings):
        place = bisect_right(moments, after.since)
        died = course.left_out(after.since, after.since, (DIED,))
        if after.has_left and not before.has_left and place and died is None:
            yield said[place - 1].id, after.since


def after_worker_change(course: Course) -> Iterator[Case]:
    """Each change of coordinator: whether a contact was missed in the 42 days after it, and in those before it."""
    misses = Misses(course)
    for before, after in pairwise(course.standings):
        changed = before.coordinator != after.coordinator and None not in (before.coordinator, after.coordinator)
        if not changed or not before.on_caseload or not after.on_caseload:
            continue
        told = course.ids_at(after.since, CoordinatorNamed, HandoverClosed, PersonAccepted)
        at = max([after.since, *(course.clock_of(id) for id in told)])
        ends = at + MISS_WITHIN
        missed = misses.from_to(at, ends)
        earlier = misses.before(at - timedelta(microseconds=1), MISS_WITHIN)
        yield course.case(
            "after_worker_change", at, due_at=ends, counted=bool(missed), reasons=() if missed else GONE,
            entries=(*told, missed), missed_before=bool(earlier),
        )  # fmt: skip


def seen_72h(course: Course) -> Iterator[Case]:
    """Each return from a mental health ward: whole contact within 72 hours by the clock, 48 where it is owed so."""
    whole = sorted((each for each in course.state.contacts if not each.partial), key=lambda each: each.order)
    orders = [each.order for each in whole]
    for away in course.state.aways:
        back = away.returned
        if back is None or away.kind != "mental_health_ward":
            continue
        ground = course.then(back.at)
        within = follow_up_within(ground, away, back)
        due_at = min(back.at + LONGEST, utc(ground.calendar.deadline(back.at, within, high=True)))
        place = bisect_right(orders, back.order)
        met, since = whole[place] if place < len(whole) else None, islice(whole, place, None)
        yield course.case(
            "seen_72h", back.at, stops_at=met.at if met else None, due_at=due_at,
            entries=(back.id, met.id if met else ""), sooner=due_at < back.at + LONGEST,
            national=_is_seen_nationally(course, back.at, since), learned_late=back.clock > back.at,
            national_by=utc(course.end_of_day(back.at, NATIONAL_DAYS)).isoformat(),
        )  # fmt: skip


def _is_seen_nationally(course: Course, back_at: datetime, since: Iterable[Live]) -> bool:
    """Whether they were seen from the day after their return to the third day, by the methods that count there."""
    begins, ends = course.end_of_day(back_at), course.end_of_day(back_at, NATIONAL_DAYS)
    soon = takewhile(lambda each: each.at < ends, since)
    return any(each.at >= begins and each.method in NATIONAL_METHODS for each in soon)


NATIONALLY: dict[str, Asked] = {
    "national reading: returns whose third day is over": lambda case, window: is_past(case, "national_by", window.at),
    "national reading: seen from the day after to the third": lambda case, window: (
        is_past(case, "national_by", window.at) and case.facts["national"]
    ),
    "owed within 48 hours": has("sooner"),
    "learned late": has("learned_late"),
}
