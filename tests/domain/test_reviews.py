"""Reviews and learning: what the service looks at again so that it changes (S4:34, S4:66-68, S0:37, S0:42)."""

from __future__ import annotations

import pytest

from carelist_tui.domain.standards import parse_standards
from tests.domain.telling import RISK_PLAN, Story, london
from tests.domain.undertaking import STRUCTURED, hand_over, share, summarise


def settled() -> Story:
    story = Story()
    story.settle("2026-02-20 10:00")
    return story


def structured(story: Story, at: str, kind: str = "monthly") -> None:
    story.review(at, kind, "2026-06-01", **dict.fromkeys(STRUCTURED, "as before"))


def crisis(story: Story, at: str) -> str:
    return story.tell(at, "crisis.recorded", {"kind": "ae", "source": "A&E"})


@pytest.mark.parametrize(
    ("tier", "zone", "due"),
    [
        ("intensive", "green", "Fri 2026-03-06 17:00"),
        ("enhanced", "green", "Fri 2026-03-20 17:00"),
        ("standard", "green", "Wed 2026-05-20 17:00"),
        ("standard", "amber", "Fri 2026-03-20 17:00"),
        ("light", "green", "Thu 2026-08-20 17:00"),
    ],
)
def test_the_structured_review_comes_as_often_as_the_tier_asks(tier: str, zone: str, due: str) -> None:
    story = settled()
    story.tell(
        "2026-02-20 11:00", "tier.set", {"tier": tier, "reason": "as agreed", "authorised_by": "w-sue"}, author="w-sue"
    )
    story.zone("2026-02-20 12:00", zone)
    assert story.due_at("review") == due


def test_an_unknown_zone_is_reviewed_as_amber() -> None:
    story = Story()
    story.accept("2026-02-20 10:00")
    assert story.due_at("review") == "Fri 2026-03-20 17:00"


def test_the_next_structured_review_counts_from_the_last_and_other_reviews_do_not_count() -> None:
    story = settled()
    structured(story, "2026-03-02 10:00")
    story.review("2026-03-03 10:00", "mdt", "2026-04-01")
    assert story.due_at("review", ":monthly") == "Mon 2026-06-01 17:00", "as the last one set it: sooner than its tier"
    assert story.due_at("review", ":mdt") == "Wed 2026-04-01 17:00"


def test_with_other_agencies_every_four_weeks_while_a_consent_to_share_stands() -> None:
    story = settled()
    share(story, "2026-03-02 10:00")
    assert story.due("review", ":multi_agency") is None, "nobody well is reviewed together"
    story.zone("2026-03-02 11:00", "amber")
    assert story.due_at("review", ":multi_agency") == "Mon 2026-03-30 17:00"
    structured(story, "2026-03-10 10:00", "multi_agency")
    assert story.due_at("review", ":multi_agency") == "Tue 2026-04-07 17:00"
    share(story, "2026-03-11 10:00", given=False)
    assert story.due("review", ":multi_agency") is None


def test_two_missed_contacts_are_not_three_and_a_review_starts_the_count_anew() -> None:
    story = settled()

    def miss(day: str) -> None:
        story.miss(f"{day} 10:00")
        story.attempt(f"{day} 11:00", None, None, "reached")

    miss("2026-02-24")
    miss("2026-02-26")
    assert "mdt_review" not in story.kinds
    story.review("2026-02-27 10:00", "mdt", "2026-04-01")
    miss("2026-03-02")
    miss("2026-03-04")
    assert "mdt_review" not in story.kinds
    miss("2026-03-05")
    assert story.due_at("mdt_review") == "Thu 2026-03-12 17:00"


def test_three_missed_contacts_spread_over_more_than_28_days_are_not_three_in_28() -> None:
    story = settled()
    for day in ("2026-02-23", "2026-03-09", "2026-03-24"):
        story.miss(f"{day} 10:00")
        story.attempt(f"{day} 11:00", None, None, "reached")
    assert "mdt_review" not in story.kinds


