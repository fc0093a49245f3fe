"""From the text of a Standards file to Standards, or to the faults in it, each with its line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache, lru_cache
from importlib import resources
from itertools import islice
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import parse_toml
from carelist_tui.domain.refusal import MOST_TOLD, Fault, Refused
from carelist_tui.domain.standards.lengths import read_length
from carelist_tui.domain.standards.standards import Standards

_SWITCHED_OFF = (False, 0, "", "never", "none", "no", "off")
NO_LONGER_READ: Mapping[tuple[str, str], str] = {
    ("limits", "decision_review_red"): tr("who is red is high, and `decision_review_high` says how soon"),
    ("limits", "away_longest"): tr(
        "`dues.away_review`, `dues.refusal_review` and `limits.stopped_review` say how often"
    ),
}
"""Keys that a service's own file may still hold, and what holds in their place: they are read by nothing."""
WHOLE = frozenset({"contact_every", "in_person_every", "review_every"})
"""What the table of a tier says at least where it is meant as a whole."""
_OBLIGATION = tr("An obligation can be given another number, but it can't be switched off.")


@cache
def default_standards() -> Standards:
    """The Standards that ship."""
    return parse_standards(default_text())


@cache
def default_text() -> str:
    """The file that ships, to begin a service's own from."""
    return (resources.files("carelist_tui.domain.standards") / "default.toml").read_text(encoding="utf-8")


def parse_standards(text: str) -> Standards:
    """The Standards a file says. What it leaves out stays as shipped, in a tier that ships too. Where it says a tier
    that ships in part only, the other shipped tiers stay; else the tiers it names replace the shipped ones. A key that
    is no longer read is passed over, and `unread_keys` names it.

    Raises Refused, a fault for each thing wrong: the line, the path of the table and key, and a sentence.
    """
    said = parse_toml(text)
    if not said:
        raise Refused(tr("The Standards file says nothing."))
    digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    shipped = said if text == default_text() else tomllib.loads(default_text())
    try:
        return Standards.model_validate(_over(shipped, _without_unread(said))).of_text(digest, text)
    except ValidationError as wrong:
        own = _own_faults(wrong)
        tiers, count = _own_tiers_in_part(shipped["tiers"], wrong, text)
        faults = [*tiers, *(_fault(found, said, text) for found in own[:MOST_TOLD])][:MOST_TOLD]
        raise Refused(faults, more=count + len(own) - len(faults)) from None


def unread_keys(text: str) -> list[Fault]:
    """What a file that can be read says and nothing reads: the line, the path, and what holds in its place."""
    said = tomllib.loads(text)
    return [
        Fault(".".join(path), tr("is no longer read: {instead}", instead=instead), line_of(text, path))
        for path, instead in NO_LONGER_READ.items()
        if _value_at(said, path) is not None
    ]


def _without_unread(said: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(said)
    for table, key in NO_LONGER_READ:
        if isinstance(kept.get(table), Mapping):
            kept[table] = {name: value for name, value in kept[table].items() if name != key}
    return kept


def standards_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a Standards file. Only a service's own tiers, and steps and days, must be whole."""
    schema = Standards.model_json_schema()
    whole = {"Tier", "Step", "Ladder", "DayHours"}
    for name, table in [("Standards", schema), *schema["$defs"].items()]:
        if name not in whole:
            table.pop("required", None)
    _let_shipped_tiers_be_partial(schema)
    for (table_name, key), instead in NO_LONGER_READ.items():
        keys = schema["$defs"][table_name.capitalize()]["properties"]
        keys[key] = {"deprecated": True, "description": tr("No longer read: {instead}.", instead=instead)}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "examples": [_example()]}


def _let_shipped_tiers_be_partial(schema: dict[str, Any]) -> None:
    tiers, shipped = schema["properties"]["tiers"], list(default_standards().tiers)
    [(pattern, whole)] = tiers.pop("patternProperties").items()
    tiers["patternProperties"] = {pattern.replace("^", f"^(?!({'|'.join(shipped)})$)"): whole}
    schema["$defs"]["PartOfTier"] = {
        name: value for name, value in schema["$defs"]["Tier"].items() if name != "required"
    }
    tiers["properties"] = {key: {"$ref": "#/$defs/PartOfTier"} for key in shipped}


def _example() -> dict[str, Any]:
    return {
        "tiers": {"standard": {"contact_every": "10 days"}},
        "dues": {"away_review": "5 days"},
    }


def _over(shipped: Any, said: Any, path: str = "") -> Any:
    """What is said over what ships, table by table; steps come whole."""
    if not isinstance(shipped, Mapping) or not isinstance(said, Mapping):
        return said
    if path == "tiers":
        return _tiers_over(shipped, said)
    return {**shipped, **{key: _over(shipped.get(key), value, key) for key, value in said.items()}}


