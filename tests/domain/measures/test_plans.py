"""Plans that are theirs: agreed, in their own words, in date, and changed after a crisis (S0:43, S1:44, S4:68)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.measures.measure import Tally
from tests.domain.measures.figures import after, cases_of, crisis, die, go_away, tally_of
from tests.domain.telling import ANOTHER_LAPTOP, PLAN, RISK_PLAN, Story

OWN = {"own_words": "ring me, don't come round"}


def agree(story: Story, at: str, *, told: dict[str, Any] | None = None, **more: Any) -> str:
    return story.tell(at, "engagement_plan.agreed", PLAN | OWN | more, **(told or {}))


def accepted() -> Story:
    """On Monday 2 February at 10:00."""
    story = Story()
    story.accept("2026-02-02 10:00")
    return story


def at(story: Story, moment: str, ends: str = "2027-01-01") -> Tally:
    return tally_of(story, "plans_owned", "2026-01-01", ends, moment)


def owned(story: Story, moment: str) -> str:
    tally = at(story, moment)
    return f"{tally.n} of {tally.d}"


def test_nobody_is_counted_before_14_days_on_the_caseload() -> None:
    story = accepted()
    agree(story, "2026-02-03 10:00")
    assert owned(story, "2026-02-16 09:59") == "0 of 0"
    assert owned(story, "2026-02-16 10:00") == "1 of 1"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({}, "1 of 1"),
        ({"agreed_with_person": "in_part"}, "1 of 1"),
        ({"agreed_with_person": "no"}, "0 of 1"),
        ({"own_words": " "}, "0 of 1"),
        ({"own_words": None}, "0 of 1"),
    ],
)
def test_it_is_theirs_where_they_agreed_at_least_in_part_and_it_has_their_words(
    plan: dict[str, Any], expected: str
) -> None:
    story = accepted()
    said = {key: value for key, value in (PLAN | OWN | plan).items() if value is not None}
    story.tell("2026-02-03 10:00", "engagement_plan.agreed", said)
    assert owned(story, "2026-03-01 10:00") == expected


def test_whoever_has_none_is_counted() -> None:
    assert owned(accepted(), "2026-03-01 10:00") == "0 of 1"
    assert at(accepted(), "2026-03-01 10:00").more["no plan"] == 1


def test_it_is_in_date_until_its_date_has_passed() -> None:
    story = accepted()
    agree(story, "2026-02-03 10:00", review_on="2026-03-30")
    assert owned(story, "2026-03-30 17:00") == "1 of 1"
    assert owned(story, "2026-03-30 17:01") == "0 of 1"
    agree(story, "2026-04-02 10:00", review_on="2026-06-30")
    assert owned(story, "2026-04-02 10:00") == "1 of 1"
    assert owned(story, "2026-04-01 10:00") == "0 of 1"


def test_a_date_further_than_one_may_lie_is_read_as_the_last_that_may() -> None:
    story = accepted()
    agree(story, "2026-02-03 10:00", review_on="2027-02-03")
    assert owned(story, "2026-08-03 17:00") == "1 of 1"
    assert owned(story, "2026-08-03 17:01") == "0 of 1"


def test_at_the_end_of_a_period_its_last_moment_counts_and_the_next_does_not() -> None:
    story = accepted()
    agree(story, "2026-04-01 00:00")
    march = tally_of(story, "plans_owned", "2026-03-01", "2026-04-01", "2026-06-01 09:00")
    april = tally_of(story, "plans_owned", "2026-04-01", "2026-05-01", "2026-05-01 00:00")
    assert ((march.n, march.d), (april.n, april.d)) == ((0, 1), (1, 1))


def test_who_left_is_not_counted_and_who_is_away_or_has_died_is_left_out() -> None:
    left, away, died = accepted(), accepted(), accepted()
    agreed = left.decide("2026-03-03 09:00", "agree", None, about="discharge", authorised_by="w-meg")
    left.tell("2026-03-03 10:00", "person.discharged",
              {"destination": "GP", "reason": "moved_away", "note": "to Leeds", "decision": agreed})  # fmt: skip
    go_away(away, "2026-03-03 10:00")
    die(died, "2026-03-03 10:00")
    tallies = [at(story, "2026-03-05 10:00") for story in (left, away, died)]
    assert [(tally.d, dict(tally.left_out)) for tally in tallies] == [(0, {}), (0, {"away": 1}), (0, {"died": 1})]


def test_back_on_the_caseload_the_14_days_begin_anew() -> None:
    story = accepted()
    agreed = story.decide("2026-03-03 09:00", "agree", None, about="discharge", authorised_by="w-meg")
    story.tell("2026-03-03 10:00", "person.discharged",
               {"destination": "GP", "reason": "moved_away", "note": "to Leeds", "decision": agreed})  # fmt: skip
    story.tell("2026-04-01 10:00", "person.reopened", {"reason": "back from Leeds"})
    assert owned(story, "2026-04-15 09:59") == "0 of 0"
    assert owned(story, "2026-04-15 10:00") == "0 of 1"


def test_two_laptops_that_agreed_differently_count_by_the_less_and_are_flagged() -> None:
    story = accepted()
    agree(story, "2026-02-03 10:00", agreed_with_person="no")
    agree(story, "2026-02-03 11:00", told={"device": ANOTHER_LAPTOP, "replaces": ()})
    assert owned(story, "2026-03-01 10:00") == "0 of 1"
    assert cases_of(story, "plans_owned")[-1].is_disputed is True


def test_a_plan_struck_out_leaves_the_one_before() -> None:
    story = accepted()
    agree(story, "2026-02-03 10:00")
    second = agree(story, "2026-02-20 10:00", agreed_with_person="no")
    assert owned(story, "2026-03-01 10:00") == "0 of 1"
    story.correct("2026-03-01 09:00", second, replacement=None)
    assert owned(story, "2026-03-01 10:00") == "1 of 1"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [({"hours": 72}, 1), ({"hours": 72, "minutes": 1}, 0), (None, 0)],
)
def test_a_risk_plan_that_says_so_within_72_hours_of_a_crisis(changed: dict[str, int] | None, expected: int) -> None:
    story = accepted()
    for happens in ("2026-02-27 10:00", "2026-03-28 10:00"):  # the clocks change after the second
        told = crisis(story, happens)
        if changed:
            story.tell(after(happens, **changed), "risk_plan.updated", RISK_PLAN | {"because_of": told})
    more = at(story, "2026-05-01 10:00").more
    assert (more["crises"], more["crises with the risk plan changed in 72 hours"]) == (2, 2 * expected)


def test_a_risk_plan_that_names_no_crisis_was_not_changed_by_it() -> None:
    story = accepted()
    crisis(story, "2026-02-27 10:00")
    story.tell("2026-02-27 12:00", "risk_plan.updated", RISK_PLAN)
    assert at(story, "2026-05-01 10:00").more["crises with the risk plan changed in 72 hours"] == 0


def test_it_runs_from_the_crisis_whenever_it_was_learned_of() -> None:
    story = accepted()
    told = crisis(story, "2026-02-27 10:00", learned="2026-03-02 12:00")
    story.tell("2026-03-02 13:00", "risk_plan.updated", RISK_PLAN | {"because_of": told})
    assert at(story, "2026-05-01 10:00").more["crises with the risk plan changed in 72 hours"] == 0


def test_beside_it_stand_the_parts() -> None:
    story = accepted()
    agree(story, "2026-02-03 10:00", agreed_with_person="in_part", review_on="2026-03-30")
    assert at(story, "2026-04-01 10:00").more == {
        "agreed": 0, "agreed in part": 1, "not agreed": 0, "no plan": 0, "in their own words": 1, "in date": 0,
        "crises": 0, "crises with the risk plan changed in 72 hours": 0,
    }  # fmt: skip


def test_each_of_two_crises_within_72_hours_owes_a_risk_plan_of_its_own() -> None:
    story = accepted()
    first = crisis(story, "2026-02-27 10:00")
    crisis(story, "2026-02-28 10:00")
    story.tell("2026-02-28 12:00", "risk_plan.updated", RISK_PLAN | {"because_of": first})
    more = at(story, "2026-05-01 10:00").more
    assert (more["crises"], more["crises with the risk plan changed in 72 hours"]) == (2, 1)


def test_the_first_plan_that_was_changed_because_of_a_crisis_counts() -> None:
    story = accepted()
    told = crisis(story, "2026-02-27 10:00")
    for at_ in ("2026-02-28 10:00", "2026-03-09 10:00"):
        story.tell(at_, "risk_plan.updated", RISK_PLAN | {"because_of": told})
    assert at(story, "2026-05-01 10:00").more["crises with the risk plan changed in 72 hours"] == 1


def test_who_was_away_when_the_72_hours_were_over_owed_none_and_a_crisis_is_of_its_own_period() -> None:
    story = accepted()
    crisis(story, "2026-02-27 10:00")
    assert at(story, "2026-05-01 10:00", ends="2026-02-27").more["crises"] == 0
    assert tally_of(story, "plans_owned", "2026-03-01", "2026-05-01", "2026-05-01 10:00").more["crises"] == 0
    go_away(story, "2026-02-28 10:00")
    assert at(story, "2026-05-01 10:00").more["crises"] == 0
