"""Real disks that refuse: a small one in memory, filled to the last byte or gone read-only; and a folder of a disk seen
read-only while others write to it.

Mounting needs the rights of root on Linux, and a system that lets it. Where there are none, the tests that need it are
left out, each by its name (tests/conftest.py).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_FILLER = "filler"


class Disk:
    """A disk of its own in memory, mounted at `place`."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def fill(self) -> None:
        """Not a byte is left."""
        with (self.place / _FILLER).open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        assert os.statvfs(self.place).f_bavail == 0

    def make_room(self) -> None:
        """There is room again."""
        (self.place / _FILLER).unlink()

    def go_read_only(self) -> None:
        """As a system does with a disk whose errors it has seen."""
        _run("mount", "-o", "remount,ro", str(self.place))

    def go_on(self) -> None:
        """It can be written again."""
        _run("mount", "-o", "remount,rw", str(self.place))


@contextmanager
def mounted(place: Path, size: str = "24m") -> Iterator[Disk]:
    """A disk of its own at this path, gone afterwards whoever still uses it."""
    place.mkdir(exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", str(place))
    try:
        yield Disk(place)
    finally:
        _run("umount", "-l", str(place))


@contextmanager
def seen_read_only(folder: Path, place: Path) -> Iterator[Path]:
    """The same folder at another path, where nothing can be written."""
    place.mkdir(exist_ok=True)
    _run("mount", "--bind", str(folder), str(place))
    try:
        _run("mount", "-o", "remount,bind,ro", str(place))
        yield place
    finally:
        _run("umount", "-l", str(place))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@cache
def may_mount() -> bool:
    """Whether a disk of its own can be mounted here."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    try:
        with TemporaryDirectory() as place, mounted(Path(place) / "disk", "64k"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


needs_mounts = pytest.mark.real_disk
"""For tests of real disks."""
