"""What is wrong with a Bundle: by the published R4 schema, cut to our resources; by `fhir.resources` (R4B), which reads
it as another program does; by its references; by the published invariants that our resources can break, written by
hand; and by four rules of the UK."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, cast

from fhir.resources.R4B import get_fhir_model_class
from jsonschema import Draft6Validator, validators
from pydantic import ValidationError

from carelist_tui.domain.identity import check_nhs_number
from tests.exchange.fhir_r4.cut import CUT

Resource = dict[str, Any]
NHS = "https://fhir.nhs.uk/Id/nhs-number"
STATUS = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
STATUSES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
NEEDS_NO_TIME = ("proposed", "cancelled", "waitlist", "entered-in-error")
"""app-3, and what was never an appointment."""


@cache
def definitions() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(CUT.read_text(encoding="utf-8"))["definitions"]
    return read


def _referred(validator: Any, reference: str, value: Any, _: Any) -> Iterator[Any]:
    """All that it refers to are its own definitions: looking each up by its address takes half as long as the rest."""
    return cast(Iterator[Any], validator.descend(value, definitions()[reference.removeprefix("#/definitions/")]))


Published = validators.extend(Draft6Validator, {"$ref": _referred})


@cache
def schema_of(kind: str) -> Any:
    return Published(definitions()[kind])


def by_schema(resource: Resource) -> Iterator[str]:
    """What the published schema says."""
    for error in schema_of(resource["resourceType"]).iter_errors(resource):
        yield f"schema: {'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"


def by_oracle(resource: Resource) -> Iterator[str]:
    """What another reader of FHIR says."""
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValidationError as error:
        for each in error.errors(include_input=False, include_url=False):
            yield f"fhir.resources: {'.'.join(map(str, each['loc']))}: {each['msg'][:200]}"


def parts_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a value, itself included."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from parts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from parts_of(part)


def references_of(resource: Resource) -> list[str]:
    """Every literal reference in a resource."""
    return [part["reference"] for part in parts_of(resource) if isinstance(part.get("reference"), str)]


def by_references(bundle: Resource) -> Iterator[str]:
    """Which references lead to nothing, or to a resource of another type than they say."""
    known = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in bundle["entry"]}
    for entry in bundle["entry"]:
        for part in parts_of(entry["resource"]):
            to = part.get("reference")
            if isinstance(to, str) and known.get(to) != part.get("type", known.get(to, "?")):
                yield f"reference: {entry['resource']['resourceType']}: {to} leads to {known.get(to, 'nothing')}"


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _period(resource: Resource) -> Iterator[str]:
    for part in parts_of(resource):
        period = part.get("period")
        if isinstance(period, dict) and {"start", "end"} <= period.keys() and _at(period["start"]) > _at(period["end"]):
            yield "per-1: it ends before it begins"


def _appointment(resource: Resource) -> Iterator[str]:
    if ("start" in resource) != ("end" in resource):
        yield "app-2: start and end stand together"
    if "start" not in resource and resource.get("status") not in NEEDS_NO_TIME:
        yield "app-3: only what is proposed, cancelled or waiting has no start and end"
    if "cancelationReason" in resource and resource.get("status") not in ("cancelled", "noshow"):
        yield "app-4: why it was cancelled, of what was not"


def _task(resource: Resource) -> Iterator[str]:
    if {"authoredOn", "lastModified"} <= resource.keys() and _at(resource["lastModified"]) < _at(
        resource["authoredOn"]
    ):
        yield "inv-1: last modified before it was authored"


def _care_plan(resource: Resource) -> Iterator[str]:
    if any({"reference", "detail"} <= each.keys() for each in resource.get("activity", ())):
        yield "cpl-3: an activity has a reference or a detail, not both"


def _coded_with_words(resource: Resource) -> Iterator[str]:
    for part in parts_of(resource):
        if "coding" in part and not part.get("text"):
            yield f"text: a code without words: {part['coding']}"
        if "code" in part and "system" in part and not part.get("display"):
            yield f"text: a code without words: {part}"


def _uk(resource: Resource) -> Iterator[str]:
    """The four rules: the NHS number with its system and its check digit; whether it was traced; who it is; gender."""
    numbers = [each for each in resource.get("identifier", ()) if each.get("system") == NHS]
    strays = [each for each in resource.get("identifier", ()) if each.get("system") != NHS and _is_one(each)]
    if strays:
        yield "uk-1: an NHS number without its system"
    for each in numbers:
        if not _is_one(each):
            yield "uk-1: no NHS number by its check digit"
        said = [part["valueCodeableConcept"]["coding"][0]["system"]
                for part in each.get("extension", ()) if part["url"] == STATUS]  # fmt: skip
        if said != [STATUSES]:
            yield "uk-2: it is not said whether the NHS number was traced"
    if not any(each.get("family") and each.get("given") for each in resource.get("name", ())):
        yield "uk-3: no name"
    if "birthDate" not in resource and not _is_said_absent(resource.get("_birthDate")):
        yield "uk-3: no birth date, and not why"
    if "gender" not in resource and not _is_said_absent(resource.get("_gender")):
        yield "uk-4: no gender, and not why"


def _is_one(identifier: Resource) -> bool:
    try:
        check_nhs_number(identifier.get("value", ""))
    except ValueError:
        return False
    return True


def _is_said_absent(element: Any) -> bool:
    return isinstance(element, dict) and any(each["url"] == ABSENT for each in element.get("extension", ()))


RULES: dict[str, tuple[Callable[[Resource], Iterator[str]], ...]] = {
    "Appointment": (_appointment,), "Task": (_task,), "CarePlan": (_care_plan,), "Patient": (_uk,),
}  # fmt: skip


def by_rules(resource: Resource) -> Iterator[str]:
    """What the invariants and the rules of the UK say."""
    for rule in (_period, _coded_with_words, *RULES.get(resource["resourceType"], ())):
        yield from rule(resource)


def by_bundle(bundle: Resource) -> Iterator[str]:
    """What is wrong with the Bundle itself."""
    head = {**bundle, "entry": bundle["entry"][:1]}
    yield from by_schema(head)
    yield from by_oracle(head)
    twice = [url for url, count in Counter(entry["fullUrl"] for entry in bundle["entry"]).items() if count > 1]
    yield from (f"bdl-7: {url} stands twice" for url in twice)
    for entry in bundle["entry"]:
        if entry["fullUrl"] != f"urn:uuid:{entry['resource']['id']}":
            yield f"fullUrl: {entry['fullUrl']} is not the id of its resource"


def faults_in(bundle: Resource) -> list[str]:
    """Everything that is wrong with it."""
    found = [*by_bundle(bundle), *by_references(bundle)]
    for entry in bundle["entry"]:
        resource = entry["resource"]
        for check in (by_schema, by_oracle, by_rules):
            try:
                found += [f"{resource['resourceType']}: {each}" for each in check(resource)]
            except (
                ValueError,
                LookupError,
                TypeError,
                AttributeError,
            ) as trouble:  # of another shape than it should be
                found.append(f"{resource['resourceType']}: {check.__name__}: {trouble}")
    return found
