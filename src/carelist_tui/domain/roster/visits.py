"""Who has gone out to a visit and recorded nothing since (S1:32): by when each entry was recorded, wherever that was,
so that two laptops agree whatever arrives first. Standard library only: this is on the way to the first frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Visit:
    """A worker went out to a person: the entry that says so, when they went, when that was recorded, and by when they
    said that they would be back."""

    id: str
    worker: str
    person: str
    at: datetime
    recorded_at: datetime
    back_by: datetime


@dataclass(slots=True)
class Visits:
    """The visits that were begun, by person, and when each worker recorded anything last, about anybody."""

    begun: dict[str, tuple[Visit, ...]] = field(default_factory=dict)
    recorded: dict[str, datetime] = field(default_factory=dict)

    def note_recorded(self, worker: str, at: datetime) -> None:
        """This worker recorded something at that moment; the newest counts, in whatever order they are told."""
        newest = self.recorded.get(worker)
        self.recorded[worker] = at if newest is None else max(newest, at)

    def note_begun(self, person: str, visits: Iterable[Visit]) -> None:
        """All visits to that person that stand, in place of those known before."""
        waiting = tuple(visit for visit in visits if not self.is_answered(visit))
        self.begun.pop(person, None)
        if waiting:
            self.begun[person] = waiting

    def out(self) -> list[Visit]:
        """Each worker's newest visit, where they have recorded nothing later; by worker."""
        newest: dict[str, Visit] = {}
        for visit in sorted((each for known in self.begun.values() for each in known), key=_recorded):
            newest[visit.worker] = visit
        return [newest[worker] for worker in sorted(newest) if not self.is_answered(newest[worker])]

    def is_answered(self, visit: Visit) -> bool:
        """Whether its worker has recorded anything later."""
        newest = self.recorded.get(visit.worker)
        return newest is not None and newest > visit.recorded_at


def _recorded(visit: Visit) -> tuple[datetime, str]:
    return visit.recorded_at, visit.id


def visits_as_json(visits: Visits) -> dict[str, Any]:
    """As a value for JSON; answered visits are left out."""
    waiting = (visit for person in sorted(visits.begun) for visit in visits.begun[person])
    out = [
        [each.id, each.worker, each.person, *(at.isoformat() for at in (each.at, each.recorded_at, each.back_by))]
        for each in waiting
        if not visits.is_answered(each)
    ]
    return {"out": out, "recorded": {worker: at.isoformat() for worker, at in sorted(visits.recorded.items())}}


def visits_from_json(value: Mapping[str, Any]) -> Visits:
    """The inverse of `visits_as_json`."""
    visits = Visits(recorded={worker: datetime.fromisoformat(at) for worker, at in value["recorded"].items()})
    for id, worker, person, *moments in value["out"]:
        visit = Visit(id, worker, person, *map(datetime.fromisoformat, moments))
        visits.begun[person] = (*visits.begun.get(person, ()), visit)
    return visits
