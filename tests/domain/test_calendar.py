"""The clocks of the Standards: service days, same day, hours, days, months, closures (standards.md, Clocks)."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from carelist_tui.domain.calendar import Calendar, Interval, ServiceHours

pytestmark = pytest.mark.slow

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = Calendar(ServiceHours())
SEVEN_DAYS = Calendar(
    ServiceHours(
        weekdays=tuple(range(7)),
        opens=time(8),
        closes=time(20),
        other_hours=((5, time(11), time(16)), (6, time(11), time(16))),
    )
)
NEVER_CLOSED = Calendar(ServiceHours(weekdays=tuple(range(7)), bank_holidays=None))
SCOTTISH = Calendar(ServiceHours(bank_holidays="scotland", closed=frozenset({date(2026, 12, 24)})))
CALENDARS = [WEEKDAYS, SEVEN_DAYS, NEVER_CLOSED, SCOTTISH]

calendars = st.sampled_from(CALENDARS)
moments = st.datetimes(datetime(2012, 1, 1), datetime(2028, 12, 1), timezones=st.just(UTC)).map(
    lambda t: t.replace(microsecond=0)
)
counts = st.integers(1, 200)
intervals = st.one_of(
    st.builds(Interval, hours=counts),
    st.builds(Interval, days=counts),
    st.builds(Interval, weeks=st.integers(1, 30)),
    st.builds(Interval, months=st.integers(1, 12)),
    st.builds(Interval, service_days=st.integers(1, 30)),
)


def at(text: str) -> datetime:
    """A moment by London clocks, as in "2026-03-03 09:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


# --- days


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        ("2026-03-02", True),
        ("2026-03-07", False),
        ("2026-03-08", False),
        ("2026-04-03", False),
        ("2026-12-25", False),
        ("2026-12-26", False),
        ("2026-12-28", False),
        ("2026-12-29", True),
        ("2028-02-29", True),
    ],
)
def test_a_service_day_is_a_weekday_that_is_no_bank_holiday(day: str, is_one: bool) -> None:
    assert WEEKDAYS.is_service_day(date.fromisoformat(day)) is is_one


def test_a_service_closes_on_its_own_dates_too() -> None:
    assert not SCOTTISH.is_service_day(date(2026, 12, 24))
    assert SCOTTISH.is_service_day(date(2026, 4, 6)), "Easter Monday is none in Scotland"


def test_the_service_day_after_christmas_skips_the_substitute_day() -> None:
    assert WEEKDAYS.service_day_after(date(2026, 12, 24)) == date(2026, 12, 29)
    assert WEEKDAYS.service_day_after(date(2026, 12, 24), 4) == date(2027, 1, 4)
    assert WEEKDAYS.service_day_from(date(2026, 12, 24)) == date(2026, 12, 24)
    assert WEEKDAYS.service_day_from(date(2026, 12, 25)) == date(2026, 12, 29)


def test_opens_next_is_the_opening_after_the_local_day_of_a_moment() -> None:
    assert WEEKDAYS.opens_next(at("2026-03-06 08:00")) == at("2026-03-09 09:00")
    # 23:30 UTC in summer is already the next day in London.
    assert WEEKDAYS.opens_next(datetime(2026, 6, 4, 23, 30, tzinfo=UTC)) == at("2026-06-08 09:00")


def test_weekdays_may_have_hours_of_their_own() -> None:
    assert SEVEN_DAYS.opens(date(2026, 3, 7)) == at("2026-03-07 11:00")
    assert SEVEN_DAYS.closes(date(2026, 3, 6)) == at("2026-03-06 20:00")
    assert SEVEN_DAYS.same_day(at("2026-03-07 15:30"), high=False) == at("2026-03-08 11:00"), "10:00 is not open yet"


@pytest.mark.parametrize(
    "service",
    [
        ServiceHours(weekdays=()),
        ServiceHours(opens=time(17), closes=time(9)),
        ServiceHours(other_hours=((2, time(12), time(12)),)),
    ],
)
def test_a_service_that_never_opens_is_refused(service: ServiceHours) -> None:
    with pytest.raises(ValueError, match="opens"):
        Calendar(service)


