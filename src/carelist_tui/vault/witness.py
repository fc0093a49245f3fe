"""The head witness: outside the database, how far each device's entries go and the hash they end with.

One flipped bit in a WAL silently shortens history, and every check of SQLite calls what is left sound. The witness
remembers what was there. It is a file of lines beside the database, one appended after each commit and only then said
to be kept; it is never lowered, but where this laptop itself wrote entries again under another name. A crash between
commit and line leaves it behind, which is healed on the next opening.
Standard library only.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from carelist_tui.catalogue import tr
from carelist_tui.domain.slotted import dataclass
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.folder import settle
from carelist_tui.vault.patience import free, patiently, put_in_place, read_patiently, wait_for

ACCESS = "access"
"""The chain of those who looked, beside those of the devices."""
CLOCK = "clock"
"""No chain, kept as one: its count is the newest moment at which anything was recorded, in milliseconds since 1970."""
OF_NO_DEVICE = frozenset((ACCESS, CLOCK))
HEADS, _LOCK = "heads", "heads.lock"
_PARTS = 4
_ANEW = "="
"""Before a chain that was set anew: what was said of it earlier holds no longer, whoever remembers it."""
_LONGEST = 64 * 1024
"""Bytes of lines before they are written together, one for each chain."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain goes: how many entries are here, the number and the hash of the last."""

    count: int
    seq: int
    hash: str


NO_HEAD = Head(0, 0, "")
_NO_HASH = "-"
_BINARY = getattr(os, "O_BINARY", 0)
Heads = Mapping[str, Head]
"""By chain: a device's name, or another chain of this laptop."""


class Witness:
    """The witness of one store. Several threads and processes may each hold one."""

    def __init__(self, store: Path) -> None:
        self._file, self._lock = store / HEADS, store / _LOCK
        self._turn = RLock()
        self._seen: dict[str, Head] = {}
        self._anew: set[str] = set()
        self.unread: OSError | None = None
        """Why what is there could not be read the last time: then nobody knows whether anything is missing."""

    def seen(self, chain: str) -> Head:
        """The highest head of this chain that was read or written by this witness; nothing is read for it."""
        return self._seen.get(chain, NO_HEAD)

    def read(self) -> dict[str, Head]:
        """The highest head of each chain. A line that can't be read (a torn one, a damaged one) is passed over; where
        nothing can, `unread` says why, and what is given is no more than was known before."""
        with self._turn:
            self.unread = None
            try:
                text = read_patiently(self._file)
            except FileNotFoundError:
                text = b""
            except OSError as trouble:
                self.unread, text = trouble, b""
            for chain, head in _heads_in(text):
                self._note(chain, head)
            return dict(self._seen)

    def raise_to(self, heads: Heads) -> bool:
        """Writes what rose, after the commit; whether it could be. Where not, the entries are kept all the same, and
        the next opening raises it."""
        with self._turn:
            risen = {chain: head for chain, head in heads.items() if self._note(chain, head)}
            if not risen:
                return True
            try:
                with self._held():
                    self._append(risen)
            except OSError:
                return False
            return True

    def set_anew(self, heads: Heads) -> None:
        """Sets these chains to lower heads, by our own act: their entries stand in another chain. Raises OSError where
        it can't be written."""
        with self._turn, self._held():
            self._append({f"{_ANEW}{chain}": head for chain, head in heads.items()})
            self.read()

    def _note(self, chain: str, head: Head) -> bool:
        if chain.startswith(_ANEW):
            chain = chain.removeprefix(_ANEW)
            self._anew.add(chain)
            self._seen[chain] = head
            return True
        known = self._seen.get(chain)
        if known is not None and (head.seq, head.count) <= (known.seq, known.count):
            return False
        self._seen[chain] = head
        return True

    def _append(self, risen: Heads) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY
        handle = patiently(lambda: os.open(self._file, flags, 0o600))
        try:
            length = os.fstat(handle).st_size
            os.write(handle, _lines(risen))
            os.fsync(handle)
        finally:
            os.close(handle)
        if not length:
            settle(self._file.parent)
        elif length > _LONGEST:
            self._write_together()

    def _write_together(self) -> None:
        """One line a chain, in a file that takes the other's place."""
        beside = self._file.with_suffix(".fresh")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        try:
            os.write(
                handle, _lines({_ANEW * (chain in self._anew) + chain: head for chain, head in self.read().items()})
            )
            os.fsync(handle)
        finally:
            os.close(handle)
        put_in_place(beside, self._file)
        settle(self._file.parent)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Only one process at a time appends, or writes the lines together."""
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
        try:
            wait_for(handle)
            try:
                yield
            finally:
                free(handle)
        finally:
            os.close(handle)


def unwitnessed(trouble: OSError) -> str:
    """What is so where a witness is there and can't be read."""
    return tr(
        "the head witness can't be read ({words_of}): nobody knows whether any entry is missing",
        words_of=words_of(trouble),
    )


def clock_head(newest: datetime) -> dict[str, Head]:
    """What the witness keeps of the newest moment at which anything was recorded (aware)."""
    return {CLOCK: Head(int(newest.timestamp() * 1000), 0, _NO_HASH)}


def newest_in(heads: Heads) -> datetime | None:
    """That moment; None where nothing is kept of it."""
    head = heads.get(CLOCK)
    return datetime.fromtimestamp(head.count / 1000, UTC) if head is not None else None


def _lines(heads: Heads) -> bytes:
    """Each on a line of its own, whatever a torn one before it left."""
    told = (f"{chain} {head.count} {head.seq} {head.hash}".encode("ascii") for chain, head in heads.items())
    return b"".join(b"\n%s %08x\n" % (line, zlib.crc32(line)) for line in told)


def _heads_in(text: bytes) -> Iterator[tuple[str, Head]]:
    for line in text.splitlines():
        told, _, check = line.rpartition(b" ")
        parts = told.decode("ascii", "replace").split(" ")
        if check == b"%08x" % zlib.crc32(told) and len(parts) == _PARTS:
            yield parts[0], Head(int(parts[1]), int(parts[2]), parts[3])
