"""A database made for a moment where a store lies, or would: whether the disk keeps rights, whether two can use it at
once, whether what is kept there is encrypted, and whether a passphrase can be tried. Nothing of it stays."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from carelist_tui.domain.fitness import Trial
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import words_of

_WORDS = "a trial that nobody needs"
_KEY, _ANOTHER = bytes(range(32)), bytes(32)
_NAME = "trial.db"


def try_out(folder: Path) -> Trial:
    """What came of it in this folder, which is there. Raises nothing that a disk can cause."""
    unlocks = _unlocks()
    try:
        with _private_folder(folder) as inside:
            keeps = _keeps_rights(inside) if os.name == "posix" else None
            shares, encrypts = _database_in(inside)
            return Trial(str(folder), keeps, shares, encrypts, unlocks)
    except OSError as trouble:
        return Trial(str(folder), unlocks=unlocks, trouble=words_of(trouble))


@contextmanager
def _private_folder(folder: Path) -> Iterator[Path]:
    inside = Path(tempfile.mkdtemp(prefix=".carelist-trial-", dir=folder))
    try:
        yield inside
    finally:
        shutil.rmtree(inside, ignore_errors=True)


def _keeps_rights(inside: Path) -> bool:
    """Whether a right that is taken away is gone, and one that is given is there: some disks know none."""
    file = inside / "rights"
    file.touch(mode=0o600)
    closed = file.stat().st_mode & 0o077 == 0 and inside.stat().st_mode & 0o077 == 0
    file.chmod(0o640)
    return closed and file.stat().st_mode & 0o777 == 0o640


def _database_in(inside: Path) -> tuple[bool | None, bool | None]:
    """Whether a second connection sees what a first one wrote, and whether it is encrypted; None for each where there
    is no engine to try it by."""
    try:
        from carelist_tui.vault.connection import driver, open_database
    except ImportError:
        return None, None
    file = inside / _NAME
    try:
        shares = _is_shared(open_database, file)
        lies_in_clear = any(_WORDS.encode() in each.read_bytes() for each in inside.iterdir())
        return shares, not lies_in_clear and not _opens(open_database, driver, file)
    except driver.Error:
        return False, None


def _is_shared(connect: Any, file: Path) -> bool:
    with _closed_after(connect(file, _KEY, make=True)) as one:
        one.execute("CREATE TABLE trial (words VARCHAR)")
        with _closed_after(connect(file, _KEY)) as other:
            one.execute("BEGIN IMMEDIATE")
            one.execute("INSERT INTO trial VALUES (?)", (_WORDS,))
            before = other.execute("SELECT count(*) FROM trial").fetchone()[0]
            one.execute("COMMIT")
            after = other.execute("SELECT words FROM trial").fetchone()[0]
            mode = other.execute("PRAGMA journal_mode").fetchone()[0]
            is_whole: bool = (before, after, mode) == (0, _WORDS, "wal")
            return is_whole


def _opens(connect: Any, driver: Any, file: Path) -> bool:
    """Whether it opens by a key that is not its own, or by none."""
    for key in (_ANOTHER, None):
        with suppress(driver.Error), _closed_after(connect(file, key)) as wrong:
            wrong.execute("SELECT count(*) FROM trial").fetchone()
            return True
    return False


@contextmanager
def _closed_after(connection: Any) -> Iterator[Any]:
    try:
        yield connection
    finally:
        connection.close()


def _unlocks() -> bool | None:
    """Whether there is memory enough for the least that an unlock takes."""
    try:
        from carelist_tui.vault.keys import FLOOR
        from carelist_tui.vault.keys.derivation import SALT_BYTES, derive

        derive("a trial", bytes(SALT_BYTES), FLOOR)
    except Refused:
        return False
    except ImportError:
        return None
    return True
