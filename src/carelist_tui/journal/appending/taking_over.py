"""Entries of another team that come with a person: they keep ids, moments, authors and words, and become this laptop's
to pass on, so that the whole team has them by its next sync."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert, select

from carelist_tui.domain.entries import check_stored, read_entry
from carelist_tui.domain.entries.stored import restamped
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.appending.batch import entry_row
from carelist_tui.journal.appending.renaming import head_of
from carelist_tui.journal.appending.taking_in import Taken
from carelist_tui.journal.projection.anew import project_anew
from carelist_tui.journal.tables import ENTRY


def take_over(connection: Connection, raws: Iterable[Any], device: str, standards: Standards) -> Taken:
    """Appends these whole stored entries under `device`, in story order; those whose id is here already are passed
    over. Refuses, all or none, what `check_stored` refuses."""
    values = list(raws)
    faults = [fault.at_line(line) for line, raw in enumerate(values, start=1) for fault in check_stored(raw)]
    if faults:
        raise Refused(faults[:100])
    taken, entries, fresh = Taken(), [], set[str]()
    seq, prev = head_of(connection, device)
    for raw in sorted(values, key=lambda raw: (raw["recorded_at"], raw["device"], raw["seq"])):
        if _is_here(connection, raw["id"]) or raw["id"] in fresh:
            taken.known += 1
            continue
        seq += 1
        fresh.add(raw["id"])
        again = restamped(raw, device=device, seq=seq, prev=prev)
        prev = again["hash"]
        entries.append(read_entry(again))
    if entries:
        connection.execute(insert(ENTRY), [entry_row(entry) for entry in entries])
        taken.new, taken.people = len(entries), {entry.person for entry in entries if entry.person}
        project_anew(connection, standards, taken.people)
    return taken


def _is_here(connection: Connection, id: str) -> bool:
    return connection.execute(select(ENTRY.c.id).where(ENTRY.c.id == id).limit(1)).first() is not None
