"""Whether the disk under a place is encrypted by the system, as far as Linux tells it to anybody: dm-crypt under the
place's file system, and under each swap. Nothing is known elsewhere without an administrator's rights.

What encrypts below the system (a drive by itself, the host of a virtual machine) is not seen, so "no" means: not seen.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from carelist_tui.vault.place import unescaped

_CRYPT, _DEEPEST = "CRYPT-", 8
_IN_MEMORY = ("tmpfs", "ramfs", "zram")
_ENCRYPTS_ITSELF = ("ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs")


def is_disk_encrypted(place: Path, root: Path = Path("/")) -> bool | None:
    """Whether the system encrypts the disk that holds this place (links followed); None where it does not say. `root`
    is where `proc`, `sys` and `dev` are."""
    try:
        mounts = (root / "proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    found = _mount_of(mounts, PurePosixPath(os.path.realpath(place)))
    if found is None:
        return None
    kind, device, number = found
    if kind in _ENCRYPTS_ITSELF:
        return True
    by_number = _is_encrypted_block(root, number)
    return _is_encrypted_device(root, device) if by_number is None else by_number


def is_swap_encrypted(root: Path = Path("/")) -> bool | None:
    """Whether what of memory goes to disk is encrypted, or none goes; None where the system does not say."""
    try:
        lines = (root / "proc/swaps").read_text(encoding="utf-8", errors="surrogateescape").splitlines()[1:]
    except OSError:
        return None
    answers = []
    for line in lines:
        name, kind = line.split()[:2]
        name = unescaped(name)
        if not Path(name).name.startswith(_IN_MEMORY):
            answers.append(is_disk_encrypted(Path(name), root) if kind == "file" else _is_encrypted_device(root, name))
    return True if all(answers) else None if None in answers and False not in answers else False


def _mount_of(mounts: str, place: PurePosixPath) -> tuple[str, str, str] | None:
    """File system, device and number of the mount that holds a place; of two on one place, the later."""
    nearest, found = -1, None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        told, below = before.split(" "), after.split(" ")
        if len(told) < 5 or len(below) < 2:
            continue
        folder = PurePosixPath(unescaped(told[4]))
        if len(folder.parts) >= nearest and place.is_relative_to(folder):
            nearest, found = len(folder.parts), (below[0], unescaped(below[1]), told[2])
    return found


def _is_encrypted_device(root: Path, device: str) -> bool | None:
    """By its path, as a list of mounts names it: what has no number of its own there (btrfs) has one as a device."""
    name = Path(os.path.realpath(root / device.lstrip("/"))).name
    try:
        number = (root / "sys/class/block" / name / "dev").read_text(encoding="ascii").strip()
    except OSError:
        return None
    return _is_encrypted_block(root, number)


def _is_encrypted_block(root: Path, number: str, depth: int = 0) -> bool | None:
    """Whether this block device is dm-crypt, or all that it lies on is (LVM and RAID over encrypted disks)."""
    block = root / "sys/dev/block" / number
    if depth > _DEEPEST or not block.is_dir():
        return None
    try:
        if (block / "dm/uuid").read_text(encoding="ascii", errors="replace").startswith(_CRYPT):
            return True
    except OSError:
        pass
    try:
        below = [(each / "dev").read_text(encoding="ascii").strip() for each in (block / "slaves").iterdir()]
    except OSError:
        below = []
    answers = [_is_encrypted_block(root, each, depth + 1) for each in below]
    return bool(answers) and all(answers)
