"""Where a store may not lie: on a network file system, or in a folder that some program sends elsewhere.

Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

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
_REMOTE_DRIVE = 4
_OCTAL = re.compile(r"\\([0-7]{3})")


def check_place(store: Path) -> None:
    """Refuses (status 3) a place that is on a network, or in a folder that is sent elsewhere; links on the way
    are followed."""
    place = Path(os.path.realpath(store))
    if is_networked(place):
        raise Refused(
            "the store lies on a network drive, which can damage it: keep it on this laptop's own disk, and use "
            "the network drive to sync",
            status=3,
        )
    if (folder := sync_folder_around(place, os.environ)) is not None:
        raise Refused(
            f"the store lies in a folder that is sent elsewhere ({folder.name or folder}), which can damage it: keep "
            "it outside, where your own data belongs",
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

        drive = place.drive
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _REMOTE_DRIVE
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # not Linux: the list is not a file there
        return False
    return kind_of_mount(mounts, PurePosixPath(place)) in NETWORKED


def kind_of_mount(mounts: str, place: PurePosixPath) -> str:
    """The name of the file system that holds a place, by the list of mounts; of two on one place, the later."""
    within, nearest, kind = _closed(str(place)), "", ""
    for line in mounts.splitlines():
        said = line.split(" ")
        if len(said) < 3:
            continue
        folder = _closed(_OCTAL.sub(lambda found: chr(int(found[1], 8)), said[1]))
        if len(folder) >= len(nearest) and within.startswith(folder):
            nearest, kind = folder, said[2]
    return kind


def _closed(folder: str) -> str:
    return folder.rstrip("/") + "/"
