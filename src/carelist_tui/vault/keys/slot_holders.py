"""Slots made, changed and taken away; the database itself stays as it is."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import settle
from carelist_tui.vault.keys.derivation import KEY_BYTES, WorkFactor, calibrate
from carelist_tui.vault.keys.files import unwritable
from carelist_tui.vault.keys.passphrases import check_passphrase
from carelist_tui.vault.keys.slots import RECOVERY, Slot, read_slot, slot_path, write_slot
from carelist_tui.vault.keys.spoken import FIRST_GROUPS, RECOVERY_GROUPS, make_spoken
from carelist_tui.vault.keys.unlock import slot_here, unlock


def make_keys(store: Path, worker: str, passphrase: str, factor: WorkFactor | None = None) -> tuple[bytes, str]:
    """A random database key in two slots: the first worker's, and one for a recovery key, which is given too.

    `factor`: how much work an unlock is; measured here unless given. Refuses a passphrase that may be none.
    """
    chosen = check_passphrase(passphrase, worker)
    key = os.urandom(KEY_BYTES)
    measured = factor or calibrate()
    write_slot(store, Slot.wrapping(key, worker, chosen, measured))
    return key, renew_recovery(store, key, worker, measured)


def renew_recovery(store: Path, key: bytes, worker: str, factor: WorkFactor | None = None) -> str:
    """A recovery key for the worker whom it is shown to, in place of the one before, which opens nothing any more."""
    spoken = make_spoken(RECOVERY_GROUPS)
    write_slot(store, Slot.wrapping(key, RECOVERY, spoken, factor or _factor_here(store), owner=worker))
    return spoken


def give_slot(store: Path, key: bytes, worker: str) -> str:
    """A slot for a worker, in place of any before; gives its first passphrase, which they have to change."""
    spoken = make_spoken(FIRST_GROUPS)
    write_slot(store, Slot.wrapping(key, worker, spoken, _factor_here(store), first=True))
    return spoken


def take_slot(store: Path, worker: str) -> None:
    """Takes a worker's slot away, if they have one: their passphrase opens nothing here any more."""
    try:
        slot_path(store, worker).unlink(missing_ok=True)
        settle(slot_path(store, worker).parent)
    except OSError as trouble:
        raise unwritable(trouble) from None


def change_passphrase(store: Path, worker: str, passphrase: str, fresh: str, now: datetime) -> bytes:
    """A worker's own passphrase becomes another; gives the database key. Refuses as `unlock` and `make_keys`, and the
    same one again."""
    chosen = check_passphrase(fresh, worker)
    key = unlock(store, worker, passphrase, now)
    factor = slot_here(store, worker).factor
    if slot_here(store, worker).open(chosen) == key:
        raise Refused(tr("this is the passphrase that holds already: choose another"))
    write_slot(store, Slot.wrapping(key, worker, chosen, factor))
    return key


def recover(store: Path, key: bytes, worker: str, fresh: str) -> str:
    """A passphrase for a worker in place of a lost one, by the database key; gives a fresh recovery key."""
    factor = _factor_here(store)
    write_slot(store, Slot.wrapping(key, worker, check_passphrase(fresh, worker), factor))
    return renew_recovery(store, key, worker, factor)


def _factor_here(store: Path) -> WorkFactor:
    """The work factor of this store, as it was measured when it was set up; measured anew where it can't be read."""
    with suppress(Refused):
        if (slot := read_slot(store, RECOVERY)) is not None:
            return slot.factor
    return calibrate()
