"""The entries of a segment as one unbroken run: numbers, device and hashes follow each other. Pure."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from pydantic_core import from_json

from carelist_tui.domain.canonical import parse_json
from carelist_tui.domain.entries.stored import Sound, read_sound
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.header import SegmentHeader
from carelist_tui.exchange.segments.places import Place

CHAIN_BROKEN = "its entries do not follow each other: they were not written so by one laptop"
_NOT_AS_NAMED = "it does not hold the entries that its name says"


def check_place(header: SegmentHeader, place: Place) -> None:
    """Refuses a segment that stands elsewhere, or under another name, than its device wrote it."""
    if (header.device, header.first, header.last, header.team) != (place.device, place.first, place.last, place.team):
        raise Refused("it was renamed, or put where it does not belong")


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
    """One entry. A line in canonical form is read quickly; that it was is seen by its being written the same again."""
    with suppress(ValueError, Refused):
        sound = _of(from_json(line, allow_inf_nan=False), device, seq)
        if sound.line.encode() == line:
            return sound
    return _of(parse_json(line), device, seq)


def _of(raw: Any, device: str, seq: int) -> Sound:
    if not isinstance(raw, dict) or raw.get("device") != device or raw.get("seq") != seq:
        raise Refused(_NOT_AS_NAMED)
    try:
        return read_sound(raw)
    except Refused as refused:
        raise Refused(f"its entry {seq} is not sound: {refused.faults[0]}") from None
