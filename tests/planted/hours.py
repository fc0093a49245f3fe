"""The clock of a service as its Standards ship: Monday to Friday, 9 to 5, London, bank holidays off.

Nothing here asks the program: the independent count must not share its arithmetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(9), time(17)
BANK_HOLIDAYS = {
    date.fromisoformat(text)
    for text in [
        "2025-01-01",
        "2025-04-18",
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
        "2025-08-25",
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
        "2027-12-27",
        "2027-12-28",
    ]
}


def local(moment: datetime) -> datetime:
    """The same moment on a clock in London."""
    return moment.astimezone(LONDON)


def day_of(moment: datetime) -> date:
    """The day it is in London."""
    return local(moment).date()


def at_time(day: date, hour: time) -> datetime:
    """That time of that day in London, in UTC."""
    return datetime.combine(day, hour, LONDON).astimezone(UTC)


def midnight_after(day: date) -> datetime:
    """When that day is over."""
    return at_time(day + timedelta(days=1), time(0))


def is_service_day(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def next_service_day(day: date) -> date:
    """The first service day after it."""
    day += timedelta(days=1)
    while not is_service_day(day):
        day += timedelta(days=1)
    return day


def or_next_service_day(day: date) -> date:
    """It, where it is a service day; else the next."""
    return day if is_service_day(day) else next_service_day(day)


def same_day(moment: datetime, *, high: bool = False) -> datetime:
    """The close of that day, while an hour is left (15 minutes before a closure of more than a day); else 10:00 on
    the next service day, and of somebody high two hours."""
    there = local(moment)
    day = there.date()
    if is_service_day(day):
        left = timedelta(minutes=15) if next_service_day(day) != day + timedelta(days=1) else timedelta(hours=1)
        if moment <= at_time(day, CLOSES) - left:
            return at_time(day, CLOSES)
    return moment + timedelta(hours=2) if high else at_time(next_service_day(day), time(10))


def hours_after(moment: datetime, n: int, *, is_visit: bool = False, high: bool = False) -> datetime:
    """So many real hours later; outside service hours it moves to the morning (a visit: noon), unless high."""
    end = moment.astimezone(UTC) + timedelta(hours=n)
    there = local(end)
    day = there.date()
    if high or (is_service_day(day) and OPENS <= there.time() <= CLOSES):
        return end
    if not (is_service_day(day) and there.time() < OPENS):
        day = next_service_day(day)
    return at_time(day, time(12) if is_visit else time(10))


def service_days_after(moment: datetime, n: int, hour: time = CLOSES) -> datetime:
    """The close (or another hour) of the n-th service day after that day."""
    day = day_of(moment)
    for _ in range(n):
        day = next_service_day(day)
    return at_time(day, hour)


def days_after(moment: datetime, n: int) -> datetime:
    """The close of service so many days later, or of the service day after."""
    return at_time(or_next_service_day(day_of(moment) + timedelta(days=n)), CLOSES)


def months_after(day: date, n: int) -> date:
    """So many months later; the 31st becomes the last of a shorter month."""
    month = day.month - 1 + n
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))