def test_several_reasons_are_one_mdt_review_by_the_earliest_date_and_all_are_named() -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "mdt.listed", {"reason": "drifting", "by": "2026-03-06"})
    story.tell("2026-03-02 10:30", "mdt.listed", {"reason": "again", "by": "2026-03-20"})
    story.zone("2026-03-02 11:00", "red")
    hand_over(story, "2026-03-02 12:00", kind="team_transfer", to_team="South")
    due = story.due("mdt_review")
    assert due is not None
    assert story.due_at("mdt_review") == "Fri 2026-03-06 17:00"
    words = "".join(str(each) for each in due.because)
    assert all(said in words for said in ("listed for the MDT", "zone to red", "handover opened"))


def test_the_same_reason_again_does_not_put_the_mdt_off() -> None:
    story = settled()
    for at in ("2026-03-02 10:00", "2026-03-06 10:00"):
        story.check(at, "high")
    assert story.due_at("mdt_review") == "Mon 2026-03-09 17:00"


def test_accepted_in_red_is_a_reason_too_and_red_set_again_is_none() -> None:
    story = Story()
    story.accept("2026-03-02 10:00", zone="red")
    assert story.due_at("mdt_review") == "Mon 2026-03-09 17:00"
    story.review("2026-03-03 10:00", "mdt", "2026-04-01")
    story.zone("2026-03-04 10:00", "red")
    assert "mdt_review" not in story.kinds


def test_a_change_of_worker_calls_for_no_mdt() -> None:
    story = settled()
    hand_over(story, "2026-03-02 10:00")
    assert "mdt_review" not in story.kinds


def test_red_or_with_early_warning_a_senior_looks_every_week() -> None:
    story = settled()
    story.zone("2026-03-02 10:00", "red")
    assert story.due_at("senior_review") == "Mon 2026-03-09 17:00"
    story.zone("2026-03-03 10:00", "red")
    assert story.due_at("senior_review") == "Mon 2026-03-09 17:00", "setting red again puts nothing off"
    story.check("2026-03-03 11:00", relapse_indicators=["sleeping by day"])
    assert story.due_at("senior_review") == "Mon 2026-03-09 17:00"
    story.review("2026-03-05 10:00", "senior", "2026-03-10")
    assert story.due_at("senior_review") == "Tue 2026-03-10 17:00", "sooner, as that review set it"
    story.review("2026-03-05 11:00", "senior", "2026-04-10")
    assert story.due_at("senior_review") == "Thu 2026-03-12 17:00", "and never later than a week"
    story.zone("2026-03-06 09:00", "amber")
    assert story.due_at("senior_review") == "Thu 2026-03-12 17:00", "the warning signs stand"
    no = [{"sign": "sleeping by day", "seen": "no"}]
    for at in ("2026-03-06 10:00", "2026-03-07 10:00"):
        story.keep(at, signs_seen=no)
    assert "senior_review" not in story.kinds


def test_a_crisis_is_learned_from_when_a_contact_was_missed_in_the_28_days_before() -> None:
    for missed, owed in (("2026-02-23 10:00", True), ("2026-02-20 11:00", False)):
        story = settled()
        story.miss(missed)
        story.keep(missed.replace(":00", ":30"))
        crisis(story, "2026-03-22 10:00")
        assert ("learning_review" in story.kinds) == owed
    story = settled()
    crisis(story, "2026-03-02 10:00")
    assert "learning_review" not in story.kinds


def test_each_incident_has_its_own_learning() -> None:
    story = settled()
    body = {"kind": "complaint", "what": "late again"}
    first, second = (story.tell(f"2026-03-02 1{n}:00", "incident.recorded", body) for n in (0, 1))
    assert {due.source for due in story.dues if due.kind == "learning_review"} == {first, second}
    story.review("2026-03-03 10:00", "learning", "2026-06-01", about=first)
    assert story.key("learning_review") == f"learning_review:{second}"


