"""How long a demonstration with months behind it takes: told, and recorded through the door, beside the telling alone.

    python benchmarks/demonstration.py [--people 60 600] [--months 13] [--date 2026-11-27]

The same entries each time. Seconds are those of the processor: what else the machine does is left out.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from carelist_tui.carelist import Carelist
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.domain.calendar import Calendar, ServiceHours


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, nargs="+", default=[60, 600])
    asked.add_argument("--months", type=int, default=13)
    asked.add_argument("--date", type=date.fromisoformat, default=date(2026, 11, 27))
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warm = tell_caseload(said.date, people=1, seed=1, calendar=Calendar(ServiceHours()))
        fill(Path(folder) / "warm", warm, worker=WORKER)
        for people in said.people:
            measure(Path(folder) / str(people), people, said.months, said.date)


def measure(store: Path, people: int, months: int, day: date) -> None:
    began = time.process_time()
    told = tell_caseload(day, people=people, seed=1, calendar=Calendar(ServiceHours()), months=months)
    telling = time.process_time() - began
    began, clock = time.process_time(), time.perf_counter()
    fill(store, told, worker=WORKER)
    recording, waiting = time.process_time() - began, time.perf_counter() - clock
    entries = len(told.said)
    door = Carelist.open(store)
    today = [item for item in door.people.today(told.moment) if item.status != "upcoming"]
    door.close()
    print(
        f"{people} people, {months} months: {entries:,} entries, told in {telling:.1f} s, recorded in "
        f"{recording:.1f} s "
        f"({1000 * recording / entries:.2f} ms each; {waiting:.0f} s on the clock), {len(today)} due today",
        flush=True,
    )


if __name__ == "__main__":
    main()
