"""A file put into a shared folder whole or not at all: kept by the disk under a temporary name first, then given its
own name, never over another file."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from carelist_tui.vault.patience import put_in_place

TEMPORARY = ".tmp"
_CANNOT_KEEP_NAMES = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)


def put(final: Path, raw: bytes) -> None:
    """Writes `raw` as `final`. Raises FileExistsError where that name is taken, OSError where nothing can be written;
    of what it began nothing is left then."""
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        write_through(temporary, raw)
        _take_place(temporary, final)
    finally:
        with suppress(OSError):  # it is swept away by the next sync
            temporary.unlink(missing_ok=True)
    _settle(final.parent)


def put_anew(final: Path, raw: bytes) -> None:
    """Writes `raw` as `final`, in place of what has that name. Raises OSError where nothing can be written; what was
    there stays then, and of what it began nothing is left."""
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        write_through(temporary, raw)
        put_in_place(temporary, final)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _settle(final.parent)


def is_left_over(name: str) -> bool:
    """Whether a file is what a killed sync left half written."""
    return name.startswith(".") and name.endswith(TEMPORARY)


def write_through(path: Path, raw: bytes) -> None:
    """Writes a file that is not there yet, kept by the disk when this comes back."""
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
        if os.path.lexists(final):
            raise FileExistsError(final.name) from None
        temporary.rename(final)


def _settle(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as trouble:  # some network drives keep no names, and say so
        if trouble.errno not in _CANNOT_KEEP_NAMES:
            raise
    finally:
        os.close(handle)
