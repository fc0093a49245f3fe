"""What was corrected or struck is entered in error, what is withdrawn is in no later bundle, and the same is called the
same in every bundle."""

from __future__ import annotations

import json
from typing import Any

import pytest

from carelist_tui.exchange.fhir.elements import id_of
from tests.domain.telling import CHECK, DECISION, KEPT, Story, london, moment
from tests.exchange.fhir_r4.taken_out import of, told

pytestmark = pytest.mark.slow

LATER = "2026-03-20 09:00"
BOOKED: dict[str, Any] = {"at": moment("2026-03-10 10:00"), "method": "visit", "purpose": "routine", "worker": "w-tom"}
ATTEMPT: dict[str, Any] = {"method": "call", "to": "person", "outcome": "no_answer", "note": "Rang twice."}
WHAT_LEAVES: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("contact.completed", "Encounter", KEPT, {**KEPT, "method": "call"}),
    ("outreach.attempted", "Communication", ATTEMPT, {**ATTEMPT, "outcome": "left_message"}),
    ("decision.recorded", "ClinicalImpression", {**DECISION, "about": "other", "review_at": moment("2026-03-09 10:00")},
     {**DECISION, "about": "tier", "decision": "agree"}),
    ("risk_check.completed", "QuestionnaireResponse", CHECK, {**CHECK, "overall": "concern"}),
    ("contact.planned", "Appointment", BOOKED, {**BOOKED, "method": "call"}),
)  # fmt: skip


def begun() -> Story:
    story = Story()
    story.accept("2026-03-02 09:00")
    return story


def all_of(story: Story, at: str = LATER) -> list[dict[str, Any]]:
    return told(story.person, story.entries, london(at))


@pytest.mark.parametrize(("kind", "resource", "body", "instead"), WHAT_LEAVES, ids=lambda each: str(each)[:20])
def test_what_was_struck_is_entered_in_error_and_its_words_are_gone(
    kind: str, resource: str, body: dict[str, Any], instead: dict[str, Any]
) -> None:
    story = begun()
    entry = story.tell("2026-03-03 10:00", kind, body)
    (before,) = of(resource, all_of(story))
    story.tell("2026-03-04 10:00", "entry.corrected", {"entry": entry, "reason": "not her", "replacement": None})
    (after,) = of(resource, all_of(story))
    assert (before["id"], before["status"] != "entered-in-error") == (id_of(resource, entry), True)
    assert (after["id"], after["status"]) == (before["id"], "entered-in-error")
    words = [
        body[name]
        for name in ("what_we_did", "note", "rationale", "recent_disclosures")
        if body.get(name, "none") != "none"
    ]
    assert not [each for each in words if each in json.dumps(after)]
    assert all(each in json.dumps(before) for each in words)


@pytest.mark.parametrize(("kind", "resource", "body", "instead"), WHAT_LEAVES, ids=lambda each: str(each)[:20])
def test_what_was_corrected_is_entered_in_error_and_stands_again_under_its_correction(
    kind: str, resource: str, body: dict[str, Any], instead: dict[str, Any]
) -> None:
    story = begun()
    entry = story.tell("2026-03-03 10:00", kind, body)
    first = story.tell("2026-03-04 10:00", "entry.corrected", {"entry": entry, "reason": "no", "replacement": body})
    second = story.tell("2026-03-05 10:00", "entry.corrected", {"entry": entry, "reason": "so", "replacement": instead})
    by_id = {each["id"]: each for each in of(resource, all_of(story))}
    assert by_id.keys() == {id_of(resource, each) for each in (entry, first, second)}
    in_error = [id for id, each in by_id.items() if each["status"] == "entered-in-error"]
    assert set(in_error) == {id_of(resource, entry), id_of(resource, first)}
    by = {each["id"]: each for each in of("Provenance", all_of(story))}
    assert by[id_of("Provenance", second)]["recorded"].startswith("2026-03-05T10:00")
    story.tell("2026-03-06 10:00", "entry.corrected", {"entry": second, "reason": "was right", "replacement": None})
    again = {each["id"]: each["status"] == "entered-in-error" for each in of(resource, all_of(story))}
    assert again == {id_of(resource, entry): True, id_of(resource, first): False, id_of(resource, second): True}


