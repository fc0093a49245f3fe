"""One stored entry of every type, as one device wrote them: synthetic, hashed, chained, and frozen for ever."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from carelist_tui.domain.entries.schemas.first_weeks import FIRST_WEEKS
from carelist_tui.domain.entries.schemas.keeping_on import KEEPING_ON
from carelist_tui.domain.entries.schemas.last_weeks import LAST_WEEKS
from carelist_tui.domain.entries.schemas.later_weeks import LATER_WEEKS
from carelist_tui.domain.entries.schemas.passing_on import PASSING_ON
from carelist_tui.domain.entries.stored import NO_ENTRY, stamp
from carelist_tui.domain.entries.subjects import TYPES
from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.moments import parse_moment

_NAME = re.compile(r"([a-z_]+:|)@(.+)\Z")
_DEVICE = hashlib.sha256(b"a laptop for examples").hexdigest()[:32]
_TOLD = (*FIRST_WEEKS, *LATER_WEEKS, *LAST_WEEKS, *PASSING_ON, *KEEPING_ON)
_FIRST_DAY = parse_moment("2026-02-02T09:00:00Z")


def _noise(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def _id_of(name: str) -> str:
    return uuid7(_FIRST_DAY, _noise(name)[:10])


def _named(value: Any) -> Any:
    """The value with each `@name` put as the id of that example, in `kind:@name` too: the key of a Due."""
    if isinstance(value, dict):
        return {name: _named(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_named(part) for part in value]
    if isinstance(value, str) and (found := _NAME.match(value)):
        return found[1] + _id_of(found[2])
    return value


@cache
def example_entries() -> tuple[dict[str, Any], ...]:
    """The examples in the order of their device's chain, one of every type."""
    chain: list[dict[str, Any]] = []
    for number, (kind, occurred_at, body) in enumerate(_TOLD, start=1):
        draft = {"type": kind, "occurred_at": occurred_at, "body": _named(body)}
        chain.append(
            stamp(
                draft,
                id=_id_of(kind),
                person=_id_of("referral.received") if TYPES[kind].ABOUT_PERSON else None,
                author="w-maya",
                device=_DEVICE,
                seq=number,
                prev=chain[-1]["hash"] if chain else NO_ENTRY,
                recorded_at=datetime.fromisoformat(occurred_at) + timedelta(minutes=2),
                replaces=[],
                salt=_noise(f"salt of {kind}")[:16],
            )
        )
    return tuple(chain)
