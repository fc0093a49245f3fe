"""Dates as people type them: `today 14:30`, `fri`, `1430`, `+2d`, `in 2 weeks`, `3 mar 10:00`. Pure.

Which way a field looks its model says: a weekday, or a date without its year, is the last such day where it looks back
and the next one where it looks ahead. What looks back is never read as after now, what looks ahead never as before the
entry. 03/04/2026 is 3 April.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.entries.entry import Looks
from carelist_tui.domain.identity import read_day
from carelist_tui.domain.moments import MONTH_PATTERN, month_in_words
from carelist_tui.domain.words import day_in_full, moment_in_full

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNITS = {"m": "min", "h": "hour", "d": "day", "w": "week", "mo": "month"}
EITHER = Looks("either")
HINTS = {
    "back": tr("say it like: today 14:30, yesterday 16:00, last fri 10:00, 2 days ago, 3 mar 10:00"),
    "ahead": tr("say it like: today 14:30, tomorrow, fri 10:00, +2d, in 2 weeks, 3 mar 10:00"),
}
NOON, EVENING, EVENING_BEGINS = time(12), time(20), time(17)
MIDDAY = ("noon", "midday")
FAR_OFF = 183
"""Days from which a date without a year is nearer when it has been."""
FIRST_PLAIN_HOUR = 7
"""From here on an hour without minutes needs no am or pm."""

_CLOCK = re.compile(r"(?:^|\s)(?:at\s+)?(\d{1,2})(?:[:.](\d{2})(?::(\d{2}))?\s*(am|pm)?|\s*(am|pm))$")
_FOUR = re.compile(r"(?:^|\s)(?:at\s+)?(\d{2})(\d{2})(?:h|hrs)?$")
_HOUR = re.compile(r"\s(?:at\s+)?(\d{1,2})$")
_ON = re.compile(r"(?:(?:in|\+)\s*(\d{1,3})\s*(min|hour|day|week|month|mo|m|h|d|w)[a-z]*)")
_AGO = re.compile(r"(\d{1,3})\s*(min|hour|day|week|month)[a-z]*\s+ago")
_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ /.-]([a-z]{3,9}|\d{1,2})(?:[ /.-](\d{4}|\d{2}))?")
_YEAR_FIRST = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}")
"""As databases write a date, with midnight behind it or without."""
_WHOLE = re.compile(r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}:\d{2}(\.\d+)?(z|[+-]\d{2}:\d{2})")


def understood_moment(
    text: str,
    now: datetime,
    zone: ZoneInfo,
    looks: Looks = EITHER,
    *,
    usual: time = time(10),
    since: datetime | None = None,
) -> datetime:
    """The aware local moment meant, to the second; a day alone means `usual` on it. `since` is when the entry happened,
    where that was before now: what looks ahead looks on from there.

    Refuses (ValueError, a sentence) what it does not understand or what lies on the other side, and a clock time that
    the day does not have.
    """
    local = now.astimezone(zone).replace(microsecond=0)
    words = " ".join(text.casefold().split())
    return _on_its_side(_moment(words, local, zone, looks, usual), local, zone, looks, since)


def _moment(words: str, local: datetime, zone: ZoneInfo, looks: Looks, usual: time) -> datetime:
    if words == "now":
        return local
    if _WHOLE.fullmatch(words):
        return _whole(words, zone)
    if step := _step(words, _ON, 1) or _step(words, _AGO, -1):
        count, unit = step
        if unit in ("min", "hour"):
            there = datetime.fromtimestamp(local.timestamp() + count * (3600 if unit == "hour" else 60), zone)
            return there.replace(second=0)
    if words.startswith("tonight"):
        return _at(local.date(), _evening(words.removeprefix("tonight").strip()), zone)
    clock, words = _clock(words, local.date())
    if looks.way == "back" and _weekday(words) == ("", local.weekday()):
        today = _at(local.date(), clock or usual, zone)
        return today if today <= local else _at(local.date() - timedelta(days=7), clock or usual, zone)
    return _at(_day(words, local.date(), clock is not None, looks), clock or usual, zone)


def _on_its_side(
    moment: datetime, now: datetime, zone: ZoneInfo, looks: Looks, since: datetime | None = None
) -> datetime:
    """The moment, where it lies on the side to which the field looks."""
    if looks.way == "back":
        past = moment.date() <= now.date() if looks.all_day else moment.timestamp() <= now.timestamp()
        if not past:
            raise ValueError(
                tr("{moment}, that is still to come; {hint}", moment=moment_in_full(moment, zone), hint=_hint(looks))
            )
    elif looks.way == "ahead":
        first = min(since, now) if since is not None else now
        if moment.timestamp() < first.replace(microsecond=0).timestamp():
            raise ValueError(
                tr("{moment}, that is past already; {hint}", moment=moment_in_full(moment, zone), hint=_hint(looks))
            )
    return moment


def understood_day(
    text: str, now: datetime, zone: ZoneInfo, looks: Looks = EITHER, *, since: datetime | None = None
) -> date:
    """The date meant. Refuses (ValueError, a sentence) what it does not understand or what lies on the other side."""
    words, today = " ".join(text.casefold().split()), now.astimezone(zone).date()
    day = today if words == "tonight" else _day(words, today, False, looks)
    first = min(since, now).astimezone(zone).date() if since is not None else today
    if looks.way == "back" and day > today:
        raise ValueError(tr("{day}, that is still to come; {hint}", day=day_in_full(day), hint=_hint(looks)))
    if looks.way == "ahead" and day < first:
        raise ValueError(tr("{day}, that is past already; {hint}", day=day_in_full(day), hint=_hint(looks)))
    return day


def understood_month(text: str, now: datetime, zone: ZoneInfo) -> str:
    """The month meant, YYYY-MM; a name without a year is the last such month, this one included. Refuses (ValueError, a
    sentence) what it does not understand and what is still to come."""
    words, today = " ".join(text.casefold().split()), now.astimezone(zone).date()
    name, _, year = words.partition(" ")
    if re.fullmatch(MONTH_PATTERN, words):
        month = words
    elif words in ("this month", "last month"):
        month = f"{today.replace(day=1) - timedelta(days=words == 'last month'):%Y-%m}"
    elif name[:3] in MONTHS and name.isalpha() and (not year or re.fullmatch(r"[0-9]{4}", year)):
        number = MONTHS.index(name[:3]) + 1
        month = f"{year or today.year - (number > today.month)}-{number:02}"
    else:
        raise ValueError(tr("not understood; say it like: last month, feb, feb 2026, 2026-02"))
    if month > f"{today:%Y-%m}":
        raise ValueError(tr("{month_in_words}, that is still to come", month_in_words=month_in_words(month)))
    return month


def nearest_day(text: str, now: datetime, zone: ZoneInfo) -> date:
    """The date meant of what may have been or be to come: a weekday is the next such, a day and a month without a year
    the nearest such, so that last week's date is not next year's. Refuses as `understood_day`."""
    ahead, today = understood_day(text, now, zone), now.astimezone(zone).date()
    if (ahead - today).days < FAR_OFF:
        return ahead
    try:
        return min(ahead, understood_day(text, now, zone, Looks("back")), key=lambda day: abs((day - today).days))
    except ValueError:  # it says its year, or is no day that has been
        return ahead


def moment_said(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment as the form says what it understood: `Thu 26 Nov 2026 14:00, 2 days ago`."""
    at = now.astimezone(zone)
    days = (moment.astimezone(zone).date() - at.date()).days
    if days:
        return f"{moment_in_full(moment, zone)}, {_apart(days)}"
    minutes = round((moment.timestamp() - at.timestamp()) / 60)
    return f"{moment_in_full(moment, zone)}, {_way(minutes, _minutes(abs(minutes))) if minutes else tr('now')}"


