"""The keys of an encrypted store: a slot for each worker, a recovery key, and what a wrong passphrase costs.

Standard library only until a passphrase is tried: the first frame of an unencrypted store needs nothing of PyNaCl.
"""

from carelist_tui.vault.keys.derivation import FLOOR, WorkFactor, calibrate
from carelist_tui.vault.keys.passphrases import check_passphrase
from carelist_tui.vault.keys.slot_holders import (
    change_passphrase,
    give_slot,
    make_keys,
    recover,
    renew_recovery,
    take_slot,
)
from carelist_tui.vault.keys.tries import FailedTry, failed_tries, forget_failed_tries, in_words, wait_left
from carelist_tui.vault.keys.unlock import (
    is_encrypted,
    must_change,
    recovery_owner,
    unlock,
    unlock_by_recovery,
    workers_with_slots,
)

__all__ = [
    "FLOOR",
    "FailedTry",
    "WorkFactor",
    "calibrate",
    "change_passphrase",
    "check_passphrase",
    "failed_tries",
    "forget_failed_tries",
    "give_slot",
    "in_words",
    "is_encrypted",
    "make_keys",
    "must_change",
    "recover",
    "recovery_owner",
    "renew_recovery",
    "take_slot",
    "unlock",
    "unlock_by_recovery",
    "wait_left",
    "workers_with_slots",
]
