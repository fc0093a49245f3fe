"""One SQL statement as text, and how the driver runs it. Every command comes by here: standard library and the driver
only.

What is compared with stands in the text, and what is asked for is given by its name each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from carelist_tui.vault.connection import Connection


class Written:
    """One SQL statement with named values. What every command asks stands in `sql/`, written out from the tables: to
    build it each time (`journal/statements.py`) would import SQLAlchemy, a third of what `show` then takes
    (benchmarks/commands.py)."""

    def __init__(self, sql: str) -> None:
        self._sql = " ".join(sql.split())

    @property
    def sql(self) -> str:
        """The SQL text on one line, its values named `:name`."""
        return self._sql

    def rows(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """Every row that it finds."""
        found: list[tuple[Any, ...]] = connection.execute(self.sql, values).fetchall()
        return found

    def each(self, connection: Connection, **values: Any) -> Iterator[tuple[Any, ...]]:
        """Every row that it finds, a part of them in memory at a time."""
        yield from connection.execute(self.sql, values)

    def first(self, connection: Connection, **values: Any) -> tuple[Any, ...] | None:
        """The first row that it finds; the others are not read."""
        row: tuple[Any, ...] | None = connection.execute(self.sql, values).fetchone()
        return row

    def values(self, connection: Connection, **values: Any) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self.rows(connection, **values)]

    def value(self, connection: Connection, **values: Any) -> Any:
        """The first value of the first row; None where there is none."""
        row = self.first(connection, **values)
        return row[0] if row is not None else None

    def run(self, connection: Connection, many: Iterable[Mapping[str, Any]]) -> None:
        """Once for each mapping of values."""
        connection.executemany(self.sql, many)


class Change(Written):
    """Sets every column of the one row whose key is given as `key_`; asked to, some of them alone, so that an index of
    the others stays as it is."""

    def some(self, connection: Connection, key: str, changed: Mapping[str, Any]) -> None:
        """Sets these columns."""
        connection.execute(_setting(self.sql, tuple(changed)), {**changed, "key_": key})


@lru_cache(maxsize=256)
def _setting(sql: str, names: tuple[str, ...]) -> str:
    before, _, rest = sql.partition(" SET ")
    assigned, _, where = rest.partition(" WHERE ")
    parts = {part.rpartition(":")[2]: part for part in assigned.split(", ")}
    return f"{before} SET {', '.join(parts[name] for name in names)} WHERE {where}"


def named(columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """A row by its columns."""
    return dict(zip(columns, row, strict=True))
