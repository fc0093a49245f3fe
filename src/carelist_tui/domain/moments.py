"""Moments and dates as they are written and read: RFC 3339 with an offset, and ISO dates. Reads no clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from carelist_tui.catalogue import tr

CODED_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CODED_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Days as codes begin with them, and months, as they are typed and stand in entries: the same in every language."""
DAYS = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))
MONTHS = (
    tr("Jan"), tr("Feb"), tr("Mar"), tr("Apr"), tr("May"), tr("Jun"), tr("Jul"), tr("Aug"), tr("Sep"), tr("Oct"),
    tr("Nov"), tr("Dec"),
)  # fmt: skip
MONTHS_IN_FULL = (
    tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June"), tr("July"), tr("August"),
    tr("September"), tr("October"), tr("November"), tr("December"),
)  # fmt: skip
MONTH_PATTERN = r"(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])"
MOMENT_PATTERN = r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$"
DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
_MOMENT = re.compile(MOMENT_PATTERN.replace("$", r"\Z"), re.ASCII)
_DAY = re.compile(DAY_PATTERN.replace("$", r"\Z"), re.ASCII)
_LOOKS_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?\Z", re.ASCII)
_FRACTION = re.compile(r"\.[0-9]{1,6}(?=Z|[+-])")
# Far enough for anybody alive and any plan, and safe for every sum of days, months and offsets.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def parse_moment(text: str) -> datetime:
    """The aware moment as written, its offset kept. Refuses (ValueError, a sentence) all but strict RFC 3339."""
    if not _MOMENT.match(text):
        if _LOOKS_LOCAL.match(text):
            raise ValueError(tr("needs seconds and an offset from UTC, like 2026-03-03T10:30:00+00:00"))
        raise ValueError(tr("must be a date and time with offset, like 2026-03-03T10:30:00+00:00"))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(tr("is not a date that exists")) from None
    _check_year(moment.year)
    return moment


def parse_day(text: str) -> date:
    """The date. Refuses (ValueError, a sentence) all but YYYY-MM-DD."""
    if not _DAY.match(text):
        raise ValueError(tr("must be a date, like 2026-03-03"))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(tr("is not a date that exists")) from None
    _check_year(day.year)
    return day


def whole_second(text: str) -> str:
    """A moment as it is written, without what is finer than a second; anything else as it is."""
    return _FRACTION.sub("", text) if _MOMENT.match(text) else text


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            tr("must lie between the years {first_year} and {last_year}", first_year=FIRST_YEAR, last_year=LAST_YEAR)
        )


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. Refuses (ValueError) one without a zone."""
    if moment.tzinfo is None:
        raise ValueError(tr("a moment needs a zone"))
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def moment_text(moment: datetime) -> str:
    """UTC with milliseconds and Z, as `recorded_at` is stamped: `2026-03-03T09:00:00.123Z`."""
    return utc(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sortable(moment: datetime) -> str:
    """Fixed-width UTC text with microseconds, whose order as text is the order in time: for SQL columns."""
    return utc(moment).isoformat(timespec="microseconds")[:-6] + "Z"


def day_in_words(day: date) -> str:
    """`2 Mar 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def first_of_month(month: str) -> date:
    """The first day of a month, as in `2026-02`."""
    return date.fromisoformat(f"{month}-01")


def month_in_words(month: str) -> str:
    """`Feb 2026`."""
    return f"{MONTHS[first_of_month(month).month - 1]} {month[:4]}"


def month_in_short(month: str) -> str:
    """`Feb 26`, where there is no room for more."""
    return f"{MONTHS[first_of_month(month).month - 1]} {month[2:4]}"
