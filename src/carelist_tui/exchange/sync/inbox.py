"""What comes in: every laptop's segments in number order, each checked whole before any of it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import NO_ENTRY, Sound
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.header import SegmentHeader
from carelist_tui.exchange.segments.pack import Sealing, unpack
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.plan import beyond, doubled, gap_before
from carelist_tui.exchange.segments.runs import check_place, read_run
from carelist_tui.exchange.segments.shared_folder import SharedFolder
from carelist_tui.exchange.sync.report import Trouble, Waiting
from carelist_tui.vault.witness import NO_HEAD, Head

KEEP = "it is left where it is; tell whoever looks after the folder"
ONE_NAME = "two laptops write under one name"
CLONE_REPAIR = "one of the two was copied from the other: give each a name of its own with `carelist device renew`"
_MOST_DOUBLED = 8
"""Segments looked at again in one sync because they hold the same numbers as others; the newest of them."""


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


@dataclass(slots=True)
class Ground:
    """What is here of each device before anything comes in; kept up as it does.

    `held`: entries without a gap; `hash_at(device, seq)`: of what the store holds; `copies_here(entries)`: whether the
    same entries are here, under whatever name; `witnessed`: how far the device's entries once went here.
    """

    sealing: Sealing
    held: dict[str, int]
    hash_at: Callable[[str, int], str | None]
    copies_here: Callable[[Iterable[Entry]], bool]
    name_of: Callable[[str], str]
    witnessed: Head = NO_HEAD
    troubles: list[Trouble] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)

    def tell(self, place: Place, refused: Refused) -> None:
        """A segment was refused: that is reported."""
        self.troubles.append(trouble_with(place, refused, self.name_of(place.device)))


def coming_from(folder: SharedFolder, device: str, places: list[Place], ground: Ground) -> Iterator[Checked]:
    """A device's segments that can be taken in now, in order. Whoever takes one in says so by going on; what is wrong
    with one is reported and holds up only what can't be understood without it."""
    upto = ground.held.get(device, 0)
    todo = beyond(places, upto)
    before = ground.hash_at(device, upto) if todo and upto else NO_ENTRY
    for place in todo:
        if place.last <= upto:
            continue
        gap = gap_before(place, upto)
        if gap is not None:
            ground.waiting.append(Waiting(device, ground.name_of(device), gap.first, gap.last))
            return
        checked = checked_or_told(folder, place, ground)
        if checked is None:
            continue
        if not _follows(checked, upto, before) or not _is_witnessed(checked, ground.witnessed):
            tell_clone(checked, ground)
            continue
        yield checked
        upto, before = place.last, checked.header.head


def tell_doubled(folder: SharedFolder, device: str, places: list[Place], ground: Ground) -> None:
    """Segments that hold the same numbers as others and were passed over, since those numbers are here: are they the
    same entries? Two laptops that write under one name are noticed by it."""
    held = ground.held.get(device, 0)
    for place in [each for each in doubled(places) if each.last <= held][-_MOST_DOUBLED:]:
        try:
            header, _ = _unpacked(folder, place, ground.sealing)
        except Refused as refused:
            ground.tell(place, refused)
            continue
        if header.head != ground.hash_at(device, place.last) and (checked := checked_or_told(folder, place, ground)):
            tell_clone(checked, ground)


def checked_or_told(folder: SharedFolder, place: Place, ground: Ground) -> Checked | None:
    """The segment; None where it is refused, and that is told."""
    try:
        return open_segment(folder, place, ground.sealing)
    except Refused as refused:
        ground.tell(place, refused)
        return None


def tell_clone(checked: Checked, ground: Ground) -> None:
    """Another history than the one that is here. Once both laptops have names of their own, and have sent everything
    again under these, there is nothing to tell any more."""
    if not ground.copies_here(checked.entries):
        ground.tell(checked.place, Refused(f"it continues another history than the one that is here: {ONE_NAME}"))


def open_segment(folder: SharedFolder, place: Place, sealing: Sealing) -> Checked:
    """A segment read and checked by itself. Refuses it, in a sentence, when anything about it does not hold."""
    header, told = _unpacked(folder, place, sealing)
    return Checked(place, header, read_run(header, told))


def _unpacked(folder: SharedFolder, place: Place, sealing: Sealing) -> tuple[SegmentHeader, bytes]:
    header, told = unpack(folder.read(place), sealing)
    check_place(header, place)
    return header, told


def _follows(checked: Checked, upto: int, before: str | None) -> bool:
    """Whether the first new entry of a segment follows the last one that is here. Which segment it names before it is
    not asked: a device whose segments vanished sends their entries again, in other runs maybe."""
    first = checked.place.first
    named = checked.run[upto - first].entry.hash if first <= upto else checked.run[0].entry.raw["prev"]
    return bool(named == before)


def _is_witnessed(checked: Checked, head: Head) -> bool:
    """Whether a segment that reaches to the last entry that was ever here of its device has that one, and no other."""
    place = checked.place
    return not place.first <= head.seq <= place.last or checked.run[head.seq - place.first].entry.hash == head.hash


def trouble_with(place: Place, refused: Refused, name: str) -> Trouble:
    """A segment that was refused, as it is reported."""
    fault = refused.faults[0]
    is_clone = ONE_NAME in fault.sentence
    where = f"{name}: {place.path.name}"
    return Trouble("clone" if is_clone else "refused", where, fault.sentence, CLONE_REPAIR if is_clone else KEEP)
