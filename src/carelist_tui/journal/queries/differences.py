"""Which Dues other Standards, or another release, would move, bring or take: read, and nothing written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from sqlalchemy import select

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.bookings import booked_on_days_closed
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.dues.team import team_owed, uncovered_workers
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.person import fold, load_state
from carelist_tui.domain.roster import Roster, fold_roster
from carelist_tui.domain.standards import Standards, adopted_standards
from carelist_tui.journal.projection.people import Projected, rows_of, stories, story_of
from carelist_tui.journal.projection.person_rows import namesakes_of
from carelist_tui.journal.projection.rebuild import read_roster
from carelist_tui.journal.projection.team import NOBODY, Holdings, askings, team_rows
from carelist_tui.journal.projection.who_is_out import ask_again, noting, recorded_here
from carelist_tui.journal.queries.known_at import Sharing, note_known_by, others_sharing
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.sql_text import named
from carelist_tui.journal.statements import Statement, each_of
from carelist_tui.journal.tables import DUE, PERSON
from carelist_tui.vault.connection import Connection

TEAM = tr("The team")
_KEPT = ("person", "key", "kind", "title", "due_at", "from_at")
_CASELOAD = Statement(
    select(PERSON.c.id, PERSON.c.ref, PERSON.c.given, PERSON.c.family, PERSON.c.state)
    .where(PERSON.c.on_caseload)
    .order_by(PERSON.c.family_key, PERSON.c.id)
)
_STORED = Statement(select(*(DUE.c[name] for name in _KEPT)).where(DUE.c.person.in_(each_of("people"))))
_AT_ONCE = 200
"""People who are compared together: bounds the memory."""


class Standing(Protocol):
    """A Due, as far as two are compared: derived now, or as a row keeps it."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def from_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored Due, as far as two are compared."""

    key: str
    kind: str
    title: str
    due_at: datetime
    from_at: datetime | None

    @classmethod
    def of(cls, row: Any) -> Kept:
        """From a row, or the values of one."""
        with reading_stored():
            from_at = datetime.fromisoformat(row["from_at"]) if row["from_at"] else None
            return cls(row["key"], row["kind"], row["title"], datetime.fromisoformat(row["due_at"]), from_at)


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


@dataclass(frozen=True, slots=True)
class BookedWhenClosed:
    """A booking on a day that other Standards close: one of a series is not owed then, a single one is."""

    ref: str
    name: str
    at: datetime
    method: str
    is_series: bool


@dataclass(slots=True)
class Comparison:
    """What two derivations of the present caseload say: how many Dues of each kind, and each that differs."""

    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    closed: list[BookedWhenClosed] = field(default_factory=list)
    """Where two Standards are compared: what is booked on days that the other ones close."""

    def note(self, before: Iterable[Standing], after: Iterable[Standing], ref: str, name: str) -> None:
        """What is owed to one person, or to none, by the one and by the other."""
        was, will_be = ({due.key: due for due in dues} for dues in (before, after))
        self.before.update(due.kind for due in was.values())
        self.after.update(due.kind for due in will_be.values())
        for key, either in (was | will_be).items():
            old, new = was.get(key), will_be.get(key)
            if old is None or new is None or _when(old) != _when(new):
                moments = (due.due_at if due else None for due in (old, new))
                self.differences.append(Difference(ref, name, either.kind, either.title, *moments))


def _when(due: Standing) -> tuple[str, str]:
    """As precisely as rows keep moments."""
    return sortable(due.due_at), sortable(due.from_at) if due.from_at else ""


def compared_by_standards(connection: Connection, now: Standards, then: Standards, at: datetime) -> Comparison:
    """The present caseload by these Standards and by those, person by person; and what is booked from `at` on for days
    that those close."""
    roster, found = read_roster(connection), Comparison()
    holdings = Holdings(uncovered_workers(roster))
    for row in _CASELOAD.by_name(connection):
        with reading_stored():
            state = load_state(row.state)
        namesakes = namesakes_of(connection, row.id, row.ref)
        was, will_be = (owed(state, standards, roster.staff, namesakes) for standards in (now, then))
        holdings.note(state.coordinator.value if state.coordinator else None, row.id)
        for due in was:
            holdings.note(due.named_owner, row.id)
        name = f"{row.given} {row.family}".strip()
        found.note(was, will_be, row.ref, name)
        grounds = [stand_on(state, standards, roster.staff, namesakes) for standards in (now, then)]
        for start, booking in booked_on_days_closed(grounds[0], grounds[1], at):
            repeats = booking.repeat is not None
            found.closed.append(BookedWhenClosed(row.ref, name, start, booking.method, repeats))
    held = holdings.by_worker()
    waiting = askings(connection)
    was, will_be = (team_owed(roster, held, standards, askings=waiting) for standards in (now, then))
    found.note(was, will_be, "", TEAM)
    return found


def compared_with_rebuild(connection: Connection, shipped: Standards) -> Comparison:
    """What is stored of the caseload, whichever release wrote it, and what a rebuild by this one would make of the
    journal, by the Standards in force (`shipped` before the first adoption)."""
    team = story_of(connection, None)
    roster, standards = fold_roster(team), adopted_standards(team, shipped)
    holdings, found, sharing = Holdings(uncovered_workers(roster)), Comparison(), Sharing()
    visits = recorded_here(connection)
    for each in stories(connection):  # what a store of an earlier release keeps of this may be nothing yet
        note_known_by(sharing, fold(*each))
    told = noting(visits, (Projected.fold(*each) for each in stories(connection)))
    while part := list(islice(told, _AT_ONCE)):
        _note_people(connection, part, standards, roster, holdings, found, sharing)
    ask_again(connection, visits)
    made = map(Kept.of, team_rows(roster, holdings, standards, visits, askings(connection)))
    found.note(_stored(connection, [NOBODY]).get(NOBODY, []), made, "", TEAM)
    found.differences.sort(key=lambda each: (each.kind, not each.ref, each.name.casefold(), each.ref))
    return found


def _note_people(
    connection: Connection,
    part: Sequence[Projected],
    standards: Standards,
    roster: Roster,
    holdings: Holdings,
    found: Comparison,
    sharing: Sharing,
) -> None:
    stored = _stored(connection, [each.state.person for each in part])
    for each in part:
        person = each.state.person
        namesakes = others_sharing(sharing, each.state)
        row, dues = rows_of(stand_on(each.state, standards, roster.staff, namesakes))
        holdings.note_rows(row, dues)
        found.note(stored.get(person, []), map(Kept.of, dues), each.ref, f"{row['given']} {row['family']}".strip())


def _stored(connection: Connection, people: list[str]) -> dict[str, list[Kept]]:
    found: dict[str, list[Kept]] = {}
    for row in _STORED.rows(connection, people=json.dumps(people)):
        found.setdefault(row[0], []).append(Kept.of(named(_KEPT, row)))
    return found
