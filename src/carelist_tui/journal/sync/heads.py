"""How far each device's entries are here; runs of our own to send."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, exists, func, not_, select

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import line_of
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.journal.light_statements import each_device, newest_of
from carelist_tui.journal.statements import Statement, given
from carelist_tui.journal.tables import AS_STORED, DUE, ENTRY

_EACH = each_device()
_COUNTED = ENTRY.alias("counted")
_COUNT = select(func.count()).where(_COUNTED.c.device == _EACH.c.device).scalar_subquery()
_NEWEST = and_(ENTRY.c.device == _EACH.c.device, ENTRY.c.seq == newest_of(_EACH.c.device))
_DEVICES = Statement(
    select(ENTRY.c.device, _COUNT, ENTRY.c.seq, ENTRY.c.recorded_at).select_from(_EACH.join(ENTRY, _NEWEST))
)
_ONE, _NEXT = ENTRY.alias("one"), ENTRY.alias("next_one")
_NO_NEXT = not_(exists().where(_NEXT.c.device == _ONE.c.device, _NEXT.c.seq == _ONE.c.seq + 1))
_FIRST_MISSING = Statement(select(func.min(_ONE.c.seq)).where(_ONE.c.device == given("device"), _NO_NEXT))
_OF_DEVICE = ENTRY.c.device == given("device")
_HASH = Statement(select(ENTRY.c.hash).where(_OF_DEVICE, ENTRY.c.seq == given("seq")))
_IN_RUN = ENTRY.c.seq.between(given("first"), given("last"))
_RUN = Statement(select(ENTRY.c.seq, *AS_STORED).where(_OF_DEVICE, _IN_RUN).order_by(ENTRY.c.seq))
_COPIES = Statement(select(ENTRY.c.envelope).where(ENTRY.c.id == given("id")))
_CONFLICTS = Statement(select(func.count()).where(DUE.c.kind == "conflict"))
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
    return int(_FIRST_MISSING.value(connection, device=device))


def hash_at(connection: Connection, device: str, seq: int) -> str | None:
    """The hash of a device's entry with this number; None where it is not here."""
    found: str | None = _HASH.value(connection, device=device, seq=seq)
    return found


def run_of(connection: Connection, device: str, first: int, last: int) -> Iterator[tuple[int, str, str]]:
    """(number, hash, canonical line) of a device's entries from `first` to `last`."""
    for seq, *texts in _RUN.each(connection, device=device, first=first, last=last):
        entry = EntryText(*texts)
        yield seq, entry.hash, line_of(entry)


def copies_are_here(connection: Connection, entries: Iterable[Entry]) -> bool:
    """Whether every one of these entries is here by id and with the same content, under whatever device and number."""
    return all(_is_here(connection, each.raw) for each in entries)


def _is_here(connection: Connection, raw: Mapping[str, Any]) -> bool:
    stored = (json.loads(envelope) for (envelope,) in _COPIES.rows(connection, id=raw.get("id")))
    return any(all(raw.get(name) == each.get(name) for name in _SAID) for each in stored)


def count_conflicts(connection: Connection) -> int:
    """How many things stand in two versions and wait to be settled."""
    return int(_CONFLICTS.value(connection))
