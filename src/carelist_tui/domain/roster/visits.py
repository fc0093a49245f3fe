"""Who has gone out to a visit and recorded nothing since (S1:32): by when each entry was recorded, wherever that was,
so that two laptops agree whatever arrives first; but for what a clock that ran ahead had recorded before they went,
which the visit itself names. Standard library only: this is on the way to the first frame."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import moment_in_words


@dataclass(slots=True)
class Visit:
    """A worker went out to a person: the entry that says so, when they went, when that was recorded, by when they
    said that they would be back; and the moments after that at which they had recorded already, by a clock ahead."""

    id: str
    worker: str
    person: str
    at: datetime
    recorded_at: datetime
    back_by: datetime
    ahead: tuple[datetime, ...] = ()

    def comes_after(self, other: Self) -> bool:
        """Whether the other was begun before, whatever the clocks said."""
        if other.recorded_at in self.ahead:
            return True
        return self.recorded_at not in other.ahead and self.recorded_at >= other.recorded_at


@dataclass(frozen=True, slots=True)
class Out:
    """A worker who went out alone and is not late yet: to whom and where (`YUSUF Amina, 12 Mill Lane`), since when, and
    by when they will be back."""

    worker: str
    person: str
    where: str
    since: datetime
    back_by: datetime

    def in_words(self, name: str, at: datetime, zone: ZoneInfo) -> str:
        """`Tom Price to YUSUF Amina, 12 Mill Lane, back by 11:30`."""
        to = tr(" to {where}", where=self.where) if self.where else ""
        return tr("{name}{to}, back by {moment}", name=name, to=to, moment=moment_in_words(self.back_by, at, zone))

    def as_json(self, zone: ZoneInfo) -> dict[str, Any]:
        """As `today --json` answers it."""
        since, back_by = (moment.astimezone(zone).isoformat() for moment in (self.since, self.back_by))
        return {"worker": self.worker, "person": self.person, "where": self.where, "since": since, "back_by": back_by}


@dataclass(slots=True)
class Visits:
    """The visits that were begun, by person, and when each worker recorded anything last, about anybody."""

    begun: dict[str, tuple[Visit, ...]] = field(default_factory=dict)
    recorded: dict[str, datetime] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    """Who each of these people is and where they live, for whoever looks for the worker there."""
    ahead: dict[str, tuple[tuple[str, datetime], ...]] = field(default_factory=dict)
    """By person, the worker and the moments of what they had recorded by a clock ahead when they went there: whatever
    visits they began so are over."""

    def note_recorded(self, worker: str, at: datetime) -> None:
        """This worker recorded something at that moment; the newest counts, in whatever order they are told."""
        newest = self.recorded.get(worker)
        self.recorded[worker] = at if newest is None else max(newest, at)

    def note_begun(self, person: str, visits: Iterable[Visit], where: str = "") -> None:
        """All visits to that person that stand, in place of those known before; `where` says who it is, and their
        address."""
        told = tuple(visits)
        waiting = tuple(visit for visit in told if not self.is_answered(visit))
        ahead = tuple(sorted((visit.worker, moment) for visit in told for moment in visit.ahead))
        for known in (self.begun, self.where, self.ahead):
            known.pop(person, None)
        if waiting:
            self.begun[person] = waiting
            self.where[person] = where
        if ahead:
            self.ahead[person] = ahead

    def ask_again(self, is_back: Callable[[Visit], bool]) -> None:
        """Of each visit before which its worker had recorded ahead, the journal says whether they recorded anything
        later besides: the newest moment alone can't."""
        for person in [each for each in self.begun if any(visit.ahead for visit in self.begun[each])]:
            waiting = tuple(visit for visit in self.begun[person] if not (visit.ahead and is_back(visit)))
            if waiting:
                self.begun[person] = waiting
            else:
                del self.begun[person], self.where[person]

    def out(self) -> list[Visit]:
        """Each worker's newest visit, where they have recorded nothing later; by worker."""
        newest: dict[str, Visit] = {}
        overtaken = {each for known in self.ahead.values() for each in known}
        for visit in sorted((each for known in self.begun.values() for each in known), key=_recorded):
            if (visit.worker, visit.recorded_at) not in overtaken:
                newest[visit.worker] = visit
        return [newest[worker] for worker in sorted(newest) if not self.is_answered(newest[worker])]

    def out_at(self, at: datetime, late_from: Mapping[str, datetime]) -> list[Out]:
        """Who is out and not late at a moment, who is back first before the others; by the id of a visit, from when
        its worker is late."""
        found = []
        for each in self.out():
            back_by = late_from.get(each.id, each.back_by)
            if each.at <= at < back_by:
                found.append(Out(each.worker, each.person, self.where.get(each.person, ""), each.at, back_by))
        return sorted(found, key=lambda each: (each.back_by, each.worker))

    def as_kept(self) -> Self:
        """Without those that are answered, in the order of people and of workers: equal ones are kept as equal text."""
        waiting = {person: tuple(x for x in self.begun[person] if not self.is_answered(x)) for person in self.begun}
        begun = {person: waiting[person] for person in sorted(waiting) if waiting[person]}
        where = {person: self.where[person] for person in begun if self.where.get(person)}
        ahead, recorded = dict(sorted(self.ahead.items())), dict(sorted(self.recorded.items()))
        return replace(self, begun=begun, recorded=recorded, where=where, ahead=ahead)

    def is_answered(self, visit: Visit) -> bool:
        """Whether its worker has recorded anything later, as far as the newest moment says it (`ask_again`)."""
        newest = self.recorded.get(visit.worker)
        return not visit.ahead and newest is not None and newest > visit.recorded_at


def _recorded(visit: Visit) -> tuple[datetime, str]:
    return visit.recorded_at, visit.id
