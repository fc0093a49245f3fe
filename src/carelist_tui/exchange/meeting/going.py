"""What goes out: our own entries that a folder does not hold yet, in segments that are written once."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator
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


def cut(
    entries: Iterable[Stored],
    *,
    most: int = MOST_ENTRIES,
    bytes_at: int = CUT_AT,
    taken: Collection[tuple[int, int]] = (),
) -> Iterator[Run]:
    """Runs of entries that follow each other, none longer than a segment may be; and where it can be helped none under
    a name that is `taken` by a file which is not what it should be: what is in it is sent all the same."""
    lot, size = list[Stored](), 0
    for entry in entries:
        if lot and (size >= bytes_at or len(lot) >= most):
            lot = yield from _closed(lot, taken)
            size = sum(len(line.encode()) + 1 for _, _, line in lot)
        lot.append(entry)
        size += len(entry[2].encode()) + 1
    while lot:
        lot = yield from _closed(lot, taken)


def _closed(lot: list[Stored], taken: Collection[tuple[int, int]]) -> Generator[Run, None, list[Stored]]:
    """A run of these; what is left for the next one."""
    until = len(lot)
    while until > 1 and (lot[0][0], lot[until - 1][0]) in taken:
        until -= 1
    yield Run(lot[0][0], lot[until - 1][0], lot[until - 1][1], tuple(line for _, _, line in lot[:until]))
    return lot[until:]


def publish_run(
    folder: SharedFolder, run: Run, *, team: str, device: str, follows: str, key: SigningKey, sealing: Sealing
) -> Published:
    """Writes one run as a segment. Refuses a folder that can't be written, and a place that is taken."""
    place = Place(device, run.first, run.last, team)
    header, raw = pack(run, team=team, follows=follows, key=key, sealing=sealing)
    folder.publish(place, raw)
    return Published(place, len(raw), header.hash)
