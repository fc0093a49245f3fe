"""A store's database through SQLAlchemy: made, opened, written to in one transaction, read in one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Dialect, create_engine
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import NullPool, QueuePool
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.util import LRUCache
from sqlmodel import SQLModel

from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.meta import SCHEMA_VERSION, check_version
from carelist_tui.journal.tables import ACCESS, APPEND_ONLY, COPIED, ENTRY, EXCHANGED, META, PROJECTED
from carelist_tui.journal.upgrade import upgrade, upgrade_stand_in
from carelist_tui.vault.connection import connect, driver, is_busy, refusal_for
from carelist_tui.vault.disk import DiskRefuses
from carelist_tui.vault.folder import database_of
from carelist_tui.vault.stand_in import StandIn, open_to_read, read_elsewhere, stand_in_of

LOOKED_FOR_MS = 3
"""How long SQLite waits for the pen before it is asked again; it looks for it after one and two milliseconds."""
LEFT_LYING = 0.01
"""Seconds for which who writes again and again lets go of the pen in between, so that whoever waits finds it."""
_WORKED_OUT: LRUCache[Any, Any] = LRUCache(500)
"""Statements as SQL, whichever store they were first asked of: another one of this process has them at once."""


@cache
def _dialect() -> Dialect:
    """How SQL is said to the driver: one for all stores of this process, since what is worked out belongs to it."""
    engine = create_engine("sqlite://", module=driver, poolclass=NullPool)
    with engine.connect() as connection:  # it learns what the driver can when it first speaks to it
        return connection.dialect


@cache
def _tables_made() -> tuple[str, ...]:
    """What makes the tables of a store, and their indexes: worked out once in a process, half of what a store takes."""
    wanted = {ENTRY, *PROJECTED, META, ACCESS, COPIED, *EXCHANGED}
    tables = [table for table in SQLModel.metadata.sorted_tables if table in wanted]
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda each: str(each.name))]
    made: list[CreateTable | CreateIndex] = [*map(CreateTable, tables), *map(CreateIndex, indexes)]
    return tuple(str(each.compile(dialect=_dialect())) for each in made)


class CommitUnsure(Exception):
    """A COMMIT failed: what was written may be there all the same. Whoever wrote it asks by the entries' ids."""

    def __init__(self, refused: Refused) -> None:
        self.refused = refused
        super().__init__(str(refused))


class Store:
    """The database of one store's folder. Several threads and processes may each hold one. Where the store's disk
    refuses, what is read is a stand-in, and nothing is written but what is derived, in the stand-in alone."""

    def __init__(self, folder: Path, key: bytes | None = None, *, aside: DiskRefuses | None = None) -> None:
        """`aside`: a stand-in is read from the beginning, for this reason. Refuses (status 3) what is no store, one
        made by a newer version, and a key that is not its own."""
        self.folder, self.key = folder, key
        self._refused = aside
        self.engine = create_engine(
            "sqlite://",
            creator=self._open,
            module=driver,
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=8,
            hide_parameters=True,
            execution_options={"compiled_cache": _WORKED_OUT},
        )
        self.engine.dialect = _dialect()
        with self.reading() as connection:
            is_earlier = check_version(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            there = _stand_in(connection)
            if is_earlier and there is not None:
                upgrade_stand_in(there, key)
        if is_earlier and there is None:
            self.engine.dispose()
            upgrade(folder, key)

    @classmethod
    def make(cls, folder: Path, key: bytes | None = None) -> Store:
        """A store without entries in a private folder that has none yet."""
        raw = connect(folder, key, make=True)
        try:
            raw.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        finally:
            raw.close()
        store = cls(folder, key)
        with store.writing() as connection:
            for statement in (*_tables_made(), *APPEND_ONLY):
                connection.exec_driver_sql(statement)
        return store

    @property
    def reads_elsewhere(self) -> bool:
        """Whether a stand-in is read because the disk refused."""
        return self._refused is not None

    def read_elsewhere(self, refused: DiskRefuses) -> None:
        """Reads a stand-in from now on: the disk refused."""
        self._refused = refused
        self.engine.dispose()

    def _open(self) -> Any:
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
                connection.rollback()
                raise
            try:
                connection.exec_driver_sql("COMMIT")
            except DatabaseError as trouble:
                connection.invalidate()
                raise CommitUnsure(refusal_for(trouble.orig or trouble, self.folder)) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look at the store: all of what is read is of the same moment."""
        try:
            with self._told_plainly(), self._connected() as connection:
                connection.exec_driver_sql("BEGIN")
                yield connection
        except DiskRefuses as refused:
            if self._refused is None:
                self.read_elsewhere(refused)
            raise

    @contextmanager
    def _connected(self, *, own: bool = False) -> Iterator[Connection]:
        """A connection; `own`: to the store itself, if its disk takes something by now."""
        with self.engine.connect() as connection:
            there, raw = _stand_in(connection), _raw(connection)
            if there is not None and own:
                connect(self.folder, self.key).close()
                self._refused = None
                there.retire()
            is_outlived = own and raw.is_outlived(database_of(self.folder))
            if is_outlived or (there is not None and (own or there.is_behind())):
                connection.invalidate()  # the next line opens the store again
            yield connection

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise Refused("the store contradicts itself: see what `carelist verify` finds", status=3) from None
        except DatabaseError as trouble:
            raise refusal_for(trouble.orig or trouble, self.folder) from None
        except driver.IntegrityError:
            raise Refused("the store contradicts itself: see what `carelist verify` finds", status=3) from None
        except (driver.DatabaseError, UnicodeDecodeError) as trouble:
            raise refusal_for(trouble, self.folder) from None

    def settle(self) -> bool:
        """Brings what is in the WAL over into the database; whether all of it is there now."""
        with suppress(Refused), self._told_plainly(), self._connected() as connection:
            busy, frames, moved = connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
            return not busy and frames == moved
        return False

    def close(self) -> None:
        self.engine.dispose()


def _stand_in(connection: Connection) -> StandIn | None:
    return stand_in_of(_raw(connection))


def _raw(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _begin(connection: Connection) -> None:
    """Takes the pen as soon as it is free. SQLite by itself looks for it more and more seldom, and would miss the
    moments in which whoever takes in many entries lets go of it (benchmarks/syncing.py)."""
    raw = _raw(connection)
    (patience,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout={min(patience, LOOKED_FOR_MS)}")
    ends = monotonic() + patience / 1000
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except DatabaseError as trouble:
                if not is_busy(trouble.orig) or monotonic() >= ends:
                    raise
    finally:
        raw.execute(f"PRAGMA busy_timeout={patience}")


@contextmanager
def _pen(connection: Connection, *, derived: bool) -> Iterator[None]:
    """The store's only pen. Refuses (status 3) to record in a stand-in: nobody would find it again."""
    if derived and _stand_in(connection) is not None:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
    _begin(connection)
    there = _stand_in(connection)
    if there is not None and not derived:
        raise there.refusal()
    try:
        yield
    finally:
        if there is not None and not connection.invalidated:
            connection.exec_driver_sql("PRAGMA query_only=ON")
