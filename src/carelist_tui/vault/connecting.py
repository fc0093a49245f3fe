"""The one place where a store's database is opened: the driver, the SQLite it must carry, the PRAGMAs.

Standard library and the driver only: this is on the way to the first frame.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import database_of

driver: Any = import_module("sqlcipher3.dbapi2")
"""The DB-API module of SQLCipher. It carries no types, hence the import by name."""

BUSY_SECONDS = 30
_PLAIN_HEADER = b"SQLite format 3\x00"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "recursive_triggers=ON")


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


def connect(store: Path, *, make: bool = False) -> Any:
    """A connection to the store's database, in autocommit: whoever writes says BEGIN IMMEDIATE.

    Refuses (status 3) an unsafe SQLite, and what is not, or not any more, a plain database.
    """
    check_sqlite()
    path = database_of(store)
    if not make:
        _check_header(path)
    place = f"file:{quote(str(path.absolute()))}?mode={'rwc' if make else 'rw'}"
    try:
        connection = driver.connect(
            place, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA cipher_log_level=NONE")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except driver.Error as trouble:
        raise refusal_for(trouble) from None
    return connection


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


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(len(_PLAIN_HEADER))
    except OSError as trouble:
        raise Refused(f"the store can't be opened: {trouble.strerror}", status=3) from None
    if header != _PLAIN_HEADER:
        raise Refused(
            "carelist.db is damaged, or encrypted by a newer version: keep the folder as it is, and restore a backup",
            status=3,
        )
