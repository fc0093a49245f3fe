"""What is owed to no person, in the projections: rows of `due` whose person is empty."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from carelist_tui.domain.dues.team import Asking, team_owed, uncovered_workers
from carelist_tui.domain.entries import EntryCorrected
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.erased import asked_by, counts, managers_in, may_be_erased
from carelist_tui.domain.person.story import corrections_in_force
from carelist_tui.domain.roster import Roster, Visits
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.projection.people import Values, due_row, read_stored, story_of
from carelist_tui.journal.projection.person_rows import write_dues
from carelist_tui.journal.sql.entry_sql import ERASURES, MEANT, TEAM_CORRECTIONS
from carelist_tui.journal.sql.person_sql import COORDINATED, NAMED_OWNERS
from carelist_tui.vault.connection import Connection

EVER = datetime.max.replace(tzinfo=UTC)
NOBODY = ""
"""The person of a row that is about none."""


class Holdings:
    """Whom some workers hold: those they coordinate, and those of whom a Due names them."""

    def __init__(self, workers: Iterable[str]) -> None:
        self._people: dict[str, set[str]] = {worker: set() for worker in workers}

    def note(self, worker: str | None, person: str) -> None:
        """This worker holds that person; passed over for any other worker."""
        if worker in self._people and person != NOBODY:
            self._people[worker].add(person)

    def note_rows(self, row: Values, dues: Iterable[Values]) -> None:
        """What one person's rows say."""
        if row["on_caseload"]:
            self.note(row["coordinator"], row["id"])
        for due in dues:
            self.note(due["named_owner"], due["person"])

    def by_worker(self) -> dict[str, frozenset[str]]:
        """The ids of the people, by worker."""
        return {worker: frozenset(people) for worker, people in self._people.items()}


def write_team(connection: Connection, roster: Roster, standards: Standards, visits: Visits) -> None:
    """Puts what is owed to no person now in place of what was."""
    workers = uncovered_workers(roster)
    holdings = Holdings(workers)
    if workers:
        asked = json.dumps(sorted(workers))
        for worker, person in (
            *COORDINATED.rows(connection, workers=asked),
            *NAMED_OWNERS.rows(connection, workers=asked),
        ):
            holdings.note(worker, person)
    write_dues(connection, [NOBODY], team_rows(roster, holdings, standards, visits, askings(connection)))


def team_rows(
    roster: Roster, holdings: Holdings, standards: Standards, visits: Visits, asked: Iterable[Asking] = ()
) -> list[Values]:
    """The rows of what is owed to no person."""
    return [due_row(due) for due in team_owed(roster, holdings.by_worker(), standards, visits, asked)]


def askings(connection: Connection, known_at: datetime = EVER) -> list[Asking]:
    """Each erasure that stands, was not withdrawn, and waits for a second manager, by what was recorded by a moment:
    the first that was recorded of an entry."""
    asked = asked_by(x for x in read_stored(ERASURES.rows(connection)) if x.recorded_at <= known_at)
    if not asked:
        return []
    managers = managers_in(story_of(connection, None))
    waiting = {meant: by for meant, by in asked.items() if not counts((each.author for each in by), managers)}
    rows = reversed(MEANT.rows(connection, ids=json.dumps(sorted({id for _, id in waiting}))))
    told = {(row[3] or "", row[0]): row[1:] for row in rows}
    found = []
    for (whose, id), by in waiting.items():
        corrections = read_stored(TEAM_CORRECTIONS.rows(connection, person=by[0].person))
        withdrawn = corrections_in_force([*by, *(x for x in corrections if x.recorded_at <= known_at)])
        first = next((each for each in by if each.id not in withdrawn and each.author in managers), None)
        type, at, person, is_gone = told.get((whose, id), ("", None, None, False))
        if first is not None and not is_gone and (not type or may_be_erased(type)):
            of = datetime.fromisoformat(at) if at else None
            found.append(Asking(first.id, first.occurred_at, first.author, id, type, of, person))
    return found


def is_withdrawal(connection: Connection, entry: Entry) -> bool:
    """Whether this corrects an erasure, or may."""
    return entry.type == EntryCorrected.TYPE and ERASURES.first(connection) is not None
