"""Statements made once from the tables, and run by the driver: on the way of every recording.

SQLAlchemy builds the SQL, so that the tables stay the one place that names their columns; running it through the
driver costs a tenth of running it through SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.sql import ClauseElement


class Statement:
    """One SQL statement with named values."""

    def __init__(self, clause: ClauseElement) -> None:
        self._clause = clause

    @cached_property
    def sql(self) -> str:
        """The SQL text, its values named `:name`."""
        return str(self._clause.compile(dialect=dialect(paramstyle="named")))

    def rows(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """Every row that it finds."""
        found: list[tuple[Any, ...]] = _driver_of(connection).execute(self.sql, values).fetchall()
        return found

    def first(self, connection: Connection, **values: Any) -> tuple[Any, ...] | None:
        """The first row that it finds; the others are not read."""
        row: tuple[Any, ...] | None = _driver_of(connection).execute(self.sql, values).fetchone()
        return row

    def value(self, connection: Connection, **values: Any) -> Any:
        """The first value of the first row; None where there is none."""
        row = self.first(connection, **values)
        return row[0] if row is not None else None

    def run(self, connection: Connection, many: Iterable[Mapping[str, Any]]) -> None:
        """Once for each mapping of values."""
        _driver_of(connection).executemany(self.sql, many)


def each_of(name: str) -> Any:
    """The parts of a JSON list that is given under this name: as many as there are, by one statement."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)


def change(connection: Connection, table: str, key: str, whose: str, changed: Mapping[str, Any]) -> None:
    """Sets these columns of one row; their names come from the table itself."""
    names = ", ".join(f"{name} = :{name}" for name in changed)
    sql = f"UPDATE {table} SET {names} WHERE {key} = :whose_"  # noqa: S608 - names of our own tables only
    _driver_of(connection).execute(sql, {**changed, "whose_": whose})


def _driver_of(connection: Connection) -> Any:
    return connection.connection.driver_connection


def named(columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """A row by its columns."""
    return dict(zip(columns, row, strict=True))