def _tiers_over(shipped: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Each tier that ships with what is said of it. One that is said in part changes a list that stands; whole ones
    are a list of their own."""
    filled = {
        key: {**shipped.get(key, {}), **table} if isinstance(table, Mapping) else table for key, table in said.items()
    }
    if not any(key in shipped and isinstance(each, Mapping) and WHOLE - each.keys() for key, each in said.items()):
        return filled
    tiers = {key: filled.get(key, table) for key, table in shipped.items()}
    for key, table in filled.items():
        if key not in shipped:
            tiers = _put_in_order(tiers, key, table)
    return tiers


def _put_in_order(tiers: Mapping[str, Any], key: str, tier: Any) -> dict[str, Any]:
    """The tiers with one more, before the first whose contact comes less often."""
    rows, often = list(tiers.items()), _how_often(tier)
    place = next((n for n, (_, each) in enumerate(rows) if often < _how_often(each)), len(rows))
    return dict([*rows[:place], (key, tier), *rows[place:]])


def _how_often(tier: Any) -> timedelta:
    try:
        return read_length(tier["contact_every"]).about
    except (KeyError, TypeError, ValueError):
        return timedelta.max  # what can't be read is refused where it stands


def _own_tiers_in_part(shipped: Mapping[str, Any], wrong: ValidationError, text: str) -> tuple[list[Fault], int]:
    """One sentence for each of a service's own tiers that leaves something out, the first hundred; and their number."""
    missing: dict[str, list[str]] = {}
    all_wrong = wrong.errors(include_url=False)
    misnamed = {found["loc"][1] for found in all_wrong if found["loc"][0] == "tiers" and found["loc"][-1] == "[key]"}
    for found in all_wrong:
        if _is_left_out_of_a_tier(found) and found["loc"][1] not in misnamed:
            missing.setdefault(str(found["loc"][1]), []).append(str(found["loc"][2]))
    names = ", ".join(shipped)
    faults = [
        Fault(
            f"tiers.{key}",
            tr(
                "Only a tier that ships ({names}) can be said in part: this one has no {keys}.",
                names=names,
                keys=", ".join(keys),
            ),
            line_of(text, ("tiers", key)),
        )
        for key, keys in islice(missing.items(), MOST_TOLD)
    ]
    return faults, len(missing)


def _is_left_out_of_a_tier(found: ErrorDetails) -> bool:
    return found["type"] == "missing" and found["loc"][0] == "tiers"


def _own_faults(wrong: ValidationError) -> list[ErrorDetails]:
    """Without the lists that count as too short only because something in them is at fault."""
    found = [each for each in wrong.errors(include_url=False) if not _is_left_out_of_a_tier(each)]
    above = {each["loc"][:depth] for each in found for depth in range(len(each["loc"]))}
    return [fault for fault in found if fault["type"] != "too_short" or fault["loc"] not in above]


def _fault(found: ErrorDetails, said: Mapping[str, Any], text: str) -> Fault:
    loc = tuple(part for part in found["loc"] if part != "[key]")
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".")
    return Fault(path, _sentence(found, _value_at(said, loc)), line_of(text, loc))


def _value_at(said: Any, loc: tuple[int | str, ...]) -> Any:
    for part in loc:
        try:
            said = said[part]
        except (KeyError, IndexError, TypeError):
            return None
    return said


def _sentence(found: ErrorDetails, value: Any) -> str:
    if (isinstance(value, bool | int | str) and value in _SWITCHED_OFF) or found["type"] == "too_short":
        return _OBLIGATION
    match found["type"]:
        case "extra_forbidden":
            return tr("The Standards know no such table or key.")
        case "model_type" | "dict_type":
            return tr("This is a table of keys, each with its value.")
        case "missing":
            return tr("This is missing, and must be said.")
        case "value_error":
            words = str(found["ctx"]["error"]).rstrip(".")
            return f"{words[0].upper()}{words[1:]}."
        case "literal_error" | "enum":
            return tr("This must be one of {expected}.", expected=found["ctx"]["expected"])
        case "string_pattern_mismatch":
            return tr("A key is small letters, digits and underscores, and begins with a letter.")
        case _:
            return f"{found['msg'].replace('Input should', 'This should')}."


def line_of(text: str, loc: tuple[int | str, ...]) -> int | None:
    """The line (from 1) of a key in a TOML text, or of the table or the key nearest above it, or the first
    below it; None when unsaid."""
    names = [part for part in loc if isinstance(part, str)]
    best, depth = None, 0
    wanted = next((part for part in loc if isinstance(part, int)), None)
    for number, here, index in _keys_by_line(text):
        both = min(len(here), len(names))
        fits = here[:both] == names[:both] and (index is None or wanted in (None, index))
        if fits and both > depth:
            best, depth = number, both
    return best


@lru_cache(maxsize=1)
def _keys_by_line(text: str) -> list[tuple[int, list[str], int | None]]:
    """(line, path of the key or table on it, which one of an array of tables it is in) of a TOML text."""
    counts: dict[str, int] = {}
    table: list[str] = []
    index: int | None = None
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[(\[?)([^\]]+)\]", line)
        if header:
            table = [part.strip(" \"'") for part in header[2].split(".")]
            counts[header[2]] = counts.get(header[2], -1) + 1
            index = counts[header[2]] if header[1] else None
            here = table
        else:
            key = re.match(r"\s*(?:([A-Za-z0-9_-]+)|\"([^\"]+)\"|'([^']+)')\s*=", line)
            here = [*table, key[1] or key[2] or key[3]] if key else []
        if here:
            found.append((number, here, index))
    return found
