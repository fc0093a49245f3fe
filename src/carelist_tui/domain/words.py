"""Moments as people say them, always in the service's zone. Standard library only: on the way to the first frame.

Relative to when they are read, a moment that is past never has the words of one to come. What is written down for
later (a story, a text for the main record) says its date in full.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.moments import CODED_DAYS, CODED_MONTHS, DAYS, MONTHS

Words = tuple[str | datetime, ...]
"""Pieces of a sentence; a moment is put into words only when it is read ("yesterday 10:30")."""
NOT_OWED = tr(" (not owed: within a stay away)")
"""After a booking that nobody is asked to keep unless they are back before it."""
TEAM = tr("The team")
"""Whom it is about where it is about nobody on the caseload."""


def inside(title: str) -> str:
    """A title as it stands within a sentence: `book again`, and `MDT review`."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def listed_name(given: str, family: str) -> str:
    """Somebody on the caseload as every screen says them: `YUSUF Amina`."""
    return f"{family.upper()} {given}".strip()


@lru_cache(maxsize=64)
def _local_day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def days_since(moment: datetime, at: datetime, zone: ZoneInfo) -> int:
    """How many days ago as people count them: what was yesterday is one day ago, however late it was."""
    return (_local_day(at, zone) - _local_day(moment, zone)).days


@lru_cache(maxsize=4096)
def moment_in_words(moment: datetime, at: datetime, zone: ZoneInfo) -> str:
    """A moment as people say it at another: `10:30`, `yesterday 10:30`, `3 Mar`, `3 Mar 2025`; within a week
    `Mon 10:30` of one to come, and `Mon 23 Nov 10:30` of one that is past."""
    local, today = moment.astimezone(zone), _local_day(at, zone)
    days = (local.date() - today).days
    if days == 0:
        return _clock(local) + _which_hour(local)
    if days in (-1, 1):
        return f"{tr('yesterday') if days < 0 else tr('tomorrow')} {_clock(local)}"
    if 1 < days < 7:
        return f"{DAYS[local.weekday()]} {_clock(local)}"
    if -7 < days < -1:
        return f"{DAYS[local.weekday()]} {_day(local)} {_clock(local)}"
    return _day(local) + ("" if local.year == today.year else f" {local.year}")


def past_day(moment: datetime, at: datetime, zone: ZoneInfo) -> str:
    """The day of a moment that is past, in a word where it can be: `today`, `yesterday`, `Mon`, `3 Mar`."""
    local, days = moment.astimezone(zone), days_since(moment, at, zone)
    if days < 7:
        return {0: tr("today"), 1: tr("yesterday")}.get(days, DAYS[local.weekday()])
    return moment_in_words(moment, at, zone)


def by_in_words(due_at: datetime, at: datetime, zone: ZoneInfo) -> str:
    """By when something is owed, or since when it is late: `by Thu 17:00`, `overdue since Mon 23 Nov 17:00`."""
    return f"{tr('overdue since') if at > due_at else tr('by')} {moment_in_words(due_at, at, zone)}"


def words_at(because: Iterable[str | datetime], at: datetime, zone: ZoneInfo) -> str:
    """The pieces of a reason joined, each moment in words relative to `at`."""
    return "".join(moment_in_words(part, at, zone) if isinstance(part, datetime) else part for part in because)


def moment_in_full(moment: datetime, zone: ZoneInfo) -> str:
    """`Tue 3 Mar 2026 10:30`: the same whenever it is read."""
    local = moment.astimezone(zone)
    return f"{day_in_full(local)} {_clock(local)}"


def moment_in_english(moment: datetime, zone: ZoneInfo) -> str:
    """`Tue 3 Mar 2026 10:30` in every language: as it stands in what is written into an entry."""
    local = moment.astimezone(zone)
    day = f"{CODED_DAYS[local.weekday()]} {local.day} {CODED_MONTHS[local.month - 1]} {local.year}"
    return f"{day} {_clock(local)}"


def moment_in_story(moment: datetime, happened_at: datetime | None, zone: ZoneInfo) -> str:
    """`3 Mar 10:30` within an entry of the same year, else `3 Mar 2027 10:30`: the same whenever it is read."""
    local = moment.astimezone(zone)
    same = happened_at is None or happened_at.astimezone(zone).year == local.year
    return f"{_day(local)} {_clock(local)}" if same else f"{_day(local)} {local.year} {_clock(local)}"


def day_in_full(day: date) -> str:
    """`Tue 3 Mar 2026`."""
    return f"{weekday_in_words(day)} {day.year}"


def period_in_words(first: date, last: date) -> str:
    """From the first day to the last, both in it: `1 Nov 2025 to 30 Nov 2026`."""
    return tr("{day} {year} to {day2} {year2}", day=_day(first), year=first.year, day2=_day(last), year2=last.year)


def weekday_in_words(day: date) -> str:
    """`Thu 5 Mar`."""
    return f"{DAYS[day.weekday()]} {_day(day)}"


def clock_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """The local time of day alone: `10:30`."""
    return _clock(moment.astimezone(zone))


def _clock(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _which_hour(local: datetime) -> str:
    """Of the hour that comes twice when the clocks go back, which one."""
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f" {local.tzname()}" if twice else ""
