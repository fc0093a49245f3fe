"""Dates as people type them: `today 14:30`, `tomorrow`, `fri`, `+2d`, `in 2 weeks`, `3 mar 10:00`. Pure.

A day in the past is only meant when it says so (`yesterday`, `last fri`, a date with its year). 03/04/2026 is 3 April.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNITS = {"m": "min", "h": "hour", "d": "day", "w": "week", "mo": "month"}
HINT = "say it like: today 14:30, tomorrow, fri 10:00, +2d, in 2 weeks, 3 mar 10:00"

_CLOCK = re.compile(r"(?:^|\s)(?:at\s+)?(\d{1,2})(?:[:.](\d{2})\s*(am|pm)?|\s*(am|pm))$")
_ON = re.compile(r"(?:(?:in|\+)\s*(\d{1,3})\s*(min|hour|day|week|month|mo|m|h|d|w)[a-z]*)")
_AGO = re.compile(r"(\d{1,3})\s*(min|hour|day|week|month)s?\s+ago")
_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ /.-]([a-z]{3,9}|\d{1,2})(?:[ /.-](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WHOLE = re.compile(r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}:\d{2}(\.\d+)?(z|[+-]\d{2}:\d{2})")


def understood_moment(text: str, now: datetime, zone: ZoneInfo, *, usual: time = time(10)) -> datetime:
    """The aware local moment meant, to the minute; a day alone means `usual` on it.

    Refuses (ValueError, a sentence) what it does not understand, and a clock time that the day does not have.
    """
    local = now.astimezone(zone).replace(second=0, microsecond=0)
    words = " ".join(text.casefold().split())
    if words == "now":
        return local
    if _WHOLE.fullmatch(words):
        return _whole(words, zone)
    if step := _step(words, _ON, 1) or _step(words, _AGO, -1):
        count, unit = step
        if unit in ("min", "hour"):
            there = now + timedelta(minutes=count * (60 if unit == "hour" else 1))
            return there.astimezone(zone).replace(second=0, microsecond=0)
    clock, words = _clock(words)
    day = _day(words, local.date(), clock is not None)
    return _at(day, clock or usual, zone)


def understood_day(text: str, now: datetime, zone: ZoneInfo) -> date:
    """The date meant. Refuses (ValueError, a sentence) what it does not understand."""
    return _day(" ".join(text.casefold().split()), now.astimezone(zone).date(), False)


def moment_said(moment: datetime) -> str:
    """A moment as the form says what it understood: `Fri 6 Mar 2026 10:00`."""
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}"


def day_said(day: date) -> str:
    """A day likewise: `Fri 6 Mar 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def _whole(words: str, zone: ZoneInfo) -> datetime:
    """A moment written in full, with its offset, as entries hold it."""
    try:
        return datetime.fromisoformat(words.upper()).astimezone(zone)
    except (ValueError, OverflowError):
        raise ValueError("there is no such date") from None


def _clock(words: str) -> tuple[time | None, str]:
    """The clock time at the end, and what stands before it."""
    found = _CLOCK.search(words)
    if found is None:
        return None, words
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3] or found[4]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or (half and hour > 23):
        raise ValueError(f"{found[0].strip()} is not a time of day")
    return time(hour, minute), words[: found.start()].strip()


def _step(words: str, pattern: re.Pattern[str], sign: int) -> tuple[int, str] | None:
    found = pattern.fullmatch(words)
    return (sign * int(found[1]), UNITS.get(found[2], found[2])) if found else None


def _day(words: str, today: date, has_clock: bool) -> date:
    if words in ("today", "tonight") or (not words and has_clock):
        return today
    if words in ("tomorrow", "tom"):
        return today + timedelta(days=1)
    if words == "yesterday":
        return today - timedelta(days=1)
    if step := _step(words, _ON, 1) or _step(words, _AGO, -1):
        return _stepped(today, *step)
    last, _, name = words.rpartition(" ")
    if name[:3] in DAYS and "monday tuesday wednesday thursday friday saturday sunday".find(name) >= 0:
        ahead = (DAYS.index(name[:3]) - today.weekday()) % 7
        if last == "last":
            return today - timedelta(days=(-ahead) % 7 or 7)
        if last in ("", "on", "this", "next"):
            return today + timedelta(days=ahead or 7)
    return _dated(words, today)


def _stepped(today: date, count: int, unit: str) -> date:
    if unit == "month":
        months = today.year * 12 + today.month - 1 + count
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    raise ValueError(f"not understood: {HINT}")


def _dated(words: str, today: date) -> date:
    """A date with day and month; without a year the next one to come, today included."""
    try:
        if iso := _ISO.fullmatch(words):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        found = _DATE.fullmatch(words)
        if found is None or not (found[2].isdigit() or found[2][:3] in MONTHS):
            raise ValueError(f"not understood: {HINT}")
        month = int(found[2]) if found[2].isdigit() else MONTHS.index(found[2][:3]) + 1
        if found[3]:
            return date(int(found[3]) + (2000 if len(found[3]) == 2 else 0), month, int(found[1]))
        return _next_such(today, month, int(found[1]))
    except ValueError as trouble:
        if str(trouble).startswith("not understood"):
            raise
        raise ValueError("there is no such date") from None


def _next_such(today: date, month: int, day: int) -> date:
    for year in range(today.year, today.year + 9):
        try:
            there = date(year, month, day)
        except ValueError:
            continue
        if there >= today:
            return there
    raise ValueError("there is no such date")


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment, where the day has it: one hour in spring does not exist."""
    moment = datetime.combine(day, clock, zone)
    there_and_back = datetime.fromtimestamp(moment.timestamp(), zone)
    if there_and_back.time() != clock:
        raise ValueError(f"{clock:%H:%M} does not exist on that day: the clocks go forward")
    return moment
