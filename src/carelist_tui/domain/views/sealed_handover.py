"""A handover between two teams' folders: the referral it becomes there, and the receipt that comes back (S4:94)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import in_english, tr
from carelist_tui.domain.dues.arrivals import first_contact_by
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.handovers import first_contact_within
from carelist_tui.domain.entries import HandoverOpened, PersonDetailsUpdated, ReferralDeclined, ReferralReceived
from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.domain.entries.entry import Entry, StoryOrder
from carelist_tui.domain.entries.fields import LONGEST_TEXT
from carelist_tui.domain.person.facts import Fact, Handover, Live, Membership
from carelist_tui.domain.person.story import standing
from carelist_tui.domain.refusal import Refused

Draft = dict[str, Any]
HAS_DIED = "they have died: ring us before you ring anybody"
THE_REST = " ... (the rest stands in the handover itself)"


def referral_of(identity: PersonDetailsUpdated, opened: HandoverOpened, there: str, team: str) -> Draft:
    """The body of the referral that a handover from `there` becomes in this team: who they are, and the sender's
    summary; urgent where it is of higher risk. Refuses somebody of whom nobody can say who they are."""
    said = identity.model_dump(mode="json", by_alias=True, exclude_none=True)
    if not all(said.get(name) for name in ("ref", "given", "family")):
        raise Refused(tr("whom it hands over can't be read: ask them to send it again with the whole story"))
    kept = {name: value for name, value in said.items() if name in ReferralReceived.model_fields}
    source = "step_down" if opened.kind == "step_down" else "other"
    return kept | {"source": source, "reason": summary_of(opened, there), "urgent": opened.higher_risk, "team": team}


def summary_of(opened: HandoverOpened, there: str) -> str:
    """The sender's summary as one text, as much of it as an entry may say; what is ours in it in English, so that two
    laptops which take it in make one entry of it."""
    higher = ", higher risk" if opened.higher_risk else ""
    lines = [f"Handed over by {there}: {choice_in_english(opened.kind)}{higher}"]
    for part in (opened.summary, opened.transition):
        fields = type(part).model_fields.items() if part is not None else ()
        lines += [f"{in_english(field.title or name)}: {getattr(part, name)}" for name, field in fields]
    told = "\n".join(lines)
    return told if len(told) <= LONGEST_TEXT else told[: LONGEST_TEXT - len(THE_REST)] + THE_REST


def receipt_of(ground: Ground, story: Iterable[Entry], handover: Handover, now: datetime) -> Iterator[Draft]:
    """What is to be said of somebody whom another team handed over, and has not been said yet, an entry each: taken on
    or refused, and of who was taken on whether somebody here has met them; of who has died that, as what came of it.
    Nothing where nothing is new.

    Each arose from the handover, the one entry of these that both teams have, and keeps its own moment where that lies
    after what was said before: the newest word is the one that holds.
    """
    state, told = ground.state, Answers(ground, story, handover, now)
    if state.has_died and state.death is not None:
        yield from told.died(state.death)
    elif state.acceptance is not None and state.on_caseload and told.is_ours(state.acceptance):
        since = state.acceptance
        if handover.accepted is None or handover.declined is not None:
            yield told.accepted(since)
        yield from told.met(since)
    elif state.left is not None and state.left.kind == "declined" and handover.declined is None:
        yield told.declined(state.left)


class Answers:
    """The entries of one receipt, as drafts."""

    def __init__(self, ground: Ground, story: Iterable[Entry], handover: Handover, now: datetime) -> None:
        self._ground, self._handover, self._now = ground, handover, now
        self._told = {each.id: each for each in standing(ground.state.person, story)[0]}
        known = (handover, handover.received, handover.accepted, handover.declined, handover.met_by)
        self._since = max(each.at for each in known if each is not None)

    def is_ours(self, fact: Fact) -> bool:
        """Whether somebody of this team said so."""
        entry = self._told.get(fact.id)
        return entry is not None and entry.origin is None

    def accepted(self, since: Membership) -> Draft:
        """Taken on, by whoever coordinates, or accepted them; and when they are met."""
        coordinator = self._ground.state.coordinator
        by = coordinator.value if coordinator is not None else since.author
        at = self._moment(since.at)
        body = {"receiving_worker": by, "first_contact_at": _iso(self._met_at(since, at))}
        return self._draft("handover.accepted", at, body)

    def declined(self, left: Membership) -> Draft:
        """Refused, and why."""
        entry = self._told.get(left.id)
        reason = entry.body.reason if entry and isinstance(entry.body, ReferralDeclined) else "not taken on"
        return self._draft("handover.declined", self._moment(left.at), {"reason": reason})

    def died(self, death: Fact) -> Iterator[Draft]:
        """Nobody is taken on, or met, any more: the team that still holds them has to know why."""
        at, handover = self._moment(death.at), self._handover
        if handover.accepted is None or handover.declined is not None:
            if handover.declined is None:
                yield self._draft("handover.declined", at, {"reason": HAS_DIED})
        elif handover.met is None:
            yield self._draft("handover.first_contact", at, {"achieved": False, "note": HAS_DIED})

    def met(self, since: Membership) -> Iterator[Draft]:
        """Whether somebody here has met them since, where that has not been said so."""
        state, met = self._ground.state, self._first_contact(since)
        if met is not None:
            if self._handover.met is not True or self._handover.declined is not None:
                body = {"achieved": True, "note": choice_in_english(met.method)}
                yield self._draft("handover.first_contact", self._moment(met.at), body)
            return
        begun = self._begun(since)
        missed = next((each for each in state.misses if each.order > begun and self.is_ours(each)), None)
        if self._handover.met is True:
            body = {"achieved": False, "note": "what the last receipt said was entered in error"}
            yield self._draft("handover.first_contact", self._now, body)
        elif missed is not None and self._handover.met is None:
            yield self._draft("handover.first_contact", self._moment(missed.at), {"achieved": False})

    def _first_contact(self, since: Membership) -> Live | None:
        begun = self._begun(since)
        whole = (each for each in self._ground.state.lives if not each.partial and each.order > begun)
        return next((each for each in whole if self.is_ours(each)), None)

    def _begun(self, since: Membership) -> StoryOrder:
        """From where on contact counts: of who was on the caseload already, no contact of before it was asked."""
        return max(since.order, self._handover.order)

    def _met_at(self, since: Membership, at: datetime) -> datetime:
        """When the first contact was, or is booked, or is owed; no later than may be said."""
        ground, met = self._ground, self._first_contact(since)
        within = first_contact_within(ground, self._handover)
        latest = ground.calendar.deadline(at, within, high=ground.is_high_at(at))
        booked = min((each.begins for each in ground.state.bookings if each.begins >= at), default=latest)
        found = met.at if met is not None else min(booked, first_contact_by(ground, since))
        return max(at, min(found, latest))

    def _moment(self, at: datetime) -> datetime:
        return at if at >= self._since else self._now

    def _draft(self, type: str, at: datetime, body: Draft) -> Draft:
        handover, person = self._handover.id, self._ground.state.person
        said = {"handover": handover, **body}
        return {"type": type, "person": person, "occurred_at": _iso(at), "arose_from": handover, "body": said}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
