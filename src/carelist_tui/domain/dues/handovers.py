"""A handover is held open until someone else has truly taken over (S4:94-96, S1:26-27)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.facts import Handover

STEPS_DOWN = frozenset({"ward", "step_down"})
"""Sources that are a step down from more care; the Standards name the crisis sources."""
OPENED_ANEW = ("handover.opened", "handover.closed")


def _due(
    ground: Ground,
    handover: Handover,
    kind: str,
    title: str,
    due_at: datetime,
    because: Words,
    *,
    owner: str | None = None,
    from_at: datetime | None = None,
    resolved_by: tuple[str, ...] | None = None,
    also: tuple[str, ...] = (),
) -> Due:
    detail: dict[str, object] = {"handover": handover.id}
    if kind == "handover_checklist":
        detail |= {"done": list(handover.done), "left": list(items_left(ground, handover))}
    return KINDS[kind].due(
        ground.state.person,
        handover.id,
        title,
        due_at,
        because,
        from_at=from_at,
        owner=owner,
        detail=detail,
        resolved_by=resolved_by,
        also=also,
    )


def items_left(ground: Ground, handover: Handover) -> dict[str, str]:
    """What of the checklist nobody has done yet, its words by key, in order."""
    items = ground.standards.checklists.items(handover.kind, higher_risk=handover.higher_risk)
    return {key: words for key, words in items.items() if key not in handover.done}


def handovers(ground: Ground) -> Iterator[Due]:
    """What every open handover owes; a declined one owes only that it comes back to this team."""
    for handover in ground.state.handovers:
        if not handover.is_open:
            continue
        if handover.there:
            yield from _receipt(ground, handover)
            continue
        if handover.declined is None:
            yield from _preparing(ground, handover)
            yield from _taking_over(ground, handover)
        yield from _reverted(ground, handover)


def receipts(ground: Ground) -> Iterator[Due]:
    """What another team is owed of somebody who has left: they wait for our answer."""
    for handover in ground.state.handovers:
        if handover.there and handover.is_open and handover.accepted is None:
            yield from _receipt(ground, handover)


def _receipt(ground: Ground, handover: Handover) -> Iterator[Due]:
    """What the team that handed them over sealed is owed: our answer, then that first contact was held; by receipt, for
    until they have it they hold the person too."""
    came = handover.received or handover
    words: list[str | datetime] = [
        tr("{kind} from {there}, came ", kind=choice_in_words(handover.kind), there=handover.there),
        came.at,
    ]
    if handover.recalled is not None:
        words += [tr("; withdrawn there "), handover.recalled.at]
    if handover.accepted is None:
        by = ground.calendar.after(handover.clock, ground.numbers.handover_acceptance)
        if handover.higher_risk and _was_here(ground, handover):
            by = ground.same_day(came)
        told: Words = (*words, tr("; they have no receipt"))
        yield _due(
            ground,
            handover,
            "handover_acceptance",
            tr("Send {there} the receipt: taken on?", there=handover.there),
            by,
            told,
        )
        return
    due_at = first_contact_due(ground, handover)
    if due_at is None:
        return
    told = (*words, tr("; receipt of acceptance "), handover.accepted.at)
    title = tr("First contact, then send {there} the receipt", there=handover.there)
    yield _due(ground, handover, "handover_first_contact", title, due_at, told, owner=handover.receiving or None)


def _was_here(ground: Ground, handover: Handover) -> bool:
    """Whether they were on the caseload when it came: then no referral waits that would be looked at today."""
    acceptance = ground.state.acceptance
    return acceptance is not None and acceptance.order < handover.order


def outlives_death(ground: Ground, due: Due) -> bool:
    """Whether another team waits to hear of it by receipt: they go on ringing somebody until they know."""
    named = due.detail.get("handover")
    return any(each.there and each.id == named for each in ground.state.handovers)


def _to(handover: Handover) -> str:
    return tr("{kind} to {to_team}", kind=choice_in_words(handover.kind), to_team=handover.to_team)


def prepared_by(ground: Ground, handover: Handover) -> datetime:
    """By when its checklist and its call are done."""
    longest = ground.standards.limits.handover_complete
    return ground.calendar.close_of(ground.day_within(handover.complete_by, handover, longest))


def _preparing(ground: Ground, handover: Handover) -> Iterator[Due]:
    by = prepared_by(ground, handover)
    left = items_left(ground, handover)
    words: Words = (tr("{to}, opened ", to=_to(handover)), handover.at)
    if left:
        counted: Words = (*words, tr("; {n} left", n=len(left)))
        from_at = ground.calendar.begins_before(by, ground.numbers.handover_checklist_from)
        yield _due(ground, handover, "handover_checklist", tr("Handover checklist"), by, counted, from_at=from_at)
    if handover.higher_risk and handover.call is None:
        yield _due(ground, handover, "handover_call", tr("Hold the handover call"), by, words)


def first_contact_due(ground: Ground, handover: Handover) -> datetime | None:
    """Close of the day on which the receiving side means to make first contact."""
    calendar, accepted = ground.calendar, handover.accepted
    if handover.first_contact_at is None or accepted is None:
        return None
    high, longest = ground.is_high_at(accepted.at), first_contact_within(ground, handover)
    by = min(handover.first_contact_at, calendar.deadline(accepted.at, longest, high=high))
    return calendar.close_of(calendar.day_of(by))


def first_contact_within(ground: Ground, handover: Handover | None) -> Interval:
    """How long after acceptance the receiving side's first contact may lie at the longest."""
    limits, acceptance = ground.standards.limits, ground.state.acceptance
    source = acceptance.source if acceptance else ""
    soon = source in STEPS_DOWN or source in ground.numbers.crisis_sources
    at_risk = handover is not None and handover.higher_risk
    return limits.handover_first_contact_soon if soon or at_risk else limits.handover_first_contact


