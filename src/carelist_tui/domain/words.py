"""Moments as people say them, relative to when they are read. Standard library only: on the way to the first frame."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=64)
def _local_day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


@lru_cache(maxsize=4096)
def moment_in_words(moment: datetime, at: datetime, zone: ZoneInfo) -> str:
    """A moment as people say it: `10:30`, `yesterday 10:30`, `Mon 10:30`, `3 Mar`, `3 Mar 2025`."""
    local, today = moment.astimezone(zone), _local_day(at, zone)
    clock, days = f"{local.hour:02}:{local.minute:02}", (local.date() - today).days
    if days == 0:
        return clock
    if days in (-1, 1):
        return f"{'yesterday' if days < 0 else 'tomorrow'} {clock}"
    if -7 < days < 7:
        return f"{DAYS[local.weekday()]} {clock}"
    return f"{local.day} {MONTHS[local.month - 1]}" + ("" if local.year == today.year else f" {local.year}")


def words_at(because: Iterable[str | datetime], at: datetime, zone: ZoneInfo) -> str:
    """The pieces of a reason joined, each moment in words relative to `at`."""
    return "".join(moment_in_words(part, at, zone) if isinstance(part, datetime) else part for part in because)


def words_to_json(because: Iterable[str | datetime]) -> list[Any]:
    """The pieces of a reason as JSON values: text as it is, a moment as `{"at": ...}`."""
    return [part if isinstance(part, str) else {"at": part.isoformat()} for part in because]


def words_from_json(pieces: Iterable[Any]) -> tuple[str | datetime, ...]:
    """The inverse of `words_to_json`."""
    return tuple([part if isinstance(part, str) else datetime.fromisoformat(part["at"]) for part in pieces])
