"""A running case that was brought over from what a service used before (load.md, 6): since when contact is counted,
where nobody wrote down when they were last spoken to."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from carelist_tui.domain.calendar import Calendar, Interval
from carelist_tui.domain.person.facts import Fact
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.standards import Standards


def brought_over(state: PersonState, standards: Standards) -> Fact | None:
    """That they were brought over, as of when the service opens that day; None of anybody who was accepted here, or so
    short a time before that they count as newly accepted."""
    acceptance = state.acceptance
    if acceptance is None or acceptance.brought_over_on is None:
        return None
    after = standards.dues.brought_over_after
    came = _opened_then(acceptance.at, acceptance.brought_over_on, after, standards.calendar)
    return Fact(acceptance.id, (came, *acceptance.order[1:]), came) if came is not None else None


@lru_cache(maxsize=64)
def _opened_then(accepted: datetime, came_on: date, after: Interval, calendar: Calendar) -> datetime | None:
    """When the service opened on the day they came; None where that is too short a time after their acceptance. Asked
    many times of one person, one after another."""
    return calendar.opens(came_on) if came_on > calendar.last_day(accepted, after) else None


def is_without_history(state: PersonState, standards: Standards) -> bool:
    """Brought over, and neither contact nor a booking of one is known."""
    return state.looked is None and brought_over(state, standards) is not None


def counted_from(state: PersonState, standards: Standards) -> Fact | None:
    """From when contact is counted where none is known: the acceptance; of who was brought over the day that they
    were, or the entry by which it was said first when they are spoken to. Contact that was known then leaves the
    acceptance where it is: clocks of people keep their true dates."""
    came, look = brought_over(state, standards), state.looked
    if came is None or look is None:
        return came or state.acceptance
    known = look.came_along or look.at < came.at.replace(hour=0, minute=0)
    if not known:
        return look
    return came if look.is_booking else state.acceptance
