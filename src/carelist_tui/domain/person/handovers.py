"""Handovers: open until somebody else has truly taken over (S4:94-96, S1:26-27)."""

from __future__ import annotations

from operator import itemgetter

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import (
    HandoverAccepted,
    HandoverCallHeld,
    HandoverClosed,
    HandoverDeclined,
    HandoverFirstContact,
    HandoverItemDone,
    HandoverOpened,
    HandoverSent,
)
from carelist_tui.domain.entries.entry import Entry, StoryOrder
from carelist_tui.domain.person.facts import Handover, Value
from carelist_tui.domain.person.facts.decisions import kept
from carelist_tui.domain.person.fold_rules import fact, folds, set_thing
from carelist_tui.domain.person.risk import discuss
from carelist_tui.domain.person.state import PersonState

TRANSITIONS = ("team_transfer", "step_up", "step_down", "discharge")
CALLS_FOR_MDT = ("team_transfer", "step_up", "step_down")


def _named(state: PersonState, id: str) -> Handover | None:
    return next((each for each in state.handovers if each.id == id), None)


def _came_to_nothing(handover: Handover, entry: Entry) -> bool:
    """Declined, or first contact failed, or nothing heard of it by then: answered by a new handover."""
    waited = handover.first_contact_at is not None and handover.first_contact_at <= entry.occurred_at
    return handover.declined is not None or (not handover.met and (handover.met is False or waited))


@folds(HandoverOpened)
def opened(state: PersonState, entry: Entry, body: HandoverOpened) -> None:
    if entry.origin is not None:
        _came_sealed(state, entry, body)
        return
    sender = state.coordinator.value if state.coordinator else entry.decided_by
    for other in state.handovers:
        if other.is_open and not other.there and _came_to_nothing(other, entry):
            other.closed, other.outcome = fact(entry), "withdrawn"
    state.handovers.append(
        Handover(
            entry.id, entry.order, entry.clock_at, body.kind, body.direction, body.to_team, body.higher_risk,
            body.complete_by, sender, kept(body.transition.red_flags) if body.transition else "",
            # Out, nobody here takes over; in, whoever it was opened for; internal, whoever accepts.
            receiving=(body.to_worker or sender) if body.direction == "in" else "",
        )
    )  # fmt: skip
    if body.kind in CALLS_FOR_MDT:
        discuss(state, fact(entry), tr("handover opened"))


def _came_sealed(state: PersonState, entry: Entry, body: HandoverOpened) -> None:
    """Another team asks us to take somebody on: their checklist, our answer, by receipt."""
    there = str(entry.origin["team"]) if entry.origin else ""
    state.handovers.append(
        Handover(
            entry.id, entry.order, entry.clock_at, body.kind, "in", body.to_team, body.higher_risk, body.complete_by,
            sender="", red_flags=kept(body.transition.red_flags) if body.transition else "", there=there,
        )
    )  # fmt: skip


def take_referral(state: PersonState, entry: Entry) -> None:
    """Of a referral that arose from a handover: our clocks start with it, and not with what was written there."""
    handover = _named(state, entry.arose_from or "")
    if handover is not None and handover.there and handover.received is None:
        handover.received, handover.clock = fact(entry), entry.clock_at


@folds(HandoverSent)
def sent(state: PersonState, entry: Entry, body: HandoverSent) -> None:
    """From here on nobody of ours says what became of it there; what they had said of it before falls away."""
    handover = _named(state, body.handover)
    if handover is None or handover.there:
        return
    if handover.sent is not None:
        handover.sent_again = fact(entry)
        return
    handover.sent = fact(entry)
    if not handover.heard:
        handover.accepted = handover.declined = handover.first_contact_at = handover.met = handover.met_by = None
        handover.receiving = ""
        state.marks.pop(f"handover:{handover.id}", None)


def _is_no_word_on(handover: Handover | None, entry: Entry) -> bool:
    """Whether an answer does not count: of what went sealed the receiving team alone says what became of it."""
    if handover is None:
        return False
    if entry.origin is not None:
        handover.heard = True
    return handover.is_theirs_to_say(by_us=entry.origin is None)


@folds(HandoverItemDone)
def item_done(state: PersonState, entry: Entry, body: HandoverItemDone) -> None:
    handover = _named(state, body.handover)
    if handover is not None and body.item not in handover.done:
        handover.done.append(body.item)


@folds(HandoverCallHeld)
def call_held(state: PersonState, entry: Entry, body: HandoverCallHeld) -> None:
    handover = _named(state, body.handover)
    if handover is not None:
        handover.call = fact(entry)


