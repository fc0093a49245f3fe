"""One connection that reads, and writes only who looked, by plain SQL through the driver.

Standard library and the driver only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from carelist_tui.vault.connecting import BUSY_SECONDS, connect, driver, refusal_for

PATIENCE_MS = 2000


class Looking:
    """Reads a store's tables, for one thread at a time. Refuses (status 3) what the database can't answer."""

    def __init__(self, store: Path, key: bytes | None = None) -> None:
        self._connection = connect(store, key)
        self._turn = RLock()

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """All of what is read inside is of the same moment of the store."""
        with self._turn, self._told_plainly():
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
        with self._turn, self._told_plainly():
            found: list[tuple[Any, ...]] = self._connection.execute(sql, asked).fetchall()
            return found

    def number(self, sql: str) -> int:
        """The one number that is the answer."""
        return int(self.rows(sql)[0][0])

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except (driver.Error, UnicodeDecodeError) as trouble:
            raise refusal_for(trouble) from None

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
