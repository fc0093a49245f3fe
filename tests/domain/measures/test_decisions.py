"""What was to be decided, and looked at again: in time or not (S0:30, S0:42-43)."""

from __future__ import annotations

import pytest

from tests.domain.measures.figures import (
    case_of,
    cases_of,
    come_back,
    die,
    go_away,
    in_london,
    outcomes,
    refuse,
    said,
    tally_of,
)
from tests.domain.telling import ANOTHER_LAPTOP, DECISION, Story, moment, settled


def declined(story: Story, at: str = "2026-03-02 10:00") -> str:
    """A missed contact, and they declined at once: a decision is owed by 17:00 that day."""
    missed = story.miss(at)
    story.attempt(at, missed, "same_day_attempt", "declined")
    return missed


@pytest.mark.parametrize(
    ("decided", "expected"),
    [("2026-03-02 17:00", "counted"), ("2026-03-02 17:01", "not"), ("2026-03-02 10:05", "counted"), (None, "not")],
)
def test_a_decision_is_made_in_time_up_to_its_due_moment(decided: str | None, expected: str) -> None:
    story = settled()
    missed = declined(story)
    if decided:
        story.decide(decided, "do_not_escalate", missed, "2026-03-05 12:00")
    case = case_of(story, "decisions_made")
    assert said(case) == expected
    assert in_london(case)[::2] == ("03-02 10:00", "03-02 17:00")


def test_what_was_no_longer_owed_before_it_fell_due_is_no_case() -> None:
    story = settled()
    declined(story)
    story.keep("2026-03-02 16:00")
    assert outcomes(story, "decisions_made") == []


def test_contact_at_its_due_moment_leaves_it_owed_and_who_left_by_then_owed_it_no_more() -> None:
    met, left = settled(), settled()
    for story in (met, left):
        declined(story)
    met.keep("2026-03-02 17:00")
    agreed = left.decide("2026-03-02 16:00", "agree", None, about="discharge", authorised_by="w-meg")
    left.tell("2026-03-02 17:00", "person.discharged",
              {"destination": "GP", "reason": "moved_away", "note": "to Leeds", "decision": agreed})  # fmt: skip
    assert outcomes(met, "decisions_made") == ["not"]
    assert outcomes(left, "decisions_made") == []


def test_contact_after_it_fell_due_is_no_decision() -> None:
    story = settled()
    declined(story)
    story.keep("2026-03-03 10:00")
    assert outcomes(story, "decisions_made") == ["not"]


def test_who_died_or_went_away_before_it_fell_due_is_left_out_and_who_refuses_is_not() -> None:
    died, away, refused = settled(), settled(), settled()
    for story in (died, away, refused):
        declined(story)
    die(died, "2026-03-02 12:00")
    go_away(away, "2026-03-02 12:00")
    refuse(refused, "2026-03-02 12:00")
    assert [outcomes(story, "decisions_made") for story in (died, away, refused)] == [["died"], ["away"], ["not"]]


def test_what_was_late_before_they_died_stays_late() -> None:
    story = settled()
    declined(story)
    die(story, "2026-03-02 17:01")
    assert outcomes(story, "decisions_made") == ["not"]


