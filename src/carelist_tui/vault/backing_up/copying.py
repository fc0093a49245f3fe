"""Copying a store's database and key slots as they are at one moment, while others read and write."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.backing_up.container import digest_of
from carelist_tui.vault.connecting import connect, driver, refusal_for
from carelist_tui.vault.folder import DATABASE, KEYS, keys_of

_OWN = "device"
_PASSING = {".tries", ".lock"}
_ABANDONED_AFTER = 3600
"""Seconds."""


@contextmanager
def copied(store: Path, key: bytes | None) -> Iterator[Path]:
    """A private folder with a copy of the database's pages, still encrypted if they are, and of the key slots.

    The device's own keys stay where they are. Refuses (status 3) what can't be read or written.
    """
    folder = store / f".backup.{os.getpid()}"
    _forget_abandoned(store)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        _copy_database(store, folder, key)
        _copy_keys(store, folder)
        yield folder
    except OSError as trouble:
        raise Refused(f"the backup can't be made: {trouble.strerror}", status=3) from None
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)


def _forget_abandoned(store: Path) -> None:
    """Takes away what a backup left behind that was killed."""
    for left in store.glob(".backup.*"):
        with suppress(OSError):
            if left.stat().st_mtime < time() - _ABANDONED_AFTER:
                shutil.rmtree(left, ignore_errors=True)


def _copy_database(store: Path, folder: Path, key: bytes | None) -> None:
    source, target = connect(store, key), connect(folder, key, make=True)
    try:
        source.backup(target)
    except driver.Error as trouble:
        raise refusal_for(trouble) from None
    finally:
        target.close()
        source.close()


def _copy_keys(store: Path, folder: Path) -> None:
    keys_of(folder).mkdir(mode=0o700)
    for path in keys_of(store).iterdir():
        if path.is_file() and path.stem != _OWN and path.suffix not in _PASSING and not path.name.startswith("."):
            shutil.copyfile(path, keys_of(folder) / path.name)


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that a backup of this folder holds, by its name; nobody has the database open."""
    names: Iterable[str] = [DATABASE, *sorted(f"{KEYS}/{path.name}" for path in keys_of(folder).iterdir())]
    found = {}
    for name in names:
        with (folder / name).open("rb") as file:
            found[name] = digest_of(file)
    return found
