"""Runs of other laptops' entries, taken in together: each run whole or not at all, and everyone touched folded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import Sound
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.append.newest_moment import newest_head
from carelist_tui.journal.append.witness_check import heads_of
from carelist_tui.journal.erasure import erase
from carelist_tui.journal.projection.rebuild import project_anew, project_new
from carelist_tui.journal.take_in.entries import fresh_among, put
from carelist_tui.vault.witness import Head


@dataclass(frozen=True, slots=True)
class Incoming:
    """One run of entries of one device, found sound; what it is called in an answer is the caller's."""

    device: str
    run: Sequence[Sound]


@dataclass(slots=True)
class Merged:
    """What became of some runs, by their place among those given: how many entries were new, or why none was taken.

    After a run that was refused no later one of its device is taken: it is named in neither.
    """

    new: dict[int, int] = field(default_factory=dict)
    refused: dict[int, tuple[Fault, ...]] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    """How far the entries of each device go of which something was new."""


def merge(connection: Connection, runs: Iterable[Incoming], standards: Standards) -> Merged:
    """Appends these runs, in their order, and folds everyone they touch, once."""
    merged, new, stopped = Merged(), list[Entry](), set[str]()
    for number, run in enumerate(runs):
        if run.device in stopped:
            continue
        faults = list[Fault]()
        fresh = fresh_among(connection, ((None, sound) for sound in run.run), faults)
        if faults:
            merged.refused[number] = tuple(faults)
            stopped.add(run.device)
            continue
        put(connection, fresh)
        merged.new[number] = len(fresh)
        new += (sound.entry for sound in fresh)
    if new:
        merged.heads = heads_of(connection, {entry.device for entry in new}) | newest_head(connection)
        told_anew = erase(connection, new)
        project_new(connection, standards, (entry for entry in new if (entry.person or "") not in told_anew))
        if told_anew:
            project_anew(connection, standards, told_anew - {""})
    return merged
