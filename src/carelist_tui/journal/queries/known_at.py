"""Reading what was known then: everything recorded later is left out, and the rest folded afresh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.team import uncovered_workers
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.roster import Roster, Visits, fold_roster
from carelist_tui.domain.standards import Standards, adopted_standards
from carelist_tui.domain.worklist import Item, worst_first
from carelist_tui.journal.projection.earlier import as_owed, by_then, state_by_then
from carelist_tui.journal.projection.people import ref_in, rows_of, stories, story_of
from carelist_tui.journal.projection.team import Holdings, team_rows
from carelist_tui.journal.projection.who_is_out import note_entries, note_visits
from carelist_tui.journal.rows import Owed, read_owed


@dataclass(frozen=True, slots=True)
class KnownThen:
    """The roster, the Standards and every story as far as they were recorded by then."""

    roster: Roster
    standards: Standards
    stories: dict[str, list[Entry]]
    recorded: Visits
    """When each worker had recorded anything last."""

    @classmethod
    def by(cls, connection: Connection, known_at: datetime, standards: Standards) -> KnownThen:
        """What was recorded by `known_at` (aware)."""
        team = [each for each in story_of(connection, None) if each.recorded_at <= known_at]
        told = (
            (person, [each for each in story if each.recorded_at <= known_at]) for person, story in stories(connection)
        )
        stories_then, recorded = {person: story for person, story in told if story}, Visits()
        for story in (team, *stories_then.values()):
            note_entries(recorded, story)
        return cls(fold_roster(team), adopted_standards(team, standards.shipped), stories_then, recorded)

    def with_ref(self, ref: str) -> list[str]:
        """Everyone who had, or had had, this identifier."""
        return sorted(
            person
            for person, story in self.stories.items()
            if person == ref or any(ref_in(each) == ref for each in effective(story))
        )

    def grounds(self, at: datetime) -> Iterator[Ground]:
        """Everyone's ground at `at`."""
        states = [state for person, story in self.stories.items() if (state := state_by_then(person, story, at))]
        sharing: dict[str, list[str]] = {}
        for state in states:
            sharing.setdefault(state.identity.ref or "", []).append(state.person)
        for state in states:
            others = sorted(sharing[state.identity.ref or ""]) if state.identity.ref else []
            yield self.ground(state, tuple(each for each in others if each != state.person))

    def ground(self, state: PersonState, namesakes: tuple[str, ...] = ()) -> Ground:
        """The ground of one person."""
        return stand_on(state, self.standards, self.roster.staff, namesakes)

    def items(self, at: datetime) -> list[Item]:
        """All that was owed, as read at `at`; in no order."""
        owed, holdings = list[Owed](), Holdings(uncovered_workers(self.roster))
        visits = Visits(recorded=self.recorded.recorded)
        for ground in self.grounds(at):
            note_visits(visits, ground.state)
            row, dues = rows_of(ground)
            holdings.note_rows(row, dues)
            owed += as_owed(row, dues)
        owed += as_owed(None, team_rows(self.roster, holdings, self.standards, visits))
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
        story = self.stories[found[0]]
        ground = next((each for each in self.grounds(at) if each.state.person == found[0]), None)
        if ground is None:
            return self.ground(PersonState(found[0])), [], by_then(story, at)
        return ground, self.items_on(ground, at), by_then(story, at)

    def queue(self, at: datetime) -> list[tuple[Ground, list[Item]]]:
        """Everyone with an open missed contact, with their items, in the order of the worklist."""
        open_ones = [each for each in self.grounds(at) if each.episode and each.state.on_caseload]
        queue = [(ground, self.items_on(ground, at)) for ground in open_ones]
        return sorted(queue, key=lambda entry: [item.order for item in entry[1]])
