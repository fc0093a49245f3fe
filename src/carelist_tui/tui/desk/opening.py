"""Opening the desk: as asked, or only to be read where the store's files can't be written."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from carelist_tui.tui.desk.desk import Desk
from carelist_tui.vault.folder import database_of

UNWRITTEN = "The store's files can't be written: Carelist is open to read only."


def open_desk(store: Path, worker: str | None, at: datetime | None, *, read_only: bool) -> tuple[Desk, str]:
    """The desk, and what is to be said of it: where the store's files can't be written nothing can be recorded. Where
    nobody said who they are, and one worker alone works here, it is that one.

    Refuses (status 3) a store that can't be opened.
    """
    can_write = can_be_written(store)
    kind = Desk
    if read_only or not can_write:
        from carelist_tui.tui.desk.only_reading import ReadingDesk

        kind = ReadingDesk
    desk = kind(store, worker, at)
    active = [each.id for each in desk.roster.workers.values() if each.active]
    if worker is None and len(active) == 1:
        desk.worker = active[0]
    return desk, "" if can_write else UNWRITTEN


def can_be_written(store: Path) -> bool:
    """Whether this user may write the store's files; a store that is not there is not the question here."""
    return all(os.access(path, os.W_OK) for path in (store, database_of(store)) if path.exists())
