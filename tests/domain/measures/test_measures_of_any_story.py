"""Of any story, days in cadence and overdue work are what plain loops over it find, day by day and week by week."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.measures.case import LEFT_OUT
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import count_moments
from carelist_tui.domain.measures.measure import Window
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.person.story import retold
from carelist_tui.domain.standards import default_standards
from tests.domain.generating import tell_story

pytestmark = pytest.mark.slow

STANDARDS = default_standards()
CALENDAR = STANDARDS.calendar
DAY = timedelta(days=1)
SEEDS = range(40)


def told(seed: int) -> Course:
    story = tell_story(Random(seed), 40)
    return Course.of(story[0].id, story, STANDARDS)


def reason_at(course: Course, moment: datetime) -> str | None:
    held = {
        each.reason for each in course.stretches if each.begins <= moment and (each.ends is None or moment < each.ends)
    }
    return next((each for each in LEFT_OUT if each in held), None)


def day_in_words(course: Course, day: date) -> str | None:
    """`kept`, `lost`, or why it is left out; None where it began off the caseload."""
    begins, ends = (CALENDAR.at(each, time(0)) for each in (day, day + DAY))
    at_dawn = course.at(begins)
    if at_dawn is None or not at_dawn.on_caseload:
        return None
    if (reason := reason_at(course, begins)) is not None:
        return reason
    changes = {*(each.since for each in course.standings), *(each.begins for each in course.stretches)}
    changes |= {each.ends for each in course.stretches if each.ends is not None}
    moments = sorted({begins, *(each for each in changes if begins < each < ends)})
    for moment, after in zip(moments, [*moments[1:], ends], strict=True):
        standing = course.at(moment)
        assert standing is not None
        by = standing.in_cadence_until
        if standing.on_caseload and by is not None and reason_at(course, moment) is None and by < after:
            return "lost"
    return "kept"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_is_kept_lost_or_left_out_as_a_look_at_each_of_its_hours_says(seed: int) -> None:
    course = told(seed)
    first, last = (
        CALENDAR.day_of(course.entries[0].occurred_at),
        CALENDAR.day_of(course.entries[-1].occurred_at) + 40 * DAY,
    )
    window = Window(CALENDAR.at(first, time(0)), CALENDAR.at(last, time(0)), CALENDAR.at(last, time(0)), CALENDAR)
    measure = MEASURES["cadence_kept"]
    tally = measure.sums(list(measure.cases(course)), [], window)
    days = Counter(day_in_words(course, first + number * DAY) for number in range((last - first).days))
    assert (tally.n, tally.d) == (days["kept"], days["kept"] + days["lost"])
    assert +tally.left_out == +Counter({reason: days[reason] for reason in LEFT_OUT})


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_overdue_at_each_weekly_count_is_what_was_owed_after_the_last_entry_before_it(seed: int) -> None:
    course = told(seed)
    measure, ends = MEASURES["overdue_now"], course.entries[-1].occurred_at + timedelta(days=40)
    cases = list(measure.cases(course))
    moments = list(count_moments(CALENDAR, course.entries[0].occurred_at, ends))
    for moment in moments:
        window = Window(moment - timedelta(hours=1), moment + timedelta(hours=1), ends, CALENDAR)
        tally = measure.sums(cases, [], window)
        assert tally.value == _overdue(course, moment), (seed, moment)


def _overdue(course: Course, moment: datetime) -> int:
    state = PersonState(course.person)
    for before, entry in retold(course.person, course.entries):
        state = before
        if entry.occurred_at > moment:
            break
    if not state.on_caseload:
        return 0
    owing = [due for due in owed(state, STANDARDS) if due.due_at < moment]
    return sum(KINDS[due.kind].is_contact or KINDS[due.kind].brings in ("contact", "review") for due in owing)
