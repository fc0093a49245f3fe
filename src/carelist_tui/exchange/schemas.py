"""The files that other programs rely on: JSON Schemas from the models, and an entry of every type, frozen for ever.

The examples are files of the project (`schemas/examples`), and stand beside an installed program under `share/`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

from carelist_tui.catalogue import ENGLISH, LANGUAGE, SAYS
from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.entries.schema import entry_schema
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import standards_schema
from carelist_tui.exchange.segments.header import SegmentHeader
from carelist_tui.exchange.worklist_answer import worklist_schema

_FOLDERS = (Path(__file__).parents[3] / "schemas", Path(sysconfig.get_path("data")) / "share" / "carelist" / "schemas")
_KEY = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
_EXAMPLE = {
    "format": "carelist-segment",
    "v": 1,
    "team": "North",
    "device": sha256_hex(bytes.fromhex(_KEY))[:32],
    "signing_key": _KEY,
    "first": 41,
    "last": 60,
    "follows": "0" * 64,
    "head": "a" * 64,
    "size": 18_204,
    "payload": "b" * 64,
}
_TOLD = "import json; from carelist_tui.exchange.schemas import schema_files; print(json.dumps(schema_files()))"


@cache
def example_entries() -> tuple[dict[str, Any], ...]:
    """The examples in the order of their device's chain, one of every type. Refuses where they are not installed."""
    found = next((files for each in _FOLDERS if (files := sorted((each / "examples").glob("*.json")))), None)
    if found is None:
        raise Refused("the examples of entries are not installed beside this program")
    entries: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in found]
    return tuple(sorted(entries, key=lambda entry: int(entry["seq"])))


def segment_schema() -> dict[str, Any]:
    """The JSON Schema of the header. A header of another version says so in `v`, and is not read by this release."""
    schema = SegmentHeader.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Carelist segment header",
        "description": "What a segment says before its signature and its entries, as canonical JSON (docs/sync.md).",
        **{key: value for key, value in schema.items() if key not in ("title", "description")},
        "examples": [_EXAMPLE],
    }


def schema_files() -> dict[str, str]:
    """Every file that `carelist schema` writes: its path below `schemas/`, and its text. A public format is described
    in English whoever writes it: words are put into a language as a module is read, so another process does it."""
    return _files_made() if LANGUAGE == ENGLISH else _made_in_english()


def _made_in_english() -> dict[str, str]:
    made = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", _TOLD],
        env={**os.environ, SAYS: ENGLISH}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    files: dict[str, str] = json.loads(made.stdout)
    return files


def _files_made() -> dict[str, str]:
    entries = example_entries()
    files = {
        "entry.schema.json": entry_schema({entry["type"]: entry for entry in entries}),
        **{f"examples/{entry['type']}.v{entry['v']}.json": entry for entry in entries},
        "standards.schema.json": standards_schema(),
        "worklist.schema.json": worklist_schema(),
        "segment.schema.json": segment_schema(),
    }
    return {path: json.dumps(value, ensure_ascii=False, indent=2) + "\n" for path, value in files.items()}
