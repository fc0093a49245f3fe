"""The keys of a store at the door: a slot for who comes, none for who leaves, recovery keys, and the keys of a team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.carelist.team_keys import TeamKeys
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.roster import MANAGER


class Keys:
    """What opens this store; and in `team`, what the team seals and opens by."""

    def __init__(self, store: OpenStore, people: People) -> None:
        self._store, self._people = store, people
        self._recovery_key: str | None = None
        self.team = TeamKeys(store, people)

    def hold_recovery_key(self, recovery_key: str | None) -> None:
        """The recovery key of a store just made, for `take_recovery_key`."""
        self._recovery_key = recovery_key

    def take_recovery_key(self) -> str | None:
        """The recovery key of a store just made, once: it is written nowhere else."""
        taken, self._recovery_key = self._recovery_key, None
        return taken

    def renew_recovery(self, worker: str | None = None) -> str:
        """A fresh recovery key for this worker, else for whoever is signed in; the one before opens nothing any more.
        Refuses who is no manager, since with it this store opens as whom it is for; and a worker who is not here."""
        from carelist_tui.vault.keys import renew_recovery

        if self._store.key is None:
            raise Refused(tr("this store is not encrypted: it has no recovery key"))
        if not any(
            each.id == self._store.worker and each.active and each.role == MANAGER for each in self._people.workers()
        ):
            raise Refused(tr("only a manager can make a fresh recovery key"))
        owner = worker or self._store.worker or ""
        if not any(each.id == owner and each.active for each in self._people.workers()):
            raise Refused(tr("nobody works here now under the id {owner}", owner=owner))
        return renew_recovery(self._store.folder, self._store.key, owner)

    @contextmanager
    def slot_given(self, worker: str) -> Iterator[str | None]:
        """A first passphrase for a worker who has none on this laptop; taken back if what is done inside is refused.

        None where they have one, and where the store is not encrypted.
        """
        from carelist_tui.vault.keys import give_slot, workers_with_slots

        if self._store.key is None or worker in workers_with_slots(self._store.folder):
            yield None
            return
        try:
            yield give_slot(self._store.folder, self._store.key, worker)
        except BaseException:
            self.take_slot(worker)
            raise

    def take_slot(self, worker: str) -> None:
        """A worker's passphrase opens the store no more."""
        if self._store.key is not None:
            from carelist_tui.vault.keys import take_slot

            take_slot(self._store.folder, worker)
