"""What a state has forgotten by now: every missed contact, every contact and every crisis of a whole story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.person.episodes import Episode, episodes
from carelist_tui.domain.person.facts import Membership
from carelist_tui.domain.person.story import advance, effective
from carelist_tui.domain.standards import Standards

ACCEPTED = ("person.accepted", "person.reopened")
ABOUT_CONTACT = ("contact.", "outreach.", "episode.", "risk_check.", "decision.")


@dataclass(slots=True)
class Past:
    """Everything of some kinds that ever was, corrections applied; moments in UTC, the oldest first."""

    missed: list[Episode] = field(default_factory=list)
    contacts: dict[str, datetime] = field(default_factory=dict)
    """When there was live contact, by the entry that says so."""
    misses: dict[str, datetime] = field(default_factory=dict)
    """When each missed contact was expected, those that joined an open one too."""
    crises: dict[str, datetime] = field(default_factory=dict)
    accepted: dict[str, datetime] = field(default_factory=dict)
    """When they were accepted, or came back, by the entry that says so."""
    begun: datetime | None = None
    """When they first came to the service."""
    left: Membership | None = None
    """The leaving, where they are no longer on the caseload; None while they are on it."""


def past_of(person: str, story: Iterable[Entry], standards: Standards) -> Past:
    """The same fold as the state's own, with what it forgets on its way written down."""
    state, past = PersonState(person), Past()
    missed: dict[str, Episode] = {}
    for entry in sorted(effective(list(story)), key=lambda each: each.order):
        state = advance(state, entry)
        past.begun = past.begun or entry.occurred_at
        if entry.type in ACCEPTED:
            past.accepted[entry.id] = entry.occurred_at
        if entry.type.startswith(ABOUT_CONTACT):
            _note_contact(past, state)
            missed.update((each.id, each) for each in (episodes(state, standards.lengths_at) if state.misses else ()))
        past.crises.update((each.id, each.at) for each in state.crises[-1:])
    past.missed = sorted(missed.values(), key=lambda each: each.t)
    past.left = state.left if not state.on_caseload else None
    return past


def _note_contact(past: Past, state: PersonState) -> None:
    """What two laptops saw differently is no contact until it is settled."""
    standing = {each.id: each.at for each in state.contacts}
    for each in state.lives:
        if each.id not in standing:
            past.contacts.pop(each.id, None)
    past.contacts.update(standing)
    past.misses.update((each.id, each.t) for each in state.misses)
