"""Every resource of thirteen months holds the published rules; the kit that says so notices each way to break one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.exchange.fhir_r4.cut import OURS
from tests.exchange.fhir_r4.kit import faults_in

pytestmark = [pytest.mark.slow, pytest.mark.long]

Resource = dict[str, Any]
Breaks = Callable[[dict[str, Resource]], Any]


def test_every_resource_of_thirteen_months_holds_every_rule(bundle: Resource) -> None:
    assert {entry["resource"]["resourceType"] for entry in bundle["entry"]} == set(OURS)
    assert faults_in(bundle) == []


def one_of_each(bundle: Resource) -> tuple[Resource, dict[str, Resource]]:
    """Somebody of whom much is told, as a Bundle, and of each type one resource in it, the fullest."""
    by_id = {entry["fullUrl"]: entry for entry in bundle["entry"]}
    fullest: dict[str, Resource] = {}
    for entry in bundle["entry"]:
        kind, known = entry["resource"]["resourceType"], fullest.get(entry["resource"]["resourceType"])
        is_booked = entry["resource"].get("status") == "booked" or kind != "Appointment"
        if is_booked and (known is None or len(str(entry["resource"])) > len(str(known))):
            fullest[kind] = entry["resource"]
    kept = {f"urn:uuid:{each['id']}" for each in fullest.values()}
    waiting = [*kept]
    while waiting:
        text = str(by_id[waiting.pop()])
        more = {url for url in by_id if url in text} - kept
        kept |= more
        waiting += more
    small = {**bundle, "entry": [entry for url, entry in by_id.items() if url in kept]}
    return small, fullest


def without(kind: str, name: str) -> Breaks:
    return lambda one: one[kind].pop(name)


BREAKAGES: dict[str, tuple[Breaks, str]] = {
    "an unknown field": (lambda one: one["Patient"].update(mood="low"), "schema"),
    "a code outside its value set": (lambda one: one["Task"].update(status="waiting"), "schema"),
    "no status of an encounter": (without("Encounter", "status"), "fhir.resources"),
    "no class of an encounter": (without("Encounter", "class"), "schema"),
    "no intent of a task": (without("Task", "intent"), "fhir.resources"),
    "no participant of an appointment": (without("Appointment", "participant"), "schema"),
    "no subject of a flag": (without("Flag", "subject"), "schema"),
    "a name of R5": (lambda one: one["Encounter"].update(actualPeriod=one["Encounter"].pop("period")), "schema"),
    "a code of R5": (lambda one: one["Encounter"].update(status="completed"), "schema"),
    "a date as people write it": (lambda one: one["Patient"].update(birthDate="17/05/1984"), "schema"),
    "a moment without an offset": (lambda one: one["Appointment"].update(start="2026-03-03T10:30:00"), "schema"),
    "the 30th of February": (lambda one: one["Patient"].update(birthDate="1984-02-30"), "fhir.resources"),
    "a list where one is meant": (
        lambda one: one["Encounter"].update(subject=[one["Encounter"]["subject"]]), "fhir.resources"),
    "one where a list is meant": (lambda one: one["Patient"].update(name=one["Patient"]["name"][0]), "schema"),
    "two kinds of deceased": (
        lambda one: one["Patient"].update(deceasedBoolean=True, deceasedDateTime="2026-03-01"), "fhir.resources"),
    "app-3": (lambda one: (one["Appointment"].pop("start"), one["Appointment"].pop("end")), "app-3"),
    "a reference to nothing": (
        lambda one: one["Encounter"]["subject"].update(reference="urn:uuid:00000000-0000-4000-8000-000000000000"),
        "reference"),
    "an empty string": (lambda one: one["Patient"]["name"][0].update(family=""), "schema"),
}  # fmt: skip


@pytest.fixture(scope="module")
def good(request: pytest.FixtureRequest) -> str:
    whole: str = request.getfixturevalue("whole")
    return json.dumps(one_of_each(json.loads(whole))[0])


@pytest.mark.parametrize("name", BREAKAGES)
def test_each_of_eighteen_breakages_is_caught(good: str, name: str) -> None:
    bundle, one = one_of_each(json.loads(good))
    breaks, by = BREAKAGES[name]
    breaks(one)
    found = faults_in(bundle)
    assert found
    assert any(by in each for each in found), found


def test_there_are_eighteen_and_what_is_broken_was_good(good: str) -> None:
    assert len(BREAKAGES) == 18
    assert faults_in(json.loads(good)) == []


MORE: dict[str, tuple[Breaks, str]] = {
    "null": (lambda one: one["Patient"]["name"][0].update(family=None), "schema"),
    "app-2": (without("Appointment", "end"), "app-2"),
    "app-4": (lambda one: one["Appointment"].update(status="booked", cancelationReason={"text": "ill"}), "app-4"),
    "per-1": (
        lambda one: one["Encounter"].update(
            period={"start": "2026-03-03T10:00:00+00:00", "end": "2026-03-03T10:30:00+01:00"}), "per-1"),
    "inv-1": (
        lambda one: one["Task"].update(
            authoredOn="2026-03-03T10:00:00+00:00", lastModified="2026-03-03T10:30:00+01:00"), "inv-1"),
    "cpl-3": (
        lambda one: one["CarePlan"]["activity"][0].update(detail={"status": "completed"}), "cpl-3"),
    "a check digit": (lambda one: one["Patient"]["identifier"][0].update(value="9990000019"), "uk-1"),
    "no system": (lambda one: one["Patient"]["identifier"][0].update(system="urn:theirs"), "uk-1"),
    "not traced, unsaid": (lambda one: one["Patient"]["identifier"][0].pop("extension"), "uk-2"),
    "no name": (without("Patient", "name"), "uk-3"),
    "no birth date": (without("Patient", "birthDate"), "uk-3"),
    "no gender": (without("Patient", "_gender"), "uk-4"),
    "a code without words": (lambda one: one["Flag"]["category"][0].pop("text"), "text"),
}  # fmt: skip


@pytest.mark.parametrize("name", MORE)
def test_every_further_rule_is_one_that_the_kit_notices(good: str, name: str) -> None:
    bundle, one = one_of_each(json.loads(good))
    breaks, by = MORE[name]
    breaks(one)
    assert any(by in each for each in faults_in(bundle))


def test_the_same_full_url_twice_is_noticed(good: str) -> None:
    bundle = json.loads(good)
    bundle["entry"].append(bundle["entry"][0])
    assert any("bdl-7" in each for each in faults_in(bundle))
