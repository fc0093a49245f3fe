"""The people of a store at the door: the worklist, the queue, cards and stories, who works here, and who looked.

Today's list needs the standard library and the driver only; what folds is imported when it is first needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.catalogue import tr
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Worker
from carelist_tui.domain.worklist import Item, as_json
from carelist_tui.journal.queries.search import Found

if TYPE_CHECKING:
    from carelist_tui.domain.dues.ground import Ground
    from carelist_tui.domain.entries.entry import Entry
    from carelist_tui.domain.standards import Standards
    from carelist_tui.journal.looks import Kind
    from carelist_tui.journal.queries.covers import Held
    from carelist_tui.journal.queries.differences import Comparison
    from carelist_tui.journal.queries.known_at import KnownThen

STATUSES = ("overdue", "due", "upcoming")
_BEFORE_EVERYTHING = datetime(1000, 1, 1, tzinfo=UTC)
T = TypeVar("T")


class People:
    """Those in an open store. Every moment given is aware; `at` is the moment to read at, and what was recorded
    after `known_at` is left out."""

    def __init__(self, store: OpenStore) -> None:
        self._store = store

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
        known_at: datetime | None = None,
    ) -> list[Item]:
        """The worklist at `at`, in order: what is due or overdue, and what falls due within `days` after it."""
        items = self._known_then(known_at, lambda then: then.items(at)) if known_at else None
        return self._store.glance.today(
            at, worker=worker, team=team, kind=kind, band=band, zone=zone, days=days, owed=items
        )

    def today_json(self, at: datetime, *, known_at: datetime | None = None, **asked: Any) -> dict[str, Any]:
        """The same as `today --json` answers it; the counts are of the items answered."""
        items = self.today(at, known_at=known_at, **asked)
        counts = Counter(item.status for item in items)
        zone, digest = self._store.glance.calendar.zone, self._store.glance.standards
        out = [] if known_at else self._store.glance.out(at, team=asked.get("team"))
        return {
            "at": at.astimezone(zone).isoformat(),
            "standards": self._known_then(known_at, lambda then: then.standards.digest) if known_at else digest,
            "items": [as_json(item, zone) for item in items],
            "counts": {status: counts[status] for status in STATUSES},
            "out": [each.as_json(zone) for each in out],
        }

    def covers(self, at: datetime) -> list[Held]:
        """The cover that was arranged by then and holds beyond it, while the service is closed: one a person."""
        from carelist_tui.journal.queries.covers import covers_standing

        with self._store.journal.store.reading() as connection:
            return covers_standing(connection, at)

    def queue(self, at: datetime, known_at: datetime | None = None) -> list[dict[str, Any]]:
        """The missed-contact queue at `at`, in order: each open episode as `queue --json` answers it."""
        from carelist_tui.domain.views.queue import episode_as_json
        from carelist_tui.journal.views import view_queue

        if known_at is not None:
            waiting = self._known_then(known_at, lambda then: then.queue(at))
        else:
            with self._store.journal.store.reading() as connection:
                waiting = view_queue(connection, at, self._store.journal.standards_in(connection))
        return [episode_as_json(ground, ground.episode, items) for ground, items in waiting if ground.episode]

    def queue_json(self, at: datetime, known_at: datetime | None = None) -> dict[str, Any]:
        """What `queue --json` answers."""
        return {"at": at.astimezone(self._store.glance.calendar.zone).isoformat(), "episodes": self.queue(at, known_at)}

    def person(self, ref: str, at: datetime, known_at: datetime | None = None) -> dict[str, Any]:
        """One person at `at`, as `show --json` answers; `ref` is the service's identifier, or the person's id.

        Refuses an identifier that nobody has, or more than one person.
        """
        from carelist_tui.domain.views.person import shown

        return shown(*self.grounded(ref, at, known_at), at)

    def if_joined(self, ended: str, stays: str, at: datetime) -> dict[str, Any]:
        """As `person` would answer of the record that stays, were the other joined into it at `at`; both by id. Nothing
        is written."""
        from carelist_tui.domain.views.person import shown
        from carelist_tui.journal.views import view_if_joined

        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            return shown(*view_if_joined(connection, ended, stays, at, standards), at)

    def grounded(
        self, ref: str, at: datetime, known_at: datetime | None = None
    ) -> tuple[Ground, list[Item], list[Entry]]:
        """What a view of one person at `at` is made of: their ground, what is owed, their story. Refuses as `person`
        does."""
        from carelist_tui.journal.views import view_person

        then = self._known_then(known_at, lambda then: then.person(ref, at)) if known_at else None
        if then is not None:
            return then
        moment = _BEFORE_EVERYTHING if known_at else at
        with self._store.journal.store.reading() as connection:
            return view_person(connection, ref, moment, self._store.journal.standards_in(connection))

    def ground(self, ref: str, at: datetime) -> Ground:
        """How one person stands at `at`, as `grounded` has it; what they are owed and their story are not read.
        Refuses as `person` does."""
        from carelist_tui.journal.views import view_ground

        with self._store.journal.store.reading() as connection:
            return view_ground(connection, ref, at, self._store.journal.standards_in(connection))

    def kinds_of(self, ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """(type, person) of each of these entries by its id; one that is not here is left out."""
        from carelist_tui.journal.append.references import Known

        with self._store.journal.store.reading() as connection:
            return Known(connection).kinds_of(ids)

    def as_at(self, at: datetime, known_at: datetime | None = None) -> Iterator[tuple[Ground, list[Item], list[Entry]]]:
        """Everyone who had come to the service by `at`, by id, one in memory at a time: their ground, all that they
        were owed in the order of the worklist, and their story, as `person` makes its answer of. All of one moment of
        the store: it is held open until the last was read."""
        from carelist_tui.journal.queries.known_at import KnownThen
        from carelist_tui.journal.views import view_everybody

        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            if known_at is not None:
                yield from KnownThen.by(connection, known_at, standards).everybody(at)
            else:
                yield from view_everybody(connection, at, standards)

    def remarks_if_recorded(
        self, person: str, now: datetime
    ) -> Callable[[Sequence[Mapping[str, Any]]], list[list[str]]]:
        """Asks what would be said of drafts about the person with this id, were they recorded now, as they stand now.
        Refuses as `person` does."""
        from carelist_tui.domain.checks.late_bookings import remarks_if_recorded
        from carelist_tui.journal.views import view_person

        with self._store.journal.store.reading() as connection:
            ground, *_ = view_person(connection, person, now, self._store.journal.standards_in(connection))
        return partial(remarks_if_recorded, ground, now=now)

    def _known_then(self, known_at: datetime, ask: Callable[[KnownThen], T]) -> T:
        from carelist_tui.journal.queries.known_at import KnownThen

        with self._store.journal.store.reading() as connection:
            return ask(KnownThen.by(connection, known_at, self._store.journal.standards_in(connection)))

    def find(self, text: str) -> list[Found]:
        """People by name, identifier or phone, whatever the accents; those no longer on the caseload too."""
        return self._store.glance.find(text)

    def of_pseudonym(self, pseudonym: str) -> list[Found]:
        """Whose pseudonym in a service's database this is, by the team's keys, or without encryption by the folders
        that this store was synced with; nobody where it is another team's."""
        from carelist_tui.domain.measures.nameless import Pseudonyms
        from carelist_tui.journal.sync.folders import read_folders, read_met
        from carelist_tui.vault.team.age_keys import read_team
        from carelist_tui.vault.team.collected_teams import naming_secrets

        with self._store.journal.store.reading() as connection:
            met = {*read_met(connection).values(), *read_folders(connection)}
        team = read_team(self._store.folder, self._store.key) if self._store.key is not None else None
        keys = [Pseudonyms.by_folder(each) for each in sorted(met)]
        keys += [Pseudonyms.by_secret(each) for each in (naming_secrets(team) if team is not None else ())]
        said = pseudonym.strip().lower()
        everyone = (each.found for each in self._store.glance.everyone())
        return [each for each in everyone if any(key.of(each.person) == said for key in keys)]

    def differences(self, standards: Standards, now: datetime) -> Comparison:
        """What adopting these Standards at `now` would change in the present caseload's Dues, and what is booked for
        days that they close; nothing is written."""
        from carelist_tui.journal.queries.differences import compared_by_standards

        with self._store.journal.store.reading() as connection:
            present = self._store.journal.standards_in(connection)
            return compared_by_standards(connection, present, standards.adopted_after(present, now), now)

    def adoptions(self) -> list[dict[str, str]]:
        """Which Standards were adopted, and since when, the first ones first; without those that ship."""
        return [{"since": since, "standards": digest} for since, digest in self._store.journal.standards.adoptions[1:]]

    def standards_text(self) -> str:
        """The file of the Standards in force, as it was adopted; the one that ships before the first."""
        return self._store.journal.standards.text

    def stored_lines(self, ref: str | None = None, since: datetime | None = None) -> Iterator[str]:
        """Each entry as it is stored, in story order; of one person, recorded since then. Refuses as `person` does."""
        from carelist_tui.journal.queries.stored_lines import stored_lines
        from carelist_tui.journal.views import person_with

        with self._store.journal.store.reading() as connection:
            yield from stored_lines(connection, person_with(connection, ref) if ref else None, since)

    def stories(self, ref: str | None = None) -> Iterator[list[dict[str, Any]]]:
        """Each story as `show --json` answers it: first the team's, then each person's; or one person's."""
        from carelist_tui.domain.views.person import told
        from carelist_tui.journal.queries.stored_lines import whole_stories
        from carelist_tui.journal.views import person_with

        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            for story in whole_stories(connection, person_with(connection, ref) if ref else None):
                yield told(story, standards.limits.late_after, standards.calendar.zone)

    def entries(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        """These entries as a story tells them, in story order; one that is not here is left out."""
        from carelist_tui.domain.views.person import told
        from carelist_tui.journal.append.references import Known

        with self._store.journal.store.reading() as connection:
            found = [entry for id in ids if (entry := Known(connection).entry(id)) is not None]
            standards = self._store.journal.standards_in(connection)
            return told(found, standards.limits.late_after, standards.calendar.zone)

    def things_set(self, person: str) -> dict[str, list[str]]:
        """For each thing that entries set of the person with this id (records.md, Conflict), those that stand; nothing
        for somebody who is not here. What a form saw when it opened."""
        from carelist_tui.journal.queries.versions import things_set

        with self._store.journal.store.reading() as connection:
            return things_set(connection, person)

    def newest(self, person: str, at: datetime, count: int) -> list[dict[str, Any]]:
        """The end of the story of the person with this id, as `show --json` tells it: `count` entries at most."""
        from carelist_tui.domain.views.person import told
        from carelist_tui.journal.queries.newest import newest_of

        with self._store.journal.store.reading() as connection:
            standards = self._store.journal.standards_in(connection)
            story = newest_of(connection, person, at, count)
            return told(story, standards.limits.late_after, standards.calendar.zone)

    def card(self, person: str, at: datetime | None = None) -> Card | None:
        """What somebody needs to act safely for the person with this id, read at `at`; None when nobody has it."""
        return self._store.glance.card(person, at)

    def workers(self) -> list[Worker]:
        """Everyone who works, or has worked, here, by id."""
        return sorted(self._store.glance.read_roster().workers.values(), key=lambda worker: worker.id)

    def looked(
        self,
        kind: Kind,
        person: str | None,
        now: datetime,
        *,
        count: int | None = None,
        worker: str | None = None,
        reason: str | None = None,
    ) -> str | None:
        """Keeps that whoever is signed in (or `worker`) looked: at the person with this id, or with `count` found or
        left, and for which reason it left in clear. Nobody is kept from reading by it: where it could not be kept,
        gives the sentence that says so."""
        try:
            who = worker or self._store.worker
            self._store.looks.keep(kind, now, worker=who, person=person, count=count, reason=reason)
        except Refused as refused:
            return tr("that you looked could not be kept in the access log: {refused}", refused=refused)
        return None

    def access(self, ref: str | None = None, *, worker: str | None = None) -> list[dict[str, Any]]:
        """Who looked at a person (by identifier or id), or what a worker looked at, the latest first; each with
        `number`, `at`, `worker`, `kind`, `person`, `count`, and `reason` where one was asked. Refuses an identifier
        that nobody has."""
        person = self.whom(ref) if ref is not None else None
        return [look.as_json() for look in self._store.looks.about(person=person, worker=worker)]

    def whom(self, ref: str) -> str:
        """The id of the person with this identifier, or id; of a record that was joined that of whose it is. Refuses
        one that nobody has, or more than one person."""
        from carelist_tui.journal.views import person_with

        with self._store.journal.store.reading() as connection:
            return person_with(connection, ref)
