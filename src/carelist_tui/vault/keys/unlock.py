"""Opening an encrypted store: whose passphrase, and the database key that it gives."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import has_slots, slots_of
from carelist_tui.vault.keys.files import read_whole
from carelist_tui.vault.keys.passphrases import normal
from carelist_tui.vault.keys.slots import RECOVERY, Slot, parse_slot, read_slot
from carelist_tui.vault.keys.spoken import FIRST_GROUPS, heard, recovery_key
from carelist_tui.vault.keys.tries import try_once

WRONG, WRONG_RECOVERY = tr("the passphrase is wrong"), tr("the recovery key is wrong")


def is_encrypted(store: Path) -> bool:
    """Whether a store opens only with a passphrase: it has key slots."""
    return has_slots(store)


def workers_with_slots(store: Path) -> list[str]:
    """The ids of the workers who have a passphrase here, in order. A damaged slot is left out: nobody can be named."""
    found = []
    for path in slots_of(store):
        try:
            found.append(parse_slot(read_whole(path) or b"", path.stem).worker)
        except Refused:
            continue
    return sorted({each for each in found if each != RECOVERY})


def must_change(store: Path, worker: str) -> bool:
    """Whether a worker's passphrase was made by somebody else and printed, so that they have to choose their own."""
    slot = read_slot(store, worker)
    return slot is not None and slot.first


def unlock(store: Path, worker: str, passphrase: str, now: datetime) -> bytes:
    """The database key, by a worker's own passphrase; takes 250 to 1000 ms by design. `now` is aware.

    Refuses (status 3) a worker without a slot, a damaged slot, a wrong passphrase, one too soon after wrong ones.
    """
    slot = slot_here(store, worker)
    said = normal(passphrase)
    if slot.first:
        said = heard(said, FIRST_GROUPS) or said
    if not said:
        raise Refused(tr("this store is encrypted: a passphrase is needed"), status=3)
    return try_once(store, worker, now, lambda: slot.open(said), WRONG)


def unlock_by_recovery(store: Path, key: str, now: datetime) -> bytes:
    """The database key, by the recovery key. Refuses (status 3) as `unlock`, and what can't be a recovery key."""
    spoken = recovery_key(key)
    slot = slot_here(store, RECOVERY)
    return try_once(store, RECOVERY, now, lambda: slot.open(spoken), WRONG_RECOVERY)


def recovery_owner(store: Path) -> str:
    """The worker whom the recovery key was shown to; empty where a release before 0.2 made it. Refuses (status 3) as
    `unlock_by_recovery`."""
    return slot_here(store, RECOVERY).owner


def slot_here(store: Path, worker: str) -> Slot:
    """A worker's slot. Refuses (status 3) a worker without one, and a damaged one."""
    if not has_slots(store):
        raise Refused(tr("this store is not encrypted: it has no passphrases"), status=3)
    slot = read_slot(store, worker)
    if slot is None and worker == RECOVERY:
        raise Refused(tr("the slot of the recovery key is gone: restore a backup"), status=3)
    if slot is None:
        raise Refused(
            tr(
                "there is no passphrase of {worker} on this laptop: a manager gives one with "
                "`carelist worker change --id {worker} --active`",
                worker=worker,
            ),
            status=3,
        )
    return slot
