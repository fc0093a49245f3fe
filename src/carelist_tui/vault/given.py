"""A file that somebody gives: opened only where it is one, and never more of it in memory than its reader allows.

A pipe that nobody writes to, a device without an end and a folder are refused in a sentence, and nothing waits for
them. Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

import json
import os
import select
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import IO, Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.vault.disk import Held, may_be_held, words_of
from carelist_tui.vault.patience import patiently

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PATIENCE = 5.0
"""Seconds for which a pipe may say nothing."""
NO_FILE = tr("it is a pipe or a device, and no file")


@contextmanager
def given(path: Path) -> Iterator[IO[bytes]]:
    """A file, open to be read. Refuses (status 2) what is none, and what can't be opened."""
    with _opened(path) as handle:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Refused(tr("{path} can't be read: {no_file}", path=path, no_file=NO_FILE))
        with os.fdopen(handle, "rb", closefd=False) as file:
            yield file


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that is gone over more than once, and never whole in memory. It is the same each time, or refused."""

    path: Path
    was: tuple[int, int, int]

    @classmethod
    def of(cls, path: Path) -> GivenFile:
        """The file at a path, as it is now. Refuses as `given` does."""
        with given(path) as file:
            return cls(path, _told_of(file))

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """It, from its beginning. Refuses one that is another by now, or that changes while it is read."""
        with given(self.path) as file:
            self._check(file)
            yield file
            self._check(file)

    def _check(self, file: IO[bytes]) -> None:
        if _told_of(file) != self.was:
            raise Refused(
                tr("{path} changed while it was read: close it where it is open, and import it again", path=self.path)
            )


def _told_of(file: IO[bytes]) -> tuple[int, int, int]:
    told = os.fstat(file.fileno())
    return told.st_ino, told.st_size, told.st_mtime_ns


def read_given(path: Path, most: int, what: str) -> bytes:
    """The whole of a file. Refuses, beside what `given` refuses, one of more than `most` bytes: no `what` is."""
    with given(path) as file:
        try:
            content = file.read(most + 1)
        except OSError as trouble:
            raise _refusal(path, trouble) from None
    if len(content) > most:
        raise Refused(tr("{path} is larger than {most:,} bytes: no {what} is", path=path, most=most, what=what))
    return content


def read_kept(path: Path, most: int) -> dict[str, Any]:
    """The JSON object that this laptop keeps in a file beside the store. Empty where there is no file, or what it holds
    can't be read or is no object: nothing that was recorded hangs on it."""
    try:
        kept = json.loads(read_given(path, most, tr("file of this kind")))
    except (Refused, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def read_secret(path: Path, most: int) -> bytes:
    """The first bytes of a file, or of a pipe that another program writes a passphrase to. Raises OSError where there
    is nothing to read, and where a pipe stays silent for too long."""
    with _as_trouble(path), _opened(path) as handle:
        told = os.fstat(handle)
        if not (stat.S_ISREG(told.st_mode) or stat.S_ISFIFO(told.st_mode)):
            raise OSError(NO_FILE)
        said, patience = b"", monotonic() + _PATIENCE
        while len(said) < most:
            if stat.S_ISFIFO(told.st_mode) and not select.select([handle], [], [], max(0, patience - monotonic()))[0]:
                raise OSError(tr("nobody writes to it"))
            part = os.read(handle, most - len(said))
            if not part:
                break
            said += part
        return said


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        is_folder = stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116 - as the next line, by the path as it is given
        handle = -1 if is_folder else patiently(lambda: os.open(path, _FLAGS))
    except OSError as trouble:
        raise _refusal(path, trouble) from None
    except ValueError:  # a path with a zero byte in it
        raise Refused(tr("{path} can't be read: it is no path", path=path)) from None
    if is_folder:
        raise Refused(tr("{path} can't be read: it is a folder", path=path))
    try:
        yield handle
    finally:
        os.close(handle)


def _refusal(path: Path, trouble: OSError) -> Refused:
    said = tr("{path} can't be read: {words_of}", path=path, words_of=words_of(trouble))
    return Held(said, status=2) if may_be_held(trouble) else Refused(said)


@contextmanager
def _as_trouble(path: Path) -> Iterator[None]:
    try:
        yield
    except Refused:
        raise OSError(tr("{path} can't be read", path=path)) from None
