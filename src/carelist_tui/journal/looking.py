"""One connection that only reads, by plain SQL through the driver. Standard library and the driver only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from carelist_tui.vault.connecting import connect, driver, refusal_for


class Looking:
    """Reads a store's tables, for one thread at a time. Refuses (status 3) what the database can't answer."""

    def __init__(self, store: Path) -> None:
        self._connection = connect(store)
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
        except driver.Error as trouble:
            raise refusal_for(trouble) from None

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
