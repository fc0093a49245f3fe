"""Files of keys: written whole or not at all, their owner's alone, read only where they are no link; and a lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import Held, may_be_held, words_of
from carelist_tui.vault.patience import free, read_patiently, takes
from carelist_tui.vault.place import is_link

LARGEST = 64 * 1024
"""Bytes; a larger file in `keys/` is none of ours."""
_BINARY = getattr(os, "O_BINARY", 0)
_BUSY = tr("another program is trying a passphrase for this store: try again")
_PATIENCE, _PAUSE = 20.0, 0.05
"""Seconds to wait for another process that is trying a passphrase, and between looks."""


def read_whole(path: Path, most: int = LARGEST) -> bytes | None:
    """What is in a file, up to `most` bytes; None when there is none. Refuses (status 3) a link, and what can't be
    read."""
    if is_link(path):
        raise Refused(
            tr("{name} in the store's keys is a link: the store may not lie behind a link", name=path.name), status=3
        )
    try:
        return read_patiently(path, most)
    except FileNotFoundError:
        return None
    except OSError as trouble:
        said = tr("{name} in the store's keys can't be read: {words_of}", name=path.name, words_of=words_of(trouble))
        raise (Held if may_be_held(trouble) else Refused)(said, status=3) from None


@contextmanager
def held(path: Path, busy: str = _BUSY, unheld: Callable[[OSError], Refused] | None = None) -> Iterator[None]:
    """Only one process at a time is inside. Refuses (status 3, `busy`) when another stays too long, and (as `unheld`
    says) where it can't be known."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
    except OSError as trouble:
        raise (unheld or unwritable)(trouble) from None
    try:
        patience = monotonic() + _PATIENCE
        while not takes(handle):
            if monotonic() > patience:
                raise Refused(busy, status=3)
            sleep(_PAUSE)
        try:
            yield
        finally:
            free(handle)
    finally:
        os.close(handle)


def unwritable(trouble: OSError) -> Refused:
    """Without a place to count wrong tries, none is made."""
    return Refused(
        tr("the store's keys can't be written, so it stays closed: {words_of}", words_of=words_of(trouble)), status=3
    )
