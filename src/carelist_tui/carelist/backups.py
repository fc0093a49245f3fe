"""The backups of a store at the door: one made, one put back, and what can no longer be found."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.catalogue import tr
from carelist_tui.domain.roster.laptops import laptop_name

if TYPE_CHECKING:
    from carelist_tui.journal.backup.restore import Restored, Unlock
    from carelist_tui.vault.backup.manifest import Manifest
    from carelist_tui.vault.witness import Witness

BROUGHT_BACK = tr("a sync brings back what had been sent")
"""Where it is said that entries are missing: what helps."""


class Backups:
    """What is kept of an open store elsewhere, and whether all of it is still here."""

    def __init__(self, store: OpenStore) -> None:
        self._store = store

    def backup(self, file: Path, now: datetime) -> Manifest:
        """A consistent, checked copy in one file, taken while others write; says what is in it.

        Refuses a place inside the store, a file that is no backup or holds more, and (status 3) a damaged store.
        """
        from carelist_tui.journal.backup.copy import back_up

        return back_up(self._store.folder, self._store.key, file, now)

    def missing(self) -> list[str]:
        """Entries that were here and can no longer be found, a sentence for each device: to be said to whoever opens
        the store. While some that were recorded here are gone, nothing more is recorded. Or that nobody can know."""
        from carelist_tui.vault.witness import Witness, unwitnessed

        witness = Witness(self._store.folder)
        if self._ends_as_witnessed(witness):
            return [] if witness.unread is None else [unwitnessed(witness.unread)]
        from carelist_tui.journal.sync.laptops import read_laptops

        with self._store.journal.store.reading() as connection:
            laptops = read_laptops(connection)
        return [
            tr("{value}: nothing more can be recorded", value=each)
            if each.device == self._store.journal.device
            else tr(
                "{numbers} of {laptop_name} can no longer be found in the store",
                numbers=each.numbers,
                laptop_name=laptop_name(laptops, each.device),
            )
            for each in self._store.journal.missing()
        ]

    def _ends_as_witnessed(self, witness: Witness) -> bool:
        """Whether the last entry that was ever here of each device is here: told without the journal, which takes
        longer to import than to ask."""
        from carelist_tui.vault.witness import OF_NO_DEVICE

        asked = [(device, head.seq, head.hash) for device, head in witness.read().items() if head.seq]
        return all(self._store.glance.holds_as_written(*each) for each in asked if each[0] not in OF_NO_DEVICE)

    @staticmethod
    def restore(file: Path, store: Path, *, unlock: Unlock, now: datetime, replace_newer: bool = False) -> Restored:
        """Makes a store of a backup, as another device; see `journal/backup/restore.py`. `unlock` gives the key of
        the backup's store, which lies in a folder meanwhile. Refuses to replace newer history unless told to."""
        from carelist_tui.journal.backup.restore import restore

        return restore(file, store, unlock=unlock, now=now, replace_newer=replace_newer)