# --- same day


@pytest.mark.parametrize(
    ("t", "usual", "high"),
    [
        ("2026-03-03 10:00", "2026-03-03 17:00", "2026-03-03 17:00"),
        ("2026-03-03 16:00", "2026-03-03 17:00", "2026-03-03 17:00"),
        ("2026-03-03 16:00:01", "2026-03-04 10:00", "2026-03-03 18:00:01"),
        ("2026-03-03 17:00", "2026-03-04 10:00", "2026-03-03 19:00"),
        ("2026-03-03 06:00", "2026-03-03 17:00", "2026-03-03 17:00"),
        # Before a closure of more than a day a quarter of an hour is enough.
        ("2026-03-06 16:30", "2026-03-06 17:00", "2026-03-06 17:00"),
        ("2026-03-06 16:45", "2026-03-06 17:00", "2026-03-06 17:00"),
        ("2026-03-06 16:45:01", "2026-03-09 10:00", "2026-03-06 18:45:01"),
        ("2026-04-02 16:45", "2026-04-02 17:00", "2026-04-02 17:00"),
        ("2026-04-01 16:45", "2026-04-02 10:00", "2026-04-01 18:45"),
        ("2026-10-23 16:46", "2026-10-26 10:00", "2026-10-23 18:46"),
        ("2026-03-07 11:00", "2026-03-09 10:00", "2026-03-07 13:00"),
        ("2026-12-24 16:30", "2026-12-24 17:00", "2026-12-24 17:00"),
        ("2026-12-24 16:46", "2026-12-29 10:00", "2026-12-24 18:46"),
        ("2026-03-29 00:30", "2026-03-30 10:00", "2026-03-29 03:30"),
    ],
)
def test_same_day_is_the_close_of_service_while_enough_of_it_remains(t: str, usual: str, high: str) -> None:
    assert WEEKDAYS.same_day(at(t), high=False) == at(usual)
    assert WEEKDAYS.same_day(at(t), high=True) == at(high)


# --- hours


@pytest.mark.parametrize(
    ("t", "n", "moved"),
    [
        ("2026-03-02 14:00", 24, "2026-03-03 14:00"),
        ("2026-03-02 17:00", 24, "2026-03-03 17:00"),
        ("2026-03-02 17:01", 24, "2026-03-04 10:00"),
        ("2026-03-02 08:00", 24, "2026-03-03 10:00"),
        ("2026-03-06 11:00", 24, "2026-03-09 10:00"),
        ("2026-03-06 11:00", 72, "2026-03-09 11:00"),
        ("2026-12-24 11:00", 24, "2026-12-29 10:00"),
        ("2026-12-31 11:00", 24, "2027-01-04 10:00"),
        ("2028-02-28 11:00", 24, "2028-02-29 11:00"),
    ],
)
def test_hours_outside_service_move_to_ten_on_the_next_service_day(t: str, n: int, moved: str) -> None:
    assert WEEKDAYS.hours(at(t), n, high=False) == at(moved)


def test_a_visit_moves_to_noon_instead_of_ten() -> None:
    assert WEEKDAYS.hours(at("2026-03-05 14:00"), 48, high=False, visit=True) == at("2026-03-09 12:00")
    assert WEEKDAYS.hours(at("2026-03-02 14:00"), 48, high=False, visit=True) == at("2026-03-04 14:00")


def test_for_a_high_person_hours_never_move() -> None:
    assert WEEKDAYS.hours(at("2026-03-06 22:00"), 2, high=True) == at("2026-03-07 00:00")


def test_a_friday_miss_before_the_clocks_go_forward_is_owed_on_monday() -> None:
    # 48 real hours after Friday 27 March 14:00 are Sunday 15:00, by summer time.
    friday = at("2026-03-27 14:00")
    assert WEEKDAYS.hours(friday, 48, high=True) == at("2026-03-29 15:00")
    assert WEEKDAYS.hours(friday, 72, high=False) == at("2026-03-30 15:00")
    assert WEEKDAYS.hours(friday, 24, high=False) == at("2026-03-30 10:00")


