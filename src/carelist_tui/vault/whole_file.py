"""A file written whole or not at all, and its owner's alone: beside the one that is there, then in its place."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from carelist_tui.vault.folder import settle
from carelist_tui.vault.patience import put_in_place

_BINARY = getattr(os, "O_BINARY", 0)


def write_whole(path: Path, content: bytes) -> None:
    """Puts a file in place, at once and for good; the one before stays until then. Raises OSError."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    settle(path.parent)
