"""What may be asked of an open store. Today's list needs the standard library and the driver only; what folds is
imported when it is first needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from carelist_tui.domain.card import Card
from carelist_tui.domain.clock import JudgedClock, judge_clock
from carelist_tui.domain.roster import Worker
from carelist_tui.domain.worklist import Item, as_json
from carelist_tui.journal.glance import Glance
from carelist_tui.journal.queries.search import Found

if TYPE_CHECKING:
    from carelist_tui.domain.standards import Standards
    from carelist_tui.journal.book import Journal
    from carelist_tui.journal.queries.differences import Difference
    from carelist_tui.journal.queries.known_at import KnownThen

STATUSES = ("overdue", "due", "upcoming")
_BEFORE_EVERYTHING = datetime(1000, 1, 1, tzinfo=UTC)
T = TypeVar("T")


class Reading:
    """One store, open to be read. Every moment given is aware; `at` is the moment to read at, and what was recorded
    after `known_at` is left out."""

    def __init__(self, store: Path, glance: Glance, key: bytes | None = None) -> None:
        self.store, self.glance = store, glance
        self._key = key
        self._journal: Journal | None = None
        self._opening = Lock()

    @property
    def disk_words(self) -> str:
        """What is wrong with the disk of the store, where everything can be read and nothing recorded; else empty."""
        illness = self.glance.look.illness
        return illness.words if illness is not None else ""

    def clock(self, now: datetime) -> JudgedClock:
        """The machine's own clock, which says `now`, judged: never a moment that somebody named."""
        return judge_clock(now, self.glance.clock_evidence())

    def clock_is_right(self, now: datetime) -> None:
        """Somebody said that the machine's clock, which says `now`, is right: kept in the store, it counts again.
        Refuses (status 3) a store that can't be written."""
        self.journal.clock_is_right(now)

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
        return self.glance.today(at, worker=worker, team=team, kind=kind, band=band, zone=zone, days=days, owed=items)

    def today_json(self, at: datetime, *, known_at: datetime | None = None, **asked: Any) -> dict[str, Any]:
        """The same as `today --json` answers it; the counts are of the items answered."""
        items = self.today(at, known_at=known_at, **asked)
        counts = Counter(item.status for item in items)
        zone, digest = self.glance.calendar.zone, self.glance.standards
        return {
            "at": at.astimezone(zone).isoformat(),
            "standards": self._known_then(known_at, lambda then: then.standards.digest) if known_at else digest,
            "items": [as_json(item, zone) for item in items],
            "counts": {status: counts[status] for status in STATUSES},
        }

    def queue(self, at: datetime, known_at: datetime | None = None) -> list[dict[str, Any]]:
        """The missed-contact queue at `at`, in order: each open episode as `queue --json` answers it."""
        from carelist_tui.domain.views.queue import episode_as_json
        from carelist_tui.journal.views import view_queue

        if known_at is not None:
            waiting = self._known_then(known_at, lambda then: then.queue(at))
        else:
            with self.journal.store.reading() as connection:
                waiting = view_queue(connection, at, self.journal.standards_in(connection))
        return [episode_as_json(ground, ground.episode, items) for ground, items in waiting if ground.episode]

    def queue_json(self, at: datetime, known_at: datetime | None = None) -> dict[str, Any]:
        """What `queue --json` answers."""
        return {"at": at.astimezone(self.glance.calendar.zone).isoformat(), "episodes": self.queue(at, known_at)}

    def person(self, ref: str, at: datetime, known_at: datetime | None = None) -> dict[str, Any]:
        """One person at `at`, as `show --json` answers; `ref` is the service's identifier, or the person's id.

        Refuses an identifier that nobody has, or more than one person.
        """
        from carelist_tui.domain.views.person import shown
        from carelist_tui.journal.views import view_person

        then = self._known_then(known_at, lambda then: then.person(ref, at)) if known_at else None
        if then is None:
            moment = _BEFORE_EVERYTHING if known_at else at
            with self.journal.store.reading() as connection:
                then = view_person(connection, ref, moment, self.journal.standards_in(connection))
        return shown(*then, at)

    def _known_then(self, known_at: datetime, ask: Callable[[KnownThen], T]) -> T:
        from carelist_tui.journal.queries.known_at import KnownThen

        with self.journal.store.reading() as connection:
            return ask(KnownThen.by(connection, known_at, self.journal.standards_in(connection)))

    def find(self, text: str) -> list[Found]:
        """People by name, identifier or phone, whatever the accents; those no longer on the caseload too."""
        return self.glance.find(text)

    def differences(self, standards: Standards, now: datetime) -> list[Difference]:
        """What adopting these Standards at `now` would change in the present caseload's Dues; nothing is written."""
        from carelist_tui.journal.queries.differences import differences

        with self.journal.store.reading() as connection:
            present = self.journal.standards_in(connection)
            return list(differences(connection, present, standards.adopted_after(present, now)))

    def adoptions(self) -> list[dict[str, str]]:
        """Which Standards were adopted, and since when, the first ones first; without those that ship."""
        return [{"since": since, "standards": digest} for since, digest in self.journal.standards.adoptions[1:]]

    def standards_text(self) -> str:
        """The file of the Standards in force, as it was adopted; the one that ships before the first."""
        return self.journal.standards.text

    def stored_lines(self, ref: str | None = None, since: datetime | None = None) -> Iterator[str]:
        """Each entry as it is stored, in story order; of one person, recorded since then. Refuses as `person` does."""
        from carelist_tui.journal.queries.stored_lines import stored_lines
        from carelist_tui.journal.views import person_with

        with self.journal.store.reading() as connection:
            yield from stored_lines(connection, person_with(connection, ref) if ref else None, since)

    def stories(self, ref: str | None = None) -> Iterator[list[dict[str, Any]]]:
        """Each story as `show --json` answers it: first the team's, then each person's; or one person's."""
        from carelist_tui.domain.views.person import told
        from carelist_tui.journal.queries.stored_lines import whole_stories
        from carelist_tui.journal.views import person_with

        with self.journal.store.reading() as connection:
            standards = self.journal.standards_in(connection)
            for story in whole_stories(connection, person_with(connection, ref) if ref else None):
                yield told(story, standards.limits.late_after, standards.calendar.zone)

    def entries(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        """These entries as a story tells them, in story order; one that is not here is left out."""
        from carelist_tui.domain.views.person import told
        from carelist_tui.journal.append.references import Known

        with self.journal.store.reading() as connection:
            found = [entry for id in ids if (entry := Known(connection).entry(id)) is not None]
            standards = self.journal.standards_in(connection)
            return told(found, standards.limits.late_after, standards.calendar.zone)

    def things_set(self, person: str) -> dict[str, list[str]]:
        """For each thing that entries set of the person with this id (records.md, Conflict), those that stand; nothing
        for somebody who is not here. What a form saw when it opened."""
        from carelist_tui.journal.queries.versions import things_set

        with self.journal.store.reading() as connection:
            return things_set(connection, person)

    def newest(self, person: str, at: datetime, count: int) -> list[dict[str, Any]]:
        """The end of the story of the person with this id, as `show --json` tells it: `count` entries at most."""
        from carelist_tui.domain.views.person import told
        from carelist_tui.journal.queries.newest import newest_of

        with self.journal.store.reading() as connection:
            standards = self.journal.standards_in(connection)
            story = newest_of(connection, person, at, count)
            return told(story, standards.limits.late_after, standards.calendar.zone)

    def card(self, person: str, at: datetime | None = None) -> Card | None:
        """What somebody needs to act safely for the person with this id, read at `at`; None when nobody has it."""
        return self.glance.card(person, at)

    def workers(self) -> list[Worker]:
        """Everyone who works, or has worked, here, by id."""
        return sorted(self.glance.read_roster().workers.values(), key=lambda worker: worker.id)

    def data_version(self) -> int:
        """A number that changes when anything was written to the store: cheap to ask, again and again."""
        return self.glance.data_version()

    @property
    def journal(self) -> Journal:
        """The store open for writing. The first use imports the models and the rules."""
        with self._opening:
            if self._journal is None:
                from carelist_tui.journal.book import Journal

                self._journal = Journal.open(self.store, self._key)
            return self._journal

    def close(self) -> None:
        """Closes the store; it is not asked again after this."""
        self.glance.close()
        if self._journal is not None:
            self._journal.close()
