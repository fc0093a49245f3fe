"""What a year of figures costs: `measures --json` beside reading the same entries as JSON, by sums of months that are
kept, after somebody was written, and with none kept; making everybody's cases afresh beside folding them; and how long
the store is held while everybody is counted, and while sums are kept, so that nobody can record.

    python benchmarks/measures.py [--people 60] [--months 13] [--store DIR] [--runs 5]

The store is the demonstration's, with its months before; or a copy of DIR. Each is timed in turn; medians and their
ratios. What counts is the time of the processor, that by the clock stands beside it: on a machine that others use too
only the former says what the program does.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.measures import Measures
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.cases import cases_of
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.person import fold
from carelist_tui.journal.projection.people import stories
from carelist_tui.journal.sql.person_sql import TAKE_EVERY_SUM

CARELIST = Path(sys.executable).with_name("carelist")
ASKED = 1.0
"""Seconds per 100,000 entries."""


class Timed:
    """How long something took each time, of the processor and by the clock."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work, self.cpu, self.clock = work, list[float](), list[float]()

    def run(self) -> None:
        began, began_at = process_time(), perf_counter()
        self.work()
        self.cpu.append(process_time() - began)
        self.clock.append(perf_counter() - began_at)

    @property
    def seconds(self) -> float:
        return median(self.cpu)

    @property
    def words(self) -> str:
        return f"{self.seconds:.2f} s ({median(self.clock):.2f} by the clock)"


def count_held(door: Carelist, asked: Inquiry) -> str:
    """Counts whoever waits; how long at the longest it held the store, of the processor."""
    store, held = door.journal.store, [0.0]
    writing = store.writing

    @contextmanager
    def timed(**asked: Any) -> Iterator[Any]:
        with writing(**asked) as connection:
            began = process_time()
            yield connection
            held.append(process_time() - began)

    object.__setattr__(store, "writing", timed)
    counted = door.measures.count()
    longest, held[:] = max(held), [0.0]
    door.measures.answer_and_keep([], asked)
    object.__delattr__(store, "writing")
    kept = f"keeping the sums of {len(list(asked.months()))} months {max(held):.3f} s"
    return f"counting {counted} people held the store for {longest:.3f} s at the longest, {kept}"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=60)
    asked.add_argument("--months", type=int, default=13)
    asked.add_argument("--store", type=Path)
    asked.add_argument("--runs", type=int, default=5)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        size = ["--people", str(options.people), "--history", str(options.months)]
        if options.store is not None:
            shutil.copytree(options.store, store)
        else:
            subprocess.run([CARELIST, "demo", *size, "--keep", str(store)], stdin=subprocess.DEVNULL, check=True)
        with Carelist.open(store) as door:
            return measure(door, options.runs)


def write_one(door: Carelist, told: Sequence[tuple[str, Sequence[Entry]]], inquiry: Inquiry) -> None:
    """The figures of now after a visit to somebody with a story of ordinary length, who is counted first."""
    here = {each.person for each in door.people.find("")}
    people = [person for person, _ in sorted(told, key=lambda each: len(each[1])) if person in here]
    person = people[len(people) // 2]
    at = datetime.now(UTC)
    body = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Walked to the shop."}
    draft = {"type": "contact.completed", "occurred_at": at.isoformat(), "person": person, "body": body}
    door.record([draft], at)
    Measures(door.measures._store).count()
    Measures(door.measures._store).answer_and_keep([], replace(inquiry, at=datetime.now(UTC)))


def forget_and_answer(door: Carelist, inquiry: Inquiry) -> None:
    door.journal.change(lambda connection: TAKE_EVERY_SUM.run(connection, [{}]), derived=True)
    Measures(door.measures._store).answer([], inquiry)


def measure(door: Carelist, runs: int) -> int:
    journal = door.journal
    with journal.store.reading() as connection:
        standards = journal.standards_in(connection)
        told = list(stories(connection))
    lines = [json.dumps(dict(entry.raw)) for _, story in told for entry in story]
    inquiry = Inquiry.asked(datetime.now(UTC), door.glance.calendar.zone)
    print(count_held(door, inquiry))
    parts = told[:: max(1, len(told) // 20)]
    entries = sum(len(story) for _, story in parts)
    # Of a door of its own each time, which has worked out nothing before: as the command asks.
    ours = Timed(lambda: Measures(door.measures._store).answer_and_keep([], inquiry))
    written = Timed(lambda: write_one(door, told, inquiry))
    unkept = Timed(lambda: forget_and_answer(door, inquiry))
    floor = Timed(lambda: [json.loads(line) for line in lines])
    made = Timed(lambda: [list(cases_of(Course.of(who, story, standards))) for who, story in parts])
    folded = Timed(lambda: [fold(who, story) for who, story in parts])
    for _ in range(runs):
        for each in (ours, floor, made, folded, written, unkept):
            each.run()
    per_100k = ours.seconds * 100_000 / len(lines)
    missed = " MISSED" if per_100k > ASKED else ""
    print(
        f"measures of {len(lines)} entries: {ours.words}, {per_100k:.2f} s per 100,000 (asked {ASKED}){missed}; "
        f"as JSON {floor.words}, ratio {ours.seconds / floor.seconds:.1f}"
    )
    for what, each in (("after one person was written, who is counted with it", written), ("no sum kept", unkept)):
        per = each.seconds * 100_000 / len(lines)
        print(f"the same, {what}: {each.words}, {per:.2f} s per 100,000, ratio {each.seconds / floor.seconds:.1f}")
    print(
        f"cases afresh: {made.seconds / entries * 1e3:.2f} ms an entry, {made.seconds / len(parts) * 1e3:.0f} ms a "
        f"person; folding {folded.seconds / entries * 1e3:.2f} ms an entry, ratio {made.seconds / folded.seconds:.1f}"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
