"""No dates and no hours of a service switch off what is owed: 14 days closed in a row, 20 hours a week."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.calendar.bank_holidays import Region
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import adoptable_standards, parse_standards
from carelist_tui.domain.standards.adoptable import LEAST_HOURS, MOST_CLOSED_DAYS, hours_a_week, longest_closure

MONDAY = date(2027, 3, 1)
DAY = timedelta(days=1)
EVERY_DAY = tuple(range(7))


def closed(
    first: date, days: int, weekdays: tuple[int, ...] = EVERY_DAY, bank_holidays: Region | None = None
) -> ServiceHours:
    dates = frozenset(first + n * DAY for n in range(days))
    return ServiceHours(closed=dates, weekdays=weekdays, bank_holidays=bank_holidays)


@pytest.mark.parametrize(("days", "too_long"), [(0, False), (1, False), (14, False), (15, True), (9_000, True)])
def test_fourteen_days_in_a_row_may_be_closed_and_no_more(days: int, too_long: bool) -> None:
    assert (longest_closure(closed(MONDAY, days)) is not None) == too_long


@pytest.mark.parametrize(
    ("first", "days", "weekdays", "too_long"),
    [
        (MONDAY, 5, (0, 1, 2, 3, 4), False), (MONDAY, 12, (0, 1, 2, 3, 4), True), (MONDAY, 11, (0, 1, 2, 3), True),
        (MONDAY + 4 * DAY, 8, (0, 1, 2, 3, 4), False), (date(2026, 12, 21), 12, (0, 1, 2, 3, 4), True),
        (date(2026, 12, 24), 11, (0, 1, 2, 3, 4), False),
    ],
)  # fmt: skip
def test_weekends_and_holidays_beside_closed_dates_count(
    first: date, days: int, weekdays: tuple[int, ...], too_long: bool
) -> None:
    hours = closed(first, days, weekdays=weekdays, bank_holidays="england-and-wales")
    assert (longest_closure(hours) is not None) == too_long


@given(st.frozensets(st.integers(0, 60), max_size=45), st.frozensets(st.integers(0, 6), min_size=1))
def test_what_is_let_through_never_closes_longer(gone: frozenset[int], weekdays: frozenset[int]) -> None:
    dates = frozenset(MONDAY + n * DAY for n in gone)
    hours = ServiceHours(closed=dates, weekdays=tuple(sorted(weekdays)), bank_holidays=None)
    calendar, run, longest = Calendar(hours), 0, 0
    for n in range(-20, 90):
        run = 0 if calendar.is_service_day(MONDAY + n * DAY) else run + 1
        longest = max(longest, run)
    assert (longest_closure(hours) is None) == (longest <= MOST_CLOSED_DAYS)


@pytest.mark.parametrize(
    ("hours", "week"),
    [
        (ServiceHours(), 40), (ServiceHours(weekdays=(6,)), 8), (ServiceHours(closes=time(9, 1)), 5 / 60),
        (ServiceHours(weekdays=(0, 1), other_hours=((1, time(8), time(20)),)), 20),
        (ServiceHours(weekdays=(0, 1), other_hours=((1, time(8), time(20)), (5, time(8), time(20)))), 20),
    ],
)  # fmt: skip
def test_hours_a_week_are_those_of_the_days_it_opens(hours: ServiceHours, week: float) -> None:
    assert hours_a_week(hours) == pytest.approx(week)
    assert LEAST_HOURS == 20


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[service]\nopens = "09:00"\ncloses = "09:01"\n', 2, "leaves 0.1 hours a week"),
        ('[service]\ndays = ["Sun"]\nopens = "09:00"\n', 3, "leaves 8.0 hours a week"),
        ("[service]\nclosed = [" + ", ".join(f"2027-03-{n:02d}" for n in range(1, 20)) + "]\n", 2, "closes for more"),
    ],
)
def test_such_standards_are_refused_with_the_line_and_read_where_they_were_adopted(
    text: str, line: int, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        adoptable_standards(text)
    assert [(each.line, said in each.sentence) for each in refused.value.faults] == [(line, True)]
    assert parse_standards(text).digest, "an adoption of an earlier release is read all the same"
