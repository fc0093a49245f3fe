"""The one reading of who somebody is: NHS number, phones, dates, names, however they were typed, pasted or exported. A
form, a command and an import all ask here. Pure; what is read in another way than it was written is said."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.moments import parse_day, parse_moment
from carelist_tui.domain.slotted import dataclass

MONTH_FIRST = tr("has the month first: write day, month, year, or 2026-03-03")
EITHER_ORDER = tr("could be either day, month or month, day: this file has both; write 2026-03-03")
"""Why a date is not read: it says a day all the same."""
NOTHING = frozenset({"null", "(null)", "<null>", "none", "n/a", "#n/a", "na", "nil", "nan", "nat", "unknown", "unk",
                     "not known", "not recorded", "-", "--", "?", "."})  # fmt: skip
"""What spreadsheets and databases write where nothing is known."""
_ENGINEERED = re.compile(r"[+-]?\d+(?:[.,]\d+)?[Ee][+-]?\d+\Z", re.ASCII)
E_FORM = tr("is a number in E+ form, of which digits are lost: format the column as text")
LOST_ZERO = tr("the 0 that the number began with was lost, and is put back")
LOST_PLUS = tr("the + that the number began with was lost, and is put back")
SHORT = tr("the number has fewer digits than one can be dialled by: look at it")
LONG = tr("the number has more digits than one can be dialled by: look at it")
_LEAST, _MOST, _WHOLE_UK, _SHORTEST_UK = 3, 15, 11, 10
_LAST_MONTH = _HALF_A_DAY = 12
_NOON = time(12)
_CENTURY, _SHORT = 100, 2

# -- numbers ------------------------------------------------------------------------------------------------------


def says_nothing(text: str) -> bool:
    """Whether it is empty, or what is written where nothing is known."""
    return not text.strip() or text.strip().casefold() in NOTHING


def is_in_e_form(text: str) -> bool:
    """Whether a spreadsheet wrote a number as `7.7009E+09`: of it nobody can tell what it was."""
    return _ENGINEERED.match(text.strip()) is not None


def read_nhs_number(text: str) -> str:
    """The ten digits, blanks and hyphens left out. Refuses (ValueError, a sentence) all else."""
    if is_in_e_form(text):
        raise ValueError(E_FORM)
    digits = re.sub(r"[\s\u00a0-]", "", text)
    check_nhs_number(digits)
    return digits


def check_nhs_number(digits: str) -> None:
    """Refuses (ValueError, a sentence) what is not ten digits of which the last checks the others."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise ValueError(tr("an NHS number is 10 digits"))
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    if len(set(digits)) == 1 or check == 10 or check % 11 != int(digits[9]):
        raise ValueError(tr("is not an NHS number: its check digit does not fit; look for a mistyped digit"))


def read_phone(text: str) -> tuple[str, str]:
    """(the number as it is dialled, what had better be known of it; empty: nothing). Words stay as they stand. Refuses
    (ValueError, a sentence) a number in E+ form."""
    number = " ".join(text.split())
    if is_in_e_form(number):
        raise ValueError(E_FORM)
    if not re.fullmatch(r"[+(]?[\d\s()./-]+", number, re.ASCII):
        return number, ""
    digits = re.sub(r"\D", "", number)
    if number[0] in "+(" or digits.startswith("00"):
        return number, _odd_length(digits)
    if digits.startswith("0"):
        return number, SHORT if len(digits) < _SHORTEST_UK or _is_short_mobile(digits) else _odd_length(
            digits, _WHOLE_UK
        )
    if digits.startswith("44") and len(digits) == _WHOLE_UK + 1:
        return f"+{number}", LOST_PLUS
    if len(digits) == _WHOLE_UK - 1 and digits[0] in "12378":
        return f"0{number}", LOST_ZERO
    return number, "" if digits in ("111", "999", "112", "101") else _odd_length(digits, least=_SHORTEST_UK)


def _is_short_mobile(digits: str) -> bool:
    return digits.startswith("07") and len(digits) < _WHOLE_UK


def _odd_length(digits: str, most: int = _MOST, least: int = _LEAST + 4) -> str:
    return SHORT if len(digits) < least else LONG if len(digits) > most else ""


@dataclass(frozen=True, slots=True)
class PhoneRead:
    """One number of a cell: as it is dialled, what stands beside it in brackets or before a colon (whose, or which),
    and what had better be known of it."""

    number: str
    label: str = ""
    remark: str = ""


_BETWEEN = re.compile(r"\s*(?::::|[;|\n]|\s+(?:or|and|&)\s+|,|/)\s*", re.IGNORECASE)
_BRACKETED = re.compile(r"(.*\d.*?)\s*\(([^()\d]+)\)\s*\Z", re.ASCII | re.DOTALL)
_LABELLED = re.compile(r"\s*([^\d:]{2,30}):\s*(.*\d.*)\Z", re.ASCII | re.DOTALL)


