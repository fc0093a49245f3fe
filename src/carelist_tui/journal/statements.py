"""How SQL is said: statements are built once from the tables, and run by the driver.

SQLAlchemy builds the text, so that the tables stay the one place that names their columns; running it through the
driver costs a tenth of running it through SQLAlchemy. What is compared with stands in the text, and what is asked for
is given by its name each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, literal_column, select, update
from sqlalchemy.dialects.sqlite import dialect, insert
from sqlalchemy.sql import ClauseElement

_DIALECT = dialect(paramstyle="named")


class Statement:
    """One SQL statement with named values."""

    def __init__(self, clause: ClauseElement) -> None:
        self._clause = clause

    @cached_property
    def sql(self) -> str:
        """The SQL text on one line, its values named `:name`."""
        text = str(self._clause.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
        return " ".join(text.split())

    def rows(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """Every row that it finds."""
        found: list[tuple[Any, ...]] = _driver_of(connection).execute(self.sql, values).fetchall()
        return found

    def each(self, connection: Connection, **values: Any) -> Iterator[tuple[Any, ...]]:
        """Every row that it finds, a part of them in memory at a time."""
        yield from _driver_of(connection).execute(self.sql, values)

    def first(self, connection: Connection, **values: Any) -> tuple[Any, ...] | None:
        """The first row that it finds; the others are not read."""
        row: tuple[Any, ...] | None = _driver_of(connection).execute(self.sql, values).fetchone()
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
        _driver_of(connection).executemany(self.sql, many)


def given(name: str) -> ColumnElement[Any]:
    """The value that is given under this name when a statement is run."""
    return literal_column(f":{name}")


def each_of(name: str) -> Any:
    """The parts of a JSON list that is given under this name: as many as there are, by one statement."""
    return select(func.json_each(given(name)).table_valued("value", name="each_given").c.value)


def put_new(table: Table, *names: str) -> Statement:
    """Writes a new row of these columns."""
    return Statement(insert(table).values({name: given(name) for name in names}))


def put_in_place(table: Table) -> Statement:
    """Writes a whole row, in place of the one that has its key."""
    row = insert(table)
    keys = [column.name for column in table.primary_key]
    others = {name: row.excluded[name] for name in table.columns.keys() if name not in keys}  # noqa: SIM118
    return Statement(row.on_conflict_do_update(index_elements=keys, set_=others))


def put_once(table: Table) -> Statement:
    """Writes a whole row, unless there is one that has its key."""
    return Statement(insert(table).on_conflict_do_nothing())


def change(connection: Connection, table: Table, key: str, changed: Mapping[str, Any]) -> None:
    """Sets these columns of the one row with this key; the table has one column for it."""
    sql = _setting(table, tuple(changed)).sql
    _driver_of(connection).execute(sql, {**changed, "key_": key})


@lru_cache(maxsize=256)
def _setting(table: Table, names: tuple[str, ...]) -> Statement:
    (own,) = table.primary_key
    return Statement(update(table).where(own == given("key_")).values({name: given(name) for name in names}))


def _driver_of(connection: Connection) -> Any:
    return connection.connection.driver_connection


def named(columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """A row by its columns."""
    return dict(zip(columns, row, strict=True))
