"""After a move, a return or a change of worker: what came of it, and how soon they were seen (S0:41, S1:28)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.measures.figures import (
    after,
    case_of,
    cases_of,
    come_back,
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
from tests.domain.undertaking import accept, close, do_items, hand_over

AT = "2026-03-09 10:00"


def handed_over(kind: str, outcome: str = "completed") -> Story:
    """A handover of that kind, closed on Monday 9 March at 10:00."""
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00", kind=kind)
    accept(story, "2026-03-03 10:00", handover, "2026-03-05 14:00")
    story.keep("2026-03-05 10:00", handover=handover, purpose="first")
    do_items(story, "2026-03-06 10:00", handover)
    close(story, AT, handover, outcome)
    return story


def lighten(story: Story, at: str, tier: str) -> str:
    body = {"tier": tier, "reason": "steadier", "authorised_by": "w-meg"}
    return story.tell(at, "tier.set", body, author="w-meg")


def name(story: Story, at: str, coordinator: str, **told: Any) -> str:
    body = {"coordinator": coordinator, "clinical_oversight": "Dr Osei"}
    return story.tell(at, "coordinator.named", body, **told)


def returned(kind: str = "mental_health_ward", back: str = AT) -> Story:
    """Home again on Monday 9 March at 10:00."""
    story = settled()
    go_away(story, "2026-03-02 10:00", kind)
    come_back(story, back)
    return story


@pytest.mark.parametrize(
    ("kind", "number"),
    [("step_up", 1), ("step_down", 1), ("team_transfer", 1), ("discharge", 1), ("staff_change", 0)],
)
def test_a_handover_that_was_completed_is_a_move_and_a_change_of_worker_is_none(kind: str, number: int) -> None:
    cases = cases_of(handed_over(kind), "crisis_after_transition")
    assert [in_london(case) for case in cases] == [("03-09 10:00", None, "04-08 11:00")] * number
    assert cases_of(handed_over(kind, "withdrawn"), "crisis_after_transition") == []


@pytest.mark.parametrize(("kind", "number"), [("mental_health_ward", 1), ("general_ward", 1), ("custody", 0)])
def test_so_is_a_return_from_a_ward(kind: str, number: int) -> None:
    assert len(cases_of(returned(kind), "crisis_after_transition")) == number


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        ({"minutes": -1}, "not"),
        ({"minutes": 0}, "counted"),
        ({"days": 30}, "counted"),
        ({"days": 30, "minutes": 1}, "not"),
    ],
)
def test_a_crisis_within_30_days_of_it(happens: dict[str, int], expected: str) -> None:
    story = handed_over("step_down")
    crisis(story, after(AT, **happens))
    assert outcomes(story, "crisis_after_transition") == [expected]


def test_a_tier_made_lighter_by_two_steps_is_a_move_and_by_one_is_none() -> None:
    def told(*tiers: tuple[str, str]) -> int:
        story = Story()
        story.accept("2026-02-02 10:00", tier="intensive")
        for at, tier in tiers:
            lighten(story, at, tier)
        return len(cases_of(story, "crisis_after_transition"))

    assert told(("2026-03-02 10:00", "standard")) == 1
    assert told(("2026-03-02 10:00", "enhanced")) == 0
    assert told(("2026-03-02 10:00", "enhanced"), ("2026-03-16 17:00", "standard")) == 1
    assert told(("2026-03-02 10:00", "enhanced"), ("2026-03-16 17:01", "standard")) == 0
    assert told(("2026-03-02 10:00", "light"), ("2026-03-03 10:00", "intensive")) == 1


def test_a_lighter_tier_counts_from_the_seniors_own_word() -> None:
    story = Story()
    story.accept("2026-02-02 10:00", tier="intensive")
    body = {"tier": "standard", "reason": "steadier", "authorised_by": "w-meg"}
    told = story.tell("2026-03-02 10:00", "tier.set", body)
    assert cases_of(story, "crisis_after_transition") == []
    story.tell("2026-03-04 10:00", "report.confirmed", {"about": told, "true": True}, author="w-meg")
    assert in_london(case_of(story, "crisis_after_transition"))[0] == "03-04 10:00"


def test_a_discharge_is_a_move_once() -> None:
    def leave(story: Story) -> Story:
        agreed = story.decide("2026-03-12 09:00", "agree", None, about="discharge", authorised_by="w-meg")
        story.tell("2026-03-12 10:00", "person.discharged",
                   {"destination": "GP", "reason": "goals_met", "note": "well", "decision": agreed})  # fmt: skip
        return story

    def kinds(story: Story) -> list[str]:
        return [case.facts["kind"] for case in cases_of(story, "crisis_after_transition")]

    assert kinds(leave(settled())) == ["discharge"]
    assert kinds(leave(handed_over("discharge"))) == ["discharge"]
    assert kinds(leave(handed_over("team_transfer"))) == ["team_transfer", "discharge"]
    gone = leave(settled())
    crisis(gone, "2026-03-30 10:00")
    assert outcomes(gone, "crisis_after_transition") == ["counted"]


def test_a_death_is_no_discharge() -> None:
    story = settled()
    told = die(story, "2026-03-02 10:00")
    story.review("2026-03-04 10:00", "learning", "2026-04-20", about=told)
    assert cases_of(story, "crisis_after_transition") == []


def test_nor_is_that_of_somebody_whose_discharge_no_manager_confirmed() -> None:
    story = settled()
    agreed = story.decide("2026-03-02 09:00", "agree", None, about="discharge", authorised_by="w-meg",
                          told={"author": "w-tom"})  # fmt: skip
    body = {"destination": "GP", "reason": "goals_met", "note": "well", "decision": agreed}
    story.tell("2026-03-02 10:00", "person.discharged", body)
    told = die(story, "2026-03-03 10:00")
    story.review("2026-03-05 10:00", "learning", "2026-04-20", about=told)
    assert cases_of(story, "crisis_after_transition") == []


def test_who_died_or_was_away_after_it_is_left_out_and_harm_that_came_is_not() -> None:
    story = handed_over("step_up")
    died = story.again()
    go_away(story, "2026-03-11 10:00")
    assert outcomes(story, "crisis_after_transition") == ["away"]
    die(died, "2026-03-13 10:00")
    assert outcomes(died, "crisis_after_transition") == ["died"]
    crisis(died, "2026-03-12 10:00")
    assert outcomes(died, "crisis_after_transition") == ["counted"]


@pytest.mark.parametrize(
    ("missed", "expected"),
    [
        ({"minutes": 0}, "counted"),
        ({"days": 42}, "counted"),
        ({"days": 42, "minutes": 1}, "not"),
        ({"minutes": -1}, "not"),
    ],
)
def test_a_miss_in_the_42_days_after_another_worker(missed: dict[str, int], expected: str) -> None:
    story = settled()
    name(story, AT, "w-ann")
    at = after(AT, **missed)
    story.miss(at)
    case = case_of(story, "after_worker_change")
    assert said(case) == expected
    assert case.facts["missed_before"] is ("minutes" in missed and missed["minutes"] < 0)
    assert in_london(case)[::2] == ("03-09 10:00", "04-20 11:00")


@pytest.mark.parametrize(("before", "expected"), [({"days": -42}, True), ({"days": -42, "minutes": -1}, False)])
def test_the_same_people_in_the_42_days_before(before: dict[str, int], expected: bool) -> None:
    story = Story()
    story.settle("2026-01-05 09:00")
    story.miss(after(AT, **before))
    story.keep(after(AT, **before, hours=2))
    name(story, AT, "w-ann")
    assert case_of(story, "after_worker_change").facts["missed_before"] is expected
    tally = tally_of(story, "after_worker_change", "2026-03-01", "2026-04-01", "2026-05-01 09:00")
    assert (tally.n, tally.d, tally.more) == (0, 1, {"missed in the 42 days before": int(expected)})


def test_the_first_to_be_named_and_the_same_again_are_no_change() -> None:
    story = Story()
    body = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "team": "North", "tier": "standard"}
    story.tell("2026-03-02 10:00", "person.accepted", body)
    name(story, "2026-03-03 10:00", "w-tom")
    name(story, "2026-03-04 10:00", "w-tom")
    assert cases_of(story, "after_worker_change") == []


def test_a_handover_changes_the_worker_and_two_laptops_that_differ_change_nobody() -> None:
    assert in_london(case_of(handed_over("staff_change"), "after_worker_change"))[0] == "03-09 10:00"
    story = settled()
    name(story, "2026-03-02 10:00", "w-ann")
    name(story, "2026-03-02 11:00", "w-sue", device=ANOTHER_LAPTOP, replaces=())
    assert case_of(story, "after_worker_change").is_disputed is True


@pytest.mark.parametrize(
    ("met", "expected"),
    [({"hours": 72}, "counted"), ({"hours": 72, "minutes": 1}, "not"), ({"minutes": 1}, "counted"), (None, "not")],
)
def test_seen_within_72_hours_by_the_clock(met: dict[str, int] | None, expected: str) -> None:
    for back in (AT, "2026-03-27 10:00"):
        story = returned(back=back)
        if met:
            story.keep(after(back, **met))
        assert outcomes(story, "seen_72h") == [expected]


def test_in_48_hours_where_it_is_owed_so() -> None:
    story = settled()
    crisis(story, "2026-03-01 10:00", "self_harm")
    go_away(story, "2026-03-02 10:00")
    come_back(story, "2026-03-20 10:00")
    late = story.again()
    story.keep("2026-03-22 10:00")
    late.keep("2026-03-22 10:01")
    assert (outcomes(story, "seen_72h"), outcomes(late, "seen_72h")) == (["counted"], ["not"])
    assert case_of(story, "seen_72h").facts["sooner"] is True


def test_learned_late_it_runs_from_the_return_all_the_same() -> None:
    story = settled()
    go_away(story, "2026-03-02 10:00")
    story.tell(AT, "person.returned", {}, learned_at=moment("2026-03-13 10:00"), recorded="2026-03-13 10:00")
    case = case_of(story, "seen_72h")
    assert in_london(case)[2] == "03-12 10:00"
    assert case.facts["learned_late"] is True


def test_a_nod_is_not_seen_and_what_was_before_the_return_neither() -> None:
    story = returned()
    story.keep("2026-03-10 10:00", partial=True)
    story.keep("2026-03-09 09:59")
    assert outcomes(story, "seen_72h") == ["not"]


@pytest.mark.parametrize("kind", ["general_ward", "custody", "holiday"])
def test_only_of_a_mental_health_ward(kind: str) -> None:
    assert cases_of(returned(kind), "seen_72h") == []


def test_who_died_went_back_or_refused_before_it_was_due_is_left_out() -> None:
    died, back, refused = returned(), returned(), returned()
    die(died, "2026-03-10 10:00")
    go_away(back, "2026-03-10 10:00")
    refused.check("2026-03-09 11:00")
    refuse(refused, "2026-03-10 10:00")
    assert [outcomes(story, "seen_72h") for story in (died, back, refused)] == [["died"], ["away"], ["refused"]]
    late = returned()
    die(late, "2026-03-12 10:01")
    assert outcomes(late, "seen_72h") == ["not"]


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ("2026-03-09 15:00", False),
        ("2026-03-10 00:00", True),
        ("2026-03-12 23:59", True),
        ("2026-03-13 00:00", False),
    ],
)
def test_the_national_reading_is_from_the_day_after_to_the_third_day(met: str, expected: bool) -> None:
    story = returned()
    story.keep(met, method="call")
    assert case_of(story, "seen_72h").facts["national"] is expected
    early = tally_of(story, "seen_72h", "2026-03-01", "2026-04-01", "2026-03-12 12:00")
    assert early.more["national reading: returns whose third day is over"] == 0
    assert early.more["national reading: seen from the day after to the third"] == 0
    tally = tally_of(story, "seen_72h", "2026-03-01", "2026-04-01", "2026-03-13 00:00")
    assert tally.more["national reading: returns whose third day is over"] == 1
    assert tally.more["national reading: seen from the day after to the third"] == int(expected)


def test_a_change_that_was_learned_of_later_begins_then() -> None:
    story = settled()
    name(story, "2026-03-03 10:00", "w-zoe", learned_at=moment("2026-03-05 10:00"), recorded="2026-03-05 10:00")
    story.miss("2026-03-04 10:00")
    (case,) = cases_of(story, "after_worker_change")
    assert (in_london(case)[0], said(case), case.facts["missed_before"]) == ("03-05 10:00", "not", True)


def test_who_was_away_at_the_end_of_the_42_days_after_a_change_is_left_out() -> None:
    story = settled()
    name(story, "2026-03-03 10:00", "w-zoe")
    missed = story.again()
    go_away(story, "2026-03-10 10:00")
    assert outcomes(story, "after_worker_change") == ["away"]
    missed.miss("2026-03-04 10:00")
    go_away(missed, "2026-03-10 10:00")
    assert outcomes(missed, "after_worker_change") == ["counted"]


def test_whoever_is_named_after_they_have_left_is_no_change_of_worker() -> None:
    story = settled()
    told = die(story, "2026-03-02 10:00")
    story.review("2026-03-04 10:00", "learning", "2026-04-20", about=told)
    name(story, "2026-03-05 10:00", "w-zoe")
    assert outcomes(story, "after_worker_change") == []
