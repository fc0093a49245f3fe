"""Keeping what is in a store: backups, putting one back, and who looked at what."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.reading import Reading
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.laptops import laptop_name

if TYPE_CHECKING:
    from carelist_tui.journal.backup.restore import Restored, Unlock
    from carelist_tui.journal.looks import Kind, Looks
    from carelist_tui.vault.backup.manifest import Manifest

BROUGHT_BACK = "a sync brings back what had been sent"
"""Where it is said that entries are missing: what helps."""
_IS_HERE = "SELECT 1 FROM entry WHERE device = ? AND seq = ? AND hash = ?"


class Keeping(Reading):
    """One store, open; what is kept of it elsewhere, and of those who read it. `worker` is who is signed in."""

    worker: str | None
    _looks_kept: Looks | None = None

    def backup(self, file: Path, now: datetime) -> Manifest:
        """A consistent, checked copy in one file, taken while others write; says what is in it.

        Refuses a place inside the store, a file that is no backup or holds more, and (status 3) a damaged store.
        """
        from carelist_tui.journal.backup.copy import back_up

        return back_up(self.store, self._key, file, now)

    def missing(self) -> list[str]:
        """Entries that were here and can no longer be found, a sentence for each device: to be said to whoever opens
        the store. While some that were recorded here are gone, nothing more is recorded."""
        if self._ends_as_witnessed():
            return []
        from carelist_tui.journal.sync.laptops import read_laptops

        with self.journal.store.reading() as connection:
            laptops = read_laptops(connection)
        return [
            f"{each}: nothing more can be recorded"
            if each.device == self.journal.device
            else f"{each.numbers} of {laptop_name(laptops, each.device)} can no longer be found in the store"
            for each in self.journal.missing()
        ]

    def _ends_as_witnessed(self) -> bool:
        """Whether the last entry that was ever here of each device is here: told without the journal, which takes
        longer to import than to ask."""
        from carelist_tui.vault.witness import OF_NO_DEVICE, Witness

        asked = [(device, head.seq, head.hash) for device, head in Witness(self.store).read().items() if head.seq]
        return all(self.glance.look.rows(_IS_HERE, each) for each in asked if each[0] not in OF_NO_DEVICE)

    def looked(
        self, kind: Kind, person: str | None, now: datetime, *, count: int | None = None, worker: str | None = None
    ) -> str | None:
        """Keeps that whoever is signed in (or `worker`) looked: at the person with this id, or with `count` found or
        left. Nobody is kept from reading by it: where it could not be kept, gives the sentence that says so."""
        try:
            self._looks().keep(kind, now, worker=worker or self.worker, person=person, count=count)
        except Refused as refused:
            return f"that you looked could not be kept in the access log: {refused}"
        return None

    def access(self, ref: str | None = None, *, worker: str | None = None) -> list[dict[str, Any]]:
        """Who looked at a person (by identifier or id), or what a worker looked at, the latest first; each with
        `number`, `at`, `worker`, `kind`, `person`, `count`. Refuses an identifier that nobody has."""
        person = self.whom(ref) if ref is not None else None
        return [look.as_json() for look in self._looks().about(person=person, worker=worker)]

    def whom(self, ref: str) -> str:
        """The id of the person with this identifier, or id. Refuses one that nobody has, or more than one person."""
        from carelist_tui.journal.views import person_with

        with self.journal.store.reading() as connection:
            return person_with(connection, ref)

    def _looks(self) -> Looks:
        from carelist_tui.journal.looks import Looks

        if self._looks_kept is None:
            self._looks_kept = Looks(self.glance.look, self.store)
        return self._looks_kept

    @staticmethod
    def restore(file: Path, store: Path, *, unlock: Unlock, now: datetime, replace_newer: bool = False) -> Restored:
        """Makes a store of a backup, as another device; see `journal/backup/restore.py`. `unlock` gives the key of
        the backup's store, which lies in a folder meanwhile. Refuses to replace newer history unless told to."""
        from carelist_tui.journal.backup.restore import restore

        return restore(file, store, unlock=unlock, now=now, replace_newer=replace_newer)
