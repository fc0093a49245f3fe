"""Warning signs, triggers and step-up points that were seen, and whether each was answered in time by a decision or an
escalation (S2:12, S2:36-37; measures.md, `signs_answered`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from carelist_tui.domain.entries import (
    ContactCompleted,
    DecisionRecorded,
    EscalationRaised,
    RiskCheckCompleted,
    RiskPlanUpdated,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.risk import SETTLES_A_WORRY, signs_found
from carelist_tui.domain.standards import Standards

SEEN_IN = (ContactCompleted.TYPE, RiskCheckCompleted.TYPE)
"""Types of entries in which a sign, a trigger or a step-up point is seen."""
RED_FLAG = "personal_red_flag"
PLANNED_FOR = timedelta(hours=72)
"""So long a sign alone may wait for its answer: as long as the plan holds that is made when one is seen (S2:36)."""


@dataclass(frozen=True, slots=True)
class SignAnswer:
    """What was seen in one entry, and what answered it: the first decision or escalation after it; none yet: None."""

    seen: Entry
    signs: tuple[str, ...]
    triggers: tuple[str, ...]
    step_up: bool
    due_at: datetime
    answer: Entry | None

    def in_time(self, at: datetime) -> bool | None:
        """Whether it was answered by then, that moment included; None while an answer may still come in time."""
        if self.answer is not None:
            return self.answer.occurred_at <= self.due_at
        return False if at > self.due_at else None


def sign_answers(
    told: Iterable[Entry], standards: Standards, is_disputed: Callable[[str], bool] = lambda _: False
) -> Iterator[SignAnswer]:
    """Each of one person's entries in which a sign, a trigger or a step-up point was seen, with its answer. `told` is
    each entry as it stands, in story order; `is_disputed` says of an entry's id whether another one differs from it.

    What owes a same-day response is owed its answer by when that falls due, a sign alone within the 72 hours of its
    plan. A red flag of the risk plan of then is a trigger. What answers is what settles that Due: a decision about it
    or an escalation, of this service's own.
    """
    story = list(told)
    flags: set[str] = set()
    for entry, answer in zip(story, _answers_after(story), strict=True):
        if isinstance(entry.body, RiskPlanUpdated):
            said = {_folded(flag) for flag in entry.body.red_flags}
            flags = flags | said if is_disputed(entry.id) else said
        signs, triggers, step_up = _seen(entry, flags)
        if not (signs or triggers or step_up):
            continue
        due_at = entry.clock_at + PLANNED_FOR
        if triggers or step_up or _is_worse(entry):
            then = standards.in_force_at(entry.clock_at)
            due_at = then.calendar.deadline(entry.clock_at, then.dues.same_day_response, high=True)
        yield SignAnswer(entry, signs, triggers, step_up, due_at, answer)


def _answers_after(story: Sequence[Entry]) -> list[Entry | None]:
    """For each entry the first after it that answers."""
    found: list[Entry | None] = []
    answer: Entry | None = None
    for entry in reversed(story):
        found.append(answer)
        answer = entry if _answers(entry) else answer
    return found[::-1]


def _seen(entry: Entry, flags: set[str]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    body = entry.body
    if isinstance(body, ContactCompleted):
        signs = tuple(each.sign for each in body.signs_seen if each.seen == "yes")
        triggers: list[str] = list(body.triggers)
        if RED_FLAG not in triggers and any(_folded(sign) in flags for sign in signs):
            triggers.append(RED_FLAG)
        return signs, tuple(triggers), body.step_up_reached
    if isinstance(body, RiskCheckCompleted):
        return tuple(signs_found(body)), tuple(body.triggers), False
    return (), (), False


def _folded(words: str) -> str:
    return words.strip().casefold()


def _is_worse(entry: Entry) -> bool:
    """Whether what else it says owes a same-day response."""
    body = entry.body
    high = isinstance(body, RiskCheckCompleted) and body.overall == "high"
    return high or (isinstance(body, ContactCompleted) and body.how_are_they == "worse")


def _answers(entry: Entry) -> bool:
    body = entry.body
    decides = isinstance(body, DecisionRecorded) and body.about in SETTLES_A_WORRY
    return entry.origin is None and (decides or isinstance(body, EscalationRaised))
