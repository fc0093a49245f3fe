"""`export --format fhir`: for a reason, of more than one person by a manager; others' words for one that asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED, Answer, carelist, draft, make_store

pytestmark = pytest.mark.slow

WHY = ("--reason", "for the main record")
FHIR = ("--format", "fhir")
TOM = ("worker", "add", "--id", "w-tom", "--name", "Tom Price", "--role", "coordinator", "--team", "North")
HEARD = {"direction": "in", "who": "Zebedee", "summary": "She cries at night.", "worried": True}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Ann Lee, about whom somebody rang; and Bo Roe."""
    made = make_store(tmp_path / "store")
    story = [draft("person.accepted", ACCEPTED), draft("partner.contacted", HEARD, ref="P-0001"),
             draft("person.accepted", {**ACCEPTED, "ref": "P-0002", "given": "Bo", "family": "Roe"})]  # fmt: skip
    assert carelist(*TOM, store=made).status == 0
    assert carelist("record", "-", "--as", "w-maya", store=made, stdin="\n".join(story).encode()).status == 0
    return made


def export(store: Path, worker: str, *asked: object) -> Answer:
    return carelist("export", *asked, "--as", worker, store=store)


def test_a_bundle_leaves_for_a_reason_and_of_everybody_by_a_manager_alone(store: Path, tmp_path: Path) -> None:
    assert export(store, "w-maya", "-", *FHIR).status == 2
    assert export(store, "w-tom", "-", *FHIR, *WHY).status == 2
    bundle = json.loads(export(store, "w-maya", "-", *FHIR, *WHY).out)
    named = [each["resource"]["name"][0]["family"] for each in bundle["entry"]
             if each["resource"]["resourceType"] == "Patient"]  # fmt: skip
    assert (bundle["resourceType"], sorted(named)) == ("Bundle", ["Lee", "Roe"])
    assert export(store, "w-tom", tmp_path / "one.json", *FHIR, "--person", "P-0001", *WHY).status == 0
    text = (tmp_path / "one.json").read_text(encoding="utf-8")
    assert "Lee" in text
    assert "Roe" not in text
    assert export(store, "w-tom", tmp_path / "one.json", *FHIR, "--person", "P-0001", *WHY).status == 2, "it stays"


def test_others_leave_only_where_it_is_asked_for_and_the_log_says_that_they_did(store: Path) -> None:
    one = ("-", *FHIR, "--person", "P-0001", *WHY)
    assert "Zebedee" not in export(store, "w-tom", *one).out
    assert "Zebedee" in export(store, "w-tom", *one, "--others-words").out
    looks = carelist("show", "P-0001", "--access", "--json", "--as", "w-maya", store=store).json
    assert [each["reason"] for each in looks] == [f"{WHY[1]} (with others' words)", WHY[1]]


def test_what_goes_with_no_bundle_is_refused(store: Path) -> None:
    for asked in (("--since", "2026-03-01T09:00"), ("--mine",), ("--worklist",), ("--deidentified",)):
        assert export(store, "w-maya", "-", *FHIR, *asked, *WHY).status == 2
    assert export(store, "w-maya", "-", "--format", "csv", "--others-words", *WHY).status == 2
