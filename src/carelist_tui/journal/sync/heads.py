"""How far each device's entries are here; runs of our own to send."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.journal.projection.statements import Statement

_DEVICES = Statement(
    text(
        "WITH RECURSIVE each(device) AS (SELECT MIN(device) FROM entry UNION ALL "
        "SELECT (SELECT MIN(device) FROM entry WHERE device > each.device) FROM each WHERE each.device IS NOT NULL) "
        "SELECT device, (SELECT COUNT(*) FROM entry WHERE device = each.device) AS entries, seq AS last, recorded_at "
        "FROM each JOIN entry USING (device) "
        "WHERE seq = (SELECT MAX(seq) FROM entry WHERE device = each.device)"
    )
)
"""By the index of devices and numbers alone: every sync asks it, and a journal may be long."""
_FIRST_MISSING = text(
    "SELECT MIN(one.seq) FROM entry AS one WHERE one.device = :device AND NOT EXISTS "
    "(SELECT 1 FROM entry AS two WHERE two.device = one.device AND two.seq = one.seq + 1)"
)
_HASH = Statement(text("SELECT hash FROM entry WHERE device = :device AND seq = :seq"))
_RUN = text("SELECT seq, hash, line FROM entry WHERE device = :device AND seq BETWEEN :first AND :last ORDER BY seq")
_COPIES = text("SELECT line FROM entry WHERE id = :id")

_CONFLICTS = Statement(text("SELECT COUNT(*) FROM due WHERE kind = 'conflict'"))
_SAID = ("id", "type", "v", "person", "occurred_at", "recorded_at", "author", "replaces", "body_hash")


@dataclass(frozen=True, slots=True)
class Head:
    """What is here of one device: how many entries, up to which number without a gap, the greatest number, and when
    the entry with that number was recorded, as `sortable` writes it: a clock that was put right is right."""

    device: str
    entries: int
    held: int
    last: int
    newest_at: str


def read_heads(connection: Connection) -> dict[str, Head]:
    """Every device that an entry here comes from."""
    heads = {}
    for device, entries, last, newest_at in _DEVICES.rows(connection):
        held = last if entries == last else _held(connection, device)
        heads[device] = Head(device, entries, held, last, newest_at)
    return heads


def _held(connection: Connection, device: str) -> int:
    """The last number before the first gap; 0 where the first entry itself is missing."""
    if hash_at(connection, device, 1) is None:
        return 0
    return int(connection.execute(_FIRST_MISSING, {"device": device}).scalar_one())


def hash_at(connection: Connection, device: str, seq: int) -> str | None:
    """The hash of a device's entry with this number; None where it is not here."""
    found: str | None = _HASH.value(connection, device=device, seq=seq)
    return found


def run_of(connection: Connection, device: str, first: int, last: int) -> Iterator[tuple[int, str, str]]:
    """(number, hash, line as stored) of a device's entries from `first` to `last`."""
    for row in connection.execute(_RUN, {"device": device, "first": first, "last": last}):
        yield row.seq, row.hash, row.line


def copies_are_here(connection: Connection, entries: Iterable[Entry]) -> bool:
    """Whether every one of these entries is here by id and with the same content, under whatever device and number."""
    return all(_is_here(connection, each.raw) for each in entries)


def _is_here(connection: Connection, raw: Mapping[str, Any]) -> bool:
    lines = connection.execute(_COPIES, {"id": raw.get("id")}).scalars()
    stored = (json.loads(line) for line in lines)
    return any(all(raw.get(name) == each.get(name) for name in _SAID) for each in stored)


def count_conflicts(connection: Connection) -> int:
    """How many things stand in two versions and wait to be settled."""
    return int(_CONFLICTS.value(connection))
