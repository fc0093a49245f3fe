"""Crises: which are one, which came after a missed contact or came again, and what was learned (S0:37, S1:46)."""

from __future__ import annotations

import pytest

from tests.domain.measures.figures import (
    after,
    case_of,
    cases_of,
    come_back,
    course_of,
    crisis,
    die,
    go_away,
    in_london,
    outcomes,
    refuse,
    said,
    tally_of,
)
from tests.domain.telling import ANOTHER_LAPTOP, Story, moment, settled
from tests.domain.undertaking import act, end

AT = "2026-03-02 10:00"


@pytest.mark.parametrize(
    ("hours", "starts"),
    [
        ([0, 71], ["03-02 10:00"]),
        ([0, 72], ["03-02 10:00", "03-05 10:00"]),
        ([0, 48, 96], ["03-02 10:00", "03-06 10:00"]),
    ],
)
def test_crises_within_72_hours_of_the_first_are_one(hours: list[int], starts: list[str]) -> None:
    story = settled()
    for each in hours:
        crisis(story, after(AT, hours=each))
    assert [in_london(case)[0] for case in cases_of(story, "crisis_rate")] == starts


@pytest.mark.parametrize("change", ["2026-03-28 20:00", "2025-10-25 20:00"])
def test_72_hours_are_by_the_clock_that_nobody_changes(change: str) -> None:
    for minutes, number in ((72 * 60 - 1, 1), (72 * 60, 2)):
        story = Story()
        story.settle("2025-09-01 09:00")
        crisis(story, change)
        crisis(story, after(change, minutes=minutes))
        assert len(cases_of(story, "crisis_rate")) == number


@pytest.mark.parametrize(
    ("before", "counted"),
    [
        ({"days": 28}, "counted"),
        ({"days": 28, "minutes": 1}, "not"),
        ({"minutes": 0}, "counted"),
        ({"minutes": -1}, "not"),
    ],
)
def test_a_contact_expected_in_the_28_days_before_makes_it_a_crisis_after_a_miss(
    before: dict[str, int], counted: str
) -> None:
    story = settled()
    happens = "2026-04-07 10:00"  # the clocks change in between
    expected = after(happens, **{key: -value for key, value in before.items()})
    story.miss(max(expected, "2026-03-01 10:00"), expected)
    crisis(story, happens)
    assert outcomes(story, "crisis_after_miss") == [counted]


def test_a_miss_typed_after_the_crisis_it_came_before_counts() -> None:
    story = settled()
    crisis(story, "2026-03-02 11:00")
    story.miss("2026-03-02 15:00", "2026-03-02 10:00")
    assert outcomes(story, "crisis_after_miss") == ["counted"]


def test_a_joined_miss_counts_and_a_struck_one_does_not() -> None:
    story = settled()
    story.miss("2026-02-23 10:00")
    joined = story.miss("2026-03-20 10:00")
    crisis(story, "2026-04-10 10:00")
    assert outcomes(story, "crisis_after_miss") == ["counted"]
    story.correct("2026-04-11 10:00", joined, replacement=None)
    assert outcomes(story, "crisis_after_miss") == ["not"]


def test_a_crisis_moved_by_a_correction_counts_where_it_was_moved_to() -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    told = crisis(story, "2026-04-10 10:00")
    assert outcomes(story, "crisis_after_miss") == ["not"]
    story.correct("2026-04-11 10:00", told, moved_to=moment("2026-03-05 10:00"))
    assert outcomes(story, "crisis_after_miss") == ["counted"]
    story.correct("2026-04-12 10:00", told, replacement=None)
    assert outcomes(story, "crisis_after_miss") == []


