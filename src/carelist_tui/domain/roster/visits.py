"""Who has gone out to a visit and recorded nothing since (S1:32): by when each entry was recorded, wherever that was,
so that two laptops agree whatever arrives first. Standard library only: this is on the way to the first frame."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self


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

    def as_kept(self) -> Self:
        """Without those that are answered, in the order of people and of workers: equal ones are kept as equal text."""
        waiting = {person: tuple(x for x in self.begun[person] if not self.is_answered(x)) for person in self.begun}
        begun = {person: waiting[person] for person in sorted(waiting) if waiting[person]}
        return replace(self, begun=begun, recorded=dict(sorted(self.recorded.items())))

    def is_answered(self, visit: Visit) -> bool:
        """Whether its worker has recorded anything later."""
        newest = self.recorded.get(visit.worker)
        return newest is not None and newest > visit.recorded_at


def _recorded(visit: Visit) -> tuple[datetime, str]:
    return visit.recorded_at, visit.id
