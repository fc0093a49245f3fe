"""Files that other programs rely on: the JSON Schema of an entry, and one frozen example of every type."""

from __future__ import annotations

import json

from carelist_tui.domain.entries.schemas.examples import example_entries
from carelist_tui.domain.entries.schemas.union import entry_schema, entry_union

__all__ = ["entry_schema", "entry_union", "example_entries", "schema_files"]


def schema_files() -> dict[str, str]:
    """Every file about entries that `carelist schema` writes: its path below `schemas/`, and its text."""
    files = {"entry.schema.json": entry_schema()}
    files |= {f"examples/{entry['type']}.v{entry['v']}.json": entry for entry in example_entries()}
    return {path: json.dumps(value, ensure_ascii=False, indent=2) + "\n" for path, value in files.items()}
