"""Who is on the caseload, from referral to leaving and coming back; away, refusing, died (records.md, People)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.views.cards import card_of
from tests.domain.telling import ANOTHER_LAPTOP, CHECK, KEPT, Story, london, moment
from tests.domain.undertaking import act

REFERRAL = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low mood"}
WARD = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}
CONTACT_DUES = {"cadence", "too_long_unseen", "first_contact", "ladder_step", "contact", "book_contact"}


def settled() -> Story:
    story = Story()
    story.settle("2026-02-20 09:00")
    return story


def leave(story: Story, at: str = "2026-03-02 10:00", reason: str = "goals_met", **told: Any) -> str:
    agreed = story.decide(at.replace("10:00", "09:00"), "agree", None, about="discharge", authorised_by="w-mgr")
    body = {"destination": "GP", "reason": reason, "note": "agreed together", "decision": agreed}
    return story.tell(at, "person.discharged", body, **told)


def test_a_referral_waits_for_triage_and_nothing_else_is_owed() -> None:
    story = Story()
    story.tell("2026-03-02 10:00", "referral.received", REFERRAL)
    assert story.kinds == {"triage"}
    story.tell("2026-03-02 12:00", "referral.declined", {"reason": "out of area", "told": "the GP"})
    assert not story.dues


def test_a_second_referral_does_not_put_the_first_one_off_and_an_urgent_one_hastens_it() -> None:
    story = Story()
    story.tell("2026-03-02 10:00", "referral.received", REFERRAL)
    story.tell("2026-03-02 11:00", "referral.received", REFERRAL)
    assert story.due_at("triage") == "Tue 2026-03-03 10:00"
    story.tell("2026-03-02 12:00", "referral.received", REFERRAL | {"urgent": True})
    assert story.due_at("triage") == "Mon 2026-03-02 17:00"


def test_somebody_referred_again_after_they_left_waits_for_triage() -> None:
    story = settled()
    leave(story)
    assert not story.dues
    story.tell("2026-06-01 10:00", "referral.received", REFERRAL)
    assert "triage" in story.kinds
    story.accept("2026-06-02 10:00")
    assert story.due_at("first_contact") == "Tue 2026-06-09 17:00"


@pytest.mark.parametrize("how", ["person.reopened", "person.accepted"])
def test_coming_back_is_a_fresh_acceptance_for_every_clock(how: str) -> None:
    story = settled()
    leave(story)
    if how == "person.accepted":
        story.accept("2026-06-01 10:00")
    else:
        story.tell("2026-06-01 10:00", "person.reopened", {"reason": "asks to come back"})
    assert {"first_contact", "confirm_consent", "baseline_risk_screen"} <= story.kinds
    assert story.due_at("cadence") == "Mon 2026-06-15 17:00"
    assert story.due_at("book_contact") == "Tue 2026-06-02 10:00"


def test_nobody_who_is_here_can_be_taken_on_again_to_start_their_clocks_afresh() -> None:
    story = settled()
    before = story.due_at("cadence")
    story.tell("2026-03-01 10:00", "person.reopened", {"reason": "by mistake"})
    story.accept("2026-03-01 11:00")
    assert story.due_at("cadence") == before


@pytest.mark.parametrize(
    ("reason", "leaves"), [("goals_met", False), ("own_wish", False), ("moved_away", True), ("transferred", True)]
)
def test_a_discharge_is_judged_at_its_own_place_in_the_story(reason: str, leaves: bool) -> None:
    story = settled()
    leave(story, reason=reason)
    assert not story.dues
    body = {"expected_at": moment("2026-03-01 10:00"), "method": "call", "how": "no_reply"}
    story.tell("2026-03-01 11:00", "contact.missed", body, device="b" * 32, recorded="2026-03-04 10:00")
    assert (story.state.on_caseload, "conflict" in story.kinds) == (not leaves, not leaves)


def test_a_refused_discharge_stays_in_conflict_until_one_replaces_it_or_it_is_corrected() -> None:
    for settle in ("replace", "strike"):
        story = settled()
        story.miss("2026-03-01 10:00")
        discharge = leave(story)
        assert {"conflict", "ladder_step"} <= story.kinds
        story.tell("2026-03-02 11:00", "person.reopened", {"reason": "a misunderstanding"})
        story.check("2026-03-02 11:30")
        story.keep("2026-03-02 12:00")
        assert "conflict" in story.kinds
        if settle == "strike":
            story.correct("2026-03-02 13:00", discharge, replacement=None)
            assert story.state.on_caseload
        else:
            leave(story, "2026-03-03 10:00")
            assert not story.state.on_caseload
        assert "conflict" not in story.kinds


def test_an_open_escalation_keeps_them_on_the_caseload() -> None:
    story = settled()
    decision = story.decide("2026-03-01 10:00", "escalate", None, about="safeguarding", risk_of_harm="not eating")
    story.escalate("2026-03-01 11:00", decision, "2026-03-03 11:00")
    leave(story, reason="moved_away")
    assert story.state.on_caseload


ABOUT_CONTACT: list[tuple[str, dict[str, Any]]] = [
    ("contact.completed", KEPT),
    ("contact.missed", {"expected_at": moment("2026-03-09 10:00"), "method": "call", "how": "no_reply"}),
    ("risk_check.completed", CHECK),
    ("crisis.recorded", {"kind": "ae", "source": "A&E"}),
    ("outreach.attempted", {"method": "call", "to": "person", "outcome": "no_answer"}),
]


@pytest.mark.parametrize(("type", "body"), ABOUT_CONTACT, ids=[type for type, _ in ABOUT_CONTACT])
def test_contact_after_they_left_puts_them_back_with_a_conflict(type: str, body: dict[str, Any]) -> None:
    story = settled()
    leave(story)
    story.tell("2026-03-09 10:00", type, body, device="b" * 32)
    assert {"conflict", "cadence"} <= story.kinds
    story.tell("2026-03-09 12:00", "person.reopened", {"reason": "they called us"})
    assert "conflict" not in story.kinds
    assert story.state.on_caseload


@pytest.mark.parametrize("type", ["coordinator.named", "person.details_updated"])
def test_what_is_not_about_contact_brings_nobody_back(type: str) -> None:
    story = settled()
    leave(story)
    body = {"coordinator": "w-ann", "clinical_oversight": "CMHT"} if type == "coordinator.named" else {"gp": "Dr Ash"}
    story.tell("2026-03-09 10:00", type, body)
    assert not story.state.on_caseload


def test_contact_before_they_left_that_arrives_later_changes_nothing() -> None:
    story = settled()
    leave(story)
    story.tell("2026-02-26 10:00", "contact.completed", KEPT, device="b" * 32, recorded="2026-03-09 10:00")
    assert not story.state.on_caseload


def test_entries_that_name_somebody_whose_acceptance_has_not_arrived_are_owed_an_answer() -> None:
    story = Story()
    story.tell("2026-03-02 10:00", "contact.missed", ABOUT_CONTACT[1][1])
    due = story.due("unread")
    assert due is not None
    assert (due.band, due.named_owner) == (2, "duty")


def test_being_away_withholds_contact_and_is_reviewed_weekly() -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    story.tell("2026-03-02 12:00", "person.admitted", WARD)
    assert CONTACT_DUES.isdisjoint(story.kinds)
    assert story.due_at("away_review") == "Mon 2026-03-09 17:00"
    story.review("2026-03-05 10:00", "away", "2026-03-20")
    assert story.due_at("away_review") == "Thu 2026-03-12 17:00"
    story.keep("2026-03-06 10:00")
    assert story.due_at("away_review") == "Fri 2026-03-13 17:00"


@pytest.mark.parametrize(
    ("until", "due"), [("2026-03-05", "Thu 2026-03-05 17:00"), ("2026-03-30", "Mon 2026-03-09 17:00")]
)
def test_an_expected_return_is_asked_about_when_it_comes_first(until: str, due: str) -> None:
    story = settled()
    story.tell("2026-03-02 12:00", "person.admitted", WARD | {"expected_until": until})
    assert story.due_at("away_review") == due


def test_a_review_on_the_day_of_an_expected_return_has_asked_and_a_contact_that_day_has_not() -> None:
    story = settled()
    story.tell("2026-03-02 12:00", "person.admitted", WARD | {"expected_until": "2026-03-05"})
    story.keep("2026-03-05 09:30")
    assert story.due_at("away_review") == "Thu 2026-03-05 17:00"
    story.review("2026-03-05 10:00", "away", "2026-03-20")
    assert story.due_at("away_review") == "Thu 2026-03-12 17:00"


def test_an_unconfirmed_admission_withholds_nothing() -> None:
    story = settled()
    admitted = story.tell("2026-03-02 12:00", "person.admitted", {"kind": "general_ward", "where": "St Mary"})
    assert {"cadence", "confirm_report"} <= story.kinds
    story.tell("2026-03-02 13:00", "report.confirmed", {"about": admitted, "true": True})
    assert {"cadence", "confirm_report"}.isdisjoint(story.kinds)
    assert "away_review" in story.kinds


def test_a_false_admission_ends_its_effect_and_leaves_them_where_they_were() -> None:
    story = settled()
    story.tell("2026-03-02 12:00", "person.admitted", WARD)
    wrong = story.tell("2026-03-03 12:00", "person.admitted", WARD | {"kind": "general_ward", "where": "St Mary"})
    story.tell("2026-03-03 13:00", "report.confirmed", {"about": wrong, "true": False})
    assert story.state.away_now is not None
    assert story.state.away_now.kind == "mental_health_ward"


@pytest.mark.parametrize(
    ("kind", "owed"), [("mental_health_ward", True), ("custody", True), ("general_ward", False), ("holiday", False)]
)
def test_back_from_a_mental_health_ward_or_custody_they_are_spoken_to_within_72_hours(kind: str, owed: bool) -> None:
    story = settled()
    story.tell("2026-03-02 12:00", "person.admitted", WARD | {"kind": kind})
    story.tell("2026-03-27 15:00", "person.returned", {})
    assert (story.due_at("follow_up") == "Mon 2026-03-30 16:00") == owed


def test_an_inner_return_ends_the_inner_stay_only_and_somebody_asks_the_same_day() -> None:
    story = settled()
    story.tell("2026-03-02 12:00", "person.admitted", WARD)
    story.tell("2026-03-04 12:00", "person.admitted", WARD | {"kind": "general_ward", "where": "St Mary"})
    assert "follow_up" not in story.kinds
    story.tell("2026-03-09 12:00", "person.returned", {})
    assert story.state.away_now is not None
    assert story.state.away_now.where == WARD["where"]
    assert CONTACT_DUES.isdisjoint(story.kinds)
    assert story.due_at("away_review") == "Mon 2026-03-09 17:00"
    story.tell("2026-03-09 13:00", "person.returned", {})
    assert story.due_at("follow_up") == "Thu 2026-03-12 13:00"


REFUSED = {"scope": "contact", "given": False, "basis": "consent", "rationale": "asks us to stop"}


def test_a_refusal_withholds_contact_and_is_reviewed_within_a_week() -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "consent.recorded", REFUSED | {"review_on": "2026-03-20"})
    assert CONTACT_DUES.isdisjoint(story.kinds)
    assert story.due_at("refusal_review") == "Mon 2026-03-09 17:00"
    story.review("2026-03-05 10:00", "refusal", "2026-03-09")
    assert story.due_at("refusal_review") == "Mon 2026-03-09 17:00"
    story.review("2026-03-06 10:00", "refusal", "2026-03-30")
    assert story.due_at("refusal_review") == "Fri 2026-03-13 17:00"


def test_a_refusal_while_high_is_reviewed_on_the_next_service_day() -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "consent.recorded", REFUSED | {"review_on": "2026-03-20"})
    story.zone("2026-03-04 10:00", "red")
    assert story.due_at("refusal_review") == "Thu 2026-03-05 17:00"


@pytest.mark.parametrize("capacity", ["doubt", "assessment_needed"])
def test_a_refusal_while_capacity_is_in_doubt_withholds_nothing_and_is_reviewed_all_the_same(capacity: str) -> None:
    story = settled()
    story.check("2026-03-01 10:00", capacity=capacity)
    story.tell("2026-03-02 10:00", "consent.recorded", REFUSED | {"review_on": "2026-03-20"})
    assert {"cadence", "refusal_review"} <= story.kinds
    story.check("2026-03-03 10:00")
    assert "cadence" not in story.kinds


@pytest.mark.parametrize("confirmed", [True, False])
def test_from_the_first_word_of_a_death_nobody_is_asked_to_call(confirmed: bool) -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    story.tell("2026-03-02 12:00", "person.died", {"reported_by": "a neighbour", "confirmed": confirmed})
    assert CONTACT_DUES.isdisjoint(story.kinds)
    assert "confirm_report" in story.kinds
    assert (story.due_at("death_actions") == "Wed 2026-03-04 17:00") == confirmed
    assert "gap_cover" not in story.kinds


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("by", ["w-tom", "w-eva"])
@pytest.mark.parametrize("again", ["report.confirmed", "person.died"])
def test_a_confirmed_death_is_asked_of_somebody_else_than_who_recorded_it(first: bool, by: str, again: str) -> None:
    story = settled()
    body = {"reported_by": "GP", "confirmed": first}
    died = story.tell("2026-03-02 12:00", "person.died", body)
    said = {"about": died, "true": True} if again == "report.confirmed" else body | {"confirmed": True}
    story.tell("2026-03-02 13:00", again, said, author=by)
    assert story.state.has_died
    assert ("confirm_report" in story.kinds) == (by == "w-tom")


def test_what_a_confirmed_death_owes_counts_from_its_confirmation() -> None:
    story = settled()
    died = story.tell("2026-03-02 12:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    story.tell("2026-03-06 12:00", "report.confirmed", {"about": died, "true": True, "with": "the coroner"})
    assert story.due_at("death_actions") == "Tue 2026-03-10 17:00"
    assert story.state.on_caseload
    story.review("2026-03-09 12:00", "learning", "2026-06-01", about=died)
    assert not story.state.on_caseload


def test_live_contact_settles_an_unconfirmed_death_as_untrue() -> None:
    story = settled()
    story.tell("2026-03-02 12:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    story.keep("2026-03-03 12:00", "call")
    assert story.state.death is None
    assert "cadence" in story.kinds


@pytest.mark.parametrize("true", [True, False])
def test_contact_after_a_confirmed_death_is_a_conflict_and_the_banner_stays_until_it_is_settled(true: bool) -> None:
    story = settled()
    died = story.tell("2026-03-02 12:00", "person.died", {"reported_by": "the coroner", "confirmed": True})
    story.keep("2026-03-03 12:00", "call")
    due = story.due("conflict")
    assert due is not None
    assert due.detail["about"] == died
    assert story.ground.state.has_died
    assert CONTACT_DUES.isdisjoint(story.kinds)
    story.tell("2026-03-03 14:00", "report.confirmed", {"about": died, "true": true})
    assert "conflict" not in story.kinds
    assert ("cadence" in story.kinds) == (not true)


AFTER_A_DEATH = {
    "death_actions", "confirm_report", "confirm_authority", "conflict", "action", "request_reply", "learning_review",
    "escalation_reply", "escalation_outcome",
}  # fmt: skip


def test_after_a_death_stands_what_the_standards_name_and_nothing_else() -> None:
    assert {name for name, kind in KINDS.items() if kind.outlives_death} == AFTER_A_DEATH
    story = settled()
    story.zone("2026-03-01 10:00", "red")
    episode = story.miss("2026-03-02 10:00")
    opened = {"title": "Key", "owner": "w-tom", "due_at": moment("2026-03-05 10:00"), "area": "housing"}
    story.tell("2026-03-02 11:00", "action.opened", opened)
    story.tell("2026-03-02 12:00", "person.died", {"reported_by": "the coroner", "confirmed": True})
    assert story.kinds <= AFTER_A_DEATH
    assert {"action", "death_actions"} <= story.kinds
    assert story.ground.episode is None
    assert story.ground.episode_of(episode) is not None


@pytest.mark.parametrize(("zone", "stands"), [("red", True), ("green", False)])
def test_said_to_have_died_only_the_visit_of_somebody_high_stands(zone: str, stands: bool) -> None:
    story = settled()
    story.zone("2026-03-01 10:00", zone)
    story.miss("2026-03-02 10:00")
    story.tell("2026-03-02 12:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    steps = {due.detail["step"] for due in story.dues if due.kind == "ladder_step"}
    assert steps == ({"welfare_visit"} if stands else set())
    assert "confirm_report" in story.kinds


def test_an_attempt_is_not_enough_to_settle_a_death_report() -> None:
    story = settled()
    story.tell("2026-03-02 12:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    story.attempt("2026-03-03 12:00", None, None, "replied", method="text")
    assert story.state.death is not None


def test_a_report_that_is_true_still_owes_the_entry_it_means() -> None:
    story = settled()
    noor = {"to": "trusted_contact", "name": "Noor"}
    said = story.attempt("2026-03-02 12:00", None, None, "says_in_hospital", **noor)
    story.tell("2026-03-02 13:00", "report.confirmed", {"about": said, "true": True})
    assert "confirm_report" in story.kinds
    story.tell("2026-03-02 14:00", "person.admitted", WARD)
    assert "confirm_report" not in story.kinds


def test_a_promise_is_looked_at_on_the_next_service_day_after_it() -> None:
    story = settled()
    story.attempt("2026-03-26 11:00", None, None, "could_not_talk", promise="2026-03-28")
    assert story.due_at("promise") == "Mon 2026-03-30 10:00"
    assert story.reading("promise", "2026-03-27 12:00") == "upcoming"
    assert story.reading("promise", "2026-03-28 12:00") == "due"


def test_an_answer_owes_a_call_only_where_live_contact_is_still_owed() -> None:
    story = settled()
    story.attempt("2026-03-02 11:00", None, None, "replied", method="text")
    assert "speak_to" not in story.kinds
    story.tell("2026-03-02 12:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    story.attempt("2026-03-02 14:00", None, None, "replied", method="text")
    assert story.due_at("speak_to") == "Tue 2026-03-03 12:00"
    story.keep("2026-03-02 15:00", "call")
    story.attempt("2026-03-02 16:00", None, None, "replied", method="text")
    assert "speak_to" not in story.kinds


def test_a_wrong_number_owes_one_due_that_names_every_reason() -> None:
    story = settled()
    story.attempt("2026-03-02 11:00", None, None, "invalid_number")
    story.attempt("2026-03-03 11:00", None, None, "bounced", method="email")
    due = story.due("fix_details")
    assert due is not None
    assert story.due_at("fix_details") == "Mon 2026-03-02 17:00"
    assert [word for word in due.because if isinstance(word, str) and "bounced" in word]


def reported(*outcomes: str) -> tuple[Story, list[str]]:
    """What Noor said on Monday 2 March, a minute after another."""
    story = settled()
    said = {"to": "trusted_contact", "name": "Noor"}
    return story, [story.attempt(f"2026-03-02 12:0{n}", None, None, each, **said) for n, each in enumerate(outcomes)]


def to_find_out(story: Story) -> set[str]:
    return {due.source for due in story.dues if due.kind == "confirm_report"}


def test_live_contact_answers_that_they_died_and_not_that_they_moved() -> None:
    story, (_, moved) = reported("says_died", "says_moved")
    story.keep("2026-03-03 10:00", "call")
    assert to_find_out(story) == {moved}


def test_a_death_on_record_takes_the_place_of_what_was_said_of_it_and_of_nothing_else() -> None:
    story, (_, moved) = reported("says_died", "says_moved")
    died = story.tell("2026-03-03 10:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    assert to_find_out(story) == {moved, died}


@pytest.mark.parametrize(("area", "leaves"), [("housing", True), ("safeguarding", False)])
def test_of_open_actions_only_one_about_safeguarding_holds_them_here(area: str, leaves: bool) -> None:
    story = settled()
    act(story, "2026-03-01 10:00", "2026-03-10 12:00", area=area)
    leave(story)
    assert story.state.on_caseload == (not leaves)


def test_a_discharge_typed_with_an_earlier_hour_than_its_decision_counts_from_that_decision() -> None:
    story = settled()
    agreed = story.decide("2026-03-02 12:00", "agree", None, about="discharge", authorised_by="w-mgr")
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed together", "decision": agreed}
    story.tell("2026-03-02 10:00", "person.discharged", body, recorded="2026-03-02 13:00")
    assert not story.state.on_caseload
    assert story.state.left is not None
    assert story.state.left.at == london("2026-03-02 12:00")


def test_the_zone_is_unknown_from_the_referral_until_somebody_has_looked() -> None:
    story = Story()
    story.tell("2026-03-02 10:00", "referral.received", REFERRAL)
    assert story.state.zone_now == "unknown"
    story.accept("2026-03-03 10:00")
    assert story.state.zone_now == "unknown"
    story.zone("2026-03-03 11:00", "green")
    assert story.state.zone_now == "green"


@pytest.mark.parametrize(("zone", "by"), [("red", "Sat 2026-03-07 18:00"), ("green", "Mon 2026-03-09 10:00")])
def test_first_contact_after_more_care_waits_for_no_opening_where_they_came_in_red(zone: str, by: str) -> None:
    story = Story()
    story.accept("2026-03-04 18:00", source="step_down", zone=zone)
    assert story.due_at("first_contact") == by


@pytest.mark.parametrize("source", ["crisis_team", "ae_liaison", "ward"])
@pytest.mark.parametrize(
    ("accepted", "by"),
    [
        ("2026-03-04 08:59", "Fri 2026-03-06 12:00"),
        ("2026-03-04 18:00", "Fri 2026-03-06 12:00"),
        ("2026-04-02 16:00", "Wed 2026-04-08 12:00"),
        ("2026-03-27 16:00", "Tue 2026-03-31 12:00"),
    ],
    ids=["before opening", "after closing", "before Easter", "over the clock change"],
)
def test_first_contact_after_a_crisis_or_a_ward_is_by_noon_of_the_second_service_day(
    source: str, accepted: str, by: str
) -> None:
    story = Story()
    story.accept(accepted, source=source)
    assert (story.state.zone_now, story.due_at("first_contact")) == ("amber", by)
    due = story.due("first_contact")
    assert due is not None
    assert (due.band, due.from_at) == (1, london(accepted)), "shown from the first hour"


def test_back_from_elsewhere_somebody_asks_the_same_day_and_not_when_a_week_is_over() -> None:
    story = settled()
    story.tell("2026-03-02 12:00", "person.admitted", WARD)
    story.tell("2026-03-03 12:00", "person.admitted", WARD | {"kind": "general_ward", "where": "St Mary"})
    story.tell("2026-03-05 12:00", "person.returned", {})
    due = story.due("away_review")
    assert due is not None
    assert story.due_at("away_review") == "Thu 2026-03-05 17:00"
    assert due.because[-3:] == ("; back from elsewhere ", london("2026-03-05 12:00"), ": still there?")


def test_what_was_once_declined_is_decided_however_long_ago_it_was() -> None:
    story = settled()
    story.attempt("2026-03-02 10:00", None, None, "declined")
    decided = story.attempt("2026-03-02 11:00", None, None, "could_not_talk")
    assert "decision" in story.kinds
    story.zone("2026-05-20 10:00", "amber")
    assert "decision" in story.kinds
    assert decided in {each.id for each in story.state.attempts}


def test_nothing_is_said_of_oversight_until_somebody_is_named() -> None:
    story = settled()
    assert card_of(story.state, story.standards).oversight == ""
    named = {"coordinator": "w-ann", "clinical_oversight": "the duty line"}
    story.tell("2026-03-02 10:00", "coordinator.named", named)
    assert card_of(story.state, story.standards).oversight == "the duty line"


def test_a_discharge_typed_before_its_decision_waits_for_the_managers_word_all_the_same() -> None:
    story = settled()
    agreed = story.decide("2026-03-02 12:00", "agree", None, about="discharge", authorised_by="w-mgr",
                          told={"author": "w-tom"})  # fmt: skip
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed together", "decision": agreed}
    story.tell("2026-03-02 10:00", "person.discharged", body, recorded="2026-03-02 13:00")
    assert story.state.on_caseload
    story.tell("2026-03-02 14:00", "report.confirmed", {"about": agreed, "true": True}, author="w-mgr")
    assert not story.state.on_caseload


def test_a_discharge_that_was_agreed_months_ago_counts_on_the_day_it_is_recorded() -> None:
    story = settled()
    agreed = story.decide("2026-03-02 09:00", "agree", None, about="discharge", authorised_by="w-mgr")
    story.keep("2026-03-03 10:00", "call")
    story.check("2026-03-03 11:00")
    story.keep("2026-05-20 10:00", "call")
    body = {"destination": "GP", "reason": "goals_met", "note": "agreed together", "decision": agreed}
    story.tell("2026-05-20 11:00", "person.discharged", body)
    assert not story.state.on_caseload


def test_whoever_came_back_is_amber_once_another_laptop_says_so_whatever_they_were_before() -> None:
    story = settled()
    leave(story)
    story.accept("2026-03-09 10:00")
    assert story.state.zone_now == "unknown"
    story.zone("2026-03-09 11:00", "amber", device=ANOTHER_LAPTOP, replaces=())
    assert story.state.zone_now == "amber"


@pytest.mark.parametrize("said", [{}, {"zone": "amber"}], ids=["without a zone", "amber"])
@pytest.mark.parametrize("source", ["gp", "ward", "crisis_team"])
@pytest.mark.parametrize("seen", [True, False])
def test_whoever_was_red_while_they_waited_for_triage_is_red_when_they_are_accepted(
    source: str, said: dict[str, str], seen: bool
) -> None:
    """By whoever saw it, or on a laptop that had not heard of it; until somebody sets another zone."""
    story = Story()
    story.tell("2026-03-02 10:00", "referral.received", REFERRAL)
    told = {} if seen else {"device": ANOTHER_LAPTOP}
    story.zone("2026-03-02 11:00", "red", **told)
    story.accept("2026-03-02 12:00", source=source, **said)
    assert (story.state.zone_now, story.ground.is_high) == ("red", True)
    story.zone("2026-03-02 13:00", "amber")
    assert (story.state.zone_now, story.ground.is_high) == ("amber", False)


@pytest.mark.parametrize(("source", "zone"), [("gp", "unknown"), ("ward", "amber")])
def test_green_while_they_waited_for_triage_holds_no_longer_than_that(source: str, zone: str) -> None:
    story = Story()
    story.tell("2026-03-02 10:00", "referral.received", REFERRAL)
    story.zone("2026-03-02 11:00", "green")
    story.accept("2026-03-02 12:00", source=source)
    assert story.state.zone_now == zone


@pytest.mark.parametrize(("said", "zone"), [({}, "red"), ({"zone": "green"}, "green")])
def test_whoever_left_red_comes_back_red_unless_it_is_said_otherwise(said: dict[str, str], zone: str) -> None:
    story = settled()
    story.zone("2026-03-01 10:00", "red")
    leave(story)
    story.accept("2026-03-20 10:00", **said)
    assert story.state.zone_now == zone