def test_what_two_laptops_saw_differently_counts_as_missed_and_is_flagged() -> None:
    story = settled()
    booked = story.book("2026-02-27 10:00", "2026-03-02 10:00")
    story.miss("2026-03-02 11:00", "2026-03-02 10:00", planned=booked)
    story.tell(
        "2026-03-02 11:00", "contact.completed",
        {"planned": booked, "method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "tea"},
        device=ANOTHER_LAPTOP, replaces=(),
    )  # fmt: skip
    crisis(story, "2026-03-09 10:00")
    case = case_of(story, "crisis_after_miss")
    assert said(case) == "counted"
    assert case.is_disputed


def test_it_starts_at_the_crisis_and_says_that_it_was_learned_late() -> None:
    story = settled()
    crisis(story, "2026-03-02 10:00", learned="2026-03-04 09:00")
    case = case_of(story, "crisis_after_miss")
    assert in_london(case)[0] == "03-02 10:00"
    assert case.facts["learned_late"] is True
    assert tally_of(story, "crisis_rate", "2026-03-01", "2026-04-01", "2026-05-01 09:00").more == {"learned late": 1}


def test_who_is_away_is_left_out_and_who_refuses_is_not() -> None:
    story = settled()
    go_away(story, "2026-03-02 09:00")
    crisis(story, "2026-03-03 10:00")
    come_back(story, "2026-03-06 10:00")
    refuse(story, "2026-03-07 10:00")
    crisis(story, "2026-03-20 10:00")
    assert outcomes(story, "crisis_rate") == ["away", "counted"]


def test_who_was_admitted_because_of_it_is_not_left_out() -> None:
    story = settled()
    crisis(story, "2026-03-02 09:00")
    go_away(story, "2026-03-02 09:00")
    assert outcomes(story, "crisis_rate") == ["counted"]


REFERRED = {"ref": "P-1", "given": "Amina", "family": "Yusuf", "source": "gp", "team": "North", "reason": "not coping"}


def test_whoever_waits_for_triage_is_on_the_caseload_and_their_crisis_is_one() -> None:
    story = Story()
    story.tell("2026-03-01 10:00", "referral.received", REFERRED)
    crisis(story, "2026-03-02 10:00")
    story.accept("2026-03-03 10:00")
    assert outcomes(story, "crisis_rate") == ["counted"]
    assert outcomes(story, "crisis_after_miss") == ["not"]
    tally = tally_of(story, "crisis_rate", "2026-03-01", "2026-04-01", "2026-05-01 09:00")
    assert tally.value == pytest.approx(100 / (31 - 11 / 24) * 365.25 / 12)


def test_a_crisis_before_anybody_knew_of_them_is_counted_apart_of_the_rate() -> None:
    story = Story()
    story.tell("2026-03-03 10:00", "referral.received", REFERRED)
    crisis(story, "2026-03-02 10:00")
    assert outcomes(story, "crisis_rate") == ["not on the caseload"]


def test_nobody_was_gone_for_a_death_that_was_denied() -> None:
    story = settled()
    died = story.tell("2026-03-03 10:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    crisis(story, "2026-03-04 10:00")
    story.tell("2026-03-05 10:00", "report.confirmed", {"about": died, "true": False})
    assert outcomes(story, "crisis_rate") == ["counted"]
    tally = tally_of(story, "crisis_rate", "2026-03-01", "2026-04-01", "2026-05-01 09:00")
    assert tally.value == pytest.approx(100 / (31 - 1 / 24) * 365.25 / 12)


def test_the_rate_is_per_100_months_on_the_caseload() -> None:
    story = settled()
    crisis(story, "2026-03-02 10:00")
    tally = tally_of(story, "crisis_rate", "2026-03-01", "2026-04-01", "2026-05-01 09:00")
    assert (tally.n, tally.d) == (1, 1)
    assert tally.value == pytest.approx(100 / (31 - 1 / 24) * 365.25 / 12)


@pytest.mark.parametrize(
    ("again", "expected"), [({"days": 30}, "counted"), ({"days": 30, "minutes": 1}, "not"), ({"hours": 73}, "counted")]
)
def test_another_crisis_within_30_days(again: dict[str, int], expected: str) -> None:
    story = settled()
    crisis(story, "2026-03-10 10:00")
    crisis(story, after("2026-03-10 10:00", **again))
    assert outcomes(story, "crisis_again_30")[0] == expected


def test_it_is_ripe_once_the_30_days_are_over() -> None:
    story = settled()
    crisis(story, "2026-03-10 10:00")
    case = case_of(story, "crisis_again_30")
    assert case.due_at is not None
    assert in_london(case) == ("03-10 10:00", None, "04-09 11:00")
    early = tally_of(story, "crisis_again_30", "2026-03-01", "2026-04-01", "2026-04-09 10:59")
    assert (early.d, early.not_ripe) == (0, 1)
    assert tally_of(story, "crisis_again_30", "2026-03-01", "2026-04-01", "2026-04-09 11:00").d == 1


def test_harm_that_came_is_never_left_out_and_who_was_away_without_it_is() -> None:
    story = settled()
    crisis(story, "2026-03-02 10:00")
    go_away(story, "2026-03-02 10:00")
    come_back(story, "2026-03-16 10:00")
    assert outcomes(story, "crisis_again_30") == ["away"]
    crisis(story, "2026-03-20 10:00")
    assert outcomes(story, "crisis_again_30") == ["counted", "not"]
    die(story, "2026-03-25 10:00")
    assert outcomes(story, "crisis_again_30") == ["counted", "died"]


def test_a_crisis_while_they_were_away_begins_nothing() -> None:
    story = settled()
    go_away(story, "2026-03-02 10:00")
    crisis(story, "2026-03-03 10:00", "self_harm")
    come_back(story, "2026-03-05 10:00")
    crisis(story, "2026-03-20 10:00")
    assert outcomes(story, "crisis_again_30") == ["away", "not"]


@pytest.mark.parametrize(
    ("reviewed", "expected"),
    [("2026-03-23 17:00", "counted"), ("2026-03-23 17:01", "not"), (None, "not")],
)
def test_a_crisis_after_a_miss_is_learned_from_in_10_service_days(reviewed: str | None, expected: str) -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    told = crisis(story, "2026-03-09 10:00")
    if reviewed:
        story.review(reviewed, "learning", "2026-04-20", about=told)
    assert outcomes(story, "learning") == [expected]
    assert case_of(story, "crisis_after_miss").facts["learned_in_time"] is (expected == "counted")
    assert case_of(story, "crisis_after_miss").facts["what_changes"] is bool(reviewed)


def test_it_is_learned_from_when_they_have_died_as_well() -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    crisis(story, "2026-03-09 10:00")
    die(story, "2026-03-10 10:00")
    assert outcomes(story, "learning") == ["not"]


def test_a_crisis_without_a_miss_asks_for_no_learning_and_an_incident_does() -> None:
    story = settled()
    crisis(story, "2026-03-09 10:00")
    assert outcomes(story, "learning") == []
    told = story.tell("2026-03-10 10:00", "incident.recorded", {"kind": "complaint", "what": "nobody rang back"})
    assert outcomes(story, "learning") == ["not"]
    story.review("2026-03-12 10:00", "learning", "2026-04-20", about=told)
    assert outcomes(story, "learning") == ["counted"]


def test_two_crises_that_are_one_are_learned_from_by_a_review_about_either() -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    crisis(story, "2026-03-09 10:00")
    second = crisis(story, "2026-03-10 10:00", "police")
    story.review("2026-03-12 10:00", "learning", "2026-04-20", about=second)
    assert outcomes(story, "learning") == ["counted"]


def test_the_change_is_owned_by_an_action_about_it_and_done_when_that_is() -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    told = crisis(story, "2026-03-09 10:00")
    review = story.review("2026-03-12 10:00", "learning", "2026-04-20", about=told)
    facts = case_of(story, "learning").facts
    assert (facts["owned"], facts["done"]) == (False, False)
    action = act(story, "2026-03-12 11:00", "2026-03-20 17:00", about=review)
    facts = case_of(story, "learning").facts
    assert (facts["owned"], facts["done"]) == (True, False)
    end(story, "2026-03-19 11:00", action, "no_longer_needed")
    assert case_of(story, "learning").facts["done"] is False
    other = act(story, "2026-03-20 11:00", "2026-03-25 17:00", about=told)
    end(story, "2026-03-21 11:00", other)
    assert case_of(story, "learning").facts["done"] is True


def test_beside_the_share_stand_the_kinds_the_plan_and_what_was_learned() -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    told = crisis(story, "2026-03-09 10:00", "police", plan_used="in_part")
    crisis(story, "2026-03-10 10:00", "ae", plan_used="no")
    crisis(story, "2026-03-24 10:00", "ambulance", plan_used="yes")
    story.review("2026-03-12 10:00", "learning", "2026-04-20", about=told)
    tally = tally_of(story, "crisis_after_miss", "2026-03-01", "2026-04-01", "2026-03-24 12:00")
    assert (tally.n, tally.d) == (2, 2)
    assert tally.more == {
        "learned late": 0, "police": 1, "ambulance": 1, "their plan was used": 1, "their plan was used in part": 0,
        "their plan was not used": 1, "to be learned from by now": 1, "learned from in time": 1,
        "learned from, saying what changes": 1,
    }  # fmt: skip


def test_a_crisis_belongs_to_the_period_of_its_start() -> None:
    story = settled()
    crisis(story, "2026-03-31 23:59")
    crisis(story, "2026-04-01 00:00")
    assert tally_of(story, "crisis_after_miss", "2026-03-01", "2026-04-01", "2026-05-01 09:00").d == 1
    assert tally_of(story, "crisis_after_miss", "2026-04-01", "2026-05-01", "2026-05-01 09:00").d == 0


def test_nobody_who_had_no_crisis_has_a_case() -> None:
    course = course_of(settled())
    assert course.state.crises == []
    assert [outcomes(settled(), key) for key in ("crisis_rate", "crisis_again_30", "learning")] == [[], [], []]
