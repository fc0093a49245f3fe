"""Every case of one person, in the order of the measures."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import on_caseload
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure_table import MEASURES


def cases_of(course: Course) -> Iterator[Case]:
    """What every measure counts of one person, and their time on the caseload, over which rates are counted."""
    yield from on_caseload(course)
    for measure in MEASURES.values():
        yield from measure.cases(course)