def test_a_complaint_changes_no_risk_plan_and_each_other_incident_has_its_own_change() -> None:
    story = settled()
    story.tell("2026-03-02 09:00", "incident.recorded", {"kind": "complaint", "what": "late again"})
    assert "risk_plan_after_incident" not in story.kinds
    body = {"kind": "relapse", "what": "back in the old flat"}
    first, second = (story.tell(f"2026-03-02 1{n}:00", "incident.recorded", body) for n in (0, 1))
    owed = {due.source: due for due in story.dues if due.kind == "risk_plan_after_incident"}
    assert owed.keys() == {first, second}
    assert owed[first].because[0] == "incident (relapse) "
    story.tell("2026-03-03 10:00", "risk_plan.updated", RISK_PLAN | {"because_of": first})
    for month in range(3, 8):
        story.keep(f"2026-{month:02}-20 12:00")
    assert story.key("risk_plan_after_incident") == f"risk_plan_after_incident:{second}"


def test_a_service_sets_how_soon_an_incident_changes_the_risk_plan() -> None:
    story = Story(standards=parse_standards('[dues]\nrisk_plan_after_incident = "24 hours"\n'))
    story.settle("2026-02-20 10:00")
    story.tell("2026-03-02 10:00", "incident.recorded", {"kind": "injury", "what": "fell"})
    assert story.due_at("risk_plan_after_incident") == "Tue 2026-03-03 10:00"


def test_an_incident_that_was_struck_out_owes_nothing() -> None:
    story = settled()
    entry = story.tell("2026-03-02 10:00", "incident.recorded", {"kind": "injury", "what": "fell"})
    story.correct("2026-03-02 11:00", entry, replacement=None)
    assert not {"risk_plan_after_incident", "learning_review"} & story.kinds
    entry = story.tell("2026-03-02 12:00", "incident.recorded", {"kind": "injury", "what": "fell"})
    story.correct("2026-03-02 13:00", entry, replacement={"kind": "complaint", "what": "of the fall"})
    assert "risk_plan_after_incident" not in story.kinds


def test_a_crisis_summary_is_asked_for_and_then_had_and_each_crisis_has_its_own() -> None:
    story = settled()
    first, second = crisis(story, "2026-03-02 10:00"), crisis(story, "2026-03-03 10:00")
    summarise(story, "2026-03-03 12:00", first, "requested")
    by = {due.detail["about"]: due.title for due in story.dues if due.kind == "crisis_summary"}
    assert by == {first: "Get the crisis summary", second: "Ask for the crisis summary"}
    summarise(story, "2026-03-04 10:00", first)
    summarise(story, "2026-03-04 11:00", second)
    assert "crisis_summary" not in story.kinds


def test_consent_to_contact_and_to_share_are_each_asked_again_on_their_date() -> None:
    story = settled()
    body = {"scope": "contact", "given": True, "basis": "consent", "review_on": "2026-04-01"}
    contact = story.tell("2026-03-02 10:00", "consent.recorded", body)
    shared = share(story, "2026-03-02 11:00", "2026-05-01")
    by = {due.source: f"{due.due_at:%Y-%m-%d}" for due in story.dues if due.kind == "consent_review"}
    assert by == {contact: "2026-04-01", shared: "2026-05-01"}


@pytest.mark.parametrize(("shared", "owed"), [("2026-03-30 12:00", True), ("2026-03-30 12:01", False)])
def test_a_crisis_calls_agencies_together_for_28_days_whatever_of_it_is_still_open(shared: str, owed: bool) -> None:
    story = Story()
    story.settle("2026-02-20 10:00")
    story.tell("2026-03-02 11:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    story.keep("2026-03-02 13:00")
    share = {"scope": "share", "with": "Housing", "given": True, "basis": "consent", "review_on": "2026-06-01"}
    story.tell(shared, "consent.recorded", share)
    assert (story.due("review", ":multi_agency") is not None) is owed


@pytest.mark.parametrize(("kind", "part"), [("monthly", ":monthly"), ("multi_agency", ":multi_agency")])
def test_a_review_that_was_held_before_says_that_the_next_counts_from_it(kind: str, part: str) -> None:
    story = settled()
    story.zone("2026-03-01 09:00", "amber")
    share(story, "2026-03-02 10:00")
    story.review("2026-03-03 10:00", kind, "2026-04-01", **dict.fromkeys(STRUCTURED, "as before"))
    due = story.due("review", part)
    assert due is not None
    assert due.because == ("last ", london("2026-03-03 10:00"))
