"""A process that saves, for the harnesses that kill it or run several: `python -m tests.harness.writing`.

Each number is said on standard output only when its save was acknowledged.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.harness.stores import NOW, opened, save


def main(store: str, first: str, count: str, busy_ms: str) -> None:
    """Saves `count` numbers from `first` on, one by one, waiting so long for another's pen."""
    with opened(Path(store)) as carelist:
        with carelist.journal.store.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={int(busy_ms)}")
        for number in range(int(first), int(first) + int(count)):
            carelist.record([save(number)], NOW)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
