"""Every rule of an entry that needs only the entry: the bad input, the path, the sentence."""

from __future__ import annotations

import pytest

from carelist_tui.domain.entries import TYPES
from tests.domain.entries.drafts import LEFT_OUT, faults_of, sound_draft, spoilt

NOT_HERE = "01950000-0000-7000-8000-00000000000"
LATER = "2026-12-01T10:00:00Z"


@pytest.mark.parametrize("kind", TYPES)
def test_a_sound_draft_has_no_fault(kind):
    assert faults_of(sound_draft(kind)) == []


@pytest.mark.parametrize("kind", TYPES)
def test_what_is_not_a_field_is_refused_by_name(kind):
    assert ("body.zz", f"is not a field of {kind}") in faults_of(spoilt(kind, zz=1))


REQUIRED = [
    (kind, str(field.alias or name))
    for kind, model in TYPES.items()
    for name, field in model.model_fields.items()
    if field.is_required()
]


@pytest.mark.parametrize(("kind", "field"), REQUIRED)
def test_a_needed_field_is_asked_for(kind, field):
    draft = sound_draft(kind)
    del draft["body"][field]
    assert (f"body.{field}", "is needed") in faults_of(draft)


OPTIONAL_NULL = [
    (kind, str(field.alias or name))
    for kind, model in TYPES.items()
    for name, field in model.model_fields.items()
    if (kind, name) != ("entry.corrected", "replacement")
]


@pytest.mark.parametrize(("kind", "field"), OPTIONAL_NULL)
def test_null_is_refused_everywhere_but_in_a_replacement(kind, field):
    assert (f"body.{field}", "can't be null; leave it out") in faults_of(spoilt(kind) | {"body": {field: None}})


