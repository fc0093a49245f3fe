"""What this laptop remembers of a shared folder: where it was met, what it showed of each device, and which of our
segments it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from carelist_tui.journal.meta import MET
from carelist_tui.journal.projection.rebuild import write_meta
from carelist_tui.journal.sql.folder_sql import FOLDERS, PUT_SEEN, PUT_SENT, SEEN_IN, SENT_INTO, SHOWN, TAKE_SENT
from carelist_tui.journal.sql.person_sql import KEPT
from carelist_tui.vault.connection import Connection

Sent = tuple[int, int, int, str]
"""First and last number of a segment of ours, bytes of its file, hash of its header."""


def read_seen(connection: Connection, folder: str) -> dict[str, tuple[int, str]]:
    """Up to which number this folder has shown each device, and the hash of that segment's header (may be empty)."""
    return {device: (last, hash_) for device, last, hash_ in SEEN_IN.rows(connection, folder=folder)}


def write_seen(connection: Connection, folder: str, seen: Mapping[str, tuple[int, str]]) -> None:
    """Remembers what a folder has shown."""
    rows = [{"folder": folder, "device": device, "last": last, "hash": hash_} for device, (last, hash_) in seen.items()]
    if rows:
        PUT_SEEN.run(connection, rows)


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
    return sorted({id for each in FOLDERS for id in each.values(connection)})


def read_shown(connection: Connection, folder: str) -> dict[str, int]:
    """Up to which number a folder has shown each device, or was given its entries."""
    shown: dict[str, int] = {}
    for each in SHOWN:
        for device, last in each.rows(connection, folder=folder):
            shown[device] = max(last, shown.get(device, 0))
    return shown


def read_sent(connection: Connection, folder: str, device: str) -> list[Sent]:
    """Our own segments in this folder, in number order."""
    return [
        (first, last, size, hash_)
        for first, last, size, hash_ in SENT_INTO.rows(connection, folder=folder, device=device)
    ]


def write_sent(connection: Connection, folder: str, device: str, sent: Iterable[Sent]) -> None:
    """Remembers segments of ours as standing in this folder."""
    here = {"folder": folder, "device": device}
    rows = [{**here, "first": a, "last": b, "size": size, "hash": hash_} for a, b, size, hash_ in sent]
    if rows:
        PUT_SENT.run(connection, rows)


def forget_sent(connection: Connection, folder: str, device: str, gone: Iterable[Sent]) -> None:
    """Segments of ours that no longer stand in this folder, so that their entries are sent again."""
    here = {"folder": folder, "device": device}
    TAKE_SENT.run(connection, [{**here, "first": first, "last": last} for first, last, *_ in gone])