def day_said(day: date, now: datetime, zone: ZoneInfo) -> str:
    """A day likewise: `Fri 6 Mar 2026, in 3 days`."""
    days = (day - now.astimezone(zone).date()).days
    return f"{day_in_full(day)}, {_apart(days) if days else tr('today')}"


def _apart(days: int) -> str:
    if days in (-1, 1):
        return tr("tomorrow") if days > 0 else tr("yesterday")
    count = abs(days)
    if count < 100:
        return _way(days, ntr("{n} day", "{n} days", count, n=count))
    return _way(
        days,
        tr("{count} months", count=count * 12 // 365) if count < 730 else tr("{count} years", count=count * 4 // 1461),
    )


def _minutes(count: int) -> str:
    if count < 60:
        return ntr("{n} minute", "{n} minutes", count, n=count)
    return ntr("{n} hour", "{n} hours", count // 60, n=count // 60)


def _way(sign: int, words: str) -> str:
    return tr("in {words}", words=words) if sign > 0 else tr("{words} ago", words=words)


def _hint(looks: Looks) -> str:
    return HINTS["back" if looks.way == "back" else "ahead"]


class _NotUnderstood(ValueError):
    """What was typed is no way to say a moment that is known here."""

    def __init__(self, looks: Looks) -> None:
        super().__init__(tr("not understood: {hint}", hint=_hint(looks)))


def _whole(words: str, zone: ZoneInfo) -> datetime:
    """A moment written in full, with its offset, as entries hold it."""
    try:
        return datetime.fromisoformat(words.upper()).astimezone(zone)
    except (ValueError, OverflowError):
        raise ValueError(tr("there is no such date")) from None


# -- the clock at the end -----------------------------------------------------------------------------------------


def _clock(words: str, today: date) -> tuple[time | None, str]:
    """The clock time at the end, and what stands before it."""
    before, _, last = words.rpartition(" ")
    if last in MIDDAY:
        return NOON, before
    if found := _CLOCK.search(words):
        half = found[4] or found[5]
        said = (int(found[1]), int(found[2] or 0), int(found[3] or 0))
        return _clock_of(*said, half, found[0].strip()), words[: found.start()].strip()
    if found := _FOUR.search(words):
        return _four(found, words[: found.start()].strip(), words, today)
    if (found := _HOUR.search(words)) and (_is_day(before := words[: found.start()].strip())):
        return _hour(int(found[1]), before), before
    if _DATE.fullmatch(words) and (found := re.search(r"[a-z] (\d{2})$", words)) and int(found[1]) < 24:
        raise ValueError(tr("{found}: an hour, or a year? say {found}:00, or the year in full", found=found[1]))
    return None, words


def _clock_of(hour: int, minute: int, second: int, half: str | None, said: str) -> time:
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(tr("{said} is not a time of day", said=said))
    return time(hour, minute, second)


def _four(found: re.Match[str], before: str, words: str, today: date) -> tuple[time | None, str]:
    """Four digits are a time alone or after a day; after a day and a month they may be the year."""
    hour, minute = int(found[1]), int(found[2])
    is_clock = hour < 24 and minute < 60
    if not before or _is_day(before):
        return _clock_of(hour, minute, 0, None, f"{found[1]}{found[2]}"), before
    year = hour * 100 + minute
    if not is_clock or abs(year - today.year) <= 1:
        return None, words
    if 1900 <= year <= 2199:
        raise ValueError(
            tr(
                "{year}: a time, or a year? say {found}:{found2}, or write the date as 3/3/{year}",
                year=year,
                found=found[1],
                found2=found[2],
            )
        )
    return time(hour, minute), before


def _hour(hour: int, day: str) -> time:
    """`today 12`: an hour alone. A small one could be by day or by night."""
    if hour > 23:
        raise ValueError(tr("{hour} is not a time of day", hour=hour))
    if hour < FIRST_PLAIN_HOUR:
        raise ValueError(
            tr(
                "{hour} is by day or by night? say {day} {hour:02}:00, or {day} {hour2}:00",
                hour=hour,
                day=day,
                hour2=hour + 12,
            )
        )
    return time(hour)


def _evening(words: str) -> time:
    """`tonight 9` is 21:00; tonight alone is 20:00."""
    if not words:
        return EVENING
    hour = _CLOCK.search(words) or re.fullmatch(r"(?:at )?(\d{1,2})", words)
    if hour is None:
        raise _NotUnderstood(EITHER)
    has_minutes = hour.re is _CLOCK
    minute, half = (int(hour[2] or 0), hour[4] or hour[5]) if has_minutes else (0, None)
    said = int(hour[1]) + (12 if half is None and int(hour[1]) < 12 else 0)
    clock = _clock_of(said, minute, 0, half, words)
    if clock < EVENING_BEGINS:
        raise ValueError(tr("tonight is from 17:00 to midnight: say today or tomorrow, with its time"))
    return clock


# -- the day ------------------------------------------------------------------------------------------------------


def _is_day(words: str) -> bool:
    return words in ("today", "tomorrow", "tom", "yesterday") or _weekday(words) is not None


def _weekday(words: str) -> tuple[str, int] | None:
    """(`last`, `next` or nothing; the weekday from Monday as 0); None for what names none."""
    said, _, name = words.rpartition(" ")
    full = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    if name[:3] not in DAYS or not full[DAYS.index(name[:3])].startswith(name):
        return None
    if said not in ("", "on", "this", "next", "last"):
        return None
    return said if said in ("next", "last") else "", DAYS.index(name[:3])


def _step(words: str, pattern: re.Pattern[str], sign: int) -> tuple[int, str] | None:
    found = pattern.fullmatch(words)
    return (sign * int(found[1]), UNITS.get(found[2], found[2])) if found else None


def _day(words: str, today: date, has_clock: bool, looks: Looks) -> date:
    if words == "today" or (not words and has_clock):
        return today
    if words in ("tomorrow", "tom"):
        return today + timedelta(days=1)
    if words == "yesterday":
        return today - timedelta(days=1)
    if step := _step(words, _ON, 1) or _step(words, _AGO, -1):
        return _stepped(today, *step, looks)
    if named := _weekday(words):
        said, weekday = named
        ahead = (weekday - today.weekday()) % 7
        if said == "last":
            return today - timedelta(days=(-ahead) % 7 or 7)
        if looks.way == "back" and not said:
            return today - timedelta(days=-ahead % 7)
        return today + timedelta(days=ahead or 7)
    return _dated(words, today, looks)


def _stepped(today: date, count: int, unit: str, looks: Looks) -> date:
    if unit == "month":
        months = today.year * 12 + today.month - 1 + count
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    raise _NotUnderstood(looks)


def _dated(words: str, today: date, looks: Looks) -> date:
    """A date with day and month; without a year the last such day or the next one, today included."""
    found = _DATE.fullmatch(words)
    if _YEAR_FIRST.match(words):
        return read_day(words)
    try:
        if found is None or not (found[2].isdigit() or found[2][:3] in MONTHS):
            raise _NotUnderstood(looks)
        month = int(found[2]) if found[2].isdigit() else MONTHS.index(found[2][:3]) + 1
        day, year = int(found[1]), found[3]
        if year is None:
            return _such(today, month, day, range(today.year, today.year - 9, -1) if looks.way == "back"
                         else range(today.year, today.year + 9), looks)  # fmt: skip
        if len(year) == 4:
            return date(int(year), month, day)
        there = date(2000 + int(year), month, day)
        return date(1900 + int(year), month, day) if looks.a_life and there > today else there
    except _NotUnderstood:
        raise
    except ValueError:
        raise ValueError(tr("there is no such date")) from None


def _such(today: date, month: int, day: int, years: Iterable[int], looks: Looks) -> date:
    """Such a day in the first of these years that has it on the right side of today."""
    for year in years:
        try:
            there = date(year, month, day)
        except ValueError:
            continue
        if there <= today if looks.way == "back" else there >= today:
            return there
    raise ValueError(tr("there is no such date"))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment, where the day has it: one hour in spring does not exist."""
    moment = datetime.combine(day, clock, zone)
    there_and_back = datetime.fromtimestamp(moment.timestamp(), zone)
    if there_and_back.time() != clock:
        raise ValueError(tr("{clock:%H:%M} does not exist on that day: the clocks go forward", clock=clock))
    return moment
