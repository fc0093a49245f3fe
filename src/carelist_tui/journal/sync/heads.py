"""How far each device's entries are here; runs of our own to send."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import line_of
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.journal.sql.entry_sql import ENVELOPES_OF, FIRST_MISSING, HASH_AT, HEADS, RUN
from carelist_tui.journal.sql.person_sql import CONFLICTS
from carelist_tui.vault.connection import Connection

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
    for device, entries, last, newest_at in HEADS.rows(connection):
        held = last if entries == last else _held(connection, device)
        heads[device] = Head(device, entries, held, last, newest_at)
    return heads


def _held(connection: Connection, device: str) -> int:
    """The last number before the first gap; 0 where the first entry itself is missing."""
    if hash_at(connection, device, 1) is None:
        return 0
    return int(FIRST_MISSING.value(connection, device=device))


def hash_at(connection: Connection, device: str, seq: int) -> str | None:
    """The hash of a device's entry with this number; None where it is not here."""
    found: str | None = HASH_AT.value(connection, device=device, seq=seq)
    return found


def run_of(connection: Connection, device: str, first: int, last: int) -> Iterator[tuple[int, str, str]]:
    """(number, hash, canonical line) of a device's entries from `first` to `last`."""
    for seq, *texts in RUN.each(connection, device=device, first=first, last=last):
        entry = EntryText(*texts)
        yield seq, entry.hash, line_of(entry)


def copies_are_here(connection: Connection, entries: Iterable[Entry]) -> bool:
    """Whether every one of these entries is here by id and with the same content, under whatever device and number."""
    return all(_is_here(connection, each.raw) for each in entries)


def _is_here(connection: Connection, raw: Mapping[str, Any]) -> bool:
    stored = (json.loads(envelope) for (envelope,) in ENVELOPES_OF.rows(connection, id=raw.get("id")))
    return any(all(raw.get(name) == each.get(name) for name in _SAID) for each in stored)


def count_conflicts(connection: Connection) -> int:
    """How many things stand in two versions and wait to be settled."""
    return int(CONFLICTS.value(connection))
