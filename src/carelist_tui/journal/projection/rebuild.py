"""Projections made afresh from the journal: of everyone, or of some; and what stands under a name in `meta`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import time
from itertools import chain

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import follows
from carelist_tui.domain.roster import Roster, Staff, Visits, fold_roster
from carelist_tui.domain.standards import Standards, adopted_standards
from carelist_tui.domain.stored_json import json_text, read_text, stored_text
from carelist_tui.journal.meta import ADOPTIONS, ATTEMPTS, DIGEST, ROSTER, SERVICE, VISITS
from carelist_tui.journal.projection.adoptions import adoptions_text, kept_adoptions
from carelist_tui.journal.projection.behind import Behind, mark_behind, read_behind, settle, settle_all
from carelist_tui.journal.projection.joined_records import write_joined
from carelist_tui.journal.projection.people import Projected, records_of, stories, story_of, whose
from carelist_tui.journal.projection.person_rows import load_projected, write_people
from carelist_tui.journal.projection.team import write_team
from carelist_tui.journal.projection.who_is_out import note_entries, noting, read_visits, recorded_here, visits_text
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.sql.entry_sql import ENTRIES_OF, SEVERAL_TIMES
from carelist_tui.journal.sql.person_sql import EVERYBODY, KEEP, KEPT_TWO, NAMING
from carelist_tui.vault.connection import Connection


def project_anew(connection: Connection, standards: Standards, people: set[str] | None = None) -> None:
    """Folds these people (all, when not said) and the team from the journal, and writes what they stand for.

    Where other Standards hold by the journal than the Dues were made by, everybody else is written anew too, from what
    was folded of them: a state knows no Standards.
    """
    _project(connection, standards, people, {}, None)


def project_new(connection: Connection, standards: Standards, entries: Iterable[Entry]) -> None:
    """Projects everyone whom these entries are about, which have just been put into the journal: like `project_anew`,
    but who is known is advanced by what is new wherever it follows what was folded."""
    new: dict[str, list[Entry]] = {}
    told = list(entries)
    for entry in told:
        if entry.person is not None:
            new.setdefault(entry.person, []).append(entry)
    _project(connection, standards, set(new), new, told)


def project_later(connection: Connection, standards: Standards, entries: Sequence[Entry]) -> None:
    """The same, but whoever is to be written by it is behind from now on (behind.py); unless other Standards hold."""
    about = {entry.person for entry in entries if entry.person is not None}
    _project(connection, standards, about, {}, list(entries), later=True)


def _project(
    connection: Connection,
    standards: Standards,
    people: set[str] | None,
    new: Mapping[str, list[Entry]],
    told: list[Entry] | None,
    *,
    later: bool = False,
) -> None:
    """`told`: all that is new; None where that is not known. `later`: nobody is folded yet, unless everybody is written
    anew, since other Standards hold."""
    joined, behind = write_joined(connection), read_behind(connection) if people is not None else {}
    roster, standards, named = write_service(connection, standards, afresh=people is None)
    everybody = named is None
    visits = visits_before(connection, told, everybody=everybody)
    if people is not None:
        people = {whose(connection, person) for person in people} | joined
        others = set(EVERYBODY.values(connection)) if named is None else named
        people |= others & behind.keys()
        if later and not everybody:
            people, others = _mark(connection, told or [], people | others, joined), set()
        projected: Iterator[Projected] = chain(
            _folded(connection, people, new, behind), _as_folded(connection, others - people)
        )
    else:
        projected = _folded(connection, None, new, behind)
    write_people(connection, noting(visits, projected), standards, roster.staff)
    write_meta(connection, {VISITS: visits_text(connection, visits)})
    settle(connection, behind, people) if people is not None else settle_all(connection)
    write_team(connection, roster, standards, visits)


def _mark(connection: Connection, told: list[Entry], people: set[str], unsure: set[str]) -> set[str]:
    """Marks whom this is about, and who else is to be written; nobody is to be folded now."""
    came = (whose(connection, each.person) for each in told if each.person is not None)
    mark_behind(connection, came, people, unsure)
    return set()


def write_service(
    connection: Connection, standards: Standards, *, afresh: bool
) -> tuple[Roster, Standards, set[str] | None]:
    """Who works here and by which Standards, as the journal says it, is written; and of whom something else may be owed
    by who came or left, None where the Dues were made by other Standards, or what stood is not asked: then of
    everybody."""
    team = story_of(connection, None)
    roster, standards = fold_roster(team), adopted_standards(team, standards.shipped)
    adoptions = adoptions_text(standards)
    is_same = not afresh and kept_adoptions(connection) == adoptions
    named = named_by(connection, read_roster(connection).staff, roster.staff) if is_same else None
    said = {ROSTER: stored_text(roster), SERVICE: stored_text(standards.calendar.service)}
    said[ATTEMPTS] = stored_text((standards.limits.attempts_from, standards.limits.attempts_until), tuple[time, time])
    write_meta(connection, {**said, DIGEST: standards.digest, ADOPTIONS: adoptions})
    return roster, standards, named


def visits_before(connection: Connection, told: list[Entry] | None, *, everybody: bool) -> Visits:
    """Who is out by those who are not projected anew, and who has recorded what, all that is new included. What an
    earlier release kept of it is not read where everybody is."""
    if everybody:
        return recorded_here(connection)
    kept = read_visits(connection)
    if told is None:
        return replace(recorded_here(connection), begun=kept.begun, where=kept.where, ahead=kept.ahead)
    note_entries(kept, told)
    return kept


def _folded(
    connection: Connection, people: set[str] | None, new: Mapping[str, list[Entry]], behind: Behind
) -> Iterator[Projected]:
    if people is None:
        yield from (Projected.fold(person, story) for person, story in stories(connection))
        return
    for person in sorted(people):
        known = advanced(connection, person, new.get(person, [])) if person not in behind else None
        yield known or Projected.fold(person, story_of(connection, person))


def _as_folded(connection: Connection, people: set[str]) -> Iterator[Projected]:
    """These as they were folded last, their story unread."""
    for person in sorted(people):
        if (known := load_projected(connection, person)) is not None:
            yield known


def advanced(connection: Connection, person: str, new: list[Entry]) -> Projected | None:
    """The person with these entries, their story unread; None where it must be read: some of them belong before what
    was folded, or are copies of what is here."""
    if records_of(connection, person):
        return None
    if count_entries(connection, person) == len(new):
        return Projected.fold(person, new)
    known = load_projected(connection, person) if new else None
    if known is None or SEVERAL_TIMES.value(connection, ids=json.dumps([each.id for each in new])):
        return None
    for entry in sorted(new, key=lambda each: each.order):
        if not follows(known.state, entry):
            return None
        known.advance(entry)
    return known


def count_entries(connection: Connection, person: str) -> int:
    """How many entries there are about a person."""
    return int(ENTRIES_OF.value(connection, person=person))


def read_here(connection: Connection) -> tuple[Roster, str | None]:
    """Who works here, as projected; and the Standards that the Dues were made by, as `adoptions_text` says them."""
    kept = dict(KEPT_TWO.rows(connection, one=ROSTER, other=ADOPTIONS))
    with reading_stored():
        return read_text(Roster, kept[ROSTER]) if ROSTER in kept else Roster(), kept.get(ADOPTIONS)


def read_roster(connection: Connection) -> Roster:
    """Who works here, as projected."""
    return read_here(connection)[0]


def write_meta(connection: Connection, values: dict[str, str]) -> None:
    """Puts these in place of what stood under their names."""
    rows = [{"name": name, "value": value} for name, value in values.items()]
    KEEP.run(connection, rows)


def named_by(connection: Connection, before: Staff, after: Staff) -> set[str]:
    """Of whom something else may be owed, or by somebody else, since others work here: everyone of whom what was folded
    names somebody who came or left. No rule asks whether a worker is here whom nothing of the person names. Where
    nobody was known everybody was taken to work here: then it may be anyone."""
    if bool(before.active) != bool(after.active):
        return set(EVERYBODY.values(connection))
    workers = before.differs_by(after)
    named = json.dumps([json_text(worker) for worker in sorted(workers)])
    return set(NAMING.values(connection, named=named)) if workers else set()
