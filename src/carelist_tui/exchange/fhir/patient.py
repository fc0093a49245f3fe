"""Patient: who somebody is, how they like to be contacted, and beside it, in an extension of our own, where they stand
in the columns of the caseload, so that a Bundle taken in elsewhere gives the same caseload."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.domain.entries import PersonDied, Phone
from carelist_tui.domain.entries.choices import Method, choice_in_english
from carelist_tui.domain.entries.subjects.plans import SafeTime
from carelist_tui.exchange.caseload.written import listed, row_of
from carelist_tui.exchange.fhir.disclosure import Disclosure
from carelist_tui.exchange.fhir.elements import (
    HL7,
    NHS_NUMBER,
    REF,
    ROW,
    UK_CODES,
    UK_CORE,
    Resource,
    absent,
    concept,
    day,
    extension,
    resource,
    words_alone,
)
from carelist_tui.exchange.fhir.versions import Versions

NOT_TRACED = ("02", "Number present but not traced")
"""What is known of every NHS number here: it was typed or brought in, its check digit fits, and nobody traced it."""
PREFERRED: dict[Method, tuple[str, str]] = {
    "letter": ("1", "Letter"), "visit": ("2", "Visit"), "call": ("3", "Telephone"), "email": ("4", "E-mail"),
    "text": ("9", "SMS"),
}  # fmt: skip
NO_CALLS = ("8", "No Telephone contact")
USES = ("home", "work", "mobile")
"""What a phone may be called by; any other words are out: they may say whose it is."""
BY_ELEMENT = frozenset(
    {
        "ref", "given", "family", "known_as", "born", "nhs_number", "email", "address", "gp", "language", "phone",
        "phone_label", "text_ok", "voicemail", "phone_unsafe",
    }
)  # fmt: skip
"""Columns for which Patient has elements of its own."""
BY_OTHERS = frozenset({"last_contact_on", "last_contact_method", "last_contact_note", "last_seen_on", "next_contact_at",
                       "next_contact_method", "next_contact_worker", "died_on", "discharged_on"})  # fmt: skip
"""Columns for which other resources stand."""
CONFIDENTIAL = frozenset({"must_not_contact", "partner", "partner_agency", "partner_phone", "consent_rationale",
                          "own_words", "avoid_note"})  # fmt: skip
"""Columns that leave only where the reason given asks for them."""
NEVER = frozenset({"groups"})
"""Asked for equity of access alone (S3:34)."""


def patient(told: Disclosure, versions: Versions) -> Resource:
    """The person as they stand."""
    identity = told.ground.state.identity
    given, family = identity.given or "", identity.family or ""
    named = [{"use": "official", "text": f"{given} {family}", "family": family, "given": [given]}]
    usual = [{"use": "usual", "text": identity.known_as}] if identity.known_as else []
    born = {"birthDate": day(identity.born)} if identity.born else {"_birthDate": absent("unknown")}
    return resource(
        "Patient",
        told.person,
        extension=[*_extensions(told, versions), *_row(told)],
        identifier=[*_nhs_number(identity.nhs_number), {"system": REF, "value": identity.ref}],
        active=told.ground.state.on_caseload,
        name=[*named, *usual],
        telecom=list(_telecom(told)),
        _gender=absent("not-asked"),
        **born,
        **_deceased(told, versions),
        address=[{"text": identity.address}],
        communication=_language(told),
        generalPractitioner=[{"display": identity.gp}],
        managingOrganization={"display": identity.team},
    )


def _nhs_number(number: str | None) -> list[Resource]:
    if not number:
        return []
    status = concept(f"{UK_CODES}NHSNumberVerificationStatusEngland", *NOT_TRACED)
    said = extension(f"{UK_CORE}NHSNumberVerificationStatus", valueCodeableConcept=status)
    return [{"extension": [said], "use": "official", "system": NHS_NUMBER, "value": number}]


def safe_phones(told: Disclosure) -> list[Phone]:
    """Their numbers, without those that somebody unsafe may answer."""
    return [each for each in told.ground.state.identity.phones or () if not each.unsafe]


def _telecom(told: Disclosure) -> Iterator[Resource]:
    for rank, phone in enumerate(safe_phones(told), 1):
        use = (phone.label or "").strip().casefold()
        yield {"system": "phone", "value": phone.number, "use": use if use in USES else None, "rank": rank}
    if told.ground.state.identity.email:
        yield {"system": "email", "value": told.ground.state.identity.email}


def _extensions(told: Disclosure, versions: Versions) -> Iterator[Resource]:
    preferred = [*_preference(told)]
    if preferred:
        yield extension(f"{UK_CORE}ContactPreference", extension=preferred)
    if told.ground.state.death is not None:
        sure = told.ground.state.has_died
        code, words = ("2", "Formal") if _is_certified(versions) and sure else ("1", "Informal")
        status = concept(f"{UK_CODES}DeathNotificationStatus", code, words)
        part = extension("deathNotificationStatus", valueCodeableConcept=status)
        yield extension(f"{UK_CORE}DeathNotificationStatus", extension=[part])


def _is_certified(versions: Versions) -> bool:
    """Whether a record of the death says who certified it, or told us officially."""
    return any(body.source for body in _deaths(versions))


def _deaths(versions: Versions) -> list[PersonDied]:
    said = (each.entry.body for each in versions.standing(PersonDied))
    return [body for body in said if isinstance(body, PersonDied)]


def _preference(told: Disclosure) -> Iterator[Resource]:
    """How, and when, they agreed to be contacted."""
    plan, forbidden = told.ground.state.plan, told.ground.state.forbidden
    agreed = [each for each in (plan.methods if plan else ()) if each not in forbidden]
    methods = [PREFERRED[each] for each in agreed if each in PREFERRED]
    first = methods[0] if methods else NO_CALLS if "call" in forbidden else None
    if first is not None:
        yield extension("PreferredContactMethod",
                        valueCodeableConcept=concept(f"{UK_CODES}PreferredContactMethod", *first))  # fmt: skip
    if plan is not None and plan.safe_times:
        yield extension("PreferredContactTimes", valueString="; ".join(map(_safe_time, plan.safe_times)))


def _safe_time(each: SafeTime) -> str:
    """In English, as all words of a Patient: another system may read them."""
    return f"{', '.join(map(choice_in_english, each.days)) or 'any day'} {each.from_} to {each.to}"


def _deceased(told: Disclosure, versions: Versions) -> Resource:
    """That they died, though nobody has confirmed it yet: whoever reads it rings nobody."""
    if told.ground.state.death is None:
        return {}
    days = [each.on for each in _deaths(versions) if each.on is not None]
    return {"deceasedDateTime": day(days[-1])} if days else {"deceasedBoolean": True}


def _language(told: Disclosure) -> list[Resource]:
    identity = told.ground.state.identity
    words = (identity.language or "").strip() or (identity.interpreter or "").strip()
    if not words:
        return []
    needs = extension(f"{HL7}patient-interpreterRequired", valueBoolean=True)
    return [{"extension": [needs] if identity.interpreter else [], "language": words_alone(words), "preferred": True}]


def _row(told: Disclosure) -> list[Resource]:
    """Where they stand, in the columns of the caseload that no element holds."""
    if told.ground.state.acceptance is None or not told.ground.state.on_caseload:
        return []
    out = BY_ELEMENT | BY_OTHERS | NEVER | (frozenset() if told.others_words else CONFIDENTIAL)
    cells = {name: text for name, text in row_of(told.ground, told.at).items() if name not in out}
    phones = safe_phones(told)
    cells["text_ok"] = listed("yes" if each.text_ok else "no" for each in phones)
    cells["voicemail"] = listed(each.voicemail for each in phones)
    parts = [extension(name, valueString=told.words(text)) for name, text in cells.items() if text]
    return [extension(ROW, extension=parts)]
