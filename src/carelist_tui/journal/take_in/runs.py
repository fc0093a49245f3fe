"""Runs of other laptops' entries, taken in together: each run whole or not at all, and everyone touched folded once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import field

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import Sound
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.append.newest_moment import newest_head
from carelist_tui.journal.append.witness_check import heads_of
from carelist_tui.journal.erasure import erase
from carelist_tui.journal.projection.behind import mark_behind
from carelist_tui.journal.projection.catch_up import mark_new
from carelist_tui.journal.projection.rebuild import project_anew, project_new
from carelist_tui.journal.take_in.entries import fresh_among, put
from carelist_tui.vault.connection import Connection
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

    def add(self, later: Merged, first: int) -> None:
        """What became of runs after these, the first of them in this place."""
        self.new |= {first + number: count for number, count in later.new.items()}
        self.refused |= {first + number: faults for number, faults in later.refused.items()}
        self.heads |= later.heads


def merge(connection: Connection, runs: Iterable[Incoming], standards: Standards) -> Merged:
    """Appends these runs, in their order, and folds everyone they touch, once."""
    merged, new = append_runs(connection, runs)
    if new:
        told_anew = erase(connection, new)
        project_new(connection, standards, (entry for entry in new if (entry.person or "") not in told_anew))
        if told_anew:
            project_anew(connection, standards, told_anew - {""})
    return merged


def append_runs(
    connection: Connection, runs: Iterable[Incoming], stopped: Collection[str] = ()
) -> tuple[Merged, list[Entry]]:
    """Appends these runs, in their order, nobody folded yet; gives what became of them and the entries that were new.
    Of devices that are `stopped` nothing is taken."""
    merged, new, refused = Merged(), list[Entry](), set(stopped)
    for number, run in enumerate(runs):
        if run.device in refused:
            continue
        faults = list[Fault]()
        fresh = fresh_among(connection, ((None, sound) for sound in run.run), faults)
        if faults:
            merged.refused[number] = tuple(faults)
            refused.add(run.device)
            continue
        put(connection, fresh)
        merged.new[number] = len(fresh)
        new += (sound.entry for sound in fresh)
    if new:
        merged.heads = heads_of(connection, {entry.device for entry in new}) | newest_head(connection)
    return merged, new


def append_part(
    connection: Connection, part: Part, standards: Standards, stopped: Collection[str]
) -> tuple[Merged, list[Entry]]:
    """Appends a part of many runs; whoever they are about is behind then (projection/behind.py)."""
    merged, new = append_runs(connection, part.runs, stopped)
    if new:
        told_anew = erase(connection, new)
        mark_new(connection, standards, new)
        if told_anew:  # what came is not what stands: nobody is folded by it
            project_anew(connection, standards, told_anew - {""})
            mark_behind(connection, (), unsure=told_anew - {""})
    return merged, new


@dataclass(frozen=True, slots=True)
class Part:
    """Some runs that follow each other, the first of them in this place among those given."""

    first: int
    runs: Sequence[Incoming]


def parts_of(runs: Sequence[Incoming], most: int) -> Iterator[Part]:
    """The runs in parts of so many entries, or of one run that has more."""
    first, size = 0, 0
    for number, run in enumerate(runs):
        if number > first and size + len(run.run) > most:
            yield Part(first, runs[first:number])
            first, size = number, 0
        size += len(run.run)
    if runs:
        yield Part(first, runs[first:])
