"""Crises and incidents, with what was learned of each and what was changed because of it (S0:37, S4:68, S4:107)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import (
    CrisisRecorded,
    CrisisSummary,
    IncidentRecorded,
    ReviewCompleted,
    RiskPlanUpdated,
)
from carelist_tui.domain.views.lists.list_columns import Column, ListKind, Values, as_choice, as_moment, as_worker
from carelist_tui.domain.views.lists.person_told import PersonTold, Row

_SUMMARY = ("requested", "received")
_LEARNED = (
    Column("learning_at", tr("learned from"), as_moment, tr("not learned from yet")),
    Column("root_cause", tr("cause")),
    Column("what_changes", tr("what changes")),
    Column("plan_changed_at", tr("risk plan changed"), as_moment, tr("risk plan not changed because of it")),
    Column("by", tr("by"), as_worker),
)
CRISES = ListKind(
    "crises",
    tr("Crises, and what was changed because of each"),
    (
        Column("kind", "", as_choice),
        Column("source", tr("told by")),
        Column("summary"),
        Column("plan_used", tr("crisis plan used"), as_choice),
        Column("missed_before", tr("after a contact missed"), as_moment),
        Column("summary_requested_at", tr("summary asked for"), as_moment),
        Column("summary_received_at", tr("summary received"), as_moment, tr("no summary received")),
        *_LEARNED,
    ),
    begins_with=(CrisisRecorded.TYPE,),
    one=tr("crisis"),
    more=tr("crises"),
)
INCIDENTS = ListKind(
    "incidents",
    tr("Incidents, and what was changed because of each"),
    (Column("kind", "", as_choice), Column("what"), *_LEARNED),
    begins_with=(IncidentRecorded.TYPE,),
    one=tr("incident"),
    more=tr("incidents"),
)


def crises(told: PersonTold, at: datetime) -> Iterator[Row]:
    """Each crisis: what happened, whether a contact was missed in the 28 days before it, and what followed."""
    summaries = list(told.said(CrisisSummary))
    for entry, body in told.said(CrisisRecorded):
        about = [(x.occurred_at, summary.state) for x, summary in summaries if summary.crisis == entry.id]
        when = {state: told.moment(min((at for at, s in about if s == state), default=None)) for state in _SUMMARY}
        item = told.item(
            entry, kind=body.kind, source=body.source, summary=body.summary, plan_used=body.plan_used,
            missed_before=told.moment(_missed_before(told, entry.id)), summary_requested_at=when["requested"],
            summary_received_at=when["received"], **_learned(told, entry.id),
        )  # fmt: skip
        yield Row(entry.occurred_at, False, item)


def _missed_before(told: PersonTold, id: str) -> datetime | None:
    """When the contact was expected that was missed so shortly before a crisis that it is learned from (S0:37)."""
    learn, looks_back = told.to_learn.get(id), told.standards.dues.lengths.learning_looks_back
    if learn is None or learn.after is None or learn.at - learn.after > looks_back:
        return None
    return learn.after


def incidents(told: PersonTold, at: datetime) -> Iterator[Row]:
    """Each incident, and what followed."""
    for entry, body in told.said(IncidentRecorded):
        item = told.item(entry, kind=body.kind, what=body.what, **_learned(told, entry.id))
        yield Row(entry.occurred_at, False, item)


def _learned(told: PersonTold, id: str) -> Values:
    """The newest learning review about an entry, and when the risk plan was first changed because of it."""
    reviews = [(x, body) for x, body in told.said(ReviewCompleted) if body.kind == "learning" and body.about == id]
    entry, review = reviews[-1] if reviews else (None, None)
    changed = next((x.occurred_at for x, body in told.said(RiskPlanUpdated) if body.because_of == id), None)
    return {
        "learning_at": told.moment(entry.occurred_at if entry else None),
        "root_cause": review.root_cause if review else None,
        "what_changes": review.what_changes if review else None,
        "plan_changed_at": told.moment(changed),
    }
