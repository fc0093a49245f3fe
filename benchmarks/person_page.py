"""Opening a person's page beside opening a bare Textual screen of as many widgets, by turns in one run.

    python benchmarks/person_page.py [--long 5000] [--short 50] [--runs 60]

Opening is from the call that pushes the screen to the first frame with the card drawn. The floor is a screen of as many
Static widgets with as many lines. Printed: p50 and p95 of each, the ratio of the p95s (to hold: at most 1.5), the same
for a story of 5,000 entries beside one of 50, and when each story stood on screen.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from long_story import BEGUN, EVERY, LONG, SHORT, kept
from synthetic import MORNING, WORKER, accepted, in_batches, made_store
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.person.whole_person import PersonTold

HEIGHTS = (1, 7, 2, 13, 1, 1)
"""Lines of the page's widgets at 80 columns by 24: head, card, tabs, list, foot, and the word of too small a window."""


class BareScreen(Screen[None]):
    """As many widgets as the page has, each with as many lines."""

    def compose(self) -> ComposeResult:
        for height in HEIGHTS:
            yield Static("\n".join("some words about somebody" for _ in range(height)), markup=False)


class TimedPage(PersonScreen):
    """The page, which tells when its story stands on it, and when all of it is read."""

    def __init__(self, desk: Desk, person_id: str) -> None:
        super().__init__(desk, person_id)
        self.shown, self.done = asyncio.Event(), asyncio.Event()

    def take(self, told: PersonTold) -> None:
        super().take(told)
        self.shown.set()
        if told.past is not None:
            self.done.set()


def told(store: Path, long: int, short: int) -> dict[int, str]:
    """A store with one long and one short story; gives the people's ids."""
    carelist = made_store(store)
    people = {each: carelist.record([accepted(each, BEGUN)], BEGUN)[0].id for each in (LONG, SHORT)}
    for each, entries in ((LONG, long), (SHORT, short)):
        for batch in in_batches([kept(each, MORNING - EVERY * (entries - n)) for n in range(entries)]):
            carelist.record(batch, MORNING)
    carelist.close()
    return people


async def opened(app: App[Any], screen: Screen[Any]) -> float:
    """Seconds until the screen's first frame is laid out and drawn."""
    began = perf_counter()
    await app.push_screen(screen)
    drawn = asyncio.Event()
    screen.call_after_refresh(drawn.set)
    await drawn.wait()
    return perf_counter() - began


async def measured(store: Path, people: dict[int, str], runs: int) -> dict[str, list[float]]:
    """Seconds of each opening, by turns."""
    desk = Desk(store, WORKER, MORNING, runs=False)
    app = CarelistApp(desk)
    times: dict[str, list[float]] = {}
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        await desk.door()
        for _ in range(runs):
            for name, each in (("bare", 0), ("long", LONG), ("short", SHORT)):
                screen = TimedPage(desk, people[each]) if each else BareScreen()
                began = perf_counter()
                times.setdefault(name, []).append(await opened(app, screen))
                if isinstance(screen, TimedPage):
                    await screen.shown.wait()
                    times.setdefault(f"{name}, its story", []).append(perf_counter() - began)
                    await screen.done.wait()
                    times.setdefault(f"{name}, all that it adds up to", []).append(perf_counter() - began)
                await app.pop_screen()
                await asyncio.sleep(0.05)
    desk.close()
    return times


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--long", type=int, default=5_000)
    asked.add_argument("--short", type=int, default=50)
    asked.add_argument("--runs", type=int, default=60)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        times = asyncio.run(measured(store, told(store, options.long, options.short), options.runs))
    for name, each in times.items():
        print(f"{name}: p50 {median(each) * 1e3:.1f} ms, p95 {p95(each) * 1e3:.1f} ms")
    for name in ("short", "long"):
        print(f"{name} beside bare: ratio of p95 {p95(times[name]) / p95(times['bare']):.2f}")
    print(f"long beside short: ratio of p95 {p95(times['long']) / p95(times['short']):.2f}")


if __name__ == "__main__":
    main()
