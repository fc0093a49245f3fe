"""Taking in whole stored entries, from a file or another laptop: any order, duplicates harmless, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select, tuple_

from carelist_tui.domain.entries import check_stored, read_entry
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.appending.batch import entry_row
from carelist_tui.journal.appending.witnessed import heads_of
from carelist_tui.journal.projection.anew import project_anew
from carelist_tui.journal.tables import ENTRY
from carelist_tui.vault.witness import Head

_AT_ONCE = 500
_MOST_FAULTS = 1000
"""Faults named in one refusal: a file of something else does not fill the screen, or the memory."""

Numbered = tuple[int | None, Any]


@dataclass(slots=True)
class Taken:
    """How many entries were new, and how many were here already."""

    new: int = 0
    known: int = 0
    people: set[str] = field(default_factory=set)
    heads: dict[str, Head] = field(default_factory=dict)
    """How far the entries of each device go of which something was new."""


def take_in(connection: Connection, numbered: Iterable[Numbered], standards: Standards) -> Taken:
    """Appends these entries (each with its line) and folds everyone they touch, once.

    Refuses, with every fault and its line, an entry that `check_stored` refuses, and one whose number a different
    entry of that device has already.
    """
    taken = append_stored(connection, numbered)
    if taken.new:
        project_anew(connection, standards, taken.people)
    return taken


def append_stored(connection: Connection, numbered: Iterable[Numbered]) -> Taken:
    """Appends these entries, and folds nobody: whoever calls it does, once, for everyone touched. Refuses as
    `take_in` does; some of them are then appended already, so that the caller takes all of it back."""
    taken, faults, devices = Taken(), list[Fault](), set[str]()
    remaining = iter(numbered)
    while part := list(islice(remaining, _AT_ONCE)):
        entries = list(_sound(part, faults))
        stored = _hashes_of(connection, [entry for _, entry in entries])
        fresh: list[Entry] = []
        for line, entry in entries:
            place = (entry.device, entry.seq)
            if place not in stored:
                stored[place] = entry.hash
                fresh.append(entry)
            elif stored[place] == entry.hash:
                taken.known += 1
            else:
                faults.append(_clone(entry, line))
        if len(faults) >= _MOST_FAULTS:
            break
        if fresh and not faults:
            connection.execute(insert(ENTRY), [entry_row(entry) for entry in fresh])
            taken.new += len(fresh)
            devices.update(entry.device for entry in fresh)
            taken.people.update(entry.person for entry in fresh if entry.person)
    if faults:
        raise Refused(faults[:_MOST_FAULTS])
    if taken.new:
        taken.heads = heads_of(connection, devices)
    return taken


def _sound(part: Iterable[Numbered], faults: list[Fault]) -> Iterator[tuple[int | None, Entry]]:
    for line, raw in part:
        found = [raw] if isinstance(raw, Fault) else check_stored(raw)
        if found or not isinstance(raw, Mapping):
            faults += [fault if line is None else fault.at_line(line) for fault in found]
        else:
            yield line, read_entry(raw)


def _hashes_of(connection: Connection, entries: Iterable[Entry]) -> dict[tuple[str, int], str]:
    places = [(entry.device, entry.seq) for entry in entries]
    asked = select(ENTRY.c.device, ENTRY.c.seq, ENTRY.c.hash).where(tuple_(ENTRY.c.device, ENTRY.c.seq).in_(places))
    return {(row.device, row.seq): row.hash for row in connection.execute(asked)}


def _clone(entry: Entry, line: int | None) -> Fault:
    return Fault(
        "seq",
        f"another entry has the number {entry.seq} of device {entry.device} already: two laptops write under one name",
        line,
    )
