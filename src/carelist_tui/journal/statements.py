"""How SQL is said: statements are built once from the tables, and run by the driver.

SQLAlchemy builds the text, so that the tables stay the one place that names their columns; running it through the
driver costs a tenth of running it through SQLAlchemy. What is compared with stands in the text, and what is asked for
is given by its name each time. What every command asks is written out beforehand (`sql/`).
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Table, func, literal_column, select
from sqlalchemy.dialects.sqlite import dialect, insert
from sqlalchemy.sql import ClauseElement

from carelist_tui.journal.sql_text import Written
from carelist_tui.vault.connection import Connection

_DIALECT = dialect(paramstyle="named")


class Statement(Written):
    """One that is built from the tables, when it is first asked: for what no command asks each time (`sql_text.py`)."""

    def __init__(self, clause: ClauseElement) -> None:
        super().__init__("")
        self._clause: Any = clause

    @property
    def sql(self) -> str:
        """The SQL text on one line, its values named `:name`."""
        if not self._sql:
            text = str(self._clause.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
            self._sql = " ".join(text.split())
        return self._sql

    def by_name(self, connection: Connection, **values: Any) -> Iterator[Any]:
        """Every row that it finds, its columns by name; a part of them in memory at a time."""
        yield from map(self._row._make, self.each(connection, **values))

    @cached_property
    def _row(self) -> Any:
        names = self._clause.selected_columns.keys()
        return namedtuple("Row", names, rename=True)  # noqa: PYI024 - its columns are those of the question


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
