"""The figures that stand, of everybody in whole months up to now: who looks again waits only for those that are another
since (benchmarks/measures_screen.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.figure import Counted, figure_as_json, figure_of
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure import Measure
from carelist_tui.domain.measures.signal_notes import SignalNote, notes_of, step_changes_among
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.projection.cases import counted_starts
from carelist_tui.journal.projection.month_sums import (
    Kept,
    KeptSums,
    Place,
    ReadBefore,
    SumsRead,
    asks_events,
    kept_sums,
    read_sums,
)
from carelist_tui.journal.queries.cases import signal_story
from carelist_tui.journal.sql.entry_sql import NEWEST_ENTRY
from carelist_tui.vault.connection import Connection

Values = dict[str, Any]
Standing = tuple["Ground", Values]
"""A figure, and what it was made of."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What one figure is made of, but for the moment. Where it is the same at a later one, so is the figure: it says
    until when each of its months holds, and of what is kept all holds at the moment at which it is read."""

    since: date
    until: date
    by: str
    months: Mapping[Place, Kept | None]
    notes: Sequence[SignalNote]
    events: Sequence[datetime]
    """Of what may be rare, when each case began that counts."""

    @property
    def is_whole(self) -> bool:
        """Whether every month is kept."""
        return None not in self.months.values()


class FiguresOfNow:
    """What was answered last, of one open store: a figure a measure. Nobody writes into what was answered."""

    def __init__(self) -> None:
        self._standing: Mapping[str, Standing] = {}
        self._story: tuple[str, list[Entry]] = "", []
        self._read: tuple[object, ReadBefore] = None, ReadBefore()

    def of(
        self, connection: Connection, measures: Sequence[Measure], asked: Inquiry, standards: Standards
    ) -> tuple[list[Values], SumsRead] | None:
        """The figures of these measures by the sums that are kept, and those that were to be made for it. None where
        sums do not answer this (`kept_sums`)."""
        if (kept := kept_sums(connection, asked, standards)) is None:
            return None
        story = self._said_of_nobody(connection, kept)
        notes = {each.key: notes_of(each.key, story, None, asked.at) for each in measures}
        before = self._read_before(connection)
        grounds = {each.key: _ground(connection, each, asked, kept, notes[each.key], before) for each in measures}
        found = {key: known for key, known in self._standing.items() if _stands(known, grounds.get(key))}
        others = [each for each in measures if each.key not in found]
        sums = read_sums(connection, others, asked, standards, kept, before)
        to_keep, changes = sums.to_keep, {key: step_changes_among(noted) for key, noted in notes.items()}
        counted = Counted({}, (), {}, changes, notes, sums.months, sums.events)
        for each in others:
            figure = figure_as_json(figure_of(each, counted, asked), counted, asked, with_cases=False)
            ground = _with_made(grounds[each.key], to_keep, sums.events.get(each.key, ()))
            found[each.key] = ground, figure
        self._standing = found
        return [found[each.key][1] for each in measures], sums

    def _read_before(self, connection: Connection) -> ReadBefore:
        """What was read of a journal with the newest entry that is here: of another thread's it may be another."""
        newest, (known, before) = NEWEST_ENTRY.first(connection), self._read
        if known != newest:
            before = ReadBefore.after(before)
            self._read = newest, before
        return before

    def _said_of_nobody(self, connection: Connection, kept: KeptSums) -> list[Entry]:
        """What was noted on measures; read anew where something was said of no person since."""
        by, story = self._story
        if by != kept.by[True]:
            by, story = kept.by[True], signal_story(connection, None)
            self._story = by, story
        return story


def _ground(
    connection: Connection, measure: Measure, asked: Inquiry, kept: KeptSums, notes: Sequence[SignalNote],
    before: ReadBefore,
) -> Ground:  # fmt: skip
    months = {place: told for place, _, _, told in kept.of(connection, measure, asked)}
    ground = Ground(asked.since, asked.until, kept.by[measure.is_of_service], months, notes, ())
    is_read = asks_events(measure) and ground.is_whole
    return replace(ground, events=before.once(counted_starts, connection, measure.key)) if is_read else ground


def _with_made(ground: Ground, made: Mapping[Place, Kept], events: Sequence[datetime]) -> Ground:
    """As it will be read once what was made is kept."""
    months = {place: told or made.get(place) for place, told in ground.months.items()}
    return replace(ground, months=months, events=events)


def _stands(known: Standing, ground: Ground | None) -> bool:
    return ground is not None and ground.is_whole and known[0] == ground
