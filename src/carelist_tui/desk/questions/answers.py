"""What was typed, turned into the body of an entry; and a body turned into what a form shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import ENGLISH, LANGUAGE, tr
from carelist_tui.desk.questions.asks import SEVERAL, Ask
from carelist_tui.desk.questions.human_dates import (
    EITHER,
    day_said,
    moment_said,
    understood_day,
    understood_moment,
    understood_month,
)
from carelist_tui.desk.questions.human_repeats import understood_repeat
from carelist_tui.domain.moments import month_in_words
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.repeats import repeat_as_typed, repeat_in_words

YES, NO = "yes", "no"
EVERYBODY = "all"
IN_TIME = ("moment", "day", "month", "repeat")
"""Kinds whose words mean what they meant when they were typed."""
ESCAPE, BETWEEN = "\\", ";"
_BREAKS = {"\n": "n", "\x85": "e", "\u2028": "l", "\u2029": "p"}
"""What a text area takes for the end of a line, and the letter that stands for it after a backslash."""
_MEANT = {letter: mark for mark, letter in _BREAKS.items()} | {ESCAPE: ESCAPE, BETWEEN: BETWEEN}
Typed = Mapping[str, str]
"""What stands in each field, by its path: text as typed, codes of choices separated by spaces."""


HAPPENED = "occurred_at"
NEVER: Mapping[str, datetime] = {}
"""When each field was typed, by its path: words like `now` and `tomorrow` mean what they meant then. What is not in it
was typed now."""


def happened_at(
    asks: Iterable[Ask], typed: Typed, now: datetime, zone: ZoneInfo, typed_at: Mapping[str, datetime] = NEVER
) -> datetime:
    """When the entry happened, as far as the form says it and it is understood; else now."""
    now = typed_at.get(HAPPENED, now)
    ask, text = next((each for each in asks if each.path == HAPPENED), None), typed.get(HAPPENED, "").strip()
    try:
        return understood_moment(text, now, zone, ask.looks or EITHER) if ask is not None and text else now
    except ValueError:
        return now


def answer_of(ask: Ask, typed: str, now: datetime, zone: ZoneInfo, since: datetime | None = None) -> Any:
    """The value to record; None when nothing was typed. `since` is when the entry happened, from which on it may look
    ahead; now unless said. Refuses (ValueError, a sentence) what has another meaning."""
    text = typed.strip()
    if not text:
        return _nothing(ask)
    if ask.kind in IN_TIME:
        return _in_time(ask, text, now, zone, since)
    if ask.kind == "number":
        return _number(text)
    if ask.kind == "flag":
        return _flag(text)
    if ask.kind in ("choice", "note") and ask.codes:
        return _code(ask, text)
    if ask.kind == "choices":
        return [_code(ask, part) for part in _listed(text)]
    if ask.kind in ("lines", "workers"):
        return [line.strip() for line in typed.splitlines() if line.strip()]
    if ask.kind in ("ids", "people"):
        return _listed(text)
    if ask.kind == "persons":
        return text.casefold() if text.casefold() == EVERYBODY else _listed(text)
    if ask.kind in ("parts", "pairs"):
        return _rows(ask, typed, now, zone, since)
    return typed if ask.kind == "file" else text


def _in_time(ask: Ask, text: str, now: datetime, zone: ZoneInfo, since: datetime | None) -> str:
    if ask.kind == "moment":
        return understood_moment(text, now, zone, ask.looks or EITHER, since=since).isoformat(timespec="seconds")
    if ask.kind == "day":
        return understood_day(text, now, zone, ask.looks or EITHER, since=since).isoformat()
    if ask.kind == "month":
        return understood_month(text, now, zone)
    return understood_repeat(text, now, zone)


def _nothing(ask: Ask) -> Any:
    """What an empty field says: an empty list where one is needed, else nothing."""
    if not ask.needed:
        return None
    return {} if ask.kind == "pairs" else [] if ask.kind in ("lines", "parts", *SEVERAL) else None


def said_of(
    ask: Ask,
    typed: str,
    now: datetime,
    zone: ZoneInfo,
    since: datetime | None = None,
    typed_at: Mapping[str, datetime] = NEVER,
) -> str:
    """What a date field has understood, to be shown beside it; empty for all others."""
    looks, then = ask.looks or EITHER, typed_at.get(ask.path, now)
    try:
        if typed.strip() and ask.kind == "moment":
            return moment_said(understood_moment(typed, then, zone, looks, since=since), now, zone)
        if typed.strip() and ask.kind == "day":
            return day_said(understood_day(typed, then, zone, looks, since=since), now, zone)
        if typed.strip() and ask.kind == "month":
            return month_in_words(understood_month(typed, then, zone))
        if typed.strip() and ask.kind == "repeat":
            return repeat_in_words(understood_repeat(typed, then, zone))
    except ValueError as trouble:
        return str(trouble)
    return ""


def as_moments(
    asks: Iterable[Ask], typed: Typed, now: datetime, zone: ZoneInfo, typed_at: Mapping[str, datetime] = NEVER
) -> dict[str, str]:
    """The same, with each date and moment that is understood said in full: so it means tomorrow what it means today."""
    full, asked = dict(typed), list(asks)
    since = happened_at(asked, typed, now, zone, typed_at)
    for ask in asked:
        if ask.kind in IN_TIME and typed.get(ask.path, "").strip():
            with suppress(ValueError):
                answer = answer_of(ask, typed[ask.path], typed_at.get(ask.path, now), zone, since)
                full[ask.path] = _local(ask, answer, now, zone) if ask.kind == "moment" else answer
            if ask.kind == "repeat" and full[ask.path] != typed[ask.path]:
                full[ask.path] = repeat_as_typed(full[ask.path])
    return full


def _local(ask: Ask, moment: str, now: datetime, zone: ZoneInfo) -> str:
    """A moment as it is typed: `2026-11-29 11:14`; with its offset where the clock shows that time twice."""
    local = datetime.fromisoformat(moment).astimezone(zone)
    text = _text(ask, local)
    with suppress(ValueError):
        if understood_moment(text, now, zone, EITHER) == datetime.fromisoformat(moment):
            return text
    return moment


def body_of(
    asks: Iterable[Ask], typed: Typed, now: datetime, zone: ZoneInfo, typed_at: Mapping[str, datetime] = NEVER
) -> tuple[dict[str, Any], list[Fault]]:
    """What was typed as nested values by path (`{"body": {...}}`), and a fault for each field not understood."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    asked = list(asks)
    since = happened_at(asked, typed, now, zone, typed_at)
    for ask in asked:
        try:
            answer = answer_of(ask, typed.get(ask.path, ""), typed_at.get(ask.path, now), zone, since)
        except ValueError as trouble:
            faults.append(Fault(ask.path, str(trouble)))
            continue
        if answer is not None:
            *above, name = ask.path.split(".")
            place = values
            for part in above:
                place = place.setdefault(part, {})
            place[name] = answer
    return values, faults


