"""Who is out on a visit, in the projections: what each person's state says of visits, and who recorded what when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.roster import Visit, Visits
from carelist_tui.domain.stored_json import read_text, stored_text
from carelist_tui.domain.words import listed_name
from carelist_tui.journal.meta import VISITS
from carelist_tui.journal.projection.people import Projected
from carelist_tui.journal.projection.team import EVER
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.sql.entry_sql import NEWEST_BY_AUTHOR, RECORDED_AFTER
from carelist_tui.journal.sql.person_sql import KEPT
from carelist_tui.vault.connection import Connection


def read_visits(connection: Connection) -> Visits:
    """As projected."""
    kept = KEPT.value(connection, name=VISITS)
    with reading_stored():
        return read_text(Visits, kept) if kept is not None else Visits()


def visits_text(connection: Connection, visits: Visits) -> str:
    """As they are kept, once the journal was asked of those it must be asked of; `read_visits` reads it back."""
    ask_again(connection, visits)
    return stored_text(visits.as_kept())


def ask_again(connection: Connection, visits: Visits, known_at: datetime = EVER) -> None:
    """Of each visit before which its worker had recorded ahead, whether they recorded anything later besides, by
    `known_at`. What is new is in the journal by now."""

    def is_back(visit: Visit) -> bool:
        return bool(recorded_after(connection, visit.worker, visit.recorded_at, visit.ahead, known_at))

    visits.ask_again(is_back)


def recorded_after(
    connection: Connection, worker: str, after: datetime, besides: Iterable[datetime] = (), known_at: datetime = EVER
) -> list[datetime]:
    """The moments later than one at which a worker here recorded something, by `known_at`, but those."""
    asked = {"worker": worker, "after": sortable(after), "known_at": sortable(known_at)}
    rows = RECORDED_AFTER.values(connection, **asked, besides=json.dumps([sortable(each) for each in besides]))
    with reading_stored():
        return [datetime.fromisoformat(each) for each in rows]


def recorded_here(connection: Connection, known_at: datetime = EVER) -> Visits:
    """When each worker here recorded anything last, by the journal itself, and by `known_at`; nobody's visits are known
    yet."""
    visits = Visits()
    for worker, at in NEWEST_BY_AUTHOR.rows(connection, known_at=sortable(known_at)):
        with reading_stored():
            visits.note_recorded(worker, datetime.fromisoformat(at))
    return visits


def note_entries(visits: Visits, entries: Iterable[Entry]) -> None:
    """Each entry was recorded by its author, if they work here."""
    for entry in entries:
        if entry.origin is None:
            visits.note_recorded(entry.author, entry.recorded_at)


def noting(visits: Visits, people: Iterable[Projected]) -> Iterator[Projected]:
    """These people as they come; what their states say of visits is known once they have passed."""
    for each in people:
        note_visits(visits, each.state)
        yield each


def note_visits(visits: Visits, state: PersonState) -> None:
    """The visits to a person, and where those who went there are looked for: `YUSUF Amina, 12 Mill Lane`. What was
    known of another record of theirs is told with it (persons.joined)."""
    for record in state.records:
        visits.note_begun(record, ())
    who = state.identity
    name = listed_name(who.given or "", who.family or "") or who.ref or ""
    visits.note_begun(state.person, state.visits.values(), ", ".join(filter(None, (name, who.address))))
