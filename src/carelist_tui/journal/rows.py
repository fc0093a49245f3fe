"""Rows as the worklist reads them.

The column names are the field names of `OnPerson` and `StoredDue`. Standard library only: this is on the way to the
first frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.dues.gaps import COVER, read_gap
from carelist_tui.domain.namesake import Namesake
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.stored_json import json_value, read_text
from carelist_tui.domain.words import Words
from carelist_tui.domain.worklist import Item, OnPerson, StoredDue, read_due

PERSON_COLUMNS = tuple(part.name for part in fields(OnPerson))
DUE_COLUMNS = tuple(part.name for part in fields(StoredDue))

Row = Sequence[Any]
Owed = tuple[OnPerson | None, StoredDue]
"""A Due, and the person it is about; None for a worker's own."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is needed to fold one person afresh: the entries of their story, each a row as it is stored, and who else
    has their identifier."""

    story: list[Row]
    namesakes: tuple[Namesake, ...]


@contextmanager
def reading_stored() -> Iterator[None]:
    """Refuses (status 3) stored text that is not what was written: a damaged disk, or another program's hand."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
        raise Refused(tr("part of the store can't be read: see what `carelist verify` finds"), status=3) from None


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@lru_cache(maxsize=4096)
def _texts(text: str) -> tuple[str, ...]:
    """Few different ones stand in many rows: what resolves a kind of Due, and the usual warnings."""
    return read_text(tuple[str, ...], text)


@lru_cache(maxsize=4096)
def _words(text: str) -> Words:
    """So do reasons."""
    return read_text(Words, text)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "high": bool,
    "high_until": _moment,
    "warnings": _texts,
    "due_at": datetime.fromisoformat,
    "from_at": _moment,
    "because": _words,
    "resolved_by": _texts,
    "detail": json_value,
}


def _reader(kind: type, columns: tuple[str, ...]) -> Callable[[Row], Any]:
    read = [(place, _READ[name]) for place, name in enumerate(columns) if name in _READ]

    def values(row: Row) -> Any:
        parts = list(row)
        for place, of in read:
            parts[place] = of(parts[place])
        return kind(*parts)

    return values


read_person: Callable[[Row], OnPerson] = _reader(OnPerson, PERSON_COLUMNS)
"""The person in a row of PERSON_COLUMNS."""

read_stored_due: Callable[[Row], StoredDue] = _reader(StoredDue, DUE_COLUMNS)
"""The Due in a row of DUE_COLUMNS."""


def read_owed(owed: Iterable[Owed], at: datetime, roster: Roster, calendar: Calendar) -> list[Item]:
    """Each Due as read at `at`, with its owner at that moment; in no order. Refuses what `reading_stored` refuses."""
    zone, opens = calendar.zone, calendar.opens_next(at)

    def item(who: OnPerson | None, due: StoredDue) -> Item:
        about = roster.workers.get(str(due.detail.get("worker"))) if who is None else None
        nobody = (None, about.team if about else None, None)
        coordinator, team, person = (who.coordinator, who.team, who.id) if who else nobody
        if due.owner_team is not None:
            coordinator, team = None, due.owner_team
        owner = roster.owner(due.named_owner, coordinator, team, person, at, zone)
        also = roster.also(due.also, owner, team, person, at, zone)
        return read_due(due, who, owner, at, zone, opens, also)

    with reading_stored():
        return [item(who, due) for who, due in _read_at(owed, at, calendar)]


def _read_at(owed: Iterable[Owed], at: datetime, calendar: Calendar) -> Iterator[Owed]:
    """Each stored row as what it is at a moment: a gap is cover before a closure, and a question after it."""
    for who, due in owed:
        if due.kind == COVER:
            yield from ((who, each) for each in read_gap(due, who.id if who is not None else "", at, calendar))
        elif who is not None or not _is_over(due, at):
            yield who, due


def _is_over(due: StoredDue, at: datetime) -> bool:
    """Whether what it is about has ended by itself: an absence needs no cover once it is over."""
    until = due.detail.get("until")
    return until is not None and datetime.fromisoformat(until) <= at
