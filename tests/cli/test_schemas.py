"""`schema` writes what the models say, and `today --json` is what its schema says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from nacl.signing import SigningKey

from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.roster.laptops import fold_laptops
from carelist_tui.exchange.segments.header import read_header
from carelist_tui.exchange.segments.pack import Run, Sealing, pack
from tests.cli.surface import carelist

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parents[2] / "schemas"


def test_schemas_are_written_and_checked_and_a_drift_is_status_1(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    assert carelist("schema", "--check", "--out", folder).status == 1
    assert carelist("schema", "--out", folder).status == 0
    assert carelist("schema", "--check", "--out", folder).status == 0
    for name in ("entry", "standards", "worklist", "segment"):
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


def test_the_header_of_a_segment_holds_to_its_schema_and_so_does_the_schemas_example() -> None:
    schema = json.loads((SCHEMAS / "segment.schema.json").read_text())
    run = Run(1, 1, "a" * 64, ('{"id":"x"}',))
    header, _ = pack(run, team="North", follows="0" * 64, key=SigningKey(bytes(32)), sealing=Sealing())
    for value in (json.loads(header.line()), *schema["examples"]):
        jsonschema.Draft202012Validator(schema).validate(value)
        assert read_header(canonical_json(value).encode()).model_dump() == value


def test_a_revocation_of_an_earlier_release_is_read_as_one_that_says_nothing_of_its_last_entry() -> None:
    frozen = json.loads((SCHEMAS / "examples" / "device.revoked.v1.json").read_text())
    assert "through" not in frozen["body"]
    (laptop,) = fold_laptops([read_entry(frozen)]).values()
    assert (laptop.is_revoked, laptop.through) == (True, None)


def test_schemas_that_can_not_be_written_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = carelist("schema", "--out", tmp_path / "file")
    assert (answer.status, len(answer.err.splitlines())) == (2, 1)
