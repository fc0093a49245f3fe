"""What a measure counts of a story, and how that is summed: told by tests, each in one word."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import on_caseload
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Tally, Window
from carelist_tui.domain.measures.measure_table import MEASURES
from tests.domain.telling import LONDON, Story, london, moment


def course_of(story: Story) -> Course:
    return Course.of(story.person, story.entries, story.standards)


def cases_of(story: Story, measure: str) -> list[Case]:
    """In the order of their starts."""
    return sorted(MEASURES[measure].cases(course_of(story)), key=lambda case: case.starts_at)


def case_of(story: Story, measure: str) -> Case:
    """The one case there is."""
    (case,) = cases_of(story, measure)
    return case


def said(case: Case) -> str:
    """`counted`, `not`, or why it is left out."""
    return case.excluded or ("counted" if case.counted else "not")


def outcomes(story: Story, measure: str) -> list[str]:
    return [said(case) for case in cases_of(story, measure)]


def in_london(case: Case) -> tuple[str | None, ...]:
    """When it starts, stops and falls due."""
    moments = (case.starts_at, case.stops_at, case.due_at)
    return tuple(f"{each.astimezone(LONDON):%m-%d %H:%M}" if each is not None else None for each in moments)


def tally_of(story: Story, measure: str, begins: str, ends: str, at: str) -> Tally:
    """The figure of a period, of this one person; `ends` is not included."""
    window = Window(london(f"{begins} 00:00"), london(f"{ends} 00:00"), london(at))
    row = MEASURES[measure]
    held = [
        case
        for case in cases_of(story, measure)
        if (row.by_overlap and case.starts_at < window.ends and (case.stops_at or window.ends) > window.begins)
        or (not row.by_overlap and window.holds(case.starts_at))
    ]
    return row.sums(held, list(on_caseload(course_of(story))), window)


def after(moment: str, **length: int) -> str:
    """The moment so long after another by the clock that nobody changes, as people in London read it."""
    return f"{(london(moment).astimezone(UTC) + timedelta(**length)).astimezone(LONDON):%Y-%m-%d %H:%M}"


def crisis(story: Story, at: str, kind: str = "ae", **more: Any) -> str:
    """A crisis; `learned`: when the service came to know."""
    learned = more.pop("learned", None)
    told = {"learned_at": moment(learned), "recorded": learned} if learned else {}
    return story.tell(at, "crisis.recorded", {"kind": kind, "source": "A&E"} | more, **told)


def die(story: Story, at: str) -> str:
    return story.tell(at, "person.died", {"reported_by": "her sister", "confirmed": True, "source": "GP"})


def go_away(story: Story, at: str, kind: str = "mental_health_ward") -> str:
    return story.tell(at, "person.admitted", {"kind": kind, "where": "Elm ward", "confirmed_with": "the ward"})


def come_back(story: Story, at: str) -> str:
    return story.tell(at, "person.returned", {})


def refuse(story: Story, at: str) -> str:
    """Consent to contact is withdrawn; reviewed as soon as may be asked."""
    body = {"scope": "contact", "given": False, "basis": "consent", "rationale": "she asks us to leave her alone"}
    return story.tell(at, "consent.recorded", body | {"review_on": f"{london(at) + timedelta(days=7):%Y-%m-%d}"})
