"""A process that writes batches to a store, for the tests of several at once."""

from __future__ import annotations

import sys
from pathlib import Path

from carelist_tui.carelist import Carelist
from tests.journal.telling import accepted, hours, missed, zone


def main() -> int:
    """`STORE NAME COUNT`: so many people, three entries of each in one batch, whose ids are said once they are kept."""
    store, name, count = sys.argv[1:]
    with Carelist.open(Path(store), "w-ann") as carelist:
        for number in range(int(count)):
            ref = f"{name}-{number}"
            batch = [accepted(ref), zone(ref, hours(0.1)), missed(ref, hours(0.2))]
            for receipt in carelist.record(batch, hours(1)):
                sys.stdout.write(f"{receipt.id}\n")
                sys.stdout.flush()
            carelist.record([zone("P-1", hours(0.5), "amber")], hours(1))
    return 0
