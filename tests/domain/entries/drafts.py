"""Sound drafts to spoil, one of every type."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from carelist_tui.domain.entries import check_draft
from carelist_tui.domain.moments import parse_moment
from carelist_tui.exchange.schemas import example_entries

NOW = parse_moment("2026-11-21T12:00:00Z")
LEFT_OUT = object()
_GIVEN = ("type", "person", "occurred_at", "body")


def sound_draft(kind: str) -> dict[str, Any]:
    """A draft of this type without a fault, made of its example."""
    entry = next(entry for entry in example_entries() if entry["type"] == kind)
    return copy.deepcopy({name: entry[name] for name in _GIVEN if name in entry})


def spoilt(kind: str, /, **body: Any) -> dict[str, Any]:
    """A sound draft with these fields of the body put in, or left out."""
    draft = sound_draft(kind)
    for name, value in body.items():
        field = name.removesuffix("_") if name in ("with_", "from_") else name
        if value is LEFT_OUT:
            draft["body"].pop(field, None)
        else:
            draft["body"][field] = value
    return draft


def faults_of(draft: Any, now: datetime = NOW) -> list[tuple[str, str]]:
    return [(fault.path, fault.sentence) for fault in check_draft(draft, now=now)]
