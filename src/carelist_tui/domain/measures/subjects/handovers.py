"""Handovers that were safe: accepted, met, prepared, and quiet afterwards (S4:94-98)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.handovers import first_contact_due, prepared_by
from carelist_tui.domain.entries import (
    ContactCompleted,
    HandoverAccepted,
    HandoverCallHeld,
    HandoverFirstContact,
    HandoverItemDone,
    IncidentRecorded,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import GONE, Case
from carelist_tui.domain.measures.charts.averages import in_length
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Tally, Window, adding_median, beside, has, median_beside
from carelist_tui.domain.person.facts import Handover

QUIET = timedelta(days=14)
DAY = 86400


class Passages:
    """What was done of each handover of a story, by its id, when it was done first; and what went wrong in it."""

    def __init__(self, course: Course) -> None:
        self._accepted: dict[str, Entry] = {}
        self._items: dict[str, dict[str, datetime]] = {}
        self._calls: dict[str, datetime] = {}
        for entry, accepted in course.said(HandoverAccepted):
            self._accepted.setdefault(accepted.handover, entry)
        for entry, item in course.said(HandoverItemDone):
            self._items.setdefault(item.handover, {}).setdefault(item.item, entry.occurred_at)
        for entry, call in course.said(HandoverCallHeld):
            self._calls.setdefault(call.handover, entry.occurred_at)
        met: list[tuple[Entry, str | None]] = [
            (entry, body.handover) for entry, body in course.said(HandoverFirstContact) if body.achieved
        ]
        met += [
            (entry, body.handover)
            for entry, body in course.said(ContactCompleted)
            if not body.partial and (body.handover is not None or body.purpose == "first")
        ]
        self._met = sorted(met, key=lambda each: each[0].order)
        harm = [(each.at, each.id) for each in course.state.crises]
        self._harm = sorted(harm + [(entry.occurred_at, entry.id) for entry, _ in course.said(IncidentRecorded)])

    def accepted(self, handover: Handover) -> Entry | None:
        """By which it was taken on; none where it was declined, or two laptops differ about that."""
        stands = handover.accepted is not None and handover.declined is None
        return self._accepted.get(handover.id) if stands else None

    def met(self, handover: Handover, since: Entry) -> Entry | None:
        """The first contact after it was accepted, where that stands as achieved."""
        told = (entry for entry, named in self._met if named in (None, handover.id) and entry.order > since.order)
        return next(told, None) if handover.met else None

    def is_prepared(self, handover: Handover, ground: Ground) -> bool:
        """Whether every item of the checklist was done by when that was owed, and the call held where it was."""
        by = prepared_by(ground, handover)
        items = ground.standards.checklists.items(handover.kind, higher_risk=handover.higher_risk)
        done, call = self._items.get(handover.id, {}), self._calls.get(handover.id)
        held = not handover.higher_risk or (call is not None and call <= by)
        return held and all(item in done and done[item] <= by for item in items)

    def harm(self, begins: datetime, ends: datetime) -> str:
        """The first crisis or incident from one moment to another, both included; empty where there was none."""
        place = bisect_left(self._harm, (begins, ""))
        return self._harm[place][1] if place < len(self._harm) and self._harm[place][0] <= ends else ""


DAYS = "median days from acceptance to first contact"


def handover_safe(course: Course) -> Iterator[Case]:
    """Each handover: accepted in time, first contact on its day, checklist and call done, and no crisis or incident
    from when it was accepted until 14 days after it was completed. What came is counted, wherever they were then."""
    passages = Passages(course)
    for each in course.state.handovers:
        if each.there:
            continue  # it is the case of the team that opened it
        ground = course.then(each.clock)
        accepted = passages.accepted(each)
        accept_by = ground.calendar.after(each.clock, ground.numbers.handover_acceptance)
        if _is_called_off(each, accept_by):
            continue
        met_by = first_contact_due(ground, each) if accepted is not None else None
        met = passages.met(each, accepted) if accepted is not None else None
        begins = accepted.occurred_at if accepted is not None else each.at
        ends = (each.closed.at if each.closed is not None and each.outcome == "completed" else begins) + QUIET
        windows = [accept_by, met_by, prepared_by(ground, each), ends] if accepted is not None else [accept_by]
        harm = passages.harm(begins, ends)
        shares: dict[str, Any] = {
            "accepted_in_time": accepted is not None and accepted.occurred_at <= accept_by,
            "met_on_day": met is not None and met_by is not None and met.occurred_at <= met_by,
            "prepared": passages.is_prepared(each, ground),
            "quiet": not harm,
        }
        yield course.case(
            "handover_safe", each.clock, due_at=max(filter(None, windows)),
            counted=all(shares.values()), reasons=() if harm else GONE,
            entries=(each.id, *(fact.id for fact in (each.accepted, each.declined, met, each.met_by) if fact), harm),
            days=(met.occurred_at - begins).total_seconds() / DAY if met is not None else None,
            kind=each.kind, accepted=accepted is not None, **shares,
        )  # fmt: skip


def _is_called_off(handover: Handover, accept_by: datetime) -> bool:
    """Called off before anybody had to answer: it was no handover."""
    called_off = handover.closed is not None and handover.outcome == "withdrawn" and handover.closed.at <= accept_by
    return called_off and handover.accepted is None and handover.declined is None


def sum_safe(cases: Sequence[Case], stretches: Sequence[Case], window: Window) -> Tally:
    """All four of each, the four shares beside, and the median days from acceptance to first contact."""
    tally = _BESIDE(cases, stretches, window)
    tally.kept = in_length(case.facts["days"] for case in tally.standing if case.facts["accepted"])
    return median_beside(tally, DAYS)


add_up_safe = adding_median(DAYS)


_BESIDE = beside(
    {
        "accepted in time": has("accepted_in_time"),
        "first contact on its day": has("met_on_day"),
        "checklist and call done": has("prepared"),
        "no crisis or incident in 14 days": has("quiet"),
    }
)
