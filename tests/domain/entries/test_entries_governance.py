"""The rules of actions, handovers, crises, outcomes, requests, meetings, audits, Standards and laptops."""

from __future__ import annotations

import hashlib

import pytest

from carelist_tui.domain.entries import TYPES, StandardsAdopted, check_stored, read_entry
from carelist_tui.domain.entries.fields import LONGEST_FILE
from tests.domain.entries.drafts import LEFT_OUT, faults_of, sound_draft, spoilt
from tests.domain.entries.test_entries_stored import stamped

ONE = "01950000-0000-7000-8000-000000000001"
ALL_SIX = ("current_risks", "medication", "safeguarding_status", "recent_incidents", "agreed_goals", "contingency_plan")


def digest_of(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def adopted(text):
    return {"digest": digest_of(text), "text": text}


CONDITIONS = [
    # actions
    ("action.opened", {"due_at": "2026-06-22T11:00:00+01:00"}, "due_at", "must be after this happened"),
    ("action.opened", {"area": "money"}, "area", "is not one of: wellbeing, housing, clinical"),
    ("action.opened", {"title": "Two\nlines"}, "title", "must be on one line"),
    ("action.changed", {"owner": LEFT_OUT, "due_at": LEFT_OUT}, "", "must change the owner, or when it is due"),
    ("action.changed", {"owner": " "}, "owner", "can't be blank"),
    ("action.changed", {"due_at": "2026-06-24T10:00:00+01:00"}, "due_at", "must be after this happened"),
    ("action.closed", {"outcome": "forgotten"}, "outcome", "is not one of: done, no_longer_needed, passed_on"),
    # handovers
    ("handover.opened", {"kind": "holiday"}, "kind", "is not one of: staff_change, team_transfer"),
    ("handover.opened", {"transition": LEFT_OUT}, "transition", "what the next days of a step-down need"),
    ("handover.opened", {"kind": "step_up", "transition": LEFT_OUT}, "transition", "what the next days of a step-up"),
    ("handover.opened", {"kind": "discharge", "transition": LEFT_OUT}, "transition", "the next days of a discharge"),
    ("handover.opened", {"transition": {}}, "transition.red_flags", "is needed"),
    ("handover.opened", {"summary": "All well"}, "summary", "must be an object with fields"),
    *[("handover.opened", {"summary": {}}, f"summary.{field}", "is needed") for field in ALL_SIX],
    ("handover.opened", {"direction": "internal"}, "other_party", "is for a handover out or in"),
    ("handover.opened", {"direction": LEFT_OUT}, "other_party", "is for a handover out or in"),
    ("handover.opened", {"to_worker": "w-leah"}, "to_worker", "is a worker here"),
    ("handover.opened", {"higher_risk": "yes"}, "higher_risk", "must be true or false"),
    ("handover.opened", {"complete_by": "2026-06-30"}, "complete_by", "can't be before the day this happened"),
    ("handover.item_done", {"item": "Medication list"}, "item", "must be a key"),
    ("handover.call_held", {"points": " "}, "points", "can't be blank"),
    (
        "handover.accepted",
        {"accepted_by_name": LEFT_OUT, "how_confirmed": LEFT_OUT},
        "",
        "must say who accepts: a worker here, or somebody of the other side and how that was confirmed",
    ),
    ("handover.accepted", {"how_confirmed": LEFT_OUT}, "how_confirmed", "how did the other side confirm it"),
    ("handover.accepted", {"accepted_by_name": LEFT_OUT}, "accepted_by_name", "who of the other side accepted"),
    ("handover.accepted", {"accepted_by_name": " "}, "accepted_by_name", "who of the other side accepted"),
    ("handover.accepted", {"receiving_worker": "w-leah"}, "accepted_by_name", "a worker here needs nothing else"),
    (
        "handover.accepted",
        {"receiving_worker": "w-leah", "accepted_by_name": LEFT_OUT},
        "how_confirmed",
        "a worker here needs nothing else",
    ),
    ("handover.accepted", {"how_confirmed": "rumour"}, "how_confirmed", "is not one of: call, email, letter, meeting"),
    (
        "handover.accepted",
        {"first_contact_at": "2026-07-03T09:29:59+01:00"},
        "first_contact_at",
        "can't be before this happened",
    ),
    ("handover.closed", {"outcome": "withdrawn", "reason": LEFT_OUT}, "reason", "why is the handover withdrawn"),
    ("handover.closed", {"outcome": "withdrawn", "reason": " "}, "reason", "why is the handover withdrawn"),
    # after a crisis
    ("crisis.summary", {"text": LEFT_OUT}, "text", "what does the summary say"),
    ("crisis.summary", {"text": "\n"}, "text", "what does the summary say"),
    ("incident.recorded", {"kind": "fire"}, "kind", "is not one of: complaint, medication_error"),
    ("mdt.listed", {"by": "2026-06-21"}, "by", "can't be before the day this happened"),
    # outcomes
    ("indicator.agreed", {"steps": LEFT_OUT}, "steps", "is needed: the steps of the ladder"),
    ("indicator.agreed", {"steps": []}, "steps", "is needed: the steps of the ladder"),
    ("indicator.agreed", {"baseline": 5}, "baseline", "must be at most 4"),
    ("indicator.agreed", {"aim": 5}, "aim", "must be at most 4"),
    ("indicator.agreed", {"kind": "rating_0_10", "aim": 11}, "aim", "must be at most 10"),
    ("indicator.agreed", {"baseline": "low"}, "baseline", "must be a whole number"),
    ("indicator.agreed", {"every": "day"}, "every", "is not one of: week, month"),
    ("indicator.rated", {"value": 2.5}, "value", "must be a whole number"),
    ("indicator.rated", {"value": True}, "value", "must be a whole number"),
    ("indicator.rated", {"value": -1}, "value", "must be at least 0"),
    ("indicator.ended", {"outcome": "dropped"}, "outcome", "is not one of: achieved, changed, no_longer_wanted"),
    ("indicator.rated", {"support_level": "carried"}, "support_level", "is not one of: independent, prompted"),
    # requests
    ("request.received", {"kind": "erasure"}, "kind", "is not one of: access, rectification"),
    ("request.closed", {"request": "R-1"}, "request", "must be an id"),
    # Dues
    ("due.deferred", {"due": "cadence"}, "due", "must be the key of a Due"),
    ("due.deferred", {"due": f"cadence:{ONE.upper()[:-1]}A"}, "due", "must be the key of a Due"),
    ("due.deferred", {"due": f"Cadence:{ONE}"}, "due", "must be the key of a Due"),
    ("due.deferred", {"due": f"cadence:{ONE}:"}, "due", "must be the key of a Due"),
    ("due.deferred", {"until": "2026-08-03T12:00:00+01:00"}, "until", "must be after this happened"),
    ("due.deferred", {"until": "2026-08-10"}, "until", "must be a date and time"),
    ("due.reassigned", {"owner": ""}, "owner", "can't be blank"),
    # meetings and audits
    ("huddle.held", {"to": "2026-08-04T09:15:00+01:00"}, "to", "must be later than when it begins"),
    ("huddle.held", {"present": []}, "present", "needs at least 1 in the list"),
    ("huddle.held", {"discussed": [{}]}, "discussed[0]", "must say something"),
    ("huddle.held", {"discussed": [{"note": " "}]}, "discussed[0]", "must say something"),
    ("huddle.held", {"discussed": [{"entries": ["E-1"]}]}, "discussed[0].entries[0]", "must be an id"),
    ("supervision.held", {"persons": ["Amina"]}, "persons[0]", "must be an id"),
    ("supervision.held", {"decisions": ["D-1"]}, "decisions[0]", "must be an id"),
    ("supervision.held", {"agreed": ["Ring first.", " "]}, "agreed[1]", "can't be blank"),
    ("supervision.held", {"next_on": "2026-08-03"}, "next_on", "can't be before the day this happened"),
    ("audit.scored", {"answers": {}}, "answers", "needs at least 1"),
    ("audit.scored", {"answers": ["met"]}, "answers", "must be an object with fields"),
    ("audit.scored", {"answers": {"summary": "good"}}, "answers.summary", "is not one of: met, partly, not_met, na"),
    ("audit.scored", {"answers": {"Summary": "met"}}, "answers.Summary", "must be a key"),
    # Standards and laptops
    ("standards.adopted", {"text": "[limits]\n"}, "digest", "is not the digest of this text"),
    ("standards.adopted", {"digest": "md5:00"}, "digest", "must be sha256: and 64 hex digits"),
    ("standards.adopted", adopted("x" * (LONGEST_FILE + 1)), "text", "is longer than 200,000 characters"),
    ("standards.adopted", adopted("a\x00b"), "text", "has a control character in it"),
    ("standards.adopted", adopted(" \n"), "text", "can't be blank"),
    ("standards.adopted", adopted("# e\u0301\n"), "digest", "is not in Unicode NFC"),
    ("device.enrolled", {"device": "0" * 32}, "device", "does not belong to this signing key"),
    ("device.enrolled", {"device": "laptop"}, "device", "must be 32 hex digits"),
    ("device.enrolled", {"signing_key": "d75a"}, "signing_key", "must be 64 hex digits"),
    ("device.enrolled", {"box_key": 7}, "box_key", "must be 64 hex digits"),
    ("device.revoked", {"device": "0" * 32}, "device", "does not belong to this signing key"),
    ("worker.recovered", {"device": "laptop"}, "device", "must be 32 hex digits"),
    ("worker.recovered", {"by": "asking"}, "by", "recovery_key, invitation"),
]


@pytest.mark.parametrize(("kind", "change", "field", "words"), CONDITIONS)
def test_bad_input_gets_one_sentence_at_its_field(kind, change, field, words):
    path = f"body.{field}" if field else "body"
    found = [(where, sentence) for where, sentence in faults_of(spoilt(kind, **change)) if where == path]
    assert len(found) == 1, faults_of(spoilt(kind, **change))
    assert words in found[0][1]


SOUND = [
    ("action.changed", {"owner": LEFT_OUT}),
    ("action.changed", {"due_at": LEFT_OUT}),
    ("handover.opened", {"kind": "staff_change", "transition": LEFT_OUT, "direction": "internal",
                         "other_party": LEFT_OUT, "to_worker": "w-leah"}),
    ("handover.opened", {"kind": "team_transfer", "transition": LEFT_OUT}),
    ("handover.opened", {"direction": "in", "to_worker": "w-leah"}),
    ("handover.opened", {"other_party": LEFT_OUT, "from_team": LEFT_OUT}),
    ("handover.accepted", {"receiving_worker": "w-leah", "accepted_by_name": LEFT_OUT, "how_confirmed": LEFT_OUT}),
    ("handover.accepted", {"first_contact_at": "2026-07-03T08:30:00Z"}),
    ("handover.closed", {"reason": LEFT_OUT}),
    ("crisis.summary", {"state": "requested", "text": LEFT_OUT}),
    ("indicator.agreed", {"kind": "count", "steps": LEFT_OUT, "aim": 400}),
    ("indicator.agreed", {"kind": "routine", "steps": ["Up by nine", "Breakfast"]}),
    ("indicator.agreed", {"kind": "rating_0_10", "baseline": 0, "aim": 10, "steps": LEFT_OUT}),
    ("due.deferred", {"due": f"contact:{ONE}:2026-03-03T10:00:00Z"}),
    ("huddle.held", {"discussed": LEFT_OUT}),
    ("huddle.held", {"discussed": [{"person": ONE}]}),
    ("standards.adopted", adopted("# Straße\r\n[limits]\r\n\tlate_after = \"24 hours\"\r\n")),
    ("standards.adopted", adopted("# x\n" * 50_000)),
    ("standards.adopted", {"digest": digest_of("a")[7:], "text": "a"}),
    ("device.revoked", {"signing_key": LEFT_OUT}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "change"), SOUND)
def test_what_records_md_allows_is_taken(kind, change):
    assert faults_of(spoilt(kind, **change)) == []


NEEDED = {
    "action.opened": "title owner due_at area",
    "action.changed": "action reason",
    "action.closed": "action outcome note",
    "handover.opened": "kind to_team higher_risk summary complete_by",
    "handover.item_done": "handover item",
    "handover.call_held": "handover with points",
    "handover.accepted": "handover first_contact_at",
    "handover.declined": "handover reason",
    "handover.first_contact": "handover achieved",
    "handover.closed": "handover outcome",
    "crisis.summary": "crisis state",
    "incident.recorded": "kind what",
    "mdt.listed": "reason by",
    "huddle.held": "team from to present",
    "supervision.held": "worker supervisor themes next_on",
    "audit.scored": "sample subject answers",
    "indicator.agreed": "area name frequency quality support_level kind baseline aim every",
    "indicator.rated": "indicator value support_level",
    "indicator.ended": "indicator outcome",
    "request.received": "kind by",
    "request.closed": "request outcome",
    "due.deferred": "due until reason",
    "due.reassigned": "due owner",
    "standards.adopted": "digest text",
    "device.enrolled": "device name signing_key box_key",
    "device.revoked": "device name",
    "worker.recovered": "worker device by",
    "handover.sent": "handover",
}


@pytest.mark.parametrize(("kind", "fields"), NEEDED.items())
def test_exactly_the_starred_fields_of_records_md_are_needed(kind, fields):
    needed = [field.alias or name for name, field in TYPES[kind].model_fields.items() if field.is_required()]
    assert sorted(needed) == sorted(fields.split())


@pytest.mark.parametrize(
    "kind",
    [
        "huddle.held",
        "supervision.held",
        "audit.scored",
        "standards.adopted",
        "device.enrolled",
        "device.revoked",
        "worker.recovered",
    ],
)
def test_what_is_about_the_service_is_about_no_person(kind):
    assert faults_of(sound_draft(kind) | {"person": ONE}) == [("person", f"{kind} is not about a person")]


@pytest.mark.parametrize("kind", ["due.deferred", "due.reassigned"])
def test_a_due_may_belong_to_a_person_or_to_nobody(kind):
    draft = sound_draft(kind)
    assert "person" in draft
    del draft["person"]
    assert faults_of(draft) == []
    assert check_stored(stamped(draft)) == []


def test_the_standards_are_kept_to_the_letter():
    text = "# Straße\r\n\t[limits]\n"
    body = read_entry(stamped(spoilt("standards.adopted", **adopted(text)))).body
    assert isinstance(body, StandardsAdopted)
    assert (body.text, "sha256:" + body.hex_digest) == (text, digest_of(text))


def test_standards_changed_in_a_file_are_refused_on_import():
    draft = spoilt("standards.adopted", text="[limits]\n")
    assert [fault.path for fault in check_stored(stamped(draft))] == ["body.digest"]
