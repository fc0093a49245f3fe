"""A handover: who can accept it, and what is done before it is closed (records.md, Handover; S4:94-96, S1:26-27)."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.dues.handovers import items_left
from carelist_tui.domain.entries import (
    HandoverAccepted,
    HandoverClosed,
    HandoverDeclined,
    HandoverFirstContact,
    HandoverItemDone,
    HandoverSent,
)
from carelist_tui.domain.person.facts import Handover
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.words import inside

OTHER_SIDE = tr("who accepted it there, and how that was confirmed")


def _open(asked: Asked, id: str) -> Handover | None:
    known = asked.ground.state.handovers if asked.ground else ()
    return next((each for each in known if each.id == id and each.is_open), None)


@checks(HandoverItemDone)
def item_is_on_the_list(asked: Asked, body: HandoverItemDone) -> Iterator[Fault]:
    """An item is one of the Standards' checklist for that kind: another would be believed done."""
    handover = _open(asked, body.handover)
    if handover is None:
        return
    items = asked.standards.checklists.items(handover.kind, higher_risk=handover.higher_risk)
    if body.item not in items:
        yield Fault("body.item", tr("is not on the checklist of this handover: {items}", items=", ".join(items)))


@checks(HandoverSent)
def goes_to_another_team(asked: Asked, body: HandoverSent) -> Iterator[Fault]:
    """Sealed goes what is handed over out of the service, and by whoever opened it."""
    handover = _open(asked, body.handover)
    if handover is None:
        return
    if handover.there:
        yield Fault(
            "body.handover", tr("came from {there}: open one of your own to pass them on", there=handover.there)
        )
    elif handover.direction != "out":
        yield Fault("body.handover", tr("is not out of the service: within it nothing is sent"))


@checks(HandoverAccepted, HandoverDeclined, HandoverFirstContact)
def said_by_the_receiving_team(
    asked: Asked, body: HandoverAccepted | HandoverDeclined | HandoverFirstContact
) -> Iterator[Fault]:
    """Of what went sealed to another team's folder they alone say what became of it, by their receipt; and we of what
    came so, by ours, so that they hear of it."""
    handover = _open(asked, body.handover)
    if handover is None:
        return
    if handover.sent is not None:
        yield Fault(
            "body.handover",
            tr(
                "went sealed to {to_team}: what becomes of it counts by their receipt (`carelist import`); note "
                "what they say meanwhile as contact with a partner, or withdraw it",
                to_team=handover.to_team,
            ),
        )
    elif handover.there and asked.entry.arose_from != handover.id:
        yield Fault(
            "body.handover",
            tr(
                "came sealed from {there}: decide on the referral, meet the person, and tell them by "
                "`carelist export FILE --receipt REF --to KEY`",
                there=handover.there,
            ),
        )


@checks(HandoverAccepted)
def accepted_by_the_other_side(asked: Asked, body: HandoverAccepted) -> Iterator[Fault]:
    """Internal: a worker accepts, and not the one who hands over. Out and in: how we know that they did."""
    handover = _open(asked, body.handover)
    if handover is None:
        return
    if handover.there:
        return
    if handover.direction == "internal":
        yield from _accepted_here(asked, handover, body.receiving_worker)
    elif body.receiving_worker is not None:
        way = tr("out of") if handover.direction == "out" else tr("into")
        yield Fault(
            "body.receiving_worker",
            tr(
                "is for an internal handover; this one is {way} the service: say {other_side}",
                way=way,
                other_side=OTHER_SIDE,
            ),
        )


def _accepted_here(asked: Asked, handover: Handover, receiving: str | None) -> Iterator[Fault]:
    opened, entry = asked.stored.entry(handover.id), asked.entry
    senders = {handover.sender, *({opened.decided_by} if opened else ())}
    if receiving is None:
        yield Fault("body.receiving_worker", tr("is needed: an internal handover is accepted by a worker here"))
    elif receiving == handover.sender:
        yield Fault("body.receiving_worker", tr("is the worker who hands over: somebody else takes the person on"))
    elif receiving in asked.roster.left:
        yield Fault("body.receiving_worker", tr("does not work here any more"))
    if entry.decided_by in senders:
        path = "on_behalf_of" if entry.on_behalf_of else "author"
        yield Fault(path, tr("hands this person over, and so can't accept: the receiving side does"))


@checks(HandoverFirstContact)
def met_after_acceptance(asked: Asked, body: HandoverFirstContact) -> Iterator[Fault]:
    """First contact is the receiving side's, and so comes after acceptance."""
    handover = _open(asked, body.handover)
    if handover is not None and handover.accepted is None:
        yield Fault("body.handover", tr("is not accepted yet: first contact comes after acceptance"))


@checks(HandoverClosed)
def closed_when_taken_over(asked: Asked, body: HandoverClosed) -> Iterator[Fault]:
    """Completed only when somebody else has truly taken over. Withdrawn at any time: the sending side keeps them."""
    handover = _open(asked, body.handover)
    if handover is not None and handover.there:
        yield Fault(
            "body.handover",
            tr("came sealed from {there}: it ends with the receipt, and so for them too", there=handover.there),
        )
    if handover is None or handover.there or body.outcome != "completed":
        return
    if missing := list(_missing(asked, handover)):
        yield Fault("body.outcome", tr("can't be completed yet; still missing: {missing}", missing="; ".join(missing)))


def _missing(asked: Asked, handover: Handover) -> Iterator[str]:
    left = items_left(asked.ground, handover) if asked.ground else {}
    if left:
        yield tr("on the checklist {map}", map=", ".join(map(inside, left.values())))
    if handover.higher_risk and handover.call is None:
        yield tr("the handover call")
    if handover.accepted is None or handover.declined is not None:
        yield "acceptance" + (tr(", by their receipt") if handover.sent else "")
    if not handover.met:
        yield tr("first contact") + (tr(", by their receipt") if handover.sent else "")
