"""A worker's planned contacts as a calendar file (RFC 5545), for the diary they have elsewhere.

Initials and the method leave, and nothing else of the person: no name, place or reason. Each contact keeps its UID
whatever becomes of it, so that a diary that takes the next file changes what it has, instead of having it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.repeats import until_in_utc, written_in_utc, written_local
from carelist_tui.domain.views.planned_contacts import DiaryContact

LONGEST_LINE = 75
"""Bytes of a line; what is longer goes on in the next (RFC 5545, 3.1)."""
YEARS_AHEAD = 20
"""So far beyond the newest contact the changes of the clock are told: a series may go on."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar_lines(contacts: Iterable[DiaryContact], zone: ZoneInfo) -> Iterator[str]:
    """The file, line by line. Times are local ones of `zone`, and the file says when its clock changes."""
    told = sorted(contacts, key=lambda each: (each.begins, each.planned))
    yield from _lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Carelist//Carelist//EN", "CALSCALE:GREGORIAN")
    if told:
        years = [each.begins.year for each in told]
        yield from _lines(*_zone(zone, min(years) - 1, max(years) + YEARS_AHEAD))
    for each in told:
        yield from _lines(*_event(each, zone))
    yield from _lines("END:VCALENDAR")


def _event(contact: DiaryContact, zone: ZoneInfo) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{contact.planned}@carelist"
    yield f"DTSTAMP:{written_in_utc(contact.changed_at)}"
    yield f"SEQUENCE:{contact.changes}"
    told = _local if contact.repeat is not None else _once
    yield f"DTSTART{told(contact.begins, zone)}"
    if contact.ends is not None:
        yield f"DTEND{told(contact.ends, zone)}"
    if contact.repeat is not None:
        yield f"RRULE:{until_in_utc(contact.repeat, zone)}"
    for start in contact.left_out:
        yield f"EXDATE{_local(start, zone)}"
    yield f"SUMMARY:{_text(' '.join(filter(None, (contact.initials, choice_in_words(contact.method)))))}"
    yield "CLASS:PRIVATE"
    yield f"STATUS:{'CANCELLED' if contact.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f";TZID={zone.key}:{written_local(moment.astimezone(zone))}"


def _once(moment: datetime, zone: ZoneInfo) -> str:
    """As `_local`; the second of two hours that read alike in UTC, which a diary would else take for the first."""
    return f":{written_in_utc(moment)}" if moment.astimezone(zone).fold else _local(moment, zone)


def _text(text: str) -> str:
    for letter, said in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(letter, said)
    return "".join(letter for letter in text if letter.isprintable())


def _lines(*lines: str) -> Iterator[str]:
    """Each with its end, and folded where it is long; no letter is parted."""
    for line in lines:
        part = ""
        for letter in line:
            if len((part + letter).encode()) > LONGEST_LINE:
                yield part + "\r\n"
                part = " "
            part += letter
        yield part + "\r\n"


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of a zone's clock: when, in the local time that held until then, and what holds from then on."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def _zone(zone: ZoneInfo, first: int, last: int) -> Iterator[str]:
    """How the clock of a zone stands in these years. What changes by one rule in all of them is said as that rule, for
    diaries that read no lists."""
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone.key}")
    changes = list(_changes(zone, first, last))
    if not changes or changes[0].at.year > first:
        begins = datetime(first, 1, 1, tzinfo=zone)
        offset = begins.utcoffset() or timedelta()
        yield from _observed([_Change(begins.replace(tzinfo=None), offset, offset, str(begins.tzname()), False)], 0)
    ordered = sorted(changes, key=lambda each: (each.before, each.after, each.name, each.at))
    for _, alike in groupby(ordered, key=lambda each: (each.before, each.after, each.name)):
        yield from _observed(list(alike), last - first + 1)
    yield "END:VTIMEZONE"


def _observed(changes: list[_Change], years: int) -> Iterator[str]:
    one = changes[0]
    part = "DAYLIGHT" if one.is_summer else "STANDARD"
    yield f"BEGIN:{part}"
    yield f"DTSTART:{written_local(one.at)}"
    yield f"TZOFFSETFROM:{_offset(one.before)}"
    yield f"TZOFFSETTO:{_offset(one.after)}"
    yield f"TZNAME:{one.name}"
    rules = {_rule(each.at) for each in changes}
    if len(changes) == years and len(rules) == 1:
        yield f"RRULE:{rules.pop()}"
    else:
        yield from (f"RDATE:{written_local(each.at)}" for each in changes[1:])
    yield f"END:{part}"


def _rule(at: datetime) -> str:
    """Every year on that weekday of that month: the last one, or the so manieth."""
    is_last = (at + timedelta(days=7)).month != at.month
    nth = -1 if is_last else (at.day + 6) // 7
    return f"FREQ=YEARLY;BYMONTH={at.month};BYDAY={nth}{_WEEKDAYS[at.weekday()]}"


def _offset(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}"


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[_Change]:
    day, end = date(first, 1, 1), date(last + 1, 1, 1)
    known = datetime(day.year, 1, 1, tzinfo=UTC)
    while known.date() < end:
        later = known + timedelta(days=1)
        if _stands(known, zone) != _stands(later, zone):
            yield _change(known, later, zone)
        known = later


def _change(known: datetime, later: datetime, zone: ZoneInfo) -> _Change:
    """The one between these two moments, to the minute."""
    stood = _stands(known, zone)
    while later - known > timedelta(minutes=1):
        middle = known + (later - known) // 2 // timedelta(minutes=1) * timedelta(minutes=1)
        known, later = (middle, later) if _stands(middle, zone) == stood else (known, middle)
    before, (after, name, is_summer) = stood[0], _stands(later, zone)
    return _Change((later + before).replace(tzinfo=None), before, after, name, is_summer)


def _stands(moment: datetime, zone: ZoneInfo) -> tuple[timedelta, str, bool]:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(), str(local.tzname()), bool(local.dst())
