"""Canonical JSON: equal to RFC 8785, and refusing what can't be hashed the same everywhere."""

from __future__ import annotations

import json
import math
import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.canonical import canonical_json, fits, is_plain, nfc, parse_json, sha256_hex, unfit
from carelist_tui.domain.refusal import Refused

pytestmark = pytest.mark.slow

WHOLE = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.text(st.characters(max_codepoint=127))
OURS = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(NAMES, part, max_size=4),
    max_leaves=20,
)


@given(OURS)
def test_canonical_json_is_rfc_8785(value):
    assert canonical_json(value).encode() == rfc8785.dumps(value)


@given(OURS)
def test_what_was_written_canonically_reads_the_same(value):
    assert parse_json(canonical_json(value)) == value


@given(OURS | st.recursive(st.floats() | WHOLE | st.text(), lambda part: st.lists(part) | st.dictionaries(TEXT, part)))
def test_what_is_told_quickly_is_what_is_told_with_every_path(value):
    assert fits(value) == (not list(unfit(value)))
    is_fit = not list(unfit(value, nulls=False))
    assert fits(value, nulls=False) == is_fit
    assert is_plain(value) == (is_fit and list(in_order(value)) == list(in_order(json.loads(canonical_json(value)))))


def in_order(value):
    """The names of every field, as they come."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from in_order(part)
    elif isinstance(value, list):
        for part in value:
            yield from in_order(part)


@pytest.mark.parametrize("depth", [31, 32, 33, 34])
@pytest.mark.parametrize("leaf", ["words", "w\u00f6rter", 1, True, [], {}])
@pytest.mark.parametrize("wrap", [lambda part: [part], lambda part: {"a": part}])
def test_how_deep_is_too_deep_is_the_same_for_everything(depth, leaf, wrap):
    value = leaf
    for _ in range(depth):
        value = wrap(value)
    assert [fits(value), is_plain(value), not list(unfit(value))] == [depth <= 32] * 3


@pytest.mark.parametrize(
    ("value", "path", "sentence"),
    [
        ({"a": 1.5}, "a", "must be a whole number"),
        ({"a": [math.nan]}, "a[0]", "must be a whole number"),
        ({"a": 2**53}, "a", "is too large a number"),
        ({"é": 1}, "?", "a field name must be plain ASCII letters"),
        ({"a": {1: 2}}, "a.?", "a field name must be plain ASCII letters"),
        ({"a": "\ud800"}, "a", "has half a character in it"),
        ({"a": b"x"}, "a", "is not JSON"),
    ],
)
def test_what_is_not_the_same_everywhere_is_refused(value, path, sentence):
    with pytest.raises(Refused) as refused:
        canonical_json(value)
    assert [(fault.path, fault.sentence) for fault in refused.value.faults] == [(path, sentence)]


def test_nesting_without_end_is_refused():
    value: object = 1
    for _ in range(5_000):
        value = [value]
    assert [fault.sentence for fault in unfit(value)] == ["is nested too deeply"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is not JSON: see line 1, column 2"),
        ("", "is not JSON: see line 1, column 1"),
        ('{"a": 1, "a": 2}', "has a field in it that is given twice"),
        ("[" * 200_000, "is nested too deeply"),
        ("9" * 5_000, "has too large a number in it"),
        (b'"\xff"', "is not UTF-8 text"),
    ],
)
def test_a_line_that_is_not_ours_gets_a_sentence(text, sentence):
    with pytest.raises(Refused) as refused:
        parse_json(text)
    assert [fault.sentence for fault in refused.value.faults] == [sentence]


@pytest.mark.parametrize("number", ["1.0", "1e400", "NaN", "-Infinity"])
def test_a_fraction_is_named_where_it_stands(number):
    assert [str(fault) for fault in unfit(parse_json(f'{{"a": [{number}]}}'))] == ["a[0]: must be a whole number"]


@given(OURS)
def test_nfc_changes_text_only_and_once(value):
    once = nfc(value)
    assert nfc(once) == once
    assert unicodedata.is_normalized("NFC", canonical_json(once))


def test_nfc_reaches_every_text():
    assert nfc({"a": ["e\u0301", {"b": "e\u0301"}], "n": 1}) == {"a": ["é", {"b": "é"}], "n": 1}


def test_a_digest_is_64_small_hex_digits():
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
