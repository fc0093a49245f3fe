"""Keys while everything that another release made is made afresh beside the list: `made_afresh.py [--people 3000]`.

In a real terminal, on a store that says it was made by another release: until the list stands on what was made before,
then a key held down (30 a second) while everybody is folded, and as long again once all are; beside both, in turn, the
bare table of `bare_table.py`. Printed is how late the key is seen, and how long all took. Exit status 1 when a held key
is later than `long_day.py` allows, or when everything stood before the key was let go.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from caseload import make_store
from long_day import LAG_MS, Day, held, high
from terminal import program

from carelist_tui.journal.meta import BEHIND, RELEASE
from carelist_tui.vault.folder import database_of

LONGEST = 300.0
"""Seconds after which nobody waits any more."""


def by_another_release(store: Path) -> None:
    """What its rows were made by is a release that there never was."""
    with closing(sqlite3.connect(database_of(store))) as connection, connection:
        connection.execute("UPDATE meta SET value = 'another' WHERE name = ?", (RELEASE,))


def is_behind(store: Path) -> bool:
    """Whether anybody is still to be folded."""
    with closing(sqlite3.connect(database_of(store))) as connection:
        return connection.execute("SELECT 1 FROM meta WHERE name = ?", (BEHIND,)).fetchone() is not None


def wait_for(day: Day, store: Path) -> None:
    """Until nobody is behind any more. Refuses to wait for ever."""
    began = time.perf_counter()
    while is_behind(store):
        day.pause(0.2)
        if time.perf_counter() - began > LONGEST:
            raise SystemExit("it is not made afresh yet")


def told(what: str, late: list[float], let_go: float, floor: list[float]) -> None:
    print(f"{what:28}median {median(late):5.1f} ms, 95th centile {high(late):5.1f}, drawing {let_go:.0f} after; "
          f"a bare table {median(floor):.1f} and {high(floor):.1f}, ratio {high(late) / high(floor):.2f}")  # fmt: skip


def main() -> int:
    """Make the store, open the app on it, and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=3_000)
    arguments.add_argument("--held", type=float, default=5.0)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "store")
        print(f"{asked.people} people with {make_store(store, asked.people)} Dues; 80x24", flush=True)
        by_another_release(store)
        day, bare = Day(program("open_app.py", str(store)), 80, 24), Day(program("bare_table.py"), 80, 24)
        first = day.until(b"Steps")
        began = time.perf_counter()
        day.quiet(0.15)
        bare.settled(b"row 3")
        meanwhile, until = held(day, b"j", asked.held)
        was_behind = is_behind(store)
        wait_for(day, store)
        took = time.perf_counter() - began
        day.quiet(2.0)
        floor, _ = held(bare, b"\x1b[B", asked.held)
        after, ends = held(day, b"k", asked.held)
        print(f"the list stood after {first:.0f} ms; everybody was folded {took:.1f} s later")
        told("a held key meanwhile", meanwhile, until, floor)
        told("a held key afterwards", after, ends, floor)
        day.end()
        bare.end()
    if not was_behind:
        print("everything stood before the key was let go: ask for more people")
    return 0 if was_behind and max(high(meanwhile), until) <= LAG_MS else 1


if __name__ == "__main__":
    sys.exit(main())
