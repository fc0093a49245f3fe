"""One cell: a date, a yes or no, a choice in code or in words, a list. Who somebody is reads as everywhere else
(domain/identity.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.identity import E_FORM, is_in_e_form, is_month_first, read_day, read_moment, read_nhs_number
from carelist_tui.exchange.caseload.columns import Column, plain_heading
from carelist_tui.exchange.national_codes import ours_by_code

__all__ = ["is_month_first", "parts_of", "read_cell", "read_choice", "read_day", "read_flag", "read_moment"]

_FLAGS = {"yes": True, "y": True, "true": True, "1": True, "t": True, "x": True, "ticked": True, "checked": True,
          "no": False, "n": False, "false": False, "0": False, "f": False, "none": False}  # fmt: skip
_AS_WRITTEN: dict[str, dict[str, str]] = {
    "zone": {"r": "red", "a": "amber", "g": "green", "grey": "unknown", "gray": "unknown", "yellow": "amber"},
    "consent_to_contact": {"given": "yes", "agreed": "yes", "consented": "yes", "refused": "no", "declined": "no",
                           "withdrawn": "no", "not_given": "no", "pending": "not_yet", "not_asked": "not_yet"},
    "do_not": {"phone": "call", "phone_call": "call", "telephone": "call", "ring": "call", "calls": "call",
               "phone_calls": "call", "call_at_home": "call", "sms": "text", "texts": "text", "text_message": "text",
               "mail": "letter", "post": "letter", "letters": "letter", "write": "letter", "e_mail": "email",
               "emails": "email", "voicemails": "voicemail", "leave_message": "voicemail", "messages": "voicemail",
               "leave_messages": "voicemail", "leave_voicemail": "voicemail", "visit": "unannounced_visit",
               "unannounced_visits": "unannounced_visit", "cold_call": "unannounced_visit"},
    "source": {"a_e": "ae_liaison", "a_and_e": "ae_liaison", "ed": "ae_liaison", "emergency_department": "ae_liaison",
               "liaison": "ae_liaison", "crisis": "crisis_team", "crht": "crisis_team", "crhtt": "crisis_team",
               "home_treatment_team": "crisis_team", "iapt": "talking_therapies", "gp_surgery": "gp",
               "general_practitioner": "gp", "self_referral": "self", "self_referred": "self", "inpatient": "ward",
               "inpatient_ward": "ward", "hospital_ward": "ward"},
    "appointment_method": {"telephone": "call", "phone": "call", "phone_call": "call", "video_call": "video",
                           "home_visit": "visit", "home": "visit", "clinic_appointment": "clinic",
                           "outpatient": "clinic", "sms": "text"},
    "appointment_status": {**ours_by_code("attendance"), "planned": "booked", "scheduled": "booked", "future": "booked",
                           "kept": "attended", "fulfilled": "attended", "dna": "did_not_attend",
                           "missed": "did_not_attend", "no_show": "did_not_attend", "noshow": "did_not_attend",
                           "not_attended": "did_not_attend",
                           "by_us": "cancelled_by_us", "by_them": "cancelled_by_them",
                           "cancelled_by_service": "cancelled_by_us", "cancelled_by_provider": "cancelled_by_us",
                           "cancelled_by_person": "cancelled_by_them", "cancelled_by_patient": "cancelled_by_them",
                           "canceled": "cancelled"},
}  # fmt: skip
"""Words that other programs use for a choice, by the field. A yes and a no are read besides where they are choices."""
_AS_WRITTEN["avoid"] = _AS_WRITTEN["do_not"]
_SAFE_TIME = re.compile(r"([A-Za-z ,]*?)\s*(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})\Z", re.ASCII)
_PROHIBITS = re.compile(r"\A(?:do_not|don_t|dont|no|never|not)_")
ACTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Before these whoever writes a spreadsheet puts an apostrophe, which is no part of the cell."""


def read_flag(text: str) -> bool:
    """Yes or no. Refuses (ValueError, a sentence) anything else."""
    if text.strip().casefold() not in _FLAGS:
        raise ValueError(tr("must be yes or no"))
    return _FLAGS[text.strip().casefold()]


