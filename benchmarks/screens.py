"""The huddle beside a bare screen of as many widgets; escape from a page that is still being read, in a real terminal.

    python benchmarks/screens.py [--people 600] [--long 5000] [--runs 30]

Opening is from the call that pushes the screen to its first frame; printed are the medians, and how often the huddle
takes what the bare screen does (to hold: at most 1.5). Escape is pressed so soon after a page of 5,000 entries, and
after the huddle, that neither is read yet: until the list is drawn again (to hold: at most 60 ms). Exit status 1 when
one is missed. The page of a person and the measures stand beside their floors in `person_page.py` and
`measures_screen.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from caseload import NOW, make_store
from long_day import ESCAPE, ESCAPE_MS, Day
from person_page import opened, told
from terminal import program
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.huddle.huddle import HuddleScreen

ALLOWED = 1.5
SOON = (0.01, 0.03, 0.06, 0.1)
"""Seconds after the key that opens a page at which escape is pressed."""
LIST = b"Plans & reviews"
"""What stands above the list, and on neither page."""


class BareScreen(Screen[None]):
    """As many widgets as another screen has, each with as many lines."""

    def __init__(self, heights: list[int]) -> None:
        super().__init__()
        self.heights = heights

    def compose(self) -> ComposeResult:
        for height in self.heights:
            yield Static("\n".join("some words about somebody" for _ in range(height)), markup=False)


async def beside_bare(store: Path, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each opening, by turns: the huddle's, and the bare screen's."""
    desk = Desk(store, "w-tom", NOW, runs=False)
    app = CarelistApp(desk)
    ours, bare = list[float](), list[float]()
    heights = [1]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        await desk.door()
        for _ in range(runs + 1):
            huddle = HuddleScreen(desk)
            ours.append(await opened(app, huddle))
            await pilot.pause(0.3)
            heights = [each.size.height for each in huddle.query("*") if each.size.height] or heights
            await app.pop_screen()
            bare.append(await opened(app, BareScreen(heights)))
            await app.pop_screen()
            await asyncio.sleep(0.05)
    desk.close()
    return ours[1:], bare[1:]


def escapes(store: Path, key: bytes, runs: int) -> list[float]:
    """Milliseconds from escape to the list, pressed soon after the key that opens a page."""
    day, took = Day(program("open_app.py", str(store)), 80, 24), list[float]()
    day.settled(LIST)
    for run in range(runs):
        day.send(key)
        day.pause(SOON[run % len(SOON)])
        day.seen = b""
        pressed = time.perf_counter()
        day.send(ESCAPE)
        while LIST not in day.seen and time.perf_counter() - pressed < 10:
            day.read(0.5)
        took.append((time.perf_counter() - pressed) * 1000)
        day.pause(0.5)
    day.end()
    return took


def main() -> int:
    """Makes the stores, runs, and prints."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=600)
    asked.add_argument("--long", type=int, default=5_000)
    asked.add_argument("--runs", type=int, default=30)
    options = asked.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        caseload, long = Path(folder, "caseload"), Path(folder, "long")
        make_store(caseload, options.people)
        told(long, options.long, 50)
        ours, bare = (median(each) * 1e3 for each in asyncio.run(beside_bare(caseload, options.runs)))
        missed += ours / bare > ALLOWED
        print(f"huddle, first frame: {ours:.1f} ms; bare {bare:.1f} ms; ratio {ours / bare:.2f} (allowed {ALLOWED})")
        for what, store, key in (("a page of 5,000 entries", long, b"."), ("the huddle", caseload, b"H")):
            took = escapes(store, key, options.runs)
            missed += median(took) > ESCAPE_MS
            least, middle, most = min(took), median(took), max(took)
            print(f"escape from {what} still read: least {least:.0f}, median {middle:.0f}, most {most:.0f} ms", end="")
            print(f" (allowed {ESCAPE_MS:.0f})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
