"""Entries that were never sent, written again under this laptop's new name: for a restored store, and for a clone.

The one place where rows leave the journal: the very same entries stand in it again in the same transaction, with the
same ids, moments, authors and words, and nobody else ever saw them under the old name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.entries.stored import NO_ENTRY, restamped
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.append.entry_rows import entry_row
from carelist_tui.journal.append.witness_check import heads_of
from carelist_tui.journal.meta import AGREED, DEVICE
from carelist_tui.journal.projection.rebuild import project_anew, write_meta
from carelist_tui.journal.sql.entry_sql import HEAD_OF, PUT_ENTRY, TAKE_BEYOND, TEXTS_BEYOND
from carelist_tui.journal.sql.folder_sql import UPTO
from carelist_tui.journal.sql.person_sql import KEPT
from carelist_tui.journal.sql.triggers import APPEND_ONLY
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.witness import NO_HEAD, Heads, Witness

_TRIGGERS = [words.split()[2] for words in APPEND_ONLY]


def take_name(connection: Connection, device: str, standards: Standards, witness: Witness) -> Heads:
    """Writes what this laptop never sent under the name it had before again under `device`, if that is another one;
    gives how far its entries go then, for the witness.

    The former chain becomes shorter by our own act: the witness is told before the commit, so that a crash leaves it
    behind (healed by the next opening) and never ahead.
    """
    former = _said(connection, DEVICE)
    heads: Heads = {}
    if former and former != device:
        upto = sent_upto(connection, former)
        agreed, _, name = (_said(connection, AGREED) or "").partition(" ")
        if name == former:
            upto = min(upto, int(agreed))
        if rename_unsent(connection, {former: upto}, device, standards):
            witness.set_anew({former: heads_of(connection, [former]).get(former, NO_HEAD)})
            heads = heads_of(connection, [device])
    write_meta(connection, {DEVICE: device, AGREED: ""})
    return heads


def remember_name(connection: Connection, device: str) -> None:
    """Under which name was recorded here, in a store that never said so."""
    if not _said(connection, DEVICE):
        write_meta(connection, {DEVICE: device})


def remember_agreed(connection: Connection, device: str, upto: int) -> None:
    """Two laptops write under this name, and agree up to this entry: what is beyond it counts as not sent."""
    write_meta(connection, {AGREED: f"{upto} {device}"})


def _said(connection: Connection, name: str) -> str | None:
    found: str | None = KEPT.value(connection, name=name)
    return found


def sent_upto(connection: Connection, device: str) -> int:
    """Up to which number a former device's entries have been sent: into any folder, and never less than what one
    has shown of it."""
    return max(each.value(connection, device=device) or 0 for each in UPTO)


def rename_unsent(connection: Connection, former: Mapping[str, int], device: str, standards: Standards) -> int:
    """Writes every entry of the former devices, beyond the number that was sent, again under `device`; gives how many.

    Nothing happens where there is none, so that it may be done again after a crash.
    """
    unsent = [raw for name, upto in former.items() for raw in _beyond(connection, name, upto)]
    if not unsent:
        return 0
    seq, prev = head_of(connection, device)
    entries = []
    for raw in sorted(unsent, key=lambda raw: (raw["recorded_at"], raw["device"], raw["seq"])):
        seq += 1
        again = restamped(raw, device=device, seq=seq, prev=prev)
        prev = again["hash"]
        entries.append(read_entry(again))
    for trigger in _TRIGGERS:
        connection.execute(f"DROP TRIGGER {trigger}")
    for name, upto in former.items():
        TAKE_BEYOND.run(connection, [{"device": name, "upto": upto}])
    PUT_ENTRY.run(connection, [entry_row(entry) for entry in entries])
    for words in APPEND_ONLY:
        connection.execute(words)
    project_anew(connection, standards, {entry.person for entry in entries if entry.person})
    return len(entries)


def _beyond(connection: Connection, device: str, upto: int) -> Iterator[dict[str, Any]]:
    return (EntryText(*row).raw() for row in TEXTS_BEYOND.rows(connection, device=device, upto=upto))


def head_of(connection: Connection, device: str) -> tuple[int, str]:
    """The number and the hash of a device's last entry; before its first, 0 and 64 zeros."""
    seq, hash_ = HEAD_OF.first(connection, device=device) or (0, NO_ENTRY)
    return seq, hash_
