"""What a draft means, looked up: whom it is about, what it names, how things stand. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.roster import Roster, Sample
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards import Standards

NOT_HERE = tr("no entry with this id has arrived")

Draft = Mapping[str, Any]


class Unresolved(Exception):
    """A rule asks for what was not looked up yet: an entry (by id), a person's story, what a worker holds, a sample."""

    def __init__(self, part: str, of: str) -> None:
        self.part, self.of = part, of
        super().__init__(tr("{part} of {of}", part=part, of=of))


@dataclass(frozen=True, slots=True)
class Resolved:
    """A sound draft and everything that is decided by. It is what the rules ask for what is stored (`checks.Stored`):
    Unresolved where that was not looked up, and never an answer that may be wrong."""

    draft: Draft
    person: str | None
    state: PersonState | None
    """The person as they stand, earlier lines of the batch included; None for nobody's, or nobody yet."""
    roster: Roster
    standards: Standards
    batch: frozenset[str]
    """The ids of all lines of the batch: what an entry arose from may stand on any of them."""
    refused: AbstractSet[str]
    """Of earlier lines that were refused: whoever names them is not told off for that too."""
    together: Sequence[Entry] = ()
    """The earlier lines of the batch, as they are taken."""
    entries: Mapping[str, Entry | None] = field(default_factory=dict)
    stories: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    held: Mapping[str, int] = field(default_factory=dict)
    sharing: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Who shares an NHS number, or a name and a birth date, by the key of it: person and identifier."""
    samples: Mapping[str, Sample | None] = field(default_factory=dict)
    ahead: Mapping[str, Sequence[datetime]] = field(default_factory=dict)

    def entry(self, id: str) -> Entry | None:
        """The entry of that id, if it is in the journal or on an earlier line."""
        if id not in self.entries:
            raise Unresolved("entries", id)
        return self.entries[id]

    def about(self, person: str) -> Sequence[Entry]:
        """Everything recorded about a person, earlier lines included; of an empty id what is about nobody."""
        if person not in self.stories:
            raise Unresolved("stories", person)
        return self.stories[person]

    def held_by(self, worker: str) -> int:
        """How many people a worker coordinates, and how many Dues name them."""
        if worker not in self.held:
            raise Unresolved("held", worker)
        return self.held[worker]

    def alike(self, key: str) -> Sequence[tuple[str, str]]:
        """(person, identifier) of everybody of whom this key is known, earlier lines of the batch included."""
        if key not in self.sharing:
            raise Unresolved("sharing", key)
        return self.sharing[key]

    def sample(self, id: str) -> Sample | None:
        """The audit sample of that id with its scores, earlier lines included."""
        if id not in self.samples:
            raise Unresolved("samples", id)
        return self.samples[id]

    def recorded_ahead(self, worker: str) -> Sequence[datetime]:
        """Each moment later than now at which a worker recorded something, as far as that is here."""
        if worker not in self.ahead:
            raise Unresolved("ahead", worker)
        return self.ahead[worker]

    def with_part(self, part: str, of: str, found: Any) -> Resolved:
        """The same, with what was asked for."""
        parts: dict[str, Any] = {part: {**getattr(self, part), of: found}}
        return replace(self, **parts)
