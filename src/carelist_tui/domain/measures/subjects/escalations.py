"""Escalations: answered and closed in time, how many, and what came of them (S2:37, S4:58, S4:77)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from carelist_tui.domain.dues.escalations import outcome_by, reply_by
from carelist_tui.domain.entries import EscalationAcknowledged, EscalationClosed
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.charts.averages import in_length
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Tally, Window, adding_median, beside, has, is_past, median_beside
from carelist_tui.domain.measures.subjects.crises import NOT_HERE
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person.episodes import DECLINED
from carelist_tui.domain.person.facts import Fact


class Answers:
    """What came back on each escalation of a story, by its id: the first answer, whether that accepted it, and the
    first outcome."""

    def __init__(self, course: Course) -> None:
        self.first: dict[str, Entry] = {}
        self.accepted: dict[str, Entry] = {}
        self.closed: dict[str, tuple[Entry, EscalationClosed]] = {}
        for entry, body in course.said(EscalationAcknowledged):
            self.first.setdefault(body.escalation, entry)
            if body.answer == "accepted" and self.first[body.escalation] is entry:
                self.accepted[body.escalation] = entry
        for entry, closed in course.said(EscalationClosed):
            self.closed.setdefault(closed.escalation, (entry, closed))


HOURS = "median hours given to answer"


def escalations_closed(course: Course) -> Iterator[Case]:
    """Each escalation: answered by when that was asked for, and its outcome known by when that was owed. Its loop is
    closed whatever became of the person: nobody is left out."""
    answers = Answers(course)
    for each in course.state.escalations:
        ground = course.then(each.clock)
        answer, accepted = answers.first.get(each.id), answers.accepted.get(each.id)
        closing, said = answers.closed.get(each.id, (None, None))
        replied, outcome = reply_by(ground, each), None
        answered_in_time = answer is not None and answer.occurred_at <= replied
        if accepted is not None:
            outcome = outcome_by(ground, each, Fact(accepted.id, accepted.order, accepted.clock_at))
        known_at = closing.occurred_at if closing is not None else None
        owed_by = outcome if outcome is not None and answered_in_time else replied
        yield course.case(
            "escalations_closed", each.clock, stops_at=known_at, due_at=owed_by, reasons=(),
            counted=answered_in_time and outcome is not None and known_at is not None and known_at <= outcome,
            worker=each.owner, entries=(each.id, *(x.id for x in (answer, closing) if x is not None)),
            route=each.route, answered_in_time=answered_in_time, is_open=each.is_open,
            came_to_nothing=each.answer in DECLINED, owed_by=utc(outcome or replied).isoformat(),
            hours=(utc(replied) - each.clock).total_seconds() / 3600, **_learned(each.route, said),
        )  # fmt: skip


def _learned(route: str, said: EscalationClosed | None) -> dict[str, Any]:
    """What was said at its end: what the person wanted, where it was about safeguarding, and whether it could have been
    avoided."""
    found: dict[str, Any] = {"avoidable": said.avoidable if said is not None else None}
    if route == "safeguarding" and said is not None:
        found["wishes"] = bool((said.persons_wishes or "").strip())
    return found


def escalation_rate(course: Course) -> Iterator[Case]:
    """Each escalation about somebody on the caseload."""
    for each in course.state.escalations:
        standing = course.at(each.clock)
        here = standing is not None and standing.is_here
        yield course.happened(
            "escalation_rate", each.clock, excluded=None if here else NOT_HERE, entries=(each.id,), route=each.route
        )


def sum_closed(cases: Sequence[Case], stretches: Sequence[Case], window: Window) -> Tally:
    """The share, what stands open and overdue, and the guard: how long the others were given to answer."""
    tally = _BESIDE(cases, stretches, window)
    tally.kept = in_length(case.facts["hours"] for case in tally.standing)
    return median_beside(tally, HOURS)


add_up_closed = adding_median(HOURS)


_BESIDE = beside(
    {
        "answered in time": has("answered_in_time"),
        "open and overdue": lambda case, window: case.facts["is_open"] and is_past(case, "owed_by", window.at),
        "declined or redirected": has("came_to_nothing"),
        "safeguarding, closed": has("wishes", True, False),
        "safeguarding, closed with their wishes": has("wishes"),
        "could have been avoided": has("avoidable", "yes"),
        "taught us something": has("avoidable", "learning"),
    }
)
