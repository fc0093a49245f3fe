"""Entries of another team that come with a person: they keep ids, moments, authors and words, and become this laptop's
to pass on, so that the whole team has them by its next sync. Each says where it comes from (`origin`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import check_stored, read_entry
from carelist_tui.domain.entries.draft import AHEAD
from carelist_tui.domain.entries.stored import restamped
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.person.sent_handovers import came_by_receipt
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.append.entry_rows import entry_row
from carelist_tui.journal.erasure import erase
from carelist_tui.journal.projection.people import read_stored
from carelist_tui.journal.projection.rebuild import project_anew
from carelist_tui.journal.sql.entry_sql import HOLDS, PUT_ENTRY, TEXTS_OF
from carelist_tui.journal.take_in.entries import Taken
from carelist_tui.journal.take_in.new_name import head_of
from carelist_tui.vault.connection import Connection

OriginOf = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Where a whole stored entry comes from, as its `origin` says it here."""


def take_over(
    connection: Connection,
    raws: Iterable[Any],
    device: str,
    standards: Standards,
    *,
    origin: OriginOf,
    until: datetime,
    person: str | None = None,
) -> Taken:
    """Appends these whole stored entries under `device`, in story order, each with its `origin`; those whose id is here
    already are passed over, but what a receipt brings is not here by having come among a story. `person`: whose record
    they are of here, where there it was joined into another. Refuses, all or none, what `check_stored` refuses, and
    what was recorded after `until` (aware), or before it happened: it would stand as contact that nobody had yet."""
    values = list(raws)
    faults = [fault.at_line(line) for line, raw in enumerate(values, start=1) for fault in _faults(raw, until)]
    if faults:
        raise Refused(faults[:100])
    taken, entries, fresh = Taken(), [], set[str]()
    seq, prev = head_of(connection, device)
    for raw in sorted(values, key=lambda raw: (raw["recorded_at"], raw["device"], raw["seq"])):
        came_from = origin(raw)
        if raw["id"] in fresh or _is_here(connection, raw["id"], by_receipt="sending" in came_from):
            taken.known += 1
            continue
        seq += 1
        fresh.add(raw["id"])
        ours = {**raw, "person": person} if person is not None else raw
        again = restamped(ours, device=device, seq=seq, prev=prev, origin=came_from)
        prev = again["hash"]
        entries.append(read_entry(again))
    if entries:
        PUT_ENTRY.run(connection, [entry_row(entry) for entry in entries])
        taken.new, taken.people = len(entries), {entry.person for entry in entries if entry.person}
        project_anew(connection, standards, taken.people | (erase(connection, entries) - {""}))
    return taken


def _faults(raw: Any, until: datetime) -> list[Fault]:
    if faults := check_stored(raw):
        return faults
    recorded_at = parse_moment(raw["recorded_at"])
    if recorded_at > until:
        return [
            Fault("recorded_at", tr("lies after what this laptop's clock says: look which of the two clocks is wrong"))
        ]
    if parse_moment(raw["occurred_at"]) > recorded_at + AHEAD:
        return [Fault("occurred_at", tr("lies after it was recorded: nobody can know that yet"))]
    return []


def _is_here(connection: Connection, id: str, *, by_receipt: bool) -> bool:
    if not by_receipt:
        return HOLDS.first(connection, id=id) is not None
    copies = read_stored(TEXTS_OF.rows(connection, entry=id))
    return any(each.origin is None or came_by_receipt(each) for each in copies)
