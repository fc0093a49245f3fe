"""A stand-in: a private copy of a store's database in another place, read where the store's own disk refuses.

A store is shared through a small file beside its database. A full disk, a read-only one or a failing one has no place
for that file, and SQLite then reads nothing at all, though database and WAL are whole. To read the database without its
WAL would hide what was recorded last, so both are copied, and the copy is read. Nothing is ever written to the store by
it, nothing can be recorded in it, and it is taken away when the last connection to it is closed.
Standard library and the driver only: this is on the way to the first frame.
"""

from __future__ import annotations

import atexit
import os
from contextlib import suppress
from pathlib import Path
from threading import RLock
from time import sleep, time
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.connection import Connection, connect, driver, open_database, refusal_to_open
from carelist_tui.vault.disk import DiskRefuses, Illness, name_elsewhere, private_places, words_of
from carelist_tui.vault.folder import DATABASE, database_of

_NAME = "stand-in"
_WAL = f"{DATABASE}-wal"
_HELD = "held"
_AT_ONCE = 1 << 20
_SPARE = 4 << 20
"""Bytes that a stand-in may need besides: to make what is derived afresh, and to be shared."""
_CHANCES, _PAUSE, _TICK = 40, 0.05, 0.02
"""How often a copy is tried while somebody writes; seconds between; seconds in which two changes of a file may bear the
same time."""
Mark = tuple[tuple[int, int, int, int] | None, ...]
"""What changes when somebody writes to a database or its WAL."""

_turn = RLock()
_present: dict[Path, StandIn] = {}
_made: set[StandIn] = set()


def _close(connection: Any) -> None:
    """Ends a connection to a stand-in, which is told of it."""
    Connection.close(connection)
    lender, connection.stand_in = connection.stand_in, None
    if lender is not None:
        lender.release()


_Lent: Any = type("Lent", (Connection,), {"stand_in": None, "close": _close})
"""A connection to a stand-in."""


def open_to_read(store: Path, key: bytes | None = None) -> Any:
    """A connection to the store's database; where its disk refuses, to a stand-in, in which nothing can be recorded.

    Refuses (status 3) as `connect` does; a disk that refuses only where a stand-in can't be made either.
    """
    with _turn:
        there = _present.get(store)
        if there is not None and not there.is_behind():
            return there.connect(key)
    try:
        return connect(store, key)
    except DiskRefuses as refused:
        return read_elsewhere(store, key, refused.illness)


def read_elsewhere(store: Path, key: bytes | None, illness: Illness) -> Any:
    """A connection to a stand-in, made now if there is none. Refuses (status 3) where there is no room for one, or the
    store can't be read."""
    with _turn:
        there = _present.get(store)
        if there is None or there.is_behind():
            there = _present[store] = StandIn(store, illness)
        return there.connect(key)


def stand_in_of(connection: Any) -> StandIn | None:
    """The stand-in that a connection reads; None where it is the store's own database."""
    return getattr(connection, "stand_in", None)


class StandIn:
    """One copy, for all connections of this process. `illness` is why it was made."""

    def __init__(self, store: Path, illness: Illness) -> None:
        self.store, self.illness = store, illness
        self._folder, self._held, self._mark = _place_copy(store, illness)
        self._lent = 0
        _made.add(self)

    @property
    def database(self) -> Path:
        """The file of the copy."""
        return self._folder / DATABASE

    def refusal(self) -> Refused:
        """For whoever would record."""
        return DiskRefuses(self.illness)

    def is_behind(self) -> bool:
        """Whether somebody has written to the store since, or this copy was taken away."""
        return mark_of(self.store) != self._mark or not self.database.exists()

    def connect(self, key: bytes | None) -> Any:
        """A connection that reads it. Refuses (status 3) as `connecting.connect` does."""
        try:
            connection = open_database(self.database, key, factory=_Lent)
            connection.execute("PRAGMA query_only=ON")
        except driver.Error as trouble:
            with _turn:
                self._leave_if_unused()
            raise refusal_to_open(trouble, self._folder, key) from None
        connection.stand_in = self
        with _turn:
            self._lent += 1
        return connection

    def release(self) -> None:
        """One connection less; with the last the copy is taken away."""
        with _turn:
            self._lent -= 1
            self._leave_if_unused()

    def retire(self) -> None:
        """The store's disk takes something again: no connection more is made to this."""
        with _turn:
            if _present.get(self.store) is self:
                del _present[self.store]

    def _leave_if_unused(self) -> None:
        if self._lent <= 0:
            self.retire()
            self.leave()

    def leave(self) -> None:
        """Takes the copy away."""
        _made.discard(self)
        held, self._held = self._held, -1
        _take_away(self._folder, held)


