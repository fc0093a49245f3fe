"""`schema` writes what the models say, and `today --json` is what its schema says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.cli.surface import carelist


def test_schemas_are_written_and_checked_and_a_drift_is_status_1(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    assert carelist("schema", "--check", "--out", folder).status == 1
    assert carelist("schema", "--out", folder).status == 0
    assert carelist("schema", "--check", "--out", folder).status == 0
    for name in ("entry", "standards", "worklist"):
        jsonschema.Draft202012Validator.check_schema(json.loads((folder / f"{name}.schema.json").read_text()))
    (folder / "worklist.schema.json").write_text("{}")
    answer = carelist("schema", "--check", "--out", folder)
    assert answer.status == 1
    assert answer.out.startswith("worklist.schema.json differs")


def test_what_today_answers_holds_to_its_schema_and_so_does_the_schemas_example(tmp_path: Path) -> None:
    assert carelist("schema", "--out", tmp_path).status == 0
    schema = json.loads((tmp_path / "worklist.schema.json").read_text())
    assert carelist("demo", "--keep", tmp_path / "demo", "--date", "2026-03-03", "--people", "20").status == 0
    answer = carelist("today", "--json", "--at", "2026-03-03T09:03", "--days", "5", store=tmp_path / "demo").json
    assert answer["items"]
    for value in (answer, *schema["examples"]):
        jsonschema.Draft202012Validator(schema).validate(value)


def test_schemas_that_can_not_be_written_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = carelist("schema", "--out", tmp_path / "file")
    assert (answer.status, len(answer.err.splitlines())) == (2, 1)
