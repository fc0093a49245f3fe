"""A disk that refuses: what is wrong with it in words, and private places that are not on it.

The one place that says what the system means by a failure; what SQLite means by one is said in connecting.py.
Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass

ROOM = 64 * 1024
"""Bytes: with less a disk is full. To share a store two processes need 32 KiB, and a save writes as much."""
_MEMORY = "/dev/shm"  # noqa: S108 - each folder made in it is its owner's alone


@dataclass(frozen=True, slots=True)
class Illness:
    """What is wrong with the disk that a store lies on, and what is to be done."""

    what: str
    repair: str

    @property
    def words(self) -> str:
        """What is so, for whoever reads: `the disk is full: everything can be read, and nothing recorded; ...`."""
        return tr("{what}: everything can be read, and nothing recorded; {repair}", what=self.what, repair=self.repair)


FULL = Illness(tr("the disk is full"), tr("make room and try again"))
READ_ONLY = Illness(
    tr("the disk is read-only"),
    tr("make a backup to another disk, and have whoever looks after this laptop look at this one"),
)
FAILING = Illness(
    tr("the disk can't be read or written"), tr("make a backup to another disk now, and have this one looked at")
)
GONE = Illness(tr("the drive is not there any more"), tr("connect it again, and try again"))
CLOSED = Illness(tr("the store's files can't be opened or written"), tr("check the rights on the store's folder"))
HELD = Illness(
    tr("another program has the store's files open"), tr("close it, or wait until it is done, and try again")
)
OUTLIVED = Illness(tr("the disk was read-only when Carelist was opened"), tr("close it everywhere, and open it again"))

_ILLNESSES = {
    errno.ENOSPC: FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): FULL,
    errno.EROFS: READ_ONLY,
    errno.EIO: FAILING,
    errno.ENXIO: GONE,
    errno.ENODEV: GONE,
    getattr(errno, "ESTALE", errno.ENODEV): GONE,
    getattr(errno, "ENOMEDIUM", errno.ENODEV): GONE,
    errno.EACCES: CLOSED,
    errno.EPERM: CLOSED,
}
_OPEN_ELSEWHERE = (32, 33)
"""What Windows says where another program has a file open, or a part of it locked, so that nobody else may."""
_DENIED = 5
"""What Windows says where a file may not be written, and where it may not be replaced since somebody reads it."""


class DiskRefuses(Refused):
    """The store's disk refused (status 3): nothing is known to be wrong with what is stored. `illness` says why."""

    def __init__(self, illness: Illness) -> None:
        self.illness = illness
        super().__init__(
            tr("{what}: nothing was recorded; {repair}", what=illness.what, repair=illness.repair), status=3
        )


class Held(Refused):
    """Another program has a file open, or may have: nothing is known to be wrong with it."""


def illness_of(trouble: OSError) -> Illness | None:
    """What the system means by this; None where it is not about a disk."""
    if is_held(trouble):
        return HELD
    return _ILLNESSES.get(trouble.errno or 0)


def refusal_of(trouble: OSError) -> DiskRefuses:
    """For what was to be written into the store, and could not be."""
    return DiskRefuses(illness_of(trouble) or CLOSED)


def words_of(trouble: OSError) -> str:
    """What the system means by this, as the end of a sentence: `the disk is full`."""
    illness = illness_of(trouble)
    if illness is HELD:
        return tr("another program has it open: try again when it is done")
    if illness is None or illness is CLOSED:
        said = trouble.strerror or type(trouble).__name__
        return tr("{said} (is it open in another program?)", said=said) if may_be_held(trouble) else said
    return illness.what


def is_held(trouble: OSError) -> bool:
    """Whether another program holds the file: it is there, and nothing is known to be wrong with it. Windows alone
    says so."""
    return getattr(trouble, "winerror", None) in _OPEN_ELSEWHERE


def may_be_held(trouble: OSError, platform: str = sys.platform) -> bool:
    """Whether it may be that another program holds the file, and lets go of it soon. Where a file is opened, Python has
    of Windows no more than that it is denied."""
    if is_held(trouble) or getattr(trouble, "winerror", None) == _DENIED:
        return True
    return platform == "win32" and trouble.errno == errno.EACCES


def is_not_writable(trouble: OSError) -> bool:
    """Whether a disk can't take anything now, whoever asks: full, read-only or failing; not one that only this user,
    or only this file, may not write."""
    return illness_of(trouble) in (FULL, READ_ONLY, FAILING)


def illness_at(place: Path) -> Illness | None:
    """What can be told to be wrong with the disk under this place without writing to it."""
    try:
        told = os.statvfs(place)
    except (OSError, AttributeError):  # Windows has none
        return _full_at(place)
    if told.f_flag & getattr(os, "ST_RDONLY", 1):
        return READ_ONLY
    return FULL if told.f_bavail * told.f_frsize < ROOM else None


def _full_at(place: Path) -> Illness | None:
    import shutil

    try:
        return FULL if shutil.disk_usage(place).free < ROOM else None
    except OSError:
        return None


def private_places() -> Iterator[Path]:
    """Folders in which this user may make a private one, where the store's disk takes nothing; memory first, which
    keeps nothing."""
    import tempfile

    named = [_MEMORY, os.environ.get("XDG_RUNTIME_DIR", "")]
    try:
        named.append(tempfile.gettempdir())
    except OSError:
        named.append("")
    for each in named:
        if each and os.path.isabs(each) and os.access(each, os.W_OK | os.X_OK):  # noqa: PTH117 - may be no path
            yield Path(each)


def name_elsewhere(store: Path, what: str) -> str:
    """How what is kept of a store in a private place is called: `carelist-tries-` and 24 digits that say which."""
    from hashlib import sha256

    return f"carelist-{what}-{sha256(os.fsencode(os.path.realpath(store))).hexdigest()[:24]}"


def own_folder(place: Path, name: str) -> Path:
    """A folder of this user's alone in a place where others write too. Raises OSError where it is somebody else's, or
    can't be made."""
    folder = place / name
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        told = folder.lstat()
        is_ours = not hasattr(os, "getuid") or told.st_uid == os.getuid()
        if not stat.S_ISDIR(told.st_mode) or not is_ours or (told.st_mode & 0o077 and os.name == "posix"):
            raise
    return folder
