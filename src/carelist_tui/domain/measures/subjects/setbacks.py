"""Signs that somebody gets worse: answered in time, and how long until they are steady again (S2:12, S2:36-37)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from carelist_tui.domain.entries import (
    ContactCompleted,
    DecisionRecorded,
    EscalationRaised,
    RiskCheckCompleted,
    RiskPlanUpdated,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import GONE, Case
from carelist_tui.domain.measures.charts.averages import median
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import Standing
from carelist_tui.domain.measures.measure import Asked, Tally, Window, share_of
from carelist_tui.domain.person.risk import SETTLES_A_WORRY

SIGN, TRIGGER, STEP_UP = "sign", "trigger", "step_up"
NOT_STEADY = ("red", "amber")
DAY = 86400
PLANNED_FOR = timedelta(hours=72)
SEEN: dict[str, Asked] = {
    "early warning signs": lambda case, _: SIGN in case.facts["seen"],
    "triggers": lambda case, _: TRIGGER in case.facts["seen"],
    "step-up point reached": lambda case, _: STEP_UP in case.facts["seen"],
}


def signs_answered(course: Course) -> Iterator[Case]:
    """Each contact or risk check that saw an early warning sign, a trigger, or the step-up point reached: a decision or
    an escalation came by when a same-day response was owed; of a sign alone, which owes none, within the 72 hours of
    the plan that is made when one is seen (S2:36)."""
    answers = _answers(course)
    orders = [entry.order for entry in answers]
    for entry, seen in _seen(course):
        place = bisect_right(orders, entry.order)
        answer = answers[place] if place < len(answers) else None
        yield course.case(
            "signs_answered", entry.clock_at, stops_at=answer.occurred_at if answer is not None else None,
            due_at=_answered_by(course, entry, seen), reasons=GONE,
            entries=(entry.id, answer.id if answer is not None else ""), seen=sorted(seen),
        )  # fmt: skip


def _answered_by(course: Course, entry: Entry, seen: set[str]) -> datetime:
    ground = course.then(entry.clock_at)
    if seen == {SIGN} and not _is_worse(entry):
        return entry.clock_at + PLANNED_FOR
    return ground.calendar.deadline(entry.clock_at, ground.numbers.same_day_response, high=True)


def _is_worse(entry: Entry) -> bool:
    """Whether what else it says owes a same-day response."""
    body = entry.body
    high = isinstance(body, RiskCheckCompleted) and body.overall == "high"
    return high or (isinstance(body, ContactCompleted) and body.how_are_they == "worse")


def _answers(course: Course) -> list[Entry]:
    """The decisions that answer what was seen, and the escalations; of another team's none do (records.md, origin)."""
    found = [entry for entry, body in course.said(DecisionRecorded) if body.about in SETTLES_A_WORRY]
    found += [entry for entry, _ in course.said(EscalationRaised)]
    return sorted((entry for entry in found if entry.origin is None), key=lambda each: each.order)


def _seen(course: Course) -> Iterator[tuple[Entry, set[str]]]:
    """What of these each contact and risk check saw. A red flag of the risk plan of then is a trigger."""
    found = [
        entry for kind in (ContactCompleted, RiskCheckCompleted, RiskPlanUpdated) for entry, _ in course.said(kind)
    ]
    flags: set[str] = set()
    for entry in sorted(found, key=lambda each: each.order):
        body = entry.body
        if isinstance(body, RiskPlanUpdated):
            told = {_folded(flag) for flag in body.red_flags}
            flags = flags | told if course.is_disputed(entry.id) else told
            continue
        seen: set[str] = set()
        if isinstance(body, ContactCompleted):
            signs = [sign.sign for sign in body.signs_seen if sign.seen == "yes"]
            triggers = bool(body.triggers) or any(_folded(sign) in flags for sign in signs)
            seen = {SIGN} if signs else set()
            seen |= {TRIGGER} if triggers else set()
            seen |= {STEP_UP} if body.step_up_reached else set()
        elif isinstance(body, RiskCheckCompleted):
            seen = {SIGN} if any(_folded(sign) not in ("", "none") for sign in body.relapse_indicators) else set()
            seen |= {TRIGGER} if body.triggers else set()
        if seen:
            yield entry, seen


def _folded(words: str) -> str:
    return words.strip().casefold()


def destabilised(course: Course) -> Iterator[Case]:
    """Each time somebody became red or amber, until they were green. Who leaves before has not become it."""
    begun: Standing | None = None
    for standing in course.standings:
        zone = standing.place.zone
        if begun is not None and (standing.has_left or zone == "green"):
            yield _destabilised(course, begun, standing if zone == "green" else None)
            begun = None
        if begun is None and zone in NOT_STEADY and not standing.has_left:
            begun = standing
    if begun is not None:
        yield _destabilised(course, begun, None)


def _destabilised(course: Course, begun: Standing, ended: Standing | None) -> Case:
    stops_at = ended.since if ended is not None else None
    return course.case("destabilised", begun.since, stops_at=stops_at, reasons=GONE, from_zone=begun.place.zone)


def median_days(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """How many became green again, and the days that this took: the middle one, where not yet green is longest."""
    tally = share_of(cases, window)
    middle = median(tally.seconds)
    tally.value = middle / DAY if middle is not None else None
    return tally
