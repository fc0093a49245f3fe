"""The scores of each instrument with a person, and how the newest stands against the first by the same hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.entries import InstrumentScored
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.story import standing
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards import Instrument, Standards


@dataclass(frozen=True, slots=True)
class Scored:
    """One instrument by one hand: (when, what was scored) of each score, the oldest first. `instrument` is None where
    the Standards declare it no more."""

    key: str
    by: str
    instrument: Instrument | None
    scores: tuple[tuple[datetime, InstrumentScored], ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.instrument.title if self.instrument is not None else in_plain_words(self.key)

    @property
    def stands(self) -> str | None:
        """better, same or worse than the first; None where there is one only, or they can't be compared."""
        (_, first), (_, newest) = self.scores[0], self.scores[-1]
        if self.instrument is None or len(self.scores) < 2:
            return None
        return self.instrument.stands(first.score, newest.score)

    @property
    def stands_words(self) -> str:
        """The same in a sentence: `better than at first, by the person`."""
        by = tr("by the {which}", which=tr("person and the worker") if self.by == "both" else choice_in_words(self.by))
        words = {"better": tr("better than at first"), "same": tr("as at first"), "worse": tr("worse than at first")}
        said = words.get(self.stands or "", tr("one score") if len(self.scores) == 1 else tr("can't be compared"))
        return f"{said}, {by}"

    def items(self) -> list[tuple[str, list[str]]]:
        """Each item by its title with its scores, a dash where one has none; last the totals, where any is said."""
        scored = dict.fromkeys(key for _, body in self.scores for key in body.items)
        declared = list(self.instrument.items) if self.instrument is not None else []
        keys = [*(key for key in declared if key in scored), *(key for key in scored if key not in declared)]
        rows = [(self._title_of(key), [str(body.items.get(key, "-")) for _, body in self.scores]) for key in keys]
        totals = [body.total for _, body in self.scores]
        said = ["-" if total is None else str(total) for total in totals]
        return [*rows, (tr("Total"), said)] if any(total is not None for total in totals) else rows

    def _title_of(self, key: str) -> str:
        item = self.instrument.items.get(key) if self.instrument is not None else None
        return item.title if item is not None else in_plain_words(key)


def scored_of(person: str, story: Iterable[Entry], standards: Standards) -> list[Scored]:
    """Each instrument and hand in the order in which it was scored first, corrections applied."""
    scores: dict[tuple[str, str], list[tuple[datetime, InstrumentScored]]] = {}
    for entry in standing(person, story)[0]:
        if isinstance(entry.body, InstrumentScored):
            scores.setdefault((entry.body.instrument, entry.body.by), []).append((entry.occurred_at, entry.body))
    return [Scored(key, by, standards.instruments.get(key), tuple(told)) for (key, by), told in scores.items()]
