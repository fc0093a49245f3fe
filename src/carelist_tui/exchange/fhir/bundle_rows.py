"""What of a Bundle comes in: each Patient as a row of a caseload; each Appointment, and each finished Encounter of a
class that the service names, as a row of a diary. They are read as rows of a table are; everything else is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.appointments.appointment_columns import (
    ATTENDED,
    BOOKED,
    BY_THEM,
    BY_US,
    CANCELLED,
    MISSED,
    TOO_LATE,
)
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import named_columns
from carelist_tui.exchange.caseload.sheet import Row
from carelist_tui.exchange.fhir.booked_contacts import WHY_CANCELLED
from carelist_tui.exchange.fhir.bundle_file import BundleEntry, Part
from carelist_tui.exchange.fhir.elements import ATTENDANCE, ENTRY, NHS_NUMBER, OURS, REF, ROW, WORKER
from carelist_tui.exchange.fhir.patient import BY_ELEMENT, BY_OTHERS, NEVER, USES
from carelist_tui.exchange.national_codes import PAGES, ours_by_code

STATUSES = {"booked": BOOKED, "checked-in": BOOKED, "arrived": BOOKED, "fulfilled": ATTENDED, "noshow": MISSED,
            "cancelled": CANCELLED}  # fmt: skip
"""What an appointment's status is here; one of any other is left."""
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z", re.ASCII)
_DAY_OR_MOMENT = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2}))?)?)?\Z", re.ASCII)
_METHOD, _PURPOSE = f"{OURS}method", f"{OURS}purpose"


@dataclass(slots=True)
class DiaryRow:
    """An Appointment or an Encounter: its place, the address of whose it is, its cells, and what is wrong with it.
    `fulfils`: the address of the appointment that an encounter is of; `entry`: the entry of ours that it was."""

    number: int
    url: str
    whose: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    fulfils: str = ""
    entry: str = ""
    fault: str = ""
    happened_at: str = ""


@dataclass(slots=True)
class Incoming:
    """All that may come in, and how many of what else there were, by type and why."""

    people: list[Row] = field(default_factory=list)
    refs: dict[str, str] = field(default_factory=dict)
    """The identifier of each Patient, by its addresses."""
    diary: list[DiaryRow] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def read_incoming(entries: Iterable[BundleEntry], mapped: Mapped) -> Incoming:
    """What may come in of a Bundle. A resource of another shape than FHIR's is a row with a fault, and the others
    stand."""
    found, contacts = Incoming(), list[DiaryRow]()
    for entry in entries:
        kind = entry.resource.kind
        try:
            if kind == "Patient":
                _take_patient(found, entry, mapped)
            elif kind == "Appointment":
                found.diary += _appointment(found, entry)
            elif kind == "Encounter":
                contacts += _encounter(found, entry, mapped)
            else:
                found.left[kind] += 1
        except Refused as refused:
            fault = str(refused.faults[0])
            if kind == "Patient":
                found.people.append(Row(entry.number + 1, fault=fault))
            else:
                found.diary.append(DiaryRow(entry.number, entry.url, fault=fault))
    found.diary = list(_with_contacts(found.diary, contacts))
    return found


def _with_contacts(booked: Iterable[DiaryRow], contacts: Iterable[DiaryRow]) -> Iterator[DiaryRow]:
    """Each appointment, and each encounter that is of none of them: one that fulfils an appointment says when, and how,
    that was kept, and is no second contact."""
    kept = {each.fulfils: each for each in contacts if each.fulfils}
    for each in booked:
        contact = kept.pop(each.url, None) if each.cells.get("status") == ATTENDED else None
        if contact is not None and contact.whose == each.whose:
            each.happened_at = contact.cells["at"]
            each.cells["method"] = contact.cells["method"]
        elif contact is not None:
            kept[each.url] = contact
        yield each
    yield from (each for each in contacts if not each.fulfils or each.fulfils in kept)


def addresses_of(entry: BundleEntry) -> tuple[str, ...]:
    """By which others may refer to it."""
    id = entry.resource.text("id")
    return (entry.url, f"{entry.resource.kind}/{id}") if id else (entry.url,)


# -- who it is ----------------------------------------------------------------------------------------------------


def _take_patient(found: Incoming, entry: BundleEntry, mapped: Mapped) -> None:
    cells = _patient_cells(entry.resource, mapped)
    if not cells.get("ref"):
        raise entry.resource.refuse("identifier", "has none by which the service could know them")
    found.refs |= dict.fromkeys(addresses_of(entry), cells["ref"])
    is_waiting = _is_ours(entry.resource) and not {"accepted_on", "died_on", "discharged_on"} & cells.keys()
    if is_waiting:
        found.left["Patient who waits for triage there"] += 1
        return
    said = {name: value for name, text in cells.items() if (value := mapped.value_of(name, text))}
    found.people.append(Row(entry.number + 1, {**mapped.defaults, **said}))


def _is_ours(patient: Part) -> bool:
    return any(each.text("system") == REF for each in patient.parts("identifier"))


