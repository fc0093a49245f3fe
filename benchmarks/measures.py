"""What a year of figures costs: `measures --json` beside reading the same entries as JSON, making everybody's cases
afresh beside folding them, and what one person who was written since costs.

    python benchmarks/measures.py [--people 60] [--months 13]

The store is the demonstration's, with its months before. Each is timed in turn, five times; medians and their ratios.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from carelist_tui.carelist import Carelist
from carelist_tui.domain.measures.cases import cases_of
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.person import fold
from carelist_tui.journal.projection.people import stories

CARELIST = Path(sys.executable).with_name("carelist")
RUNS = 5
ASKED = 1.0
"""Seconds per 100,000 entries."""


def timed(work: object) -> float:
    began = perf_counter()
    assert callable(work)
    work()
    return perf_counter() - began


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=60)
    asked.add_argument("--months", type=int, default=13)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        size = ["--people", str(options.people), "--history", str(options.months)]
        subprocess.run([CARELIST, "demo", *size, "--keep", str(store)], stdin=subprocess.DEVNULL, check=True)
        with Carelist.open(store) as door:
            return measure(door)


def measure(door: Carelist) -> int:
    journal = door.journal
    with journal.store.reading() as connection:
        standards = journal.standards_in(connection)
        told = list(stories(connection))
    lines = [json.dumps(dict(entry.raw)) for _, story in told for entry in story]
    door.measures.count()
    inquiry = Inquiry.asked(datetime.now(UTC), door.glance.calendar.zone)
    parts = told[:: max(1, len(told) // 20)]
    entries = sum(len(story) for _, story in parts)
    ours, floor, made, folded = [], [], [], []
    for _ in range(RUNS):
        ours.append(timed(lambda: door.measures.answer([], inquiry)))
        floor.append(timed(lambda: [json.loads(line) for line in lines]))
        made.append(timed(lambda: [list(cases_of(Course.of(who, story, standards))) for who, story in parts]))
        folded.append(timed(lambda: [fold(who, story) for who, story in parts]))
    per_100k = median(ours) * 100_000 / len(lines)
    missed = " MISSED" if per_100k > ASKED else ""
    print(
        f"measures of {len(lines)} entries: {median(ours):.2f} s, {per_100k:.2f} s per 100,000 (asked {ASKED})"
        f"{missed}; as JSON {median(floor):.2f} s, ratio {median(ours) / median(floor):.1f}"
    )
    print(
        f"cases afresh: {median(made) / entries * 1e3:.2f} ms an entry, {median(made) / len(parts) * 1e3:.0f} ms a "
        f"person; folding {median(folded) / entries * 1e3:.2f} ms an entry, ratio {median(made) / median(folded):.1f}"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
