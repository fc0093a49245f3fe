"""How lengths and clock times are written in the Standards: "72 hours", "5 service days", "same day", "09:00"."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval

_LENGTH = r"[1-9][0-9]{0,3} (hour|service day|day|week|month)s?"
_LONGEST = timedelta(days=366)


def read_length(value: Any) -> Interval:
    """An interval from its words. Refuses (ValueError) what is not a length, and what is longer than a year."""
    if isinstance(value, Interval):
        return value
    found = re.fullmatch(_LENGTH, value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(
            tr('a length is written like "72 hours", "5 service days", "14 days", "4 weeks" or "3 months"')
        )
    count, unit = str(value).split(" ", 1)
    interval = Interval(**{f"{unit.rstrip('s').replace(' ', '_')}s": int(count)})
    if interval.about > _LONGEST:
        raise ValueError(tr("longer than a year would switch the obligation off, and that can't be done"))
    return interval


def read_clock(value: Any) -> time:
    """A local clock time from `HH:MM`. Refuses (ValueError) anything else."""
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise ValueError(tr('a time is written like "09:00"'))
    return time.fromisoformat(value)


Length = Annotated[
    Interval,
    BeforeValidator(read_length),
    WithJsonSchema({"type": "string", "pattern": f"^{_LENGTH}$", "examples": ["14 days", "5 service days"]}),
]
Clock = Annotated[
    time,
    BeforeValidator(read_clock),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["09:00"]}),
]

Count = Annotated[int, Field(strict=True, ge=1, le=99)]
Few = Annotated[int, Field(strict=True, ge=0, le=9)]
Part = Annotated[int, Field(strict=True, ge=0, le=50)]
"""Per cent; no more than half."""


def _read_same_day_or_length(value: Any) -> Interval | None:
    return None if value == "same day" else read_length(value)


SameDayOr = Annotated[
    Interval | None,
    BeforeValidator(_read_same_day_or_length),
    WithJsonSchema({"type": "string", "pattern": f"^(same day|{_LENGTH})$", "examples": ["same day", "4 hours"]}),
]
"""A length, or None for "same day"."""
