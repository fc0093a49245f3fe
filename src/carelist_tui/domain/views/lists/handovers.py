"""Handovers: whether each was accepted by somebody else, first contact was achieved, and it came to its end (S4:98)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, get_args

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import HandoverAccepted, HandoverOpened
from carelist_tui.domain.entries.choices import HandoverDirection
from carelist_tui.domain.entries.subjects.handovers import WAYS
from carelist_tui.domain.views.lists.list_columns import (
    Column,
    ListKind,
    Saying,
    as_choice,
    as_day,
    as_flag,
    as_moment,
    as_worker,
)
from carelist_tui.domain.views.lists.person_told import PersonTold, Row


def _as_way(value: Any, saying: Saying) -> str:
    return WAYS[get_args(HandoverDirection).index(value)]


HANDOVERS = ListKind(
    "handovers",
    tr("Handovers, and how far each came"),
    (
        Column("kind", "", as_choice),
        Column("direction", "", _as_way),
        Column("from_team", tr("from")),
        Column("to_team", tr("to")),
        Column("sender", tr("sent by"), as_worker),
        Column("higher_risk", tr("higher risk"), as_flag),
        Column("complete_by", tr("complete by"), as_day),
        Column("sent_at", tr("sent sealed"), as_moment),
        Column("accepted_at", tr("accepted"), as_moment, tr("not accepted yet")),
        Column("receiving", tr("taken on by"), as_worker),
        Column("declined_at", tr("declined"), as_moment),
        Column("call_held_at", tr("call held"), as_moment),
        Column("first_contact_at", tr("first contact booked"), as_moment),
        Column("first_contact_achieved", tr("first contact achieved"), as_flag),
        Column("outcome", "", as_choice, tr("open")),
        Column("closed_at", tr("closed"), as_moment),
    ),
    begins_with=(HandoverOpened.TYPE,),
    opens=True,
    one=tr("handover"),
    more=tr("handovers"),
)


def handovers(told: PersonTold, at: datetime) -> Iterator[Row]:
    """Each handover, as the rules know it: who sent, who took on, what was done, how it ended."""
    for entry, body in told.said(HandoverOpened):
        known = told.handovers.get(entry.id)
        if known is None:
            continue
        accepted = told.said_by(known.accepted, HandoverAccepted)
        item = told.item(
            entry,
            kind=known.kind,
            direction=known.direction,
            from_team=body.from_team,
            to_team=known.to_team,
            sender=known.sender,
            higher_risk=known.higher_risk,
            complete_by=known.complete_by.isoformat(),
            sent_at=told.moment(known.sent.at if known.sent else None),
            accepted_at=told.moment(known.accepted.at if known.accepted else None),
            receiving=known.receiving or (accepted.accepted_by_name if accepted else None),
            declined_at=told.moment(known.declined.at if known.declined else None),
            call_held_at=told.moment(known.call.at if known.call else None),
            first_contact_at=told.moment(known.first_contact_at),
            first_contact_achieved=known.met,
            outcome=known.outcome or None,
            closed_at=told.moment(known.closed.at if known.closed else None),
            open=known.is_open,
        )
        yield Row(entry.occurred_at, known.is_open, item)