def _patient_cells(patient: Part, mapped: Mapped) -> dict[str, str]:
    """What a Patient says, by our columns."""
    names = patient.parts("name")
    official = next(
        (each for each in names if each.value.get("use") in ("official", None)), names[0] if names else None
    )
    usual = next(
        (each for each in names if each.value.get("use") in ("usual", "nickname") and each is not official), None
    )
    cells = {
        "ref": _ref(patient, mapped),
        "nhs_number": next((each.text("value") for each in patient.parts("identifier")
                            if each.text("system") == NHS_NUMBER), ""),
        "family": official.text("family") if official else "",
        "given": " ".join(official.texts("given")) if official else "",
        "known_as": _usual(usual) if usual else "",
        "born": _dated(patient, "birthDate", _DAY),
        "address": _address(patient),
        "gp": next((each.text("display") for each in patient.parts("generalPractitioner")), ""),
        **_telecom(patient), **_language(patient), **_row(patient), **_left(patient),
    }  # fmt: skip
    return {name: text for name, text in cells.items() if text}


def _ref(patient: Part, mapped: Mapped) -> str:
    """The service's own identifier: ours; else of the system that the map takes for it; else the first that is no NHS
    number."""
    said = {each.text("system"): each.text("value") for each in reversed(patient.parts("identifier"))}
    theirs = [value for system, value in reversed(said.items()) if mapped.columns_of(system) == ("ref",)]
    others = [value for system, value in reversed(said.items()) if system != NHS_NUMBER]
    return said.get(REF) or next(iter([*theirs, *others]), "")


def _usual(name: Part) -> str:
    return name.text("text") or " ".join(name.texts("given"))


def _telecom(patient: Part) -> dict[str, str]:
    """Their numbers, the best one first, and their email; none that is old."""
    found: dict[str, dict[str, str]] = {"phone": {}, "email": {}}
    kinds = {"phone": "phone", "sms": "phone", "email": "email"}
    ranked = sorted(patient.parts("telecom"), key=lambda each: each.value.get("rank", 99) if isinstance(
        each.value.get("rank", 99), int) else 99)  # fmt: skip
    for each in ranked:
        kind = kinds.get(each.text("system"))
        use, value = each.text("use"), each.text("value")
        if kind and use != "old" and value:
            found[kind].setdefault(value.replace(";", ","), use if use in USES else "")
    labels = found["phone"].values()
    return {
        "phone": "; ".join(found["phone"]),
        "phone_label": "; ".join(labels) if any(labels) else "",
        "email": next(iter(found["email"]), ""),
    }


def _address(patient: Part) -> str:
    known = [each for each in patient.parts("address") if each.text("use") != "old"]
    if not known:
        return ""
    parts = [*known[0].texts("line"), known[0].text("city"), known[0].text("district"), known[0].text("postalCode")]
    return known[0].text("text") or ", ".join(filter(None, parts))


def _language(patient: Part) -> dict[str, str]:
    spoken = patient.parts("communication")
    first = next((each for each in spoken if each.flag("preferred")), spoken[0] if spoken else None)
    words = _words(first.part("language")) if first else ""
    needs = any(each.text("url").endswith("interpreterRequired") and each.flag("valueBoolean")
                for each in (first.parts("extension") if first else ()))  # fmt: skip
    return {"language": words, "interpreter": words or "yes" if needs else ""}


def _left(patient: Part) -> dict[str, str]:
    """That they died, or are no longer theirs."""
    said = _dated(patient, "deceasedDateTime", _DAY_OR_MOMENT)
    died = (said[:10] if len(said) >= len("2026-03-03") else "yes") if said else ""
    died = died or ("yes" if patient.flag("deceasedBoolean") else "")
    return {"died_on": died, "discharged_on": "yes" if patient.flag("active") is False and not died else ""}


def _row(patient: Part) -> dict[str, str]:
    """The columns of a caseload that one of our own bundles says beside."""
    known = named_columns().keys() - BY_ELEMENT - BY_OTHERS - NEVER | {"text_ok", "voicemail"}
    return {
        each.text("url"): each.text("valueString")
        for row in patient.parts("extension") if row.text("url") == ROW
        for each in row.parts("extension") if each.text("url") in known
    }  # fmt: skip


def _dated(part: Part, name: str, form: re.Pattern[str]) -> str:
    """A date or a moment as FHIR writes it. Refuses any other way to write one: nobody can tell what it means."""
    text = part.text(name)
    if text and not form.match(text):
        raise part.refuse(name, "must be a date like 1984-05-17, a moment one with its offset")
    return text


# -- their contacts -----------------------------------------------------------------------------------------------


