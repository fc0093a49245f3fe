"""Time on the caseload: what rates and shares of time are counted over, and how many people stood where."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.course import Course

ON_CASELOAD = "on_caseload"
"""No measure of the table: its cases are the stretches over which the others are counted."""


def on_caseload(course: Course) -> Iterator[Case]:
    """Each stretch of time that they were on the caseload, in one place; `away`: not there to be reached."""
    for standing, after in zip(course.standings, [*course.standings[1:], None], strict=True):
        if standing.on_caseload:
            yield Case(
                ON_CASELOAD, course.person, standing.since, after.since if after is not None else None,
                place=standing.place, facts={"away": standing.away},
            )  # fmt: skip
