"""Runs of other laptops' entries, taken in together: each run whole or not at all, and everyone touched folded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.appending.taking_in import append_stored
from carelist_tui.journal.projection.anew import project_anew
from carelist_tui.vault.witness import Head


@dataclass(frozen=True, slots=True)
class Incoming:
    """One run of whole stored entries of one device; what it is called in an answer is the caller's."""

    device: str
    raws: Sequence[Any]


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
    merged, people, stopped = Merged(), set[str](), set[str]()
    for number, run in enumerate(runs):
        if run.device in stopped:
            continue
        connection.exec_driver_sql("SAVEPOINT run")
        try:
            taken = append_stored(connection, ((None, raw) for raw in run.raws))
        except Refused as refused:
            connection.exec_driver_sql("ROLLBACK TO run")
            merged.refused[number] = tuple(refused.faults)
            stopped.add(run.device)
        else:
            merged.new[number] = taken.new
            merged.heads |= taken.heads
            people |= taken.people
        connection.exec_driver_sql("RELEASE run")
    if any(merged.new.values()):
        project_anew(connection, standards, people)
    return merged
