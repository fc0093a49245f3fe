"""The rules for all measures (measures.md, Rules 1 to 6), each held by itself: what a case is, when it counts, and to
whom it belongs."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from carelist_tui.domain.measures.caseload_time import on_caseload
from carelist_tui.domain.measures.measure import Window
from carelist_tui.domain.measures.measure_table import MEASURES
from tests.domain.measures.figures import (
    case_of,
    come_back,
    course_of,
    crisis,
    go_away,
    in_london,
    said,
    tally_of,
)
from tests.domain.telling import KEPT, Story, london, settled

DUE = "2026-03-09 17:00"
"""By when somebody accepted from a GP on Monday 2 March 2026 is to be met."""


def accepted(**more: str) -> Story:
    story = Story()
    story.accept("2026-03-02 10:00", coordinator="w-tom", **more)
    return story


def test_what_was_struck_is_no_case_and_what_was_corrected_is_one_as_corrected() -> None:
    story = accepted()
    kept = story.keep("2026-03-03 11:00")
    assert in_london(case_of(story, "access"))[1] == "03-03 11:00"
    moved = story.again()
    story.correct("2026-03-04 10:00", kept, replacement=None)
    assert said(case_of(story, "access")) == "not"
    moved.correct("2026-03-04 10:00", kept, moved_to="2026-03-03T15:00:00+00:00")
    assert in_london(case_of(moved, "access"))[1] == "03-03 15:00"


@pytest.mark.parametrize(("tried", "expected"), [("2026-03-02 17:00", "counted"), ("2026-03-02 17:01", "not")])
def test_a_first_response_is_in_time_up_to_when_the_first_step_was_due(tried: str, expected: str) -> None:
    story = settled()
    missed = story.miss("2026-03-02 10:00")
    story.attempt(tried, missed, "same_day_attempt")
    case = case_of(story, "first_response")
    assert (said(case), in_london(case)[2]) == (expected, "03-02 17:00")


def test_every_moment_of_a_case_is_one_of_the_clock_that_nobody_changes() -> None:
    story = settled()
    story.zone("2026-03-27 12:00", "red")
    missed = story.miss("2026-03-29 00:30")
    story.attempt("2026-03-29 03:00", missed, "immediate_attempt")
    crisis(story, "2026-03-30 10:00")
    every = [case for measure in MEASURES.values() for case in measure.cases(course_of(story))]
    moments = [each for case in every for each in (case.starts_at, case.stops_at, case.due_at) if each is not None]
    assert {each.tzinfo for each in moments} == {UTC}
    case = case_of(story, "first_response")
    assert case.stops_at is not None
    assert case.stops_at - case.starts_at == timedelta(hours=1.5)


@pytest.mark.parametrize(
    ("away", "home", "expected"),
    [
        ("2026-03-09 16:59", None, "away"),
        (DUE, None, "not"),  # it was late already
        ("2026-03-04 10:00", "2026-03-09 17:01", "away"),
        ("2026-03-04 10:00", DUE, "not"),  # home when it fell due
        ("2026-03-04 10:00", "2026-03-05 10:00", "not"),
    ],
)
def test_who_is_left_out_was_gone_before_it_fell_due_and_still(away: str, home: str | None, expected: str) -> None:
    story = accepted()
    go_away(story, away)
    if home:
        come_back(story, home)
    assert said(case_of(story, "access")) == expected


def test_what_was_answered_in_time_counts_wherever_they_went_then() -> None:
    story = accepted()
    story.keep("2026-03-03 11:00")
    go_away(story, "2026-03-04 10:00")
    assert said(case_of(story, "access")) == "counted"


def test_who_is_left_out_is_so_before_their_window_is_over() -> None:
    story = accepted()
    go_away(story, "2026-03-04 10:00")
    tally = tally_of(story, "access", "2026-03-01", "2026-04-01", "2026-03-05 09:00")
    assert (dict(tally.left_out), tally.not_ripe) == ({"away": 1}, 0)


def test_a_case_is_of_the_tier_and_zone_at_its_start_and_of_whoever_owned_it_when_it_fell_due() -> None:
    story = accepted(tier="enhanced", zone="amber")
    story.tell("2026-03-05 10:00", "coordinator.named", {"coordinator": "w-ann", "clinical_oversight": "w-sue"})
    story.tell("2026-03-05 11:00", "tier.set", {"tier": "intensive", "reason": "worse"})
    story.zone("2026-03-05 12:00", "red")
    place = case_of(story, "access").place
    assert (place.tier, place.zone, place.worker) == ("enhanced", "amber", "w-ann")


def test_what_was_recorded_late_is_said_beside_the_figure() -> None:
    story = accepted()
    story.tell("2026-03-03 11:00", "contact.completed", KEPT, recorded="2026-03-05 11:00")
    assert tally_of(story, "access", "2026-03-01", "2026-04-01", "2026-05-01 09:00").late == 1
    in_time = accepted()
    in_time.tell("2026-03-03 11:00", "contact.completed", KEPT, recorded="2026-03-04 11:00")
    assert tally_of(in_time, "access", "2026-03-01", "2026-04-01", "2026-05-01 09:00").late == 0


def test_a_rate_is_over_the_time_on_the_caseload_and_not_away_within_the_period_and_up_to_when_it_is_read() -> None:
    story = accepted()
    go_away(story, "2026-03-12 10:00")
    come_back(story, "2026-03-22 10:00")
    crisis(story, "2026-03-23 10:00")

    def days(begins: str, ends: str, at: str) -> float:
        value = tally_of(story, "crisis_rate", begins, ends, at).value
        assert value is not None
        return 100 / value * 365.25 / 12

    assert days("2026-03-01", "2026-03-28", "2026-05-01 09:00") == pytest.approx(26 - 10 / 24 - 10)
    assert days("2026-03-20", "2026-03-28", "2026-05-01 09:00") == pytest.approx(8 - 2 - 10 / 24)
    assert days("2026-03-20", "2026-03-28", "2026-03-24 10:00") == pytest.approx(2)


def test_a_rate_by_group_counts_the_time_in_each() -> None:
    story = accepted(tier="enhanced")
    story.tell("2026-03-12 10:00", "tier.set", {"tier": "intensive", "reason": "worse"})
    stretches = [(case.place.tier, in_london(case)[:2]) for case in on_caseload(course_of(story))]
    assert stretches == [("enhanced", ("03-02 10:00", "03-12 10:00")), ("intensive", ("03-12 10:00", None))]


def test_a_month_that_runs_has_no_end_yet_and_the_end_of_the_one_before_is_not_in_it() -> None:
    march = Window(london("2026-03-01 00:00"), london("2026-04-01 00:00"), london("2026-03-15 09:00"))
    assert march.last_month_end is None