def _take_away(folder: Path, held: int) -> None:
    """The folder with the copy, first what lies in it: what is held goes once it is not, on Windows."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
    if held >= 0:
        with suppress(OSError):
            os.close(held)
    shutil.rmtree(folder, ignore_errors=True)


@atexit.register
def _leave_all() -> None:
    for each in list(_made):
        each.leave()


def mark_of(store: Path) -> Mark:
    """What changes when somebody writes to the store."""
    return tuple(_mark(path) for path in (database_of(store), store / _WAL))


def _mark(path: Path) -> tuple[int, int, int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    # An empty WAL is none: whoever tries to open the store leaves one.
    return (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns) if told.st_size else None


def _place_copy(store: Path, illness: Illness) -> tuple[Path, int, Mark]:
    """A private folder with the copy, what holds it, and the mark of the store then."""
    import shutil
    import tempfile

    from carelist_tui.vault.patience import takes

    needed = sum(told[2] for told in mark_of(store) if told) * 5 // 4 + _SPARE
    for place in private_places():
        _forget_abandoned(place, name_elsewhere(store, _NAME))
        with suppress(OSError):
            if shutil.disk_usage(place).free < needed:
                continue
            folder, held = Path(tempfile.mkdtemp(prefix=f"{name_elsewhere(store, _NAME)}-", dir=place)), -1
            try:
                held = os.open(folder / _HELD, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
                takes(held)
                return folder, held, _copy(store, folder)
            except BaseException:
                _take_away(folder, held)
                raise
    raise Refused(
        tr(
            "{what}, and no other place on this laptop has room to read the store from: {repair}",
            what=illness.what,
            repair=illness.repair,
        ),
        status=3,
    )


def _forget_abandoned(place: Path, name: str) -> None:
    """Takes away what was left behind by a process that was killed."""
    from carelist_tui.vault.patience import takes

    for left in place.glob(f"{name}-*"):
        with suppress(OSError):
            handle = os.open(left / _HELD, os.O_RDWR)
            if takes(handle):
                _take_away(left, handle)
            else:
                os.close(handle)


def _copy(store: Path, folder: Path) -> Mark:
    """Copies database and WAL as they are at one moment; gives their mark. Raises OSError where the copy can't be
    written. Refuses (status 3) what can't be read, and a store that others write to all the while."""
    for _ in range(_CHANCES):
        before, began = mark_of(store), time()
        for name, told in zip((DATABASE, _WAL), before, strict=True):
            if told is None:
                (folder / name).unlink(missing_ok=True)
            else:
                _copy_file(store / name, folder / name)
        newest = max(told[3] for told in before if told) / 1e9 if any(before) else 0.0
        if mark_of(store) == before and not 0 <= began - newest < _TICK:
            return before
        sleep(_PAUSE)
    raise Refused(tr("another program writes to the store all the while: try again"), status=3)


def _copy_file(source: Path, target: Path) -> None:
    with _opened(source) as reading, target.open("wb") as writing:
        while part := _read(reading, source):
            writing.write(part)


def _opened(source: Path) -> Any:
    try:
        return source.open("rb")
    except OSError as trouble:
        raise _unreadable(source, trouble) from None


def _read(file: Any, source: Path) -> bytes:
    try:
        part: bytes = file.read(_AT_ONCE)
    except OSError as trouble:
        raise _unreadable(source, trouble) from None
    return part


def _unreadable(source: Path, trouble: OSError) -> Refused:
    """A list without what was recorded last is not shown as if it were whole."""
    lacking = tr("what was recorded last") if source.name == _WAL else tr("the store")
    return Refused(
        tr(
            "{lacking} can't be read ({name}: {words_of}): keep the folder as it is, have the disk looked "
            "at, and restore a backup",
            lacking=lacking,
            name=source.name,
            words_of=words_of(trouble),
        ),
        status=3,
    )
