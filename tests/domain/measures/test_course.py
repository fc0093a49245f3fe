"""What the course of a story remembers, and that its cases are the same whatever order the entries come in."""

from __future__ import annotations

from random import Random

import pytest

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.owed import OF_PEOPLE, owed, owed_on
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.measures.cases import cases_of
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import count_moments
from carelist_tui.domain.measures.figure import Counted, figure_of
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.person.story import retold
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.stored_json import json_text, json_value
from tests.domain.generating import tell_story
from tests.domain.telling import DECISION, LONDON, Story, london
from tests.profiles import members

pytestmark = pytest.mark.slow

SEEDS = members(range(60), 20)


def course_of(story: Story) -> Course:
    return Course.of(story.person, story.entries, story.standards)


def cases(story: Story, measure: str) -> list[Case]:
    return [case for case in cases_of(course_of(story)) if case.measure == measure]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cases_of_any_story_are_the_same_in_any_order_and_however_often_an_entry_comes(seed: int) -> None:
    random = Random(seed)
    told = tell_story(random, 40)
    person, standards = told[0].id, default_standards()
    found = list(cases_of(Course.of(person, told, standards)))
    again = [*told, *random.sample(told, len(told) // 2)]
    random.shuffle(again)
    assert list(cases_of(Course.of(person, again, standards))) == found


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_case_holds_can_be_kept_and_its_moments_are_in_order(seed: int) -> None:
    told = tell_story(Random(seed), 40)
    for case in cases_of(Course.of(told[0].id, told, default_standards())):
        assert json_value(json_text(case.facts)) == case.facts
        assert case.starts_at.utcoffset() is not None
        assert case.stops_at is None or case.stops_at >= case.starts_at, case
        assert case.person == told[0].id


def test_a_missed_contact_long_closed_is_a_case_though_the_state_has_forgotten_it() -> None:
    story = Story()
    story.accept("2025-06-02 10:00")
    first = story.miss("2025-07-01 10:00")
    story.attempt("2025-07-01 11:00", first, "same_day_attempt")
    story.keep("2025-07-02 10:00")
    story.keep("2026-03-02 10:00")
    (case,) = cases(story, "first_response")
    assert (case.starts_at, case.stops_at) == (london("2025-07-01 10:00"), london("2025-07-01 11:00"))
    assert case.counted


def test_where_somebody_stood_is_asked_of_the_moment_and_not_of_now() -> None:
    story = Story()
    story.accept("2026-03-02 10:00", tier="enhanced", coordinator="w-tom")
    story.tell("2026-03-10 10:00", "coordinator.named", {"coordinator": "w-ann", "clinical_oversight": "Dr Osei"})
    course = course_of(story)
    assert course.coordinator_at(london("2026-03-10 09:59")) == "w-tom"
    assert course.coordinator_at(london("2026-03-10 10:00")) == "w-ann"
    assert course.place(london("2026-03-05 10:00")).tier == "enhanced"
    assert course.at(london("2026-03-02 09:59")) is None


def test_what_is_late_already_stays_late_when_they_die_and_what_was_open_is_left_out() -> None:
    story = Story()
    story.accept("2026-03-02 10:00")
    story.miss("2026-03-03 10:00")
    dead = {"reported_by": "her sister", "confirmed": True, "source": "GP"}
    story.tell("2026-03-05 10:00", "person.died", dead)
    course = course_of(story)
    begins, due_before, due_after = (london(f"2026-03-{text}") for text in ("03 10:00", "04 17:00", "06 17:00"))
    assert course.left_out(begins, due_before) is None
    assert course.left_out(begins, due_after) == "died"


def test_a_death_that_proves_untrue_leaves_nothing_out() -> None:
    """Nobody was asked for while they were thought dead: that they were not is no reason to count it as in time."""
    story = Story()
    story.accept("2026-03-02 10:00")
    story.tell("2026-03-05 10:00", "person.died", {"reported_by": "a neighbour", "confirmed": False})
    story.keep("2026-03-06 10:00")
    course = course_of(story)
    assert course.left_out(london("2026-03-05 12:00"), london("2026-03-05 17:00")) is None


def test_a_due_is_followed_from_when_it_was_owed_to_the_entry_that_settled_it() -> None:
    story = Story()
    story.accept("2026-03-02 09:00")
    story.keep("2026-03-02 10:00")
    missed = story.miss("2026-03-03 10:00")
    story.attempt("2026-03-03 11:00", missed, "same_day_attempt")
    story.attempt("2026-03-04 09:30", missed, "next_day_follow_up")
    decided = story.tell(
        "2026-03-04 12:00",
        "decision.recorded",
        {**DECISION, "episode": missed, "review_at": "2026-03-06T12:00:00+00:00"},
    )
    (owed,) = (each for each in course_of(story).owed("decision") if "step" not in each.due.detail)
    assert owed.due_at == london("2026-03-04 17:00")
    assert owed.gone is not None
    assert owed.gone.id == decided


def test_what_fell_due_keeps_the_moment_at_which_it_did() -> None:
    """Later news moves no line that somebody has passed already."""
    story = Story()
    story.accept("2026-03-02 09:00")
    story.keep("2026-03-02 10:00")
    missed = story.miss("2026-03-03 10:00")
    story.attempt("2026-03-03 11:00", missed, "same_day_attempt")
    story.zone("2026-03-05 10:00", "red")
    second = next(
        each for each in course_of(story).owed("ladder_step") if each.due.detail["step"] == "next_day_follow_up"
    )
    assert second.due_at == london("2026-03-04 10:00")


def test_overdue_work_is_counted_at_nine_on_each_weeks_first_service_day() -> None:
    calendar = default_standards().calendar
    found = [*count_moments(calendar, london("2026-03-30 09:00"), london("2026-04-20 09:00"))]
    assert found == [london("2026-03-30 09:00"), london("2026-04-07 09:00"), london("2026-04-13 09:00")], "after Easter"


@pytest.mark.parametrize("seed", SEEDS)
def test_what_brings_somebody_is_owed_the_same_whether_or_not_acts_are_asked_for_too(seed: int) -> None:
    told = tell_story(Random(seed), 40)
    standards = default_standards()
    for state, _ in retold(told[0].id, told):
        if state.on_caseload:
            every, some = owed(state, standards), owed_on(stand_on(state, standards), OF_PEOPLE)
            assert [due for due in every if not _is_act(due)] == [due for due in some if not _is_act(due)]


def _is_act(due: Due) -> bool:
    return KINDS[due.kind].brings == "act" and not KINDS[due.kind].is_contact


def test_no_day_before_somebody_was_brought_over_is_one_of_contact_kept() -> None:
    """Nobody here knows how they were seen then: months of it would be months without a fault."""
    story = Story()
    story.accept("2025-01-06 10:00", brought_over_on="2026-03-02", coordinator="w-tom")
    story.keep("2026-02-24 10:00")
    story.keep("2026-03-20 10:00")
    course = course_of(story)
    stretches = [case for case in cases_of(course) if case.measure == ON_CASELOAD]
    assert [case.starts_at for case in stretches][:1] == [london("2026-03-02 09:00")]
    assert course.place(london("2025-06-02 10:00")).worker == "w-tom", "where they stood is known all the same"
    inquiry = Inquiry.asked(london("2026-04-02 09:00"), LONDON)
    kept = [case for case in cases_of(course) if case.measure == "cadence_kept"]
    figure = figure_of(MEASURES["cadence_kept"], Counted({"cadence_kept": kept}, stretches), inquiry)
    assert {point.month: point.d for point in figure.points if point.d} == {"2026-03": 29, "2026-04": 1}
    assert not [each for each in course.owing if each.since < london("2026-03-02 09:00")]


def test_whoever_was_accepted_shortly_before_they_were_brought_over_is_on_the_caseload_from_then_on_too() -> None:
    story = Story()
    story.accept("2026-02-25 10:00", brought_over_on="2026-03-02", coordinator="w-tom")
    stretches = [case for case in cases_of(course_of(story)) if case.measure == ON_CASELOAD]
    assert [case.starts_at for case in stretches] == [london("2026-03-02 09:00")]