def test_hours_are_real_hours_when_the_clocks_go_back() -> None:
    friday = at("2026-10-23 14:00")
    assert WEEKDAYS.hours(friday, 72, high=False) == at("2026-10-26 13:00")
    saturday = datetime(2026, 10, 24, 0, 30, tzinfo=UTC)
    assert WEEKDAYS.hours(saturday, 24, high=True) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert WEEKDAYS.hours(saturday, 25, high=True) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


# --- days, months, intervals


def test_days_end_with_the_service_and_move_off_the_weekend() -> None:
    assert WEEKDAYS.days(at("2026-03-02 09:30"), 4) == at("2026-03-06 17:00")
    assert WEEKDAYS.days(at("2026-03-02 09:30"), 5) == at("2026-03-09 17:00")
    assert WEEKDAYS.service_days(at("2026-03-05 23:59"), 2) == at("2026-03-09 17:00")
    assert WEEKDAYS.service_days(at("2026-03-07 12:00"), 1) == at("2026-03-09 17:00")


@pytest.mark.parametrize(
    ("t", "n", "due"),
    [
        ("2026-01-31 10:00", 1, "2026-03-02 17:00"),
        ("2028-01-31 10:00", 1, "2028-02-29 17:00"),
        ("2025-08-31 10:00", 1, "2025-09-30 17:00"),
        ("2026-11-25 10:00", 1, "2026-12-29 17:00"),
        ("2026-12-01 10:00", 1, "2027-01-04 17:00"),
        ("2028-02-29 10:00", 12, "2029-02-28 17:00"),
    ],
)
def test_months_clamp_to_the_last_day_of_a_shorter_month(t: str, n: int, due: str) -> None:
    assert WEEKDAYS.months(at(t), n) == at(due)


def test_an_interval_has_one_unit_and_says_it_in_words() -> None:
    assert [str(i) for i in (Interval(days=1), Interval(service_days=5), Interval(months=3), Interval(hours=72))] == [
        "1 day",
        "5 service days",
        "3 months",
        "72 hours",
    ]
    for units in ({}, {"days": 1, "hours": 1}, {"weeks": -1}):
        with pytest.raises(ValueError, match="one unit"):
            Interval(**units)


def test_after_an_interval_hours_stay_and_longer_units_end_with_the_service() -> None:
    friday = at("2026-03-06 16:00")
    assert WEEKDAYS.after(friday, Interval(hours=24)) == at("2026-03-07 16:00")
    assert WEEKDAYS.deadline(friday, Interval(hours=24), high=False) == at("2026-03-09 10:00")
    assert WEEKDAYS.after(friday, Interval(weeks=2)) == WEEKDAYS.days(friday, 14)
    assert WEEKDAYS.after(friday, Interval(service_days=1)) == at("2026-03-09 17:00")
    assert WEEKDAYS.deadline(friday, Interval(months=1), high=True) == WEEKDAYS.months(friday, 1)


# --- closures


@pytest.mark.parametrize(
    ("t", "begins", "ends"),
    [
        ("2026-03-03 09:00", "2026-03-06 17:00", "2026-03-09 09:00"),
        ("2026-03-06 16:59", "2026-03-06 17:00", "2026-03-09 09:00"),
        ("2026-03-06 17:00", "2026-03-13 17:00", "2026-03-16 09:00"),
        ("2026-03-07 12:00", "2026-03-13 17:00", "2026-03-16 09:00"),
        ("2026-12-22 09:00", "2026-12-24 17:00", "2026-12-29 09:00"),
        ("2026-12-29 09:00", "2026-12-31 17:00", "2027-01-04 09:00"),
        ("2026-03-25 09:00", "2026-03-27 17:00", "2026-03-30 09:00"),
    ],
)
def test_the_next_long_closure_runs_from_close_to_opening(t: str, begins: str, ends: str) -> None:
    assert WEEKDAYS.closure_after(at(t)) == (at(begins), at(ends))


