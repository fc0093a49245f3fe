"""The elements of which every resource is made: ids, references, codes with their words, moments. Pure.

An id is drawn from what the resource says (the entry, the Due, the person), so that the same is called the same in
every bundle. A worker is named, with the id that they have here, and is no resource.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.exchange.national_codes import code_of

Resource = dict[str, Any]
OURS = "urn:carelist:"
"""What our own identifiers, codes and extensions begin with."""
ENTRY, REF, WORKER = f"{OURS}entry", f"{OURS}ref", f"{OURS}worker"
ROW, ATTENDANCE = f"{OURS}caseload-row", f"{OURS}attendance"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
UK_CODES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-"
HL7, HL7_CODES = "http://hl7.org/fhir/StructureDefinition/", "http://terminology.hl7.org/CodeSystem/"
ABSENT = f"{HL7}data-absent-reason"
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:carelist:fhir:r4")
IN_ERROR = "entered-in-error"
_OTHER_BLANKS = re.compile(r"[^\S \r\n\t]")
"""As they are pasted from other programs: a text of FHIR has none of them."""
_KEPT_IN_ERROR = frozenset(
    {
        "resourceType", "id", "identifier", "status", "intent", "subject", "patient", "for", "class", "participant",
        "start", "end", "period", "date", "authored", "authoredOn", "lastModified", "effectiveDateTime", "sent",
        "title",
    }
)  # fmt: skip
"""What is still said of an entry that should not have been made: that it was, when and about whom; no words of it."""
_NEEDED_ALL_THE_SAME = {"ClinicalImpression": "code", "Flag": "code", "Composition": "type"}


def id_of(kind: str, source: str) -> str:
    """The id of a resource of this kind that says what `source` says: in every bundle the same."""
    return str(uuid5(_NAMESPACE, f"{kind}/{source}"))


def reference(kind: str, source: str) -> Resource:
    """A reference to a resource of the same bundle."""
    return {"reference": f"urn:uuid:{id_of(kind, source)}", "type": kind}


def resource(kind: str, source: str, **fields: Any) -> Resource:
    """A resource, without what is empty: FHIR knows no empty value. A name that Python keeps ends in `_`."""
    said = {name.rstrip("_"): value for name, value in fields.items()}
    filled: Resource = without_nothing({"resourceType": kind, "id": id_of(kind, source), **said})
    return filled


def without_nothing(value: Any) -> Any:
    """A value without any part of it that is empty, blank or null, its blanks such as a text of FHIR may have."""
    if isinstance(value, Mapping):
        parts = {name: without_nothing(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if not _is_nothing(part)}
    if isinstance(value, list | tuple):
        return [part for each in value if not _is_nothing(part := without_nothing(each))]
    return _OTHER_BLANKS.sub(" ", value).strip() if isinstance(value, str) else value


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", {}, [])


def in_error(made: Resource) -> Resource:
    """The same, entered in error: what it is about and when, and none of its words."""
    needed = _NEEDED_ALL_THE_SAME.get(made["resourceType"])
    kept = {name: value for name, value in made.items() if name in _KEPT_IN_ERROR or name == needed}
    if made["resourceType"] == "Composition":
        kept["author"] = made["author"]
    return {**kept, "status": IN_ERROR}


def concept(system: str, code: str, words: str = "", *others: Resource | None) -> Resource:
    """A code with its words, and the same in other code systems."""
    said = words or choice_in_english(code)
    codings = [coding(system, code, said), *filter(None, others)]
    return {"coding": codings, "text": said}


def coding(system: str, code: str, words: str) -> Resource:
    """One code with its words."""
    return {"system": system, "code": code, "display": words}


def ours(which: str, code: str, words: str = "", *others: Resource | None) -> Resource:
    """A code of our own, with its words."""
    return concept(f"{OURS}{which}", code, words, *others)


def national(element: str, code: str) -> Resource | None:
    """The national code for one of ours; None where there is none."""
    known = code_of(element, code)
    return coding(known.page, known.code, known.words) if known else None


def words_alone(words: str) -> Resource:
    """Words for which there is no code."""
    return {"text": words}


def extension(url: str, **value: Any) -> Resource:
    """One extension."""
    return {"url": url, **value}


def absent(reason: str) -> Resource:
    """Why a value is not there."""
    return {"extension": [extension(ABSENT, valueCode=reason)]}


def narrative(parts: Iterable[tuple[str, str]]) -> Resource | None:
    """Words under their headings, as FHIR has them to be read; None where there are none."""
    said = "".join(
        f"<p><b>{escape(title)}</b>: {escape(words).replace(chr(10), '<br/>')}</p>" for title, words in parts if words
    )
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{said}</div>'
    return {"status": "additional", "div": div} if said else None


def moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """A moment by the service's clocks, with its offset."""
    return at.astimezone(zone).isoformat(timespec="seconds") if at is not None else None


def day(on: date | None) -> str | None:
    """A date."""
    return on.isoformat() if on is not None else None


def note(words: str) -> list[Resource]:
    """An annotation of these words; none where there are none."""
    return [{"text": words}] if words.strip() else []
