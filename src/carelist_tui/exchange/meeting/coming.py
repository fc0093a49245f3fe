"""What comes in: every laptop's segments in number order, each checked whole before any of it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.meeting.telling import Trouble, Waiting
from carelist_tui.exchange.segments.folder import SharedFolder
from carelist_tui.exchange.segments.header import SegmentHeader
from carelist_tui.exchange.segments.packing import Sealing, unpack
from carelist_tui.exchange.segments.places import Place
from carelist_tui.exchange.segments.planning import beyond, gap_before
from carelist_tui.exchange.segments.runs import check_place, read_run

KEEP = "it is left where it is; tell whoever looks after the folder"
ONE_NAME = "two laptops write under one name"
CLONE_REPAIR = "one of the two was copied from the other: give it a name of its own with `carelist device renew`"


@dataclass(frozen=True, slots=True)
class Checked:
    """A segment that holds in every respect, and its entries."""

    place: Place
    header: SegmentHeader
    raws: list[dict[str, Any]]


@dataclass(slots=True)
class Ground:
    """What is here of each device before anything comes in; kept up as it does.

    `held`: entries without a gap; `hash_at(device, seq)`: of what the store holds; `seen`: up to which entry this
    folder showed a device, and the hash of that segment's header.
    """

    sealing: Sealing
    held: dict[str, int]
    hash_at: Callable[[str, int], str | None]
    seen: Mapping[str, tuple[int, str]]
    name_of: Callable[[str], str]
    troubles: list[Trouble] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)


def coming_from(folder: SharedFolder, device: str, places: list[Place], ground: Ground) -> Iterator[Checked]:
    """A device's segments that can be taken in now, in order. Whoever takes one in says so by going on; what is wrong
    with one is reported and holds up only what can't be understood without it."""
    upto = ground.held.get(device, 0)
    tail = ground.seen.get(device)
    before = ground.hash_at(device, upto) if upto else None
    for place in beyond(places, upto):
        if place.last <= upto:
            continue
        gap = gap_before(place, upto)
        if gap is not None:
            ground.waiting.append(Waiting(device, ground.name_of(device), gap.first, gap.last))
            return
        try:
            checked = open_segment(folder, place, ground.sealing)
            _check_follows(checked, upto, before, tail)
        except Refused as refused:
            ground.troubles.append(trouble_with(place, refused, ground.name_of(device)))
            continue
        yield checked
        upto, before = place.last, checked.header.head
        tail = (place.last, checked.header.hash)


def open_segment(folder: SharedFolder, place: Place, sealing: Sealing) -> Checked:
    """A segment read and checked by itself. Refuses it, in a sentence, when anything about it does not hold."""
    header, told = unpack(folder.read(place), sealing)
    check_place(header, place)
    return Checked(place, header, read_run(header, told))


def _check_follows(checked: Checked, upto: int, before: str | None, tail: tuple[int, str] | None) -> None:
    """Refuses a segment whose first new entry does not follow the last one that is here, or that names another
    segment before it than the one that stood there."""
    place = checked.place
    if upto and place.first <= upto + 1:
        named = checked.raws[upto - place.first]["hash"] if place.first <= upto else checked.raws[0].get("prev")
        if named != before:
            raise Refused(f"it continues another history than the one that is here: {ONE_NAME}")
    if tail is not None and tail[1] and place.first == tail[0] + 1 and checked.header.follows != tail[1]:
        raise Refused("it does not follow the segment that stood before it")


def trouble_with(place: Place, refused: Refused, name: str) -> Trouble:
    """A segment that was refused, as it is reported."""
    fault = refused.faults[0]
    is_clone = ONE_NAME in fault.sentence
    where = f"{name}: {place.path.name}"
    return Trouble("clone" if is_clone else "refused", where, fault.sentence, CLONE_REPAIR if is_clone else KEEP)
