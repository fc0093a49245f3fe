"""Carelist, the one door: everything a screen or a command may ask of a store, or have it do.

Opening it and reading today's list need the standard library and the driver only; what checks, folds and writes is
imported when it is first needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Worker
from carelist_tui.domain.worklist import Item, as_json
from carelist_tui.journal.glance import Glance
from carelist_tui.vault.folder import check_folder, close_umask, making_folder

if TYPE_CHECKING:
    from carelist_tui.journal.appending.batch import Receipt
    from carelist_tui.journal.appending.taking_in import Taken
    from carelist_tui.journal.book import Journal
    from carelist_tui.journal.verifying import Verdict

STATUSES = ("overdue", "due", "upcoming")


class Carelist:
    """One store, open. `worker` is who is signed in; without one it can be read, and nothing recorded.

    Every moment given is aware; `at` is the moment to read at, `now` the present one.
    """

    def __init__(self, store: Path, glance: Glance, worker: str | None) -> None:
        self.store, self.worker = store, worker
        self.glance = glance
        self._journal: Journal | None = None
        self._opening = Lock()

    @classmethod
    def open(cls, store: Path, worker: str | None = None) -> Carelist:
        """Refuses (status 3) a path without a store, a damaged one, and one made by a newer version."""
        close_umask()
        return cls(check_folder(store), Glance.open(store), worker)

    @classmethod
    def init(
        cls, store: Path, *, worker: str, name: str, role: str, team: str, now: datetime, encrypted: bool = True
    ) -> Carelist:
        """Makes a store with its device's key and one entry, the first worker; opens it as that worker.

        Refuses an encrypted one for now, a worker that can't be, and a path where something is already.
        """
        if encrypted:
            raise Refused(
                "an encrypted store needs the vault, which comes with a later version: until then, for tests and "
                "synthetic data only, add --no-encryption"
            )
        from carelist_tui.journal.book import Journal

        close_umask()
        body = {"worker": worker, "name": name, "role": role, "team": team}
        with making_folder(store) as folder:
            journal = Journal.make(folder)
            try:
                first = {"type": "worker.added", "occurred_at": now.isoformat(timespec="seconds"), "body": body}
                journal.record([first], author=worker, now=now, first=True)
            finally:
                journal.close()
        return cls.open(store, worker)

    def record(
        self, drafts: Sequence[Mapping[str, Any]], now: datetime, lines: Sequence[int] | None = None
    ) -> list[Receipt]:
        """Appends these drafts, all or none, and gives a receipt for each; one that is here already answers as before.

        `lines` are the lines they stand on. Refuses with every fault and its line; (status 3) when the store can't be
        written.
        """
        if self.worker is None:
            raise Refused("nobody is signed in: say who you are with --as WORKER, or CARELIST_WORKER")
        return self.journal.record(drafts, author=self.worker, now=now, lines=lines)

    def take_in(self, raws: Iterable[Any], lines: Sequence[int] | None = None) -> Taken:
        """Takes in whole stored entries in any order, all or none; what is here already is passed over."""
        return self.journal.take_in(raws, lines)

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
    ) -> list[Item]:
        """The worklist at `at`, in order: what is due or overdue, and what falls due within `days` after it."""
        return self.glance.today(at, worker=worker, team=team, kind=kind, band=band, zone=zone, days=days)

    def today_json(self, at: datetime, **asked: Any) -> dict[str, Any]:
        """The same as `today --json` answers it; the counts are of the items answered."""
        items = self.today(at, **asked)
        counts = Counter(item.status for item in items)
        zone = self.glance.calendar.zone
        return {
            "at": at.astimezone(zone).isoformat(),
            "standards": self.glance.standards,
            "items": [as_json(item, zone) for item in items],
            "counts": {status: counts[status] for status in STATUSES},
        }

    def queue(self, at: datetime) -> list[dict[str, Any]]:
        """The missed-contact queue at `at`, in order: each open episode as `queue --json` answers it."""
        from carelist_tui.domain.views.queue import episode_as_json
        from carelist_tui.journal.viewing import view_queue

        journal = self.journal
        with journal.store.reading() as connection:
            waiting = view_queue(connection, at, journal.standards)
        return [episode_as_json(ground, ground.episode, items) for ground, items in waiting if ground.episode]

    def queue_json(self, at: datetime) -> dict[str, Any]:
        """What `queue --json` answers."""
        return {"at": at.astimezone(self.glance.calendar.zone).isoformat(), "episodes": self.queue(at)}

    def person(self, ref: str, at: datetime) -> dict[str, Any]:
        """One person at `at`, as `show --json` answers; `ref` is the service's identifier, or the person's id.

        Refuses an identifier that nobody has, or more than one person.
        """
        from carelist_tui.domain.views.shown import shown
        from carelist_tui.journal.viewing import view_person

        journal = self.journal
        with journal.store.reading() as connection:
            ground, items, story = view_person(connection, ref, at, journal.standards)
        return shown(ground, items, story)

    def card(self, person: str) -> Card | None:
        """What somebody needs to act safely for the person with this id; None when nobody has it."""
        return self.glance.card(person)

    def workers(self) -> list[Worker]:
        """Everyone who works, or has worked, here, by id."""
        return sorted(self.glance.read_roster().workers.values(), key=lambda worker: worker.id)

    def verify(self) -> Verdict:
        """Checks the whole store; what is wrong is named, with its repair."""
        from carelist_tui.journal.verifying import verify

        journal = self.journal
        return verify(journal.store, journal.standards)

    def rebuild(self) -> None:
        """Makes the projections afresh from the journal."""
        self.journal.rebuild()

    def data_version(self) -> int:
        """A number that changes when anything was written to the store: cheap to ask, again and again."""
        return self.glance.data_version()

    @property
    def journal(self) -> Journal:
        """The store open for writing. The first use imports the models and the rules."""
        with self._opening:
            if self._journal is None:
                from carelist_tui.journal.book import Journal

                self._journal = Journal.open(self.store)
            return self._journal

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the store; it is not asked again after this."""
        self.glance.close()
        if self._journal is not None:
            self._journal.close()
