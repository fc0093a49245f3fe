"""A segment opened and checked whole: it stands where its header says, and its entries are one unbroken run of its
device, in which numbers and hashes follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json, to_json

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import is_plain, parse_json
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import Sound, read_sound
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.header import SegmentHeader
from carelist_tui.exchange.segments.pack import Sealing, unpack
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.shared_folder import SharedFolder

CHAIN_BROKEN = tr("its entries do not follow each other: they were not written so by one laptop")
_NOT_AS_NAMED = tr("it does not hold the entries that its name says")


@dataclass(frozen=True, slots=True)
class Checked:
    """A segment that holds in every respect, and its entries."""

    place: Place
    header: SegmentHeader
    run: list[Sound]

    @property
    def entries(self) -> Iterator[Entry]:
        """The entries, in number order."""
        return (sound.entry for sound in self.run)


def open_segment(folder: SharedFolder, place: Place, sealing: Sealing) -> Checked:
    """A segment read and checked by itself. Refuses it, in a sentence, when anything about it does not hold."""
    header, told = read_payload(folder, place, sealing)
    return Checked(place, header, read_run(header, told))


def read_payload(folder: SharedFolder, place: Place, sealing: Sealing) -> tuple[SegmentHeader, bytes]:
    """The header of a segment and what it holds, before any entry of it is looked at. Refuses as `unpack` does, and one
    that stands elsewhere than its header says."""
    header, told = unpack(folder.read(place), sealing)
    check_place(header, place)
    return header, told


def check_place(header: SegmentHeader, place: Place) -> None:
    """Refuses a segment that stands elsewhere, or under another name, than its device wrote it."""
    if (header.device, header.first, header.last, header.team) != (place.device, place.first, place.last, place.team):
        raise Refused(tr("it was renamed, or put where it does not belong"))


def read_run(header: SegmentHeader, told: bytes) -> list[Sound]:
    """The entries of a segment. Refuses what is no run of this device from `first` to `last` that ends in its head,
    and an entry in which `read_sound` finds a fault."""
    lines = told.split(b"\n")[:-1]
    if not told.endswith(b"\n") or len(lines) != header.last - header.first + 1:
        raise Refused(_NOT_AS_NAMED)
    run = list[Sound]()
    before: object = None
    for seq, line in enumerate(lines, start=header.first):
        sound = _read(line, header.device, seq)
        if before is not None and sound.entry.raw["prev"] != before:
            raise Refused(CHAIN_BROKEN)
        before = sound.entry.hash
        run.append(sound)
    if before != header.head:
        raise Refused(CHAIN_BROKEN)
    return run


def _read(line: bytes, device: str, seq: int) -> Sound:
    plain = _read_canonical(line)
    raw = parse_json(line) if plain is None else plain
    if not isinstance(raw, dict) or raw.get("device") != device or raw.get("seq") != seq:
        raise Refused(_NOT_AS_NAMED)
    try:
        return read_sound(raw, _plain_text if plain is not None else None)
    except Refused as refused:
        raise Refused(tr("its entry {seq} is not sound: {faults}", seq=seq, faults=refused.faults[0])) from None


def _plain_text(value: Any) -> str:
    """As `canonical_json` writes a value that `is_plain`, in a fraction of the time."""
    return to_json(value).decode()


def _read_canonical(line: bytes) -> Any:
    """The value of a line in canonical form, read in a fraction of the time; None for any other line. It was canonical
    if it is plain, and is written the same again."""
    try:
        value = from_json(line, allow_inf_nan=False)
        return value if is_plain(value) and to_json(value) == line else None
    except (ValueError, RecursionError):
        return None
