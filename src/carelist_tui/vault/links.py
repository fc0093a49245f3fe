"""What leads elsewhere: a symbolic link, and on Windows a junction, which needs no rights to be made and which Python
does not call a link. Standard library only: this is on the way to the first frame."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003)
"""How Windows marks a folder that is another one. What a program keeps in a cloud has other marks, and is no link."""


def is_link(path: Path | os.DirEntry[str]) -> bool:
    """Whether what is at a path leads elsewhere; not where nothing is, or nothing can be known of it."""
    try:
        told = path.lstat() if isinstance(path, Path) else path.stat(follow_symlinks=False)
    except (OSError, ValueError):
        return False
    return leads_elsewhere(told.st_mode, getattr(told, "st_reparse_tag", 0))


def leads_elsewhere(mode: int, tag: int) -> bool:
    """Whether what has this mode, and on Windows this mark, is a link."""
    return stat.S_ISLNK(mode) or tag == _JUNCTION
