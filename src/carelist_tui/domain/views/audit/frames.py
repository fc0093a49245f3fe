"""What an audit sample is drawn of: the same by whoever holds the same entries (measures.md, Audit)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries import DecisionRecorded, EscalationRaised, HandoverOpened
from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person import PersonState, fold, retold
from carelist_tui.domain.person.episodes import episodes
from carelist_tui.domain.person.story import each_once, effective
from carelist_tui.domain.roster.audit_samples import AuditKind
from carelist_tui.domain.standards import Standards


@dataclass(frozen=True, slots=True)
class Framed:
    """One of a frame: what it is called by, whom it is about, and when it began."""

    id: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Frame:
    """What a sample of a kind may be drawn of: what began from the local day `since` on and before `until`; of records
    whoever is on the caseload at the end of that, or at `known_at` (aware), if that is earlier."""

    kind: AuditKind
    since: date
    until: date
    known_at: datetime
    standards: Standards

    @property
    def as_at(self) -> datetime:
        """When a person has to be on the caseload for their record to be in it; that moment is not included."""
        return min(utc(self.standards.calendar.at(self.until, time(0))), utc(self.known_at))

    def of_person(self, person: str, story: Sequence[Entry]) -> Iterator[Framed]:
        """What of one person's story is in it; the story is what was known then. What another team's file tells is that
        team's work, and in none."""
        if self.kind == "record":
            yield from self._record(person, story)
            return
        for framed in _HAPPENED[self.kind](person, story, self.standards):
            if self.since <= self.standards.calendar.day_of(framed.at) < self.until:
                yield framed

    def _record(self, person: str, story: Iterable[Entry]) -> Iterator[Framed]:
        state = state_before(person, story, self.as_at)
        if state is not None and state.first_named is not None and state.on_caseload:
            yield Framed(person, person, self.as_at)


def state_before(person: str, story: Iterable[Entry], moment: datetime) -> PersonState | None:
    """How somebody stands by what had occurred by a moment, that moment included; None before anything had."""
    told = effective(list(each_once(story).values()))
    if all(entry.occurred_at > moment for entry in told):
        return None
    state = PersonState(person)
    for known, entry in retold(person, story):
        state = known
        if entry.occurred_at > moment:
            break
    return state


def _ladders(person: str, story: Sequence[Entry], standards: Standards) -> Iterator[Framed]:
    """Each missed contact by when the contact was expected: a miss that joined another is none of its own."""
    ours = {entry.id for entry in story if entry.origin is None}
    for episode in episodes(fold(person, story, forgets=False), standards.lengths_at):
        if episode.id in ours:
            yield Framed(episode.id, person, episode.t)


def _entries(kind: type[Body]) -> Callable[[str, Sequence[Entry], Standards], Iterator[Framed]]:
    def happened(person: str, story: Sequence[Entry], standards: Standards) -> Iterator[Framed]:
        for entry in effective(list(each_once(story).values())):
            if isinstance(entry.body, kind) and entry.origin is None:
                yield Framed(entry.id, person, entry.occurred_at)

    return happened


_HAPPENED: Mapping[str, Callable[[str, Sequence[Entry], Standards], Iterator[Framed]]] = {
    "ladder": _ladders,
    "handover": _entries(HandoverOpened),
    "decision": _entries(DecisionRecorded),
    "escalation": _entries(EscalationRaised),
}


def tier_at(framed: Framed, story: Iterable[Entry], standards: Standards) -> str:
    """The tier of somebody when what is framed began; empty while none was set."""
    state = state_before(framed.person, story, framed.at)
    tier = stand_on(state, standards).tier if state is not None else None
    return tier.value if tier is not None else ""
