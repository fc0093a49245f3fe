"""Finding people by name, identifier or phone, whatever the accents and the spelling of case. Standard library only."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

_COLUMNS = "id, ref, on_caseload, zone, tier, team, coordinator, state"
PEOPLE = f"SELECT {_COLUMNS} FROM person ORDER BY family_key, given_key, id"  # noqa: S608 (names of ours)
REFS = "SELECT person, ref FROM identifier"
_SHORTEST_NUMBER = 3
_NOT_TAKEN_APART = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


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
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_NOT_TAKEN_APART))
    return " ".join("".join(each for each in apart if not unicodedata.combining(each)).casefold().split())


def find(text: str, people: list[tuple[Any, ...]], refs: list[tuple[str, str]]) -> list[Found]:
    """Those whose names or identifiers hold every word of the text, or whose phone or NHS number holds its digits.

    Everybody holds no word at all. `people` are rows of PEOPLE, `refs` of REFS: identifiers of before are found too.
    """
    words, digits = plain(text).split(), _digits(text)
    known: dict[str, list[str]] = {}
    for person, ref in refs:
        known.setdefault(person, []).append(ref)
    found = []
    for row in people:
        identity = json.loads(row[-1]).get("identity", {})
        names = plain(" ".join(str(identity.get(part) or "") for part in ("given", "family", "known_as")))
        said = " ".join([names, *(plain(each) for each in known.get(row[0], [row[1]]))])
        if all(word in said for word in words) or (digits and _has_number(identity, digits)):
            found.append(_found(row, identity))
    return found


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


def _has_number(identity: dict[str, Any], digits: str) -> bool:
    numbers = [str(each.get("number", "")) for each in identity.get("phones") or ()]
    numbers.append(str(identity.get("nhs_number") or ""))
    return any(digits in re.sub(r"\D", "", number) for number in numbers)
