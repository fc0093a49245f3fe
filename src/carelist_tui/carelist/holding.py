"""What the door does with the key of an encrypted store: a slot for somebody who comes, none for who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carelist_tui.carelist.reading import Reading
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.roster import MANAGER
from carelist_tui.journal.glance import Glance

NOT_JOINED = (
    "this laptop has not joined its team yet: write a request with `carelist device request FILE`, have a manager "
    "invite it, and take the invitation with `carelist device join FILE --code CODE`"
)


class Holding(Reading):
    """One store, open with its key, if it has one. `worker` is who is signed in."""

    def __init__(self, store: Path, glance: Glance, worker: str | None, key: bytes | None = None) -> None:
        super().__init__(store, glance, key)
        self.worker = worker
        self._recovery_key: str | None = None

    def take_recovery_key(self) -> str | None:
        """The recovery key of a store just made, once: it is written nowhere else."""
        taken, self._recovery_key = self._recovery_key, None
        return taken

    def renew_recovery(self, worker: str | None = None) -> str:
        """A fresh recovery key for this worker, else for whoever is signed in; the one before opens nothing any more.
        Refuses who is no manager, since with it this store opens as whom it is for; and a worker who is not here."""
        from carelist_tui.vault.keys import renew_recovery

        if self._key is None:
            raise Refused("this store is not encrypted: it has no recovery key")
        if not any(each.id == self.worker and each.active and each.role == MANAGER for each in self.workers()):
            raise Refused("only a manager can make a fresh recovery key")
        owner = worker or self.worker or ""
        if not any(each.id == owner and each.active for each in self.workers()):
            raise Refused(f"nobody works here now under the id {owner}")
        return renew_recovery(self.store, self._key, owner)

    @contextmanager
    def slot_given(self, worker: str) -> Iterator[str | None]:
        """A first passphrase for a worker who has none on this laptop; taken back if what is done inside is refused.

        None where they have one, and where the store is not encrypted.
        """
        from carelist_tui.vault.keys import give_slot, workers_with_slots

        if self._key is None or worker in workers_with_slots(self.store):
            yield None
            return
        try:
            yield give_slot(self.store, self._key, worker)
        except BaseException:
            self.take_slot(worker)
            raise

    def take_slot(self, worker: str) -> None:
        """A worker's passphrase opens the store no more."""
        if self._key is not None:
            from carelist_tui.vault.keys import take_slot

            take_slot(self.store, worker)

    def check_works_here(self) -> None:
        """Refuses (status 3) an encrypted store that has not joined its team, and one open as somebody who does not
        work here now."""
        if self._key is None or self.worker is None:
            return
        workers = self.workers()
        if not workers:
            raise Refused(NOT_JOINED, status=3)
        if not any(each.id == self.worker and each.active for each in workers):
            raise Refused(f"nobody works here now under the id {self.worker}", status=3)
