"""A store's database: made, opened, written to in one transaction, read in one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from time import monotonic

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.meta import SCHEMA_VERSION, check_version
from carelist_tui.journal.sql.triggers import APPEND_ONLY
from carelist_tui.journal.upgrade import upgrade, upgrade_stand_in
from carelist_tui.vault.connection import Connection, connect, driver, is_busy, refusal_for
from carelist_tui.vault.disk import DiskRefuses
from carelist_tui.vault.folder import database_of
from carelist_tui.vault.stand_in import open_to_read, read_elsewhere, stand_in_of

LOOKED_FOR_MS = 3
"""How long SQLite waits for the pen before it is asked again; it looks for it after one and two milliseconds."""
LEFT_LYING = 0.01
"""Seconds for which who writes again and again lets go of the pen in between, so that whoever waits finds it."""


class CommitUnsure(Exception):
    """A COMMIT failed: what was written may be there all the same. Whoever wrote it asks by the entries' ids."""

    def __init__(self, refused: Refused) -> None:
        self.refused = refused
        super().__init__(str(refused))


class Store:
    """The database of one store's folder. Several threads and processes may each hold one. Where the store's disk
    refuses, what is read is a stand-in, and nothing is written but what is derived, in the stand-in alone.

    A connection is kept open between two uses; as many threads as ask at once have one of their own meanwhile."""

    def __init__(self, folder: Path, key: bytes | None = None, *, aside: DiskRefuses | None = None) -> None:
        """`aside`: a stand-in is read from the beginning, for this reason. Refuses (status 3) what is no store, one
        made by a newer version, and a key that is not its own."""
        self.folder, self.key = folder, key
        self._refused = aside
        self._turn = Lock()
        self._idle: Connection | None = None
        self._opened = 0
        with self.reading() as connection:
            is_earlier = check_version(connection.execute("PRAGMA user_version").fetchone()[0])
            there = stand_in_of(connection)
            if is_earlier and there is not None:
                upgrade_stand_in(there, key)
        if is_earlier and there is None:
            self.close()
            upgrade(folder, key)

    @classmethod
    def make(cls, folder: Path, key: bytes | None = None) -> Store:
        """A store without entries in a private folder that has none yet."""
        from carelist_tui.journal.tables import tables_made

        raw = connect(folder, key, make=True)
        try:
            raw.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        finally:
            raw.close()
        store = cls(folder, key)
        with store.writing() as connection:
            for statement in (*tables_made(), *APPEND_ONLY):
                connection.execute(statement)
        return store

    @property
    def reads_elsewhere(self) -> bool:
        """Whether a stand-in is read because the disk refused."""
        return self._refused is not None

    def read_elsewhere(self, refused: DiskRefuses) -> None:
        """Reads a stand-in from now on: the disk refused."""
        self._refused = refused
        self.close()

    def _open(self) -> Connection:
        if self._refused is None:
            return open_to_read(self.folder, self.key)
        return read_elsewhere(self.folder, self.key, self._refused.illness)

    @contextmanager
    def writing(self, *, derived: bool = False) -> Iterator[Connection]:
        """One transaction that holds the store's only pen from its first line; all of it is kept, or none. `derived`:
        nothing is written but what can be made afresh, which a stand-in takes too.

        Refuses (status 3) a store that can't be written. Raises CommitUnsure when only the COMMIT failed.
        """
        with self._told_plainly(), self._connected(own=not derived) as connection, _pen(connection, derived=derived):
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            try:
                connection.execute("COMMIT")
            except driver.DatabaseError as trouble:
                connection.close()
                raise CommitUnsure(refusal_for(trouble, self.folder)) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look at the store: all of what is read is of the same moment."""
        try:
            with self._told_plainly(), self._connected() as connection:
                connection.execute("BEGIN")
                yield connection
        except DiskRefuses as refused:
            if self._refused is None:
                self.read_elsewhere(refused)
            raise

    @contextmanager
    def _connected(self, *, own: bool = False) -> Iterator[Connection]:
        """A connection; `own`: to the store itself, if its disk takes something by now. What was begun on it and not
        committed is taken back."""
        opened, connection = self._opened, self._taken()
        try:
            there = stand_in_of(connection)
            if there is not None and own:
                connect(self.folder, self.key).close()
                self._refused = None
                there.retire()
            is_outlived = own and connection.is_outlived(database_of(self.folder))
            if is_outlived or (there is not None and (own or there.is_behind())):
                connection.close()
                connection = self._open()
            yield connection
        finally:
            self._give_back(connection, opened)

    def _taken(self) -> Connection:
        with self._turn:
            idle, self._idle = self._idle, None
        return self._open() if idle is None else idle

    def _give_back(self, connection: Connection, opened: int) -> None:
        """Keeps the connection for the next who asks; not one that is closed or can't be taken back, nor where one is
        kept already, or the store was closed since."""
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except driver.Error:
            connection.close()
            return
        with self._turn:
            is_kept = self._idle is None and self._opened == opened
            if is_kept:
                self._idle = connection
        if not is_kept:
            connection.close()

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except driver.IntegrityError:
            raise Refused(tr("the store contradicts itself: see what `carelist verify` finds"), status=3) from None
        except (driver.DatabaseError, UnicodeDecodeError) as trouble:
            raise refusal_for(trouble, self.folder) from None

    def settle(self) -> bool:
        """Brings what is in the WAL over into the database; whether all of it is there now."""
        with suppress(Refused), self._told_plainly(), self._connected() as connection:
            busy, frames, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            return not busy and frames == moved
        return False

    def close(self) -> None:
        """Closes the connection that is kept, and each that is in use once it is given back."""
        with self._turn:
            idle, self._idle = self._idle, None
            self._opened += 1
        if idle is not None:
            idle.close()


def _begin(connection: Connection) -> None:
    """Takes the pen as soon as it is free. SQLite by itself looks for it more and more seldom, and would miss the
    moments in which whoever takes in many entries lets go of it (benchmarks/syncing.py)."""
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout={min(patience, LOOKED_FOR_MS)}")
    ends = monotonic() + patience / 1000
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except driver.DatabaseError as trouble:
                if not is_busy(trouble) or monotonic() >= ends:
                    raise
    finally:
        connection.execute(f"PRAGMA busy_timeout={patience}")


@contextmanager
def _pen(connection: Connection, *, derived: bool) -> Iterator[None]:
    """The store's only pen. Refuses (status 3) to record in a stand-in: nobody would find it again."""
    there = stand_in_of(connection)
    if derived and there is not None:
        connection.execute("PRAGMA query_only=OFF")
    _begin(connection)
    if there is not None and not derived:
        raise there.refusal()
    try:
        yield
    finally:
        if there is not None:
            with suppress(driver.ProgrammingError):  # where a COMMIT failed it is closed
                connection.execute("PRAGMA query_only=ON")
