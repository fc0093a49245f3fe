"""What this laptop remembers of a shared folder: what it showed of each device, and which of our segments it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from carelist_tui.journal.tables import SEEN, SENT

Sent = tuple[int, int, int, str]
"""First and last number of a segment of ours, bytes of its file, hash of its header."""


def read_seen(connection: Connection, folder: str) -> dict[str, tuple[int, str]]:
    """Up to which number this folder has shown each device, and the hash of that segment's header (may be empty)."""
    asked = select(SEEN.c.device, SEEN.c.last, SEEN.c.hash).where(SEEN.c.folder == folder)
    return {row.device: (row.last, row.hash) for row in connection.execute(asked)}


def write_seen(connection: Connection, folder: str, seen: Mapping[str, tuple[int, str]]) -> None:
    """Remembers what a folder has shown."""
    rows = [{"folder": folder, "device": device, "last": last, "hash": hash_} for device, (last, hash_) in seen.items()]
    if rows:
        connection.execute(insert(SEEN).prefix_with("OR REPLACE"), rows)


def read_sent(connection: Connection, folder: str, device: str) -> list[Sent]:
    """Our own segments in this folder, in number order."""
    asked = select(SENT.c.first, SENT.c.last, SENT.c.size, SENT.c.hash).where(*_at(folder, device))
    return [(row.first, row.last, row.size, row.hash) for row in connection.execute(asked.order_by(SENT.c.first))]


def write_sent(connection: Connection, folder: str, device: str, sent: Iterable[Sent]) -> None:
    """Remembers segments of ours as standing in this folder."""
    here = {"folder": folder, "device": device}
    rows = [{**here, "first": a, "last": b, "size": size, "hash": hash_} for a, b, size, hash_ in sent]
    if rows:
        connection.execute(insert(SENT).prefix_with("OR REPLACE"), rows)


def forget_sent(connection: Connection, folder: str, device: str, gone: Iterable[Sent]) -> None:
    """Segments of ours that no longer stand in this folder, so that their entries are sent again."""
    for first, last, *_ in gone:
        connection.execute(delete(SENT).where(*_at(folder, device), SENT.c.first == first, SENT.c.last == last))


def _at(folder: str, device: str) -> tuple[ColumnElement[bool], ...]:
    return (SENT.c.folder == folder, SENT.c.device == device)
