"""Opening the desk: as asked, or only to be read where the store's files can't be written; or asking who it is."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import check_folder, database_of

NOBODY = tr("Nobody is signed in: Carelist is open to read only. Start it with --as and your id to record.")
NOT_HERE = tr("Nobody works here under the id {}: Carelist is open to read only.")
UNWRITTEN = tr("The store's files can't be written: Carelist is open to read only.")


def take_seat(
    store: Path, worker: str | None, at: datetime | None, *, read_only: bool, key: bytes | None
) -> tuple[Desk | Shut, str]:
    """The desk, and what is to be said of it; of an encrypted store without its key what it needs to be signed in to.

    Refuses (status 3) a store that can't be opened.
    """
    shut = Shut(store, worker, at=at, since=monotonic(), read_only=read_only)
    if key is None and shut.encrypted:
        return replace(shut, store=check_folder(store)), ""
    return open_desk(shut, worker, key)


def open_desk(shut: Shut, worker: str | None, key: bytes | None) -> tuple[Desk, str]:
    """The desk, and what is to be said of it: where the store's files can't be written nothing can be recorded. Where
    nobody said who they are, and one worker alone works here, it is that one.

    Refuses (status 3) a store that can't be opened, and an encrypted one to who does not work here now.
    """
    can_write = can_be_written(shut.store)
    kind = Desk
    if shut.read_only or not can_write:
        from carelist_tui.desk.read_only import ReadingDesk

        kind = ReadingDesk
    desk = kind(shut.store, worker, shut.at and shut.now(), runs=shut.runs, key=key)
    active = [each.id for each in desk.roster.workers.values() if each.active]
    if worker is None and len(active) == 1:
        desk.worker = active[0]
    desk.read_only = desk.read_only or desk.worker not in active
    if key is not None and desk.worker not in active:
        desk.close()
        raise Refused(tr("nobody works here now under the id {worker}", worker=worker), status=3)
    return desk, _said_of(desk, can_write=can_write)


def _said_of(desk: Desk, *, can_write: bool) -> str:
    illness = desk.glance.look.illness
    if illness is not None:
        return f"{illness.words[:1].upper()}{illness.words[1:]}."
    if not can_write:
        return UNWRITTEN
    if desk.worker is None:
        return NOBODY
    return "" if desk.worker in desk.roster.staff.active else NOT_HERE.format(desk.worker)


def can_be_written(store: Path) -> bool:
    """Whether this user may write the store's files; a store that is not there is not the question here."""
    return all(os.access(path, os.W_OK) for path in (store, database_of(store)) if path.exists())
