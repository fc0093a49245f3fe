"""Files of keys: written whole or not at all, their owner's alone, read only where they are no link; and a lock."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import words_of

LARGEST = 64 * 1024
"""Bytes; a larger file in `keys/` is none of ours."""
_BINARY = getattr(os, "O_BINARY", 0)
_BUSY = "another program is trying a passphrase for this store: try again"
_PATIENCE, _PAUSE = 20.0, 0.05
"""Seconds to wait for another process that is trying a passphrase, and between looks."""


def read_whole(path: Path, most: int = LARGEST) -> bytes | None:
    """What is in a file, up to `most` bytes; None when there is none. Refuses (status 3) a link, and what can't be
    read."""
    if path.is_symlink():
        raise Refused(f"{path.name} in the store's keys is a link: the store may not lie behind a link", status=3)
    try:
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        return None
    except OSError as trouble:
        raise Refused(f"the store's keys can't be read: {words_of(trouble)}", status=3) from None


@contextmanager
def held(path: Path, busy: str = _BUSY, unheld: Callable[[OSError], Refused] | None = None) -> Iterator[None]:
    """Only one process at a time is inside. Refuses (status 3, `busy`) when another stays too long, and (as `unheld`
    says) where it can't be known."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
    except OSError as trouble:
        raise (unheld or unwritable)(trouble) from None
    try:
        patience = monotonic() + _PATIENCE
        while not takes(handle):
            if monotonic() > patience:
                raise Refused(busy, status=3)
            sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def unwritable(trouble: OSError) -> Refused:
    """Without a place to count wrong tries, none is made."""
    return Refused(f"the store's keys can't be written, so it stays closed: {words_of(trouble)}", status=3)


if sys.platform == "win32":
    import msvcrt

    def takes(handle: int) -> bool:
        """Whether this process alone holds the file from now on, until the handle is closed."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def takes(handle: int) -> bool:
        """Whether this process alone holds the file from now on, until the handle is closed."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
