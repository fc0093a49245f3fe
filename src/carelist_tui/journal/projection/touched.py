"""The people and the roster that one transaction touches: each read once, kept up entry by entry, written once."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import chain

from carelist_tui.domain.dues.kinds import OWN_WORDS
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.dues.team import uncovered_workers
from carelist_tui.domain.entries import EntryCorrected, EntryErased, PersonsJoined
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState, follows
from carelist_tui.domain.roster import AUDIT_TYPES, ROSTER_TYPES, Roster, Sample, as_corrected, fold_roster, samples_in
from carelist_tui.domain.standards import Standards, adopted_standards
from carelist_tui.domain.stored_json import stored_text
from carelist_tui.journal.meta import ROSTER, VISITS
from carelist_tui.journal.projection.adoptions import adoptions_text, is_about_standards, standards_of
from carelist_tui.journal.projection.behind import read_behind, settle
from carelist_tui.journal.projection.joined_records import joined_by, may_join, touched_by, write_joined
from carelist_tui.journal.projection.people import (
    Projected,
    record_story,
    records_into,
    records_of,
    story_of,
    whose,
)
from carelist_tui.journal.projection.person_rows import load_projected, write_people
from carelist_tui.journal.projection.rebuild import named_by, project_new, read_here, write_meta
from carelist_tui.journal.projection.team import is_withdrawal, write_team
from carelist_tui.journal.projection.who_is_out import note_entries, noting, read_visits, recorded_after, visits_text
from carelist_tui.journal.sql.person_sql import COORDINATED_BESIDES, PASSED_ON_BESIDES
from carelist_tui.vault.connection import Connection


def is_about_roster(entry: Entry) -> bool:
    """Whether the roster may differ by this entry: a worker's, a duty turn, or a correction about no person."""
    return entry.person is None and (entry.type in ROSTER_TYPES or entry.type == "entry.corrected")


