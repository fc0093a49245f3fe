"""A story's cases and figures, as tests ask for them: by key, and by local dates."""

from __future__ import annotations

from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import on_caseload
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Tally, Window
from carelist_tui.domain.measures.measure_table import MEASURES
from tests.domain.telling import Story, london

DIED = {"reported_by": "her sister", "confirmed": True, "source": "GP"}
ON_A_WARD = {"kind": "mental_health_ward", "where": "Rowan ward", "confirmed_with": "the ward"}
NO_CONTACT = {"scope": "contact", "given": False, "basis": "consent", "rationale": "asked us to stop",
              "review_on": "2026-03-30"}  # fmt: skip


def course_of(*stories: Story) -> list[Course]:
    """The course of each story."""
    return [Course.of(story.person, story.entries, story.standards) for story in stories]


def cases(story: Story, key: str) -> list[Case]:
    """What a measure counts of a story."""
    (course,) = course_of(story)
    return list(MEASURES[key].cases(course))


def case(story: Story, key: str) -> Case:
    """The one case that it counts."""
    (found,) = cases(story, key)
    return found


def window(begins: str, ends: str, at: str | None = None, story: Story | None = None) -> Window:
    """A period of local dates, the last not included; read long after unless said."""
    calendar = (story or Story()).standards.calendar
    return Window(london(f"{begins} 00:00"), london(f"{ends} 00:00"), london(at or "2027-03-01 00:00"), calendar)


def figure(key: str, begins: str, ends: str, *stories: Story, at: str | None = None) -> Tally:
    """A measure's figure of these stories in a period."""
    measure, asked = MEASURES[key], window(begins, ends, at, stories[0])
    courses = course_of(*stories)
    found = [case for course in courses for case in measure.cases(course)]
    if measure.by_overlap:
        held = [x for x in found if x.starts_at < asked.ends and (x.stops_at is None or x.stops_at > asked.begins)]
    else:
        held = [case for case in found if asked.holds(case.starts_at)]
    return measure.sums(held, [each for course in courses for each in on_caseload(course)], asked)
