"""A real PostgreSQL of a test's own: the system's programs, in a folder, as an ordinary user; then stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

ORDINARY = "postgres"
"""Who runs it where the tests are run by root, whom it refuses: the user that the system's package makes."""
OLDEST = 15
_NUMBERS = count(1)


@cache
def postgres() -> Path | None:
    """Where its programs are; None where it is not installed, is too old, or its driver is missing."""
    if sys.platform == "win32" or find_spec("psycopg") is None:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found and int(found[-1].parts[4]) >= OLDEST else None


class Postgres:
    """One that runs: it listens in its folder alone."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._as: dict[str, Any] = {"user": ORDINARY, "group": ORDINARY, "extra_groups": []} if os.getuid() == 0 else {}
        if self._as:
            shutil.chown(folder, ORDINARY, ORDINARY)
        self._run(
            "initdb", "-D", "data", "-U", "carelist", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=20"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-t", "60", "-o", options, "start")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments], cwd=self._folder, capture_output=True, text=True, timeout=120,
            check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL, **self._as,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout

    def address(self) -> str:
        """An empty database of its own."""
        name = f"service{next(_NUMBERS)}"
        self._run("createdb", "-h", str(self._folder), "-U", "carelist", name)
        return f"postgresql+psycopg://carelist@/{name}?host={self._folder}"

    def address_of(self, role: str, database: str) -> str:
        """A database that is there, as this role opens it."""
        return f"postgresql+psycopg://{role}@/{database}?host={self._folder}"

    def sql(self, database: str, statements: str) -> None:
        """These, as whoever looks after it."""
        file = self._folder / f"said{next(_NUMBERS)}.sql"
        file.write_text(statements)
        file.chmod(0o644)
        self._run(
            "psql", "-h", str(self._folder), "-U", "carelist", "-v", "ON_ERROR_STOP=1", "-q", "-f", str(file), database
        )

    def text(self, address: str) -> str:
        """Everything that stands in a database, as its own dump says it."""
        name = address.split("@/")[1].partition("?")[0]
        self._run("pg_dump", "-h", str(self._folder), "-U", "carelist", "-f", f"{name}.sql", name)
        return (self._folder / f"{name}.sql").read_text()

    def log(self) -> str:
        """What it wrote down of what it was asked."""
        return (self._folder / "log").read_text(errors="replace")

    def stop(self) -> None:
        """At once."""
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """One for as long as it is asked."""
    programs = postgres()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="carelist-pg-"))
    try:
        running = Postgres(programs, folder)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
