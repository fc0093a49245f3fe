"""Clocks that contradict each other: what names an entry was recorded after it. Days without entries prove nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from carelist_tui.domain.clock import is_contradicted
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.journal.sql.query_sql import RECORDED_ON
from carelist_tui.vault.connection import Connection

_AT_ONCE = 500


def named_by(entry: Entry) -> Iterator[str]:
    """The id of each entry that this one names."""
    yield from (id for _, id in (entry.body.references() if entry.body is not None else ()))
    yield from entry.replaces
    if entry.arose_from:
        yield entry.arose_from


def contradict(connection: Connection, entries: Iterable[Entry], device: str) -> bool:
    """Whether one of these entries of others was recorded more than a day before an entry of this device, our own, that
    it names: our clock ran ahead then, or theirs late."""
    remaining = iter(entries)
    while part := list(islice(remaining, _AT_ONCE)):
        ids = json.dumps(sorted({id for entry in part for id in named_by(entry)}))
        ours = {id: datetime.fromisoformat(at) for id, at in RECORDED_ON.rows(connection, ids=ids, device=device)}
        for entry in part if ours else ():
            if any(id in ours and is_contradicted(entry.recorded_at, ours[id]) for id in named_by(entry)):
                return True
    return False


def contradicting(story: Iterable[Entry]) -> Iterator[Entry]:
    """Each entry of a story that was recorded more than a day before one of another laptop that it names."""
    entries = list(story)
    known = {entry.id: entry for entry in entries}
    for entry in entries:
        named = [known[id] for id in named_by(entry) if id in known]
        if any(is_contradicted(entry.recorded_at, e.recorded_at) and e.device != entry.device for e in named):
            yield entry
