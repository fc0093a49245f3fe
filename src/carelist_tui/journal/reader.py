"""One connection that reads, and writes only who looked, by plain SQL through the driver.

Standard library and the driver only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from carelist_tui.vault.connection import BUSY_SECONDS, connect, driver, refusal_for
from carelist_tui.vault.disk import DiskRefuses, Illness, illness_at
from carelist_tui.vault.folder import database_of
from carelist_tui.vault.stand_in import StandIn, open_to_read, read_elsewhere, stand_in_of

PATIENCE_MS = 2000


class Looking:
    """Reads a store's tables, for one thread at a time; where the store's disk refuses, those of a stand-in, which is
    made anew when somebody else has written. Refuses (status 3) what the database can't answer."""

    def __init__(self, store: Path, key: bytes | None = None) -> None:
        self._store, self._key = store, key
        self._connection = open_to_read(store, key)
        self._turn = RLock()
        self._opened = 0
        self._refused: DiskRefuses | None = None

    @property
    def stand_in(self) -> StandIn | None:
        """The stand-in that is read; None where it is the store itself."""
        return stand_in_of(self._connection)

    @property
    def illness(self) -> Illness | None:
        """What is wrong with the store's disk, where everything can be read and nothing recorded."""
        if (there := self.stand_in) is not None:
            return there.illness
        return None if self._connection.could_write else illness_at(self._store)

    def version(self) -> int:
        """A number that changes when anybody else has written to the store."""
        with self._turn:
            self._keep_up()
            return self._opened << 32 | self.number("PRAGMA data_version")

    def _keep_up(self) -> None:
        """Reads a stand-in where the disk refused since; opens the store again where a stand-in is behind."""
        if self._connection.in_transaction:
            return
        if self._refused is not None:
            self._go_on_with(read_elsewhere(self._store, self._key, self._refused.illness))
        elif (there := self.stand_in) is not None and there.is_behind():
            self._go_on_with(open_to_read(self._store, self._key))

    def _go_on_with(self, connection: Any) -> None:
        before, self._connection = self._connection, connection
        before.close()
        self._opened += 1
        self._refused = None

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """All of what is read inside is of the same moment of the store."""
        with self._turn, self._told_plainly(reading=True):
            self._keep_up()
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All of what is written inside is kept, or none. Refuses (status 3) when another holds the store's pen for
        two seconds: whoever reads is not kept waiting longer."""
        with self._turn, self._told_plainly():
            is_outlived = self._connection.is_outlived(database_of(self._store))
            if is_outlived or self.stand_in is not None:  # the disk may take it by now
                self._go_on_with(connect(self._store, self._key))
            self._connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    def rows(self, sql: str, asked: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Every row of the answer."""
        with self._turn, self._told_plainly(reading=True):
            found: list[tuple[Any, ...]] = self._connection.execute(sql, asked).fetchall()
            return found

    def number(self, sql: str) -> int:
        """The one number that is the answer."""
        return int(self.rows(sql)[0][0])

    @contextmanager
    def _told_plainly(self, *, reading: bool = False) -> Iterator[None]:
        try:
            yield
        except (driver.Error, UnicodeDecodeError) as trouble:
            refused = refusal_for(trouble, self._store)
            if reading and isinstance(refused, DiskRefuses) and self.stand_in is None:
                self._refused = refused
            raise refused from None

    def close(self) -> None:
        """Ends the connection, once nobody reads: taken from under a thread that does, it would end the program."""
        with self._turn:
            self._key = None
            self._connection.close()
