"""A service's database by its address: opened, its tables made and upgraded, read in one transaction, written for one
team at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, inspect, make_url, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.collected.service_tables import SCHEMA, TABLES, TEAM, VERSION

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_MADE_BY_ONE = 0x636172656C697374
"""What a collector holds in PostgreSQL while it makes the tables: `carelist` in ASCII."""
PATIENCE = 600
"""Seconds that a collector waits for another one that writes a team into the same SQLite file."""
_ADDRESSES = "sqlite:///FILE, or postgresql+psycopg://USER@HOST/DATABASE"
_EMPTY_TEAM = {
    "name": "", "standards": "", "digest": "", "release": "", "newest_at": "", "ahead": False, "changes": "[]",
}  # fmt: skip


class ServiceDatabase:
    """The database of one service. Several collectors may each hold one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, address: str, *, make: bool = False) -> ServiceDatabase:
        """`make`: its tables are made where there are none, and those of an earlier version upgraded.

        Refuses (status 2) an address of another kind, and PostgreSQL without its driver; (status 3) a database that
        can't be opened, holds something else or nothing, or was made by a newer version.
        """
        database = cls(_engine_of(_url_of(address, make=make)))
        try:
            with database._told_plainly():
                database._check(make=make)
        except BaseException:
            database.close()
            raise
        return database

    def _check(self, *, make: bool) -> None:
        with self._writing() if make else self._engine.begin() as connection:
            if make and self._engine.dialect.name == POSTGRESQL:  # of two that begin at once one makes the tables
                connection.execute(select(func.pg_advisory_xact_lock(_MADE_BY_ONE)))
            there = set(inspect(connection).get_table_names())
            if SCHEMA.name in there:
                version = connection.execute(select(SCHEMA.c.version)).scalar_one()
                if version > VERSION:
                    raise Refused("a newer version of Carelist made this service's database: update it here", status=3)
                if version < VERSION and not make:
                    raise Refused("an earlier version of Carelist counted this service: collect once more", status=3)
                if version < VERSION:
                    _upgrade(connection)
            elif there & set(TABLES.tables):
                raise Refused("this database holds something else: give the service one of its own", status=3)
            elif not make:
                raise Refused(
                    "nothing has been collected into this database: `carelist collect FOLDER --into URL`", status=3
                )
            else:
                TABLES.create_all(connection)
                connection.execute(insert(SCHEMA), {"version": VERSION})

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look: all of what is read is of the same moment."""
        with self._told_plainly(), self._engine.connect() as connection:
            if self._engine.dialect.name == POSTGRESQL:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing_team(self, team: str) -> Iterator[Connection]:
        """One transaction that alone writes this team, from its first line; all of it is kept, or none."""
        with self._told_plainly(), self._writing() as connection:
            put = postgresql.insert if self._engine.dialect.name == POSTGRESQL else sqlite.insert
            connection.execute(put(TEAM).values(id=team, **_EMPTY_TEAM).on_conflict_do_nothing())
            connection.execute(select(TEAM.c.id).where(TEAM.c.id == team).with_for_update())
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(carelist_writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as trouble:
            said = str(trouble.orig).strip().partition("\n")[0]
            raise Refused(f"the service's database can't be used: {said}", status=3) from None

    def close(self) -> None:
        """Lets go of it."""
        self._engine.dispose()


def _upgrade(connection: Connection) -> None:
    """The tables of an earlier version as they are now. What was counted stays, and every team is counted anew the next
    time that its folder is read."""
    TABLES.create_all(connection)
    connection.execute(update(TEAM), {"release": ""})
    connection.execute(update(SCHEMA), {"version": VERSION})


def _url_of(address: str, *, make: bool) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise Refused(f"a service's database is named as {_ADDRESSES}") from None
    if url.drivername == POSTGRESQL:
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == SQLITE and url.database not in (None, "", ":memory:"):
        if not make and not Path(str(url.database)).is_file():
            raise Refused("there is no such database: `carelist collect FOLDER --into URL` makes it", status=3)
        return url
    if url.drivername != "postgresql+psycopg":
        raise Refused(f"a service's database is named as {_ADDRESSES}")
    if find_spec("psycopg") is None:
        raise Refused("PostgreSQL needs one more package: pip install 'carelist-tui[service]'")
    return url


def _engine_of(url: URL) -> Engine:
    is_sqlite = url.get_backend_name() == SQLITE
    arguments: dict[str, Any] = {"timeout": PATIENCE} if is_sqlite else {}
    try:
        engine = create_engine(url, hide_parameters=True, connect_args=arguments)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise Refused(f"a service's database is named as {_ADDRESSES}") from None
    if is_sqlite:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: Any, _: Any) -> None:
    """The driver begins nothing by itself; and who reads waits for nobody who writes."""
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("carelist_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
