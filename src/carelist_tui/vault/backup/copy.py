"""Copying a store's database and key slots as they are at one moment, while others read and write."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.backup.container import digest_of
from carelist_tui.vault.connection import connect, driver, refusal_for
from carelist_tui.vault.disk import FULL, DiskRefuses, is_not_writable, name_elsewhere, private_places, words_of
from carelist_tui.vault.folder import DATABASE, KEYS, database_of, keys_of
from carelist_tui.vault.stand_in import open_to_read

_OWN = "device"
_PASSING = {".tries", ".lock"}
_ABANDONED_AFTER = 3600
"""Seconds."""


@contextmanager
def copied(store: Path, key: bytes | None) -> Iterator[Path]:
    """A private folder with a copy of the database's pages, still encrypted if they are, and of the key slots: in the
    store's own, or elsewhere where its disk takes nothing.

    The device's own keys stay where they are. Refuses (status 3) what can't be read or written.
    """
    folder = _copy(store, key)
    try:
        yield folder
    except OSError as trouble:
        raise Refused(tr("the backup can't be made: {words_of}", words_of=words_of(trouble)), status=3) from None
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)


def _copy(store: Path, key: bytes | None) -> Path:
    refused: Refused | None = None
    for place in (store, *private_places()):
        folder = place / _name(store, place)
        try:
            _forget_abandoned(place, store)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            _copy_database(store, folder, key)
            _copy_keys(store, folder)
            return folder
        except DiskRefuses as trouble:
            refused = refused or trouble
        except OSError as trouble:
            refused = refused or Refused(
                tr("the backup can't be made: {words_of}", words_of=words_of(trouble)), status=3
            )
            if not is_not_writable(trouble):
                break
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        shutil.rmtree(folder, ignore_errors=True)
    raise refused or Refused(tr("the backup can't be made: there is no place for it"), status=3)


def _name(store: Path, place: Path, which: str = "") -> str:
    """What the folder of a copy is called: `.backup.1234` in the store itself, with the store's own name elsewhere."""
    within = ".backup" if place == store else name_elsewhere(store, "backup")
    return f"{within}.{which or os.getpid()}"


def _forget_abandoned(place: Path, store: Path) -> None:
    """Takes away what a backup left behind that was killed."""
    for left in place.glob(_name(store, place, "*")):
        with suppress(OSError):
            if left.stat().st_mtime < time() - _ABANDONED_AFTER:
                shutil.rmtree(left, ignore_errors=True)


def _copy_database(store: Path, folder: Path, key: bytes | None) -> None:
    source, target = open_to_read(store, key), None
    try:
        target = connect(folder, key, make=True)
        source.backup(target)
    except driver.Error as trouble:
        raise refusal_for(trouble, folder) from None
    finally:
        if target is not None:
            target.close()
        source.close()
    wal = database_of(folder).with_name(f"{DATABASE}-wal")
    if wal.exists() and wal.stat().st_size:  # what was copied last did not get into the file that is kept
        raise DiskRefuses(FULL)


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
