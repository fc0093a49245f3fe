"""One person's story as the lists read it: each entry as it stands, and what the fold has known of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.person.facts import Decision, Escalation, Fact, Handover, Membership, Reason
from carelist_tui.domain.person.story import retold
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.lists.list_columns import Values

B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of what happened: when, whether it stands open still, and the item itself."""

    at: datetime
    is_open: bool
    item: Values


@dataclass(slots=True)
class PersonTold:
    """One person told up to a moment. What the fold forgets in the end is kept here as it left it, by its entry."""

    state: PersonState
    standards: Standards
    managers: frozenset[str] = frozenset()
    """Whose word on an erasure counts; said where a list is of erasures."""
    entries: list[Entry] = field(default_factory=list)
    decisions: dict[str, Decision] = field(default_factory=dict)
    escalations: dict[str, Escalation] = field(default_factory=dict)
    handovers: dict[str, Handover] = field(default_factory=dict)
    to_learn: dict[str, Reason] = field(default_factory=dict)
    left: dict[str, Membership] = field(default_factory=dict)

    @classmethod
    def of(
        cls, person: str, story: Iterable[Entry], standards: Standards, managers: frozenset[str] = frozenset()
    ) -> PersonTold:
        """From these entries, whatever order they come in."""
        told = cls(PersonState(person), standards, managers)
        for state, entry in retold(person, story):
            told._keep(state)
            told.entries.append(entry)
        told._keep(told.state)
        return told

    def _keep(self, state: PersonState) -> None:
        self.state = state
        self.decisions.update((each.id, each) for each in state.decisions)
        self.escalations.update((each.id, each) for each in state.escalations)
        self.handovers.update((each.id, each) for each in state.handovers)
        self.to_learn.update((each.id, each) for each in state.to_learn)
        if state.left is not None:
            self.left[state.left.id] = state.left

    @property
    def zone(self) -> ZoneInfo:
        """The service's zone."""
        return self.standards.calendar.zone

    def said_by(self, fact: Fact | None, kind: type[B]) -> B | None:
        """The body of the entry that a fact comes from; None where it is of another type."""
        found = next((entry.body for entry in self.entries if fact is not None and entry.id == fact.id), None)
        return found if isinstance(found, kind) else None

    def moment(self, at: datetime | None) -> str | None:
        """A moment in the service's local time, RFC 3339."""
        return at.astimezone(self.zone).isoformat() if at is not None else None

    def said(self, kind: type[B]) -> Iterator[tuple[Entry, B]]:
        """Each entry of a type, with its body."""
        for entry in self.entries:
            if isinstance(entry.body, kind):
                yield entry, entry.body

    def item(self, entry: Entry, **more: Any) -> Values:
        """An item that begins with this entry: which it is, when, about whom, by whom; and what else it says."""
        identity = self.state.identity
        return {
            "entry": entry.id,
            "at": self.moment(entry.occurred_at),
            "person": self.state.person,
            "ref": identity.ref,
            "name": " ".join(filter(None, (identity.given, identity.family))),
            "by": entry.decided_by,
            **more,
        }
