"""What a field can hold: text, moments, dates, ids, numbers. Each refuses with one plain sentence."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetPydanticSchema, PlainValidator, StrictBool, StrictInt, WithJsonSchema
from pydantic_core import core_schema

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import Weekday
from carelist_tui.domain.entries.entry import ByImport, Looks, NamesEntry, NamesWorker
from carelist_tui.domain.identity import check_nhs_number
from carelist_tui.domain.ids import UUID_PATTERN, is_uuid
from carelist_tui.domain.moments import DAY_PATTERN, MOMENT_PATTERN, MONTH_PATTERN, parse_day, parse_moment
from carelist_tui.domain.repeats import check_repeat

LONGEST_TEXT = 4_000
LONGEST_FILE = 200_000
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = frozenset({*_FULL, *(day[:3] for day in _FULL)})
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _text(value: Any) -> str:
    # A TypeError would pass through pydantic as a crash, so what is no text is a ValueError too.
    text = value if isinstance(value, str) else None
    if text is None:
        raise ValueError(tr("must be text"))
    if _UNPRINTABLE.search(text):
        raise ValueError(tr("has a control character in it; only new lines are allowed, and only in notes"))
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    if len(text) > LONGEST_TEXT:
        raise ValueError(tr("is longer than 4,000 characters"))
    return text


def _file(value: Any) -> str:
    text = value if isinstance(value, str) else None
    if text is None:
        raise ValueError(tr("must be text"))
    # Tabs and carriage returns are how some editors write a file, and its digest is over what they wrote.
    if _UNPRINTABLE.search(text.replace("\t", " ").replace("\r", " ")):
        raise ValueError(tr("has a control character in it"))
    text = _not_blank(unicodedata.normalize("NFC", text))
    if len(text) > LONGEST_FILE:
        raise ValueError(tr("is longer than {longest_file:,} characters", longest_file=LONGEST_FILE))
    return text


def _one_line(value: Any) -> str:
    text = _text(value)
    if "\n" in text:
        raise ValueError(tr("must be on one line"))
    return text


def _not_blank(text: str) -> str:
    if not text or text.isspace():
        raise ValueError(tr("is needed, and can't be blank"))
    return text


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    return parse_moment(value if isinstance(value, str) else _text(value))


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return parse_day(_text(value))


def _schema(**fields: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **fields})


def form(pattern: str, sentence: str, /, **schema: Any) -> tuple[GetPydanticSchema, WithJsonSchema]:
    """The marks of text that must have one form only: all else is refused with the sentence. Looked at outside Python,
    since every entry has a dozen of them; there a digit is `[0-9]`, and a backslash and d would mean more."""
    text = core_schema.str_schema(strict=True, pattern=f"^(?:{pattern})$", max_length=LONGEST_TEXT)
    check = core_schema.custom_error_schema(text, "value_error", custom_error_context={"error": sentence})
    return GetPydanticSchema(lambda _kind, _handler: check), _schema(**{"pattern": f"^{pattern}$", **schema})


def _weekday(value: Any) -> Any:
    """`Mon`, `Monday` and `MON` are `mon`: people and diaries write a weekday in many ways, and all mean one day."""
    return value[:3].lower() if isinstance(value, str) and value.lower() in _WEEKDAYS else value


def _persons(value: Any) -> Literal["all"] | tuple[str, ...]:
    if value == "all":
        return "all"
    if isinstance(value, list | tuple) and value and all(isinstance(part, str) and is_uuid(part) for part in value):
        return tuple(value)
    raise ValueError(tr("must be all, or a list of the ids of people"))


def _nhs_number(value: Any) -> str:
    text = _text(value)
    check_nhs_number(text)
    return text


_UUID = UUID_PATTERN.strip("^$")
_DUE_KEY = rf"[a-z][a-z0-9_]{{0,63}}:{_UUID}(:[!-~]{{1,200}})?"
_ID = form(_UUID, tr("must be an id: a UUID in lower case, 36 characters"), format="uuid")


Line = Annotated[
    str, PlainValidator(lambda v: _not_blank(_one_line(v))), _schema(minLength=1, maxLength=LONGEST_TEXT, pattern=r"\S")
]
"""Text on one line that says something."""
Note = Annotated[
    str, PlainValidator(lambda v: _not_blank(_text(v))), _schema(minLength=1, maxLength=LONGEST_TEXT, pattern=r"\S")
]
"""Text that says something; new lines are allowed."""
AnyLine = Annotated[str, PlainValidator(_one_line), _schema(maxLength=LONGEST_TEXT)]
"""Text on one line that may be empty: an optional field can be cleared with it."""
AnyNote = Annotated[str, PlainValidator(_text), _schema(maxLength=LONGEST_TEXT)]
"""Text that may be empty; new lines are allowed."""
Moment = Annotated[datetime, BeforeValidator(_moment), _schema(format="date-time", pattern=MOMENT_PATTERN)]
"""RFC 3339 with offset: an aware datetime in the offset it was written with."""
Day = Annotated[date, BeforeValidator(_day), _schema(format="date", pattern=DAY_PATTERN)]
MomentBack = Annotated[Moment, Looks("back")]
"""A moment that has been when the entry happened."""
MomentAhead = Annotated[Moment, Looks("ahead")]
"""A moment to come; each has its limit in domain/checks."""
DayBack = Annotated[Day, Looks("back")]
DayAhead = Annotated[Day, Looks("ahead")]
OnTheDay = Annotated[Moment, Looks("back", all_day=True)]
"""A moment of the day on which the entry happened, or before."""
MissedAt = Annotated[Moment, Looks("back", all_day=True, months=3)]
"""When a contact should have been: by the end of the day on which it was missed, and in the year before."""
BirthDay = Annotated[Day, Looks("back", a_life=True)]
BroughtOver = Annotated[Day, Looks("either"), ByImport()]
"""The day on which a running case was brought over from what was used before."""
DayEitherWay = Annotated[Day, Looks("either")]
"""A day that may have been or be to come."""
PLACES = 1000
"""Where somebody stands among those brought over with them is said in thousandths."""
BroughtOverPlace = Annotated[StrictInt, Field(ge=0, lt=PLACES), ByImport()]
"""Where somebody stands among those brought over with them, whoever may be unwell first."""
EitherWay = Annotated[Moment, Looks("either")]
"""A moment that may have been or be to come: leave that began, or begins."""
SeriesStart = Annotated[Moment, Looks("start")]
"""Names one of a series by its original start."""
Clock = Annotated[str, *form(r"([01][0-9]|2[0-3]):[0-5][0-9]", tr("must be a time of day, like 09:30"))]
"""A local time of day, HH:MM."""
PersonId = Annotated[str, *_ID]
EntryId = Annotated[str, *_ID, NamesEntry()]
"""The id of another entry."""
WorkerId = Annotated[Line, NamesWorker()]
"""Who works here. Not a reference: an unknown one is accepted and shown as its id."""
NewWorkerId = Annotated[Line, NamesWorker(is_new=True)]
"""Who works here from now on, by an id that nobody has yet."""
WorkerOrOther = Annotated[Line, NamesWorker(or_other=True)]
"""Who works here, by id; or anybody else's name."""
Key = Annotated[str, *form("[a-z][a-z0-9_]{0,63}", tr("must be a key: small letters, digits and _"))]
"""A key of the Standards: a tier, a step."""
MeasureKey = Annotated[
    str, *form("[a-z][a-z0-9_]{0,63}", tr("must be the key of a measure: small letters, digits and _"))
]
"""The key of a measure; which there are, is asked of what is typed here (domain/checks)."""
Month = Annotated[str, *form(MONTH_PATTERN, tr("must be a month, like 2026-02"))]
"""A month of the calendar, YYYY-MM."""
DueKey = Annotated[
    str, *form(_DUE_KEY, tr("must be the key of a Due: its kind, its source's id, and its part if it has one"))
]
"""`kind:source[:part]`, as the worklist shows it."""
FileText = Annotated[str, PlainValidator(_file), _schema(minLength=1, maxLength=LONGEST_FILE, pattern=r"\S")]
"""A whole file: longer than any note, in NFC; tabs and carriage returns stay as they are."""
DayOfWeek = Annotated[Weekday, BeforeValidator(_weekday)]
"""A weekday by its first three letters."""
Flag = StrictBool
Minutes = Annotated[StrictInt, Field(ge=0, le=1440)]
Count = Annotated[StrictInt, Field(ge=0, le=1_000_000)]
"""A whole number from 0."""
NhsNumber = Annotated[str, PlainValidator(_nhs_number), _schema(pattern=r"^[0-9]{10}$")]
Repeat = Annotated[str, PlainValidator(lambda v: check_repeat(_text(v))), _schema(pattern=r"^[A-Z0-9=;,+-]+$")]
Persons = Annotated[
    Literal["all"] | tuple[str, ...],
    PlainValidator(_persons),
    WithJsonSchema(
        {"anyOf": [{"const": "all"}, {"type": "array", "minItems": 1, "items": {"type": "string", "format": "uuid"}}]}
    ),
]
"""The ids of people, or all of them."""
