"""The people and the roster that one transaction touches: each read once, kept up entry by entry, written once."""

from __future__ import annotations

import json

from sqlalchemy import Connection, bindparam, func, insert, select

from carelist_tui.domain.dues import owed
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState, follows
from carelist_tui.domain.roster import ROSTER_TYPES, Roster, fold_roster, roster_as_json, roster_from_json
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.meta import DIGEST, ROSTER, SERVICE, service_text
from carelist_tui.journal.projection.people import Projected, stories, story_of
from carelist_tui.journal.projection.statements import Statement
from carelist_tui.journal.projection.writing import load_projected, write_people
from carelist_tui.journal.rows import json_text, reading_stored
from carelist_tui.journal.tables import DUE, META, PERSON

_ROSTER = Statement(select(META.c.value).where(META.c.name == bindparam("name")))


def is_about_roster(entry: Entry) -> bool:
    """Whether the roster may differ by this entry: a worker's, a duty turn, or a correction about no person."""
    return entry.type in ROSTER_TYPES or (entry.type == "entry.corrected" and entry.person is None)


class Touched:
    """States as they are inside a transaction, entries not yet in the table included."""

    def __init__(self, connection: Connection, standards: Standards) -> None:
        self._connection, self._standards = connection, standards
        self._people: dict[str, Projected | None] = {}
        self._stale: set[str] = set()
        self._new: dict[str | None, list[Entry]] = {}
        self._roster = read_roster(connection)
        self._left_before = self._roster.left
        self._roster_stale = False

    def add(self, entry: Entry) -> None:
        """Takes this entry into account: the state is advanced in story order, else folded afresh when next asked."""
        self._new.setdefault(entry.person, []).append(entry)
        self._roster_stale |= is_about_roster(entry)
        if entry.person is None or entry.person in self._stale:
            return
        known = self._person(entry.person)
        if known is not None and follows(known.state, entry):
            known.advance(entry)
        else:
            self._stale.add(entry.person)

    def state(self, person: str) -> PersonState | None:
        """The person's state now; None for somebody of whom nothing is recorded."""
        known = self._person(person)
        return known.state if known else None

    def _person(self, person: str) -> Projected | None:
        if person in self._stale:
            story = [*story_of(self._connection, person), *self._new.get(person, ())]
            self._people[person] = Projected.fold(person, story)
            self._stale.discard(person)
        elif person not in self._people:
            self._people[person] = load_projected(self._connection, person)
        return self._people[person]

    @property
    def roster(self) -> Roster:
        """Who works here now."""
        if self._roster_stale:
            self._roster = fold_roster([*story_of(self._connection, None), *self._new.get(None, ())])
            self._roster_stale = False
        return self._roster

    def held_by(self, worker: str) -> int:
        """How many people on the caseload a worker coordinates, and how many Dues name them."""
        known = [self._person(person) for person in self._new if person is not None]
        states = [each.state for each in known if each]
        mine = sum(state.on_caseload and coordinates(worker, state) for state in states)
        left = self.roster.left
        dues = sum(due.named_owner == worker for state in states for due in owed(state, self._standards, left))
        touched = [state.person for state in states]
        people = select(func.count()).where(PERSON.c.coordinator == worker, PERSON.c.on_caseload)
        named = select(func.count()).where(DUE.c.named_owner == worker)
        mine += self._connection.execute(people.where(PERSON.c.id.not_in(touched))).scalar_one()
        return mine + dues + int(self._connection.execute(named.where(DUE.c.person.not_in(touched))).scalar_one())

    def write(self) -> None:
        """Writes the rows of everyone touched, and of those whose coordinator came or left with this."""
        left = self.roster.left
        people = {person for person in self._new if person is not None}
        if any(is_about_roster(entry) for entry in self._new.get(None, ())):
            write_meta(self._connection, {ROSTER: json_text(roster_as_json(self._roster))})
            people.update(coordinated_by(self._connection, left ^ self._left_before))
        known = [self._person(person) for person in sorted(people)]
        write_people(self._connection, [each for each in known if each], self._standards, left)


def coordinates(worker: str, state: PersonState) -> bool:
    """Whether this worker coordinates the person."""
    return state.coordinator is not None and state.coordinator.value == worker


def project_anew(connection: Connection, standards: Standards, people: set[str] | None = None) -> None:
    """Folds these people (all, when not said) and the roster from the journal, and writes what they stand for."""
    roster = fold_roster(story_of(connection, None))
    if people is not None:
        came_or_left = roster.left ^ read_roster(connection).left
        people = people | set(coordinated_by(connection, came_or_left))
    service = service_text(standards.calendar.service)
    write_meta(connection, {ROSTER: json_text(roster_as_json(roster)), DIGEST: standards.digest, SERVICE: service})
    told = (Projected.fold(person, story) for person, story in stories(connection, people))
    write_people(connection, told, standards, roster.left)


def read_roster(connection: Connection) -> Roster:
    """Who works here, as projected."""
    text = _ROSTER.value(connection, name=ROSTER)
    with reading_stored():
        return roster_from_json(json.loads(text)) if text is not None else Roster()


def write_meta(connection: Connection, values: dict[str, str]) -> None:
    """Puts these in place of what stood under their names."""
    rows = [{"name": name, "value": value} for name, value in values.items()]
    connection.execute(insert(META).prefix_with("OR REPLACE"), rows)


def coordinated_by(connection: Connection, workers: frozenset[str]) -> list[str]:
    """Everyone whom one of these workers coordinates."""
    if not workers:
        return []
    return list(connection.execute(select(PERSON.c.id).where(PERSON.c.coordinator.in_(workers))).scalars())
