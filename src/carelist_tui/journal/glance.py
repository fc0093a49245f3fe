"""The light reading: what the first frame shows, by SQL that was written out (`light_sql.py`), without any model.

Standard library and the driver only. What lies later than the moment asked for is folded to it, and only then the
full reading is imported.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui import __released__
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.card import Card
from carelist_tui.domain.clock import Evidence, Said
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.roster import Out, Roster, Visits
from carelist_tui.domain.stored_json import json_value, read_text
from carelist_tui.domain.worklist import Item, in_order, looks_ahead
from carelist_tui.journal import light_sql
from carelist_tui.journal.meta import (
    ADOPTIONS,
    ATTEMPTS,
    BEHIND,
    DIGEST,
    MADE_BY,
    NEWEST,
    RELEASE,
    ROSTER,
    SAID,
    SERVICE,
    VISITS,
    check_version,
)
from carelist_tui.journal.queries.open_things import StandingOut, standing_out, told
from carelist_tui.journal.reader import Looking
from carelist_tui.journal.rows import (
    Owed,
    Told,
    read_owed,
    read_person,
    read_stored_due,
    reading_stored,
)
from carelist_tui.vault.folder import check_folder, close_umask
from carelist_tui.vault.witness import Witness, newest_in

if TYPE_CHECKING:
    from carelist_tui.domain.standards import Standards
    from carelist_tui.journal.projection.days_work import DaysWork
    from carelist_tui.journal.queries.search import Findable, Found

MOST_TOUCHED = 1000
"""People about whom anything was recorded in a day, at the most: more is no day's work."""


class Outdated(Exception):
    """Another release made the projections, or they can't be read: they are made afresh once. Or somebody is behind
    (projection/behind.py), who is folded first."""


