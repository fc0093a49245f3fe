"""Where a store may not lie: on a network file system, in a folder that some program sends elsewhere, behind a link;
and what Windows makes of a path.

Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

NETWORKED = frozenset(
    ("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "davfs2", "ncpfs",
     "afs", "auristorfs", "coda", "ceph", "glusterfs", "lustre", "beegfs", "fuse.sshfs", "fuse.davfs", "fuse.davfs2",
     "fuse.rclone", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.smbnetfs", "fuse.curlftpfs",
     "fuse.google-drive-ocamlfuse", "fuse.onedriver")
)  # fmt: skip
"""File systems whose locks and order of writes can't be relied on, by their names in the list of mounts."""
SYNC_NAMES = frozenset(
    ("dropbox", "google drive", "googledrive", "icloud drive", "com~apple~clouddocs", "nextcloud", "owncloud",
     "box sync")
)  # fmt: skip
SYNC_MARKERS = (".stfolder", ".dropbox", ".dropbox.cache", ".sync", ".owncloudsync.log", ".csync_journal.db")
_ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_JUNCTION = 0xA0000003
"""How Windows marks a folder that is another one. What a program keeps in a cloud has other marks, and is no link."""
_REMOTE_DRIVE = 4
_LONGEST = 259
"""Letters of a path that every Windows takes."""
_LETTERS_OF_A_NAME = 255
_BELOW = 96
"""Letters that a store's longest path has below it: those of a draft that is being written."""
_DRIVE = re.compile(r"(?:\\\\[?.]\\)?([A-Za-z]:)")
_DEVICES = re.compile(r"con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]", re.IGNORECASE)
_OCTAL = re.compile(r"\\([0-7]{3})")


def is_link(path: Path | os.DirEntry[str]) -> bool:
    """Whether what is at a path leads elsewhere: a symbolic link, and on Windows a junction, which needs no rights to
    be made and which Python does not call a link. Not where nothing is, or nothing can be known of it."""
    try:
        told = path.lstat() if isinstance(path, Path) else path.stat(follow_symlinks=False)
    except (OSError, ValueError):
        return False
    return leads_elsewhere(told.st_mode, getattr(told, "st_reparse_tag", 0))


def leads_elsewhere(mode: int, tag: int) -> bool:
    """Whether what has this mode, and on Windows this mark, is a link."""
    return stat.S_ISLNK(mode) or tag == _JUNCTION


def check_name(store: Path) -> None:
    """Refuses (status 2) on Windows a path that is not called there as it is said."""
    if sys.platform == "win32" and (wrong := not_so_called(PureWindowsPath(store))):
        raise Refused(tr("the store's path can't be called so on Windows: {wrong}", wrong=wrong))


def check_depth(store: Path) -> None:
    """Refuses (status 2) on Windows a place where a store's files would have longer paths than it takes."""
    if sys.platform == "win32" and (over := too_deep(PureWindowsPath(store.absolute()))) and not takes_long_paths():
        raise Refused(
            tr(
                "the store's files would have paths longer than Windows takes: choose a path that is shorter by {over} "
                "letters, or have long paths allowed on this laptop",
                over=over,
            )
        )


def check_place(store: Path) -> None:
    """Refuses (status 3) a place that is on a network, or in a folder that is sent elsewhere; links on the way
    are followed."""
    place = Path(os.path.realpath(store))
    if is_networked(place):
        raise Refused(
            tr(
                "the store lies on a network drive, which can damage it: keep it on this laptop's own disk, and use "
                "the network drive to sync"
            ),
            status=3,
        )
    if (folder := sync_folder_around(place, os.environ)) is not None:
        raise Refused(
            tr(
                "the store lies in a folder that is sent elsewhere ({name}), which can damage it: keep "
                "it outside, where your own data belongs",
                name=folder.name or folder,
            ),
            status=3,
        )


