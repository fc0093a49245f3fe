"""Finding people by name, identifier, birth date or phone, however a name is written. Standard library only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from carelist_tui.domain.identity import read_day
from carelist_tui.domain.names import is_said_in, sayings_of, without_accents
from carelist_tui.domain.slotted import dataclass

_SHORTEST_NUMBER = 3
_CENTURY = 2


@dataclass(frozen=True, slots=True)
class Found:
    """One person found, on the caseload or no longer on it."""

    person: str
    ref: str
    name: str
    known_as: str | None
    on_caseload: bool
    zone: str
    tier: str | None
    team: str | None
    coordinator: str | None

    def as_json(self) -> dict[str, Any]:
        """As `find --json` answers it."""
        return asdict(self)


def plain(text: str) -> str:
    """Text as it is compared: without accents, in one case, spaces single."""
    return " ".join(without_accents(text).split())


def find(text: str, people: list[tuple[Any, ...]], refs: list[tuple[str, str]]) -> list[Found]:
    """Those whose names or identifiers hold every word of the text, whose birth date it is, or whose phone or NHS
    number holds its digits.

    Everybody holds no word at all. `people` are rows of `light_sql.PEOPLE`, `refs` of `light_sql.REFS`: identifiers of
    before are found too.
    """
    return found_among(everyone(people, refs), text)


@dataclass(frozen=True, slots=True)
class Findable:
    """One person as they are searched for: `said` is compared with words, `numbers` with digits, `names` (as
    `sayings_of` gives them) with words however they are written, `born` with a date."""

    found: Found
    said: str
    numbers: tuple[str, ...]
    names: str = ""
    born: str = ""


def everyone(people: list[tuple[Any, ...]], refs: list[tuple[str, str]]) -> list[Findable]:
    """Everybody who was ever on the caseload, by family name, ready to be searched again and again."""
    known: dict[str, list[str]] = {}
    for person, ref in refs:
        known.setdefault(person, []).append(ref)
    findable = []
    for row in people:
        identity = json.loads(row[-1]).get("identity", {})
        called = [str(identity.get(part) or "") for part in ("given", "family", "known_as")]
        said = " ".join([plain(" ".join(called)), *(plain(each) for each in known.get(row[0], [row[1]]))])
        names, born = sayings_of(*called, "".join(called[:2])), str(identity.get("born") or "")
        findable.append(Findable(_found(row, identity), said, tuple(_numbers(identity)), names, born))
    return findable


def found_among(people: list[Findable], text: str) -> list[Found]:
    """Those of them whom the text finds, in their order."""
    return [each.found for each in _matching(people, text)]


def nearest_among(people: list[Findable], text: str) -> list[Found]:
    """The same, with those first of whom every word typed begins a name or an identifier: what somebody types first."""
    words = plain(text).split()
    found = _matching(people, text)
    if words:
        found.sort(key=lambda each: not all(any(own.startswith(word) for own in each.said.split()) for word in words))
    return [each.found for each in found]


def _matching(people: list[Findable], text: str) -> list[Findable]:
    words, digits, born = plain(text).split(), _digits(text), _born(text)
    return [
        each
        for each in people
        if all(word in each.said for word in words)
        or is_said_in(text, each.names)
        or (digits and any(digits in n for n in each.numbers))
        or (born and each.born.endswith(born))
    ]


def _born(text: str) -> str:
    """The end of a birth date that the text is: all of it, or without its century where it says two digits of a year.
    Empty where it is no date."""
    try:
        return read_day(text).isoformat()
    except ValueError:
        pass
    try:
        return read_day(text, born_by=date.max).isoformat()[_CENTURY:]
    except ValueError:
        return ""


def _found(row: tuple[Any, ...], identity: dict[str, Any]) -> Found:
    name = " ".join(filter(None, (identity.get("given"), identity.get("family"))))
    person, ref, on_caseload, zone, tier, team, coordinator, _ = row
    return Found(person, ref, name, identity.get("known_as"), bool(on_caseload), zone, tier, team, coordinator)


def _digits(text: str) -> str:
    """The digits of a text that is nothing but a number, without its country or trunk prefix; else none."""
    if not re.fullmatch(r"[\d\s()+./-]+", text.strip()):
        return ""
    digits = re.sub(r"\D", "", text)
    return _national(digits) if len(digits) >= _SHORTEST_NUMBER else ""


def _national(digits: str) -> str:
    return re.sub(r"\A(?:0044|44|0)", "", digits, count=1)


def _numbers(identity: dict[str, Any]) -> Iterator[str]:
    """The digits of every phone and of the NHS number."""
    for each in identity.get("phones") or ():
        yield re.sub(r"\D", "", str(each.get("number", "")))
    yield re.sub(r"\D", "", str(identity.get("nhs_number") or ""))
