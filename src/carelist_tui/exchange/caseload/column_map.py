"""How another program's spreadsheet says the same: its columns, its values, and what it leaves out."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from carelist_tui.domain.canonical import parse_toml
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.caseload.columns import columns_by_heading, named_columns, plain_heading

LARGEST_MAP = 1_000_000
"""Bytes; a map has a line for each column and each value."""
_TABLES = {"columns", "values", "defaults"}
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Mapped:
    """`columns`: their heading to our column (empty: left out). `values`: for a column of ours, their value to ours.

    `defaults`: what a cell says that is empty or not there.
    """

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)

    def column_of(self, heading: str) -> str | None:
        """Our name of their column; empty where it is left out on purpose, None where nobody knows it."""
        plain = plain_heading(heading)
        if plain in self.columns:
            return self.columns[plain]
        known = columns_by_heading().get(plain)
        return known.name if known else None

    def value_of(self, column: str, text: str) -> str:
        """What a cell of that column says, in our words."""
        known = self.values.get(column)
        meant = known.get(text.strip().casefold(), text) if known else text
        return meant.strip() or self.defaults.get(column, "")


def read_mapping(text: str, *, is_toml: bool) -> Mapped:
    """A map from TOML (tables columns, values.<column>, defaults) or from a CSV of two columns: theirs, ours.

    Refuses what is not one, and a column of ours that is none.
    """
    said = _from_toml(text) if is_toml else {"columns": _from_pairs(text)}
    faults = [
        Fault(table[:80], "is not a table of a map: columns, values, defaults")
        for table in said
        if table not in _TABLES
    ]
    columns = _texts(said.get("columns", {}), "columns", faults)
    values = said.get("values", {})
    found = Mapped(
        {plain_heading(theirs): ours.strip() for theirs, ours in columns.items()},
        {
            ours: {theirs.strip().casefold(): value for theirs, value in _texts(each, f"values.{ours}", faults).items()}
            for ours, each in (values.items() if isinstance(values, Mapping) else ())
        },
        _texts(said.get("defaults", {}), "defaults", faults),
    )
    ours = [*filter(None, found.columns.values()), *found.values, *found.defaults]
    faults += [Fault(name[:80], "is not a column of a caseload") for name in ours if name not in named_columns()]
    if faults:
        raise Refused(faults)
    return found


def _texts(table: Any, path: str, faults: list[Fault]) -> dict[str, str]:
    if not isinstance(table, Mapping) or not all(isinstance(value, str) for value in table.values()):
        faults.append(Fault(path, 'must be lines like "their word" = "ours"'))
        return {}
    return dict(table)


def _from_toml(text: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except Refused as refused:
        raise Refused(
            [replace(each, path=".".join(filter(None, ("map", each.path)))) for each in refused.faults]
        ) from None


def _from_pairs(text: str) -> dict[str, str]:
    try:
        rows = [row for row in csv.reader(io.StringIO(text), strict=True) if row]
    except csv.Error:
        raise Refused("the map is not a CSV of two columns: their column, ours") from None
    for number, row in enumerate(rows, 1):
        if len(row) != _PAIR:
            raise Refused([Fault("", "must be two columns: their column, ours", number)])
    return {theirs: ours for theirs, ours in rows if (theirs, ours) != ("theirs", "ours")}
