"""Everything that can be recorded by hand, in groups and plain words: the lines of the `+` menu. Pure.

The words of a kind are its model's; here stands only what else somebody may look for, and where a kind belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import TYPES

PEOPLE_AT_HAND = {
    "Contact": (
        "contact.completed", "contact.planned", "contact.missed", "contact.cancelled", "visit.begun",
        "partner.contacted",
    ),
    "Missed contact": ("outreach.attempted", "outreach.stopped", "episode.closed"),
    "Risk and crisis": (
        "risk_check.completed", "decision.recorded", "escalation.raised", "escalation.acknowledged",
        "escalation.closed", "crisis.recorded", "crisis.summary", "incident.recorded",
    ),
    "Where they are": (
        "person.admitted", "person.returned", "person.died", "person.discharged", "person.reopened",
        "report.confirmed", "cover.arranged",
    ),
    "Who they are and who holds them": (
        "person.details_updated", "details.checked", "consent.recorded", "coordinator.named", "tier.set", "zone.set",
        "persons.joined",
    ),
    "Plans and reviews": (
        "engagement_plan.agreed", "risk_plan.updated", "review.completed", "mdt.listed", "indicator.agreed",
        "indicator.rated", "indicator.ended", "outcome.noted", "instrument.scored",
    ),
    "Elsewhere": ("tenancy.noted", "appointment.noted"),
    "Actions": ("action.opened", "action.changed", "action.closed"),
    "Handover": (
        "handover.opened", "handover.item_done", "handover.call_held", "handover.accepted", "handover.declined",
        "handover.first_contact", "handover.closed",
    ),
    "Requests": ("request.received", "request.closed", "entry.erased"),
}  # fmt: skip
ABOUT_OTHERS = {
    "Somebody else": ("referral.received", "person.accepted"),
    "The team": (
        "worker.away",
        "duty.set",
        "supervision.held",
        "audit.scored",
        "improvement.opened",
        "improvement.closed",
        "signal.noted",
        "worker.added",
        "worker.changed",
    ),
}
OFFERED_ELSEWHERE = frozenset({
    "referral.declined", "huddle.held", "due.deferred", "due.reassigned", "entry.corrected", "standards.adopted",
    "sample.drawn", "handover.sent", "device.enrolled", "device.revoked", "worker.recovered",
})  # fmt: skip
"""What a triage, the huddle, marked rows, `u`, an audit, a command or a laptop's key records: never from a menu."""
ALSO = {
    "contact.completed": "spoke, saw, visited, called, clinic",
    "contact.planned": "book an appointment or a visit",
    "contact.missed": "did not attend, no access, no reply",
    "contact.cancelled": "called off",
    "visit.begun": "going out alone, lone working, back by",
    "tenancy.noted": "arrears, notice, court, eviction, housing, home secured",
    "appointment.noted": "GP, bloods, dentist, benefits, hospital",
    "partner.contacted": "family, carer, partner, GP, police",
    "outreach.attempted": "a call, text, letter or visit that was tried",
    "person.admitted": "in hospital, ward, custody, holiday",
    "person.returned": "out of hospital, home",
    "person.details_updated": "phone, address, name, language, GP",
    "persons.joined": "two records are one person, duplicate, there twice",
    "coordinator.named": "allocate, change worker",
    "tier.set": "how much support",
    "zone.set": "red, amber, green, board",
    "consent.recorded": "agreed to contact or sharing, or refused",
    "crisis.recorded": "A&E, police, ambulance, self-harm, Mental Health",
    "escalation.raised": "crisis team, safeguarding, police, GP",
    "incident.recorded": "complaint, medication error, relapse, injury",
    "person.discharged": "close, end of care, off the caseload",
    "report.confirmed": "is it so: a death, a move, an admission",
    "action.opened": "something to be done by a date",
    "handover.opened": "pass on, transfer, step up, step down",
    "request.received": "to see the record, advance decision",
    "entry.erased": "erase, delete, right to be forgotten, retention, by two managers",
    "referral.received": "a new referral, waits for triage",
    "person.accepted": "take somebody new on to the caseload",
    "improvement.opened": "something to change in how we work, learning",
    "improvement.closed": "what changed in how we work",
    "signal.noted": "what lies behind a figure, measure, chart, step change",
    "worker.away": "leave, sickness, cover",
    "outcome.noted": "what changed, evidence, recovery, result",
    "instrument.scored": "questionnaire, DIALOG, ReQoL, goals, satisfaction, rating scale",
    "engagement_plan.agreed": "safe times, voicemail, who may be told",
    "risk_plan.updated": "red flags, crisis plan, two workers",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A line of the menu: what is recorded, in which group it stands, its words, and what else finds it."""

    type: str
    group: str
    words: str
    also: str

    @property
    def is_about_them(self) -> bool:
        """Whether it is about the person at hand."""
        return self.group in PEOPLE_AT_HAND


def kinds_to_add(*, person: bool) -> list[Kind]:
    """Every kind that the menu offers, in its order; without a `person` at hand only what is about others."""
    groups = {**PEOPLE_AT_HAND, **ABOUT_OTHERS} if person else ABOUT_OTHERS
    return [Kind(type, group, TYPES[type].LABEL, _also(type)) for group, types in groups.items() for type in types]


def _also(type: str) -> str:
    """What else somebody may call it; else its model's own sentence, without the source of its rule."""
    return ALSO.get(type) or re.sub(r"\s*\([^()]*\bS\d:[^()]*\)", "", _first_line(type)).rstrip(".")


def _first_line(type: str) -> str:
    return tr(next(iter((TYPES[type].__doc__ or "").splitlines()), ""))


def every_group() -> Iterator[str]:
    """Every type that some group offers."""
    for types in (*PEOPLE_AT_HAND.values(), *ABOUT_OTHERS.values()):
        yield from types
