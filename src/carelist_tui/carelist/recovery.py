"""Coming back in with a recovery key: it gives back the passphrase of the worker it was shown to, and nobody else's."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui.carelist.carelist import Carelist
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

_LET_IN = tr(
    "the recovery key of this laptop was shown to {owner}, and opens nothing for {worker}: a manager who is signed in "
    "here makes another (`carelist recover --renew --id {worker}`), or invites {worker}'s own laptop"
)
_NOT_SAID = tr(
    "the recovery key of this laptop does not say whose it is: a manager who is signed in here makes another "
    "(`carelist recover --renew --id {worker}`), or invites {worker}'s own laptop"
)


def recover(store: Path, worker: str, said: str, fresh: Callable[[], str], now: datetime) -> str:
    """A passphrase for a worker in place of a lost one, which `fresh` asks for once all else holds; gives a fresh
    recovery key, theirs. Every laptop hears of it. `now` is aware.

    Refuses (status 3) a wrong key, one that was shown to somebody else, and who does not work here now. A key of a
    release before 0.2 says nothing of whose it is: it is the first worker's in a store that was set up by itself, and
    elsewhere that of the only worker who has a passphrase there.
    """
    from carelist_tui.exchange.enrolment.laptop_entries import recovered
    from carelist_tui.vault.keys import recover as give_again
    from carelist_tui.vault.keys import recovery_owner, unlock_by_recovery

    key = unlock_by_recovery(store, said, now)
    with Carelist.open(store, worker, key=key) as door:
        if worker != (owner := recovery_owner(store) or _whose(door)):
            sentence = _LET_IN if owner else _NOT_SAID
            raise Refused(sentence.format(owner=owner, worker=worker), status=3)
        passphrase = fresh()
        door.record([recovered(worker, door.journal.device, "recovery_key", now)], now)
    return give_again(store, key, worker, passphrase)


def _whose(door: Carelist) -> str:
    """Whose a recovery key of an earlier release is; empty where that is not known."""
    from carelist_tui.journal.sync.laptops import first_worker
    from carelist_tui.vault.keys import workers_with_slots

    with door.journal.store.reading() as connection:
        if (first := first_worker(connection, door.journal.device)) is not None:
            return first
    here = workers_with_slots(door.store)
    return here[0] if len(here) == 1 else ""
