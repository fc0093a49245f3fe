"""The one place where a store's database is opened: the driver, the SQLite it must carry, the PRAGMAs.

Standard library and the driver only: this is on the way to the first frame.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

from carelist_tui.domain.refusal import Refused
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


_DAMAGED = "carelist.db is damaged, or its keys are gone: keep the folder as it is, and restore a backup"
_NEEDS_KEY = "this store is encrypted: it opens with a worker's passphrase"
_PLAIN_IN_PLACE = (
    "carelist.db is not encrypted, and this store's is: somebody put another file in its place; keep the folder as it "
    "is, and restore a backup"
)
_ANOTHERS = (
    "carelist.db does not open with this store's key: it is damaged, or another store's; keep the folder as it is, and "
    "restore a backup"
)


def is_sound_sqlite(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug, which corrupts: from 3.51.3, and 3.50.7 and 3.44.6."""
    return version >= (3, 51, 3) or version in ((3, 50, 7), (3, 44, 6))


def check_sqlite(version: tuple[int, int, int] | None = None) -> None:
    """Refuses (status 3) a SQLite that may corrupt the store."""
    found = version or driver.sqlite_version_info
    if not is_sound_sqlite(found):
        raise Refused(
            f"SQLite {'.'.join(map(str, found))} can corrupt a store (the WAL-reset bug): install the package "
            "sqlcipher3 0.6.4 or newer, and remove sqlcipher3-binary and sqlcipher3-wheels",
            status=3,
        )


def connect(store: Path, key: bytes | None = None, *, make: bool = False) -> Any:
    """A connection to the store's database, in autocommit: whoever writes says BEGIN IMMEDIATE.

    `key` is the raw database key, 32 bytes, of an encrypted store. Refuses (status 3) an unsafe SQLite, a plain
    database where an encrypted one belongs, an encrypted one without its key or with another, and what is none.
    """
    check_sqlite()
    path = database_of(store)
    if not make:
        _check_header(store, path, key)
    place = f"file:{quote(str(path.absolute()))}?mode={'rwc' if make else 'rw'}"
    connection = None
    try:
        connection = driver.connect(
            place, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        # Before the key, else SQLCipher writes over the screen what it thinks of a wrong one.
        connection.execute("PRAGMA cipher_log_level=NONE")
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{_checked(key).hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except driver.Error as trouble:
        if connection is not None:
            connection.close()
        if key is not None and "not a database" in str(trouble):
            raise Refused(_ANOTHERS, status=3) from None
        raise refusal_for(trouble) from None
    return connection


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a database key has {KEY_BYTES} bytes")
    return key


def refusal_for(trouble: BaseException) -> Refused:
    """What a failure of the database means for whoever works here (status 3). Carries no words of a record."""
    said = str(trouble).lower()
    if "locked" in said or "busy" in said:
        words = f"another program held the store for more than {BUSY_SECONDS} seconds: nothing was recorded, try again"
    elif "full" in said:
        words = "the disk is full: nothing was recorded; make room and try again"
    elif "readonly" in said or "unable to open" in said:
        words = "the store's files can't be opened or written: check the rights on the store's folder"
    else:
        words = "the store's database is damaged or is not one: keep the folder as it is, and restore a backup"
    return Refused(words, status=3)


def _check_header(store: Path, path: Path, key: bytes | None) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(len(_PLAIN_HEADER))
    except OSError as trouble:
        raise Refused(f"the store can't be opened: {trouble.strerror}", status=3) from None
    is_plain, is_encrypted = header == _PLAIN_HEADER, has_slots(store)
    if is_plain and (is_encrypted or key is not None):
        raise Refused(_PLAIN_IN_PLACE, status=3)
    if not is_plain and key is None:
        raise Refused(_NEEDS_KEY if is_encrypted else _DAMAGED, status=3)
