"""A store's database through SQLAlchemy: made, opened, written to in one transaction, read in one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import QueuePool
from sqlmodel import SQLModel

from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.meta import SCHEMA_VERSION, check_version
from carelist_tui.journal.tables import ACCESS, APPEND_ONLY, ENTRY, EXCHANGED, META, PROJECTED
from carelist_tui.journal.upgrading import upgrade
from carelist_tui.vault.connecting import connect, driver, refusal_for


class CommitUnsure(Exception):
    """A COMMIT failed: what was written may be there all the same. Whoever wrote it asks by the entries' ids."""

    def __init__(self, trouble: BaseException) -> None:
        self.trouble = trouble
        super().__init__(str(refusal_for(trouble)))


class Store:
    """The database of one store's folder. Several threads and processes may each hold one."""

    def __init__(self, folder: Path, key: bytes | None = None) -> None:
        """Refuses (status 3) what is no store, one made by a newer version, and a key that is not its own."""
        self.folder, self.key = folder, key
        self.engine = create_engine(
            "sqlite://",
            creator=lambda: connect(folder, key),
            module=driver,
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=8,
            hide_parameters=True,
        )
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if check_version(found):
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
            SQLModel.metadata.create_all(connection, tables=[ENTRY, *PROJECTED, META, ACCESS, *EXCHANGED])
            for trigger in APPEND_ONLY:
                connection.exec_driver_sql(trigger)
        return store

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the store's only pen from its first line; all of it is kept, or none.

        Refuses (status 3) a store that can't be written. Raises CommitUnsure when only the COMMIT failed.
        """
        with self._told_plainly(), self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            try:
                connection.exec_driver_sql("COMMIT")
            except DatabaseError as trouble:
                connection.invalidate()
                raise CommitUnsure(trouble.orig or trouble) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look at the store: all of what is read is of the same moment."""
        with self._told_plainly(), self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise Refused("the store contradicts itself: see what `carelist verify` finds", status=3) from None
        except DatabaseError as trouble:
            raise refusal_for(trouble.orig or trouble) from None
        except driver.IntegrityError:
            raise Refused("the store contradicts itself: see what `carelist verify` finds", status=3) from None
        except (driver.DatabaseError, UnicodeDecodeError) as trouble:
            raise refusal_for(trouble) from None

    def settle(self) -> bool:
        """Brings what is in the WAL over into the database; whether all of it is there now."""
        with suppress(Refused), self._told_plainly(), self.engine.connect() as connection:
            busy, frames, moved = connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
            return not busy and frames == moved
        return False

    def close(self) -> None:
        self.engine.dispose()
