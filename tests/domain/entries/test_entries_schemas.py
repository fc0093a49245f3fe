"""The public format: the schema, the frozen examples, and what every type must be able to say."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import jsonschema
import pytest

from carelist_tui.domain.entries import TYPES, check_stored, read_entry
from carelist_tui.domain.entries.schema import entry_schema, entry_union
from carelist_tui.exchange.schemas import example_entries, schema_files
from tests.domain.entry_branches import branch_of
from tests.domain.telling import LONDON

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parents[3] / "schemas"
EXAMPLES = sorted((SCHEMAS / "examples").glob("*.json"))
EXAMPLE_OF = {entry["type"]: entry for entry in example_entries()}
FROZEN = {
    38: "4b0b538446fd68d50a1b532d1ca0b79460840a8b04b9ec787145fd296e3a15d9",
    63: "a1de37a4ba54a65b945bf9d2afaf405fa6d2b8cb1fc7b22bf7a19be3d7899a14",
    64: "f0287774d9ee5585e3d141996599279299a1aef57c81fd7b23eb69748eff9a3e",
    65: "42b6189acf4a0603838f74cff2aca145c09444e29d87c108d3e803e8b8f9d4fd",
    66: "0b6a53f3a1f1039f32bdb784b68b1f4af82e9f0ac6482ba575565c37fe756ec0",
    68: "f2940ea65d216b54d101dde0e15a35d36889dec48fd916205b7f8b6c5da653db",
    71: "384beb015c937c91a4edb502fda52385cd5635b11f8964eaf8063f67fd7a77af",
    73: "20503326fb1f69e64f1cd3b11d1dccd90a48db1b2d2c6e0d4d66ee7fc8800afd",
    75: "53bea314704a41a806c3166fa8af4dc78fae7a6af5ff1ec0670eebb927ed8725",
    76: "745ec32c477fb5a2516de85cffcc9124c43b9c879be6eb79448d451738352c98",
    77: "e8b959e4039fff932eeabe4f608bcd06b246a633970809169e2dd02c56e9b200",
}
"""Each time examples were added: how many there were then, and the digest over their files."""


@pytest.fixture(scope="module")
def check():
    return jsonschema.Draft202012Validator(entry_schema(EXAMPLE_OF), format_checker=jsonschema.FormatChecker())


def test_the_written_files_are_what_the_models_say():
    for path, text in schema_files().items():
        assert (SCHEMAS / path).read_text(encoding="utf-8") == text, path


def test_the_schema_is_json_schema_2020_12_with_an_example_of_each_type():
    schema = entry_schema(EXAMPLE_OF)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["discriminator"]["mapping"].keys() == TYPES.keys()
    for kind in TYPES.values():
        assert schema["$defs"][f"{kind.__name__}Entry"]["examples"][0]["type"] == kind.TYPE


def test_there_is_an_example_of_every_type():
    assert {path.name for path in EXAMPLES} == {f"{kind}.v1.json" for kind in TYPES}


@pytest.mark.parametrize(("count", "digest"), FROZEN.items())
def test_an_example_once_written_never_changes(count, digest):
    then = [path.read_bytes() for path in EXAMPLES if json.loads(path.read_bytes())["seq"] <= count]
    assert len(then) == count
    assert hashlib.sha256(b"".join(then)).hexdigest() == digest


def test_every_example_is_frozen():
    assert max(FROZEN) == len(EXAMPLES)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_reads_fits_the_schema_and_holds_its_hash(path, check):
    raw = json.loads(path.read_text(encoding="utf-8"))
    check.validate(raw)
    assert check_stored(raw) == []
    assert read_entry(raw).body is not None
    assert type(entry_union().validate_python(raw).body) is TYPES[raw["type"]]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_says_itself_in_one_plain_line_without_codes(path):
    raw = json.loads(path.read_text(encoding="utf-8"))
    body = read_entry(raw).body
    assert body is not None
    words = body.in_words(LONDON)
    assert words
    assert "\n" not in words
    assert not re.search(r"[a-z]_[a-z]|\bw-|[0-9a-f]{8}-|None|True|False", words)


def test_each_branch_of_the_schema_asks_for_a_type_of_its_own():
    schema = entry_schema(EXAMPLE_OF)
    branches = {each["$ref"].removeprefix("#/$defs/") for each in schema["oneOf"]}
    assert branches == {f"{kind.__name__}Entry" for kind in TYPES.values()}
    for name, kind in TYPES.items():
        branch = schema["$defs"][f"{kind.__name__}Entry"]
        assert branch["properties"]["type"]["const"] == name
        assert "type" in branch["required"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_schema_refuses_an_entry_without_what_it_needs(path):
    raw = json.loads(path.read_text(encoding="utf-8"))
    for spoil in ("author", "recorded_at", "seq", "body_hash", "person"):
        if spoil in raw and (spoil != "person" or not TYPES[raw["type"]].PERSON_MAY_BE_ABSENT):
            without = {name: part for name, part in raw.items() if name != spoil}
            assert not branch_of(raw["type"]).is_valid(without), spoil


def test_the_schema_takes_what_may_be_absent_but_never_null(check):
    raw = json.loads((SCHEMAS / "examples/zone.set.v1.json").read_text(encoding="utf-8"))
    assert not check.is_valid(raw | {"body": {"zone": "green", "reason": "x", "review_on": None}})
    assert check.is_valid({name: part for name, part in raw.items() if name not in ("body", "salt")})
    assert not check.is_valid({name: part for name, part in raw.items() if name != "salt"})
    struck = json.loads((SCHEMAS / "examples/entry.corrected.v1.json").read_text(encoding="utf-8"))
    assert check.is_valid(struck | {"body": {**struck["body"], "replacement": None}})


def fields_with_their_parts(schema):
    for name, part in schema["$defs"].items():
        for field, said in part.get("properties", {}).items():
            # What is called as its part is called carries the part's own title.
            yield f"{name}.{field}", schema["$defs"].get(said.get("$ref", "").removeprefix("#/$defs/"), {}) | said


def test_every_field_has_a_title_and_a_sentence():
    bare = [
        name
        for name, said in fields_with_their_parts(entry_schema(EXAMPLE_OF))
        if not {"title", "description"} <= said.keys()
    ]
    assert bare == []


def test_a_type_is_named_for_its_subject_and_verb():
    for name, kind in TYPES.items():
        assert kind.__name__ == "".join(part.capitalize() for part in re.split(r"[._]", name))
        assert kind.LABEL
