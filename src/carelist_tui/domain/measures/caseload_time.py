"""Time on the caseload: what rates and shares of time are counted over, and how many people stood where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from carelist_tui.domain.measures.case import Case, Place
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import Standing

ON_CASELOAD = "on_caseload"
"""No measure of the table: its cases are the stretches over which the others are counted."""


def on_caseload(course: Course) -> Iterator[Case]:
    """Each stretch of time that they were on the caseload, in one place; `away`: not there to be reached. None of whom
    was never here after all: everything said of them was entered in error."""
    ends = [*(each.since for each in course.standings[1:]), None]
    told = zip(course.standings, ends[: len(course.standings)], strict=True)
    for (place, away, is_here), run in groupby(told, lambda each: (each[0].place, each[0].away, each[0].is_here)):
        stretch = [*run]
        if is_here:
            since, until = stretch[0][0].since, stretch[-1][1]
            yield Case(ON_CASELOAD, course.person, since, until, place=place, facts={"away": away})


@dataclass(slots=True)
class Span:
    """A stretch of time on the caseload in which nothing of this changed. `here_since`: from when they were on it
    without a break; `gone`: why they were not to be reached. Two of which the same holds are alike."""

    here_since: datetime
    begins: datetime = field(compare=False)
    ends: datetime | None = field(compare=False)
    place: Place
    gone: str | None
    facts: dict[str, Any]


def spans(course: Course, changes: Iterable[tuple[datetime, dict[str, Any] | None]]) -> list[Span]:
    """The stretches of their time on the caseload by what held in it: from each change on these facts, or none. The
    changes come in order; of two at one moment the later one counts."""
    told = list(changes)
    if not told:
        return []
    facts: dict[str, Any] | None = None
    found: list[Span] = []
    standings = _within(course, told[0][0], told[-1][0] if told[-1][1] is None else None)
    marks: list[tuple[datetime, Standing | dict[str, Any] | None]] = [(each.since, each) for each in standings]
    marks = sorted([*marks, *told], key=lambda each: each[0])
    standing: Standing | None = None
    for (begins, mark), (ends, _) in zip(marks, [*marks[1:], (None, None)], strict=True):
        standing, facts = (mark, facts) if isinstance(mark, Standing) else (standing, mark)
        if begins == ends or standing is None or facts is None or standing.here_since is None:
            continue
        span = Span(standing.here_since, begins, ends, standing.place, standing.gone, facts)
        if found and found[-1].ends == begins and found[-1] == span:
            found[-1].ends = ends
        else:
            found.append(span)
    return found


def _within(course: Course, begins: datetime, ends: datetime | None) -> list[Standing]:
    """The standing at one moment, and those since, up to another."""
    first = bisect_right(course.standings, begins, key=lambda each: each.since) - 1
    last = len(course.standings) if ends is None else bisect_right(course.standings, ends, key=lambda each: each.since)
    return course.standings[max(0, first) : last]
