"""The row of an entry, however it came: its two canonical texts, and the columns drawn from them."""

from __future__ import annotations

from typing import Any

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import texts_of
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.moments import sortable


def entry_row(entry: Entry) -> dict[str, Any]:
    """The row of `entry`: its two canonical texts with what neither holds, and the columns drawn from them."""
    return row_of(entry, texts_of(entry.raw))


def row_of(entry: Entry, texts: EntryText) -> dict[str, Any]:
    """The same, where the texts are known."""
    return {
        "id": entry.id,
        "type": entry.type,
        "person": entry.person,
        "occurred_at": sortable(entry.occurred_at),
        "recorded_at": sortable(entry.recorded_at),
        "device": entry.device,
        "seq": entry.seq,
        **texts._asdict(),
    }
