"""A service's database by its address: opened, its tables made and upgraded, read in one transaction, written for one
team at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, inspect, make_url, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.collected.service_tables import SCHEMA, TABLES, TEAM, VERSION
from carelist_tui.vault.disk import illness_at

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_MADE_BY_ONE = 0x636172656C697374
"""What a collector holds in PostgreSQL while it makes the tables: `carelist` in ASCII."""
PATIENCE = 600
"""Seconds that a collector waits for another one that writes a team into the same SQLite file."""
_ADDRESSES = tr("sqlite:///FILE, or postgresql+psycopg://USER@HOST/DATABASE")
_NEWER = tr("a newer version of Carelist made this service's database: update it here")
_HOLDS_ELSE = tr("this database holds something else: give the service one of its own")
_ESCAPED = tr(
    "an @ in a password or a name is written %40 in an address: better give it by the file that PGPASSFILE names"
)
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
                version = connection.execute(select(SCHEMA.c.version)).scalar()
                if not isinstance(version, int):
                    raise Refused(_HOLDS_ELSE, status=3)
                if version > VERSION:
                    raise Refused(_NEWER, status=3)
                if version < VERSION and not make:
                    raise Refused(
                        tr("an earlier version of Carelist counted this service: collect once more"), status=3
                    )
                if version < VERSION:
                    _upgrade(connection)
            elif there & set(TABLES.tables):
                raise Refused(_HOLDS_ELSE, status=3)
            elif not make:
                raise Refused(
                    tr("nothing has been collected into this database: `carelist collect FOLDER --into URL`"), status=3
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
            if connection.execute(select(SCHEMA.c.version)).scalar() != VERSION:  # upgraded since it was opened
                raise Refused(_NEWER, status=3)
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
            url, said = self._engine.url, str(trouble.orig).strip().partition("\n")[0]
            if url.get_backend_name() == SQLITE and (illness := illness_at(Path(str(url.database)).parent)):
                said = illness.what
            raise Refused(tr("the service's database can't be used: {said}", said=said), status=3) from None
        except (SQLAlchemyError, UnicodeError):  # a host that no name server can be asked for, a pool that gave up
            raise Refused(
                tr("the service's database can't be used: check its address, and that it answers"), status=3
            ) from None

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
    except (ArgumentError, ValueError):
        raise Refused(tr("a service's database is named as {addresses}", addresses=_ADDRESSES)) from None
    if url.drivername == POSTGRESQL:
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == SQLITE and url.database not in (None, "", ":memory:"):
        if url.query:
            raise Refused(tr("a file's address ends with its name: nothing follows after a ?"))
        if not make and not Path(str(url.database)).is_file():
            raise Refused(tr("there is no such database: `carelist collect FOLDER --into URL` makes it"), status=3)
        return url if make else _as_may_be_read(url, Path(str(url.database)))
    if url.drivername != "postgresql+psycopg":
        raise Refused(tr("a service's database is named as {addresses}", addresses=_ADDRESSES))
    if "@" in f"{url.host}{url.database}":  # else what follows the first one is said, as the host that was not found
        raise Refused(_ESCAPED)
    if find_spec("psycopg") is None:
        raise Refused(tr("PostgreSQL needs one more package: pip install 'carelist-tui[service]'"))
    return url


def _as_may_be_read(url: URL, file: Path) -> URL:
    """A file that may only be read, or lies where nothing may be written: SQLite shares one with whoever writes by
    files beside it, and where it can't make those reads it only if told that nobody does."""
    if os.access(file, os.W_OK) and os.access(file.parent, os.W_OK):
        return url
    log = file.with_name(f"{file.name}-wal")
    alone = {} if log.exists() and log.stat().st_size else {"immutable": "1"}
    return url.set(database=f"file:{quote(str(file))}", query={"mode": "ro", "uri": "true", **alone})


def file_of(address: str) -> Path | None:
    """Where the file of a database lies; None of a server's. Refuses as `ServiceDatabase.open` does."""
    url = _url_of(address, make=True)
    return Path(str(url.database)) if url.get_backend_name() == SQLITE else None


def _engine_of(url: URL) -> Engine:
    is_sqlite = url.get_backend_name() == SQLITE
    arguments: dict[str, Any] = {"timeout": PATIENCE} if is_sqlite else {}
    try:
        engine = create_engine(url, hide_parameters=True, connect_args=arguments)
    except (ArgumentError, NoSuchModuleError, ImportError, TypeError, ValueError):
        raise Refused(tr("a service's database is named as {addresses}", addresses=_ADDRESSES)) from None
    if is_sqlite:
        event.listen(engine, "connect", _prepare_to_read if url.query else _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: Any, _: Any) -> None:
    """The driver begins nothing by itself; and who reads waits for nobody who writes."""
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")


def _prepare_to_read(raw: Any, _: Any) -> None:
    raw.isolation_level = None


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("carelist_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
