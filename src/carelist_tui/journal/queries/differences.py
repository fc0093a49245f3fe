"""Which Dues of the present caseload other Standards would move, bring or take: read, and nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.dues.team import team_owed, uncovered_workers
from carelist_tui.domain.person import load_state
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.projection.person_rows import namesakes_of
from carelist_tui.journal.projection.rebuild import read_roster
from carelist_tui.journal.projection.team import Holdings
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.tables import PERSON


@dataclass(frozen=True, slots=True)
class Difference:
    """One Due that would move, appear or go, and when it is due before and after; None where it is not owed."""

    ref: str
    """The person's identifier, or nothing for what is owed to no person."""
    name: str
    kind: str
    title: str
    before: datetime | None
    after: datetime | None

    @property
    def what(self) -> str:
        """moves, appears or goes."""
        return "appears" if self.before is None else "goes" if self.after is None else "moves"


def differences(connection: Connection, now: Standards, then: Standards) -> Iterator[Difference]:
    """Every Due of the present caseload that differs between these Standards, person by person."""
    roster = read_roster(connection)
    holdings = Holdings(uncovered_workers(roster))
    asked = select(PERSON.c.id, PERSON.c.ref, PERSON.c.given, PERSON.c.family, PERSON.c.state)
    for row in connection.execute(asked.where(PERSON.c.on_caseload).order_by(PERSON.c.family_key, PERSON.c.id)).all():
        with reading_stored():
            state = load_state(row.state)
        namesakes = namesakes_of(connection, row.id, row.ref)
        was, will_be = (owed(state, standards, roster.staff, namesakes) for standards in (now, then))
        holdings.note(state.coordinator.value if state.coordinator else None, row.id)
        for due in was:
            holdings.note(due.named_owner, row.id)
        yield from _between(was, will_be, row.ref, f"{row.given} {row.family}".strip())
    was, will_be = (team_owed(roster, holdings.by_worker(), standards) for standards in (now, then))
    yield from _between(was, will_be, "", "The team")


def _between(before: Iterable[Due], after: Iterable[Due], ref: str, name: str) -> Iterator[Difference]:
    was, will_be = ({due.key: due for due in dues} for dues in (before, after))
    for key, either in (was | will_be).items():
        old, new = was.get(key), will_be.get(key)
        if old is None or new is None or (old.due_at, old.from_at) != (new.due_at, new.from_at):
            moments = (due.due_at if due else None for due in (old, new))
            yield Difference(ref, name, either.kind, either.title, *moments)
