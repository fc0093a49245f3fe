"""The headings of a file: which of ours each is, which stands twice, what one that nobody knows looks like, and which
may say that somebody died, left or must not be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import get_args

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import Avoid
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.caseload.cells import read_choice
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import DIED_ON, GROUPS, NAME, Column, Columns, plain_heading

_MOST_UNKNOWN = 20
"""Headings that nobody knows, named in one remark."""
_LONGEST = 80
OF_APPOINTMENTS = frozenset({"ref", "at", "status"})
"""Headings of a table that is none of a caseload: who gave it did not say of which kind it is."""
_LOUD = re.compile(r"death|deceas|\bdied|\bdead\b|discharg|closed|status|do[ _-]?n[o']?t", re.IGNORECASE)
_ELSEWHERE = {
    "surname": "family", "last_name": "family", "lastname": "family", "family_name": "family", "forename": "given",
    "forenames": "given", "first_name": "given", "firstname": "given", "middle_name": "given", "full_name": "name",
    "patient_name": "name", "client_name": "name", "display_name": "name", "preferred_name": "known_as", "nickname":
    "known_as", "dob": "born", "date_of_birth": "born", "birth_date": "born", "birthday": "born", "birthdate": "born",
    "nhs_no": "nhs_number", "nhs": "nhs_number", "nhsnumber": "nhs_number", "client_id": "ref", "patient_id": "ref",
    "rio_id": "ref", "contact_id": "ref", "mrn": "ref", "hospital_number": "ref", "id": "ref", "case_number": "ref",
    "external_identifier": "ref", "mobile": "phone", "telephone": "phone", "phone_number": "phone", "mobile_phone":
    "phone", "home_phone": "phone", "home_telephone": "phone", "tel": "phone", "street_address": "address",
    "postcode": "address", "post_code": "address", "postal_code": "address", "city": "address", "e_mail": "email",
    "email_address": "email", "keyworker": "coordinator", "key_worker": "coordinator", "care_coordinator":
    "coordinator", "lead_professional": "coordinator", "allocated_worker": "coordinator", "referral_date":
    "accepted_on", "date_accepted": "accepted_on", "start_date": "accepted_on", "date_of_acceptance": "accepted_on",
    "referral_source": "source", "referred_by": "source", "rag": "zone", "rag_rating": "zone", "cpa_level": "tier",
    "level": "tier", "last_appointment": "last_contact_on", "last_contact": "last_contact_on", "last_seen":
    "last_seen_on", "next_appointment": "next_contact_at", "next_contact": "next_contact_at", "practice": "gp",
    "gp_practice": "gp", "date_of_death": "died_on", "deceased_date": "died_on", "discharge_date": "discharged_on",
    "deceased": "died_on", "died": "died_on", "dod": "died_on", "death_date": "died_on", "discharged": "discharged_on",
    "closed_date": "discharged_on", "status": "discharged_on", "case_status": "discharged_on",
    "area": "locality", "ethnicity": "groups", "ethnic_group": "groups",
    "home_tel": "phone", "mobile_no": "phone", "mobile_number": "phone", "tel_no": "phone", "telephone_no": "phone",
    "contact_number": "phone", "next_appt": "next_contact_at", "last_appt": "last_contact_on",
}  # fmt: skip
"""What other programs call a column of ours. It is offered, and nothing is taken for it until somebody has said so."""
_NUMBERED = re.compile(r"(phone|e_mail|address)_\d+_(label|value|formatted)\Z", re.ASCII)
_OF_NUMBERED = {"phone": "phone", "e_mail": "email", "address": "address"}
"""As contacts of a phone are exported: `Phone 1 - Value`; beside it stands which it is."""
_PROHIBITS = re.compile(r"\A(?:do_not|don_t|dont|no|never)_(?:contact_by_|use_|send_)?(?!of_|fixed_)")
_JOINTS = {"given": " ", "family": " ", "name": " ", "address": ", ", "gp": ", ", "legal_status": ", ",
           "interpreter": ", ", "accessible_format": ", ", "zone_reason": ", ", "avoid_note": ", ",
           "clinical_oversight": ", ", "last_contact_note": ", ", "phone": "; ", "phone_label": "; ", "text_ok": "; ",
           "voicemail": "; ", "phone_unsafe": "; ", "partner": "; ", "partner_agency": "; ",
           "partner_phone": "; ", GROUPS: "; "}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a file: as it is headed, the columns of ours that it fills (none: left out), and what must not be
    done where it says yes."""

    words: str
    names: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def joint_of(column: Column) -> str | None:
    """What stands between cells of several of their columns that are one of ours; None where there can be only one."""
    return "; " if column.kind == "list" else _JOINTS.get(column.name)


