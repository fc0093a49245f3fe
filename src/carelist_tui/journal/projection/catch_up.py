"""Catching up: whoever is behind (`behind.py`) is folded, so many at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from carelist_tui.domain.dues.team import uncovered_workers
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.meta import VISITS
from carelist_tui.journal.projection.behind import UNSURE, Behind, mark_behind, read_behind, settle
from carelist_tui.journal.projection.joined_records import may_join
from carelist_tui.journal.projection.people import Projected, story_of, whose
from carelist_tui.journal.projection.person_rows import write_people
from carelist_tui.journal.projection.rebuild import advanced, count_entries, project_later, read_roster, write_meta
from carelist_tui.journal.projection.team import write_team
from carelist_tui.journal.projection.who_is_out import note_entries, noting, read_visits, visits_text
from carelist_tui.vault.connection import Connection

AT_ONCE = 3_000
"""Entries of those who are folded in one transaction, about a quarter of a second; one person is folded whole."""
Stories = Mapping[str, Sequence[Entry]]


def mark_new(connection: Connection, standards: Standards, entries: Sequence[Entry]) -> None:
    """Everybody whom these entries are about, which have just been put into the journal, is behind from now on; what
    is about nobody, and who is told with whom, is projected at once. Where other Standards hold by them, everything."""
    if any(each.person is None or may_join(connection, each) for each in entries):
        project_later(connection, standards, entries)
        return
    visits = read_visits(connection)
    note_entries(visits, entries)
    write_meta(connection, {VISITS: visits_text(connection, visits)})
    came = Counter[str]()
    for record, number in Counter(each.person for each in entries if each.person).items():
        came[whose(connection, record)] += number
    mark_behind(connection, came.elements())


def catch_up(connection: Connection, standards: Standards, new: Stories) -> int:
    """Folds some of those who are behind; how many still are. `new`: by person what came about them, as far as
    it is at hand: where that is all that their rows lack, their story need not be read."""
    behind = read_behind(connection)
    if not behind:
        return 0
    people = list(_some_of(connection, behind))
    roster, visits = read_roster(connection), read_visits(connection)
    before = visits.out(), dict(visits.where)
    whom = sorted(
        {whose(connection, each) for each in people}
    )  # two records that were joined meanwhile are folded once
    folded = (_caught_up(connection, each, behind.get(each, UNSURE), new.get(each, ())) for each in whom)
    projected = filter(None, folded)
    workers = write_people(connection, noting(visits, projected), standards, roster.staff)
    write_meta(connection, {VISITS: visits_text(connection, visits)})
    settle(connection, behind, people)
    left = len(behind) - len(people)
    if not left or (visits.out(), visits.where) != before or workers & uncovered_workers(roster):
        write_team(connection, roster, standards, visits)
    return left


def _some_of(connection: Connection, behind: Behind) -> Iterator[str]:
    entries = 0
    for person in sorted(behind):
        if entries >= AT_ONCE:
            return
        yield person
        entries += count_entries(connection, person)


def _caught_up(connection: Connection, person: str, lacks: int, new: Sequence[Entry]) -> Projected | None:
    """The person as everything says it; None of whom nothing is told."""
    known = advanced(connection, person, list(new)) if lacks == len(new) else None
    if known is not None:
        return known
    story = story_of(connection, person)
    return Projected.fold(person, story) if story else None
