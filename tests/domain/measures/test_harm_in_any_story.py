"""No figure is made better by what harms somebody: whatever was told before, a crisis is counted once, what came of a
move or a handover is no less bad for it, and a death closes no loop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carelist_tui.domain.entries import CrisisRecorded
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.standards import default_standards
from tests.domain.generating import PERSON, Teller, tell_story
from tests.domain.test_worse_in_any_story import end_of
from tests.profiles import PROFILE, STORIES

pytestmark = pytest.mark.slow

STANDARDS = default_standards()
some_stories = settings(
    max_examples=STORIES // 10, deadline=None, derandomize=PROFILE != "nightly", database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def course_of(entries: Iterable[Entry]) -> Course:
    return Course.of(PERSON, entries, STANDARDS)


def cases(course: Course, measure: str) -> list[Case]:
    return list(MEASURES[measure].cases(course))


def is_in_it(case: Case) -> bool:
    return case.counted and case.excluded is None


def told_too(entries: list[Entry], type: str, body: dict[str, object], at: datetime) -> list[Entry]:
    """The story with one more entry at its end."""
    teller = Teller(Random(1), list(entries), at)
    teller._seqs.update(dict.fromkeys({each.device for each in entries}, 1_000))
    return [*entries, teller.write(type, dict(body), occurred_at=at)]


@given(st.integers(0, 2**48))
@some_stories
def test_every_crisis_that_stands_is_in_one_case_and_what_is_one_crisis_is_one_in_each_measure(seed: int) -> None:
    course = course_of(tell_story(Random(seed)))
    told = {entry.id for entry, _ in course.said(CrisisRecorded)}
    found = Counter(id for case in cases(course, "crisis_rate") for id in case.entries)
    assert set(found) == told
    assert set(found.values()) <= {1}
    starts = [[case.starts_at for case in cases(course, key)] for key in ("crisis_rate", "crisis_again_30")]
    assert starts[0] == starts[1] == [case.starts_at for case in cases(course, "crisis_after_miss")]


@given(st.integers(0, 2**48))
@some_stories
def test_a_crisis_makes_no_figure_of_what_came_after_a_move_or_a_handover_better(seed: int) -> None:
    entries = tell_story(Random(seed))
    body: dict[str, object] = {"kind": "ae", "source": "A&E"}
    before, after = course_of(entries), course_of(told_too(entries, "crisis.recorded", body, end_of(entries)))
    for key, better in (("crisis_after_transition", False), ("crisis_again_30", False), ("handover_safe", True)):
        was, now = (sum(map(is_in_it, cases(course, key))) for course in (before, after))
        assert (now <= was) if better else (now >= was), key


@given(st.integers(0, 2**48))
@some_stories
def test_a_death_closes_no_escalation_and_teaches_nobody(seed: int) -> None:
    entries = tell_story(Random(seed))
    body: dict[str, object] = {"reported_by": "her sister", "confirmed": True, "source": "GP"}
    before, after = course_of(entries), course_of(told_too(entries, "person.died", body, end_of(entries)))
    for key in ("escalations_closed", "learning"):
        told = [[(case.starts_at, case.counted, case.excluded) for case in cases(x, key)] for x in (before, after)]
        assert told[0] == told[1], key
    for key in ("decisions_made", "reviews_kept", "seen_72h"):
        was, now = (sum(map(is_in_it, cases(course, key))) for course in (before, after))
        assert now <= was, key
