"""The Bundle: everything that is told of each person, one in memory at a time, a line for each resource.

What each type of entry is told as stands in one table. What stands of a person (who they are, what they are owed, what
to be warned of) is told from how they stand. Nothing else is told; docs/format/fhir.md says what that is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.domain.entries.origin import as_called_here
from carelist_tui.exchange.fhir.booked_contacts import appointments
from carelist_tui.exchange.fhir.clinical_notes import impressions, responses
from carelist_tui.exchange.fhir.contacts_made import communications, encounters
from carelist_tui.exchange.fhir.disclosure import Disclosure
from carelist_tui.exchange.fhir.elements import HL7_CODES, Resource, concept, moment, resource
from carelist_tui.exchange.fhir.handover_papers import handovers
from carelist_tui.exchange.fhir.patient import patient
from carelist_tui.exchange.fhir.present_state import flags, owed_tasks
from carelist_tui.exchange.fhir.versions import Version, Versions, versions_of

Told = Callable[[Disclosure, Versions, Version], Iterator[Resource]]
TOLD_AS: Mapping[str, tuple[Told, ...]] = {
    "contact.planned": (appointments,),
    "contact.missed": (appointments,),
    "contact.completed": (encounters,),
    "outreach.attempted": (lambda told, _, version: communications(told, version), encounters),
    "decision.recorded": (lambda told, _, version: impressions(told, version),),
    "risk_check.completed": (lambda told, _, version: responses(told, version),),
    "handover.opened": (handovers,),
}
"""By type of entry, what it is told as."""
AUTHOR = (f"{HL7_CODES}provenance-participant-type", "author", "Author")
_MADE_THEM = ("person.accepted", "referral.received")


def bundle_lines(people: Iterable[Disclosure], at: datetime, zone: ZoneInfo) -> Iterator[str]:
    """A Bundle of all that is told of these people, as lines: each resource on its own."""
    yield f'{{"resourceType":"Bundle","type":"collection","timestamp":{_json(moment(at, zone))},"entry":[\n'
    begun = False
    for told in people:
        for each in resources_of(told):
            entry = _json({"fullUrl": f"urn:uuid:{each['id']}", "resource": each})
            yield f"{',' if begun else ''}{entry}\n"
            begun = True
    yield "]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def resources_of(told: Disclosure) -> list[Resource]:
    """Everything that is told of one person, first who they are. Each reference is to another of these."""
    versions = versions_of(told.story)
    who = patient(told, versions)
    found = {who["id"]: who}
    for version in versions.told:
        made = [each for make in TOLD_AS.get(version.entry.type, ()) for each in make(told, versions, version)]
        of = [who] if version.entry.type in _MADE_THEM and not version.in_error else made
        found |= {each["id"]: each for each in (*made, *([_provenance(told, version, of)] if of else ()))}
    found |= {each["id"]: each for each in (*owed_tasks(told), *flags(told))}
    known = {f"urn:uuid:{id}" for id in found}
    return [_resolved(each, known) for each in found.values()]


def _provenance(told: Disclosure, version: Version, made: Sequence[Resource]) -> Resource:
    """Who recorded what these resources tell, for whom, when it happened, and when it was recorded."""
    said = as_called_here(version.by.raw)
    return resource(
        "Provenance",
        version.source,
        target=[{"reference": f"urn:uuid:{each['id']}", "type": each["resourceType"]} for each in made],
        occurredDateTime=told.when(version.entry.occurred_at),
        recorded=told.when(version.by.recorded_at),
        agent=[
            {
                "type": concept(*AUTHOR),
                "who": told.worker(said["author"]),
                "onBehalfOf": told.worker(said.get("on_behalf_of")),
            }
        ],
    )


def _resolved(value: Any, known: set[str]) -> Any:
    """A resource without references to what is not told of."""
    if isinstance(value, dict):
        parts = {name: _resolved(part, known) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in ({}, []) and not _is_lost(part, known)}
    if isinstance(value, list):
        return [part for each in value if not _is_lost(each, known) and (part := _resolved(each, known)) != {}]
    return value


def _is_lost(value: Any, known: set[str]) -> bool:
    return (
        isinstance(value, dict)
        and "reference" in value
        and isinstance(value["reference"], str)
        and (value["reference"].startswith("urn:uuid:") and value["reference"] not in known)
    )
