"""The shared folder: what stands in it, read without trust; and our own segments, published whole or not at all.

Any folder will do: a network drive, a USB stick, Syncthing, OneDrive. Links in it are not followed, and what is no
segment by its name is left alone.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.header import LARGEST_FILE
from carelist_tui.exchange.segments.places import ROOT, VERSION, Place, is_device, numbers_of, team_named

_TEMPORARY = ".tmp"
_IDENTITY, _LONGEST_IDENTITY = "folder-id", 64


@dataclass(slots=True)
class Found:
    """What stands in a shared folder: segments by device, in order, with their size in bytes; what can't be read."""

    segments: dict[str, list[Place]] = field(default_factory=dict)
    sizes: dict[Place, int] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


class SharedFolder:
    """A folder that laptops meet in."""

    def __init__(self, path: Path) -> None:
        """Refuses (status 2) a path that is no folder: a drive that is not there is not an empty one."""
        if not path.is_dir():
            raise Refused("there is no such folder: is the drive connected?")
        self.path = path

    def look(self) -> Found:
        """Every segment by its name, nothing opened."""
        found = Found()
        for team_entry in self._folders(self.path / ROOT, found):
            team = team_named(team_entry.name)
            if team is None:
                continue
            for entry in self._folders(Path(team_entry.path) / VERSION, found):
                if is_device(entry.name):
                    self._look_into(entry, team, found)
        for places in found.segments.values():
            places.sort()
        return found

    def _look_into(self, folder: os.DirEntry[str], team: str, found: Found) -> None:
        for entry in self._entries(folder.path, found):
            numbers = numbers_of(entry.name)
            if numbers is None or not entry.is_file(follow_symlinks=False):
                continue
            place = Place(folder.name, *numbers, team)
            found.segments.setdefault(folder.name, []).append(place)
            found.sizes[place] = entry.stat(follow_symlinks=False).st_size

    def _folders(self, path: Path, found: Found) -> list[os.DirEntry[str]]:
        return [entry for entry in self._entries(str(path), found) if entry.is_dir(follow_symlinks=False)]

    def _entries(self, path: str, found: Found) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(path) as entries:
                yield from entries
        except FileNotFoundError:
            return
        except OSError as trouble:
            found.unreadable.append(f"{Path(path).name}: {trouble.strerror}")

    def identity(self, *, make: bool) -> str:
        """What tells this folder from another one at the same path, made when it is first met; empty where it is not
        and may not be made. Refuses (status 2) a folder that can't be written."""
        path = self.path / ROOT / _IDENTITY
        for _ in range(2):
            try:
                found = path.read_bytes()[:_LONGEST_IDENTITY].decode("ascii", "replace").strip()
            except OSError:
                found = ""
            if found or not make:
                return found
            try:
                path.parent.mkdir(exist_ok=True)
                _write_through(path, f"{secrets.token_hex(16)}\n".encode())
            except FileExistsError:
                continue
            except OSError as trouble:
                raise Refused(f"the shared folder can't be written: {trouble.strerror}") from None
        return ""

    def begins(self, place: Place) -> bytes:
        """The first bytes of a segment; none where it can't be read."""
        try:
            with (self.path / place.path).open("rb") as file:
                return file.read(_LONGEST_IDENTITY)
        except OSError:
            return b""

    def read(self, place: Place) -> bytes:
        """A segment's bytes. Refuses what is larger than any segment, unread; and what can't be read."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            with os.fdopen(os.open(self.path / place.path, flags), "rb") as file:
                if os.fstat(file.fileno()).st_size > LARGEST_FILE:
                    raise Refused("it is larger than any segment")
                return file.read(LARGEST_FILE + 1)
        except OSError as trouble:
            raise Refused(f"it can't be read: {trouble.strerror}") from None

    def publish(self, place: Place, raw: bytes) -> None:
        """Puts a segment in its place, whole, kept by the disk, and never over another file.

        Refuses (status 2) a folder that can't be written, and a place that is taken.
        """
        final = self.path / place.path
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}{_TEMPORARY}")
            try:
                _write_through(temporary, raw)
                _take_place(temporary, final)
            finally:
                temporary.unlink(missing_ok=True)
            _settle(final.parent)
        except FileExistsError:
            raise Refused(f"{final.name} is in the shared folder already, and is not what we would write") from None
        except OSError as trouble:
            raise Refused(f"the shared folder can't be written: {trouble.strerror}") from None

    def sweep(self, team_place: Place) -> None:
        """Takes away what a sync of ours that was killed left half written. Only one sync of a store runs at a time."""
        for left in (self.path / team_place.path).parent.glob(f".*{_TEMPORARY}"):
            left.unlink(missing_ok=True)


def _write_through(path: Path, raw: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _take_place(temporary: Path, final: Path) -> None:
    """A second name where the file system has them, which never replaces; else a rename after a look: in this folder
    nobody but this laptop writes."""
    try:
        os.link(temporary, final)
    except FileExistsError:
        raise
    except OSError:
        if final.exists():
            raise FileExistsError(final.name) from None
        temporary.rename(final)


def _settle(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
