"""What is owed to no person, in the projections: rows of `due` whose person is empty."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from carelist_tui.domain.dues.team import team_owed, uncovered_workers
from carelist_tui.domain.roster import Roster, Visits
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.projection.people import Values, due_row
from carelist_tui.journal.projection.person_rows import write_dues
from carelist_tui.journal.statements import Statement, each_of
from carelist_tui.journal.tables import DUE, PERSON

_WORKERS = each_of("workers")
_MINE = Statement(
    select(PERSON.c.coordinator, PERSON.c.id).where(PERSON.c.coordinator.in_(_WORKERS), PERSON.c.on_caseload)
)
_NAMED = Statement(select(DUE.c.named_owner, DUE.c.person).where(DUE.c.named_owner.in_(_WORKERS)).distinct())
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
        for worker, person in (*_MINE.rows(connection, workers=asked), *_NAMED.rows(connection, workers=asked)):
            holdings.note(worker, person)
    write_dues(connection, [NOBODY], team_rows(roster, holdings, standards, visits))


def team_rows(roster: Roster, holdings: Holdings, standards: Standards, visits: Visits) -> list[Values]:
    """The rows of what is owed to no person."""
    return [due_row(due) for due in team_owed(roster, holdings.by_worker(), standards, visits)]