def test_what_became_of_a_booking_is_said_of_it_even_where_the_booking_was_corrected() -> None:
    story = begun()
    booking = story.tell("2026-03-03 10:00", "contact.planned", BOOKED)
    correction = story.tell("2026-03-04 10:00", "entry.corrected", {
        "entry": booking, "reason": "by phone", "replacement": {**BOOKED, "method": "call"}})  # fmt: skip
    story.tell("2026-03-10 10:05", "contact.completed", {**KEPT, "planned": booking})
    resources = all_of(story)
    standing = next(each for each in of("Appointment", resources) if each["id"] == id_of("Appointment", correction))
    (contact,) = of("Encounter", resources)
    assert standing["status"] == "fulfilled"
    assert [each["reference"] for each in contact["appointment"]] == [f"urn:uuid:{standing['id']}"]


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [({"how": "did_not_attend"}, "noshow", "3"), ({"by": "service"}, "cancelled", "4"),
     ({"by": "person"}, "cancelled", "2"), ({"by": "partner"}, "cancelled", "2"), ({}, "fulfilled", "5"),
     (None, "booked", "0")],
)  # fmt: skip
def test_what_became_of_an_appointment_is_said_by_its_national_code_too(
    what: dict[str, Any] | None, status: str, code: str
) -> None:
    story = begun()
    booking = story.tell("2026-03-03 10:00", "contact.planned", BOOKED)
    named = {"planned": booking}
    if what is not None and "how" in what:
        body = {**named, "expected_at": BOOKED["at"], "method": "visit", **what}
        story.tell("2026-03-10 10:05", "contact.missed", body)
    elif what is not None and "by" in what:
        story.tell("2026-03-09 10:05", "contact.cancelled", {**named, **what, "reason": "ill", "told_person": "yes"})
    elif what is not None:
        story.tell("2026-03-10 10:05", "contact.completed", {**KEPT, **named})
    (made,) = of("Appointment", all_of(story, "2026-03-10 12:00" if what is not None else "2026-03-05 09:00"))
    said = made["extension"][0]["valueCodeableConcept"]["coding"][0]
    assert (made["status"], said["code"]) == (status, code)
    assert ("cancelationReason" in made) == (status == "cancelled")


def test_a_series_leaves_as_the_appointments_that_are_known_each_with_what_became_of_it() -> None:
    story = begun()
    series = story.tell("2026-03-03 10:00", "contact.planned", {**BOOKED, "repeat": "FREQ=WEEKLY;BYDAY=TU"})
    story.tell("2026-03-10 10:05", "contact.completed", {**KEPT, "planned": series, "occurrence": BOOKED["at"]})
    made = of("Appointment", all_of(story, "2026-03-11 09:00"))
    assert [(each["start"][:10], each["status"]) for each in made] == [
        ("2026-03-10", "fulfilled"), ("2026-03-17", "booked"), ("2026-03-24", "booked"),
    ]  # fmt: skip
    assert len({each["id"] for each in made}) == 3


def test_what_is_owed_leaves_by_when_and_why_and_once_it_is_not_owed_it_does_not() -> None:
    story = begun()
    missed = story.miss("2026-03-03 10:00")
    before = all_of(story, "2026-03-03 11:00")
    steps = [each for each in of("Task", before) if each["code"]["coding"][0]["code"] == "ladder_step"]
    (plan,) = of("CarePlan", before)
    assert {each["reference"]["reference"] for each in plan["activity"]} == {f"urn:uuid:{each['id']}" for each in steps}
    assert all(each["intent"] == "plan" and each["restriction"]["period"]["end"] for each in steps)
    assert "due" in steps[0]["description"]
    story.attempt("2026-03-03 11:30", missed, "same_day_attempt", "left_message")
    (done,) = (each for each in of("Task", all_of(story, "2026-03-03 12:00")) if each["status"] == "completed")
    assert done["id"] in {each["id"] for each in steps}
    story.attempt("2026-03-03 12:30", missed, None, "reached")
    after = all_of(story, "2026-03-03 13:00")
    assert not of("CarePlan", after)
    assert not {each["id"] for each in after} & {each["id"] for each in steps}


