"""A journal for as long as a team is counted: under a key that nobody keeps, beside the store, and gone afterwards."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.journal.book import Journal
from carelist_tui.vault.connection import KEY_BYTES
from carelist_tui.vault.disk import refusal_of
from carelist_tui.vault.folder import making_folder
from carelist_tui.vault.keys.files import held

FOLDER, LOCK = "collect", "collect.lock"
_BUSY = tr("another collection of this store is running: wait until it is done")


@contextmanager
def only_collection(store: Path) -> Iterator[None]:
    """Only one collection of a store runs at a time; what one that was killed left behind is taken away first."""
    with held(store / LOCK, _BUSY, refusal_of):
        _sweep(store)
        try:
            yield
        finally:
            _sweep(store)


def _sweep(store: Path) -> None:
    shutil.rmtree(store / FOLDER, ignore_errors=True)


@contextmanager
def private_journal(store: Path) -> Iterator[Journal]:
    """An empty journal in the folder of a store. Its key is in memory alone: what a kill leaves of it nobody can read.
    Refuses (status 3) a store that can't be written."""
    folder, key = store / FOLDER / "journal", secrets.token_bytes(KEY_BYTES)
    with making_folder(folder) as made:
        Journal.make(made, key).close()
    journal = Journal.open(folder, key)
    try:
        yield journal
    finally:
        journal.close()
        _sweep(store)
