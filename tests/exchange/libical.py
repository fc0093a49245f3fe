"""libical as the system has it: when the contacts of a calendar file are, read by somebody else."""

from __future__ import annotations

import ctypes
from ctypes.util import find_library
from datetime import UTC, datetime
from functools import cache
from typing import Any


class _Time(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "daylight")),
        ("zone", ctypes.c_void_p),
    )  # fmt: skip


class _Span(ctypes.Structure):
    _fields_ = (("start", ctypes.c_long), ("end", ctypes.c_long), ("is_busy", ctypes.c_int))


_FOUND = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_Span), ctypes.c_void_p)
EVENT = 4
"""ICAL_VEVENT_COMPONENT."""


@cache
def libical() -> Any:
    """The library, or None where it is not installed."""
    library = find_library("ical")
    if library is None:
        return None
    found = ctypes.CDLL(library)
    for function in (
        "icalparser_parse_string",
        "icalcomponent_get_first_component",
        "icalcomponent_get_next_component",
    ):
        getattr(found, function).restype = ctypes.c_void_p
    found.icaltime_from_timet_with_zone.restype = _Time
    return found


def starts_by_libical(text: str, since: datetime, until: datetime) -> list[datetime]:
    """When everything in the file begins, in UTC, as libical reads it with the zone that the file describes. Refuses
    (ValueError) a file in which it finds a fault."""
    library = libical()
    whole = library.icalparser_parse_string(text.encode())
    if not whole:
        raise ValueError("libical reads nothing")
    whole = ctypes.c_void_p(whole)
    try:
        if library.icalcomponent_count_errors(whole) or not library.icalrestriction_check(whole):
            raise ValueError("libical finds faults")
        return sorted(_starts(library, whole, since, until))
    finally:
        library.icalcomponent_free(whole)


def _starts(library: Any, whole: ctypes.c_void_p, since: datetime, until: datetime) -> list[datetime]:
    found: list[datetime] = []

    @_FOUND
    def keep(_: Any, span: Any, __: Any) -> None:
        found.append(datetime.fromtimestamp(span.contents.start, UTC))

    first, last = (
        library.icaltime_from_timet_with_zone(ctypes.c_long(int(each.timestamp())), 0, None) for each in (since, until)
    )
    each = library.icalcomponent_get_first_component(whole, EVENT)
    while each:
        library.icalcomponent_foreach_recurrence(ctypes.c_void_p(each), first, last, keep, None)
        each = library.icalcomponent_get_next_component(whole, EVENT)
    return found