def test_a_warning_that_was_taken_back_is_in_no_later_bundle() -> None:
    story = begun()
    story.tell("2026-03-03 10:00", "person.details_updated", {"do_not": ["call"], "children_at_home": True})
    told = of("Flag", all_of(story))
    before = {each["code"]["text"] for each in told}
    (no_calls,) = (each["code"]["coding"] for each in told if each["code"]["text"] == "No calls")
    assert [(each["system"], each["code"]) for each in no_calls] == [("urn:carelist:do-not", "call")]
    story.tell("2026-03-04 10:00", "person.details_updated", {"do_not": [], "children_at_home": False})
    after = {each["code"]["text"] for each in of("Flag", all_of(story))}
    assert before - after == {"No calls", "Children at home"}


def test_that_somebody_died_leaves_before_anybody_has_confirmed_it_and_says_so() -> None:
    story = begun()
    story.tell("2026-03-03 10:00", "person.died", {"reported_by": "the ward", "confirmed": False, "on": "2026-03-02"})
    (who,) = of("Patient", all_of(story))
    assert who["deceasedDateTime"] == "2026-03-02"
    said = next(each for each in who["extension"] if each["url"].endswith("DeathNotificationStatus"))
    assert said["extension"][0]["valueCodeableConcept"]["text"] == "Informal"
    assert any("Died, do not contact (not confirmed)" in each["code"]["text"] for each in of("Flag", all_of(story)))


def test_who_typed_it_for_whom_when_it_happened_and_when_it_was_recorded_is_said() -> None:
    story = begun()
    entry = story.tell("2026-03-03 10:00", "contact.completed", KEPT, author="w-kofi", on_behalf_of="w-ann",
                       recorded="2026-03-03 17:30")  # fmt: skip
    made = next(each for each in of("Provenance", all_of(story)) if each["id"] == id_of("Provenance", entry))
    (agent,) = made["agent"]
    assert agent["who"]["identifier"]["value"] == "w-kofi"
    assert agent["onBehalfOf"]["identifier"]["value"] == "w-ann"
    assert (made["occurredDateTime"][:16], made["recorded"][:16]) == ("2026-03-03T10:00", "2026-03-03T17:30")
    assert made["target"][0]["reference"] == f"urn:uuid:{id_of('Encounter', entry)}"


def test_an_attempt_that_left_a_message_is_not_done_and_one_that_reached_them_is_an_encounter_too() -> None:
    story = begun()
    missed = story.miss("2026-03-03 10:00")
    story.attempt("2026-03-03 11:30", missed, None, "left_message")
    story.attempt("2026-03-03 12:30", missed, None, "reached")
    first, second = of("Communication", all_of(story))
    assert (first["status"], first["statusReason"]["text"]) == ("not-done", "left message")
    assert second["status"] == "completed"
    (contact,) = of("Encounter", all_of(story))
    assert second["encounter"]["reference"] == f"urn:uuid:{contact['id']}"
    assert contact["class"]["code"] == "VR"


def test_the_same_story_is_the_same_bundle_in_whatever_order_its_entries_came() -> None:
    story = begun()
    story.settle("2026-03-02 10:00")
    missed = story.miss("2026-03-03 10:00")
    story.attempt("2026-03-03 11:30", missed, None, "reached")
    turned = told(story.person, [*reversed(story.entries)], london(LATER))
    assert json.dumps(turned, sort_keys=True) == json.dumps(all_of(story), sort_keys=True)