class Glance:
    """One connection that reads a store. `today` and `card` are each of one moment of the store."""

    def __init__(self, store: Path, key: bytes | None = None) -> None:
        self.look = Looking(store, key)
        self._seen = -1
        self._roster, self._standards, self._has_adopted = Roster(), "", False
        self._calendar, self._attempts = Calendar(ServiceHours()), (time.min, time.max)
        self._witness = Witness(store)
        self._settled: DaysWork | None = None
        self._newest, self._said, self._visits = "", "", ""
        self.behind = 0
        """How many people stand as they were, since they are still to be folded (projection/behind.py)."""

    @classmethod
    def open(cls, store: Path, key: bytes | None = None, *, may_be_behind: bool = False) -> Glance:
        """`may_be_behind`: see `Journal.open`; `behind` says of how many that is so.

        Refuses (status 3) a path without a store, a damaged one, one made by a newer version, and a wrong `key`."""
        close_umask()
        folder = check_folder(store)
        try:
            return cls(folder, key)._begun(may_be_behind=may_be_behind)
        except Outdated:
            from carelist_tui.journal.book import Journal

            # The journal is open all the while: a stand-in goes with the last who reads it.
            with closing(Journal.open(folder, key, may_be_behind=may_be_behind)) as journal:
                try:
                    return cls(folder, key)._begun(may_be_behind=True)
                except Outdated:
                    journal.rebuild(to_read=True)
                    return cls(folder, key)._begun(may_be_behind=True)

    def _begun(self, *, may_be_behind: bool = False) -> Glance:
        try:
            with self.look.one_moment():
                if check_version(self.look.number("PRAGMA user_version")):
                    raise Outdated
                self._refresh()
                if self.behind and not may_be_behind:
                    raise Outdated
        except BaseException:
            self.close()
            raise
        return self

    def data_version(self) -> int:
        """A number that changes when anybody else has written to the store."""
        return self.look.version()

    @property
    def calendar(self) -> Calendar:
        """The service's days and hours, as of the last reading."""
        return self._calendar

    @property
    def attempts(self) -> tuple[time, time]:
        """Between which local times attempts are made, as of the last reading."""
        return self._attempts

    def read_roster(self) -> Roster:
        """Who works here now."""
        with self.look.one_moment():
            self._refresh()
        return self._roster

    def clock_evidence(self) -> Evidence:
        """What tells against a clock that says an earlier time: this store, its head witness, this release."""
        with self.look.one_moment(), reading_stored():
            self._refresh()
            if not self._newest:  # nothing was recorded by this release yet
                self._newest = self.look.rows(light_sql.NEWEST)[0][0] or ""
            return Evidence(
                datetime.fromisoformat(self._newest) if self._newest else None,
                newest_in(self._witness.read()),
                date.fromisoformat(__released__),
                self._clock_said,
            )

    @property
    def _clock_said(self) -> Said | None:
        return read_text(Said, self._said) if self._said else None

    @property
    def standards(self) -> str:
        """The digest of the Standards that the Dues were made by."""
        return self._standards

    def today(
        self,
        at: datetime,
        *,
        worker: str | None = None,
        team: str | None = None,
        kind: str | None = None,
        band: int | None = None,
        zone: str | None = None,
        days: int | None = None,
        owed: list[Item] | None = None,
    ) -> list[Item]:
        """What is due or overdue at `at` (aware), and what falls due within `days` after it, in order.

        Entries about a person that occurred after `at` do not count. `worker` has it on their list then; `owed`
        is what to leave these from, when it is not what is owed now.
        """
        ahead = looks_ahead(at, days, self.calendar.zone)
        items = in_order(self.owed_at(at, days=days) if owed is None else owed, ahead)
        return [
            item
            for item in items
            if (worker is None or item.stands_with(worker))
            and team in (None, self._team(item), item.owner_team)
            and kind in (None, item.kind)
            and band in (None, item.band)
            and zone in (None, item.person.zone if item.person else None)
        ]

    def owed_at(self, at: datetime, *, days: int | None = None) -> list[Item]:
        """The items that a reading at `at` may show, in no order."""
        with self.look.one_moment(), reading_stored():
            self._refresh()
            until = looks_ahead(at, days, self.calendar.zone)
            moments = {"at": at, "opens": self.calendar.opens_next(at), "until": until}
            asked = {name: sortable(moment) for name, moment in moments.items()}
            people = {row[0]: read_person(row) for row in self.look.rows(light_sql.CONCERNED, asked)}
            rows = self.look.rows(light_sql.OWED, asked)
            owed: list[Owed] = [
                (people.get(row[0]), read_stored_due(row[1:])) for row in rows if not row[0] or row[0] in people
            ]
            later = self.look.rows(light_sql.AHEAD, {"at": asked["at"]})
            ahead = {person: told(self.look, person, ref) for person, ref in later}
        if ahead:
            owed += self._owed_by_then(ahead, at)
        return read_owed(owed, at, self._roster, self.calendar)

    def touched_today(self, at: datetime) -> list[str]:
        """About whom anything was recorded on the local day of `at` (aware), by id; nobody where it is about so many
        that it was no day's work (an import)."""
        with self.look.one_moment(), reading_stored():
            self._refresh()
            found = [
                person for (person,) in self.look.rows(light_sql.RECORDED_SINCE, {"since": sortable(self._day(at))})
            ]
        return found if len(found) <= MOST_TOUCHED else []

    def settled_today(self, at: datetime) -> list[Item]:
        """What stood on the list and was settled on the local day of `at` (aware), anybody's, as it stood then."""
        return [item for person in self.touched_today(at) for item in self.settled_of(person, at)]

    def settled_of(self, person: str, at: datetime) -> list[Item]:
        """What stood on the list for a person and was settled on the local day of `at`, as it stood then
        (domain/dues/settled_today.py). The full reading, imported only when there is somebody to fold."""
        from carelist_tui.journal.projection.days_work import DaysWork

        with self.look.one_moment(), reading_stored():
            self._refresh()
            begins = self._day(at)
            if self._settled is None or (self._settled.begins, self._settled.digest) != (begins, self._standards):
                self._settled = DaysWork(begins, self._standards)
            found: list[Item] = []
            for ref, grown in self.look.rows(light_sql.GROWN, {"person": person}):
                tell = partial(told, self.look, person, ref)
                found += self._settled.items(
                    person, grown, tell, at, self._standards_read, self._roster, self._calendar
                )
            return found

    def _day(self, at: datetime) -> datetime:
        return datetime.combine(at.astimezone(self._calendar.zone), time.min, tzinfo=self._calendar.zone)

    def out(self, at: datetime, *, team: str | None = None) -> list[Out]:
        """Who went out alone and is not back, nor late, at `at` (aware): of all teams, or of one."""
        with self.look.one_moment(), reading_stored():
            self._refresh()
            dues = [read_stored_due(row[1:]) for row in self.look.rows(light_sql.OUT)]
            visits = read_text(Visits, self._visits) if dues and self._visits else Visits()
        out = visits.out_at(at, {due.source: due.due_at for due in dues})
        workers = self._roster.workers
        return [each for each in out if team is None or (each.worker in workers and workers[each.worker].team == team)]

    def card(self, person: str, at: datetime | None = None) -> Card | None:
        """What somebody needs to act safely for this person (by id); None when nobody has the id. Read at `at`, as the
        list is: what occurred later does not count; without it, all that was recorded does."""
        with reading_stored():
            found = self.look.rows(light_sql.CARD, {"person": person})
            if not found:
                return None
            card, newest_at, ref = found[0]
            if at is None or newest_at <= sortable(at):
                return read_text(Card, card)
            return self._card_by_then(person, told(self.look, person, ref), at)

    def standing_out(self, at: datetime) -> StandingOut:
        """Who is red or amber, and every open action and handover, whenever it falls due (asking/standing_out.py)."""
        with self.look.one_moment(), reading_stored():
            self._refresh()
            return standing_out(self.look, at, self._roster, self._calendar)

    def holds(self, id: str) -> bool:
        """Whether an entry with this id is in the journal."""
        return bool(self.look.rows(light_sql.HOLDS, {"id": id}))

    def holds_as_written(self, device: str, seq: int, hash_: str) -> bool:
        """Whether a device's entry of this number is in the journal, with this hash."""
        return bool(self.look.rows(light_sql.HOLDS_AS_WRITTEN, {"device": device, "seq": seq, "hash": hash_}))

    def find(self, text: str) -> list[Found]:
        """People by name, identifier or phone, whatever the accents; those no longer on the caseload too."""
        from carelist_tui.journal.queries.search import found_among

        return found_among(self.everyone(), text)

    def caseloads(self) -> dict[str, int]:
        """How many people on the caseload each worker coordinates; who coordinates nobody is not in it."""
        return dict(self.look.rows(light_sql.CASELOADS))

    def everyone(self) -> list[Findable]:
        """Everybody, ready to be searched as somebody types; those no longer on the caseload too."""
        from carelist_tui.journal.queries.search import everyone

        with self.look.one_moment(), reading_stored():
            return everyone(self.look.rows(light_sql.PEOPLE), self.look.rows(light_sql.REFS))

    def close(self) -> None:
        self.look.close()

    def _owed_by_then(self, told: dict[str, Told], at: datetime) -> list[Owed]:
        """The full reading, with the models and the rules: imported only when there is somebody to fold."""
        from carelist_tui.journal.projection.earlier import owed_by_then

        return [*owed_by_then(told, at, self._standards_read(), self._roster.staff, self._clock_said)]

    def _card_by_then(self, person: str, told: Told, at: datetime) -> Card | None:
        from carelist_tui.journal.projection.earlier import card_by_then

        return card_by_then(person, told, at, self._standards_read(), self._clock_said)

    def _standards_read(self) -> Standards:
        from carelist_tui.domain.standards import adopted_standards, default_standards
        from carelist_tui.journal.projection.people import read_stored

        said = read_stored(self.look.rows(light_sql.ADOPTED)) if self._has_adopted else []
        return adopted_standards(said, default_standards())

    def _team(self, item: Item) -> str | None:
        if item.person is not None:
            return item.person.team
        worker = self._roster.workers.get(item.detail.get("worker", item.owner))
        return worker.team if worker else None

    def _refresh(self) -> None:
        """Reads again what every reading needs, when somebody has written since."""
        version = self.look.version()
        if version == self._seen:
            return
        meta: dict[str, str] = dict(self.look.rows(light_sql.META))
        if meta.get(RELEASE) != MADE_BY:
            raise Outdated
        try:
            self._roster = read_text(Roster, meta[ROSTER])
            self._calendar = Calendar(read_text(ServiceHours, meta[SERVICE]))
            self._attempts = read_text(tuple[time, time], meta[ATTEMPTS])
            self._has_adopted = len(json_value(meta[ADOPTIONS])) > 1
            self.behind = len(json_value(meta[BEHIND])) if BEHIND in meta else 0
        except (ValueError, KeyError, TypeError):
            raise Outdated from None
        self._standards = meta[DIGEST]
        self._newest, self._said, self._visits = meta.get(NEWEST, ""), meta.get(SAID, ""), meta.get(VISITS, "")
        self._seen = version
