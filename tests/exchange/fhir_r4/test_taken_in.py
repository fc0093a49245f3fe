"""A Bundle is taken in by the ways of a caseload and of a diary: out and in again it is the same caseload, twice it
changes nothing, and what is broken is refused in one sentence that says where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.imports.bundle_import import BundleFile
from carelist_tui.carelist.imports.caseload_import import Outcome
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.written import row_of
from carelist_tui.exchange.fhir.bundle_file import read_bundle
from tests.domain.telling import london
from tests.exchange.fhir_r4.taken_out import bundle_of

pytestmark = [pytest.mark.slow, pytest.mark.long]

NOW = london("2026-03-03 09:00")
NOT_BROUGHT = {"own_words", "consent_rationale", "avoid_note", "phone_label", "must_not_contact", "partner",
               "partner_agency", "partner_phone", "phone", "phone_unsafe", "text_ok", "voicemail",
               "groups", "zone_review_on"}  # fmt: skip
"""What stays at home unasked; and when a zone is looked at again that is overdue there: that is paper."""
PAST = "is past, and nothing says what became of it"


class Silent:
    """Nobody is told how far it is."""

    def step(self, number: int = 1) -> None:
        """So many more."""


def make(folder: Path, workers: Iterable[Any] = ()) -> Path:
    """A store of a manager and these workers."""
    store = folder / "store"
    since = datetime.fromisoformat("2025-01-01T09:00:00+00:00")
    with Carelist.init(
        store, worker="w-chief", name="Chief", role="manager", team="North", now=since, encrypted=False
    ) as door:
        for each in workers:
            body = {"worker": each.id, "name": each.name, "role": each.role, "team": each.team}
            door.record([{"type": "worker.added", "occurred_at": "2025-01-02T09:00:00+00:00", "body": body}],
                        datetime.fromisoformat("2025-01-02T09:00:00+00:00"))  # fmt: skip
    return store


def take(door: Carelist, bundle: Any, at: datetime, **asked: Any) -> tuple[list[Outcome], Counter[str]]:
    content = bundle if isinstance(bundle, bytes) else json.dumps(bundle).encode()
    file = BundleFile.read(content, asked.pop("mapped", Mapped()))
    said = {"dry_run": False, "update": False} | asked
    return list(file.take(door, at, Silent(), **said)), file.left


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Carelist]:
    with Carelist.open(make(tmp_path), "w-chief") as opened:
        yield opened


def stands(door: Carelist, at: datetime) -> dict[str, dict[str, Any]]:
    """By identifier, the caseload: its columns, the moments of the last contacts, and what is booked."""
    found = {}
    for ground, _, _ in door.people.as_at(at):
        state = ground.state
        if state.on_caseload and state.acceptance is not None and state.death is None:
            row = {name: text for name, text in row_of(ground, at).items() if name not in NOT_BROUGHT}
            last, seen = state.last_contact, state.last_seen
            booked = door.people.person(state.person, at)["next_contacts"]
            found[state.identity.ref or ""] = {
                **row,
                "last": (last.at, last.method) if last else None,
                "seen": (seen.at, seen.method) if seen else None,
                "booked": [(each["at"], each["method"], each["worker"], each["purpose"])
                           for each in booked if datetime.fromisoformat(each["at"]) > at],
            }  # fmt: skip
    return found


def test_out_and_in_again_is_the_same_caseload_with_its_appointments_and_last_contacts_and_twice_changes_nothing(
    door: Carelist, demonstration: tuple[Path, datetime], tmp_path: Path
) -> None:
    at = demonstration[1]
    bundle = bundle_of(door, at)
    with Carelist.open(make(tmp_path, door.people.workers()), "w-chief") as other:
        outcomes, left = take(other, bundle, at)
        assert {each.remarks for each in outcomes if each.what == "refused"} <= {(f"at: {PAST}",)}
        assert left["Provenance"]
        there, here = stands(door, at), stands(other, at)
        assert here == there
        assert len(here) > 5
        before = list(other.people.stored_lines())
        again, _ = take(other, bundle, at)
        assert {each.what for each in again} <= {"skipped", "refused"}
        assert list(other.people.stored_lines()) == before
    before = list(door.people.stored_lines())
    own, known = take(door, bundle, at)
    assert {each.what for each in own} == {"skipped"}
    assert known["contact that was recorded here"]
    assert list(door.people.stored_lines()) == before


def patient(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Patient", "id": "p1",
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"},
                       {"system": "https://north.example/pas", "value": "PAS-7"}],
        "name": [{"use": "official", "family": "Yusuf", "given": ["Amina", "Noor"]}],
        "telecom": [{"system": "phone", "value": "07700 900123", "use": "mobile"}], "birthDate": "1991-05-04",
    } | more  # fmt: skip


def encounter(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Encounter", "id": "e1", "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"},
        "type": [{"coding": [{"system": "http://snomed.info/sct", "code": "439708006"}]}],
        "subject": {"reference": "Patient/p1"}, "period": {"start": "2026-02-20T10:00:00+00:00"},
    } | more  # fmt: skip


def appointment(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Appointment", "id": "a1", "status": "booked", "start": "2026-03-10T10:00:00+00:00",
        "end": "2026-03-10T11:00:00+00:00",
        "participant": [{"actor": {"reference": "Patient/p1"}, "status": "accepted"},
                        {"actor": {"display": "Chief"}, "status": "accepted"}],
        "serviceType": [{"coding": [{"system":
            "https://www.datadictionary.nhs.uk/data_elements/consultation_mechanism_mental_health.html",
            "code": "01"}]}],
    } | more  # fmt: skip


def of(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


MAPPED = Mapped(defaults={"team": "North", "tier": "standard", "source": "gp", "accepted_on": "2026-02-01",
                          "coordinator": "w-chief"}, encounters={"HH": "visit"})  # fmt: skip


def ref_of(outcomes: list[Outcome]) -> str:
    return next(each.ref for each in outcomes if each.ref)


def test_somebody_of_another_system_comes_in_with_what_is_booked_and_whom_the_service_says_was_seen(
    empty: Carelist,
) -> None:
    outcomes, left = take(empty, of(appointment(), encounter(), patient(), {"resourceType": "Observation"}), NOW,
                          mapped=MAPPED)  # fmt: skip
    assert [each.what for each in outcomes] == ["taken"] * 3
    assert left == {"Observation": 1}
    shown = empty.people.person("PAS-7", NOW)
    assert (shown["name"], shown["identity"]["nhs_number"]) == ("Amina Noor Yusuf", "9990000018")
    assert shown["last_contact"]["at"].startswith("2026-02-20T10:00")
    assert (shown["last_contact"]["method"], shown["last_seen"]["method"]) == ("visit", "visit")
    assert [(each["at"][:16], each["method"]) for each in shown["next_contacts"]] == [("2026-03-10T10:00", "visit")]


@pytest.mark.parametrize(
    ("encounters", "more", "counts"),
    [({}, {}, False), ({"AMB": "clinic"}, {}, False), ({"HH": "visit"}, {}, True),
     ({"HH 439708006": "visit"}, {}, True), ({"HH 1": "visit"}, {}, False),
     ({"HH": "visit"}, {"status": "in-progress"}, False),
     ({"HH": "visit"}, {"status": "entered-in-error"}, False), ({"HH": "visit"}, {"status": "planned"}, False)],
)  # fmt: skip
def test_an_encounter_is_contact_only_where_the_service_names_its_class_and_it_is_finished(
    empty: Carelist, encounters: dict[str, str], more: dict[str, Any], counts: bool
) -> None:
    mapped = Mapped(defaults=MAPPED.defaults, encounters=encounters)
    _, left = take(empty, of(patient(), encounter(**more)), NOW, mapped=mapped)
    assert (empty.people.person("PAS-7", NOW)["last_contact"] is not None) is counts
    assert bool(left) is not counts


@pytest.mark.parametrize(
    ("more", "kind"),
    [({"status": "noshow"}, "contact.missed"), ({"status": "fulfilled"}, "contact.completed"),
     ({"status": "cancelled", "cancelationReason": {"coding": [{"code": "pat"}]}}, "contact.cancelled"),
     ({"status": "cancelled", "cancelationReason": {"coding": [{"code": "prov-pers"}]}}, "contact.cancelled")],
)  # fmt: skip
def test_what_became_of_an_appointment_that_was_booked_here_is_brought_to_it(
    empty: Carelist, more: dict[str, Any], kind: str
) -> None:
    take(empty, of(patient(), appointment()), NOW, mapped=MAPPED)
    later = london("2026-03-11 09:00")
    outcomes, _ = take(empty, of(patient(), appointment(**more)), later, mapped=MAPPED)
    assert [each.what for each in outcomes] == ["skipped", "updated"]
    story = empty.people.person("PAS-7", later)["story"]
    booking = next(each for each in story if each["type"] == "contact.planned")
    became = next(each for each in story if each["type"] == kind)
    assert became["body"]["planned"] == booking["id"]
    if kind == "contact.cancelled":
        assert became["body"]["by"] == ("service" if "prov" in json.dumps(more) else "person")


def test_an_encounter_that_fulfils_an_appointment_is_that_contact_and_no_second_one(empty: Carelist) -> None:
    kept = appointment(status="fulfilled", start="2026-02-20T09:45:00+00:00", end="2026-02-20T10:45:00+00:00")
    made = encounter(appointment=[{"reference": "Appointment/a1"}])
    take(empty, of(patient(), kept, made), NOW, mapped=MAPPED)
    story = empty.people.person("PAS-7", NOW)["story"]
    contacts = [each["occurred_at"][:16] for each in story if each["type"] == "contact.completed"]
    assert contacts == ["2026-02-20T10:00"]


def test_whoever_died_does_not_come_in_and_who_is_here_is_to_be_confirmed(empty: Carelist) -> None:
    died = patient(deceasedDateTime="2026-02-28")
    outcomes, _ = take(empty, of(died, appointment()), NOW, mapped=MAPPED)
    assert [(each.what, each.remarks) for each in outcomes] == [("skipped", ("died on 28 Feb 2026",))]
    take(empty, of(patient()), NOW, mapped=MAPPED)
    (refused,), _ = take(empty, of(died), NOW, mapped=MAPPED)
    assert refused.what == "refused"
    later = NOW + timedelta(minutes=1)
    (updated,), _ = take(empty, of(patient(deceasedBoolean=True)), later, mapped=MAPPED, update=True)
    assert updated.what == "updated"
    assert empty.people.person("PAS-7", later)["died"]["confirmed"] is False


def test_whoever_refuses_contact_comes_in_however_long_ago_they_were_accepted(empty: Carelist) -> None:
    said = {**MAPPED.defaults, "accepted_on": "2024-02-01", "consent_to_contact": "no"}
    (outcome,), _ = take(empty, of(patient()), NOW, mapped=Mapped(defaults=said))
    assert outcome.what == "taken"
    assert "Contact refused" in empty.people.person("PAS-7", NOW)["warnings"]


def test_to_try_records_nothing(empty: Carelist) -> None:
    before = list(empty.people.stored_lines())
    outcomes, left = take(empty, of(patient(), appointment()), NOW, mapped=MAPPED, dry_run=True)
    assert [each.what for each in outcomes] == ["taken"]
    assert left == {"contact of somebody who is not here yet": 1}
    assert list(empty.people.stored_lines()) == before


WHOLE = json.dumps(of(patient(), appointment(), encounter()))
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "ends too early"),
    "a list": (b"[]", "{ is needed"),
    "not UTF-8": (b'{"resourceType": "\xff"}', "not UTF-8"),
    "cut off": (WHOLE[: len(WHOLE) // 2].encode(), "entry["),
    "no comma": (WHOLE.replace('"entry": [', '"entry": [{} ').encode(), "entry[0]: is not JSON"),
    "nothing behind a comma": (WHOLE.replace("]}}]}", "]}},]}").encode()[:-2] + b",]}", "nothing stands behind"),
    "no Bundle": (json.dumps(patient()).encode(), "resourceType: must be Bundle"),
    "entries that are no list": (b'{"resourceType": "Bundle", "entry": {}}', "entry: "),
    "an entry that is no object": (json.dumps({"resourceType": "Bundle", "entry": [7]}).encode(), "entry[0]: "),
    "a resource that is no object": (
        json.dumps({"resourceType": "Bundle", "entry": [{"resource": "?"}]}).encode(), "entry[0].resource: "),
    "a resource of no type": (
        json.dumps({"resourceType": "Bundle", "entry": [{"resource": {}}]}).encode(),
        "entry[0].resource.resourceType: is needed"),
    "a field twice": (WHOLE.replace('"id": "p1"', '"id": "p1", "id": "p2"').encode(), "entry[0]: gives the same field"),
    "NaN": (WHOLE.replace('"p1"', "NaN", 1).encode(), "entry[0]: is not JSON: NaN"),
    "too large a number": (WHOLE.replace('"p1"', "9" * 5000, 1).encode(), "entry[0]: has too large a number"),
    "half a character": (WHOLE.replace("Yusuf", "\\ud800").encode(), "entry[0].resource.name[0].family"),
    "nested without end": (
        WHOLE.replace('"p1"', "[" * 200_000 + "]" * 200_000, 1).encode(), "entry[0]: is nested too deeply"),
    "nested deeply": (WHOLE.replace('"p1"', "[" * 60 + "]" * 60, 1).encode(), "nested too deeply"),
    "something behind it": (WHOLE.encode() + b"{}", "behind the end"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_bundle_is_refused_in_one_sentence_with_its_path_and_nothing_of_it_comes_in(
    empty: Carelist, name: str
) -> None:
    content, sentence = BROKEN[name]
    before = list(empty.people.stored_lines())
    with pytest.raises(Refused) as refused:
        take(empty, content, NOW, mapped=MAPPED)
    assert len(refused.value.faults) == 1
    assert sentence in str(refused.value)
    assert "Yusuf" not in str(refused.value)
    assert list(empty.people.stored_lines()) == before


ROWS: dict[str, tuple[dict[str, Any], str]] = {
    "a name that is no list": (patient(name={"family": "Yusuf"}), "entry[0].resource.name: must be a list"),
    "a given name that is no list": (
        patient(name=[{"family": "Yusuf", "given": "Amina"}]), "entry[0].resource.name[0].given: must be a list"),
    "a birth date as people write it": (patient(birthDate="17/05/1984"), "entry[0].resource.birthDate: must be a date"),
    "a birth date that is a number": (patient(birthDate=1984), "entry[0].resource.birthDate: must be a text"),
    "null": (patient(birthDate=None), "entry[0].resource.birthDate: must be a text"),
    "an empty string": (patient(birthDate=""), "entry[0].resource.birthDate: is empty"),
    "deceased in words": (patient(deceasedBoolean="yes"), "entry[0].resource.deceasedBoolean: must be true or false"),
    "nobody": (patient(identifier=[]), "entry[0].resource.identifier: has none"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_resource_of_another_shape_is_refused_with_its_path_and_the_others_come_in(
    empty: Carelist, name: str
) -> None:
    broken, sentence = ROWS[name]
    other = patient(id="p2", identifier=[{"system": "https://north.example/pas", "value": "PAS-8"}])
    outcomes, _ = take(empty, of(broken, other), NOW, mapped=MAPPED)
    assert [each.what for each in outcomes] == ["refused", "taken"]
    assert sentence in outcomes[0].remarks[0]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [(appointment(start="2026-03-10T10:00:00"), "entry[1].resource.start: must be a date"),
     (appointment(start=7), "entry[1].resource.start: must be a text"),
     (appointment(participant="Amina"), "entry[1].resource.participant: must be a list"),
     (appointment(participant=[{"actor": {"reference": "Patient/p9"}}]), "entry[1]: says about nobody"),
     (appointment(start="2026-02-10T10:00:00Z"), f"at: {PAST}"),
     (encounter(period={}), "entry[1].resource.period.start: is needed"),
     ({name: told for name, told in encounter().items() if name != "period"}, "period.start: is needed"),
     (encounter(period={"start": "yesterday"}), "entry[1].resource.period.start: must be a date"),
     (encounter(period={"start": "2026-03-20T10:00:00Z"}), "its time has not come")],
)  # fmt: skip
def test_a_contact_that_can_not_be_so_is_refused_with_its_path_and_its_person_comes_in(
    empty: Carelist, row: dict[str, Any], sentence: str
) -> None:
    outcomes, _ = take(empty, of(patient(), row), NOW, mapped=MAPPED)
    assert [each.what for each in outcomes] == ["taken", "refused"]
    assert sentence in "; ".join(outcomes[1].remarks)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["Patient/p1", "booked", "2026"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["system", "value", "coding", "code", "text", "reference", "url", "start", "use"]), inner,
        max_size=3),
    max_leaves=8,
)  # fmt: skip
FIELDS = {"Patient": patient(), "Appointment": appointment(), "Encounter": encounter()}


@settings(max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(kind=st.sampled_from(sorted(FIELDS)), values=st.dictionaries(st.sampled_from(
    [*patient(), *appointment(), *encounter(), "extension", "communication", "active", "deceasedBoolean"]), JSON,
    min_size=1, max_size=3))  # fmt: skip
def test_whatever_stands_in_a_resource_it_is_read_or_refused_with_a_sentence(kind: str, values: dict[str, Any]) -> None:
    broken = {**FIELDS[kind], **values, "resourceType": kind}
    with suppress(Refused):
        file = BundleFile.read(json.dumps(of(patient(), broken)).encode(), MAPPED)
        assert all(row.fault or row.cells for row in file.incoming.people)


@settings(max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0, len(WHOLE)), put=st.binary(max_size=6))
def test_wherever_a_bundle_is_cut_or_something_is_put_into_it_nothing_but_a_sentence_comes_of_it(
    cut: int, put: bytes
) -> None:
    for content in (WHOLE.encode()[:cut] + put, WHOLE.encode()[:cut] + put + WHOLE.encode()[cut:]):
        with suppress(Refused):
            assert all(entry.resource.kind for entry in read_bundle(content))