def test_a_seven_day_service_has_long_closures_at_bank_holidays_only() -> None:
    assert SEVEN_DAYS.closure_after(at("2026-04-07 09:00")) == (at("2026-05-03 16:00"), at("2026-05-05 08:00"))
    assert NEVER_CLOSED.closure_after(at("2026-04-07 09:00")) is None


# --- what always holds


@given(calendars, moments, st.integers(0, 400), st.booleans(), st.booleans())
@example(WEEKDAYS, datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC), 1, False, False)
@example(WEEKDAYS, datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), 1, False, True)
@settings(max_examples=400)
def test_hours_are_never_early_and_lie_in_service_unless_high(
    calendar: Calendar, t: datetime, n: int, high: bool, visit: bool
) -> None:
    due = calendar.hours(t, n, high=high, visit=visit)
    assert due >= t + timedelta(hours=n)
    assert due == t + timedelta(hours=n) if high else calendar.is_open(due)


@given(calendars, moments, st.booleans())
@settings(max_examples=400)
def test_same_day_is_ahead_and_lies_in_service_unless_high(calendar: Calendar, t: datetime, high: bool) -> None:
    due = calendar.same_day(t, high=high)
    assert due > t
    assert calendar.is_open(due) or (high and due == t + timedelta(hours=2))


@given(calendars, moments, intervals)
@settings(max_examples=400)
def test_an_interval_ends_after_it_begins_and_longer_ones_at_a_close(
    calendar: Calendar, t: datetime, interval: Interval
) -> None:
    due = calendar.after(t, interval)
    assert due > t
    if not interval.hours:
        assert due == calendar.closes(calendar.day_of(due))
        assert calendar.is_service_day(calendar.day_of(due))


@given(calendars, moments, moments, intervals)
@settings(max_examples=400)
def test_who_waits_longer_is_never_owed_later(calendar: Calendar, t: datetime, u: datetime, interval: Interval) -> None:
    first, second = sorted((t, u))
    assert calendar.after(first, interval) <= calendar.after(second, interval)
    assert calendar.same_day(first, high=False) <= calendar.same_day(second, high=False)


@given(calendars, moments, st.integers(0, 60 * 24 * 10), st.integers(0, 100))
@settings(max_examples=400)
def test_a_moved_deadline_overtakes_a_later_one_within_its_morning_only(
    calendar: Calendar, t: datetime, minutes: int, n: int
) -> None:
    # Between opening and 10:00 a deadline stays where it is; one that was moved there stands at 10:00.
    sooner = calendar.hours(t, n, high=False)
    later = calendar.hours(t + timedelta(minutes=minutes), n, high=False)
    assert sooner <= later or calendar.day_of(sooner) == calendar.day_of(later)


@given(calendars, moments)
@settings(max_examples=400)
def test_a_closure_begins_after_the_moment_and_no_service_lies_in_it(calendar: Calendar, t: datetime) -> None:
    closure = calendar.closure_after(t)
    if closure is None:
        assert calendar is NEVER_CLOSED
        return
    begins, ends = (moment.astimezone(UTC) for moment in closure)
    assert t < begins
    assert ends - begins > timedelta(hours=24)
    assert begins == calendar.closes(calendar.day_of(begins))
    assert ends == calendar.opens(calendar.day_of(ends))
    hours = range(1, int((ends - begins) / timedelta(hours=1)))
    assert not any(calendar.is_open(begins + timedelta(hours=n)) for n in hours)


def test_a_calendar_needs_the_standard_library_only() -> None:
    asks = (
        "import sys, datetime as d\n"
        "from carelist_tui.domain.calendar import Calendar, ServiceHours\n"
        "Calendar(ServiceHours(bank_holidays=None)).opens_next(d.datetime(2026, 3, 3, tzinfo=d.UTC))\n"
        "print([m for m in ('pydantic', 'tomllib', 'dateutil', 'textual', 'sqlmodel') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