def sync_folder_around(place: Path, environ: Mapping[str, str]) -> Path | None:
    """The nearest folder, from this one upwards, that a program sends elsewhere or that teams exchange entries by."""
    named = [os.path.normcase(os.path.realpath(environ[name])) for name in _ONEDRIVE if environ.get(name)]
    for folder in (place, *place.parents):
        name = folder.name.casefold()
        if name in SYNC_NAMES or name == "onedrive" or name.startswith("onedrive - ") or _is_one_of(folder, named):
            return folder
        if any(os.path.lexists(f"{folder}{os.sep}{marker}") for marker in SYNC_MARKERS) or _is_exchanged(folder):
            return folder
    return None


def _is_exchanged(folder: Path) -> bool:
    """Whether a team's entries lie in it: `carelist/<team>/v1`."""
    try:
        with os.scandir(f"{folder}{os.sep}carelist") as teams:
            return any(os.path.isdir(f"{team.path}{os.sep}v1") for team in teams)  # noqa: PTH112 - for every folder above
    except OSError:
        return False


def _is_one_of(folder: Path, named: list[str]) -> bool:
    return os.path.normcase(folder) in named


def is_networked(place: Path) -> bool:
    """Whether this place, links followed, is on another machine's disk, as far as the system says."""
    if sys.platform == "win32":
        import ctypes

        drive = own_drive(place.drive)
        return drive is None or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE_DRIVE
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # not Linux: the list is not a file there
        return False
    return kind_of_mount(mounts, PurePosixPath(place)) in NETWORKED


def own_drive(drive: str) -> str | None:
    """The letter, with its colon, of a drive as Windows names it, with the mark of a long path before it or without;
    None for another machine's share, and for what has no letter."""
    found = _DRIVE.fullmatch(drive)
    return found[1] if found else None


def not_so_called(path: PureWindowsPath) -> str:
    """What of a path Windows would take for something else than is said: a device, a name that loses its end, a
    stream of a file; empty where nothing is."""
    for name in path.parts[1:] if path.anchor else path.parts:
        if name in (".", ".."):
            continue
        if name.endswith((".", " ")):
            return tr("{name!r} ends with a dot or a space, which is dropped", name=name)
        if ":" in name:
            return tr("{name!r} has a colon in it, which means a part of another file", name=name)
        if is_reserved(name):
            return tr("{name!r} is a device there", name=name)
        if _letters(name) > _LETTERS_OF_A_NAME:
            return tr("{name!r} has more than 255 letters", name=f"{name[:20]}...")
    return ""


def too_deep(store: PurePath) -> int:
    """By how many letters what lies below a store at this path is longer than Windows takes, unless more is allowed."""
    return letters_too_many(store / ("0" * _BELOW))


def _letters(text: str) -> int:
    """As Windows counts: a letter beyond the first 65,536 is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def letters_too_many(path: PurePath) -> int:
    """By how many letters a path is longer than Windows takes, unless somebody has allowed it more."""
    return max(0, _letters(str(path)) - _LONGEST) if not str(path).startswith("\\\\?\\") else 0


def takes_long_paths() -> bool:
    """Whether this system takes paths of any length: Windows only where whoever looks after it allows that."""
    if sys.platform == "win32":
        import ctypes

        return bool(getattr(ctypes.windll.ntdll, "RtlAreLongPathsEnabled", bool)())
    return True


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name, whatever its ending, for one of its devices."""
    return _DEVICES.fullmatch(name.partition(".")[0].rstrip(" ")) is not None


def unescaped(text: str) -> str:
    """A path as it is, of one in the system's lists of mounts and swap: there a space is a backslash and `040`."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)


def kind_of_mount(mounts: str, place: PurePosixPath) -> str:
    """The name of the file system that holds a place, by the list of mounts; of two on one place, the later."""
    within, nearest, kind = _closed(str(place)), "", ""
    for line in mounts.splitlines():
        said = line.split(" ")
        if len(said) < 3:
            continue
        folder = _closed(unescaped(said[1]))
        if len(folder) >= len(nearest) and within.startswith(folder):
            nearest, kind = folder, said[2]
    return kind


def _closed(folder: str) -> str:
    return folder.rstrip("/") + "/"
