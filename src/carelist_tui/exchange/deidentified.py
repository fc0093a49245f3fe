"""Entries for analysis that name nobody: stable pseudonyms, dates shifted for each person, free text out. Pure.

What stays of a body is decided by its schema: choices, yes or no, numbers, dates (shifted), ids (renamed), keys of
the Standards. A field that anybody could type words into is out, and so is what this release does not know.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from carelist_tui.domain.entries import TYPES

LONG_AGO = timedelta(days=3 * 366)
"""A date so long before its entry tells who somebody is (a birth) more than what happened."""
MOST_WEEKS = 26
KEY_PATTERN = "^[a-z][a-z0-9_]{0,63}$"
_IDS = ("id", "person", "arose_from")
_MOMENTS = ("occurred_at", "learned_at", "recorded_at")
_WORKERS = ("author", "on_behalf_of")
_OUT = ("born", "brought_over_place")
Schema = Mapping[str, Any]


class Deidentifier:
    """Renames and shifts by a secret of the service: the same person has the same pseudonym in every export, and nobody
    without the secret finds out who they are. Shifts are whole weeks, so that days of the week stay."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def entries(self, raws: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Each entry about a person as it may leave; those about workers, laptops and teams stay at home."""
        for raw in raws:
            if raw.get("person") and raw["type"] in TYPES:
                yield self._entry(raw)

    def _entry(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        shift = self._shift(str(raw["person"]))
        kept: dict[str, Any] = {"type": raw["type"], "v": raw["v"]}
        kept |= {name: self.pseudonym(str(raw[name])) for name in _IDS if name in raw}
        kept |= {name: self.pseudonym(str(raw[name])) for name in _WORKERS if name in raw}
        moments = {name: _shifted(str(raw[name]), shift) for name in _MOMENTS if name in raw}
        kept |= {name: moved for name, moved in moments.items() if moved is not None}
        if "late_reason" in raw:
            kept["late_reason"] = raw["late_reason"]
        schema = _schema_of(raw["type"])
        body = self._kept(raw.get("body"), schema, schema.get("$defs", {}), shift, str(raw["occurred_at"]))
        return kept | {"body": body or {}}

    def pseudonym(self, name: str) -> str:
        """A UUID in place of a name or an id."""
        made = hmac.digest(self._secret, b"name\0" + name.encode(), sha256)
        return str(UUID(bytes=made[:16], version=4))

    def _shift(self, person: str) -> timedelta:
        made = hmac.digest(self._secret, b"shift\0" + person.encode(), sha256)
        weeks = int.from_bytes(made[:4]) % (2 * MOST_WEEKS) - MOST_WEEKS
        return timedelta(weeks=weeks if weeks < 0 else weeks + 1)

    def _kept(self, value: Any, schema: Schema, defs: Schema, shift: timedelta, at: str) -> Any:
        """What may stay of a value; None when nothing may."""
        for known in _choices(schema, defs):
            kept = self._kept_as(value, known, defs, shift, at)
            if kept is not None:
                return kept
        return None

    def _kept_as(self, value: Any, schema: Schema, defs: Schema, shift: timedelta, at: str) -> Any:
        kind = schema.get("type")
        if kind == "object" and isinstance(value, Mapping):
            said = {
                name: self._kept(part, known, defs, shift, at)
                for name, part in value.items()
                if name not in _OUT and (known := _field(schema, name)) is not None
            }
            return {name: part for name, part in said.items() if part is not None} or None
        if kind == "array" and isinstance(value, list):
            items = [self._kept(part, schema.get("items", {}), defs, shift, at) for part in value]
            return [part for part in items if part is not None] or None
        if kind in ("boolean", "integer") and isinstance(value, bool if kind == "boolean" else int):
            return value
        return self._kept_text(value, schema, shift, at) if isinstance(value, str) else None

    def _kept_text(self, value: str, schema: Schema, shift: timedelta, at: str) -> str | None:
        form = schema.get("format")
        if value in schema.get("enum", ()) or value == schema.get("const"):
            return value
        if schema.get("pattern") == KEY_PATTERN and re.fullmatch(KEY_PATTERN, value):
            return value
        if form == "uuid":
            return self.pseudonym(value)
        if form in ("date", "date-time"):
            return _shifted(value, shift, unless_before=_long_before(at))
        return None


def _choices(schema: Schema, defs: Schema) -> Iterator[Schema]:
    """A schema with its references followed, and each of its alternatives."""
    if "$ref" in schema:
        yield from _choices(defs[schema["$ref"].rpartition("/")[2]], defs)
        return
    yield schema
    for each in schema.get("anyOf", schema.get("oneOf", ())):
        yield from _choices(each, defs)


def _field(schema: Schema, name: str) -> Schema | None:
    """The schema of a field of that name; of a table whose names are keys of the Standards (the items of an instrument)
    that of its values. None for any other name: the step of a ladder, say, which somebody worded."""
    fields: Mapping[str, Schema] = schema.get("properties", {})
    tables: Mapping[str, Schema] = schema.get("patternProperties", {})
    return fields.get(name, tables.get(KEY_PATTERN) if re.fullmatch(KEY_PATTERN, name) else None)


@cache
def _schema_of(kind: str) -> Schema:
    return TYPES[kind].model_json_schema()


def _long_before(at: str) -> date:
    try:
        return datetime.fromisoformat(at).date() - LONG_AGO
    except OverflowError:
        return date.min


def _shifted(value: str, shift: timedelta, *, unless_before: date = date.min) -> str | None:
    """A date or a moment, moved; None for what is neither, too long ago, or moved out of the calendar."""
    try:
        if date.fromisoformat(value[:10]) < unless_before:
            return None
        if len(value) == len("2026-03-03"):
            return (date.fromisoformat(value) + shift).isoformat()
        moved = (datetime.fromisoformat(value) + shift).isoformat()
    except (ValueError, OverflowError):
        return None
    return moved.replace("+00:00", "Z") if value.endswith("Z") else moved
