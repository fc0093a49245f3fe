"""Looks at a laptop for everything that domain/fitness/ judges: nothing is recorded, upgraded or changed, and a
database that is made for a moment is taken away again."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from importlib import import_module
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from carelist_tui import __released__, __version__
from carelist_tui.carelist.fitness.store_seen import look_at_store
from carelist_tui.catalogue import TROUBLE, tr
from carelist_tui.domain.calendar import ServiceHours
from carelist_tui.domain.fitness import Database, Parts, Place, Program, Seen, Terminal, Zones
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk_cipher import is_disk_encrypted, is_swap_encrypted
from carelist_tui.vault.folder import check_new_place, close_umask, database_of
from carelist_tui.vault.trial import try_out

NEEDED = {
    "textual": "textual.app",
    "sqlmodel": "sqlmodel",
    "pydantic": "pydantic",
    "python-dateutil": "dateutil.rrule",
    "sqlcipher3": "sqlcipher3.dbapi2",
    "pynacl": "nacl.pwhash",
    "pyrage": "pyrage",
    "click": "click",
    "textual-plotext": "textual_plotext",
    "python-calamine": "python_calamine",
}
"""By package, the module without which something of it is missing."""
EXTRAS = {tr("PDF of reports (pdf)"): "typst", tr("PostgreSQL for a service (service)"): "psycopg"}
LARGEST = ("carelist_tui", "textual", "rich", "pydantic", "sqlalchemy")
"""The packages whose files are counted: most of what a start reads."""
_LOOK_FOR_DISK = {
    "win32": tr("look under Settings, Privacy & security, Device encryption (or BitLocker)"),
    "darwin": tr("look under System Settings, Privacy & Security, FileVault"),
}


def look_at(store: Path, key: bytes | None, locked: str, terminal: Terminal, now: datetime) -> Seen:
    """What of this laptop can be seen for a store at this path; `locked` is why its passphrase opened nothing."""
    close_umask()
    is_bundled = bool(getattr(sys, "frozen", False))
    seen, evidence = look_at_store(store, key, locked)
    around = store if store.is_dir() else _nearest(store)
    return Seen(
        now,
        Program(__version__, date.fromisoformat(__released__), sys.version_info[:3], is_bundled, TROUBLE),
        _parts(is_bundled),
        _database(),
        try_out(around),
        _place(store, around),
        seen,
        evidence,
        _zones(now),
        terminal,
    )


def _nearest(store: Path) -> Path:
    """The folder nearest to a store's place that is there: where its own would be made."""
    return next((each for each in store.absolute().parents if each.is_dir()), Path(store.absolute().anchor))


def _parts(is_bundled: bool) -> Parts:
    broken = [*_broken()]
    files, compiled = (0, 0) if is_bundled else _compiled()
    place = Path(__file__).parents[3]
    return Parts(
        tuple(broken),
        tuple((name, find_spec(module) is not None) for name, module in EXTRAS.items()),
        files,
        compiled,
        is_bundled,
        tr('compile them once: "{executable}" -m compileall -q "{place}"', executable=sys.executable, place=place),
    )


def _broken() -> Iterator[tuple[str, str]]:
    for name, module in NEEDED.items():
        try:
            import_module(module)
        except Exception as trouble:  # noqa: BLE001 - whatever a package that is half there raises
            yield name, f"{type(trouble).__name__}: {trouble}"
    try:
        from carelist_tui.domain.standards import default_standards
        from carelist_tui.exchange.national_codes import national_codes
        from carelist_tui.exchange.schemas import example_entries

        for read in (default_standards, national_codes, example_entries):
            read()
    except Exception as trouble:  # noqa: BLE001 - as above; a file that came with us may be gone
        yield "carelist", f"{type(trouble).__name__}: {trouble}"


def _compiled() -> tuple[int, int]:
    """How many files there are of the largest packages, and how many of them are compiled."""
    files = compiled = 0
    for name in LARGEST:
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            for file in Path(folder).rglob("*.py"):
                files += 1
                compiled += Path(cache_from_source(str(file))).is_file()
    return files, compiled


def _database() -> Database | None:
    try:
        from carelist_tui.vault.connection import driver, is_sound_sqlite
    except ImportError:
        return None
    with driver.connect(":memory:") as connection:
        found = connection.execute("PRAGMA cipher_version").fetchone()
    return Database(driver.sqlite_version, found[0] if found else "", is_sound_sqlite(driver.sqlite_version_info))


def _place(store: Path, around: Path) -> Place:
    refused, free = "", None
    try:
        check_new_place(store)
    except Refused as trouble:
        refused = str(trouble)
    with suppress(OSError):
        free = shutil.disk_usage(around).free
    wide, others = _rights(store)
    is_private = None if os.name != "posix" else not wide
    size = database_of(store).stat().st_size if database_of(store).is_file() else 0
    is_linux = sys.platform.startswith("linux")
    disk, swap = (is_disk_encrypted(around), is_swap_encrypted()) if is_linux else (None, None)
    return Place(
        str(store.absolute()), refused, is_linux or sys.platform == "win32", free, size, is_private, wide, others,
        disk, swap, _LOOK_FOR_DISK.get(sys.platform, ""),
    )  # fmt: skip


def _rights(store: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What of a store others may reach, and what of it is somebody else's, by name; nothing where rights say nothing
    (Windows). The folder itself is named by its own name."""
    wide, others = [], []
    for path in (store, *sorted(store.rglob("*"))) if os.name == "posix" and store.is_dir() else ():
        with suppress(OSError):
            told = path.lstat()
            name = path.name if path == store else path.relative_to(store).as_posix()
            if not stat.S_ISLNK(told.st_mode) and told.st_mode & 0o077:
                wide.append(name)
            if os.geteuid() not in (0, told.st_uid):
                others.append(name)
    return tuple(wide), tuple(others)


def _zones(now: datetime) -> Zones:
    zone = ServiceHours().zone
    winter, summer = (datetime(now.year, month, 15, tzinfo=UTC) for month in (1, 7))
    here = tuple(time.localtime(each.timestamp()).tm_gmtoff / 3600 for each in (winter, summer))
    try:
        hours = [each.astimezone(ZoneInfo(zone)).utcoffset() for each in (winter, summer)]
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return Zones(zone, None, (here[0], here[1]))
    known = [each.total_seconds() / 3600 for each in hours if each is not None]
    return Zones(zone, (known[0], known[1]), (here[0], here[1]))
