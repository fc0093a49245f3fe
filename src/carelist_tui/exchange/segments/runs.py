"""The entries of a segment as one unbroken run: numbers, device and hashes follow each other. Pure."""

from __future__ import annotations

from typing import Any

from carelist_tui.domain.canonical import parse_json
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.header import SegmentHeader
from carelist_tui.exchange.segments.places import Place

CHAIN_BROKEN = "its entries do not follow each other: they were not written so by one laptop"


def check_place(header: SegmentHeader, place: Place) -> None:
    """Refuses a segment that stands elsewhere, or under another name, than its device wrote it."""
    if (header.device, header.first, header.last, header.team) != (place.device, place.first, place.last, place.team):
        raise Refused("it was renamed, or put where it does not belong")


def read_run(header: SegmentHeader, told: bytes) -> list[dict[str, Any]]:
    """The entries of a segment. Refuses what is no run of this device from `first` to `last` that ends in its head."""
    raws = [parse_json(line) for line in told.split(b"\n")[:-1]]
    if not told.endswith(b"\n") or len(raws) != header.last - header.first + 1:
        raise Refused("it does not hold the entries that its name says")
    before: object = None
    for seq, raw in enumerate(raws, start=header.first):
        if not isinstance(raw, dict) or raw.get("device") != header.device or raw.get("seq") != seq:
            raise Refused("it does not hold the entries that its name says")
        if not isinstance(raw.get("hash"), str) or (before is not None and raw.get("prev") != before):
            raise Refused(CHAIN_BROKEN)
        before = raw["hash"]
    if before != header.head:
        raise Refused(CHAIN_BROKEN)
    return raws
