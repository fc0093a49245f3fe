"""How a booking repeats, as people say it: `every 2 weeks on tue and thu until 4 dec`, never as a rule. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import ENGLISH, LANGUAGE, tr
from carelist_tui.desk.questions.human_dates import understood_day
from carelist_tui.domain.entries.entry import Looks
from carelist_tui.domain.moments import CODED_DAYS
from carelist_tui.domain.repeats import NTHS, check_repeat, repeat_said

MEANT = tr("every day, every week on tue, every 2 weeks, every month on the first tue; then until 4 dec, or 8 times")
_UNITS = {"day": "DAILY", "week": "WEEKLY", "fortnight": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_ALONE = {"daily": "day", "weekly": "week", "fortnightly": "fortnight", "monthly": "month", "yearly": "year"}
_OTHER = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_NTH = {words: n for n, words in NTHS.items()} | {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_ENDS = re.compile(r"(?P<how>.*?)[,;]?(?: (?:until|till) (?P<until>.+)| (?P<count>[1-9][0-9]{0,2}) times?)?\Z")
_EVERY = re.compile(rf"every(?: (?P<n>[1-9][0-9]?|{'|'.join(_OTHER)}))? (?P<unit>[a-z]+?)s?(?: (?P<on>.+))?\Z")
_AHEAD = Looks("ahead")


def understood_repeat(text: str, now: datetime, zone: ZoneInfo) -> str:
    """The rule that is meant (RFC 5545), or the rule itself where one was typed. Refuses (ValueError, a sentence) what
    has another meaning. `now` is when it was typed, `zone` the service's. In another language what a form proposes in
    it is understood too."""
    if text.strip().upper().startswith("FREQ="):
        return check_repeat(text.strip().upper())
    if LANGUAGE != ENGLISH and (said := repeat_said(text.strip())) is not None:
        return check_repeat(said)
    words = " ".join(text.casefold().replace("every week on every", "every").split())
    ends = _ENDS.match(words)
    how = ends["how"] if ends else words
    rule = _rule(how)
    if ends and ends["until"]:
        rule += f";UNTIL={_last(ends['until'], now, zone):%Y%m%d}"
    elif ends and ends["count"]:
        rule += f";COUNT={ends['count']}"
    return check_repeat(rule)


def _last(text: str, now: datetime, zone: ZoneInfo) -> date:
    return understood_day(text, now, zone, _AHEAD)


def _rule(how: str) -> str:
    head, _, rest = how.partition(" ")
    if head in _ALONE:
        how = f"every {_ALONE[head]} {rest}".strip()
    found = _EVERY.match(how)
    if found is None:
        raise _not_understood()
    unit, n = found["unit"], found["n"] or "1"
    many = _OTHER.get(n) or int(n)
    days = found["on"]
    if unit not in _UNITS:  # every tue and thu
        unit, days = "week", " ".join(filter(None, (found["unit"], days)))
    many *= 2 if unit == "fortnight" else 1
    by_day = f";BYDAY={','.join(_days(days.removeprefix('on '), unit))}" if days else ""
    return f"FREQ={_UNITS[unit]}" + (f";INTERVAL={many}" if many > 1 else "") + by_day


def _days(words: str, unit: str) -> list[str]:
    """`tue and thu` as TU, TH; of a month `the first tue` as 1TU."""
    days, nth = [], ""
    for word in re.split(r"[\s,&]+", words):
        if word in ("and", "the", "on", ""):
            continue
        if word == "last" and nth:
            nth = f"-{nth}"
        elif word in _NTH and unit in ("month", "year"):
            nth = str(_NTH[word])
        elif (day := _day(word)) is not None:
            days.append(f"{nth}{day}")
            nth = ""
        else:
            raise _not_understood()
    if not days or nth:
        raise _not_understood()
    return days


def _day(word: str) -> str | None:
    fits = [day for day in CODED_DAYS if word.startswith(day.casefold()) and _FULL[day].startswith(word.rstrip("s"))]
    return fits[0][:2].upper() if fits else None


_FULL = dict(
    zip(CODED_DAYS, ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), strict=True)
)


def _not_understood() -> ValueError:
    return ValueError(tr("not understood; {meant}", meant=MEANT))
