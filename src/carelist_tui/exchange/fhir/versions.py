"""Every entry that is told of a person, in each version it has had: what was corrected or struck is entered in error,
what stands in its place is told under the correction that put it there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from carelist_tui.domain.entries import TYPES, EntryCorrected, read_body
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.origin import body_called_here
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person.story import corrections_in_force, each_once, effective


@dataclass(frozen=True, slots=True)
class Version:
    """An entry as it was, or is. `source`: the id of the entry that says it so, itself or a correction; `by`: that
    entry."""

    source: str
    entry: Entry
    by: Entry
    in_error: bool = False


@dataclass(frozen=True, slots=True)
class Versions:
    """All of them, in story order, and which one stands of each entry."""

    told: Sequence[Version]
    stands: dict[str, Version]

    def source_of(self, entry: str) -> str:
        """By what the entry of this id is told now; of one that was struck, or is not here, the entry itself."""
        return self.stands[entry].source if entry in self.stands else entry

    def standing(self, *kinds: type) -> Iterator[Version]:
        """Those that stand, of these types."""
        return (each for each in self.stands.values() if isinstance(each.entry.body, kinds))


def versions_of(story: Iterable[Entry]) -> Versions:
    """Each entry of a story that this release can read, with what became of it; corrections are told by what they
    correct."""
    told = each_once(story)
    corrections: dict[str, list[Entry]] = {}
    for each in told.values():
        if isinstance(each.body, EntryCorrected):
            corrections.setdefault(each.body.entry, []).append(each)
    in_force = corrections_in_force(told.values())
    standing = {each.id: each for each in effective(list(told.values()))}
    found, stands = list[Version](), dict[str, Version]()
    for entry in sorted(told.values(), key=lambda each: each.order):
        if entry.body is None or isinstance(entry.body, EntryCorrected):
            continue
        as_it_stands, by = standing.get(entry.id), in_force[entry.id][0] if entry.id in in_force else None
        is_as_recorded = as_it_stands is entry or by is None
        found.append(Version(entry.id, entry, entry, in_error=not is_as_recorded))
        found += _set_aside(entry, corrections.get(entry.id, ()), by)
        if by is not None and as_it_stands is not None and not is_as_recorded:
            found.append(Version(by.id, as_it_stands, by))
        if as_it_stands is not None:
            stands[entry.id] = found[-1] if not is_as_recorded else Version(entry.id, entry, entry)
    return Versions(found, stands)


def _set_aside(entry: Entry, corrections: Iterable[Entry], by: Entry | None) -> Iterator[Version]:
    """What earlier corrections had put in the place of an entry."""
    for each in corrections:
        said = each.body
        if (by is not None and each.id == by.id) or not isinstance(said, EntryCorrected) or said.strikes_out:
            continue
        body, kind = entry.body, TYPES.get(entry.type)
        if said.replacement is not None and kind is not None:
            body = read_body(entry.type, 1, body_called_here(kind, said.replacement, entry.raw)) or body
        at = utc(said.moved_to) if said.moved_to else entry.occurred_at
        yield Version(each.id, replace(entry, body=body, occurred_at=at), each, in_error=True)
