"""The cases of a team's journal as they may leave it: one person in memory at a time, at the moment of counting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from carelist_tui import __version__
from carelist_tui.domain.entries import SignalNoted
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.cases import cases_of
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.measures.nameless import Pseudonyms, Vocabulary, nameless
from carelist_tui.domain.measures.signal_notes import notes_of, step_changes_among
from carelist_tui.domain.measures.subjects.assurance import NOBODY, of_teams
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.append.newest_moment import clock_said
from carelist_tui.journal.collected.team_cases import CountedTeam
from carelist_tui.journal.projection.cases import case_rows
from carelist_tui.journal.projection.earlier import story_by_then
from carelist_tui.journal.projection.people import Values, stories, story_of
from carelist_tui.journal.projection.rebuild import read_roster
from carelist_tui.journal.queries.stored_lines import digest_in
from carelist_tui.journal.statements import Statement, given
from carelist_tui.journal.tables import ENTRY
from carelist_tui.vault.connection import Connection

_NEWEST = Statement(select(func.max(ENTRY.c.occurred_at)).where(ENTRY.c.occurred_at <= given("at")))
_AHEAD = Statement(select(func.count()).where(ENTRY.c.occurred_at > given("at")))


def counted_team(
    connection: Connection, names: Pseudonyms, name: str, standards: Standards, at: datetime
) -> CountedTeam:  # fmt: skip
    """What a team is counted by at a moment (aware)."""
    then = sortable(at)
    return CountedTeam(
        names.of_team, name, standards.digest, digest_in(connection)[1], __version__,
        _NEWEST.value(connection, at=then) or "", bool(_AHEAD.value(connection, at=then)),
        tuple(_changes(story_of(connection, None), at)), standards.service.hours,
        {key: group.title for key, group in sorted(standards.groups.items())},
    )  # fmt: skip


def _changes(story: list[Entry], at: datetime) -> Iterator[tuple[str, str, str | None]]:
    """The step changes noted by then, without their words."""
    teams = {None, *(said.team for each in story if isinstance(said := each.body, SignalNoted))}
    for key in MEASURES:
        for team in sorted(teams, key=lambda team: team or ""):
            noted = [each for each in notes_of(key, story, team, at) if each.team == team]
            yield from ((key, change.month, team) for change in step_changes_among(noted))


def nameless_cases(
    connection: Connection, names: Pseudonyms, standards: Standards, at: datetime
) -> Iterator[tuple[str, list[Values]]]:  # fmt: skip
    """By pseudonym the rows of everybody's cases, by what had occurred by `at` (aware), as the team's own laptop counts
    them; under no name those that are about nobody."""
    roster = read_roster(connection)
    of_nobody = story_of(connection, None)
    known, said = Vocabulary.of(standards, _teams(roster, of_nobody)), clock_said(connection)

    def rows(cases: Iterator[Case]) -> list[Values]:
        return case_rows(nameless(each, names, known) for each in cases)

    for person, story in stories(connection):
        told = story if all(each.occurred_at <= at for each in story) else story_by_then(story, at, said)
        if told and (found := rows(cases_of(Course.of(person, told, standards, roster.staff)))):
            yield names.of(person), found
    done = [entry for entry in of_nobody if entry.occurred_at <= at]
    if found := rows(of_teams(done, roster, standards)):
        yield NOBODY, found


def _teams(roster: Roster, story: list[Entry]) -> set[str]:
    """Every team that a worker is of, or was."""
    was = {team for each in story if isinstance(team := getattr(each.body, "team", None), str)}
    return {worker.team for worker in roster.workers.values()} | was