def _taking_over(ground: Ground, handover: Handover) -> Iterator[Due]:
    if handover.accepted is None:
        by = ground.calendar.after(handover.clock, ground.numbers.handover_acceptance)
        words: Words = (tr("{to}, opened ", to=_to(handover)), handover.at, *_unheard(handover))
        yield _due(ground, handover, "handover_acceptance", tr("Handover accepted?"), by, words)
        return
    due_at = first_contact_due(ground, handover)
    answered = handover.met_by is not None and handover.met_by.order >= handover.accepted.order
    if due_at is None or handover.met or answered:
        return
    asks_them = handover.direction == "out"
    title = tr("First contact held? Ask them") if asks_them else tr("First contact after handover")
    words = (tr("{to}, accepted ", to=_to(handover)), handover.accepted.at)
    if handover.sent is not None:
        words = (*words, tr("; no receipt of first contact"))
    if asks_them:
        yield _due(ground, handover, "handover_first_contact", title, due_at, words, owner=_sender(ground, handover))
        return
    owed = _due(ground, handover, "handover_first_contact", title, due_at, words, owner=handover.receiving or None)
    yield _seen_by_sender(ground, owed, handover)


def _unheard(handover: Handover) -> Words:
    """How it stands while nobody has accepted it."""
    if handover.sent is None:
        return (tr("; not accepted yet"),)
    again: Words = (tr(", again "), handover.sent_again.at) if handover.sent_again else ()
    return (tr("; sent "), handover.sent.at, *again, tr(", nothing heard"))


def _sender(ground: Ground, handover: Handover) -> str | None:
    """Whose it is on the side that hands over: the coordinator then, or whoever is it now where that one has left."""
    return handover.sender if handover.sender and ground.staff.works_here(handover.sender) else None


def _seen_by_sender(ground: Ground, due: Due, handover: Handover) -> Due:
    """Held by the receiving team, whoever of it is there; it stays on the list of whoever hands over (standards.md,
    Owner)."""
    coordinator = ground.state.coordinator
    sender = _sender(ground, handover) or (coordinator.value if coordinator is not None else "")
    return replace(due, owner_team=handover.to_team, also=tuple(filter(None, (sender,))))


def _reverted(ground: Ground, handover: Handover) -> Iterator[Due]:
    """Declined, or first contact failed: responsibility is ours again at once, and somebody here must know it."""
    calendar, from_at, resolved_by = ground.calendar, None, None
    if handover.declined is not None:
        resolved_by = OPENED_ANEW  # nobody has taken them on: there is no first contact to record
        due_at, words = ground.same_day(handover.declined), (tr("declined "), handover.declined.at)
    elif handover.met is False and handover.met_by is not None:
        due_at, words = ground.same_day(handover.met_by), (tr("first contact failed "), handover.met_by.at)
    elif handover.met is None and (from_at := first_contact_due(ground, handover)) is not None:
        due_at = calendar.same_day(from_at, high=ground.is_high_at(from_at))
        words = (tr("first contact not recorded by "), from_at)
    else:
        return
    incoming = handover.direction == "in"
    title = tr("Not met: tell them, get a name") if incoming else tr("Responsibility is back with us")
    sender, coordinator = _sender(ground, handover), ground.state.coordinator
    owner = coordinator.value if coordinator is not None and (incoming or sender is None) else sender
    yield _due(
        ground,
        handover,
        "handover_reverted",
        title,
        due_at,
        words,
        owner=owner,
        from_at=from_at,
        resolved_by=resolved_by,
    )


def held(ground: Ground, due: Due) -> Due:
    """As it is while a handover stands open, where it names nobody: the coordinator's until the receiving worker has
    accepted and first contact was achieved, and from then on theirs. Between the two only the ladder of a contact that
    was missed since is the receiving side's, and the sender sees it (standards.md, Owner)."""
    for handover in reversed(ground.state.handovers):
        accepted = handover.accepted
        if handover.direction == "out" or handover.there or not handover.is_open:
            continue
        if accepted is None or handover.declined is not None:
            continue
        if handover.met:
            return replace(due, named_owner=handover.receiving or None)
        if due.kind == "ladder_step" and ground.episode is not None and ground.episode.t >= accepted.at:
            return _seen_by_sender(ground, replace(due, named_owner=handover.receiving or None), handover)
    return due