def typed_of(asks: Iterable[Ask], body: Mapping[str, Any]) -> dict[str, str]:
    """The text that stands in each field for values that are known; the inverse of `body_of` for those."""
    typed = {}
    for ask in asks:
        value: Any = {"body": body}
        for part in ask.path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            typed[ask.path] = _text(ask, value)
    return typed


def rows_of(ask: Ask, value: Any) -> list[tuple[str, Any]]:
    """Each of a list with the line that it stands on; empty for what is typed as one."""
    if ask.kind == "parts":
        return [(_line(ask, row), row) for row in value]
    return [(str(each), each) for each in value] if ask.kind in ("lines", "workers") else []


def _text(ask: Ask, value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if ask.kind == "moment" and isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if ask.kind == "parts":
        return "\n".join(_line(ask, row) for row in value)
    if ask.kind == "repeat":
        return repeat_as_typed(str(value)) if LANGUAGE == ENGLISH else repeat_in_words(str(value))
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {code}" for name, code in value.items())
    if isinstance(value, list | tuple):
        return ("\n" if ask.kind in ("lines", "workers") else " ").join(map(str, value))
    return str(value)


def _line(ask: Ask, row: Mapping[str, Any]) -> str:
    """One row as a line; what is not said at the end is left out."""
    if ask.called is not None and ask.is_cover:
        return ask.called.cover_words(row)
    said = [_text(part, row[part.path]) if row.get(part.path) is not None else "" for part in ask.parts]
    while len(said) > 1 and not said[-1]:
        said.pop()
    return joined(said)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(tr("must be a whole number"))
    return int(text)


def _flag(text: str) -> bool:
    if text.casefold() in ("y", YES):
        return True
    if text.casefold() in ("n", NO):
        return False
    raise ValueError(tr("y or n"))


def _code(ask: Ask, text: str) -> str:
    for code in ask.codes:
        if text.casefold() in (code, ask.words_of(code).casefold()):
            return code
    if ask.kind == "note":
        return text
    raise ValueError(tr("must be one of: {map}", map=", ".join(map(ask.words_of, ask.codes))))


def _rows(ask: Ask, typed: str, now: datetime, zone: ZoneInfo, since: datetime | None) -> Any:
    lines = [line for line in typed.splitlines() if line.strip()]
    return (
        dict(_pair(ask, line) for line in lines)
        if ask.kind == "pairs"
        else [_part(ask, line, now, zone, since) for line in lines]
    )


def _pair(ask: Ask, line: str) -> tuple[str, str | int]:
    """One line of a name and a choice, a whole number, or what is said."""
    name, colon, choice = line.partition(":")
    if not colon or not name.strip():
        raise ValueError(tr("each line says {pattern}", pattern=ask.pattern))
    said = choice.strip()
    return name.strip(), _number(said) if ask.numbers else _code(ask, said) if ask.codes else said


def _listed(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _part(ask: Ask, line: str, now: datetime, zone: ZoneInfo, since: datetime | None) -> dict[str, Any]:
    """One line of several fields, separated by semicolons; those at the end may be left out."""
    if ask.called is not None and ask.is_cover:
        return ask.called.cover_of(line)
    pieces = cells_of(line)
    if len(pieces) > len(ask.parts):
        raise ValueError(tr("a line has too many parts: {pattern} (a ; within one is typed \\;)", pattern=ask.pattern))
    values = {}
    for part, piece in zip(ask.parts, pieces, strict=False):
        answer = answer_of(part, piece, now, zone, since)
        if answer is not None:
            values[part.path] = answer
    return values


def joined(cells: Iterable[str]) -> str:
    """The line that `cells_of` reads as these."""
    return f"{BETWEEN} ".join(map(_escaped, cells))


def cells_of(line: str) -> list[str]:
    r"""The fields of a line, without blanks around them. `\;` is a semicolon within one, `\n` a new line, `\\` a
    backslash; before anything else a backslash is itself."""
    cells = [""]
    signs = iter(line)
    for sign in signs:
        if sign == BETWEEN:
            cells.append("")
        elif sign == ESCAPE:
            follows = next(signs, "")
            cells[-1] += _MEANT.get(follows, ESCAPE + follows)
        else:
            cells[-1] += sign
    return [cell.strip() for cell in cells]


def _escaped(cell: str) -> str:
    marked = cell.replace(ESCAPE, ESCAPE * 2).replace(BETWEEN, ESCAPE + BETWEEN)
    for mark, letter in _BREAKS.items():
        marked = marked.replace(mark, ESCAPE + letter)
    return marked
