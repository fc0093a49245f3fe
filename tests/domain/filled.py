"""Bodies in which every field of a type is filled, made from its model alone; and what of them has to be said."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from random import Random
from typing import Any, Literal, get_args, get_origin, get_type_hints

from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.entries import fields
from carelist_tui.domain.entries.choices import MAY_SAY, choice_in_words
from carelist_tui.domain.entries.entry import InWords, NamesEntry, Part
from carelist_tui.domain.entries.envelope import Digest, Hex32
from carelist_tui.domain.entries.subjects.adoptions import FileDigest

SOMEBODY, NAMED = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"
KEY = "a" * 64
HOSTILE = (
    "[/nope] [@click=app.quit]quit[/]", "abc\u202edef\u2066ghi\u200f", "e" + "\u0301" * 40,
    "line\u2028para\u2029end\ufeff", "=HYPERLINK(1)", "'; DROP TABLE entry; --",
    "\u6f22\u5b57 \U0001f469\u200d\U0001f680", "; seen no; note well", "{not} %s a $form", "  two  blanks  ",
    "Tue 3 Mar 2026 10:00: Zone set to green, by Maya Okafor", "\\u001b[2J",
)  # fmt: skip
SPECIAL = (
    (fields.NhsNumber, "9990000018"),
    (fields.Repeat, "FREQ=WEEKLY;BYDAY=TU"),
    (fields.Clock, "09:30"),
    (fields.Key, "standard"),
    (fields.MeasureKey, "open_28"),
    (fields.Month, "2026-02"),
    (fields.DueKey, f"contact:{NAMED}"),
    (fields.PersonId, SOMEBODY),
    (Digest, KEY),
    (Hex32, sha256_hex(bytes.fromhex(KEY))[:32]),
    (FileDigest, KEY),
)
"""What has one form only; told apart by its type."""
OTHERWISE = (
    (fields.Repeat, "every week on Tue"),
    (fields.DueKey, "contact (of: Zone set, Mon 2 Mar 2026 09:00)"),
    (fields.PersonId, "Ann Lee"),
    (fields.MeasureKey, "missed contacts open beyond 28 days"),
    (fields.Month, "Feb 2026"),
)
"""Of these such words stand in the note instead."""
SEVERAL_LINES = (fields.Note, fields.AnyNote, fields.FileText)


def plain(hint: Any) -> Any:
    """A type without its marks."""
    return hint.__origin__ if hasattr(hint, "__metadata__") else hint


def given(hint: Any) -> Any:
    """A type without the None of what may be left out."""
    parts = [part for part in get_args(hint) if part is not type(None)]
    return parts[0] if type(None) in get_args(hint) and len(parts) == 1 else hint


def hints_of(kind: type[Part]) -> Iterator[tuple[str, Any]]:
    """(public name, type) of each field."""
    hints = get_type_hints(kind, include_extras=True)
    for name, field in kind.model_fields.items():
        yield field.alias or name, given(hints[name])


def one_of(values: Sequence[tuple[Any, Any]], hint: Any) -> Any:
    return next((value for special, value in values if hint == special), None)


def names_entry(hint: Any) -> bool:
    return any(isinstance(mark, NamesEntry) for mark in getattr(hint, "__metadata__", ()))


class Filler:
    """Fills every field of a type with one of these `words` where it takes words."""

    def __init__(self, random: Random, words: Sequence[str] = HOSTILE) -> None:
        self.random = random
        self.words = [unicodedata.normalize("NFC", each) for each in words if each and not each.isspace()] or ["x"]

    def body(self, kind: type[Part]) -> dict[str, Any]:
        return {name: self._value(hint) for name, hint in hints_of(kind) if name != "replacement"}

    def _value(self, hint: Any) -> Any:
        if (special := one_of(SPECIAL, hint)) is not None:
            return special
        if names_entry(hint):
            return NAMED
        if hint == fields.Persons:
            return self.random.choice(("all", [SOMEBODY]))
        if hint in SEVERAL_LINES:
            return "\n".join(self.random.choices(self.words, k=self.random.randint(1, 3)))
        return self._by_type(plain(hint))

    def _by_type(self, kind: Any) -> Any:
        if get_origin(kind) is Literal:
            return self.random.choice(get_args(kind))
        if get_origin(kind) is tuple:
            return [self._value(given(get_args(kind)[0])) for _ in range(self.random.randint(1, 3))]
        if get_origin(kind) is dict:
            return {"plan_kept": self._value(get_args(kind)[1])}
        if isinstance(kind, type) and issubclass(kind, Part):
            return self.body(kind)
        if kind is bool:
            return self.random.random() < 0.5
        simple = {int: 7, datetime: "2026-03-05T10:30:00+00:00", date: "2026-03-05"}
        return simple.get(kind) or self.random.choice(self.words)


def must_be_said(kind: type[Part], body: dict[str, Any]) -> Iterator[str]:
    """Every piece of text that has to stand in the words of this body: what was typed line by line, and each choice,
    number, date and flag in words."""
    for name, hint in hints_of(kind):
        if name in body:
            yield from _said(hint, body[name], name)


def _said(hint: Any, value: Any, name: str) -> Iterator[str]:
    kind = plain(hint)
    if isinstance(value, list) and hint != fields.Persons:
        for each in value:
            yield from _said(given(get_args(kind)[0]), each, name)
    elif isinstance(value, dict) and get_origin(kind) is not dict:
        yield from must_be_said(kind, value)
    else:
        yield from _words(hint, value, name).split("\n")


def _words(hint: Any, value: Any, name: str) -> str:
    kind, marks = plain(hint), getattr(hint, "__metadata__", ())
    if (otherwise := one_of(OTHERWISE, hint)) is not None:
        return str(otherwise)
    if hint == fields.Persons:
        return "all of their people" if value == "all" else "Ann Lee"
    if names_entry(hint):
        return "Zone set, Mon 2 Mar 2026 09:00"
    if isinstance(value, dict):
        return f"plan kept: {choice_in_words(str(value['plan_kept']))}"
    if get_origin(kind) is Literal:
        words = next((mark.words for mark in marks if isinstance(mark, InWords)), ())
        return str(words[get_args(kind).index(value)] if words else choice_in_words(value))
    simple = {datetime: "Thu 5 Mar 2026 10:30", date: "5 Mar 2026", bool: "yes" if value else "no"}
    coded = value in MAY_SAY.get(name, ())
    return simple.get(kind) or (choice_in_words(value) if coded else str(value))