class Touched:
    """States as they are inside a transaction, entries not yet in the table included."""

    def __init__(self, connection: Connection, standards: Standards) -> None:
        self._connection = connection
        self._people: dict[str, Projected | None] = {}
        self._behind = read_behind(connection)
        self._stale: set[str] = set(self._behind)
        self._new: dict[str | None, list[Entry]] = {}
        self._roster, adoptions = read_here(connection)
        known = adoptions in (None, adoptions_text(standards))
        self.standards = standards if known else standards_of(connection, standards.shipped)
        self._adopts = False
        """Whether other Standards hold by this than the Dues were made by."""
        self._staff_before = self._roster.staff
        self._roster_stale = False
        self._asks_erasure = False
        """Whether an erasure may wait for a second manager by this, or no longer."""
        self._team: list[Entry] | None = None
        self._into: dict[str, str] | None = None
        """Which records are of one person, once that changes by this."""
        self._visits = read_visits(connection)
        self._out_before = self._visits.out(), dict(self._visits.where)

    def add(self, entry: Entry) -> None:
        """Takes this entry into account: the state is advanced in story order, else folded afresh when next asked."""
        self._new.setdefault(entry.person, []).append(entry)
        note_entries(self._visits, [entry])
        self._roster_stale |= is_about_roster(entry)
        self._asks_erasure |= entry.type == EntryErased.TYPE or is_withdrawal(self._connection, entry)
        if entry.person is None and is_about_standards([entry]):
            self._adopt()
        if entry.person is None:
            return
        if may_join(self._connection, entry) or self._joins_anew(entry):
            self._join()
        person = self.whose(entry.person)
        if person in self._stale:
            return
        known = self._person(person)
        if known is not None and follows(known.state, entry) and entry.type != PersonsJoined.TYPE:
            known.advance(entry)
        else:
            self._stale.add(person)

    def _joins_anew(self, entry: Entry) -> bool:
        """Whether it corrects a joining that was recorded just now."""
        new = self._new.get(entry.person, ())
        return entry.type == EntryCorrected.TYPE and any(each.type == PersonsJoined.TYPE for each in new)

    def _join(self) -> None:
        before = self._into if self._into is not None else records_into(self._connection)
        self._into = after = joined_by(self._connection, self._new)
        self._stale |= touched_by(before, after)

    def whose(self, record: str) -> str:
        """The person whose record this is, joined just now or before."""
        return whose(self._connection, record) if self._into is None else self._into.get(record, record)

    def _records(self, person: str) -> list[str]:
        if self._into is None:
            return [person, *records_of(self._connection, person)]
        return [person, *sorted(record for record, stays in self._into.items() if stays == person)]

    def _adopt(self) -> None:
        team = self._about_team()
        before, self.standards = self.standards, adopted_standards(team, self.standards.shipped)
        self._adopts |= before.adoptions != self.standards.adoptions

    def state(self, person: str) -> PersonState | None:
        """The person's state now; None for somebody of whom nothing is recorded."""
        known = self._person(self.whose(person))
        return known.state if known else None

    def state_as_folded(self, person: str, occurred_at: datetime) -> PersonState | None:
        """As `state`; but for what occurred before their newest entry, the person as they were folded last: what was
        added since then before the end of their story is not told yet. A fold for each of a year's appointments would
        go over all the others (benchmarks/appointments.py)."""
        person = self.whose(person)
        known = self._people.get(person) if person in self._stale else None
        if known is not None and known.state.at is not None and occurred_at < known.state.at:
            return known.state
        return self.state(person)

    def about(self, person: str) -> list[Entry]:
        """Everything recorded about them, what is new included; of an empty id what is about nobody."""
        if not person:
            return self._about_team()
        records = self._records(self.whose(person))
        stored = [each for record in records for each in record_story(self._connection, record)]
        return [*stored, *(each for record in records for each in self._new.get(record, ()))]

    def _person(self, person: str) -> Projected | None:
        if person in self._stale:
            story = self.about(person)
            self._people[person] = Projected.fold(person, story) if story else None
            self._stale.discard(person)
        elif person not in self._people:
            self._people[person] = load_projected(self._connection, person)
        return self._people[person]

    @property
    def roster(self) -> Roster:
        """Who works here now."""
        if self._roster_stale:
            self._roster = fold_roster(self._about_team())
            self._roster_stale = False
        return self._roster

    def _about_team(self) -> list[Entry]:
        """All entries about no person, what is new included. What is in the table is read once: nothing comes into it
        before `write`."""
        if self._team is None:
            self._team = story_of(self._connection, None)
        return [*self._team, *self._new.get(None, ())]

    def held_by(self, worker: str) -> int:
        """How many people on the caseload a worker coordinates, and how many Dues name them that can be passed on."""
        known = [self._person(person) for person in self._people_touched()]
        states = [each.state for each in known if each]
        mine = sum(state.on_caseload and coordinates(worker, state) for state in states)
        staff = self.roster.staff
        owed_now = (due for state in states for due in owed(state, self.standards, staff))
        dues = sum(due.named_owner == worker and due.kind not in OWN_WORDS for due in owed_now)
        asked = {"worker": worker, "touched": json.dumps([state.person for state in states])}
        return (
            mine
            + dues
            + sum(int(each.value(self._connection, **asked)) for each in (COORDINATED_BESIDES, PASSED_ON_BESIDES))
        )

    def _people_touched(self) -> set[str]:
        return {self.whose(record) for record in self._new if record is not None}

    def recorded_after(self, worker: str, now: datetime) -> list[datetime]:
        """Each later moment at which this worker has recorded something; the journal is asked where there is one."""
        newest = self._visits.recorded.get(worker)
        return recorded_after(self._connection, worker, now) if newest is not None and newest > now else []

    def sample(self, id: str) -> Sample | None:
        """The audit sample of that id with its scores, what is new included."""
        found = samples_in(as_corrected(self._about_team(), AUDIT_TYPES))
        return next((each for each in found if each.said.id == id), None)

    def write(self) -> None:
        """Writes the rows of everyone touched, and of those whose coordinator came or left with this.

        The entries themselves are in the table by now: where other Standards hold, everybody's rows are made anew.
        """
        if self._adopts:
            project_new(self._connection, self.standards, chain.from_iterable(self._new.values()))
            return
        roster, people = self.roster, self._people_touched()
        if self._into is not None:
            people |= write_joined(self._connection)
        changes_roster = any(is_about_roster(entry) for entry in self._new.get(None, ()))
        is_about_team = changes_roster or self._into is not None  # a record that ended is held by nobody
        if changes_roster:
            write_meta(self._connection, {ROSTER: stored_text(roster)})
            people.update(named_by(self._connection, self._staff_before, roster.staff))
        known = [each for person in sorted(people) if (each := self._person(person))]
        workers = write_people(self._connection, noting(self._visits, known), self.standards, roster.staff)
        write_meta(self._connection, {VISITS: visits_text(self._connection, self._visits)})
        settle(self._connection, self._behind, people)
        is_about_team |= (self._visits.out(), self._visits.where) != self._out_before
        if is_about_team or self._asks_erasure or workers & uncovered_workers(roster):
            write_team(self._connection, roster, self.standards, self._visits)


def coordinates(worker: str, state: PersonState) -> bool:
    """Whether this worker coordinates the person."""
    return state.coordinator is not None and state.coordinator.value == worker
