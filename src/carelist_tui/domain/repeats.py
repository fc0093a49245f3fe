"""How a planned contact repeats: a small part of RFC 5545, read in local time (records.md, contact.planned)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import ntr, tr, values_in
from carelist_tui.domain.moments import CODED_DAYS, CODED_MONTHS, DAYS, MONTHS

if TYPE_CHECKING:
    from dateutil.rrule import rrule

_SENTENCE = tr("must be a repeat rule like FREQ=WEEKLY;BYDAY=TU, of FREQ, INTERVAL, BYDAY, and UNTIL or COUNT")
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = {code[:2].upper(): day for code, day in zip(CODED_DAYS, DAYS, strict=True)}
_EVERY: dict[str, Callable[[int], str]] = {
    "DAILY": lambda n: ntr("every day", "every {n} days", n, n=n),
    "WEEKLY": lambda n: ntr("every week", "every {n} weeks", n, n=n),
    "MONTHLY": lambda n: ntr("every month", "every {n} months", n, n=n),
    "YEARLY": lambda n: ntr("every year", "every {n} years", n, n=n),
}
_WHICH = {1: tr("first"), 2: tr("second"), 3: tr("third"), 4: tr("fourth"), 5: tr("fifth"), -1: tr("last")}
NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_PARTS = {
    "FREQ": re.compile(r"(DAILY|WEEKLY|MONTHLY|YEARLY)\Z"),
    "INTERVAL": re.compile(r"[1-9][0-9]?\Z"),
    "BYDAY": re.compile(r"[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)(,[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU))*\Z"),
    "UNTIL": re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?\Z"),
    "COUNT": re.compile(r"[1-9][0-9]{0,2}\Z"),
}


def check_repeat(text: str) -> str:
    """The rule as given. Refuses (ValueError, a sentence) any other part, UNTIL with COUNT, and what has no meaning."""
    parts = [part.partition("=") for part in text.split(";")]
    names = [name for name, _, _ in parts]
    if len(set(names)) < len(names) or "FREQ" not in names:
        raise ValueError(_SENTENCE)
    if any(name not in _PARTS or not _PARTS[name].match(value) for name, _, value in parts):
        raise ValueError(_SENTENCE)
    if re.search(r"FREQ=(DAILY|WEEKLY)", text) and re.search(r"BYDAY=[^;]*[0-9]", text):
        raise ValueError(tr("can name the first or second Tuesday only when FREQ is MONTHLY or YEARLY"))
    if "UNTIL" in names and "COUNT" in names:
        raise ValueError(tr("can't have both UNTIL and COUNT"))
    try:
        repeat_rule(text, datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))
    except ValueError:
        raise ValueError(_SENTENCE) from None
    return text


def repeat_rule(text: str, first: datetime, zone: ZoneInfo) -> rrule:
    """The rule from the aware moment `first`, over naive local times of `zone`: "Tuesdays at 10" stays at 10.

    An UNTIL that is a date includes that day; one in UTC is read in `zone`. Refuses (ValueError) an impossible date.
    """
    from dateutil.rrule import rrule, rrulestr  # only series need it, and it is slow to import

    until = None
    if found := re.search(r";?UNTIL=([0-9TZ]+)", text):
        until, text = _last_moment(found[1], zone), (text[: found.start()] + text[found.end() :]).strip(";")
    rule = rrulestr(text, dtstart=first.astimezone(zone).replace(tzinfo=None))
    if isinstance(rule, rrule):
        return rule.replace(until=until) if until else rule
    raise ValueError(_SENTENCE)


def until_in_utc(text: str, zone: ZoneInfo) -> str:
    """The rule with its UNTIL as a moment in UTC, as RFC 5545 asks where a series begins at a local time."""
    found = re.search(r"UNTIL=([0-9TZ]+)", text)
    if found is None:
        return text
    until = _last_moment(found[1], zone).replace(tzinfo=zone)
    return f"{text[: found.start()]}UNTIL={written_in_utc(until)}{text[found.end() :]}"


def written_local(moment: datetime) -> str:
    """A local time as RFC 5545 writes it, whatever its zone, which is said beside it: 20260310T100000."""
    return moment.strftime("%Y%m%dT%H%M%S")


def written_in_utc(moment: datetime) -> str:
    """An aware moment as RFC 5545 writes it: 20260310T100000Z."""
    return written_local(moment.astimezone(UTC)) + "Z"


def repeat_in_words(text: str) -> str:
    """The rule as people say it: `every 2 weeks on Tue and Thu, until 4 Dec 2026`. Nothing in it is a code."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    said = _EVERY[parts["FREQ"]](int(parts.get("INTERVAL", "1")))
    days = [_day_in_words(day) for day in parts.get("BYDAY", "").split(",") if day]
    if days:
        said += tr(" on {filter}", filter=tr(" and ").join(filter(None, (", ".join(days[:-1]), days[-1]))))
    if "COUNT" in parts:
        said += ntr(", {count} time", ", {count} times", int(parts["COUNT"]), count=parts["COUNT"])
    if "UNTIL" in parts:
        last = date.fromisoformat(parts["UNTIL"][:8])
        said += tr(", until {day} {months} {year}", day=last.day, months=MONTHS[last.month - 1], year=last.year)
    return said