CONDITIONS = [
    # people
    ("person.accepted", {"given": " "}, "given", "is needed, and can't be blank"),
    ("person.accepted", {"given": "A\nB"}, "given", "must be on one line"),
    ("person.accepted", {"given": "A\tB"}, "given", "has a control character in it"),
    ("person.accepted", {"given": "A\x00B"}, "given", "has a control character in it"),
    ("person.accepted", {"given": "\ud800"}, "given", "has a control character in it"),
    ("person.accepted", {"given": "x" * 4_001}, "given", "is longer than 4,000 characters"),
    ("person.accepted", {"given": 7}, "given", "must be text"),
    ("person.accepted", {"source": "friend"}, "source", "is not one of: gp, crisis_team, talking_therapies"),
    ("person.accepted", {"tier": "Heavy tier"}, "tier", "must be a key"),
    ("person.accepted", {"nhs_number": "999 000 0018"}, "nhs_number", "an NHS number is 10 digits"),
    ("person.accepted", {"nhs_number": "\u0669" * 10}, "nhs_number", "an NHS number is 10 digits"),
    ("person.accepted", {"nhs_number": "9990000019"}, "nhs_number", "check digit does not fit"),
    ("person.accepted", {"nhs_number": "9999999999"}, "nhs_number", "check digit does not fit"),
    ("person.accepted", {"born": "17/05/1988"}, "born", "must be a date"),
    ("person.accepted", {"children_at_home": "no"}, "children_at_home", "must be true or false"),
    ("person.accepted", {"children_at_home": 1}, "children_at_home", "must be true or false"),
    ("person.accepted", {"phones": "07700"}, "phones", "must be a list"),
    ("person.accepted", {"phones": ["07700"]}, "phones[0]", "must be an object with fields"),
    ("person.accepted", {"phones": [{}]}, "phones[0].number", "is needed"),
    ("person.accepted", {"phones": [{"number": "1", "zz": 1}]}, "phones[0].zz", "is not a field of person.accepted"),
    ("person.accepted", {"must_not_contact": ["a", " "]}, "must_not_contact[1]", "can't be blank"),
    ("person.accepted", {"zone": "blue"}, "zone", "is not one of: red, amber, green, unknown"),
    ("person.admitted", {"expected_until": "2026-03-01"}, "expected_until", "can't be before the day this happened"),
    ("person.discharged", {"reason": "missed_contact"}, "reason", "is not one of: goals_met"),
    ("person.discharged", {"decision": "D-1"}, "decision", "must be an id"),
    ("person.discharged", {"decision": (NOT_HERE + "a").upper()}, "decision", "must be an id"),
    # standing
    ("consent.recorded", {"given": False, "rationale": LEFT_OUT}, "rationale", "when consent is not given"),
    ("consent.recorded", {"basis": "public_task", "rationale": LEFT_OUT}, "rationale", "the ground is not consent"),
    (
        "consent.recorded",
        {"scope": "contact", "given": False, "review_on": LEFT_OUT},
        "review_on",
        "a refusal of contact needs a review date",
    ),
    ("zone.set", {"review_on": LEFT_OUT}, "review_on", "red needs a review date"),
    ("zone.set", {"zone": "amber", "review_on": LEFT_OUT}, "review_on", "amber needs a review date"),
    ("zone.set", {"review_on": "2026-02-01"}, "review_on", "can't be before the day this happened"),
    ("zone.set", {"zone": "unknown"}, "zone", "is not one of: red, amber, green"),
    ("tier.set", {"review_on": "2026-02-01"}, "review_on", "can't be before the day this happened"),
    # plans
    ("engagement_plan.agreed", {"methods": []}, "methods", "needs at least 1 in the list"),
    ("engagement_plan.agreed", {"methods": ["fax"]}, "methods[0]", "is not one of: call, text"),
    (
        "engagement_plan.agreed",
        {"safe_times": [{"days": [], "from": "9am", "to": "10:00"}]},
        "safe_times[0].from",
        "must be a time of day",
    ),
    (
        "engagement_plan.agreed",
        {"safe_times": [{"days": [], "from": "10:00", "to": "09:00"}]},
        "safe_times[0].to",
        "must be later than when it begins",
    ),
    ("engagement_plan.agreed", {"review_on": "2026-01-01"}, "review_on", "can't be before the day this happened"),
    ("risk_plan.updated", {"step_up": {}}, "step_up.threshold", "is needed"),
    ("risk_plan.updated", {"review_on": "2026-01-01"}, "review_on", "can't be before the day this happened"),
    # contacts
    ("contact.planned", {"until": "2026-03-03T10:00:00Z"}, "until", "must be later than when it begins"),
    ("contact.planned", {"at": "2026-03-03T10:00"}, "at", "needs seconds and an offset"),
    ("contact.planned", {"repeat": "every Tuesday"}, "repeat", "must be a repeat rule"),
    ("contact.planned", {"repeat": "FREQ=WEEKLY;COUNT=3;UNTIL=20260401"}, "repeat", "both UNTIL and COUNT"),
    ("contact.planned", {"repeat": "FREQ=HOURLY"}, "repeat", "must be a repeat rule"),
    ("contact.planned", {"repeat": "FREQ=WEEKLY;BYMONTH=3"}, "repeat", "must be a repeat rule"),
    ("contact.planned", {"repeat": "FREQ=WEEKLY;UNTIL=20260230"}, "repeat", "must be a repeat rule"),
    ("contact.planned", {"repeat": "FREQ=WEEKLY;BYDAY=2TU"}, "repeat", "only when FREQ is MONTHLY"),
    ("contact.completed", {"method": "text"}, "method", "is not one of: call, video, visit, clinic"),
    ("contact.completed", {"minutes": "40"}, "minutes", "must be a whole number"),
    ("contact.completed", {"minutes": 40.0}, "minutes", "must be a whole number"),
    ("contact.completed", {"minutes": True}, "minutes", "must be a whole number"),
    ("contact.completed", {"minutes": -1}, "minutes", "must be at least 0"),
    ("contact.completed", {"minutes": 10**30}, "minutes", "must be at most 1440"),
    ("contact.completed", {"plan_72h": LEFT_OUT}, "plan_72h", "when an early warning sign is seen"),
    ("contact.completed", {"planned": LEFT_OUT}, "planned", "is needed where one of a series is meant"),
    ("contact.missed", {"planned": LEFT_OUT}, "planned", "is needed where one of a series is meant"),
    # outreach
    ("outreach.attempted", {"to": "person", "outcome": "sent"}, "outcome", "can't come of an attempt by call"),
    (
        "outreach.attempted",
        {"to": "person", "method": "text", "outcome": "reached"},
        "outcome",
        "ends in one of: sent, replied, bounced",
    ),
    ("outreach.attempted", {"outcome": "reached"}, "outcome", "can't come of asking somebody else"),
    ("outreach.attempted", {"to": "person", "method": "other", "outcome": "sent"}, "method", "is one of: call, text"),
    ("outreach.attempted", {"name": LEFT_OUT}, "name", "who was it"),
    ("outreach.attempted", {"name": " "}, "name", "who was it"),
    ("outreach.attempted", {"to": "person", "outcome": "reached"}, "how_are_they", "was reached or seen"),
    (
        "outreach.attempted",
        {"to": "person", "method": "visit", "outcome": "seen"},
        "how_are_they",
        "was reached or seen",
    ),
    ("outreach.attempted", {"last_seen_at": LEFT_OUT}, "last_seen_at", "when did they last see the person"),
    ("outreach.attempted", {"promise": "next week"}, "promise", "must be a date"),
    ("outreach.attempted", {"promise": "2026-03-01"}, "promise", "can't be before the day this happened"),
    ("outreach.stopped", {"review_at": "2026-03-10T16:00:00Z"}, "review_at", "must be after this happened"),
    # decisions
    ("risk_check.completed", {"safeguarding_indicators": []}, "safeguarding_indicators", "needs at least 1"),
    (
        "risk_check.completed",
        {"safeguarding_indicators": ["none", "exploitation"]},
        "safeguarding_indicators",
        "none can't stand beside another sign",
    ),
    ("decision.recorded", {"episode": LEFT_OUT}, "episode", "which missed contact is it about"),
    (
        "decision.recorded",
        {"decision": "agree"},
        "decision",
        "to agree is only for decisions about: discharge, handover",
    ),
    ("decision.recorded", {"decision": "skip_step"}, "step", "which step is skipped"),
    (
        "decision.recorded",
        {"about": "other", "decision": "skip_step", "step": "same_day_attempt", "episode": LEFT_OUT},
        "episode",
        "whose step is skipped",
    ),
    ("decision.recorded", {"rationale": "Because, I think."}, "rationale", "in at least 20 characters"),
    ("decision.recorded", {"rationale": "Because" + " " * 30}, "rationale", "in at least 20 characters"),
    ("decision.recorded", {"about": "safeguarding", "risk_of_harm": LEFT_OUT}, "risk_of_harm", "a risk of harm"),
    (
        "decision.recorded",
        {"decision": "do_not_escalate", "review_at": LEFT_OUT},
        "review_at",
        "a decision not to escalate needs a review date",
    ),
    ("decision.recorded", {"decision": "continue", "review_at": LEFT_OUT}, "review_at", "needs a review date"),
    ("decision.recorded", {"decision": "pause", "review_at": LEFT_OUT}, "review_at", "needs a review date"),
    (
        "decision.recorded",
        {"decision": "skip_step", "step": "same_day_attempt", "review_at": LEFT_OUT},
        "review_at",
        "needs a review date",
    ),
    ("decision.recorded", {"review_at": "2026-03-10T13:00:00Z"}, "review_at", "must be after this happened"),
    (
        "decision.recorded",
        {"about": "discharge", "decision": "agree", "review_at": "2026-06-11T10:00:00Z"},
        "review_at",
        "within 3 months",
    ),
    # escalations, reviews, cover
    ("escalation.raised", {"respond_by": "2026-03-10T13:00:00Z"}, "respond_by", "must be after this happened"),
    ("escalation.acknowledged", {"answer": "maybe"}, "answer", "is not one of: accepted, declined, redirected"),
    ("review.completed", {"kind": "monthly", "contingency": LEFT_OUT}, "contingency", "a monthly review asks for this"),
    ("review.completed", {"kind": "multi_agency", "risk": ""}, "risk", "a multi-agency review asks for this"),
    ("review.completed", {"kind": "exception"}, "root_cause", "an exception review needs one of: capacity"),
    ("review.completed", {"root_cause": LEFT_OUT}, "root_cause", "a learning review needs this"),
    ("review.completed", {"what_changes": LEFT_OUT}, "what_changes", "a learning review needs this"),
    ("review.completed", {"about": LEFT_OUT}, "about", "a learning review needs this"),
    ("review.completed", {"next_review_on": "2026-03-01"}, "next_review_on", "can't be before the day this happened"),
    ("cover.arranged", {"back_at": "2026-03-27T10:00:00Z"}, "back_at", "must be after this happened"),
    ("report.confirmed", {"true": "yes"}, "true", "must be true or false"),
    # workers, corrections
    ("worker.added", {"role": "boss"}, "role", "is not one of: support_worker, coordinator"),
    ("worker.added", {"days": ["Mondays"]}, "days[0]", "is not one of: mon, tue"),
    ("worker.away", {"until": LEFT_OUT}, "until", "only sickness may be left open"),
    ("worker.away", {"until": "2026-04-13T09:00:00+01:00"}, "until", "must be later than when it begins"),
    ("worker.away", {"cover": [{"persons": "some", "by": "duty"}]}, "cover[0].persons", "must be all, or a list"),
    ("worker.away", {"from_": "2026-13-01T09:00:00Z"}, "from", "is not a date that exists"),
    ("duty.set", {"part": "night"}, "part", "is not one of: day, morning, afternoon"),
    ("entry.corrected", {"replacement": LEFT_OUT}, "", "must say what is right"),
    ("entry.corrected", {"replacement": None, "moved_to": "2026-02-17T09:00:00Z"}, "moved_to", "struck out"),
    ("entry.corrected", {"moved_to": LATER}, "moved_to", "can't be after the correction itself"),
    ("entry.corrected", {"replacement": {"zone": None}}, "replacement.zone", "can't be null"),
    ("entry.corrected", {"replacement": [1]}, "replacement", "must be an object with fields"),
]


