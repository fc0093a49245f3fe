"""A Bundle from the bytes of a file, one entry at a time, and the parts of a resource, each with its path: what has not
the shape that FHIR gives it is refused in one sentence that says where. Nothing is recorded here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from carelist_tui.domain.canonical import field_path, unfit
from carelist_tui.domain.refusal import Fault, Refused

LARGEST_BUNDLE = 200_000_000
"""Bytes: 600 people with 13 months have 135 million."""
MOST_ENTRIES = 1_000_000
_BLANKS = re.compile(r"[ \t\r\n]*")
_FRACTIONS = "must be a whole number"
"""What our own JSON does not know and FHIR does: of no part that comes in."""


@dataclass(frozen=True, slots=True)
class Part:
    """An object of a Bundle, and its path in it."""

    value: dict[str, Any]
    path: str

    def part(self, name: str) -> Part | None:
        """The object of that name; None where there is none. Refuses what is no object."""
        return _as_object(self.value[name], field_path(self.path, name)) if name in self.value else None

    def parts(self, name: str) -> list[Part]:
        """The objects of a list of that name; none where there is none. Refuses what is no list of objects."""
        found = self.value.get(name, [])
        path = field_path(self.path, name)
        if not isinstance(found, list):
            raise Refused([Fault(path, "must be a list")])
        return [_as_object(each, field_path(path, number)) for number, each in enumerate(found)]

    def texts(self, name: str) -> list[str]:
        """The texts of a list of that name. Refuses what is no list of texts."""
        found, path = self.value.get(name, []), field_path(self.path, name)
        if not isinstance(found, list):
            raise Refused([Fault(path, "must be a list")])
        return [_as_text(each, field_path(path, number)) for number, each in enumerate(found)]

    def text(self, name: str) -> str:
        """The text of that name; empty where there is none. Refuses what is no text."""
        return _as_text(self.value[name], field_path(self.path, name)) if name in self.value else ""

    def flag(self, name: str) -> bool | None:
        """The yes or no of that name; None where there is none. Refuses what is neither."""
        found = self.value.get(name)
        if name in self.value and not isinstance(found, bool):
            raise Refused([Fault(field_path(self.path, name), "must be true or false")])
        return found

    def refuse(self, name: str, sentence: str) -> Refused:
        """That a part of it can't be taken, to be raised."""
        return Refused([Fault(field_path(self.path, name) if name else self.path, sentence)])

    @property
    def kind(self) -> str:
        """The type of a resource. Refuses one that names none."""
        if not self.text("resourceType"):
            raise self.refuse("resourceType", "is needed")
        return self.text("resourceType")


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One entry: its place, from 0, the address by which others refer to it, and its resource."""

    number: int
    url: str
    resource: Part


def _as_object(value: Any, path: str) -> Part:
    if not isinstance(value, dict):
        raise Refused([Fault(path, "must be an object")])
    return Part(value, path)


def _as_text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise Refused([Fault(path, "must be a text")])
    if not value.strip():
        raise Refused([Fault(path, "is empty: FHIR leaves out what is not known")])
    return value.strip()


def read_bundle(content: bytes) -> Iterator[BundleEntry]:
    """Each entry of a Bundle that has a resource, in its order, none of them kept. Refuses (with the path) what is not
    JSON, no Bundle, or cut off; and an entry that is no object, or names no type."""
    text = _decoded(content)
    head = dict[str, Any]()
    for number, entry in _entries(text, head):
        path = f"entry[{number}]"
        if number >= MOST_ENTRIES:
            raise Refused(f"the file has more than {MOST_ENTRIES:,} entries: give it in parts")
        if faults := [each for each in unfit(entry, path) if each.sentence != _FRACTIONS]:
            raise Refused(faults[:1])
        read = _as_object(entry, path)
        resource = read.part("resource")
        if resource is not None:
            url = f"{resource.kind}/{resource.text('id') or number}"
            yield BundleEntry(number, read.text("fullUrl") or url, resource)
    if head.get("resourceType") != "Bundle":
        raise Refused([Fault("resourceType", "must be Bundle: only a Bundle of FHIR R4 is taken")])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise Refused(f"the file is not UTF-8 text, at byte {trouble.start + 1}") from None


def _entries(text: str, head: dict[str, Any]) -> Iterator[tuple[int, Any]]:
    """(place, value) of each entry, as it comes; what else the Bundle says goes into `head`."""
    decoder, at = json.JSONDecoder(object_pairs_hook=_each_once, parse_constant=_no_constant), _after(text, 0, "{", "")
    while not (at := _skip(text, at)) or text[at : at + 1] != "}":
        name, at = _value(decoder, text, at, "")
        at = _after(text, at, ":", "")
        if name != "entry" or "entry" in head:
            if name in head:
                raise Refused([Fault(str(name)[:40], "is given twice")])
            head[name], at = _value(decoder, text, at, str(name)[:40])
        else:
            head["entry"], at, number = True, _after(text, at, "[", "entry"), 0
            while text[(at := _skip(text, at)) : at + 1] != "]":
                value, at = _value(decoder, text, at, f"entry[{number}]")
                yield number, value
                number, at = number + 1, _comma(text, at, "]", f"entry[{number}]")
            at += 1
        at = _comma(text, at, "}", str(name)[:40])
    if _skip(text, at + 1) != len(text):
        raise Refused("something stands behind the end of the Bundle")


def _skip(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _after(text: str, at: int, sign: str, path: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != sign:
        where = "the file ends too early" if at >= len(text) else f"is not JSON of a Bundle: {sign} is needed"
        raise Refused([Fault(path, where)])
    return at + 1


def _comma(text: str, at: int, end: str, path: str) -> int:
    """Behind a comma, or at the end of what it stands in."""
    at = _skip(text, at)
    if text[at : at + 1] == end:
        return at
    at = _skip(text, _after(text, at, ",", path))
    if text[at : at + 1] == end:
        raise Refused([Fault(path, "is not JSON: nothing stands behind its comma")])
    return at


def _value(decoder: json.JSONDecoder, text: str, at: int, path: str) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, _skip(text, at))
    except json.JSONDecodeError as trouble:
        ends = trouble.pos >= len(text.rstrip())
        what = "the file ends too early" if ends else f"is not JSON: {trouble.msg.lower()}, at line {trouble.lineno}"
        raise Refused([Fault(path, what)]) from None
    except RecursionError:
        raise Refused([Fault(path, "is nested too deeply")]) from None
    except ValueError as trouble:
        known = trouble.args[0] if isinstance(trouble, _Sentence) else "has too large a number in it"
        raise Refused([Fault(path, known)]) from None


class _Sentence(ValueError):
    """What is wrong, in words of ours."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Sentence("gives the same field twice")
    return found


def _no_constant(_: str) -> Any:
    raise _Sentence("is not JSON: NaN and Infinity are no numbers of JSON")
