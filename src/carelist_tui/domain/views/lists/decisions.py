"""Decisions, each "no" with the date on which it comes back, and what followed (S0:30); discharges, and whether each
counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import DecisionRecorded, OutreachStopped, PersonDischarged
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.facts import Decision
from carelist_tui.domain.views.lists.list_columns import Column, ListKind, as_choice, as_flag, as_moment, as_worker
from carelist_tui.domain.views.lists.person_told import PersonTold, Row

DECISIONS = ListKind(
    "decisions",
    tr("Decisions, why, and what followed"),
    (
        Column("decision", "", as_choice),
        Column("about", tr("about"), as_choice),
        Column("rationale", tr("why")),
        Column("what_changed", tr("what changed")),
        Column("by", tr("by"), as_worker),
        Column("authorised_by", tr("authorised by"), as_worker),
        Column("waits", tr("waits for that word"), as_flag),
        Column("review_at", tr("review"), as_moment),
        Column("followed_at", tr("decided again"), as_moment),
        Column("followed_by", tr("as"), as_choice),
    ),
    begins_with=(DecisionRecorded.TYPE, OutreachStopped.TYPE),
    one=tr("decision"),
    more=tr("decisions"),
)
DISCHARGES = ListKind(
    "discharges",
    tr("Discharges, and whether each counts"),
    (
        Column("stands", "", as_choice),
        Column("destination", tr("to")),
        Column("reason", tr("because of"), as_choice),
        Column("note", tr("how it was agreed")),
        Column("by", tr("by"), as_worker),
        Column("left_at", tr("left the caseload"), as_moment),
    ),
    begins_with=(PersonDischarged.TYPE,),
    opens=True,
    one=tr("discharge"),
    more=tr("discharges"),
)


def decisions(told: PersonTold, at: datetime) -> Iterator[Row]:
    """Each decision, the stopping of steps included: why, by whom, whether it still waits for the word of whoever is
    named as having authorised it, and when what it was about was next decided."""
    for entry in told.entries:
        body, known = entry.body, told.decisions.get(entry.id)
        if known is None or not isinstance(body, DecisionRecorded | OutreachStopped):
            continue
        again = _next_on(told, known)
        why, changed = (body.reason, None) if isinstance(body, OutreachStopped) else (body.rationale, body.what_changed)
        item = told.item(
            entry,
            about=known.about,
            episode=known.episode,
            decision=known.decision,
            rationale=why,
            what_changed=changed,
            authorised_by=known.authorised_by or None,
            waits=_waits(told, entry, known) or None,
            review_at=told.moment(body.review_at),
            followed_at=told.moment(again.at if again else None),
            followed_by=again.decision if again else None,
            followed_by_entry=again.id if again else None,
        )
        yield Row(entry.occurred_at, False, item)


def _waits(told: PersonTold, entry: Entry, known: Decision) -> bool:
    """Whether the word of whoever authorised it is awaited still; the fold may have forgotten it when that comes."""
    asked = {each.id for each in told.state.authorities}
    return known.waits and (entry.origin is not None or entry.id in asked)


def _next_on(told: PersonTold, known: Decision) -> Decision | None:
    """The next decision about the same: the missed contact where one is named, else what it is about."""
    later = (x for x in told.decisions.values() if x.subject == known.subject and x.order > known.order)
    return min(later, key=lambda each: each.order, default=None)


def discharges(told: PersonTold, at: datetime) -> Iterator[Row]:
    """Each discharge: where to, why, and how it stands: `left`; `waits` for the manager's own word; `back` on the
    caseload since; or `no_effect`, where something stood open or it was denied."""
    leaving, left = told.state.leaving, told.state.left
    for entry, body in told.said(PersonDischarged):
        went = told.left.get(entry.id)
        if leaving is not None and leaving.id == entry.id:
            stands = "waits"
        elif left is not None and left.id == entry.id and not told.state.on_caseload:
            stands = "left"
        else:
            stands = "back" if went else "no_effect"
        item = told.item(
            entry, stands=stands, destination=body.destination, reason=body.reason, note=body.note,
            decision=body.decision, left_at=told.moment(went.at if went else None),
        )  # fmt: skip
        yield Row(entry.occurred_at, stands == "waits", item)
