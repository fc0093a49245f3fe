"""What stands around a body: known fields, whom it is about, when it happened; and no input is too strange."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.entries import TYPES, check_body, check_draft, check_stored
from carelist_tui.domain.entries.envelope import STAMPED
from carelist_tui.domain.moments import parse_moment
from tests.domain.entries.drafts import NOW, faults_of, sound_draft

pytestmark = pytest.mark.slow

ID = "01950000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("field", STAMPED)
def test_a_stamped_field_is_never_typed(field):
    assert (field, "is stamped, never typed") in faults_of(sound_draft("zone.set") | {field: "x"})


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"zz": 1}, "zz", "is not a field of an entry"),
        ({"a b" * 50: 1}, "?", "is not a field of an entry"),
        ({"é": 1}, "?", "is not a field of an entry"),
        ({"type": "zone.sett"}, "type", "is not a type of entry; is zone.set meant?"),
        ({"type": "x"}, "type", "is not a type of entry"),
        ({"type": 1}, "type", "must be text"),
        ({"type": None}, "type", "can't be null"),
        ({"v": 2}, "v", "is not one of: 1"),
        ({"v": "1"}, "v", "is not one of: 1"),
        ({"id": "x"}, "id", "must be an id"),
        ({"id": ID.upper().replace("8000", "A000")}, "id", "must be an id"),
        ({"person": "P-0042"}, "person", "must be an id"),
        ({"ref": "P-0042"}, "ref", "give person or ref, not both"),
        ({"occurred_at": "2026-11-21T12:05:01Z"}, "occurred_at", "more than 5 minutes in the future"),
        ({"occurred_at": "2026-11-21"}, "occurred_at", "must be a date and time with offset"),
        ({"occurred_at": 5}, "occurred_at", "must be text"),
        ({"learned_at": "2026-02-01T00:00:00Z"}, "learned_at", "can't be before it happened"),
        ({"learned_at": "2026-11-21T12:00:01Z"}, "learned_at", "can't be in the future"),
        ({"late_reason": "lazy"}, "late_reason", "is not one of: no_signal, no_device, busy, told_late, other"),
        ({"on_behalf_of": " "}, "on_behalf_of", "can't be blank"),
        ({"arose_from": "x"}, "arose_from", "must be an id"),
        ({"replaces": "x"}, "replaces", "must be a list"),
        ({"replaces": ["x"]}, "replaces[0]", "must be an id"),
        ({"body": []}, "body", "must be an object with fields"),
        ({"body": None}, "body", "can't be null"),
    ],
)
def test_a_bad_envelope_gets_one_sentence_at_its_field(change, path, words):
    found = [sentence for where, sentence in faults_of(sound_draft("zone.set") | change) if where == path]
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize("field", ["type", "occurred_at", "body", "person"])
def test_what_every_draft_needs_is_asked_for(field):
    draft = sound_draft("zone.set")
    del draft[field]
    assert [path for path, _ in faults_of(draft)] == [field]


@pytest.mark.parametrize("draft", [None, 1, "x", [], [{}], True, 1.5])
def test_what_is_no_object_gets_a_sentence(draft):
    assert faults_of(draft) == [("", "must be a JSON object with type, occurred_at and body")]


def test_a_person_can_be_named_by_ref():
    draft = sound_draft("zone.set") | {"ref": "P-0042"}
    del draft["person"]
    assert faults_of(draft) == []


@pytest.mark.parametrize("kind", ["person.accepted", "referral.received", "entry.corrected"])
def test_these_may_name_no_person(kind):
    draft = sound_draft(kind)
    del draft["person"]
    assert faults_of(draft) == []


@pytest.mark.parametrize("field", ["person", "ref"])
def test_an_entry_about_the_team_names_no_person(field):
    assert faults_of(sound_draft("duty.set") | {field: ID}) == [(field, "duty.set is not about a person")]


def test_an_optional_envelope_is_taken():
    draft = sound_draft("zone.set") | {
        "id": ID, "v": 1, "learned_at": "2026-02-18T10:00:00Z", "late_reason": "told_late", "on_behalf_of": "w-chair",
        "arose_from": ID, "replaces": [ID], "occurred_at": "2026-02-17T10:30:00.123456+00:00",
    }  # fmt: skip
    assert faults_of(draft) == []


def test_something_may_have_happened_five_minutes_ahead():
    draft = sound_draft("zone.set") | {"occurred_at": "2026-11-21T12:05:00Z"}
    draft["body"]["review_on"] = "2026-11-30"
    assert faults_of(draft) == []


def test_the_body_of_a_correction_is_checked_as_its_type_at_its_own_path():
    body = {"zone": "red", "reason": "x", "zz": 1}
    found = check_body("zone.set", body, parse_moment("2026-02-17T10:30:00Z"), at="body.replacement")
    assert [(fault.path, fault.sentence) for fault in found] == [
        ("body.replacement.zz", "is not a field of zone.set"),
        ("body.replacement.review_on", "red needs a review date"),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=8), part, max_size=3),
    max_leaves=12,
)
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [[], {}, "", "x", 0, -1, 2**70, 1.5, None, True, "2026-02-30", [{}], {"a": {}}, "\ud800", "\x00"]
)


@given(JSON)
def test_no_json_is_too_strange_to_be_checked(value):
    assert check_draft(value, now=NOW)
    assert check_stored(value)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(TYPES)), st.data())
def test_no_spoilt_field_is_too_strange_to_be_checked(kind, data):
    draft = copy.deepcopy(sound_draft(kind))
    places = [draft, draft["body"]]
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.sampled_from(places))
        field = data.draw(st.sampled_from(sorted({*TYPES[kind].model_fields, *draft, *place})))
        if data.draw(st.booleans()):
            place.pop(field, None)
        else:
            place[field] = data.draw(ODD | JSON)
        if not isinstance(draft.get("body"), dict):
            break
    faults = check_draft(draft, now=NOW)
    assert len({fault.path for fault in faults}) == len(faults)
    assert all(fault.sentence and "\n" not in fault.sentence for fault in faults)
    if not faults:
        assert canonical_json(draft)


@given(st.text(min_size=30, alphabet="qwxz "))
def test_no_sentence_repeats_what_a_person_wrote(words):
    for kind in TYPES:
        draft = sound_draft(kind)
        draft["body"] = dict.fromkeys(draft["body"], words)
        assert words not in json.dumps([str(fault) for fault in check_draft(draft, now=NOW)])