def read_phones(text: str) -> list[PhoneRead]:
    """Every number of a cell, the first first; none where it says nothing. Refuses (ValueError, a sentence) a cell in
    which one is in E+ form, or none at all."""
    if says_nothing(text):
        return []
    found: list[PhoneRead] = []
    for piece in _pieces(text):
        label = ""
        if bracketed := _BRACKETED.match(piece):
            piece, label = bracketed[1], bracketed[2].strip()
        elif labelled := _LABELLED.match(piece):
            piece, label = labelled[2], labelled[1].strip()
        number, remark = read_phone(piece)
        if not re.search(r"\d", number, re.ASCII):
            raise ValueError(tr("holds no number that can be dialled"))
        if number not in {each.number for each in found}:
            found.append(PhoneRead(number, label, remark))
    return found


def _pieces(text: str) -> list[str]:
    """A cell at its separators, where each part is a number of its own: `0191 496 0000 / 1` is one."""
    pieces = [piece for piece in _BETWEEN.split(text.strip()) if piece and not says_nothing(piece)]
    whole = all(is_in_e_form(each) or len(re.sub(r"\D", "", each)) >= _LEAST + 3 for each in pieces)
    return pieces if pieces and whole else [text.strip()]


# -- names --------------------------------------------------------------------------------------------------------

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "master", "dr", "prof", "professor", "rev", "revd", "sir", "dame",
                     "lady", "lord", "fr", "sr"})  # fmt: skip
_PARTICLES = frozenset({"al", "ap", "ben", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "dos", "du",
                        "el", "la", "le", "mac", "o", "st", "van", "von"})  # fmt: skip


def read_name(text: str) -> tuple[str, str]:
    """(given, family) of a name in one cell: `SMITH, John (Mr)`, `Mr John Smith`, `Ana de la Cruz`. Refuses
    (ValueError, a sentence) one of which nobody can tell which part is which."""
    plain = " ".join(re.sub(r"\([^()]*\)", " ", text).split())
    family, comma, given = plain.partition(",")
    if comma:
        words = [word for word in given.replace(",", " ").split() if not _is_title(word)]
        given, family = " ".join(words), _without_titles(family)
    else:
        words = _without_titles(plain).split()
        first = next((n for n, word in enumerate(words) if n and word.casefold() in _PARTICLES), len(words) - 1)
        given, family = " ".join(words[:first]), " ".join(words[first:])
    if not given or not family.strip():
        raise ValueError(tr("must hold a given and a family name, like Smith, John"))
    return _as_written(given), _as_written(family)


def _is_title(word: str) -> bool:
    return word.casefold().strip(".") in _TITLES


def _without_titles(text: str) -> str:
    words = text.split()
    while len(words) > 1 and _is_title(words[0]):
        words = words[1:]
    return " ".join(words)


def _as_written(name: str) -> str:
    """A name that was written in capitals alone as people write it: `SMITH-O'NEILL` is Smith-O'Neill."""
    if not name.isupper() or len(name) <= 1:
        return name
    return re.sub(r"[^\W\d_]+", lambda found: found[0][0] + found[0][1:].lower(), name)


# -- dates --------------------------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})\Z", re.ASCII)
_PLAIN = re.compile(r"(19|20|21)(\d{2})(\d{2})(\d{2})\Z", re.ASCII)
_UK = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\Z", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})[ ,-]+(\d{4}|\d{2})\Z", re.ASCII)
_CLOCK = re.compile(r"(.*?)(?:[T ,]+(?:at )?)(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:[.,]\d{1,9})?)? ?(am|pm)?\Z",
                    re.ASCII | re.IGNORECASE)  # fmt: skip
_SAYS_NOON = re.compile(r"\b12[:.]00|\b12 ?pm\b", re.IGNORECASE)
_OFFSET = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d{1,9})? ?(Z|[+-]\d{2}:?\d{2})\Z",
                     re.ASCII | re.IGNORECASE)  # fmt: skip
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip


def is_month_first(text: str) -> bool:
    """Whether a date can only be meant as month, day, year."""
    found = _UK.match(text.strip()) or _UK.match(text.strip().partition(" ")[0])
    return found is not None and int(found[2]) > _LAST_MONTH >= int(found[1])


def read_day(text: str, *, mixed: bool = False, born_by: date | None = None, zone: ZoneInfo | None = None) -> date:
    """The date, from YYYY-MM-DD, 20260303, 03/03/2026 or 3 March 2026; the time of day that a database puts behind it
    is passed over. Refuses (ValueError, a sentence) what is none of them.

    `mixed`: the file has dates with the month first too, so that 03/04/2026 could be either. `born_by`: it is a date of
    birth, not after that day, and may say two digits of its year. `zone`: a moment with an offset is a date there.
    """
    day = _day_read(text.strip(), born_by, zone, mixed=mixed)
    if born_by is not None and day > born_by:
        raise ValueError(tr("lies ahead: nobody was born then"))
    return day


