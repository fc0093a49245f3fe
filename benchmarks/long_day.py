"""A long day at the keys, in a real terminal: `python benchmarks/long_day.py [--keys 108000] [--held 10]`.

Printed: how late a held key is (30 a second) beside the bare table of `bare_table.py`; how soon escape closes each kind
of dialog; memory at the first frame, once what writing needs is there, and how it grows over as many keys as an hour of
a held one (typed faster, with every kind of screen opened between). Exit status 1 when a figure is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from caseload import make_store
from probe import Program
from terminal import program

PEOPLE = 500
HERTZ = 30
LAG_MS, ESCAPE_MS, GROWTH_MB = 35.0, 60.0, 10.0
BURST = 50
"""Keys typed at once before the screen is read: a terminal's own buffer takes no more for sure."""
ESCAPE = b"\x1b"
DIALOGS = {"help": b"?", "all dues": b"o", "person page": b".", "find": b"f", "a form": b"c", "something else": b"+",
           "palette": b"\x10", "settings": b",", "huddle": b"H"}  # fmt: skip
ROUND = b"j" * 400 + b"k" * 380 + b"\t" * 12 + b"w" * 2 + b"G" * 2 + b"g" * 2 + b"n" * 202
"""A thousand keys on the list; after each of them some dialog is opened and closed."""


class Day(Program):
    """The app in a terminal, and what of its memory is its own now."""

    def resident(self) -> float:
        """Memory now, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def send(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def pause(self, seconds: float) -> None:
        """Read for so long, whatever comes: a cursor that blinks is never quiet."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.read(left)

    def settled(self, marker: bytes) -> None:
        self.until(marker)
        self.quiet(2.0)


def held(day: Day, key: bytes, seconds: float) -> tuple[list[float], float]:
    """A key held down: milliseconds until each is seen, and how long the screen goes on after the last."""
    late = []
    for _ in range(int(seconds * HERTZ)):
        began = time.perf_counter()
        day.send(key)
        if day.read(1 / HERTZ):
            late.append((time.perf_counter() - began) * 1000)
        while (left := 1 / HERTZ - (time.perf_counter() - began)) > 0:
            day.read(left)
    let_go = last = time.perf_counter()
    while day.read(0.3):
        last = time.perf_counter()
    return late, (last - let_go) * 1000


def high(found: list[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)]


def told(what: str, ours: float, allowed: float, unit: str, more: str = "") -> bool:
    ok = ours <= allowed
    print(f"{what:44}{ours:8.1f} {unit}  (allowed {allowed:.0f}){more}{'' if ok else '  MISSED'}", flush=True)
    return ok


def keys_held(day: Day, bare: Day, seconds: float) -> bool:
    """How late a held key is on the list, and beside it on the bare table."""
    (ours, after), (floor, floor_after) = held(day, b"j", seconds), held(bare, b"\x1b[B", seconds)
    ratio = high(ours) / high(floor)
    more = f"; a bare table {high(floor):.1f}, ratio {ratio:.2f}"
    fine = told("held key, 95th centile of its lag", high(ours), LAG_MS, "ms", more)
    more = f"; a bare table {floor_after:.1f}; median lag {median(ours):.1f}"
    return told("held key, still drawing after it is let go", after, LAG_MS, "ms", more) and fine


def escapes(day: Day, times: int = 7) -> bool:
    """How soon escape closes each kind of dialog: until the first of the list is drawn again."""
    fine = True
    for what, key in DIALOGS.items():
        took = []
        for _ in range(times):
            day.send(key)
            day.pause(0.6)
            began = time.perf_counter()
            day.send(ESCAPE)
            day.read(2.0)
            took.append((time.perf_counter() - began) * 1000)
            day.pause(0.3)
        more = f"; most {max(took):.0f}"
        fine = told(f"escape closes {what}, median", median(took), ESCAPE_MS, "ms", more) and fine
    return fine


def hour(day: Day, keys: int) -> bool:
    """Memory before and after so many keys, each kind of dialog opened and closed again between."""
    dialogs = list(DIALOGS.values())
    typed, before, began = 0, 0.0, time.perf_counter()
    while typed < keys:
        for start in range(0, len(ROUND), BURST):
            day.send(ROUND[start : start + BURST])
            day.quiet(0.02)
            typed += BURST
        day.send(dialogs[typed // len(ROUND) % len(dialogs)])
        day.pause(0.4)
        day.send(ESCAPE)
        day.pause(0.2)
        day.seen = b""
        if not before and typed >= len(ROUND) * (len(dialogs) + 1):
            before = day.resident()
        if typed % 9000 < len(ROUND):
            print(f"  {typed} keys, {time.perf_counter() - began:.0f} s, {day.resident():.1f} MB", flush=True)
    more = f"; {before:.1f} to {day.resident():.1f} MB, each kind of screen seen once before"
    return told(f"memory grown over {typed} keys", day.resident() - before, GROWTH_MB, "MB", more)


def main() -> int:
    """Make the store, go through the day, and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--keys", type=int, default=HERTZ * 3600)
    arguments.add_argument("--held", type=float, default=10.0)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "store")
        print(f"{PEOPLE} people with {make_store(store, PEOPLE)} Dues; 80x24", flush=True)
        day, bare = Day(program("open_app.py", str(store)), 80, 24), Day(program("bare_table.py"), 80, 24)
        day.until(b"Steps")
        first = day.resident()
        day.settled(b"Steps")
        bare.settled(b"row 3")
        print(f"memory at the first frame {first:.1f} MB, when settled {day.resident():.1f} MB; "
              f"a bare table {bare.resident():.1f} MB")  # fmt: skip
        fine = [keys_held(day, bare, asked.held), escapes(day), hour(day, asked.keys)]
        day.end()
        bare.end()
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
