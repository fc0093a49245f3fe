"""Appointment: every contact that was booked, each of a series that is known by itself, and one that was missed without
having been booked here; with what became of it, and its national code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from carelist_tui.domain.dues.bookings import A_CONTACT_LASTS, booked_starts
from carelist_tui.domain.entries import ContactCancelled, ContactCompleted, ContactMissed, ContactPlanned
from carelist_tui.exchange.appointments.appointment_columns import (
    ATTENDED,
    BOOKED,
    BY_THEM,
    BY_US,
    MISSED,
)
from carelist_tui.exchange.fhir.disclosure import Disclosure
from carelist_tui.exchange.fhir.elements import (
    ATTENDANCE,
    ENTRY,
    HL7_CODES,
    Resource,
    concept,
    extension,
    in_error,
    moment,
    national,
    ours,
    resource,
    words_alone,
)
from carelist_tui.exchange.fhir.versions import Version, Versions

STATUS = {BOOKED: "booked", ATTENDED: "fulfilled", MISSED: "noshow", BY_US: "cancelled", BY_THEM: "cancelled"}
WHY_CANCELLED = {BY_US: ("prov", "Provider"), BY_THEM: ("pat", "Patient")}
Became = ContactCompleted | ContactMissed | ContactCancelled


@dataclass(frozen=True, slots=True)
class _Slot:
    """One appointment: whose id it has, when it begins and ends, what became of it."""

    source: str
    entry: str
    begins: datetime
    ends: datetime
    status: str


def appointment_source(booking: str, start: datetime | None) -> str:
    """What the id of an appointment is drawn from: its booking, and of a series its start too."""
    return booking if start is None else f"{booking}:{start.astimezone(UTC).isoformat(timespec='seconds')}"


def appointments(told: Disclosure, versions: Versions, version: Version) -> Iterator[Resource]:
    """The appointments that a booking, or a contact that was missed without one, is told as."""
    body = version.entry.body
    if isinstance(body, ContactMissed) and body.planned is None:
        begins = body.expected_at
        slot = _Slot(version.source, version.entry.id, begins, begins + A_CONTACT_LASTS, MISSED)
        yield _kept(_appointment(told, version, slot, body.method, ""), version)
    elif isinstance(body, ContactPlanned):
        for slot in _slots(told, versions, version, body):
            yield _kept(_appointment(told, version, slot, body.method, body.worker, body), version)


def _kept(made: Resource, version: Version) -> Resource:
    return in_error(made) if version.in_error else made


def _slots(told: Disclosure, versions: Versions, version: Version, body: ContactPlanned) -> Iterator[_Slot]:
    lasts = body.until - body.at if body.until is not None else A_CONTACT_LASTS
    became = _became(versions, version.entry.id)
    if body.repeat is None:
        status = became.get(None, BOOKED)
        yield _Slot(version.source, version.entry.id, body.at, body.at + lasts, status)
        return
    ahead = {} if version.in_error else _ahead(told, version.entry.id)
    for start in sorted({*ahead, *(each for each in became if each is not None)}):
        yield _Slot(
            appointment_source(version.source, start),
            appointment_source(version.entry.id, start),
            start,
            start + lasts,
            became.get(start, BOOKED),
        )


def _ahead(told: Disclosure, booking: str) -> dict[datetime, timedelta]:
    booked = booked_starts(told.ground, while_away=True)
    return {start.astimezone(UTC): end - start for start, end, each in booked if each.id == booking}


def _became(versions: Versions, booking: str) -> dict[datetime | None, str]:
    """By its start (None: no series, or all that is left of one) what became of each contact of a booking."""
    found: dict[datetime | None, str] = {}
    for version in versions.standing(ContactCompleted, ContactMissed, ContactCancelled):
        body = version.entry.body
        if isinstance(body, ContactCompleted | ContactMissed | ContactCancelled) and body.planned == booking:
            start = body.occurrence.astimezone(UTC) if body.occurrence is not None else None
            known = found.get(start)
            # Of two that differ the safer reading: missed over completed (records.md, Conflict).
            found[start] = MISSED if MISSED in (known, _status(body)) else _status(body)
    return found


def _status(body: Became) -> str:
    if isinstance(body, ContactCompleted):
        return ATTENDED
    if isinstance(body, ContactMissed):
        return MISSED
    return BY_US if body.by == "service" else BY_THEM


def _appointment(
    told: Disclosure, version: Version, slot: _Slot, method: str, worker: str, planned: ContactPlanned | None = None
) -> Resource:
    code = national("attendance", slot.status)
    said = slot.status.replace("_", " ")
    attendance = {"coding": [code], "text": code["display"]} if code else words_alone(said)
    who: list[Resource] = [{"actor": told.subject, "status": "accepted"}]
    if worker:
        who.append({"actor": told.worker(worker), "status": "accepted"})
    reason = WHY_CANCELLED.get(slot.status)
    purpose = ours("purpose", planned.purpose) if planned else None
    return resource(
        "Appointment",
        slot.source,
        extension=[extension(ATTENDANCE, valueCodeableConcept=attendance)],
        identifier=[{"system": ENTRY, "value": slot.entry}],
        status=STATUS[slot.status],
        cancelationReason=concept(f"{HL7_CODES}appointment-cancellation-reason", *reason) if reason else None,
        serviceType=[ours("method", method, "", national("mechanism", method))],
        reasonCode=[purpose] if purpose else [],
        description=told.words(planned.place) if planned else "",
        start=moment(slot.begins, told.zone),
        end=moment(slot.ends, told.zone),
        created=moment(version.entry.occurred_at, told.zone),
        participant=who,
    )
