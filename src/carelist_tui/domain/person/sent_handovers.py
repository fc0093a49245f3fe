"""A handover that went sealed to another team's folder: whose word counts there and here, and what stays said.

On the sending side its `handover.opened` is ours, and what became of it there comes back as entries of another team (a
receipt). On the receiving side it is the other way round: the opening came from another team, a referral of ours arose
from it, and what we say of it is the receipt. So a receipt is known by this alone: it and its handover are two teams'.
Which team was asked is known by the secret that went sealed to it: whoever else has the story has no word in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from carelist_tui.domain.entries import (
    EntryCorrected,
    HandoverAccepted,
    HandoverClosed,
    HandoverDeclined,
    HandoverFirstContact,
    HandoverOpened,
    HandoverSent,
    ReferralReceived,
)
from carelist_tui.domain.entries.entry import Entry

Told = Mapping[str, Entry]
ANSWERS = (HandoverAccepted, HandoverDeclined, HandoverFirstContact)
"""What the receiving side says of a handover."""


def is_of_another_team(told: Told, id: str | None) -> bool:
    """Whether this is a handover that another team opened."""
    opened = told.get(id or "")
    return opened is not None and opened.type == HandoverOpened.TYPE and opened.origin is not None


def is_handed_over(entry: Entry, told: Told) -> bool:
    """Whether this referral of ours arose from another team's handover."""
    return entry.type == ReferralReceived.TYPE and entry.origin is None and is_of_another_team(told, entry.arose_from)


def handed_over(told: Told) -> frozenset[str]:
    """The handovers of other teams from which referrals of ours arose."""
    return frozenset(each.arose_from for each in told.values() if each.arose_from and is_handed_over(each, told))


def is_receipt(entry: Entry, told: Told) -> bool:
    """Whether this answers a handover from one team's folder to another's: it and the handover are of two teams."""
    if not isinstance(entry.body, ANSWERS):
        return False
    opened = told.get(entry.body.handover)
    return opened is not None and (opened.origin is None) != (entry.origin is None)


def counts_across(entry: Entry, told: Told, handed: frozenset[str]) -> bool:
    """Whether what another team says of a handover counts here: their opening, and that they withdrew it, where a
    referral of ours arose from it; of one that we opened the receipt of whom we asked."""
    if entry.type == HandoverOpened.TYPE:
        return entry.id in handed
    if isinstance(entry.body, HandoverClosed):
        return entry.body.handover in handed
    return is_receipt(entry, told) and is_of_whom_was_asked(entry, told.values())


def sendings_of(handover: str, story: Iterable[Entry]) -> dict[str, HandoverSent]:
    """By id, each time that we sent this handover."""
    sent = ((each.id, each.body) for each in story if each.origin is None)
    return {id: body for id, body in sent if isinstance(body, HandoverSent) and body.handover == handover}


def asks_for_proof(sendings: Mapping[str, HandoverSent]) -> bool:
    """Whether a receipt has to show a secret: not where an earlier release sent the handover, which had none. One that
    was not sent at all is answered by nobody: what they say by telephone is written down here."""
    return all(each.proof is not None for each in sendings.values())


def came_by_receipt(entry: Entry) -> bool:
    """Whether it came here with the secret of a sending."""
    return entry.origin is not None and "sending" in entry.origin


def is_of_whom_was_asked(entry: Entry, story: Iterable[Entry]) -> bool:
    """Whether another team's answer came with the secret of one of our sendings, where that is asked for."""
    if entry.origin is None or not isinstance(entry.body, ANSWERS):
        return False
    sendings = sendings_of(entry.body.handover, story)
    return not asks_for_proof(sendings) or entry.origin.get("sending") in sendings


def stays_said(entry: Entry, correction: EntryCorrected, told: Told) -> bool:
    """Whether a correction does not count, since the other team may have acted on what it corrects: that a handover was
    sent, and a receipt, at all; the handover that was sent, and the referral that arose from one, where it would strike
    or move them. A handover is withdrawn, a referral declined, and a newer receipt says what is so now."""
    if entry.type == HandoverSent.TYPE or is_receipt(entry, told):
        return True
    if not correction.strikes_out and correction.moved_to is None:
        return False
    return is_handed_over(entry, told) or (entry.type == HandoverOpened.TYPE and went_out(entry.id, told))


def went_out(handover: str, told: Told) -> bool:
    """Whether a handover went sealed to another team, by which it may have been taken on: ours, or one that came."""
    if handover in handed_over(told):
        return True
    return any(isinstance(each.body, HandoverSent) and each.body.handover == handover for each in told.values())
