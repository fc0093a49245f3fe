"""Handovers: open until somebody else has truly taken over (S4:94-96, S1:26-27)."""

from __future__ import annotations

from carelist_tui.domain.entries import (
    HandoverAccepted,
    HandoverCallHeld,
    HandoverClosed,
    HandoverDeclined,
    HandoverFirstContact,
    HandoverItemDone,
    HandoverOpened,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.facts import Fact, Handover, Value
from carelist_tui.domain.person.facts.decisions import kept
from carelist_tui.domain.person.fold_rules import folds, set_thing
from carelist_tui.domain.person.risk import discuss
from carelist_tui.domain.person.state import PersonState

TRANSITIONS = ("team_transfer", "step_up", "step_down", "discharge")
CALLS_FOR_MDT = ("team_transfer", "step_up", "step_down")


def _fact(entry: Entry) -> Fact:
    return Fact(entry.id, entry.order, entry.clock_at)


def _named(state: PersonState, id: str) -> Handover | None:
    return next((each for each in state.handovers if each.id == id), None)


def _came_to_nothing(handover: Handover, entry: Entry) -> bool:
    """Declined, or first contact failed, or nothing heard of it by then: answered by a new handover."""
    waited = handover.first_contact_at is not None and handover.first_contact_at <= entry.occurred_at
    return handover.declined is not None or (not handover.met and (handover.met is False or waited))


@folds(HandoverOpened)
def opened(state: PersonState, entry: Entry, body: HandoverOpened) -> None:
    sender = state.coordinator.value if state.coordinator else entry.decided_by
    for other in state.handovers:
        if other.is_open and _came_to_nothing(other, entry):
            other.closed, other.outcome = _fact(entry), "withdrawn"
    state.handovers.append(
        Handover(
            entry.id, entry.order, entry.clock_at, body.kind, body.direction, body.to_team, body.higher_risk,
            body.complete_by, sender, kept(body.transition.red_flags) if body.transition else "",
            # Out, nobody here takes over; in, whoever it was opened for; internal, whoever accepts.
            receiving=(body.to_worker or sender) if body.direction == "in" else "",
        )
    )  # fmt: skip
    if body.kind in CALLS_FOR_MDT:
        discuss(state, _fact(entry), "handover opened")


@folds(HandoverItemDone)
def item_done(state: PersonState, entry: Entry, body: HandoverItemDone) -> None:
    handover = _named(state, body.handover)
    if handover is not None and body.item not in handover.done:
        handover.done.append(body.item)


@folds(HandoverCallHeld)
def call_held(state: PersonState, entry: Entry, body: HandoverCallHeld) -> None:
    handover = _named(state, body.handover)
    if handover is not None:
        handover.call = _fact(entry)


@folds(HandoverAccepted)
def accepted(state: PersonState, entry: Entry, body: HandoverAccepted) -> None:
    handover = _named(state, body.handover)
    if handover is None:
        return
    by = body.receiving_worker or body.accepted_by_name or ""
    disputed = set_thing(state, entry, f"{by} {body.first_contact_at}")
    if disputed and handover.first_contact_at is not None:
        handover.first_contact_at = min(handover.first_contact_at, body.first_contact_at)
        return
    handover.accepted, handover.receiving = _fact(entry), body.receiving_worker or handover.receiving
    handover.first_contact_at = body.first_contact_at
    if not disputed:
        handover.declined = None


@folds(HandoverDeclined)
def declined(state: PersonState, entry: Entry, body: HandoverDeclined) -> None:
    """Accepted here, declined there: until that is settled nobody else has truly taken over."""
    handover = _named(state, body.handover)
    set_thing(state, entry, "declined")
    if handover is not None:
        handover.declined = _fact(entry)


@folds(HandoverFirstContact)
def first_contact(state: PersonState, entry: Entry, body: HandoverFirstContact) -> None:
    handover = _named(state, body.handover)
    if handover is not None and handover.accepted is not None:
        handover.met, handover.met_by = body.achieved, _fact(entry)


@folds(HandoverClosed)
def closed(state: PersonState, entry: Entry, body: HandoverClosed) -> None:
    """Closed completed: the receiving worker is coordinator and `to_team` the team from then on."""
    handover = _named(state, body.handover)
    if handover is None or not handover.is_open:
        return
    handover.closed, handover.outcome = _fact(entry), body.outcome
    if body.outcome != "completed":
        return
    if handover.direction != "out":
        if handover.receiving:
            state.coordinator = Value(entry.id, entry.order, entry.clock_at, handover.receiving)
        state.identity = state.identity.model_copy(update={"team": handover.to_team})
    if handover.kind in TRANSITIONS:
        waits = state.transition_unmet
        if waits is None or state.whole_contact_after(waits.order):
            state.transition_unmet = _fact(entry)
        state.transition = _fact(entry)


def derive_first_contact(state: PersonState, entry: Entry, named: str | None, purpose: str, *, met: bool) -> None:
    """A contact kept or missed that names the handover, or has purpose first, after acceptance.

    What two laptops saw differently counts as missed until it is settled.
    """
    thing = entry.body.thing() if entry.body else None
    disputed = state.thing_is_disputed(thing)
    met, said = met and not disputed, {mark.id for mark in state.marks.get(thing or "", ())}
    for handover in state.handovers:
        accepted = handover.accepted
        if not handover.is_open or accepted is None or (handover.met and not disputed):
            continue
        of_the_same = handover.met_by is not None and handover.met_by.id in said
        if named == handover.id or of_the_same or (named is None and purpose == "first"):
            handover.met, handover.met_by = met, Fact(entry.id, entry.order, entry.clock_at)
