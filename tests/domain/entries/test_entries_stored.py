"""Stored entries: stamped, hashed, kept byte for byte, read again by any release."""

from __future__ import annotations

import copy
import hashlib
import json
import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.entries import NO_ENTRY, EntryCorrected, check_hash, check_stored, read_entry, stamp
from carelist_tui.domain.entries.stored import hashes_hold, line_of, read_sound, texts_of
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.moments import parse_moment
from carelist_tui.exchange.schemas import example_entries
from tests.domain.entries.drafts import sound_draft
from tests.domain.test_canonical import NAMES, OURS

ID = "01950000-0000-7000-8000-000000000000"


def stamped(draft, **change):
    given = {
        "id": ID, "person": draft.get("person"), "author": "w-tom", "device": "0" * 32, "seq": 1, "prev": NO_ENTRY,
        "recorded_at": parse_moment("2026-11-21T13:00:00.5+01:00"), "replaces": [], "salt": bytes(range(16)),
    }  # fmt: skip
    return stamp(draft, **given | change)


def rehashed(entry, **change):
    """An entry as another release would have stored it."""
    entry = copy.deepcopy(entry) | change
    if "body" in entry:
        body = rfc8785.dumps(entry["body"])
        entry["body_hash"] = hashlib.sha256(bytes.fromhex(entry["salt"]) + body).hexdigest()
    envelope = {name: part for name, part in entry.items() if name not in ("body", "salt", "hash")}
    return entry | {"hash": hashlib.sha256(rfc8785.dumps(envelope)).hexdigest()}


def test_both_hashes_are_as_records_md_says():
    entry = stamped(sound_draft("zone.set"), replaces=[ID])
    assert rehashed(entry) == entry
    assert check_hash(entry)


def test_stamping_fills_no_default_in_and_adds_nothing_absent():
    draft = sound_draft("zone.set")
    entry = stamped(draft)
    assert entry["body"] == draft["body"]
    assert "learned_at" not in entry
    assert "replaces" not in entry
    assert None not in entry.values()


def test_moments_stay_as_written_and_recorded_at_is_utc_with_milliseconds():
    entry = stamped(sound_draft("zone.set") | {"occurred_at": "2026-06-03T10:00:00.1+01:00"})
    assert entry["occurred_at"] == "2026-06-03T10:00:00.1+01:00"
    assert entry["recorded_at"] == "2026-11-21T12:00:00.500Z"
    assert read_entry(entry).occurred_at.isoformat() == "2026-06-03T09:00:00.100000+00:00"


def test_every_text_is_stored_in_nfc():
    draft = sound_draft("entry.corrected")
    draft["body"]["replacement"]["reason"] = "e\u0301"
    draft |= {"on_behalf_of": "Zoe\u0308"}
    entry = stamped(draft)
    assert unicodedata.is_normalized("NFC", canonical_json(entry))
    assert check_stored(entry) == []


def test_null_stays_where_it_strikes_an_entry_out():
    draft = sound_draft("entry.corrected")
    draft["body"]["replacement"] = None
    entry = stamped(draft)
    assert entry["body"]["replacement"] is None
    assert check_stored(entry) == []
    body = read_entry(entry).body
    assert isinstance(body, EntryCorrected)
    assert body.strikes_out


@pytest.mark.parametrize("field", ["occurred_at", "author", "seq", "prev", "body", "salt", "recorded_at", "device"])
def test_any_change_to_a_stored_entry_is_seen(field):
    entry = stamped(sound_draft("zone.set"))
    entry[field] = {**entry["body"], "reason": "y"} if field == "body" else 2 if field == "seq" else entry[field] + "0"
    assert not check_hash(entry)
    assert check_stored(entry)


def test_an_erased_entry_keeps_its_place_and_reads_as_nothing():
    entry = {name: part for name, part in stamped(sound_draft("zone.set")).items() if name not in ("body", "salt")}
    assert check_hash(entry)
    assert check_stored(entry) == []
    assert read_entry(entry).body is None


