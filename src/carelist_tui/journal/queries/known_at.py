"""Reading what was known then: everything recorded later is left out, and the rest folded afresh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.team import uncovered_workers
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.namesake import Namesake, alike_among, of_identifier
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.person.duplicates import folded_ref, likeness_of
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.roster import Roster, fold_roster
from carelist_tui.domain.standards import Standards, adopted_standards
from carelist_tui.domain.worklist import Item, worst_first
from carelist_tui.journal.projection.earlier import as_owed, by_then, state_by_then
from carelist_tui.journal.projection.joined_records import joined_by
from carelist_tui.journal.projection.people import records_into, ref_in, rows_of, stories, story_of
from carelist_tui.journal.projection.team import Holdings, askings, team_rows
from carelist_tui.journal.projection.who_is_out import ask_again, note_visits, recorded_here
from carelist_tui.journal.rows import Owed, read_owed
from carelist_tui.journal.sql.query_sql import ALIKE_NOW, GIVING_REFS
from carelist_tui.vault.connection import Connection

Sharing = dict[str, list[tuple[str, str]]]
"""By an identifier, or by what somebody is known by: who had it then, and their NHS number where it is told."""


@dataclass(frozen=True, slots=True)
class KnownThen:
    """The roster and the Standards as far as they were recorded by `known_at` (aware), and the stories, which are read
    one person at a time while the connection is of that moment of the store."""

    connection: Connection
    known_at: datetime
    roster: Roster
    standards: Standards
    into: Mapping[str, str]
    """Which records were known to be of one person."""

    @classmethod
    def by(cls, connection: Connection, known_at: datetime, standards: Standards) -> KnownThen:
        """What was recorded by `known_at` (aware)."""
        team = [each for each in story_of(connection, None) if each.recorded_at <= known_at]
        into = joined_by(connection, known_at=known_at)
        return cls(connection, known_at, fold_roster(team), adopted_standards(team, standards.shipped), into)

    def stories(self, people: Iterable[str] | None = None) -> Iterator[tuple[str, list[Entry]]]:
        """Each person of whom anything was known then, with those entries; of all, or of these."""
        for person, story in stories(self.connection, people, self.into):
            if known := [each for each in story if each.recorded_at <= self.known_at]:
                yield person, known

    def with_ref(self, ref: str) -> list[str]:
        """Everyone who had, or had had, this identifier."""
        maybe = {person for person, *refs in GIVING_REFS.each(self.connection) if ref in (person, *refs)}
        return sorted(
            person
            for person, story in self.stories({*maybe, ref})
            if person == self.into.get(ref, ref) or any(ref_in(each) == ref for each in effective(story))
        )

    def grounds(self, at: datetime) -> Iterator[Ground]:
        """Everyone's ground at `at`."""
        return (ground for ground, _ in self._told(at))

    def everybody(self, at: datetime) -> Iterator[tuple[Ground, list[Item], list[Entry]]]:
        """Everyone who had come by `at`: their ground, items and story, by id."""
        for ground, story in self._told(at):
            yield ground, self.items_on(ground, at), by_then(story, at)

    def _told(self, at: datetime) -> Iterator[tuple[Ground, list[Entry]]]:
        sharing = self._sharing(at)
        for person, story in self.stories():
            if state := state_by_then(person, story, at):
                yield self.ground(state, others_sharing(sharing, state)), story

    def _sharing(self, at: datetime) -> Sharing:
        """Everyone with an identifier at `at` that more than one person was ever given, by identifier; and, by what
        they were known by, who may have been one person with somebody else."""
        given_to: dict[str, set[str]] = {}
        for person, *refs in GIVING_REFS.each(self.connection):
            for ref in filter(None, refs):
                given_to.setdefault(folded_ref(ref), set()).add(self.into.get(person, person))
        maybe = {person for people in given_to.values() if len(people) > 1 for person in people}
        joined = records_into(self.connection)
        maybe |= {*ALIKE_NOW.values(self.connection), *joined, *joined.values()}
        sharing: Sharing = {}
        for person, story in self.stories(maybe):
            state = state_by_then(person, story, at)
            if state is not None:
                note_known_by(sharing, state)
        return sharing

    def ground(self, state: PersonState, namesakes: tuple[Namesake, ...] = ()) -> Ground:
        """The ground of one person."""
        return stand_on(state, self.standards, self.roster.staff, namesakes)

    def items(self, at: datetime) -> list[Item]:
        """All that was owed, as read at `at`; in no order."""
        owed, holdings = list[Owed](), Holdings(uncovered_workers(self.roster))
        visits = recorded_here(self.connection, self.known_at)
        for ground in self.grounds(at):
            note_visits(visits, ground.state)
            row, dues = rows_of(ground)
            holdings.note_rows(row, dues)
            owed += as_owed(row, dues)
        ask_again(self.connection, visits, self.known_at)
        asked = askings(self.connection, self.known_at)
        owed += as_owed(None, team_rows(self.roster, holdings, self.standards, visits, asked))
        return read_owed(owed, at, self.roster, self.standards.calendar)

    def items_on(self, ground: Ground, at: datetime) -> list[Item]:
        """All that one person was owed, in the order of the worklist."""
        items = read_owed(as_owed(*rows_of(ground)), at, self.roster, self.standards.calendar)
        return worst_first(items)

    def person(self, ref: str, at: datetime) -> tuple[Ground, list[Item], list[Entry]] | None:
        """One person's ground, items and story; None where nobody was known by that identifier, or several were."""
        found = self.with_ref(ref)
        if len(found) != 1:
            return None
        ((person, story),) = self.stories(found)
        state = state_by_then(person, story, at)
        if state is None:
            return self.ground(PersonState(person)), [], by_then(story, at)
        ground = self.ground(state, others_sharing(self._sharing(at), state))
        return ground, self.items_on(ground, at), by_then(story, at)

    def queue(self, at: datetime) -> list[tuple[Ground, list[Item]]]:
        """Everyone with an open missed contact, with their items, in the order of the worklist."""
        open_ones = [each for each in self.grounds(at) if each.episode and each.state.on_caseload]
        queue = [(ground, self.items_on(ground, at)) for ground in open_ones]
        return sorted(queue, key=lambda entry: [item.order for item in entry[1]])


def note_known_by(sharing: Sharing, state: PersonState) -> None:
    """Adds somebody by their identifier, and by all that they are known by."""
    known_by = [(state.identity.ref or "", ""), *likeness_of(state.identity)]
    for key, number in known_by if state.identity.ref else known_by[1:]:
        sharing.setdefault(key, []).append((state.person, number))


def others_sharing(sharing: Sharing, state: PersonState) -> tuple[Namesake, ...]:
    """Who else had this person's identifier, or may have been the same person."""
    same = of_identifier(x for x, _ in sharing.get(state.identity.ref or "", ()) if x != state.person)
    known_by = likeness_of(state.identity)
    rows = [(x, key, number, theirs) for key, number in known_by for x, theirs in sharing.get(key, ())]
    return (*same, *alike_among(row for row in rows if row[0] != state.person))
