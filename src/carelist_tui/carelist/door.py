"""The door itself: a store made or opened, what is recorded in it, checked and made afresh.

Opening it and reading today's list need the standard library and the driver only; what checks, folds and writes is
imported when it is first needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from carelist_tui.carelist.huddling import Huddling
from carelist_tui.carelist.keeping import Keeping
from carelist_tui.carelist.meeting import Meeting
from carelist_tui.carelist.passing import Passing
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.glance import Glance
from carelist_tui.vault.folder import check_folder, close_umask, making_folder

if TYPE_CHECKING:
    from carelist_tui.journal.append.batch import Receipt
    from carelist_tui.journal.take_in.entries import Taken
    from carelist_tui.journal.verify import Verdict
    from carelist_tui.vault.keys import WorkFactor


class Carelist(Meeting, Passing, Keeping, Huddling):
    """One store, open. `worker` is who is signed in; without one it can be read, and nothing recorded.

    Every moment given is aware; `now` is the present one.
    """

    @classmethod
    def open(cls, store: Path, worker: str | None = None, *, key: bytes | None = None) -> Carelist:
        """`key` is what a worker's passphrase gave, in an encrypted store.

        Refuses (status 3) a path without a store, a damaged one, one made by a newer version, an encrypted one without
        its key, and with one, a worker who does not work here now.
        """
        close_umask()
        folder = check_folder(store)
        door = cls(folder, Glance.open(folder, key), worker, key)
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

        An encrypted one needs that worker's `passphrase`; its recovery key is then given by `take_recovery_key`. How
        much work an unlock is to be is measured here, unless `encrypted` says it. Refuses a worker or a passphrase that
        can't be, and a path where something is already.
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
        door._recovery_key = recovery_key
        return door

    @property
    def has_recorded(self) -> bool:
        """Whether anything was appended by this door."""
        return self._journal is not None and self._journal.has_kept

    def record(
        self,
        drafts: Sequence[Mapping[str, Any]],
        now: datetime,
        lines: Sequence[int] | None = None,
        *,
        seen: Collection[str] | None = None,
    ) -> list[Receipt]:
        """Appends these drafts, all or none, and gives a receipt for each; one that is here already answers as before.

        `lines` are the lines they stand on. `seen`: the sentences of what they take away that somebody has read; what
        takes away more is not recorded yet (TakesAway says all of it). Without it, the receipts alone say it. Refuses
        with every fault and its line; (status 3) when the store can't be written.
        """
        if self.worker is None:
            raise Refused("nobody is signed in: say who you are with --as WORKER, or CARELIST_WORKER")
        return self.journal.record(drafts, author=self.worker, now=now, lines=lines, seen=seen)

    def take_in(self, raws: Iterable[Any], lines: Sequence[int] | None = None) -> Taken:
        """Takes in whole stored entries in any order, all or none; what is here already is passed over. Refuses in an
        encrypted store: nobody signed them."""
        if self._key is not None:
            raise Refused(
                "this store is encrypted, and takes in signed entries only: sync with the folder of your team, or take "
                "a sealed export (.carelist)"
            )
        return self.journal.take_in(raws, lines)

    def adopt(self, text: str, now: datetime) -> Receipt:
        """These Standards hold from now on, and every Due is made by them. Refuses a file that can't be adopted, with
        the line of each fault, and the file that is in force already."""
        from carelist_tui.domain.canonical import nfc
        from carelist_tui.domain.standards import adoptable_standards

        composed = nfc(text)
        digest = adoptable_standards(composed).digest
        if digest == self.journal.standards.digest:
            raise Refused("these Standards are in force already")
        occurred_at = now.isoformat(timespec="seconds")
        body = {"digest": digest, "text": composed}
        return self.record([{"type": "standards.adopted", "occurred_at": occurred_at, "body": body}], now)[0]

    def leave(self, worker: str, to: str, now: datetime) -> list[Receipt]:
        """Somebody leaves: everyone and everything they hold becomes another's, and they work here no longer; all in
        one. Refuses a worker who is not known, has left already, or is the same as the other."""
        from carelist_tui.journal.queries.leavers import passed_on

        known = {each.id: each for each in self.workers()}
        for each in (worker, to):
            if each not in known or not known[each].active:
                raise Refused(f"nobody works here under the id {each}: see `carelist worker list`")
        if worker == to:
            raise Refused("what somebody holds must be passed on to somebody else")
        with self.journal.store.reading() as connection:
            told = passed_on(connection, worker, to)
        leaver = known[worker]
        last: dict[str, Any] = {"worker": worker, "name": leaver.name, "role": leaver.role, "team": leaver.team}
        last |= {"active": False} | ({"days": list(leaver.days)} if leaver.days else {})
        occurred_at = now.isoformat(timespec="seconds")
        drafts = [
            {"type": kind, "occurred_at": occurred_at, "body": body} | ({"person": person} if person else {})
            for kind, person, body in (*told, ("worker.changed", None, last))
        ]
        receipts = self.record(drafts, now)
        self.take_slot(worker)
        return receipts

    def _keep_failed_tries(self) -> None:
        """Wrong passphrases since the last opening go into the access log; where it can't be written, the next time."""
        if self._key is None:
            return
        from carelist_tui.vault.keys import failed_tries, forget_failed_tries

        failed = failed_tries(self.store)
        with suppress(Refused):
            for each in failed:
                self._looks().keep("unlock_failed", each.at, worker=each.worker or None, person=None, count=None)
            forget_failed_tries(self.store, failed)

    def verify(self) -> Verdict:
        """Checks the whole store; what is wrong is named, with its repair."""
        from carelist_tui.journal.verify import verify

        journal = self.journal
        return verify(journal.store, journal.standards)

    def rebuild(self) -> None:
        """Makes the projections afresh from the journal. Refuses (status 3) a store that can't be written."""
        self.journal.rebuild()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