def count_known(cells: list[str], mapped: Mapped) -> int:
    """How many of these cells would be headings that are known."""
    return sum(bool(cell.strip()) and _is_known(cell, mapped) for cell in cells)


def count_alike(cells: list[str], mapped: Mapped) -> int:
    """How many of these cells would be headings that are known, or look like one."""
    return sum(
        bool(cell.strip()) and (_is_known(cell, mapped) or looks_like(cell, mapped.known) is not None) for cell in cells
    )


def _way_on(cells: list[str], mapped: Mapped) -> str:
    is_of_others = not mapped.known.by_heading.keys() >= OF_APPOINTMENTS
    if is_of_others and {plain_heading(cell) for cell in cells} >= OF_APPOINTMENTS:
        return tr("these are columns of appointments: take them in with --kind appointments")
    return tr("see `carelist import --template`, and --map for other headings")


def _is_known(cell: str, mapped: Mapped) -> bool:
    return mapped.columns_of(cell) is not None or bool(mapped.flags_of(cell))


def read_headings(cells: list[str], mapped: Mapped) -> tuple[list[Heading], list[str]]:
    """Each heading as it is taken, and what to say of those that nobody knows. Refuses where a column that every row
    needs is not there, or one that can stand only once stands twice."""
    headings, unknown = list[Heading](), list[str]()
    for cell in cells:
        words = " ".join(cell.split())
        names = mapped.columns_of(words) if words else ()
        headings.append(Heading(words, names or (), mapped.flags_of(words) if words else ()))
        if names is None and not headings[-1].flags:
            unknown.append(words)
    if faults := [*_faults(headings, unknown, mapped)]:
        raise Refused([*faults, Fault("", _way_on(cells, mapped))])
    return headings, list(_remarks(unknown, mapped))


def _faults(headings: list[Heading], unknown: list[str], mapped: Mapped) -> Iterator[Fault]:
    named = [name for each in headings for name in each.names]
    for name in sorted({each for each in named if named.count(each) > 1}):
        if joint_of(mapped.known.named[name]) is None:
            yield Fault(name, tr("is in the file twice"))
    near = [(looks_like(heading, mapped.known), heading) for heading in reversed(unknown)]
    looks = {name: heading for name, heading in near if name}
    has_name = NAME.name in named
    for name in mapped.known.needed:
        if name in named or name in mapped.defaults or (has_name and name in ("given", "family")):
            continue
        meant = tr(': "{looks}" looks like it', looks=looks[name][:_LONGEST]) if name in looks else ""
        yield Fault(name, tr("is a column that every row needs, and is not in the file{meant}", meant=meant))


def _remarks(unknown: list[str], mapped: Mapped) -> Iterator[str]:
    loud = [each for each in unknown if DIED_ON.name in mapped.known.named and _LOUD.search(each)]
    for each in loud[:_MOST_UNKNOWN]:
        yield tr(
            '"{value}" is left out, and may say who died, left, or must not be reached: map it to died_on, '
            'discharged_on or do_not, or by [flags] "Do Not Phone" = "avoid:call"',
            value=each[:_LONGEST],
        )
    others = [each for each in unknown if each not in loud[:_MOST_UNKNOWN]]
    if others:
        offered = [_offered(each, mapped.known) for each in others[:_MOST_UNKNOWN]]
        more = tr(", and {n} more", n=len(others) - _MOST_UNKNOWN) if len(others) > _MOST_UNKNOWN else ""
        yield tr("not known, and left out: {offered}{more}", offered=", ".join(offered), more=more)


def _offered(heading: str, ours: Columns) -> str:
    name = looks_like(heading, ours)
    return tr("{heading} (looks like {name})", heading=heading[:_LONGEST], name=name) if name else heading[:_LONGEST]


def looks_forbidden(heading: str) -> str | None:
    """What a yes below a heading like `Do Not Phone` or `No SMS` says must not be done; None where it says no such
    thing."""
    plain = plain_heading(heading[:_LONGEST])
    if not _PROHIBITS.match(plain):
        return None
    try:
        return read_choice(_PROHIBITS.sub("", plain), get_args(Avoid), "do_not")
    except ValueError:
        return None


def looks_like(heading: str, ours: Columns) -> str | None:
    """The column of ours that a heading is near to; None where it is near to none."""
    plain = plain_heading(heading[:_LONGEST])
    if numbered := _NUMBERED.match(plain):
        name = _OF_NUMBERED.get(numbered[1]) if numbered[2] != "label" else None
        return name if name in ours.named else None
    elsewhere = {theirs: name for theirs, name in _ELSEWHERE.items() if name in ours.named}
    if plain in elsewhere:
        return elsewhere[plain]
    known = {**elsewhere, **{heading: column.name for heading, column in ours.by_heading.items()}}
    near = get_close_matches(plain, known, n=1, cutoff=0.85)
    return known[near[0]] if near else None
