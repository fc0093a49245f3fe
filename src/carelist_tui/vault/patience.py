"""Files that another program holds for a moment, as those against viruses and for backups do on Windows: waited for,
and then told as held. They are there: whoever takes one for missing or damaged tells somebody to put it back.

Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

from carelist_tui.catalogue import tr
from carelist_tui.vault.disk import may_be_held

PATIENCE, PAUSE = 2.0, 0.05
"""Seconds to wait for another program, and between looks."""
_LOCK_PATIENCE, _LOCK_PAUSE = 20.0, 0.01
"""Seconds to wait for another process of ours: on Windows alone, where nothing waits for a lock as long as it takes."""
_Given = TypeVar("_Given")


def patiently(act: Callable[[], _Given]) -> _Given:
    """What `act` gives, tried again for two seconds while another program may hold its file. Raises OSError as it
    does."""
    patience = monotonic() + PATIENCE
    while True:
        try:
            return act()
        except OSError as trouble:
            if not may_be_held(trouble) or monotonic() > patience:
                raise
        sleep(PAUSE)


def read_patiently(path: Path, most: int = -1) -> bytes:
    """What is in a file, up to `most` bytes. Raises OSError: FileNotFoundError alone says that there is none."""

    def read() -> bytes:
        with path.open("rb") as file:
            return file.read(most)

    return patiently(read)


def put_in_place(written: Path, place: Path) -> None:
    """What was written beside a file takes its place: the one before, or this one, whoever looks. Windows refuses it
    while anybody reads the one before. Raises OSError."""
    patiently(lambda: written.replace(place))


if sys.platform == "win32":
    import msvcrt

    def takes(handle: int) -> bool:
        """Whether this process alone holds the file from now on, until it is freed."""
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def wait_for(handle: int) -> None:
        """Comes back when this process alone holds the file. Raises OSError when another stays too long."""
        patience = monotonic() + _LOCK_PATIENCE
        while not takes(handle):
            if monotonic() > patience:
                raise OSError(tr("another process holds it"))
            sleep(_LOCK_PAUSE)

    def free(handle: int) -> None:
        """Another may hold the file from now on: what is only closed, Windows frees in its own time."""
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def takes(handle: int) -> bool:
        """Whether this process alone holds the file from now on, until it is freed or closed."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_for(handle: int) -> None:
        """Comes back when this process alone holds the file."""
        fcntl.flock(handle, fcntl.LOCK_EX)

    def free(handle: int) -> None:
        """Another may hold the file from now on."""
        fcntl.flock(handle, fcntl.LOCK_UN)
