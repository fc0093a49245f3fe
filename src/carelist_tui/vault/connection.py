"""The one place where a store's database is opened: the driver, the SQLite it must carry, the PRAGMAs.

Standard library and the driver only: this is on the way to the first frame.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import CLOSED, FAILING, FULL, OUTLIVED, DiskRefuses, Illness, illness_at, words_of
from carelist_tui.vault.folder import database_of, has_slots

driver: Any = import_module("sqlcipher3.dbapi2")
"""The DB-API module of SQLCipher. It carries no types, hence the import by name."""

BUSY_SECONDS = 30
KEY_BYTES = 32
_PLAIN_HEADER = b"SQLite format 3\x00"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "recursive_triggers=ON",
    "temp_store=MEMORY",
)


_BUSY, _LOCKED, _PROTOCOL, _NO_MEMORY = 5, 6, 15, 7
_PERMISSION, _READ_ONLY, _IO_ERROR, _FULL, _CANNOT_OPEN = 3, 8, 10, 13, 14
"""SQLite's codes for what is no damage. Every other one is: SQLITE_CORRUPT, SQLITE_NOTADB, and what has no place in a
store of ours."""
_DAMAGED = tr("carelist.db is damaged, or its keys are gone: keep the folder as it is, and restore a backup")
_NEEDS_KEY = tr("this store is encrypted: it opens with a worker's passphrase")
_PLAIN_IN_PLACE = tr(
    "carelist.db is not encrypted, and this store's is: somebody put another file in its place; keep the folder as it "
    "is, and restore a backup"
)
_ANOTHERS = tr(
    "carelist.db does not open with this store's key: it is damaged, or another store's; keep the folder as it is, and "
    "restore a backup"
)


def _is_outlived(connection: Any, path: Path) -> bool:
    return not connection.could_write and os.access(path, os.W_OK)


Connection: Any = type("Connection", (driver.Connection,), {"could_write": True, "is_outlived": _is_outlived})
"""The driver's connection. It knows whether its file could be written when it was opened, and whether it is outlived:
it can only read, since the disk was read-only then, and is not any more."""


def is_sound_sqlite(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug, which corrupts: from 3.51.3, and 3.50.7 and 3.44.6."""
    return version >= (3, 51, 3) or version in ((3, 50, 7), (3, 44, 6))


def check_sqlite(version: tuple[int, int, int] | None = None) -> None:
    """Refuses (status 3) a SQLite that may corrupt the store."""
    found = version or driver.sqlite_version_info
    if not is_sound_sqlite(found):
        raise Refused(
            tr(
                "SQLite {map} can corrupt a store (the WAL-reset bug): install the package "
                "sqlcipher3 0.6.4 or newer, and remove sqlcipher3-binary and sqlcipher3-wheels",
                map=".".join(map(str, found)),
            ),
            status=3,
        )


def connect(store: Path, key: bytes | None = None, *, make: bool = False) -> Any:
    """A connection to the store's database, in autocommit: whoever writes says BEGIN IMMEDIATE.

    `key` is the raw database key, 32 bytes, of an encrypted store. Refuses (status 3) an unsafe SQLite, a plain
    database where an encrypted one belongs, an encrypted one without its key or with another, and what is none; a disk
    that refuses is told as that (DiskRefuses).
    """
    check_sqlite()
    path = database_of(store)
    if not make:
        check_header(store, path, key)
    try:
        return open_database(path, key, make=make)
    except driver.Error as trouble:
        raise refusal_to_open(trouble, store, key) from None


def open_database(path: Path, key: bytes | None, *, make: bool = False, factory: type[Connection] = Connection) -> Any:
    """A connection to the database in this file, with our PRAGMAs. Raises the driver's Error."""
    place = f"file:{quote(str(path.absolute()))}?mode={'rwc' if make else 'rw'}"
    connection = driver.connect(
        place, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, factory=factory
    )
    connection.could_write = os.access(path, os.W_OK)
    try:
        # Before the key, else SQLCipher writes over the screen what it thinks of a wrong one.
        connection.execute("PRAGMA cipher_log_level=NONE")
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{_checked(key).hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except UnicodeDecodeError:  # what SQLite says of a damaged schema holds the damaged words
        connection.close()
        raise driver.DatabaseError(tr("the schema can't be read")) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(tr("a database key has {key_bytes} bytes", key_bytes=KEY_BYTES))
    return key


def refusal_to_open(trouble: BaseException, store: Path, key: bytes | None) -> Refused:
    """As `refusal_for`, where a database was to be opened under this key."""
    if key is not None and "not a database" in str(trouble):
        return Refused(_ANOTHERS, status=3)
    return refusal_for(trouble, store)


def refusal_for(trouble: BaseException, store: Path | None = None) -> Refused:
    """What a failure of the database means for whoever works here (status 3): by SQLite's code, and where that does not
    say why, by the disk that the store lies on. Carries no words of a record."""
    if (illness := _illness(trouble, store)) is not None:
        return DiskRefuses(illness)
    code = _code_of(trouble)
    if code in (_BUSY, _LOCKED, _PROTOCOL):
        words = tr(
            "another program held the store for more than {busy_seconds} seconds: nothing was recorded, try again",
            busy_seconds=BUSY_SECONDS,
        )
    elif code == _NO_MEMORY:
        words = tr("this laptop has no memory left: nothing was recorded; close other programs and try again")
    elif code is None and isinstance(trouble, driver.ProgrammingError):
        words = tr("the store was closed meanwhile: nothing was recorded, open it again")
    else:
        words = tr("the store's database is damaged or is not one: keep the folder as it is, and restore a backup")
    return Refused(words, status=3)


def is_busy(trouble: BaseException | None) -> bool:
    """Whether another holds the store's pen."""
    return trouble is not None and _code_of(trouble) == _BUSY


def _illness(trouble: BaseException, store: Path | None) -> Illness | None:
    code = _code_of(trouble)
    if code == _FULL:
        return FULL
    if code not in (_IO_ERROR, _READ_ONLY, _PERMISSION, _CANNOT_OPEN):
        return None
    told = illness_at(store) if store is not None else None
    if told is None and code == _READ_ONLY and store is not None and os.access(database_of(store), os.W_OK):
        return OUTLIVED  # what processes share is read-only until the last of this one has closed it
    return told or (FAILING if code == _IO_ERROR else CLOSED)


def _code_of(trouble: BaseException) -> int | None:
    """SQLite's primary code; None where the driver itself refused."""
    code = getattr(trouble, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def check_header(store: Path, path: Path, key: bytes | None) -> None:
    """Refuses (status 3), by the first bytes of a store's database, a plain one where an encrypted one belongs, and an
    encrypted one without a key. Nothing is opened by it."""
    try:
        with path.open("rb") as file:
            header = file.read(len(_PLAIN_HEADER))
    except OSError as trouble:
        raise Refused(tr("the store can't be opened: {words_of}", words_of=words_of(trouble)), status=3) from None
    is_plain, is_encrypted = header == _PLAIN_HEADER, has_slots(store)
    if is_plain and (is_encrypted or key is not None):
        raise Refused(_PLAIN_IN_PLACE, status=3)
    if not header and key is not None:
        raise Refused(_DAMAGED, status=3)  # to SQLCipher any key opens a file of nothing
    if not is_plain and key is None:
        raise Refused(_NEEDS_KEY if is_encrypted else _DAMAGED, status=3)