def repeat_said(text: str) -> str | None:
    """The rule of which `repeat_in_words` says just this, in the language of this process, however it orders its words;
    None where it says so of none. So what a form proposes in that language is understood in it."""
    for without_end, end in _ends_said(text):
        for every, by_day in _days_said(without_end):
            for freq, say in _EVERY.items():
                n = next((n for n in range(1, 100) if say(n) == every), None)
                if n is not None:
                    return f"FREQ={freq}" + (f";INTERVAL={n}" if n > 1 else "") + by_day + end
    return None


def _ends_said(text: str) -> Iterator[tuple[str, str]]:
    """(what stands before it, the part of a rule) of each way in which the text may end; first of none."""
    yield text, ""
    for count in range(1, 1000):
        said = ntr(", {count} time", ", {count} times", count, count=count)
        if text.endswith(said):
            yield text[: -len(said)], f";COUNT={count}"
    for at in range(len(text)):
        last = values_in(text[at:], ", until {day} {months} {year}")
        if last is not None and last["months"] in MONTHS and last["day"].isdecimal() and last["year"].isdecimal():
            yield text[:at], f";UNTIL={int(last['year']):04}{MONTHS.index(last['months']) + 1:02}{int(last['day']):02}"


def _days_said(text: str) -> Iterator[tuple[str, str]]:
    """The same of the days on which it is."""
    yield text, ""
    codes = {_day_in_words(f"{nth}{day}"): f"{nth}{day}" for nth in ("", *range(1, 6), *range(-5, 0)) for day in _DAYS}
    for at in range(len(text)):
        said = values_in(text[at:], " on {filter}")
        days = said["filter"].replace(tr(" and "), ", ").split(", ") if said is not None else []
        if days and all(day in codes for day in days):
            yield text[:at], f";BYDAY={','.join(codes[day] for day in days)}"


def _day_in_words(text: str) -> str:
    name = _DAYS[text[-2:]]
    nth = int(text[:-2]) if text[:-2] else 0
    if not nth:
        return name
    which = _WHICH[nth] if nth in _WHICH else tr("{nths} last", nths=_WHICH[-nth])
    return tr("the {which} {name}", which=which, name=name)


def repeat_as_typed(text: str) -> str:
    """The rule as it is typed, which is the same in every language: `every 2 weeks on Tue and Thu until 2026-12-04`."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    many, unit = int(parts.get("INTERVAL", "1")), _UNITS[parts["FREQ"]]
    days = [_day_as_typed(day) for day in parts.get("BYDAY", "").split(",") if day]
    said = f"every {unit}" if many == 1 else f"every {many} {unit}s"
    if days:
        said += f" on {' and '.join(filter(None, (', '.join(days[:-1]), days[-1])))}"
    if "COUNT" in parts:
        said += f", {parts['COUNT']} time{'' if parts['COUNT'] == '1' else 's'}"
    if "UNTIL" in parts:
        last = date.fromisoformat(parts["UNTIL"][:8])
        said += f", until {last.day} {CODED_MONTHS[last.month - 1]} {last.year}"
    return said


def _day_as_typed(text: str) -> str:
    name = next(day for day in CODED_DAYS if day[:2].upper() == text[-2:])
    nth = int(text[:-2]) if text[:-2] else 0
    return name if not nth else f"the {NTHS[nth] if nth in NTHS else f'{NTHS[-nth]} last'} {name}"


def _last_moment(text: str, zone: ZoneInfo) -> datetime:
    if "T" not in text:
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59))
    until = datetime.fromisoformat(text)
    return until.astimezone(zone).replace(tzinfo=None) if until.tzinfo else until
