"""Freezes an example of a new type of entry: `python -m tests.harness.freeze TYPE BODY.json [MOMENT]`.

It is stamped as the next of the examples' device, two minutes after it happened, and never changes again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from carelist_tui.domain.entries import TYPES, check_stored, stamp
from carelist_tui.domain.ids import uuid7
from carelist_tui.exchange.schemas import example_entries

FOLDER = Path(__file__).parents[2] / "schemas" / "examples"


def frozen(kind: str, body: dict[str, Any], occurred_at: str) -> dict[str, Any]:
    """The example of this type, as it follows on those there are."""
    last, somebody = example_entries()[-1], next(each["person"] for each in example_entries() if each.get("person"))
    noise = hashlib.sha256(f"salt of {kind}".encode()).digest()
    at = datetime.fromisoformat(occurred_at)
    return stamp(
        {"type": kind, "occurred_at": occurred_at, "body": body},
        id=uuid7(at, noise[:10]),
        person=somebody if TYPES[kind].ABOUT_PERSON else None,
        author=last["author"],
        device=last["device"],
        seq=last["seq"] + 1,
        prev=last["hash"],
        recorded_at=at + timedelta(minutes=2),
        replaces=[],
        salt=noise[:16],
    )


if __name__ == "__main__":
    kind, file, *moment = sys.argv[1:]
    entry = frozen(
        kind, json.loads(Path(file).read_text()), moment[0] if moment else example_entries()[-1]["occurred_at"]
    )
    if faults := check_stored(entry):
        sys.exit("\n".join(map(str, faults)))
    (FOLDER / f"{kind}.v1.json").write_text(json.dumps(entry, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
