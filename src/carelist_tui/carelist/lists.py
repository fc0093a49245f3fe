"""The lists at the door: the ordinary questions of a lead or an inspector, as `list --json` answers them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People

if TYPE_CHECKING:
    from carelist_tui.domain.views.lists.every_list import Period
    from carelist_tui.domain.views.lists.list_columns import ListKind, Values
    from carelist_tui.domain.views.lists.person_told import Row


RETENTION = "retention"


class Lists:
    """What can be asked of an open store as a list. Every moment given is aware."""

    def __init__(self, store: OpenStore, people: People) -> None:
        self._store, self._people = store, people

    def answer(
        self,
        name: str,
        at: datetime,
        *,
        since: date | None = None,
        until: date | None = None,
        known_at: datetime | None = None,
        is_now: bool = False,
    ) -> dict[str, Any]:
        """A list by its name, read at `at` by what was recorded by `known_at`: of how things stand then, or of what
        began from the local day `since` on and before `until`, the latest first. Without `since` from 13 months before
        its end, and whatever is open still; of `week` the 7 days before it. `is_now`: that moment is the present, and
        the access log is read whole, whichever clock stamped it. Refuses a period without a day."""
        from carelist_tui.domain.views.lists.every_list import LISTS, Period, latest_first
        from carelist_tui.domain.views.lists.questions import STAND

        kind, zone = LISTS[name], self._store.glance.calendar.zone
        answer: dict[str, Any] = {"at": at.astimezone(zone).isoformat(), "from": None, "to": None}
        if name in STAND:
            return answer | {"items": self._standing(name, at, known_at)}
        period = Period.asked(name, at, since, until, zone)
        answer |= {"from": period.since.isoformat(), "to": period.until.isoformat() if period.until else None}
        if name == "exports":
            return answer | {"items": latest_first(self._left(None if is_now else at, known_at), period)}
        return answer | {"items": self._happened(kind, period, at, known_at)}

    def _standing(self, name: str, at: datetime, known_at: datetime | None) -> list[Values]:
        from carelist_tui.domain.views.lists.caseload_people import high, people
        from carelist_tui.journal.projection.rebuild import read_roster
        from carelist_tui.journal.queries.known_at import KnownThen
        from carelist_tui.journal.queries.lists import standing_at, standing_then

        if name == RETENTION:
            return self._left_long_ago(at, known_at)
        pick = {"people": people, "high": high}[name]
        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            if known_at is None:
                return pick(standing_at(connection, at, standards), at, read_roster(connection))
            then = KnownThen.by(connection, known_at, standards)
            return pick(standing_then(then, at), at, then.roster)

    def _left_long_ago(self, at: datetime, known_at: datetime | None) -> list[Values]:
        from carelist_tui.domain.views.lists.retention import retention
        from carelist_tui.journal.queries.known_at import KnownThen
        from carelist_tui.journal.queries.lists import left_by

        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            if known_at is None:
                return retention(left_by(connection, at, standards), at)
            return retention(KnownThen.by(connection, known_at, standards).grounds(at), at)

    def _happened(self, kind: ListKind, period: Period, at: datetime, known_at: datetime | None) -> list[Values]:
        from carelist_tui.domain.views.lists.every_list import OF_A_PERSON, OF_THE_TEAM, latest_first
        from carelist_tui.journal.queries.lists import team_story, told_by_then

        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            rows: list[Row] = []
            if of_team := OF_THE_TEAM.get(kind.name):
                rows += of_team(team_story(connection, known_at), at, standards)
            if of_person := OF_A_PERSON.get(kind.name):
                since = None if period.keeps_open and kind.opens else period.begins
                each_told = told_by_then(connection, kind.begins_with, since, at, known_at, standards)
                rows += (row for told in each_told for row in of_person(told, at))
            return [self._as_read(kind, row) for row in latest_first(rows, period)]

    def _as_read(self, kind: ListKind, row: Values) -> Values:
        """A row without what is not for whoever is signed in."""
        from carelist_tui.domain.views.lists.supervision import SUPERVISION, as_read_by

        if kind is not SUPERVISION:
            return row
        return as_read_by(self._store.worker, row, self._store.glance.read_roster())

    def _left(self, *by_then: datetime | None) -> Iterator[Row]:
        from carelist_tui.domain.views.lists.exports import exports

        people = {each.person: (each.ref, each.name) for each in self._people.find("")}
        then = min((moment for moment in by_then if moment is not None), default=None)
        looks = self._people.access()
        if then is not None:
            looks = [look for look in looks if datetime.fromisoformat(look["at"]) <= then]
        return exports(looks, people, self._store.glance.calendar.zone)
