"""The store of the simulated team behind its one door: what is on whose list, what is owed to somebody, and recording
by a worker at the moment at which the simulation stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from random import Random
from typing import Any

from sqlalchemy import select

from carelist_tui.carelist import Carelist
from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.person import load_state
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.worklist import Item, worst_first
from carelist_tui.journal.rows import DUE_COLUMNS, PERSON_COLUMNS, read_owed, read_person, read_stored_due
from carelist_tui.journal.statements import Statement, given
from carelist_tui.journal.tables import DUE, PERSON
from tests.domain.silence import Act

Draft = dict[str, Any]
Body = Mapping[str, Any]
_ONE = Statement(select(PERSON.c.id, PERSON.c.state).where(PERSON.c.id == given("person")))
_ALL = Statement(select(PERSON.c.id).where(PERSON.c.on_caseload))
_WHO = Statement(select(*(PERSON.c[name] for name in PERSON_COLUMNS)).where(PERSON.c.id == given("person")))
_OWED = Statement(select(*(DUE.c[name] for name in DUE_COLUMNS)).where(DUE.c.person == given("person")))


@dataclass(frozen=True, slots=True)
class Saved:
    """What one worker recorded in one go: a form, an act for many."""

    at: datetime
    worker: str
    drafts: Sequence[Draft]
    ids: Sequence[str]


@dataclass
class Office:
    """One team's store, with the clock at `now`. Ids are drawn from `random`: the same seed, the same entries."""

    door: Carelist
    now: datetime
    random: Random
    watches: list[Callable[[Saved], None]] = field(default_factory=list)
    """Who is told of everything that is saved."""
    acts: dict[str, list[Act]] = field(default_factory=dict)
    """By person, what the law of silence asks of their story."""
    _grounds: dict[str, Ground] = field(default_factory=dict)
    _lists: dict[str, list[Item]] = field(default_factory=dict)
    """By person ("": of none), what stands on Today, as read in `_hour`; of whoever was written about since, as now."""
    _hour: datetime | None = None

    @cached_property
    def standards(self) -> Standards:
        return self.door.opened.journal.standards

    @property
    def calendar(self) -> Calendar:
        return self.standards.calendar

    def draft(self, kind: str, body: Body, person: str | None = None, **envelope: Any) -> Draft:
        """An entry of this moment."""
        about = {"person": person} if person else {}
        id = uuid7(self.now, self.random.getrandbits(80).to_bytes(10))
        return {"id": id, "type": kind, "occurred_at": self.now.isoformat(), "body": dict(body), **about, **envelope}

    def save(self, worker: str, drafts: Sequence[Draft]) -> list[str]:
        """What a worker records in one go; gives the ids. Refuses what the door refuses."""
        self.door.worker = worker
        ids = [receipt.id for receipt in self.door.record(drafts, self.now)]
        for draft, id in zip(drafts, ids, strict=True):
            person = draft.get("person") or (id if draft["type"] in ("person.accepted", "referral.received") else None)
            if person is not None:
                self.note(person, draft)
            else:
                self._hour = None
        for person in {draft["person"] for draft in drafts if "person" in draft}:
            self._lists[person] = [item for item in self.owed_to(person) if item.status != "upcoming"]
        for watch in self.watches:
            watch(Saved(self.now, worker, drafts, ids))
        return ids

    def note(self, person: str, draft: Draft) -> None:
        """Keeps of an entry about somebody what the law of silence asks."""
        self._grounds.pop(person, None)
        body, at = draft["body"], datetime.fromisoformat(draft["occurred_at"])
        about = body.get("about", "") if draft["type"] == "decision.recorded" else ""
        self.acts.setdefault(person, []).append(Act(draft["type"], at, about))

    def say(self, worker: str, kind: str, body: Body, person: str | None = None, **envelope: Any) -> str:
        """One entry by itself."""
        return self.save(worker, [self.draft(kind, body, person, **envelope)])[0]

    def today(self) -> list[Item]:
        """What is on everybody's list now."""
        return self.door.people.today(self.now)

    def list_of(self, worker: str) -> list[Item]:
        """What is on a worker's list. It is read afresh every hour, and of whoever was written about after each entry:
        reading all of it at each turn would take most of the time of a season."""
        hour = self.now.replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._hour, self._lists = hour, {}
            for item in self.today():
                self._lists.setdefault(item.person.id if item.person else "", []).append(item)
        return worst_first(item for items in self._lists.values() for item in items if item.stands_with(worker))

    def ground(self, person: str) -> Ground:
        """What the rules know of somebody now."""
        if person not in self._grounds:
            self._read(_ONE, person=person)
        return self._grounds[person]

    def grounds(self) -> dict[str, Ground]:
        """Everybody on the caseload."""
        with self.door.opened.journal.store.reading() as connection:
            there: list[str] = _ALL.values(connection)
        return {id: self.ground(id) for id in there}

    def owed_to(self, person: str) -> list[Item]:
        """All that somebody is owed, what is only coming included."""
        roster = self.door.opened.glance.read_roster()
        with self.door.opened.journal.store.reading() as connection:
            who = next((read_person(row) for row in _WHO.rows(connection, person=person)), None)
            owed = [(who, read_stored_due(row)) for row in _OWED.rows(connection, person=person)]
        return read_owed(owed, self.now, roster, self.calendar)

    def is_away(self, worker: str) -> bool:
        """Whether a worker is on leave or ill now."""
        return self.door.opened.glance.read_roster().is_away(worker, self.now)

    def _read(self, statement: Statement, **asked: str) -> None:
        staff = self.door.opened.glance.read_roster().staff
        with self.door.opened.journal.store.reading() as connection:
            rows: Iterable[tuple[str, str]] = list(statement.rows(connection, **asked))
        self._grounds |= {id: stand_on(load_state(text), self.standards, staff) for id, text in rows}
