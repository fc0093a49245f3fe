"""What goes out: our own entries that a folder does not hold yet, in segments that are written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carelist_tui.exchange.segments.folder import SharedFolder
from carelist_tui.exchange.segments.header import MOST_ENTRIES
from carelist_tui.exchange.segments.packing import Run, Sealing, pack
from carelist_tui.exchange.segments.places import Place

if TYPE_CHECKING:
    from nacl.signing import SigningKey

CUT_AT = 2 * 1024 * 1024
"""Bytes of NDJSON after which a segment is closed: small enough for a slow drive, and to be read whole."""
Stored = tuple[int, str, str]
"""Number, hash, line of an entry."""


@dataclass(frozen=True, slots=True)
class Published:
    """A segment of ours that stands in a folder: where, bytes of its file, hash of its header."""

    place: Place
    size: int
    hash: str


def cut(entries: Iterable[Stored], *, most: int = MOST_ENTRIES, bytes_at: int = CUT_AT) -> Iterator[Run]:
    """Runs of entries that follow each other, none longer than a segment may be."""
    lines, size, first, last, head = list[str](), 0, 0, 0, ""
    for seq, hash_, line in entries:
        if lines and (size >= bytes_at or len(lines) >= most):
            yield Run(first, last, head, tuple(lines))
            lines, size = [], 0
        if not lines:
            first = seq
        lines.append(line)
        size += len(line.encode()) + 1
        last, head = seq, hash_
    if lines:
        yield Run(first, last, head, tuple(lines))


def publish_run(
    folder: SharedFolder, run: Run, *, team: str, device: str, follows: str, key: SigningKey, sealing: Sealing
) -> Published:
    """Writes one run as a segment. Refuses a folder that can't be written, and a place that is taken."""
    place = Place(device, run.first, run.last, team)
    header, raw = pack(run, team=team, follows=follows, key=key, sealing=sealing)
    folder.publish(place, raw)
    return Published(place, len(raw), header.hash)