@folds(HandoverAccepted)
def accepted(state: PersonState, entry: Entry, body: HandoverAccepted) -> None:
    handover = _named(state, body.handover)
    if handover is None or _is_no_word_on(handover, entry):
        return
    by = body.receiving_worker or body.accepted_by_name or ""
    disputed = set_thing(state, entry, f"{by} {body.first_contact_at}")
    if disputed and handover.first_contact_at is not None:
        handover.first_contact_at = min(handover.first_contact_at, body.first_contact_at)
        return
    handover.accepted, handover.receiving = fact(entry), body.receiving_worker or handover.receiving
    handover.first_contact_at = body.first_contact_at
    if not disputed:
        handover.declined = None
        if handover.there:
            handover.closed, handover.outcome = None, ""


@folds(HandoverDeclined)
def declined(state: PersonState, entry: Entry, body: HandoverDeclined) -> None:
    """Accepted here, declined there: until that is settled nobody else has truly taken over."""
    handover = _named(state, body.handover)
    if _is_no_word_on(handover, entry):
        return
    set_thing(state, entry, "declined")
    if handover is not None:
        handover.declined = fact(entry)
        if handover.there:
            handover.closed, handover.outcome = fact(entry), "withdrawn"


@folds(HandoverFirstContact)
def first_contact(state: PersonState, entry: Entry, body: HandoverFirstContact) -> None:
    handover = _named(state, body.handover)
    if handover is None or _is_no_word_on(handover, entry) or handover.accepted is None:
        return
    handover.met, handover.met_by = body.achieved, fact(entry)
    if handover.there:
        handover.assured = handover.assured or body.achieved
        handover.closed, handover.outcome = (fact(entry), "completed") if body.achieved else (None, "")


def _is_taken_over(handover: Handover) -> bool:
    """Whether the receiving side has said so itself, where it went sealed; any other is checked when it is recorded."""
    taken = handover.accepted is not None and handover.declined is None and handover.met is True
    return handover.sent is None or taken


@folds(HandoverClosed)
def closed(state: PersonState, entry: Entry, body: HandoverClosed) -> None:
    """Closed completed: the receiving worker is coordinator and `to_team` the team from then on. What went sealed is
    completed only by their receipts, and what came so is not closed here: our receipts do."""
    handover = _named(state, body.handover)
    if handover is not None and handover.there:
        handover.recalled = fact(entry) if entry.origin is not None else handover.recalled
        return
    if handover is None or not handover.is_open or (body.outcome == "completed" and not _is_taken_over(handover)):
        return
    handover.closed, handover.outcome = fact(entry), body.outcome
    if body.outcome != "completed":
        return
    if handover.direction != "out" and handover.sent is None:
        if handover.receiving:
            state.coordinator = Value(entry.id, entry.order, entry.clock_at, handover.receiving)
        state.identity = state.identity.model_copy(update={"team": handover.to_team})
    if handover.kind in TRANSITIONS:
        waits = state.transition_unmet
        if waits is None or state.whole_contact_after(waits.order):
            state.transition_unmet = fact(entry)
        state.transition = fact(entry)


def is_transferred_on_own_word(state: PersonState) -> bool:
    """Whether a handover went sealed to another team, and neither that nor any other was completed since: nobody has
    said that they have them."""
    sent, done = _newest_sent(state), _newest_done(state)
    return sent is not None and (done is None or done[0] < sent[0])


def bears_on_a_transfer(state: PersonState) -> list[Handover]:
    """What is remembered however long ago it was closed: the newest that went sealed while nobody has said that they
    have them, and what was completed while one that went is remembered."""
    sent, done = _newest_sent(state), _newest_done(state)
    if sent is None:
        return []
    return [each[1] for each in (done, sent if is_transferred_on_own_word(state) else None) if each is not None]


def _newest_sent(state: PersonState) -> tuple[StoryOrder, Handover] | None:
    sent = ((each.sent.order, each) for each in state.handovers if each.sent is not None)
    return max(sent, key=itemgetter(0), default=None)


def _newest_done(state: PersonState) -> tuple[StoryOrder, Handover] | None:
    closed = ((each.closed, each) for each in state.handovers if each.outcome == "completed" and not each.there)
    done = ((fact.order, each) for fact, each in closed if fact is not None)
    return max(done, key=itemgetter(0), default=None)


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
        if handover.sent is not None or handover.there:
            continue  # a receipt says it
        of_the_same = handover.met_by is not None and handover.met_by.id in said
        if named == handover.id or of_the_same or (named is None and purpose == "first"):
            handover.met, handover.met_by = met, fact(entry)
