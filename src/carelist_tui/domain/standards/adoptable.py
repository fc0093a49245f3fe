"""Standards that a service may adopt: those that can be read, and switch nothing off by their dates and hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.moments import FIRST_YEAR, LAST_YEAR
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.standards.file import line_of, parse_standards
from carelist_tui.domain.standards.standards import Standards
from carelist_tui.domain.words import day_in_full

MOST_CLOSED_DAYS = 14
"""Days in a row on which a service may be closed, weekends and bank holidays among them (standards.md)."""
LEAST_HOURS = 20
"""Hours a week for which it must be open."""
_DAY = timedelta(days=1)


def adoptable_standards(text: str) -> Standards:
    """The Standards a file says. Refuses what `parse_standards` refuses, and dates or hours by which nothing would be
    owed for long; each fault with its line. What was adopted by an earlier release is read all the same."""
    standards = parse_standards(text)
    if faults := list(_switched_off(standards.service.hours, text)):
        raise Refused(faults)
    return standards


def _switched_off(hours: ServiceHours, text: str) -> Iterator[Fault]:
    if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in hours.closed):
        said = tr(
            "has a day that is not between the years {first_year} and {last_year}",
            first_year=FIRST_YEAR,
            last_year=LAST_YEAR,
        )
        yield Fault("service.closed", said, line_of(text, ("service", "closed")))
    if run := longest_closure(hours):
        first, last = map(day_in_full, run)
        yield Fault(
            "service.closed",
            tr(
                "closes for more than {most_closed_days} days in a row: {first} to {last} or later",
                most_closed_days=MOST_CLOSED_DAYS,
                first=first,
                last=last,
            ),
            line_of(text, ("service", "closed")),
        )
    if (open_for := hours_a_week(hours)) < LEAST_HOURS:
        yield Fault(
            "service.opens",
            tr(
                "leaves {open_for:.1f} hours a week: a service is open for {least_hours} at least",
                open_for=open_for,
                least_hours=LEAST_HOURS,
            ),
            line_of(text, ("service", "opens")),
        )


def longest_closure(hours: ServiceHours) -> tuple[date, date] | None:
    """The first and the last day looked at of a closure that is too long; None where there is none."""
    calendar = Calendar(hours)

    def is_closed(day: date) -> bool:
        return not calendar.is_service_day(day)

    looked = date.min
    for day in sorted(hours.closed):
        if not FIRST_YEAR <= day.year <= LAST_YEAR or day <= looked or not is_closed(day):
            continue
        first = last = day
        while is_closed(first - _DAY) and (last - first).days < MOST_CLOSED_DAYS:
            first -= _DAY
        while is_closed(last + _DAY) and (last - first).days < MOST_CLOSED_DAYS:
            last += _DAY
        looked = last
        if (last - first).days >= MOST_CLOSED_DAYS:
            return first, last
    return None


def hours_a_week(hours: ServiceHours) -> float:
    """How many hours it is open in a week without a holiday."""
    other = {day: (opens, closes) for day, opens, closes in hours.other_hours}
    return sum(_length(*other.get(day, (hours.opens, hours.closes))) for day in hours.weekdays)


def _length(opens: time, closes: time) -> float:
    day = date(2026, 1, 1)
    return (datetime.combine(day, closes) - datetime.combine(day, opens)).total_seconds() / 3600
