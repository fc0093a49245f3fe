"""Reading at a moment that somebody's newest entry lies after: their entries folded to it, by the full rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from carelist_tui.domain.card import Card
from carelist_tui.domain.clock import Said
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.entries import EntryCorrected
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState, fold
from carelist_tui.domain.person.story import MAKES_A_PERSON, effective
from carelist_tui.domain.roster import Staff
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.cards import card_of
from carelist_tui.journal.projection.people import Values, read_stored, rows_of
from carelist_tui.journal.rows import DUE_COLUMNS, PERSON_COLUMNS, Owed, Told, read_person, read_stored_due


def by_then(story: Iterable[Entry], at: datetime, said: Said | None = None) -> list[Entry]:
    """The entries that had occurred by `at`, as known now: one that a correction moved counts where it stands now,
    and a correction at the moment of its entry, whenever it was made. One that a clock ahead recorded (`said`: somebody
    said that the machine's clock is right) counts from the saying until its own moment comes."""
    entries = list(story)
    stands = {each.id: each.occurred_at for each in effective(entries)}
    corrections = [each for each in entries if each.type == EntryCorrected.TYPE]
    told = [each for each in entries if each.type != EntryCorrected.TYPE]
    found = [each for each in told if stands.get(each.id, each.occurred_at) <= at]
    if said is not None and said.at <= at:
        later = (each for each in told if stands.get(each.id, each.occurred_at) > at and each.recorded_at > at)
        found += [_moved_to(said.at, each) for each in later if said.is_ahead(each.recorded_at)]
    return [*found, *corrections] if found else []


def _moved_to(moment: datetime, entry: Entry) -> Entry:
    return replace(entry, occurred_at=moment, learned_at=None)


def state_by_then(person: str, story: Iterable[Entry], at: datetime, said: Said | None = None) -> PersonState | None:
    """The person as folded to `at`; None when they had not come to the service by then."""
    told = story_by_then(story, at, said)
    return fold(person, told) if told else None


def story_by_then(story: Iterable[Entry], at: datetime, said: Said | None = None) -> list[Entry]:
    """One person's entries that had occurred by `at`; none when they had not come to the service by then."""
    entries = list(story)
    told = by_then(entries, at, said)
    came_later = _begin(entries) and not _begin(told)
    return [] if came_later else told


def _begin(entries: list[Entry]) -> bool:
    """Whether a referral or an acceptance is among them."""
    return any(each.type in MAKES_A_PERSON for each in entries)


def owed_by_then(
    told: Mapping[str, Told], at: datetime, standards: Standards, staff: Staff, said: Said | None = None
) -> list[Owed]:
    """What these people are owed as of `at`."""
    owed: list[Owed] = []
    for person, each in told.items():
        state = state_by_then(person, read_stored(each.story), at, said)
        if state is not None:
            owed += owed_on(stand_on(state, standards, staff, each.namesakes))
    return owed


def card_by_then(person: str, told: Told, at: datetime, standards: Standards, said: Said | None = None) -> Card | None:
    """What somebody needs to act safely for this person, as of `at`; None when they had not come by then."""
    state = state_by_then(person, read_stored(told.story), at, said)
    return card_of(state, standards) if state is not None else None


def owed_on(ground: Ground) -> list[Owed]:
    """What one person is owed, as it would be stored."""
    return as_owed(*rows_of(ground))


def as_owed(row: Values | None, dues: list[Values]) -> list[Owed]:
    """The rows of `due` as a reading takes them, with the row of the person they are about."""
    who = read_person([row[name] for name in PERSON_COLUMNS]) if row is not None else None
    return [(who, read_stored_due([due[name] for name in DUE_COLUMNS])) for due in dues]
