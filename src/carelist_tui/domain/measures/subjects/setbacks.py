"""Signs that somebody gets worse: answered in time, and how long until they are steady again (S2:12, S2:36-37)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carelist_tui.domain.measures.case import GONE, Case
from carelist_tui.domain.measures.charts.averages import median
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import Standing
from carelist_tui.domain.measures.measure import Asked, Tally, Window, add_up, share_of
from carelist_tui.domain.measures.subjects.sign_answers import sign_answers

SIGN, TRIGGER, STEP_UP = "sign", "trigger", "step_up"
NOT_STEADY = ("red", "amber")
DAY = 86400
SEEN: dict[str, Asked] = {
    "early warning signs": lambda case, _: SIGN in case.facts["seen"],
    "triggers": lambda case, _: TRIGGER in case.facts["seen"],
    "step-up point reached": lambda case, _: STEP_UP in case.facts["seen"],
}


def signs_answered(course: Course) -> Iterator[Case]:
    """Each contact or risk check that saw an early warning sign, a trigger, or the step-up point reached: a decision or
    an escalation came by when a same-day response was owed; of a sign alone, which owes none, within the 72 hours of
    the plan that is made when one is seen (S2:36)."""
    for each in sign_answers(course.entries, course.ground.standards, course.is_disputed):
        what = {SIGN: each.signs, TRIGGER: each.triggers, STEP_UP: each.step_up}
        yield course.case(
            "signs_answered", each.seen.clock_at, stops_at=each.answer.occurred_at if each.answer is not None else None,
            due_at=each.due_at, reasons=GONE, entries=(each.seen.id, each.answer.id if each.answer is not None else ""),
            seen=sorted(kind for kind, found in what.items() if found),
        )  # fmt: skip


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
    return _with_median(share_of(cases, window))


def add_up_days(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
    """The same of months together."""
    return _with_median(add_up(tallies, windows))


def _with_median(tally: Tally) -> Tally:
    middle = median(tally.seconds)
    tally.value = middle / DAY if middle is not None else None
    return tally
