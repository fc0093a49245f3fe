"""What a supervision is about: everybody whom a worker holds, or of whom they recorded anything, told to a moment. One
person is folded at a time, and nobody whom the worker has nothing to do with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.person import fold
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.supervision.held_person import HeldPerson
from carelist_tui.domain.views.supervision.supervision_pack import Pack, last_time, pack_of
from carelist_tui.domain.worklist import worst_first
from carelist_tui.journal.append.newest_moment import clock_said
from carelist_tui.journal.projection.earlier import owed_on, story_by_then
from carelist_tui.journal.projection.people import stories
from carelist_tui.journal.projection.rebuild import read_roster
from carelist_tui.journal.queries.known_at import KnownThen
from carelist_tui.journal.queries.lists import team_story
from carelist_tui.journal.rows import read_owed
from carelist_tui.journal.sql.query_sql import NEAR_WORKER
from carelist_tui.vault.connection import Connection


def pack_at(connection: Connection, worker: str, at: datetime, known_at: datetime | None, standards: Standards) -> Pack:
    """The pack of a worker as at a moment, by what was recorded by `known_at`."""
    near, team = NEAR_WORKER.values(connection, worker=worker), team_story(connection, known_at)
    if known_at is None:
        roster, said = read_roster(connection), clock_said(connection)
        told = ((person, story_by_then(story, at, said)) for person, story in stories(connection, near))
    else:
        then = KnownThen.by(connection, known_at, standards)
        roster, standards = then.roster, then.standards
        told = ((person, story_by_then(story, at)) for person, story in then.stories(near))
    people = list(_held(told, at, roster, standards))
    return pack_of(worker, people, last_time(worker, team, roster, at), roster, standards, at)


def _held(
    told: Iterable[tuple[str, list[Entry]]], at: datetime, roster: Roster, standards: Standards
) -> Iterator[HeldPerson]:
    for person, story in told:
        if story:
            ground = stand_on(fold(person, story), standards, roster.staff)
            items = worst_first(read_owed(owed_on(ground), at, roster, ground.calendar))
            yield HeldPerson(Course.of(person, story, standards, roster.staff), ground, items, at)
