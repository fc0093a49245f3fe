"""The door itself: a store made or opened, the parts by which it is asked and recorded in, checked and made afresh.

Opening it and reading today's list need the standard library and the driver only; what checks, folds and writes is
imported when it is first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from carelist_tui.carelist.audit import Audits
from carelist_tui.carelist.backups import Backups
from carelist_tui.carelist.collected.collector import Collector
from carelist_tui.carelist.exports import Exports
from carelist_tui.carelist.handovers import Handovers
from carelist_tui.carelist.huddle import Huddles
from carelist_tui.carelist.keys import Keys
from carelist_tui.carelist.laptops import Laptops
from carelist_tui.carelist.lists import Lists
from carelist_tui.carelist.measures import Measures
from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.carelist.record import Record
from carelist_tui.carelist.reports import Reports
from carelist_tui.carelist.sync import Sync
from carelist_tui.carelist.team_keys import NOT_JOINED
from carelist_tui.catalogue import tr
from carelist_tui.domain.clock import JudgedClock, judge_clock
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.glance import Glance
from carelist_tui.vault.disk import DiskRefuses
from carelist_tui.vault.folder import check_folder, close_umask, collects, making_folder

if TYPE_CHECKING:
    from carelist_tui.journal.book import Journal
    from carelist_tui.journal.verify import Verdict
    from carelist_tui.vault.keys import WorkFactor

Recording = Callable[[OpenStore, People, Keys], Record]
"""What makes the part by which a door records."""


class Carelist:
    """One store, open, and its parts. `worker` is who is signed in; without one it can be read, and nothing recorded.

    Every moment given is aware; `now` is the present one.
    """

    def __init__(self, opened: OpenStore, recording: Recording = Record) -> None:
        self.opened = opened
        self.people = People(opened)
        self.keys = Keys(opened, self.people)
        self.record = recording(opened, self.people, self.keys)
        self.laptops = Laptops(opened, self.people, self.record, self.keys.team)
        self.sync = Sync(opened, self.record, self.laptops, self.keys.team)
        self.handovers = Handovers(opened, self.people, self.record)
        self.exports = Exports(opened, self.people, self.laptops, self.keys.team, self.handovers)
        self.lists = Lists(opened, self.people)
        self.measures = Measures(opened)
        self.audits = Audits(opened, self.record)
        self.huddle = Huddles(opened, self.people)
        self.reports = Reports(opened, self.people)
        self.backups = Backups(opened)
        self.collector = Collector(opened)

    @classmethod
    def open(
        cls, store: Path, worker: str | None = None, *, key: bytes | None = None, may_be_behind: bool = False
    ) -> Carelist:
        """`key` is what a worker's passphrase gave, in an encrypted store. `may_be_behind`: see `Journal.open`.

        Refuses (status 3) a path without a store, a damaged one, one made by a newer version, an encrypted one without
        its key, and with one, a worker who does not work here now.
        """
        close_umask()
        folder = check_folder(store)
        door = cls(OpenStore(folder, Glance.open(folder, key, may_be_behind=may_be_behind), worker, key))
        try:
            door.check_works_here()
            door._keep_failed_tries()
        except BaseException:
            door.close()
            raise
        return door

    @classmethod
    def init(
        cls,
        store: Path,
        *,
        worker: str,
        name: str,
        role: str,
        team: str,
        now: datetime,
        encrypted: bool | WorkFactor = True,
        passphrase: str | None = None,
    ) -> Carelist:
        """Makes a store with its device's key and one entry, the first worker; opens it as that worker.

        An encrypted one needs that worker's `passphrase`; its recovery key is then given by `keys.take_recovery_key`.
        How much work an unlock is to be is measured here, unless `encrypted` says it. Refuses a worker or a passphrase
        that can't be, and a path where something is already.
        """
        from carelist_tui.journal.book import Journal

        close_umask()
        body = {"worker": worker, "name": name, "role": role, "team": team}
        key, recovery_key = None, None
        with making_folder(store) as folder:
            if encrypted:
                from carelist_tui.vault.keys import make_keys

                key, recovery_key = make_keys(
                    folder, worker, passphrase or "", None if encrypted is True else encrypted
                )
            journal = Journal.make(folder, key)
            try:
                first = {"type": "worker.added", "occurred_at": now.isoformat(timespec="seconds"), "body": body}
                journal.record([first], author=worker, now=now, first=True)
            finally:
                journal.close()
        door = cls.open(store, worker, key=key)
        door.keys.hold_recovery_key(recovery_key)
        return door

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return self.opened.folder

    @property
    def glance(self) -> Glance:
        """The store open to be read at a glance."""
        return self.opened.glance

    @property
    def worker(self) -> str | None:
        """Who is signed in."""
        return self.opened.worker

    @worker.setter
    def worker(self, worker: str | None) -> None:
        self.opened.worker = worker

    @property
    def journal(self) -> Journal:
        """The store open for writing. The first use imports the models and the rules."""
        return self.opened.journal

    @property
    def disk_words(self) -> str:
        """What is wrong with the disk of the store, where everything can be read and nothing recorded; else empty."""
        return self.opened.disk_words

    @contextmanager
    def as_known(self, known_at: datetime | None) -> Iterator[Carelist]:
        """The door to what was recorded by then, to read: to a private copy, which is gone afterwards; to this store
        where no moment is said. Refuses (status 3) where the copy has no room."""
        if known_at is None:
            yield self
            return
        from carelist_tui.journal.backup.known_store import KnownStore

        known = KnownStore(self.store, self.opened.key, known_at)
        try:
            with Carelist.open(known.folder, key=self.opened.key) as door:
                door.worker = self.worker  # who looks back may have come later than what they see
                yield door
        finally:
            known.close()

    def clock(self, now: datetime) -> JudgedClock:
        """The machine's own clock, which says `now`, judged: never a moment that somebody named."""
        return judge_clock(now, self.glance.clock_evidence())

    def clock_is_right(self, now: datetime) -> None:
        """Somebody said that the machine's clock, which says `now`, is right: kept in the store, it counts again.
        Refuses (status 3) a store that can't be written."""
        self.journal.clock_is_right(now)

    def data_version(self) -> int:
        """A number that changes when anything was written to the store: cheap to ask, again and again."""
        return self.glance.data_version()

    def check_works_here(self) -> None:
        """Refuses (status 3) an encrypted store that has not joined its team, and one open as somebody who does not
        work here now."""
        if self.opened.key is None or self.worker is None:
            return
        workers = self.people.workers()
        if not workers and collects(self.store):
            return  # what it may do needs no worker: it records nothing
        if not workers:
            raise Refused(NOT_JOINED, status=3)
        if not any(each.id == self.worker and each.active for each in workers):
            raise Refused(tr("nobody works here now under the id {worker}", worker=self.worker), status=3)

    def _keep_failed_tries(self) -> None:
        """Wrong passphrases since the last opening go into the access log; where it can't be written, the next time."""
        if self.opened.key is None:
            return
        from carelist_tui.vault.keys import failed_tries, forget_failed_tries

        failed = failed_tries(self.store)
        with suppress(Refused):
            for each in failed:
                self.opened.looks.keep("unlock_failed", each.at, worker=each.worker or None, person=None, count=None)
            forget_failed_tries(self.store, failed)

    def verify(self) -> Verdict:
        """Checks the whole store; what is wrong is named, with its repair."""
        from carelist_tui.journal.verify import verify

        with suppress(DiskRefuses):
            self.catch_up()
        journal = self.journal
        return verify(journal.store, journal.standards)

    def rebuild(self) -> None:
        """Makes the projections afresh from the journal. Refuses (status 3) a store that can't be written."""
        self.journal.rebuild()

    def catch_up(
        self, is_wanted: Callable[[], bool] = lambda: True, left: Callable[[int], None] = lambda number: None
    ) -> None:
        """Folds whoever is behind, as long as it `is_wanted` (see `Journal.open`); `left` is told how many still are.
        Refuses (status 3) a store that can't be written."""
        self.journal.catch_up(is_wanted=is_wanted, left=left)

    def close(self) -> None:
        """Closes the store; it is not asked again after this."""
        self.opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
