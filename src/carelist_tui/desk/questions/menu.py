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
    tr("Contact"): (
        "contact.completed", "contact.planned", "contact.missed", "contact.cancelled", "visit.begun",
        "partner.contacted",
    ),
    tr("Missed contact"): ("outreach.attempted", "outreach.stopped", "episode.closed"),
    tr("Risk and crisis"): (
        "risk_check.completed", "decision.recorded", "escalation.raised", "escalation.acknowledged",
        "escalation.closed", "crisis.recorded", "crisis.summary", "incident.recorded",
    ),
    tr("Where they are"): (
        "person.admitted", "person.returned", "person.died", "person.discharged", "person.reopened",
        "report.confirmed", "cover.arranged",
    ),
    tr("Who they are and who holds them"): (
        "person.details_updated", "details.checked", "consent.recorded", "coordinator.named", "tier.set", "zone.set",
        "persons.joined",
    ),
    tr("Plans and reviews"): (
        "engagement_plan.agreed", "risk_plan.updated", "review.completed", "mdt.listed", "indicator.agreed",
        "indicator.rated", "indicator.ended", "outcome.noted", "instrument.scored",
    ),
    tr("Elsewhere"): ("tenancy.noted", "appointment.noted"),
    tr("Actions"): ("action.opened", "action.changed", "action.closed"),
    tr("Handover"): (
        "handover.opened", "handover.item_done", "handover.call_held", "handover.accepted", "handover.declined",
        "handover.first_contact", "handover.closed",
    ),
    tr("Requests"): ("request.received", "request.closed", "entry.erased"),
}  # fmt: skip
ABOUT_OTHERS = {
    tr("Somebody else"): ("referral.received", "person.accepted"),
    tr("The team"): (
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
    "contact.completed": tr("spoke, saw, visited, called, clinic"),
    "contact.planned": tr("book an appointment or a visit"),
    "contact.missed": tr("did not attend, no access, no reply"),
    "contact.cancelled": tr("called off"),
    "visit.begun": tr("going out alone, lone working, back by"),
    "tenancy.noted": tr("arrears, notice, court, eviction, housing, home secured"),
    "appointment.noted": tr("GP, bloods, dentist, benefits, hospital"),
    "partner.contacted": tr("family, carer, partner, GP, police"),
    "outreach.attempted": tr("a call, text, letter or visit that was tried"),
    "person.admitted": tr("in hospital, ward, custody, holiday"),
    "person.returned": tr("out of hospital, home"),
    "person.details_updated": tr("phone, address, name, language, GP"),
    "persons.joined": tr("two records are one person, duplicate, there twice"),
    "coordinator.named": tr("allocate, change worker"),
    "tier.set": tr("how much support"),
    "zone.set": tr("red, amber, green, board"),
    "consent.recorded": tr("agreed to contact or sharing, or refused"),
    "crisis.recorded": tr("A&E, police, ambulance, self-harm, Mental Health"),
    "escalation.raised": tr("crisis team, safeguarding, police, GP"),
    "incident.recorded": tr("complaint, medication error, relapse, injury"),
    "person.discharged": tr("close, end of care, off the caseload"),
    "report.confirmed": tr("is it so: a death, a move, an admission"),
    "action.opened": tr("something to be done by a date"),
    "handover.opened": tr("pass on, transfer, step up, step down"),
    "request.received": tr("to see the record, advance decision"),
    "entry.erased": tr("erase, delete, right to be forgotten, retention, by two managers"),
    "referral.received": tr("a new referral, waits for triage"),
    "person.accepted": tr("take somebody new on to the caseload"),
    "improvement.opened": tr("something to change in how we work, learning"),
    "improvement.closed": tr("what changed in how we work"),
    "signal.noted": tr("what lies behind a figure, measure, chart, step change"),
    "worker.away": tr("leave, sickness, cover"),
    "outcome.noted": tr("what changed, evidence, recovery, result"),
    "instrument.scored": tr("questionnaire, DIALOG, ReQoL, goals, satisfaction, rating scale"),
    "engagement_plan.agreed": tr("safe times, voicemail, who may be told"),
    "risk_plan.updated": tr("red flags, crisis plan, two workers"),
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
