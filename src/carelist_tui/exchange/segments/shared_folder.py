"""The shared folder: what stands in it, read without trust; and our own segments, published whole or not at all.

Any folder will do: a network drive, a USB stick, Syncthing, OneDrive. Links in it are not followed, and what is no
segment by its name is left alone.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.header import LARGEST_FILE, LAST_NUMBER
from carelist_tui.exchange.segments.paths import ROOT, VERSION, Place, is_device, places_named, team_folder, team_named
from carelist_tui.exchange.segments.publish import TEMPORARY, is_left_over, put, write_through
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.patience import patiently
from carelist_tui.vault.place import is_link, letters_too_many, takes_long_paths

_IDENTITY, _LONGEST_IDENTITY = "folder-id", 64
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class PlaceTaken(Refused):
    """Another file has the name that a segment of ours would have."""


@dataclass(slots=True)
class Found:
    """What stands in a shared folder: segments by device, in number order; of our own their size in bytes, and what a
    killed sync left; what can't be read, each in words."""

    segments: dict[str, list[Place]] = field(default_factory=dict)
    sizes: dict[Place, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


class SharedFolder:
    """A folder that laptops meet in."""

    def __init__(self, path: Path) -> None:
        """Refuses (status 2) a path that is no folder: a drive that is not there is not an empty one."""
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a folder above may not be read
            raise Refused(tr("there is no such folder: is the drive connected?"))
        self.path = path

    def check_team(self, team: str) -> None:
        """Refuses (status 2) a folder in which this team can't have its own: another team's is the same to a drive that
        takes no note of small letters and capitals; or its files would have longer paths than Windows takes, and would
        not be there for whoever looks."""
        ours = team_folder(team)
        with suppress(OSError):
            for name in os.listdir(self.path / ROOT):  # noqa: PTH208 - no more than the names
                if name != ours and name.casefold() == ours.casefold() and self._is_one(name, ours):
                    raise Refused(
                        tr(
                            "another team, {team_named}, has this folder: to this drive its name is the "
                            "same as {team}; take another folder",
                            team_named=team_named(name) or name,
                            team=team,
                        )
                    )
        longest = self.path.absolute() / Place("0" * 32, 1, LAST_NUMBER, team).path
        over = letters_too_many(longest.with_name(f".{longest.name}.{'0' * 8}{TEMPORARY}"))
        if over and not takes_long_paths():
            raise Refused(
                tr(
                    "files in the shared folder would have paths longer than Windows takes: share a folder whose "
                    "path is "
                    "shorter by {over} letters, or have long paths allowed on this laptop",
                    over=over,
                )
            )

    def _is_one(self, name: str, ours: str) -> bool:
        """Whether two names of one folder are the same to the drive; on most of Linux' they are not."""
        try:
            return (self.path / ROOT / name).samefile(self.path / ROOT / ours)
        except OSError:
            return False

    def look(self, own: str = "") -> Found:
        """Every segment by its name, nothing opened. `own` is the device whose sizes are asked for."""
        found = Found()
        for team_entry in self._folders(self.path, found, only=ROOT):
            team = team_named(team_entry.name)
            if team is None:
                continue
            for entry in self._folders(Path(team_entry.path), found, only=VERSION):
                if is_device(entry.name):
                    self._look_into(entry, team, found, is_own=entry.name == own)
        for places in found.segments.values():
            places.sort()
        return found

    def _look_into(self, folder: os.DirEntry[str], team: str, found: Found, *, is_own: bool) -> None:
        device, places = folder.name, found.segments.setdefault(folder.name, [])
        files = _files_in(self._entries(folder.path, found))
        places += places_named(files, device, team)
        if is_own:
            found.sizes.update((place, _size(files[place.name])) for place in places)
            found.left += [entry.path for name, entry in files.items() if is_left_over(name)]
        if not places:
            del found.segments[device]

    def _folders(self, path: Path, found: Found, *, only: str) -> list[os.DirEntry[str]]:
        """The folders in `path`/`only`, no link being followed on the way."""
        below = path / only
        if is_link(below):
            found.unreadable.append(tr("{only}: it is a link", only=only))
            return []
        return [entry for entry in self._entries(str(below), found) if _is_folder(entry)]

    def _entries(self, path: str, found: Found) -> list[os.DirEntry[str]]:
        listed = list[os.DirEntry[str]]()
        try:
            with os.scandir(path) as entries:
                listed.extend(entries)  # what was listed before trouble stays in it
        except FileNotFoundError:
            return []
        except OSError as trouble:
            found.unreadable.append(f"{Path(path).name}: {words_of(trouble)}")
        return listed

    def identity(self, *, make: bool, lost: str = "") -> str:
        """What tells this folder from another one at the same path, made when it is first met; `lost` is what it was,
        where it is known. Empty where it is not there and may not, or can't, be made."""
        path = self.path / ROOT / _IDENTITY
        for _ in range(2):
            with suppress(OSError):
                if told := read_file(path, _LONGEST_IDENTITY).decode("ascii", "replace").strip():
                    return told
            if not make:
                return ""
            try:
                path.parent.mkdir(exist_ok=True)
                write_through(path, f"{lost or secrets.token_hex(16)}\n".encode())
            except OSError:
                continue
        return ""

    def begins(self, place: Place) -> bytes:
        """The first bytes of a segment; none where it can't be read."""
        try:
            return read_file(self.path / place.path, _LONGEST_IDENTITY)
        except OSError:
            return b""

    def read(self, place: Place) -> bytes:
        """A segment's bytes. Refuses what is larger than any segment, unread; and what can't be read."""
        try:
            return read_file(self.path / place.path, LARGEST_FILE + 1, largest=LARGEST_FILE)
        except OSError as trouble:
            raise Refused(
                tr("it can't be read: {which}", which=words_of(trouble) if trouble.errno else tr("it is no file"))
            ) from None

    def publish(self, place: Place, raw: bytes) -> None:
        """Puts a segment in its place, whole, kept by the disk, and never over another file.

        Refuses (status 2) a folder that can't be written, and (PlaceTaken) a place that is taken.
        """
        final = self.path / place.path
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise Refused(
                tr("the shared folder can't be written: a file stands where a folder of it should be")
            ) from None
        except OSError as trouble:
            raise Refused(tr("the shared folder can't be written: {words_of}", words_of=words_of(trouble))) from None
        self._refuse_links(final.parent)
        try:
            put(final, raw)
        except FileExistsError:
            raise PlaceTaken(
                tr("{name} is in the shared folder already, and is not what we would write", name=final.name)
            ) from None
        except OSError as trouble:
            raise Refused(tr("the shared folder can't be written: {words_of}", words_of=words_of(trouble))) from None

    def _refuse_links(self, folder: Path) -> None:
        """Whoever keeps the folder may not have us write somewhere else."""
        while folder != self.path:
            if is_link(folder):
                raise Refused(tr("the shared folder can't be written: {name} in it is a link", name=folder.name))
            folder = folder.parent

    def sweep(self, found: Found) -> None:
        """Takes away what a sync of ours that was killed left half written. Only one sync of a store runs at a time."""
        for left in found.left:
            with suppress(OSError):
                Path(left).unlink()


def read_file(path: Path, most: int, *, largest: int | None = None) -> bytes:
    """At most so many bytes of a file: no link, nothing that waits (a pipe, a device), nothing that is too large."""
    with os.fdopen(patiently(lambda: os.open(path, _READ)), "rb") as file:
        told = os.fstat(file.fileno())
        if not stat.S_ISREG(told.st_mode):
            raise OSError
        if largest is not None and told.st_size > largest:
            raise Refused(tr("it is larger than any segment"))
        return file.read(most)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        # To Windows, and so to Python there, a junction is a folder.
        return entry.is_dir(follow_symlinks=False) and not (os.name == "nt" and is_link(entry))
    except OSError:
        return False


def _files_in(entries: list[os.DirEntry[str]]) -> dict[str, os.DirEntry[str]]:
    """By name; what can't be told is none. Nearly always all of thousands can (benchmarks/syncing.py)."""
    try:
        return {entry.name: entry for entry in entries if entry.is_file(follow_symlinks=False)}
    except OSError:
        return {entry.name: entry for entry in entries if _is_file(entry)}


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0
