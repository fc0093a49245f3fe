"""`import FILE.json`: a Bundle of FHIR; exit status 0 where all is taken or known, 1 where a row was refused, 2 where
it is no Bundle, and then nothing was recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.surface import Answer, carelist, make_store

pytestmark = pytest.mark.slow

ANN: dict[str, Any] = {
    "resourceType": "Patient", "id": "p1", "name": [{"family": "Lee", "given": ["Ann"]}], "birthDate": "1991-05-04",
    "identifier": [{"system": "https://north.example/pas", "value": "PAS-7"}],
}  # fmt: skip
SEEN: dict[str, Any] = {
    "resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "HH"},
    "subject": {"reference": "Patient/p1"}, "period": {"start": "2026-02-20T10:00:00+00:00"},
}  # fmt: skip
MAP = """
[defaults]
team = "North"
tier = "standard"
source = "gp"
accepted_on = "2026-02-01"
[encounters]
"HH" = "visit"
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


def bring(store: Path, file: Path, *resources: dict[str, Any], text: str = "", more: tuple[str, ...] = ()) -> Answer:
    """Takes in a Bundle of these, or this text."""
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}
    file.write_text(text or json.dumps(bundle), encoding="utf-8")
    (file.parent / "map.toml").write_text(MAP, encoding="utf-8")
    return carelist("import", file, "--map", file.parent / "map.toml", "--as", "w-maya", *more, store=store)


def test_a_bundle_comes_in_and_what_is_left_is_counted(store: Path, tmp_path: Path) -> None:
    answer = bring(store, tmp_path / "b.json", ANN, SEEN, {"resourceType": "Observation"}, {"resourceType": "Flag"})
    assert (answer.status, answer.out.splitlines()[-1]) == (0, "2 rows: 2 taken, 0 skipped, 0 updated, 0 refused.")
    assert "Left: 1 Flag\nLeft: 1 Observation\n" in answer.err
    assert carelist("show", "PAS-7", "--json", "--as", "w-maya", store=store).json["last_contact"]["method"] == "visit"
    again = bring(store, tmp_path / "b.json", ANN, SEEN)
    assert (again.status, again.out.splitlines()[-1]) == (0, "2 rows: 0 taken, 2 skipped, 0 updated, 0 refused.")


def test_a_row_that_is_refused_ends_in_1_and_says_where(store: Path, tmp_path: Path) -> None:
    answer = bring(store, tmp_path / "b.json", {**ANN, "birthDate": "17/05/1984"}, more=("--json",))
    assert answer.status == 1
    (row,) = answer.json["rows"]
    assert (row["what"], row["line"]) == ("refused", 1)
    assert row["remarks"][0].startswith("entry[0].resource.birthDate: must be a date")


@pytest.mark.parametrize(
    "text", ["{", "[1]", '{"resourceType": "Patient"}', '{"resourceType": "Bundle", "entry": [1]}']
)
def test_what_is_no_bundle_ends_in_2_with_one_sentence_and_nothing_was_recorded(
    store: Path, tmp_path: Path, text: str
) -> None:
    before = carelist("verify", "--json", store=store).json["entries"]
    answer = bring(store, tmp_path / "b.json", text=text)
    assert (answer.status, answer.out, len(answer.err.strip().splitlines())) == (2, "", 1)
    assert carelist("verify", "--json", store=store).json["entries"] == before


def test_a_map_that_names_no_way_of_contact_is_refused(store: Path, tmp_path: Path) -> None:
    file, map_file = tmp_path / "b.json", tmp_path / "m.toml"
    file.write_text("{}", encoding="utf-8")
    map_file.write_text('[encounters]\n"HH" = "letter"\n', encoding="utf-8")
    answer = carelist("import", file, "--map", map_file, "--as", "w-maya", store=store)
    assert answer.status == 2
    assert "encounters.HH: is not one of: call, video, visit, clinic" in answer.err
