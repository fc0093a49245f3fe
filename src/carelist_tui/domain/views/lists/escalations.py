"""Escalations and what came of each (S4:58, S4:77); what was found, decided and done about safeguarding (S4:66)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import (
    ActionClosed,
    ActionOpened,
    ContactCompleted,
    DecisionRecorded,
    EscalationAcknowledged,
    EscalationClosed,
    EscalationRaised,
    IncidentRecorded,
    RiskCheckCompleted,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.views.lists.list_columns import (
    Column,
    ListKind,
    Values,
    as_choice,
    as_flag,
    as_moment,
    as_worker,
)
from carelist_tui.domain.views.lists.person_told import PersonTold, Row

TRIGGERS = ("domestic_abuse_disclosure", "child_at_risk")
"""What is seen that is about safeguarding, whatever else it calls for."""
ESCALATIONS = ListKind(
    "escalations",
    tr("Escalations and what came of each"),
    (
        Column("route", tr("to"), as_choice),
        Column("to"),
        Column("owner", tr("followed up by"), as_worker),
        Column("respond_by", tr("answer by"), as_moment),
        Column("answer", tr("answer"), as_choice, tr("no answer yet")),
        Column("answered_at", tr("answered"), as_moment),
        Column("in_time", tr("in time"), as_flag),
        Column("reference", tr("reference")),
        Column("outcome", tr("outcome"), if_none=tr("no outcome yet")),
        Column("closed_at", tr("closed"), as_moment),
        Column("persons_wishes", tr("the person's wishes"), if_none=tr("no wishes of the person recorded")),
        Column("avoidable", tr("avoidable"), as_choice),
        Column("learning", tr("learning")),
    ),
    begins_with=(EscalationRaised.TYPE,),
    opens=True,
    one=tr("escalation"),
    more=tr("escalations"),
)
SAFEGUARDING = ListKind(
    "safeguarding",
    tr("Safeguarding: what was found, decided and done"),
    (
        Column("concerns", tr("concerns"), as_choice),
        Column("in_words"),
        Column("by", tr("by"), as_worker),
        Column("outcome", tr("outcome")),
        Column("persons_wishes", tr("the person's wishes")),
        Column("closed_at", tr("closed"), as_moment),
        Column("open", tr("open"), as_flag),
    ),
    begins_with=(
        RiskCheckCompleted.TYPE,
        ContactCompleted.TYPE,
        DecisionRecorded.TYPE,
        EscalationRaised.TYPE,
        IncidentRecorded.TYPE,
        ActionOpened.TYPE,
    ),
    opens=True,
)


def escalations(told: PersonTold, at: datetime) -> Iterator[Row]:
    """Each escalation: the way it went, whether it was answered in time, its outcome, the person's wishes, what was
    learned. In time is the answer by the moment it was asked for, that moment included; not said while it may come."""
    for entry, body in told.said(EscalationRaised):
        item = told.item(
            entry, decision=body.decision, route=body.route, to=body.to, owner=body.owner,
            respond_by=told.moment(body.respond_by), **_came_of(told, entry, body, at),
        )  # fmt: skip
        yield Row(entry.occurred_at, bool(item["open"]), item)


def _came_of(told: PersonTold, entry: Entry, body: EscalationRaised, at: datetime) -> Values:
    known = told.escalations.get(entry.id)
    answered = known.answered if known else None
    answer = told.said_by(answered, EscalationAcknowledged)
    # The fold has forgotten one that was declined when its outcome comes late.
    ended = [(x, said) for x, said in told.said(EscalationClosed) if said.escalation == entry.id]
    closed, end = ended[-1] if ended else (None, None)
    is_late = (answered.at if answered else at) > body.respond_by
    return {
        "answer": known.answer if known else None,
        "answered_at": told.moment(answered.at if answered else None),
        "answered_by": answer.by if answer else None,
        "in_time": not is_late if answered or is_late else None,
        "reference": answer.reference if answer else None,
        "outcome": end.outcome if end else None,
        "closed_at": told.moment(closed.occurred_at if closed else None),
        "persons_wishes": end.persons_wishes if end else None,
        "avoidable": end.avoidable if end else None,
        "learning": end.learning if end else None,
        "open": known is not None and known.is_open and closed is None,
    }


def safeguarding(told: PersonTold, at: datetime) -> Iterator[Row]:
    """Signs found in a risk check, a trigger seen, decisions, escalations, incidents and actions about safeguarding."""
    ended = {body.action: (entry, body) for entry, body in told.said(ActionClosed)}
    for entry in told.entries:
        concerns = _concerns(entry)
        if not concerns and not _is_about_it(entry):
            continue
        outcome: Values = {"outcome": None, "persons_wishes": None, "closed_at": None, "open": False}
        if isinstance(entry.body, EscalationRaised):
            came = _came_of(told, entry, entry.body, at)
            outcome = {name: came[name] for name in outcome}
        elif isinstance(entry.body, ActionOpened):
            by, end = ended.get(entry.id, (None, None))
            outcome |= {"outcome": end.note if end else None, "open": end is None}
            outcome["closed_at"] = told.moment(by.occurred_at if by else None)
        said = {"what": entry.body.LABEL if entry.body else "", "concerns": concerns}
        item = told.item(entry, **said, in_words=entry.in_words(told.zone), **outcome)
        yield Row(entry.occurred_at, bool(outcome["open"]), item)


def _concerns(entry: Entry) -> list[str]:
    body = entry.body
    if isinstance(body, RiskCheckCompleted):
        signs = [each for each in body.safeguarding_indicators if each != "none"]
        return [*signs, *(each for each in body.triggers if each in TRIGGERS)]
    return [each for each in body.triggers if each in TRIGGERS] if isinstance(body, ContactCompleted) else []


def _is_about_it(entry: Entry) -> bool:
    body = entry.body
    return (
        (isinstance(body, DecisionRecorded) and body.about == "safeguarding")
        or (isinstance(body, EscalationRaised) and body.route == "safeguarding")
        or (isinstance(body, IncidentRecorded) and body.kind == "safeguarding")
        or (isinstance(body, ActionOpened) and body.area == "safeguarding")
    )
