"""Encounter: live contact with the person. Communication: every attempt at it after a missed contact, completed where
they answered, else not done, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from carelist_tui.domain.entries import ContactCompleted, OutreachAttempted
from carelist_tui.domain.entries.choices import Outcome, choice_in_english
from carelist_tui.exchange.fhir.booked_contacts import appointment_source
from carelist_tui.exchange.fhir.disclosure import Disclosure
from carelist_tui.exchange.fhir.elements import (
    ENTRY,
    HL7_CODES,
    Resource,
    coding,
    concept,
    in_error,
    narrative,
    national,
    note,
    ours,
    reference,
    resource,
)
from carelist_tui.exchange.fhir.versions import Version, Versions

CLASSES = {"visit": ("HH", "home health"), "clinic": ("AMB", "ambulatory"), "call": ("VR", "virtual"),
           "video": ("VR", "virtual")}  # fmt: skip
"""The class of an encounter by the way it was made."""
ACT_CODE, WAYS = f"{HL7_CODES}v3-ActCode", f"{HL7_CODES}v3-ParticipationMode"
MEDIA = {"call": ("PHONE", "telephone"), "text": ("SMSWRIT", "SMS message"), "email": ("EMAILWRIT", "email"),
         "letter": ("MAILWRIT", "mail"), "visit": ("PHYSICAL", "physical presence"),
         "clinic": ("PHYSICAL", "physical presence"), "video": ("VIDEOCONF", "videoconferencing")}  # fmt: skip
ANSWERED: frozenset[Outcome] = frozenset(
    {"reached", "seen", "replied", "declined", "could_not_talk", "spoke_not_seen", "declined_at_door"}
)
"""The person answered, which is not yet contact: an attempt that left a message is none that was completed."""


def encounters(told: Disclosure, versions: Versions, version: Version) -> Iterator[Resource]:
    """The encounter that an entry is told as, if it was live contact."""
    body = version.entry.body
    if isinstance(body, ContactCompleted):
        said = [(title, told.words(words)) for title, words in (
            ("What we did", body.what_we_did), ("Plan for 72 hours", body.plan_72h or ""))]  # fmt: skip
        planned = appointment_source(versions.source_of(body.planned), body.occurrence) if body.planned else ""
        made = _encounter(told, version, body.method, body.purpose, body.minutes, planned)
        made |= {"text": words} if (words := narrative(said)) else {}
        yield in_error(made) if version.in_error else made
    elif isinstance(body, OutreachAttempted) and body.is_live:
        made = _encounter(told, version, body.method, "re_engagement", None, "")
        yield in_error(made) if version.in_error else made


def _encounter(
    told: Disclosure, version: Version, method: str, purpose: str, minutes: int | None, planned: str
) -> Resource:
    at = version.entry.occurred_at
    ended = at + timedelta(minutes=minutes) if minutes else None
    return resource(
        "Encounter",
        version.source,
        identifier=[{"system": ENTRY, "value": version.entry.id}],
        status="finished",
        class_=coding(ACT_CODE, *CLASSES[method]),
        type=[ours("method", method, "", national("mechanism", method))],
        subject=told.subject,
        participant=[{"individual": told.author(version.by)}],
        appointment=[reference("Appointment", planned)] if planned else [],
        period={"start": told.when(at), "end": told.when(ended)},
        reasonCode=[ours("purpose", purpose)],
    )


def communications(told: Disclosure, version: Version) -> Iterator[Resource]:
    """The communication that an attempt is told as."""
    body, entry = version.entry.body, version.entry
    if not isinstance(body, OutreachAttempted):
        return
    says = told.may_say(entry, "outcome")
    status = "completed" if body.outcome in ANSWERED else "not-done"
    if body.to != "person":
        status = "unknown" if not says else "not-done" if body.outcome in ("not_reached", "no_news") else "completed"
    words = told.words(body.note) if told.may_say(entry, "note") else ""
    why = told.words(body.why_missed) if told.may_say(entry, "why_missed") else ""
    medium = MEDIA.get(body.method)
    whom = "" if body.to == "person" else f"Asked a {choice_in_english(body.to)}"
    made = resource(
        "Communication",
        version.source,
        identifier=[{"system": ENTRY, "value": entry.id}],
        status=status,
        statusReason=ours("outcome", body.outcome) if status == "not-done" and says else None,
        category=[ours("attempt", f"to_{body.to}", whom or "Attempt to reach them")],
        medium=[concept(WAYS, *medium)] if medium else [],
        subject=told.subject,
        encounter=reference("Encounter", version.source) if body.is_live else None,
        sent=told.when(entry.occurred_at),
        recipient=[told.subject] if body.to == "person" else [],
        sender=told.author(version.by),
        reasonCode=[ours("outcome", body.outcome)] if status == "completed" and says else [],
        note=[*note(words), *note(f"Missed because of: {why}" if why else "")],
    )
    yield in_error(made) if version.in_error else made