def read_choice(text: str, choices: Iterable[str], field: str = "") -> str:
    """A choice by its code, its words, or the words that other programs have for it. Refuses (ValueError, a sentence)
    anything else."""
    choices = tuple(choices)
    meant, typed = _meant(choices, field), plain_heading(text)
    if field in ("do_not", "avoid") and typed not in meant:
        typed = _PROHIBITS.sub("", typed)
    if typed not in meant:
        raise ValueError(tr("is not one of: {choices}", choices=", ".join(choices)))
    return meant[typed]


@cache
def _meant(choices: tuple[str, ...], field: str) -> dict[str, str]:
    said = {plain_heading(words): code for code in choices for words in (choice_in_words(code), code)}
    flags = {word: "yes" if is_so else "no" for word, is_so in _FLAGS.items()} if {"yes", "no"} <= {*choices} else {}
    return {**flags, **_AS_WRITTEN.get(field, {}), **said}


def read_cell(
    column: Column, text: str, *, mixed: bool = False, today: date | None = None, zone: ZoneInfo | None = None
) -> Any:
    """The JSON value of one cell that is not empty. Refuses (ValueError, a sentence) what the column can't hold.

    `mixed`: the file has dates with the month first too. `today`, in `zone`: nobody was born after it.
    """
    text = without_mark(text)
    if column.field == "groups":
        return dict(_pair(part) for part in parts_of(text))
    if column.field == "safe_times":
        return [_safe_time(part) for part in parts_of(text)]
    if column.kind == "list":
        return _choices(column, text) if column.each == "choice" else parts_of(text)
    if column.kind == "date":
        born_by = today if column.field == "born" else None
        return read_day(text, mixed=mixed, born_by=born_by, zone=zone).isoformat()
    if column.kind == "moment":
        return read_moment(text, mixed=mixed, zone=zone).isoformat()
    if column.kind == "flag":
        return read_flag(text)
    if column.kind == "choice":
        return read_choice(text, column.choices, column.field)
    return _plain_text(column, text)


def without_mark(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    rest = text.strip().removeprefix("'")
    is_mark = rest != text.strip() and (rest.lstrip().startswith(ACTS) or rest.lstrip()[:1].isdigit())
    return rest if is_mark else text.strip()


def _choices(column: Column, text: str) -> list[str]:
    if text.casefold() in _FLAGS and not _FLAGS[text.casefold()]:
        return []
    parts = [part.strip() for part in re.split(r"[;,/\n]", text) if part.strip()]
    return list(dict.fromkeys(read_choice(part, column.choices, column.field) for part in parts))


def parts_of(text: str, *, blanks: bool = False) -> list[str]:
    r"""The parts of a list, between semicolons or on lines of their own; `\;` is a semicolon within one. `blanks`: a
    part that says nothing keeps its place."""
    parts = [part.replace("\0", ";").strip() for part in re.split(r"[;\n]", text.replace("\\;", "\0"))]
    return [part for part in parts if part or blanks]


def _safe_time(text: str) -> dict[str, Any]:
    found = _SAFE_TIME.match(text.strip())
    if found is None:
        raise ValueError(tr("must be times like mon tue 10:00-12:00; fri 14:00-16:00"))
    days = [day for day in re.split(r"[ ,]+", found[1].casefold()) if day and day not in ("any", "day")]
    return {"days": days, "from": found[2].zfill(5), "to": found[3].zfill(5)}


def _pair(text: str) -> tuple[str, str]:
    name, colon, said = text.partition(":")
    if not colon or not name.strip() or not said.strip():
        raise ValueError(tr("must be lines like ethnicity: what they said"))
    return plain_heading(name), said.strip()


def _plain_text(column: Column, text: str) -> str:
    if column.field == "nhs_number":
        return read_nhs_number(text)
    if column.field == "ref" and is_in_e_form(text):
        raise ValueError(E_FORM)
    return plain_heading(text) if column.field in ("tier", "locality") else text
