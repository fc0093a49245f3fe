"""Recording a told caseload through the door, a batch for each worker's evening, as if it had been typed then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.demo.team import FIRST
from carelist_tui.demo.teller import Said, Teller
from carelist_tui.journal.append.batch import Sitting

TOGETHER = 4000
"""So many entries are recorded in one transaction: each person it touches is then projected once."""


@dataclass(slots=True)
class _Evening:
    """What one worker types in one go."""

    typed_at: datetime
    author: str
    drafts: list[dict[str, Any]] = field(default_factory=list)
    people: set[str | None] = field(default_factory=set)


def evenings(said: Iterable[Said]) -> Iterator[_Evening]:
    """The drafts in batches by day and author; those about one person stay in the order they happened."""
    day: list[_Evening] = []
    for each in sorted(said, key=lambda each: (each.typed_at, datetime.fromisoformat(each.draft["occurred_at"]))):
        if day and day[0].typed_at != each.typed_at:
            yield from day
            day = []
        person = each.draft.get("person", each.draft["id"])
        _place(day, each, person)
    yield from day


def _place(day: list[_Evening], said: Said, person: str) -> None:
    for evening in reversed(day):
        if evening.author == said.author:
            break
        if person in evening.people:
            evening = _Evening(said.typed_at, said.author)
            day.append(evening)
            break
    else:
        evening = _Evening(said.typed_at, said.author)
        day.append(evening)
    evening.drafts.append(said.draft)
    evening.people.add(person)


def _together(told: Iterable[_Evening], latest: datetime) -> Iterator[list[Sitting]]:
    """The evenings in their order, so many entries as are recorded in one transaction; each at a moment of its own."""
    together: list[Sitting] = []
    entries = 0
    for number, evening in enumerate(told):
        now = min(evening.typed_at + timedelta(milliseconds=number), latest)
        together.append(Sitting(evening.author, now, evening.drafts))
        entries += len(evening.drafts)
        if entries >= TOGETHER:
            yield together
            together, entries = [], 0
    yield together


def fill(store: Path, teller: Teller, *, worker: str, step: Callable[[int], None] = lambda _: None) -> None:
    """Makes a store without encryption at the path and records the caseload; `step` is told how many are done."""
    first: dict[str, str] = dict(FIRST)
    door = Carelist.init(store, **first, now=teller.at(teller.began, "09:15"), encrypted=False)
    try:
        for sittings in _together(evenings(teller.said), teller.moment):
            # Some of them came with a caseload from before Carelist, as an import brings them.
            step(door.record.in_turn(sittings, is_import=True))
    finally:
        door.worker = worker
        door.close()
