"""Every type of entry, whichever it is, walks the same way: schema, form, fold, plain words, round trip."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from carelist_tui.desk.forms.form_types import WITHOUT_FORM
from carelist_tui.desk.questions.answers import body_of, typed_of
from carelist_tui.desk.questions.asks import asks_of, parts_needed
from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.entries import BY_IMPORT, TYPES, check_draft, check_hash, check_stored, read_entry
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.person import dump_state, fold, load_state
from carelist_tui.exchange.schemas import example_entries
from tests.domain.entry_branches import branch_of
from tests.domain.telling import LONDON

pytestmark = pytest.mark.slow

EXAMPLES: dict[str, dict[str, Any]] = {raw["type"]: raw for raw in example_entries()}
CODE = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b")
ENVELOPE_TYPED = ("id", "type", "person", "occurred_at", "learned_at", "late_reason", "arose_from", "body")
every_type = pytest.mark.parametrize("kind", TYPES)


def draft_of(raw: dict[str, Any], body: Any) -> dict[str, Any]:
    """The entry again as somebody would send it."""
    return {name: raw[name] for name in ENVELOPE_TYPED if name in raw} | {"body": body}


def test_every_type_has_its_frozen_example() -> None:
    assert set(EXAMPLES) == set(TYPES)


@every_type
def test_its_example_fits_the_schema_and_nothing_else_does(kind: str) -> None:
    assert list(branch_of(kind).iter_errors(EXAMPLES[kind])) == []
    needed = [field.alias or name for name, field in TYPES[kind].model_fields.items() if field.is_required()]
    for name in needed:
        body = {key: part for key, part in EXAMPLES[kind]["body"].items() if key != name}
        assert not branch_of(kind).is_valid({**EXAMPLES[kind], "body": body}), f"{name} can be left out"


@every_type
def test_a_form_asks_each_field_and_gives_the_same_entry_back(kind: str) -> None:
    raw = EXAMPLES[kind]
    now = parse_moment(raw["recorded_at"])
    asks = asks_of(TYPES[kind])
    by_import = set(BY_IMPORT) if kind == "person.accepted" else set()
    assert {ask.path.split(".")[1] for ask in asks} == {
        f.alias or n for n, f in TYPES[kind].model_fields.items()
    } - by_import
    if kind in WITHOUT_FORM:
        return
    said, faults = body_of(asks, typed_of(asks, raw["body"]), now, LONDON)
    assert faults == []
    body = said.get("body", {})
    for part in parts_needed(TYPES[kind]):
        body.setdefault(part, {})
    assert check_draft(draft_of(raw, body), now=now) == []


@every_type
def test_an_empty_form_is_refused_in_sentences_and_never_crashes(kind: str) -> None:
    asks = asks_of(TYPES[kind])
    now = parse_moment(EXAMPLES[kind]["recorded_at"])
    said, _ = body_of(asks, {}, now, LONDON)
    faults = check_draft(draft_of(EXAMPLES[kind], said.get("body", {})), now=now)
    assert all(fault.sentence and not fault.sentence.endswith(".") for fault in faults)


@every_type
def test_it_folds_alone_and_after_all_the_others(kind: str) -> None:
    """An entry about somebody nobody else speaks of, and every entry with only some of what it names."""
    entry = read_entry(EXAMPLES[kind])
    assert entry.body is not None
    if entry.person is None:
        assert not TYPES[kind].ABOUT_PERSON
        return
    about = [read_entry(raw) for raw in EXAMPLES.values() if raw.get("person") == entry.person]
    for told in ([entry], about, [each for each in about if each.id != entry.id]):
        state = fold(entry.person, told)
        assert load_state(dump_state(state)) == state


@every_type
def test_its_words_are_plain_and_on_one_line(kind: str) -> None:
    body = read_entry(EXAMPLES[kind]).body
    assert body is not None
    words = body.in_words(LONDON)
    assert words
    assert "\n" not in words
    assert not CODE.search(words), f"a code is shown: {words}"
    assert "None" not in words
    assert TYPES[kind].LABEL
    assert not CODE.search(TYPES[kind].LABEL)


@every_type
def test_it_comes_back_from_canonical_json_as_it_was(kind: str) -> None:
    raw = EXAMPLES[kind]
    again = json.loads(canonical_json(raw))
    assert again == raw
    assert canonical_json(again) == canonical_json(raw)
    assert check_stored(again) == []
    assert check_hash(again)
    assert read_entry(again) == read_entry(raw)