def _day_read(text: str, born_by: date | None, zone: ZoneInfo | None, *, mixed: bool) -> date:
    if found := _OFFSET.match(text):
        moment = _with_offset(found)
        return (moment.astimezone(zone) if zone is not None else moment).date()
    if (clock := _CLOCK.match(text)) and not _UK.match(text):
        text = clock[1].strip()
    text = text.casefold()
    if found := _ISO.match(text):
        return _day(found[1], found[2], found[3])
    if found := _PLAIN.match(text):
        return _day(found[1] + found[2], found[3], found[4])
    if found := _UK.match(text):
        day, month, year = found.groups()
        return _uk_day(day, month, _year(year, born_by), mixed=mixed)
    if (found := _WORDS.match(text)) and (number := _month(found[2])):
        return _day(_year(found[3], born_by), str(number), found[1])
    if text.replace(".", "").isdigit():
        raise ValueError(tr("is a number: format the column as a date, like 2026-03-03 or 03/03/2026"))
    raise ValueError(tr("must be a date, like 2026-03-03 or 03/03/2026 (day, month, year)"))


def has_short_year(text: str) -> bool:
    """Whether a date says two digits of its year alone."""
    plain = text.strip().casefold()
    found = _UK.match(plain) or _WORDS.match(plain)
    return found is not None and len(found[3]) == _SHORT


def read_moment(text: str, *, mixed: bool = False, zone: ZoneInfo | None = None) -> datetime:
    """A local date and time without a zone, from 2026-03-03 14:30, 03/03/2026 2:30pm or 3 March 2026 14:30; a date
    alone is its noon. What says its offset is that moment in `zone`. Refuses (ValueError, a sentence) what is none."""
    text = text.strip()
    if found := _OFFSET.match(text):
        moment = _with_offset(found)
        return (moment.astimezone(zone) if zone is not None else moment).replace(tzinfo=None)
    found = None if _UK.match(text) else _CLOCK.match(text)
    if found is None or re.fullmatch(r"0?0:00", f"{found[2]}:{found[3]}"):
        return datetime.combine(read_day(text, mixed=mixed), _NOON)
    hour, half = int(found[2]), (found[4] or "").casefold()
    if half and not 1 <= hour <= _HALF_A_DAY:
        raise ValueError(tr("has a time that is none, like 2:30pm or 14:30"))
    hour = hour % _HALF_A_DAY + (_HALF_A_DAY if half == "pm" else 0) if half else hour
    try:
        clock = time(hour, int(found[3]))
    except ValueError:
        raise ValueError(tr("has a time that is none, like 14:30")) from None
    return datetime.combine(read_day(found[1], mixed=mixed), clock)


def read_instant(text: str, zone: ZoneInfo, *, mixed: bool = False) -> tuple[datetime, str]:
    """(the moment that a cell says, in UTC, by its own offset or else by the clocks of `zone`; what to know of it).
    Of an hour that the clocks go through twice it is the first. Refuses (ValueError, a sentence) what `read_moment`
    refuses, and an hour that the clocks skip."""
    text = text.strip()
    if found := _OFFSET.match(text):
        return _with_offset(found).astimezone(UTC), ""
    local = read_moment(text, mixed=mixed, zone=zone)
    moment = local.replace(tzinfo=zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise ValueError(tr("is an hour that the clocks skip on that day: write another, or its offset"))
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        return moment.astimezone(UTC), tr(
            "is an hour that the clocks go through twice: read as the first; an offset says which"
        )
    says_none = local.time() == _NOON and not _SAYS_NOON.search(text)
    return moment.astimezone(UTC), tr("says no time: read as noon") if says_none else ""


def _with_offset(found: re.Match[str]) -> datetime:
    day, clock, seconds, offset = found.groups()
    offset = offset.upper()
    if len(offset) == len("+0100"):
        offset = f"{offset[:3]}:{offset[3:]}"
    return parse_moment(f"{day}T{clock}{seconds or ':00'}{offset}")


def _uk_day(day: str, month: str, year: str, *, mixed: bool) -> date:
    if int(month) > _LAST_MONTH >= int(day):
        raise ValueError(MONTH_FIRST)
    if mixed and day != month and int(day) <= _LAST_MONTH:
        raise ValueError(EITHER_ORDER)
    return _day(year, month, day)


def _year(year: str, born_by: date | None) -> str:
    """A year of two digits is, of a birth, the newest that has been; elsewhere it may be a day as well."""
    if len(year) != _SHORT:
        return year
    if born_by is None:
        raise ValueError(tr("needs its year in four digits, like 2026-03-03 or 03/03/2026"))
    newest = 2000 + int(year)
    return str(newest - _CENTURY if newest > born_by.year else newest)


def _day(year: str, month: str, day: str) -> date:
    return parse_day(f"{year}-{int(month):02}-{int(day):02}")


def _month(word: str) -> int | None:
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)