def _appointment(found: Incoming, entry: BundleEntry) -> Iterator[DiaryRow]:
    booked = entry.resource
    status = STATUSES.get(booked.text("status"))
    if status is None:
        found.left[f"Appointment ({booked.text('status') or 'no status'})"] += 1
        return
    actors = [each.part("actor") for each in booked.parts("participant")]
    cells = {
        "status": _status(booked, status),
        "at": _dated(booked, "start", _DAY_OR_MOMENT),
        "method": _method(booked.parts("serviceType")),
        "purpose": _code(booked.parts("reasonCode"), _PURPOSE),
        "worker": next((who for each in actors if each and (who := _worker(each))), ""),
    }
    yield _diary_row(entry, next((_refers(each) for each in actors if each and _is_patient(each)), ""), cells)


def _status(booked: Part, status: str) -> str:
    """What became of it: by whom it was cancelled, and whether they came too late to be seen, where it says so."""
    said = [ours_by_code("attendance").get(code, "")
            for each in booked.parts("extension") if each.text("url") == ATTENDANCE
            for code in _codes([*filter(None, [each.part("valueCodeableConcept")])], PAGES["attendance"])]  # fmt: skip
    if status == MISSED:
        return TOO_LATE if TOO_LATE in said else MISSED
    if status != CANCELLED:
        return status
    reason = booked.part("cancelationReason")
    codes = [each.text("code") for each in (reason.parts("coding") if reason else ())]
    for by, (code, _) in WHY_CANCELLED.items():
        if any(each == code or each.startswith(f"{code}-") for each in codes):
            return by
    return next((each for each in said if each in (BY_US, BY_THEM)), CANCELLED)


def _encounter(found: Incoming, entry: BundleEntry, mapped: Mapped) -> Iterator[DiaryRow]:
    contact = entry.resource
    status, classed = contact.text("status"), contact.part("class")
    if status != "finished":
        found.left[f"Encounter ({status or 'no status'})"] += 1
        return
    code = classed.text("code") if classed else ""
    method = _code(contact.parts("type"), _METHOD) or _named_by_service(contact, code, mapped)
    if not method:
        found.left[f"Encounter of a class that nobody named ({code[:20] or 'none'})"] += 1
        return
    period = contact.part("period")
    at = _dated(period, "start", _DAY_OR_MOMENT) if period is not None else ""
    if not at:
        raise contact.refuse("period.start", "is needed: when was it?")
    subject = contact.part("subject")
    cells = {
        "status": ATTENDED, "at": at, "method": method,
        "purpose": _code(contact.parts("reasonCode"), _PURPOSE),
    }  # fmt: skip
    row = _diary_row(entry, _refers(subject) if subject else "", cells)
    row.fulfils = next((each.text("reference") for each in contact.parts("appointment")), "")
    yield row


def _named_by_service(contact: Part, code: str, mapped: Mapped) -> str:
    """How it was made, by its class, or by its class and one of its types, as the service named them."""
    types = [each.text("code") for kind in contact.parts("type") for each in kind.parts("coding")]
    named = [*(f"{code} {each}" for each in types), code]
    return next((mapped.encounters[each] for each in named if each in mapped.encounters), "")


def _diary_row(entry: BundleEntry, whose: str, cells: dict[str, str]) -> DiaryRow:
    """Its id is the source's own: ours by the entry that it was, else its first identifier, else its id."""
    if not whose:
        raise entry.resource.refuse("", "says about nobody whom this Bundle has")
    identifiers = entry.resource.parts("identifier")
    own = next((each.text("value") for each in identifiers if each.text("system") == ENTRY), "")
    theirs = next((f"{each.text('system')}|{each.text('value')}" for each in identifiers if each.text("value")), "")
    said = own or theirs or entry.resource.text("id") or entry.url
    cells["source_id"] = f"{entry.resource.kind}/{said}"
    return DiaryRow(entry.number, entry.url, whose, {name: text for name, text in cells.items() if text}, entry=own)


def _refers(reference: Part) -> str:
    return reference.text("reference")


def _is_patient(reference: Part) -> bool:
    return (
        reference.text("type") == "Patient"
        or "Patient/" in reference.text("reference")
        or (not reference.text("type") and reference.text("reference").startswith("urn:uuid:"))
    )


def _worker(reference: Part) -> str:
    """Somebody who works here, by id, or by name where they have none of ours."""
    said = reference.part("identifier")
    if said is not None and said.text("system") == WORKER:
        return said.text("value")
    return "" if _is_patient(reference) else reference.text("display")


def _method(concepts: list[Part]) -> str:
    """How, by our code, the national one, or in words."""
    national = [ours_by_code("mechanism")[code] for code in _codes(concepts, PAGES["mechanism"])
                if code in ours_by_code("mechanism")]  # fmt: skip
    return _code(concepts, _METHOD) or next(iter([*national, *filter(None, map(_words, concepts))]), "")


def _code(concepts: list[Part], system: str) -> str:
    return next(iter(_codes(concepts, system)), "")


def _codes(concepts: list[Part], system: str) -> list[str]:
    codings = [coding for each in concepts for coding in each.parts("coding")]
    return [each.text("code") for each in codings if each.text("system") == system]


def _words(concept: Part | None) -> str:
    if concept is None:
        return ""
    coded = next((each.text("display") for each in concept.parts("coding") if each.text("display")), "")
    return concept.text("text") or coded
