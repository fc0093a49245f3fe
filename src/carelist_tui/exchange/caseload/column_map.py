"""How another program's spreadsheet says the same: its columns, its values, its flags, what it leaves out."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import parse_toml
from carelist_tui.domain.entries.choices import Avoid, LiveMethod
from carelist_tui.domain.identity import says_nothing
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.caseload.columns import Columns, caseload_columns, plain_heading

LARGEST_MAP = 1_000_000
"""Bytes; a map has a line for each column and each value."""
_TABLES = {"columns", "values", "defaults", "flags", "nothing", "encounters"}
_PAIR = 2
_FLAG_OF = ("avoid", "do_not")
EVERY_COLUMN = "*"
SAYS_SOMETHING = frozenset({"ref", "given", "family", "known_as", "name"})
"""Columns in which a word for nothing may be somebody's name."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """`columns`: their heading to our columns (none: left out). `values`: for a column of ours, their value to ours.

    `defaults`: what a cell says that is empty or not there. `flags`: their heading to what must not be done where a
    cell below it says yes. `nothing`: for a column of ours (or `*`), what they write where nothing is known.
    `encounters`: of a Bundle of FHIR, which classes of encounters (`AMB`, or `AMB 12345`: of one type) are contact, and
    by which of our ways. `known`: the columns of ours that there are.
    """

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    flags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    nothing: dict[str, frozenset[str]] = field(default_factory=dict)
    known: Columns = field(default_factory=caseload_columns)
    encounters: dict[str, str] = field(default_factory=dict)

    def columns_of(self, heading: str) -> tuple[str, ...] | None:
        """Our names of their column; empty where it is left out on purpose, None where nobody knows it."""
        plain = plain_heading(heading)
        if plain in self.columns:
            return self.columns[plain]
        known = self.known.by_heading.get(plain)
        return (known.name,) if known else None

    def flags_of(self, heading: str) -> tuple[str, ...]:
        """What must not be done where a cell of their column says yes."""
        return self.flags.get(plain_heading(heading), ())

    def value_of(self, column: str, text: str) -> str:
        """What a cell of that column says, in our words; empty where it says nothing."""
        typed, known = text.strip().casefold(), self.values.get(column, {})
        if typed in known:
            return known[typed].strip()
        if typed in self.nothing.get(column, ()) or typed in self.nothing.get(EVERY_COLUMN, ()):
            return ""
        is_a_word = column in SAYS_SOMETHING or typed in self.known.named[column].choices
        return "" if says_nothing(text) and not is_a_word else text.strip()


def read_mapping(text: str, *, is_toml: bool, known: Columns | None = None) -> Mapped:
    """A map from TOML (tables columns, values.<column>, defaults, flags, nothing, encounters) or from a CSV of two
    columns: theirs, ours.

    Refuses what is not one, and a column of ours that is none.
    """
    known = known or caseload_columns()
    said = _from_toml(text) if is_toml else {"columns": _from_pairs(text)}
    tables = "columns, values, defaults, flags, nothing, encounters"
    faults = [
        Fault(table[:80], tr("is not a table of a map: {tables}", tables=tables))
        for table in said
        if table not in _TABLES
    ]
    columns = _lists(said.get("columns", {}), "columns", faults)
    values, flags = said.get("values", {}), _lists(said.get("flags", {}), "flags", faults)
    found = Mapped(
        {plain_heading(theirs): ours for theirs, ours in columns.items()},
        {
            ours: {theirs.strip().casefold(): value for theirs, value in _texts(each, f"values.{ours}", faults).items()}
            for ours, each in (values.items() if isinstance(values, Mapping) else ())
        },
        _texts(said.get("defaults", {}), "defaults", faults),
        {plain_heading(theirs): _flag(theirs, what, faults) for theirs, what in flags.items()},
        {
            ours: frozenset(word.casefold() for word in words)
            for ours, words in _lists(said.get("nothing", {}), "nothing", faults).items()
        },
        known,
        _ways(said.get("encounters", {}), faults),
    )
    named = [name for ours in found.columns.values() for name in ours]
    ours = [*named, *found.values, *found.defaults, *(name for name in found.nothing if name != EVERY_COLUMN)]
    unknown = dict.fromkeys(name for name in ours if name not in known.named)
    faults += [Fault(name[:80], tr("is not a column of {what}", what=known.what)) for name in unknown]
    if faults:
        raise Refused(faults)
    return found


def _ways(table: Any, faults: list[Fault]) -> dict[str, str]:
    """By class, and type, of an encounter, the way it was made."""
    found = _texts(table, "encounters", faults)
    ways = get_args(LiveMethod)
    faults += [Fault(f"encounters.{theirs[:80]}", tr("is not one of: {ways}", ways=', '.join(ways)))
               for theirs, way in found.items() if way not in ways]  # fmt: skip
    return {" ".join(theirs.split()): way for theirs, way in found.items()}


def _flag(theirs: str, what: tuple[str, ...], faults: list[Fault]) -> tuple[str, ...]:
    """`avoid:call`: what must not be done."""
    found = []
    for each in what:
        of, _, code = each.partition(":")
        if of.strip() not in _FLAG_OF or code.strip() not in get_args(Avoid):
            known = ", ".join(f"avoid:{code}" for code in get_args(Avoid))
            faults.append(Fault(f"flags.{theirs[:80]}", tr("is not one of: {known}", known=known)))
        found.append(code.strip())
    return tuple(found)


def _texts(table: Any, path: str, faults: list[Fault]) -> dict[str, str]:
    if not isinstance(table, Mapping) or not all(isinstance(value, str) for value in table.values()):
        faults.append(Fault(path, tr('must be lines like "their word" = "ours"')))
        return {}
    return dict(table)


def _lists(table: Any, path: str, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    """Lines of one text, or of a list of them."""
    found: dict[str, tuple[str, ...]] = {}
    for theirs, ours in table.items() if isinstance(table, Mapping) else [("", None)]:
        listed = [ours] if isinstance(ours, str) else ours
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            faults.append(Fault(path, tr('must be lines like "their word" = "ours", or = ["ours", "another of ours"]')))
            return {}
        found[theirs] = tuple(each.strip() for each in listed if each.strip())
    return found


def _from_toml(text: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except Refused as refused:
        raise Refused(
            [replace(each, path=".".join(filter(None, ("map", each.path)))) for each in refused.faults]
        ) from None


def _from_pairs(text: str) -> dict[str, list[str]]:
    """Their columns and ours; one of theirs may stand on several lines."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text), strict=True) if row]
    except csv.Error:
        raise Refused(tr("the map is not a CSV of two columns: their column, ours")) from None
    found: dict[str, list[str]] = {}
    for number, row in enumerate(rows, 1):
        if len(row) != _PAIR:
            raise Refused([Fault("", tr("must be two columns: their column, ours"), number)])
        if tuple(row) != ("theirs", "ours"):
            found.setdefault(row[0], []).append(row[1])
    return found