@pytest.mark.parametrize("gone", ["body", "salt"])
def test_half_an_erasure_is_a_fault(gone):
    entry = stamped(sound_draft("zone.set"))
    del entry[gone]
    assert [fault.path for fault in check_stored(entry)] == ["salt"]


NEWER: list[dict[str, Any]] = [
    {"type": "weather.noted", "body": {"sky": "grey", "seen": [{"x": None}]}},
    {"v": 2, "body": {"zone": "violet"}},
    {"mood": "calm"},
    {"body": {"zone": "red", "reason": "x", "review_on": "2026-02-24", "colour": {"deep": [1, 2]}}},
]


@pytest.mark.parametrize("change", NEWER)
def test_what_a_newer_release_wrote_passes_and_survives_byte_for_byte(change):
    entry = rehashed(stamped(sound_draft("zone.set")), **change)
    text = json.dumps(entry, ensure_ascii=False)
    raw = json.loads(text)
    assert check_stored(raw) == []
    assert json.dumps(read_entry(raw).raw, ensure_ascii=False) == text
    assert check_hash(read_entry(raw).raw)


def test_an_unknown_type_or_version_reads_as_nothing_and_an_extra_field_does_not_hide_the_rest():
    assert [read_entry(rehashed(stamped(sound_draft("zone.set")), **change)).body is None for change in NEWER] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"id": "x"}, "id", "must be an id"),
        ({"device": "x"}, "device", "must be 32 hex digits"),
        ({"seq": 0}, "seq", "must be at least 1"),
        ({"seq": "1"}, "seq", "must be a whole number"),
        ({"prev": "0"}, "prev", "must be 64 hex digits"),
        ({"recorded_at": "2026-11-21T12:00:00Z"}, "recorded_at", "must be UTC with milliseconds"),
        ({"recorded_at": "2026-02-30T12:00:00.000Z"}, "recorded_at", "is not a date that exists"),
        ({"occurred_at": "yesterday"}, "occurred_at", "must be a date and time"),
        ({"type": "Zone"}, "type", "must be a type like zone.set"),
        ({"v": 0}, "v", "must be at least 1"),
        ({"author": None}, "author", "must be text"),
        ({"on_behalf_of": None}, "on_behalf_of", "can't be null"),
        ({"body": {"zone": "red", "reason": "x"}}, "body.review_on", "red needs a review date"),
        ({"body": {"zone": "violet", "reason": "x"}}, "body.zone", "is not one of"),
        ({"body": {"zone": "green", "reason": "x", "review_on": None}}, "body.review_on", "can't be null"),
        ({"body": {"zone": "green", "reason": "e\u0301"}}, "body", "is not in Unicode NFC"),
        ({"body": {"zone": "green", "reason": "x"}, "salt": "00"}, "salt", "must be 32 hex digits"),
    ],
)
def test_a_whole_entry_with_a_fault_is_refused_at_its_field(change, path, words):
    found = check_stored(rehashed(stamped(sound_draft("zone.set")), **change))
    assert [fault.path for fault in found] == [path]
    assert words in found[0].sentence


def test_a_fraction_is_refused_wherever_it_stands():
    entry = stamped(sound_draft("zone.set")) | {"type": "weather.noted", "body": {"rain": 1.5}}
    assert [(fault.path, fault.sentence) for fault in check_stored(entry)] == [("body.rain", "must be a whole number")]


def test_without_its_person_an_entry_is_refused():
    entry = stamped(sound_draft("zone.set"))
    del entry["person"]
    assert [fault.path for fault in check_stored(rehashed(entry))] == ["person"]


def test_story_order_is_the_same_for_every_way_to_write_a_moment():
    draft = sound_draft("zone.set")
    one = read_entry(stamped(draft | {"occurred_at": "2026-06-03T10:00:00+01:00"}))
    other = read_entry(stamped(draft | {"occurred_at": "2026-06-03T09:00:00Z"}))
    assert one.order == other.order