@pytest.mark.parametrize(("kind", "change", "field", "words"), CONDITIONS)
def test_bad_input_gets_one_sentence_at_its_field(kind, change, field, words):
    path = f"body.{field}" if field else "body"
    found = [(where, sentence) for where, sentence in faults_of(spoilt(kind, **change)) if where == path]
    assert len(found) == 1, faults_of(spoilt(kind, **change))
    assert words in found[0][1]


SOUND = [
    ("zone.set", {"zone": "green", "review_on": LEFT_OUT}),
    ("entry.corrected", {"replacement": None}),
    ("entry.corrected", {"replacement": LEFT_OUT, "moved_to": "2026-02-17T09:00:00Z"}),
    ("worker.away", {"reason": "sickness", "until": LEFT_OUT}),
    ("decision.recorded", {"review_at": LEFT_OUT}),
    ("decision.recorded", {"about": "discharge", "decision": "agree", "review_at": "2026-06-10T16:00:00Z"}),
    ("decision.recorded", {"about": "tier", "decision": "agree", "review_at": LEFT_OUT, "episode": LEFT_OUT}),
    ("engagement_plan.agreed", {"safe_times": [], "avoid": [], "may_contact": []}),
    ("contact.planned", {"repeat": "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260901"}),
    ("contact.planned", {"repeat": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20260901T100000Z"}),
    ("contact.completed", {"planned": LEFT_OUT, "occurrence": LEFT_OUT}),
    ("contact.completed", {"what_we_did": "Two\nlines"}),
    ("review.completed", {"kind": "exception", "root_cause": "capacity"}),
    ("person.details_updated", {"email": ""}),
    ("person.accepted", {"given": "x" * 4_000}),
    ("consent.recorded", {"rationale": LEFT_OUT}),
]


@pytest.mark.parametrize(("kind", "change"), SOUND)
def test_what_records_md_allows_is_taken(kind, change):
    assert faults_of(spoilt(kind, **change)) == []


def test_details_that_change_nothing_are_refused():
    draft = sound_draft("person.details_updated") | {"body": {}}
    assert faults_of(draft) == [("body", "must change at least one detail")]


def test_all_faults_are_named_at_once_those_between_fields_too():
    draft = sound_draft("decision.recorded")
    draft["body"] = {"about": "missed_contact", "decision": "do_not_escalate", "rationale": "short", "zz": 1}
    draft["occurred_at"] = "soon"
    assert {path for path, _ in faults_of(draft)} == {
        "occurred_at", "body.zz", "body.what_changed", "body.episode", "body.rationale", "body.review_at",
    }  # fmt: skip
