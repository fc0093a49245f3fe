"""What this laptop remembers of a shared folder: where it was met, what it showed of each device, and which of our
segments it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, func, select

from carelist_tui.journal.meta import MET
from carelist_tui.journal.projection.adoptions import KEPT
from carelist_tui.journal.projection.rebuild import write_meta
from carelist_tui.journal.statements import Statement, given, put_in_place
from carelist_tui.journal.tables import SEEN, SENT

_SEEN = Statement(select(SEEN.c.device, SEEN.c.last, SEEN.c.hash).where(SEEN.c.folder == given("folder")))
_OURS = select(SENT.c.first, SENT.c.last, SENT.c.size, SENT.c.hash).where(SENT.c.folder == given("folder"))
_SENT = Statement(_OURS.where(SENT.c.device == given("device")).order_by(SENT.c.first))
_FOLDERS = tuple(Statement(select(table.c.folder).distinct()) for table in (SEEN, SENT))
_SHOWN = tuple(
    Statement(
        select(table.c.device, func.max(table.c.last)).where(table.c.folder == given("folder")).group_by(table.c.device)
    )
    for table in (SEEN, SENT)
)
_TAKE_SENT = Statement(delete(SENT).where(*(column == given(column.name) for column in SENT.primary_key)))
_PUT_SEEN, _PUT_SENT = put_in_place(SEEN), put_in_place(SENT)
Sent = tuple[int, int, int, str]
"""First and last number of a segment of ours, bytes of its file, hash of its header."""


def read_seen(connection: Connection, folder: str) -> dict[str, tuple[int, str]]:
    """Up to which number this folder has shown each device, and the hash of that segment's header (may be empty)."""
    return {device: (last, hash_) for device, last, hash_ in _SEEN.rows(connection, folder=folder)}


def write_seen(connection: Connection, folder: str, seen: Mapping[str, tuple[int, str]]) -> None:
    """Remembers what a folder has shown."""
    rows = [{"folder": folder, "device": device, "last": last, "hash": hash_} for device, (last, hash_) in seen.items()]
    if rows:
        _PUT_SEEN.run(connection, rows)


def read_met(connection: Connection) -> dict[str, str]:
    """By which id the folder at each path was last met; what can't be read is none."""
    text = KEPT.value(connection, name=MET)
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return {path: id for path, id in told.items() if isinstance(id, str)} if isinstance(told, dict) else {}


def write_met(connection: Connection, met: Mapping[str, str]) -> None:
    """Remembers by which id the folder at each path was met."""
    write_meta(connection, {MET: json.dumps(dict(met))})


def read_folders(connection: Connection) -> list[str]:
    """The id of every folder that showed something, or was given something."""
    return sorted({id for each in _FOLDERS for id in each.values(connection)})


def read_shown(connection: Connection, folder: str) -> dict[str, int]:
    """Up to which number a folder has shown each device, or was given its entries."""
    shown: dict[str, int] = {}
    for each in _SHOWN:
        for device, last in each.rows(connection, folder=folder):
            shown[device] = max(last, shown.get(device, 0))
    return shown


def read_sent(connection: Connection, folder: str, device: str) -> list[Sent]:
    """Our own segments in this folder, in number order."""
    return [
        (first, last, size, hash_) for first, last, size, hash_ in _SENT.rows(connection, folder=folder, device=device)
    ]


def write_sent(connection: Connection, folder: str, device: str, sent: Iterable[Sent]) -> None:
    """Remembers segments of ours as standing in this folder."""
    here = {"folder": folder, "device": device}
    rows = [{**here, "first": a, "last": b, "size": size, "hash": hash_} for a, b, size, hash_ in sent]
    if rows:
        _PUT_SENT.run(connection, rows)


def forget_sent(connection: Connection, folder: str, device: str, gone: Iterable[Sent]) -> None:
    """Segments of ours that no longer stand in this folder, so that their entries are sent again."""
    here = {"folder": folder, "device": device}
    _TAKE_SENT.run(connection, [{**here, "first": first, "last": last} for first, last, *_ in gone])
