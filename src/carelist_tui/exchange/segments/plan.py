"""What a folder holds that a store does not, in the order it can be taken in; and what is missing between. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, lt

from carelist_tui.exchange.segments.paths import Place

_FIRST, _LAST = attrgetter("first"), attrgetter("last")


@dataclass(frozen=True, slots=True)
class Gap:
    """Entries of a device that are waited for: those after them are in the folder, they are not."""

    device: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A folder shows less of a device than it did before: up to `last`, where it had shown up to `seen`."""

    device: str
    last: int
    seen: int


def beyond(places: Iterable[Place], held: int) -> list[Place]:
    """Segments of one device that hold more than the first `held` entries, in number order, the longest run first."""
    return sorted((each for each in places if each.last > held), key=lambda each: (each.first, -each.last))


def gap_before(place: Place, held: int) -> Gap | None:
    """What is waited for before this segment can be taken in, when `held` entries of its device are here."""
    return Gap(place.device, held + 1, place.first - 1) if place.first > held + 1 else None


def shown_upto(segments: Mapping[str, Sequence[Place]]) -> dict[str, int]:
    """The last number that a folder shows of each device."""
    return {device: max(map(_LAST, places)) for device, places in segments.items() if places}


def doubled(places: Iterable[Place]) -> list[Place]:
    """Segments of one device that hold numbers which another one holds too: sent again in other runs, or by a copy."""
    told = sorted(places)
    if all(map(lt, map(_LAST, told), map(_FIRST, told[1:]))):
        return []
    found, widest = set[Place](), None
    for place in told:
        if widest is not None and place.first <= widest.last:
            found |= {widest, place}
        if widest is None or place.last > widest.last:
            widest = place
    return sorted(found)


def rolled_back(shown: Mapping[str, int], seen: Mapping[str, int]) -> Iterator[RolledBack]:
    """The devices of which a folder shows less than this laptop has `seen` in it: it is an older copy."""
    for device, last in sorted(seen.items()):
        if shown.get(device, 0) < last:
            yield RolledBack(device, shown.get(device, 0), last)


def unsent(own: Iterable[Place], last: int) -> list[tuple[int, int]]:
    """The runs of our own entries, up to `last`, that no segment in the folder holds."""
    runs, upto = list[tuple[int, int]](), 0
    for place in sorted(own):
        if place.first > upto + 1:
            runs.append((upto + 1, min(place.first - 1, last)))
        upto = max(upto, place.last)
    if upto < last:
        runs.append((upto + 1, last))
    return [(first, until) for first, until in runs if first <= until]