def test_the_examples_are_one_unbroken_chain():
    chain = example_entries()
    assert [entry["seq"] for entry in chain] == list(range(1, len(chain) + 1))
    assert [entry["prev"] for entry in chain[1:]] == [entry["hash"] for entry in chain[:-1]]


LOOKALIKES = (
    '"body":',
    ',"body_hash":"',
    ',"salt":"' + "0" * 32 + '"',
    '"body":{},"body_hash":"',
    '\\",\\"hash\\":\\"',
    "\\",
)


@pytest.mark.parametrize("words", LOOKALIKES)
def test_words_that_look_like_fields_of_an_entry_change_nothing_in_what_is_hashed(words):
    draft = sound_draft("zone.set") | {"on_behalf_of": words}
    draft["body"] |= {
        "reason": words,
        words: {words: [words]},
        "all": 1,
        "body": {},
        "body_hash": "0",
        "salt": "0" * 32,
    }
    entry = stamped(draft, author=words)
    assert check_stored(entry) == []
    for changed in (entry | {"author": words + "x"}, entry | {"body": entry["body"] | {"reason": words + "x"}}):
        assert [fault.path for fault in check_stored(changed)] == ["hash"]


PARTS = st.dictionaries(NAMES, OURS, max_size=5)


@pytest.mark.slow
@given(PARTS, st.none() | PARTS, st.binary(min_size=16, max_size=16))
def test_an_entry_as_two_texts_is_the_same_entry_and_the_same_line(said, body, salt):
    """Unknown fields are of any name: those of the envelope too, and those that sort around them."""
    raw = rehashed({**said, **({} if body is None else {"body": body, "salt": salt.hex()})})
    texts = texts_of(raw)
    assert texts.raw() == raw
    assert line_of(texts) == canonical_json(raw)
    assert hashes_hold(texts, raw.get("body_hash"))
    assert texts.hash == hashlib.sha256(texts.envelope.encode()).hexdigest()


@given(st.data())
def test_one_character_changed_anywhere_in_what_is_stored_is_seen(data):
    raw = stamped(sound_draft("zone.set"))
    texts = texts_of(raw)
    part = data.draw(st.sampled_from(texts._fields))
    text = getattr(texts, part)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda one: one != text[place]))
    changed = texts._replace(**{part: text[:place] + other + text[place + 1 :]})
    assert not _holds(changed, raw["body_hash"])


def _holds(texts: EntryText, body_hash: str) -> bool:
    try:
        return hashes_hold(texts, body_hash)
    except ValueError:  # a salt that is no hex
        return False


@pytest.mark.parametrize("gone", ["body", "salt"])
def test_half_an_erasure_in_the_store_is_seen_by_its_hash(gone):
    raw = stamped(sound_draft("zone.set"))
    texts = texts_of(raw)
    half = {"body": texts._replace(body=None), "salt": texts._replace(salt=None)}
    assert not hashes_hold(half[gone], raw["body_hash"])
    assert hashes_hold(texts._replace(body=None, salt=None), raw["body_hash"])


def test_the_body_of_another_entry_is_seen_with_its_salt_or_without():
    one, two = (
        texts_of(stamped(sound_draft(name), salt=bytes([n] * 16))) for n, name in enumerate(("zone.set", "tier.set"))
    )
    for swapped in (one._replace(body=two.body), one._replace(body=two.body, salt=two.salt)):
        assert not hashes_hold(swapped, one.raw()["body_hash"])


def test_what_is_no_text_of_an_entry_leaves_as_it_stands():
    """Whoever gets it refuses it; `verify` names it where it is."""
    assert line_of(EntryText("not json", None, None, "0" * 64)) == "not json"


def test_what_is_read_from_a_sound_entry_is_what_is_read_of_it_later():
    for raw in example_entries():
        assert read_sound(raw).entry == read_entry(raw)
        assert read_sound(raw).texts == texts_of(raw)
        assert line_of(read_sound(raw).texts) == canonical_json(raw)
