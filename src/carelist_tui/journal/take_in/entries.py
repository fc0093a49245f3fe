"""Taking in whole stored entries, from a file or another laptop: any order, duplicates harmless, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import islice
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.erased import is_erased
from carelist_tui.domain.entries.stored import Sound, read_sound
from carelist_tui.domain.refusal import Fault, Refused, Tally
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.append.entry_rows import row_of
from carelist_tui.journal.append.newest_moment import newest_head, note_recorded
from carelist_tui.journal.append.witness_check import heads_of
from carelist_tui.journal.erasure import erase, erased_unheard
from carelist_tui.journal.projection.rebuild import project_anew
from carelist_tui.journal.sql.entry_sql import HASHES_AT, PUT_ENTRY
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.witness import Head

_AT_ONCE = 500
_WORDLESS = tr(
    "it brings an entry without what it said ({}), and no erasure of it by two managers has arrived: nothing is taken; "
    "sync first, and ask whoever sealed it"
)

Numbered = tuple[int | None, Any]


@dataclass(slots=True)
class Taken:
    """How many entries were new, and how many were here already."""

    new: int = 0
    known: int = 0
    people: set[str] = field(default_factory=set)
    heads: dict[str, Head] = field(default_factory=dict)
    """How far the entries of each device go of which something was new."""


def numbered_by(things: Sequence[Any], lines: Sequence[int] | None) -> list[Numbered]:
    """Each with the line that it stands on; with none, where there are no lines."""
    return list(zip(lines if lines is not None else [None] * len(things), things, strict=True))


def take_in(
    connection: Connection, numbered: Iterable[Numbered], standards: Standards, *, one_sent: bool = False
) -> Taken:
    """Appends these entries (each with its line) and folds everyone they touch, once.

    Refuses, with every fault and its line, an entry that `read_sound` refuses, and one whose number a different
    entry of that device has already. `one_sent`: one person sent them, others' too; then refuses also what has lost
    its words while no erasure of it by two managers is here or among them: one could take them out alone.
    """
    taken, tally, wordless = Taken(), Tally(), set[str]()
    remaining = iter(numbered)
    devices = set[str]()
    while part := list(islice(remaining, _AT_ONCE)):
        if tally.is_full:
            raise tally.refused(is_all=False, last=part[0][0] and part[0][0] - 1)
        sound, doubled = list(_sound(part, tally)), list[Fault]()
        fresh = fresh_among(connection, sound, doubled)
        tally.add(doubled)
        if not tally:
            put(connection, fresh)
            taken.new += len(fresh)
            taken.known += len(sound) - len(fresh)
            devices.update(each.entry.device for each in fresh)
            taken.people.update(each.entry.person for each in fresh if each.entry.person)
            wordless.update(each.entry.id for each in fresh if is_erased(each.entry.raw))
    if tally:
        raise tally.refused()
    if taken.new:
        taken.heads = heads_of(connection, devices) | newest_head(connection)
        told_anew = erase(connection) - {""}
        if one_sent and (unheard := wordless.intersection(erased_unheard(connection))):
            raise Refused(_WORDLESS.format(min(unheard)))
        project_anew(connection, standards, taken.people | told_anew)
    return taken


def fresh_among(
    connection: Connection, numbered: Iterable[tuple[int | None, Sound]], faults: list[Fault]
) -> list[Sound]:
    """Those that are not here yet, each once; adds a fault for each whose number another entry of its device has."""
    told, fresh = list(numbered), list[Sound]()
    stored = _hashes_of(connection, (sound.entry for _, sound in told))
    for line, sound in told:
        entry = sound.entry
        here = stored.get((entry.device, entry.seq))
        if here is None:
            stored[entry.device, entry.seq] = entry.hash
            fresh.append(sound)
        elif here != entry.hash:
            faults.append(_clone(entry, line))
    return fresh


def _hashes_of(connection: Connection, entries: Iterable[Entry]) -> dict[tuple[str, int], str]:
    """The hashes of what is here under the numbers of these entries."""
    numbers: dict[str, list[int]] = {}
    for entry in entries:
        numbers.setdefault(entry.device, []).append(entry.seq)
    return {
        (device, seq): hash_
        for device, asked in numbers.items()
        for seq, hash_ in HASHES_AT.rows(connection, device=device, numbers=json.dumps(asked))
    }


def put(connection: Connection, fresh: Iterable[Sound]) -> None:
    """Writes their rows; nobody is folded yet."""
    rows = [row_of(sound.entry, sound.texts) for sound in fresh]
    PUT_ENTRY.run(connection, rows)
    note_recorded(connection, (row["recorded_at"] for row in rows))


def _sound(part: Iterable[Numbered], tally: Tally) -> Iterator[tuple[int | None, Sound]]:
    for line, raw in part:
        try:
            if isinstance(raw, Fault):
                raise Refused([raw])
            yield line, read_sound(raw)
        except Refused as refused:
            tally.add(refused.faults, line)


def _clone(entry: Entry, line: int | None) -> Fault:
    return Fault(
        "seq",
        tr(
            "another entry has the number {seq} of device {device} already: two laptops write under one name",
            seq=entry.seq,
            device=entry.device,
        ),
        line,
    )
