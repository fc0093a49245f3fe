"""An encrypted store as the tests of the vault tell it: two workers, one of them with a first passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carelist_tui.carelist import Carelist
from carelist_tui.vault.keys import FLOOR

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSPHRASE = "my aunt's café, Tuesday"
ANN, TOM = "w-ann", "w-tom"


@dataclass(frozen=True)
class Made:
    """A store, and what opens it: Ann's PASSPHRASE, Tom's first one, the recovery key."""

    store: Path
    first: str
    recovery: str


def encrypted_at(store: Path) -> Made:
    """Makes one, with no more work than there has to be."""
    ann = {"worker": ANN, "name": "Ann Able", "role": "manager", "team": "north"}
    tom = {"worker": TOM, "name": "Tom Reid", "role": "coordinator", "team": "north"}
    with Carelist.init(store, **ann, now=NOW, encrypted=FLOOR, passphrase=PASSPHRASE) as door:
        with door.keys.slot_given(TOM) as first:
            door.record([{"type": "worker.added", "occurred_at": NOW.isoformat(), "body": tom}], NOW)
        recovery = door.keys.take_recovery_key()
        assert door.keys.take_recovery_key() is None
    return Made(store, first or "", recovery or "")


def seconds(n: float) -> datetime:
    """So many seconds after NOW."""
    return NOW + timedelta(seconds=n)
