"""Entries of another team become this laptop's to pass on: in one transaction, under numbers of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from carelist_tui.journal.append.witness_check import heads_of, refuse_to_number_twice
from carelist_tui.journal.book import Journal
from carelist_tui.journal.take_in.entries import Taken
from carelist_tui.journal.take_in.transfer import OriginOf, take_over
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.device import read_device


def take_over_here(
    journal: Journal, raws: Sequence[Any], origin: OriginOf, until: datetime, person: str | None = None
) -> Taken:
    """Appends these whole stored entries under this laptop's own name, all or none; see `take_in/transfer.py`.
    Those whose id is here are passed over. Refuses (status 3) where the witness knows of later numbers than the store
    has."""

    def change(connection: Connection) -> Taken:
        journal.device = read_device(journal.store.folder)
        refuse_to_number_twice(journal.witness, heads_of(connection, [journal.device]), journal.device)
        standards = journal.standards_in(connection)
        taken = take_over(connection, raws, journal.device, standards, origin=origin, until=until, person=person)
        taken.heads = heads_of(connection, [journal.device])
        return taken

    taken = journal.change(change)
    journal.witness.raise_to(taken.heads)
    return taken
