"""What an entry sets, what it names, how a series repeats, and what came of an attempt."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.domain.entries import OUTCOMES, OUTCOMES_OF_OTHERS, TYPES, OutreachAttempted, outcomes_for, read_body
from carelist_tui.domain.repeats import repeat_rule
from tests.domain.entries.drafts import LEFT_OUT, spoilt

ONE, TWO = "01950000-0000-7000-8000-000000000001", "01950000-0000-7000-8000-000000000002"
LONDON = ZoneInfo("Europe/London")


def body_of(kind, /, **change):
    body = read_body(kind, 1, spoilt(kind, **change)["body"])
    assert body is not None
    return body


@pytest.mark.parametrize(
    ("kind", "change", "thing"),
    [
        ("decision.recorded", {"episode": ONE}, f"decision:{ONE}"),
        ("decision.recorded", {"episode": LEFT_OUT, "about": "tier"}, "decision:tier"),
        ("outreach.stopped", {"episode": ONE}, f"decision:{ONE}"),
        ("engagement_plan.agreed", {}, "plan"),
        ("risk_plan.updated", {}, "risk_plan"),
        ("coordinator.named", {}, "coordinator"),
        ("zone.set", {}, "zone"),
        ("tier.set", {}, "tier"),
        ("contact.missed", {"planned": ONE, "occurrence": LEFT_OUT}, f"planned:{ONE}"),
        (
            "contact.completed",
            {"planned": ONE, "occurrence": "2026-06-03T10:00:00+01:00"},
            f"planned:{ONE}:2026-06-03T09:00:00Z",
        ),
        ("contact.cancelled", {"planned": ONE, "occurrence": LEFT_OUT}, f"planned:{ONE}"),
        ("contact.missed", {"planned": LEFT_OUT, "occurrence": LEFT_OUT}, None),
        ("person.discharged", {}, "discharge"),
        ("person.died", {}, "death"),
        ("handover.accepted", {"handover": ONE}, f"handover:{ONE}"),
        ("handover.declined", {"handover": ONE}, f"handover:{ONE}"),
    ],
)
def test_these_set_a_thing_of_a_person(kind, change, thing):
    assert body_of(kind, **change).thing() == thing


SETTING = {
    "decision.recorded", "outreach.stopped", "engagement_plan.agreed", "risk_plan.updated", "coordinator.named",
    "zone.set", "tier.set", "contact.missed", "contact.completed", "contact.cancelled", "person.discharged",
    "person.died", "handover.accepted", "handover.declined",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(TYPES.keys() - SETTING))
def test_no_other_type_sets_a_thing(kind):
    assert body_of(kind).thing() is None


@pytest.mark.parametrize(
    ("kind", "paths"),
    [
        ("person.discharged", ["body.decision"]),
        ("risk_plan.updated", ["body.because_of"]),
        ("contact.completed", ["body.planned"]),
        ("contact.cancelled", ["body.planned"]),
        ("outreach.attempted", ["body.episode"]),
        ("episode.closed", ["body.episode", "body.decision"]),
        ("risk_check.completed", ["body.episode"]),
        ("decision.recorded", ["body.episode"]),
        ("escalation.raised", ["body.decision"]),
        ("escalation.acknowledged", ["body.escalation"]),
        ("escalation.closed", ["body.escalation"]),
        ("review.completed", ["body.about"]),
        ("report.confirmed", ["body.about"]),
        ("entry.corrected", ["body.entry"]),
        ("action.opened", ["body.about"]),
        ("action.changed", ["body.action"]),
        ("action.closed", ["body.action"]),
        ("handover.opened", []),
        ("handover.item_done", ["body.handover"]),
        ("handover.call_held", ["body.handover"]),
        ("handover.accepted", ["body.handover"]),
        ("handover.declined", ["body.handover"]),
        ("handover.first_contact", ["body.handover"]),
        ("handover.closed", ["body.handover"]),
        ("crisis.summary", ["body.crisis"]),
        ("request.closed", ["body.request"]),
        ("indicator.rated", ["body.indicator"]),
        ("indicator.ended", ["body.indicator"]),
        ("audit.scored", ["body.subject"]),
        ("huddle.held", ["body.discussed[0].entries[0]"]),
        ("supervision.held", []),
        ("improvement.opened", ["body.from_entries[0]", "body.from_entries[1]"]),
        ("improvement.closed", ["body.improvement"]),
        ("signal.noted", []),
        ("due.deferred", []),
        ("worker.away", []),
        ("coordinator.named", []),
    ],
)
def test_an_entry_names_every_entry_it_rests_on(kind, paths):
    assert [path for path, _ in body_of(kind).references()] == paths


def test_the_handover_of_a_contact_is_named():
    assert dict(body_of("contact.missed", handover=TWO).references())["body.handover"] == TWO


def test_every_entry_that_a_huddle_led_to_is_named():
    discussed = [{"note": "Nothing came of it."}, {"person": ONE, "entries": [ONE, TWO]}]
    assert list(body_of("huddle.held", discussed=discussed).references()) == [
        ("body.discussed[1].entries[0]", ONE),
        ("body.discussed[1].entries[1]", TWO),
    ]


def test_the_key_of_a_due_says_its_kind():
    body = body_of("due.deferred", due=f"conflict:{ONE}:zone")
    assert body.due_kind == "conflict"


def test_a_rating_goes_as_high_as_its_indicator():
    assert body_of("indicator.agreed", kind="rating_0_10", steps=LEFT_OUT).highest == 10
    assert body_of("indicator.agreed", steps=["one", "two", "three", "four"]).highest == 4
    assert body_of("indicator.agreed", kind="count").highest is None


def test_only_reached_and_seen_are_contact():
    live = {
        (method, outcome)
        for method, outcomes in OUTCOMES.items()
        for outcome in outcomes
        if OutreachAttempted(method=method, to="person", outcome=outcome, how_are_they="as_usual").is_live
    }
    assert live == {("call", "reached"), ("visit", "seen"), ("clinic", "seen"), ("video", "seen")}


def test_asking_somebody_else_is_never_contact():
    for outcome in OUTCOMES_OF_OTHERS:
        assert not OutreachAttempted(method="call", to="partner", name="x", outcome=outcome).is_live
    assert outcomes_for("text", "partner") == OUTCOMES_OF_OTHERS


def test_tuesdays_at_ten_stay_at_ten_through_both_clock_changes():
    first = datetime(2026, 3, 24, 10, tzinfo=LONDON)
    rule = repeat_rule("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261103", first, LONDON)
    times = list(rule)
    assert {moment.hour for moment in times} == {10}
    assert (len(times), times[-1]) == (33, datetime(2026, 11, 3, 10))


def test_an_end_in_utc_is_read_in_local_time():
    first = datetime(2026, 6, 2, 9, tzinfo=UTC)
    assert len(list(repeat_rule("FREQ=DAILY;UNTIL=20260604T090000Z", first, LONDON))) == 3
    assert len(list(repeat_rule("FREQ=DAILY;UNTIL=20260604T085959Z", first, LONDON))) == 2


def test_a_line_of_the_story_is_one_line():
    assert body_of("contact.completed", what_we_did="One\nand  two").in_words(LONDON).endswith("One and two")
