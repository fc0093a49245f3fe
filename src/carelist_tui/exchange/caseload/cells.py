"""One cell: a date as people in the UK write it, a yes or no, a choice in code or in words, a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache

from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.moments import parse_day
from carelist_tui.exchange.caseload.columns import Column, plain_heading

_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]0?0:00(?::00)?)?\Z", re.ASCII)
_UK = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 0?0:00(?::00)?)?\Z", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})[ -](\d{4})\Z", re.ASCII)
_CLOCK = re.compile(r"(.*?)[T ,]+(?:at )?(\d{1,2})[:.](\d{2})(?:[:.]\d{2})? ?(am|pm)?\Z", re.ASCII | re.IGNORECASE)
_NOON = time(12)
_SHORT_YEAR = re.compile(r"\d{1,2}[/. -](\d{1,2}|[a-z]{3,9})[/. -]\d{2}\Z", re.ASCII)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_LAST_MONTH = _HALF_A_DAY = 12
_FLAGS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}


def is_month_first(text: str) -> bool:
    """Whether a date can only be meant as month, day, year."""
    found = _UK.match(text.strip()) or _UK.match(text.strip().partition(" ")[0])
    return found is not None and int(found[2]) > _LAST_MONTH >= int(found[1])


def read_day(text: str, *, mixed: bool = False) -> date:
    """The date, from YYYY-MM-DD, DD/MM/YYYY or 3 March 2026. Refuses (ValueError, a sentence) what is none of them.

    `mixed`: the file has dates with the month first too, so that 03/04/2026 could be either.
    """
    text = text.strip().casefold()
    if found := _ISO.match(text):
        return _day(found[1], found[2], found[3])
    if found := _UK.match(text):
        return _uk_day(*found.groups(), mixed=mixed)
    if (found := _WORDS.match(text)) and (month := _month(found[2])):
        return _day(found[3], str(month), found[1])
    if _SHORT_YEAR.match(text):
        raise ValueError("needs its year in four digits, like 2026-03-03 or 03/03/2026")
    if text.replace(".", "").isdigit():
        raise ValueError("is a number: format the column as a date, like 2026-03-03 or 03/03/2026")
    raise ValueError("must be a date, like 2026-03-03 or 03/03/2026 (day, month, year)")


def read_moment(text: str, *, mixed: bool = False) -> datetime:
    """A local date and time, from 2026-03-03 14:30, 03/03/2026 2:30pm or 3 March 2026 14:30; a date alone is its
    noon. Refuses (ValueError, a sentence) what is none of them."""
    found = _CLOCK.match(text.strip())
    if found is None or re.fullmatch(r"0?0:00", f"{found[2]}:{found[3]}"):
        return datetime.combine(read_day(text, mixed=mixed), _NOON)
    hour, half = int(found[2]), (found[4] or "").casefold()
    if half and not 1 <= hour <= _HALF_A_DAY:
        raise ValueError("has a time that is none, like 2:30pm or 14:30")
    hour = hour % _HALF_A_DAY + (_HALF_A_DAY if half == "pm" else 0) if half else hour
    try:
        clock = time(hour, int(found[3]))
    except ValueError:
        raise ValueError("has a time that is none, like 14:30") from None
    return datetime.combine(read_day(found[1], mixed=mixed), clock)


def _uk_day(day: str, month: str, year: str, *, mixed: bool) -> date:
    if int(month) > _LAST_MONTH >= int(day):
        raise ValueError("has the month first: write day, month, year, or 2026-03-03")
    if mixed and day != month and int(day) <= _LAST_MONTH:
        raise ValueError("could be either day, month or month, day: this file has both; write 2026-03-03")
    return _day(year, month, day)


def _day(year: str, month: str, day: str) -> date:
    return parse_day(f"{year}-{int(month):02}-{int(day):02}")


def _month(word: str) -> int | None:
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)


def read_flag(text: str) -> bool:
    """Yes or no. Refuses (ValueError, a sentence) anything else."""
    if text.strip().casefold() not in _FLAGS:
        raise ValueError("must be yes or no")
    return _FLAGS[text.strip().casefold()]


def read_choice(text: str, choices: Iterable[str]) -> str:
    """A choice by its code or its words. Refuses (ValueError, a sentence) anything else."""
    meant = _meant(tuple(choices))
    if (typed := plain_heading(text)) not in meant:
        raise ValueError(f"is not one of: {', '.join(choices)}")
    return meant[typed]


@cache
def _meant(choices: tuple[str, ...]) -> dict[str, str]:
    return {plain_heading(words): code for code in choices for words in (choice_in_words(code), code)}


def read_cell(column: Column, text: str, *, mixed: bool = False) -> object:
    """The JSON value of one cell that is not empty. Refuses (ValueError, a sentence) what the column can't hold."""
    if column.kind == "list":
        parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
        return [read_choice(part, column.choices) for part in parts] if column.each == "choice" else parts
    if column.kind == "date":
        return read_day(text, mixed=mixed).isoformat()
    if column.kind == "moment":
        return read_moment(text, mixed=mixed).isoformat()
    if column.kind == "flag":
        return read_flag(text)
    if column.kind == "choice":
        return read_choice(text, column.choices)
    return _plain_text(column, text)


def _plain_text(column: Column, text: str) -> str:
    if column.field == "nhs_number":
        return re.sub(r"[\s-]", "", text)
    return plain_heading(text) if column.field == "tier" else text.strip()
