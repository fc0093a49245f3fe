"""The week: which warning signs, triggers and step-up points were seen, and whether each was answered in time, for the
senior who looks at the weekly pattern (S2:36)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import ContactCompleted, DecisionRecorded
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.subjects.sign_answers import SEEN_IN, sign_answers
from carelist_tui.domain.views.lists.list_columns import (
    Column,
    ListKind,
    as_choice,
    as_flag,
    as_moment,
    as_text,
    as_worker,
)
from carelist_tui.domain.views.lists.person_told import PersonTold, Row

ESCALATED = "escalation"
WEEK = ListKind(
    "week",
    tr("Warning signs, triggers and step-up points seen"),
    (
        Column("signs", tr("signs"), as_text),
        Column("triggers", tr("triggers"), as_choice),
        Column("step_up_reached", "", lambda reached, _: tr("step-up point reached") if reached else ""),
        Column("by", tr("seen by"), as_worker),
        Column("plan_72h", tr("plan for 72 hours")),
        Column("due_at", tr("answer by"), as_moment),
        Column("answer", "", lambda answer, _: _in_words(answer), tr("no decision or escalation yet")),
        Column("answered_at", "", as_moment),
        Column("answered_by", tr("by"), as_worker),
        Column("in_time", tr("in time"), as_flag),
    ),
    begins_with=SEEN_IN,
    one=tr("sighting"),
    more=tr("sightings"),
)


def week(told: PersonTold, at: datetime) -> Iterator[Row]:
    """Each entry in which one of them was seen, what answered it, and whether that was in time: not said while an
    answer may still come in time."""
    for each in sign_answers(told.entries, told.standards):
        seen, answer = each.seen, each.answer
        item = told.item(
            seen,
            signs=list(each.signs),
            triggers=list(each.triggers),
            step_up_reached=each.step_up,
            plan_72h=seen.body.plan_72h if isinstance(seen.body, ContactCompleted) else None,
            due_at=told.moment(each.due_at),
            answer=_how(answer),
            answer_entry=answer.id if answer else None,
            answered_at=told.moment(answer.occurred_at if answer else None),
            answered_by=answer.decided_by if answer else None,
            in_time=each.in_time(at),
        )
        yield Row(seen.occurred_at, False, item)


def _in_words(answer: str) -> str:
    return tr("escalated") if answer == ESCALATED else tr("decided {answer}", answer=choice_in_words(answer))


def _how(answer: Entry | None) -> str | None:
    """What was decided, or that it was escalated."""
    if answer is None:
        return None
    return answer.body.decision if isinstance(answer.body, DecisionRecorded) else ESCALATED
