"""The branch of the published schema that an entry of each type has to fit.

Of all branches an entry fits one: each asks for the type that it is about (held in `entries/test_entries_schemas.py`).
What spoils an entry is asked of its own branch alone, in a seventieth of the time.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.entries.schema import entry_schema
from carelist_tui.exchange.schemas import example_entries


@cache
def published() -> dict[str, Any]:
    """The schema of all entries, with their examples."""
    return entry_schema({entry["type"]: entry for entry in example_entries()})


@cache
def branch_of(kind: str) -> Draft202012Validator:
    """What an entry of this type has to fit."""
    branch = {"$ref": f"#/$defs/{TYPES[kind].__name__}Entry", "$defs": published()["$defs"]}
    return Draft202012Validator(branch, format_checker=FormatChecker())