def test_a_death_confirmed_is_no_decision() -> None:
    story = settled()
    declined(story)
    told = story.tell("2026-03-02 11:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    story.tell("2026-03-02 12:00", "report.confirmed", {"about": told, "true": True}, author="w-ann")
    assert outcomes(story, "decisions_made") == ["died"]


def test_a_decision_struck_out_was_never_made_and_one_moved_counts_where_it_stands() -> None:
    story = settled()
    missed = declined(story)
    made = story.decide("2026-03-02 15:00", "do_not_escalate", missed, "2026-03-05 12:00")
    moved = story.again()
    story.correct("2026-03-03 09:00", made, replacement=None)
    assert outcomes(story, "decisions_made") == ["not"]
    moved.correct("2026-03-03 09:00", made, moved_to=moment("2026-03-02 17:30"))
    assert outcomes(moved, "decisions_made") == ["not"]


def test_it_starts_when_the_service_learned_of_it() -> None:
    story = settled()
    missed = story.miss("2026-03-02 10:00")
    story.tell(
        "2026-03-02 11:00", "outreach.attempted",
        {"episode": missed, "method": "call", "to": "person", "outcome": "declined"},
        learned_at=moment("2026-03-04 12:00"), recorded="2026-03-04 12:00",
    )  # fmt: skip
    assert in_london(case_of(story, "decisions_made"))[::2] == ("03-04 12:00", "03-04 17:00")


def test_who_may_be_told_is_a_decision_as_well() -> None:
    story = settled()
    story.tell("2026-02-27 10:00", "engagement_plan.agreed",
               {"methods": ["call"], "safe_times": [], "safe_places": "home", "avoid": [], "may_contact": [],
                "early_warning_signs": [], "if_missed": "we ring", "agreed_with_person": "yes",
                "review_on": "2026-06-01"})  # fmt: skip
    missed = story.miss("2026-03-02 10:00")
    told = {"about": "information_sharing", "decision": "agree"}
    story.tell("2026-03-05 09:00", "decision.recorded", DECISION | told | {"episode": missed})
    made = [case for case in cases_of(story, "decisions_made") if case.counted]
    assert [in_london(case) for case in made] == [("03-02 10:00", "03-05 09:00", "03-05 10:00")]


def test_of_who_left_nothing_is_owed_any_more() -> None:
    story = settled()
    missed = declined(story)
    story.decide("2026-03-02 15:00", "do_not_escalate", missed, "2026-03-05 12:00")
    agreed = story.decide("2026-03-03 09:00", "agree", None, about="discharge", authorised_by="w-meg")
    story.tell("2026-03-03 10:00", "person.discharged",
               {"destination": "GP", "reason": "moved_away", "note": "to Leeds", "decision": agreed})  # fmt: skip
    assert outcomes(story, "decisions_made") == ["counted"]
    assert outcomes(story, "reviews_kept") == []


@pytest.mark.parametrize(
    ("again", "expected"), [("2026-03-04 12:00", "counted"), ("2026-03-04 12:01", "not"), (None, "not")]
)
def test_a_review_is_kept_by_a_newer_decision_by_then(again: str | None, expected: str) -> None:
    story = settled()
    missed = declined(story)
    story.decide("2026-03-02 15:00", "do_not_escalate", missed, "2026-03-04 12:00")
    if again:
        story.decide(again, "continue", missed, "2026-03-09 12:00")
    first = cases_of(story, "reviews_kept")[0]
    assert said(first) == expected
    assert in_london(first)[::2] == ("03-04 12:00", "03-04 12:00")


def test_a_review_is_kept_where_the_missed_contact_ended_by_then() -> None:
    story = settled()
    missed = declined(story)
    story.decide("2026-03-02 15:00", "do_not_escalate", missed, "2026-03-04 12:00")
    kept, late = story.again(), story.again()
    kept.keep("2026-03-04 12:00")
    late.keep("2026-03-04 12:01")
    assert (outcomes(kept, "reviews_kept"), outcomes(late, "reviews_kept")) == (["counted"], ["not"])


def test_a_review_belongs_to_the_month_of_its_date_and_is_ripe_then() -> None:
    story = settled()
    missed = declined(story, "2026-03-30 10:00")
    story.decide("2026-03-30 15:00", "do_not_escalate", missed, "2026-04-02 12:00")
    assert tally_of(story, "reviews_kept", "2026-03-01", "2026-04-01", "2026-05-01 09:00").d == 0
    assert tally_of(story, "reviews_kept", "2026-04-01", "2026-05-01", "2026-04-02 11:59").d == 0
    assert tally_of(story, "reviews_kept", "2026-04-01", "2026-05-01", "2026-04-02 12:00").d == 1


def test_a_stop_is_looked_at_again_though_it_is_stopped() -> None:
    story = settled()
    missed = declined(story)
    story.tell(
        "2026-03-02 15:00", "outreach.stopped",
        {"episode": missed, "reason": "going on frightens her", "safety_plan": "her sister looks in",
         "authorised_by": "w-meg", "review_at": moment("2026-03-04 12:00")}, author="w-meg",
    )  # fmt: skip
    assert outcomes(story, "reviews_kept") == ["not"]


def test_who_refuses_contact_is_looked_at_again_all_the_same() -> None:
    story = settled()
    story.decide("2026-03-02 15:00", "do_not_escalate", None, "2026-03-04 12:00")
    refuse(story, "2026-03-03 10:00")
    assert outcomes(story, "reviews_kept") == ["not"]


def test_what_is_still_to_begin_when_it_is_read_is_no_case_yet() -> None:
    story = settled()
    missed = declined(story)
    story.decide("2026-03-02 15:00", "do_not_escalate", missed, "2026-03-05 12:00")
    early = tally_of(story, "reviews_kept", "2026-03-01", "2026-04-01", "2026-03-05 11:59")
    assert (early.d, early.not_ripe) == (0, 0)


def test_who_became_red_is_looked_at_again_sooner() -> None:
    story = settled()
    missed = declined(story)
    story.decide("2026-03-02 15:00", "do_not_escalate", missed, "2026-03-06 12:00")
    story.zone("2026-03-03 10:00", "red")
    assert in_london(cases_of(story, "reviews_kept")[0])[2] == "03-04 17:00"


def test_a_death_keeps_no_review_and_leaves_it_out() -> None:
    story = settled()
    missed = declined(story)
    story.decide("2026-03-02 15:00", "do_not_escalate", missed, "2026-03-04 12:00")
    reviewed = story.again()
    die(story, "2026-03-03 10:00")
    assert outcomes(story, "reviews_kept") == ["died"]
    reviewed.decide("2026-03-03 09:00", "continue", missed, "2026-03-03 17:00")
    die(reviewed, "2026-03-03 10:00")
    assert outcomes(reviewed, "reviews_kept") == ["died", "counted"]


def test_two_laptops_that_decide_differently_are_flagged() -> None:
    story = settled()
    missed = declined(story)
    story.decide("2026-03-02 15:00", "do_not_escalate", missed, "2026-03-04 12:00")
    body = DECISION | {"decision": "continue", "episode": missed, "review_at": moment("2026-03-05 12:00")}
    story.tell("2026-03-02 15:30", "decision.recorded", body, device=ANOTHER_LAPTOP, replaces=())
    cases = cases_of(story, "reviews_kept")
    assert [case.is_disputed for case in cases] == [True] * len(cases)
    assert in_london(cases[0])[2] == "03-04 12:00"


def miss_often(story: Story, *days: str) -> list[str]:
    """Missed and met again the same day."""
    found = []
    for day in days:
        found.append(story.miss(f"{day} 10:00"))
        story.keep(f"{day} 15:00")
    return found


@pytest.mark.parametrize(
    ("met", "expected"), [("2026-03-18 17:00", "counted"), ("2026-03-18 17:01", "not"), (None, "not")]
)
def test_the_mdt_looks_within_7_days_at_who_missed_three_in_28(met: str | None, expected: str) -> None:
    story = settled()
    miss_often(story, "2026-03-02", "2026-03-05", "2026-03-11")
    if met:
        story.review(met, "mdt", "2026-04-20")
    case = case_of(story, "mdt_reviewed")
    assert said(case) == expected
    assert in_london(case)[::2] == ("03-11 10:00", "03-18 17:00")


def test_three_in_28_days_and_no_more() -> None:
    within, beyond = settled(), settled()
    miss_often(within, "2026-03-01", "2026-03-15")
    miss_often(beyond, "2026-03-01", "2026-03-15")
    within.miss("2026-03-29 11:00")  # 28 days of 24 hours: the clocks changed that night
    beyond.miss("2026-03-29 11:01")
    for story in (within, beyond):
        story.keep("2026-03-29 15:00")
    assert len(cases_of(within, "mdt_reviewed")) == 1
    assert cases_of(beyond, "mdt_reviewed") == []


def test_a_cancellation_by_the_person_counts_and_one_by_the_service_does_not() -> None:
    def told(by: str) -> Story:
        story = settled()
        miss_often(story, "2026-03-02", "2026-03-05")
        booked = story.book("2026-03-06 10:00", "2026-03-12 10:00")
        body = {"planned": booked, "by": by, "reason": "not today", "told_person": "yes"}
        story.tell("2026-03-11 10:00", "contact.cancelled", body)
        return story

    assert len(cases_of(told("person"), "mdt_reviewed")) == 1
    assert cases_of(told("service"), "mdt_reviewed") == []


def test_once_it_has_met_the_count_begins_anew() -> None:
    story = settled()
    miss_often(story, "2026-03-02", "2026-03-05")
    story.review("2026-03-06 10:00", "mdt", "2026-04-20")
    miss_often(story, "2026-03-09", "2026-03-10")
    assert cases_of(story, "mdt_reviewed") == []
    miss_often(story, "2026-03-11")
    assert len(cases_of(story, "mdt_reviewed")) == 1


def test_whatever_calls_for_it_before_it_has_met_is_the_same_time() -> None:
    story = settled()
    miss_often(story, "2026-03-02", "2026-03-05", "2026-03-11", "2026-03-18", "2026-03-20")
    story.miss("2026-03-23 10:00")
    assert [in_london(case)[0] for case in cases_of(story, "mdt_reviewed")] == ["03-11 10:00"]
    story.review("2026-03-24 10:00", "mdt", "2026-04-20")
    assert [in_london(case)[0] for case in cases_of(story, "mdt_reviewed")] == ["03-11 10:00", "04-07 00:00"]


@pytest.mark.parametrize(
    ("ended", "number"), [("2026-03-15 23:59", 0), ("2026-03-16 00:00", 0), ("2026-03-16 00:01", 1)]
)
def test_a_missed_contact_open_on_its_14th_day_calls_for_it(ended: str, number: int) -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    story.keep(ended)
    cases = cases_of(story, "mdt_reviewed")
    assert [in_london(case)[::2] for case in cases] == [("03-16 00:00", "03-23 17:00")] * number


@pytest.mark.parametrize(
    ("met", "starts"),
    [("2026-03-10 10:00", ["03-24 00:00"]), ("2026-03-20 10:00", ["03-16 00:00", "04-03 00:00"])],
)
def test_open_for_so_long_again_since_it_met_calls_for_it_again(met: str, starts: list[str]) -> None:
    story = settled()
    story.miss("2026-03-02 10:00")
    story.review(met, "mdt", "2026-04-20")
    assert [in_london(case)[0] for case in cases_of(story, "mdt_reviewed")] == starts


@pytest.mark.parametrize(("back", "outcome"), [("2026-03-13 10:00", "not"), ("2026-03-30 10:00", "away")])
def test_who_is_away_when_the_mdt_is_due_is_left_out_and_who_is_home_again_is_not(back: str, outcome: str) -> None:
    story = settled()
    miss_often(story, "2026-03-02", "2026-03-05", "2026-03-11")
    go_away(story, "2026-03-12 10:00")
    come_back(story, back)
    assert outcomes(story, "mdt_reviewed") == [outcome]
