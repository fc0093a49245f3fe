"""What happens to them elsewhere: their home, appointments with others, their medication (S0:26, S1:23, S2:42)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time

from carelist_tui.domain.entries import (
    ContactCompleted,
    ContactMissed,
    ContactPlanned,
    EscalationRaised,
    PartnerContacted,
)
from carelist_tui.domain.entries.choices import TenancyKind
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.subjects.tenancies import AppointmentNoted, TenancyNoted
from carelist_tui.domain.measures.case import GONE, Case
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Asked, has
from carelist_tui.domain.measures.subjects.crises import NOT_HERE
from carelist_tui.domain.moments import utc

ENFORCEMENT: frozenset[TenancyKind] = frozenset({"notice", "court", "eviction"})
"""What a landlord does to take a home back; arrears and complaints come before it."""


def tenancy(course: Course) -> Iterator[Case]:
    """Each enforcement event of somebody on the caseload: on its day, or when it was noted where it lay ahead. Noted
    twice, of the same day, it is one."""
    known: set[tuple[str, date]] = set()
    for entry, body in course.said(TenancyNoted):
        if body.kind not in ENFORCEMENT or (body.kind, body.on) in known:
            continue
        known.add((body.kind, body.on))
        at = min(_day(course, body.on), entry.clock_at)
        standing = course.at(at)
        here = standing is not None and standing.is_here
        yield course.happened("tenancy", at, excluded=None if here else NOT_HERE, entries=(entry.id,), kind=body.kind)


def follow_through(course: Course) -> Iterator[Case]:
    """Each appointment elsewhere: they went; and each time medication was missed, or stopped: whoever prescribes it, or
    somebody who can act, was told in time."""
    for entry, body in course.said(AppointmentNoted):
        yield course.happened(
            "follow_through", min(_day(course, body.on), entry.clock_at), counted=body.attended == "yes",
            entries=(entry.id,), kind="appointment", attended=body.attended,
        )  # fmt: skip
    told = [entry for entry, contact in course.said(PartnerContacted) if contact.direction == "out"]
    told = sorted([*told, *(entry for entry, _ in course.said(EscalationRaised))], key=lambda each: each.order)
    orders = [each.order for each in told]
    for entry in _medication_missed(course):
        place = bisect_right(orders, entry.order)
        answer = told[place] if place < len(told) else None
        ground = course.then(entry.clock_at)
        yield course.case(
            "follow_through", entry.clock_at, stops_at=answer.occurred_at if answer is not None else None,
            due_at=ground.calendar.same_day(entry.clock_at, high=ground.is_high_at(entry.occurred_at)), reasons=GONE,
            entries=(entry.id, answer.id if answer is not None else ""), kind="medication",
        )  # fmt: skip


def _medication_missed(course: Course) -> Iterator[Entry]:
    """The contacts at which medication was missed, or stopped; and those for it that were missed."""
    for entry, body in course.said(ContactCompleted):
        if body.medication in ("missed", "stopped"):
            yield entry
    for entry, missed in course.said(ContactMissed):
        planned = course.said_by(missed.planned, ContactPlanned)
        if planned is not None and planned.purpose == "medication":
            yield entry


def _day(course: Course, day: date) -> datetime:
    return utc(course.ground.calendar.at(day, time(0)))


STEPS: dict[str, Asked] = {"notices": has("kind", "notice"), "court dates": has("kind", "court"),
                           "evictions": has("kind", "eviction")}  # fmt: skip
FOLLOWED: dict[str, Asked] = {
    "appointments": has("kind", "appointment"),
    "appointments kept": has("attended", "yes"),
    "not known whether they went": has("attended", "not_known"),
    "medication missed or stopped": has("kind", "medication"),
    "told in time": lambda case, _: case.facts["kind"] == "medication" and case.counted,
}
