"""Opening the measures beside opening a person's page, by turns in one run, on a store with months of history.

    carelist demo --history 13 --people 600 --keep DIR
    python benchmarks/measures_screen.py DIR [--as WORKER] [--runs 10]

DIR is copied. Everybody is counted before, and figures are kept from an opening before, as they are in idle time.
With --writes somebody is written, and the time moves on, before each opening of the measures: one person is counted
with it, and the sums of their months are made anew. Printed: p50 of when the screen is drawn and takes keys; of when it
can be read (figures as at before; the newest of the story); and of when it is whole (figures of now; all that the story
adds up to); each beside that of the page, as ratios (to hold: at most 1.5). With --door what both read, without a
screen and of the processor alone: that says something on a machine that others share.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.standards import Standards
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.measures.figure_reader import Answer
from carelist_tui.tui.screens.measures.measures_screen import MeasuresScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.person.whole_person import PersonTold, look_back, read_person


class TimedMeasures(MeasuresScreen):
    """The measures, which tell when all figures stand there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.stood, self.done = asyncio.Event(), asyncio.Event()

    def _show_kept(self) -> None:
        super()._show_kept()
        if self.figures:
            self.done.clear()

    def _take(self, asked: Inquiry, answer: Answer, said: str) -> None:
        super()._take(asked, answer, said)
        self.stood.set()
        self.done.set()


class TimedPage(PersonScreen):
    """The page of a person, which tells when all of it is read."""

    def __init__(self, desk: Desk, person_id: str) -> None:
        super().__init__(desk, person_id)
        self.stood, self.done = asyncio.Event(), asyncio.Event()

    def take(self, told: PersonTold) -> None:
        super().take(told)
        self.stood.set()
        if told.past is not None:
            self.done.set()


def prepared(store: Path, worker: str) -> tuple[datetime, list[str]]:
    """The moment of the newest entry, and the ids of everybody on the caseload; all are counted."""
    with Carelist.open(store, worker) as door:
        began = perf_counter()
        counted = door.measures.count()
        print(f"counted {counted} people in {perf_counter() - began:.1f} s")
        return datetime.now(UTC), [each.person for each in door.people.find("") if each.on_caseload]


async def opened(app: CarelistApp, screen: TimedMeasures | TimedPage) -> tuple[float, float, float]:
    """Seconds until it is drawn and takes keys, until something to read stands there, and until all of it is of now."""
    began = perf_counter()
    await app.push_screen(screen)
    drawn = asyncio.Event()
    screen.call_after_refresh(drawn.set)
    await drawn.wait()
    first = perf_counter() - began
    await screen.stood.wait()
    stood = perf_counter() - began
    await screen.done.wait()
    return first, stood, perf_counter() - began


def write_one(door: Carelist, person: str, at: datetime) -> None:
    """A visit."""
    body = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Walked to the shop."}
    door.record([{"type": "contact.completed", "occurred_at": at.isoformat(), "person": person, "body": body}], at)


async def measured(
    store: Path, worker: str, at: datetime, people: list[str], runs: int, *, writes: bool
) -> dict[str, list[float]]:
    """Seconds of each opening, by turns."""
    desk, times = Desk(store, worker, at, runs=writes), dict[str, list[float]]()
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)
        door = await desk.door()
        for n in range(runs + 1):
            if writes:
                write_one(door, people[n % len(people)], desk.now())
            for name, screen in (
                ("measures", TimedMeasures(desk)), ("person", TimedPage(desk, people[n % len(people)])),
            ):  # fmt: skip
                first, stood, whole = await opened(app, screen)
                if n:  # the first of each imports
                    times.setdefault(f"{name}, drawn", []).append(first)
                    times.setdefault(f"{name}, to be read", []).append(stood)
                    times.setdefault(f"{name}, whole", []).append(whole)
                await app.pop_screen()
                await asyncio.sleep(0.05)
    desk.close()
    return times


def read_whole(door: Carelist, person: str, at: datetime, standards: Standards) -> PersonTold:
    """A person's page, with all that the story adds up to."""
    return look_back(read_person(door, person, at), at, standards)


def read_by_the_door(store: Path, worker: str, people: list[str], runs: int, *, writes: bool) -> dict[str, list[float]]:
    """Seconds of the processor for what each shows, by turns."""
    times = dict[str, list[float]]()

    def timed(name: str, read: Callable[[], object]) -> None:
        began = thread_time()
        read()
        times.setdefault(name, []).append(thread_time() - began)

    with Carelist.open(store, worker) as door:
        zone, standards = door.glance.calendar.zone, door.journal.standards
        for person in people[: runs + 1]:
            if writes:
                write_one(door, person, datetime.now(UTC))
            timed("counting", door.measures.count)
            at = datetime.now(UTC)
            timed("measures", partial(door.measures.shown, Inquiry.asked(at, zone)))
            door.measures.keep_made()
            timed("person", partial(read_whole, door, person, at, standards))
    return {name: each[1:] for name, each in times.items()}  # the first of each imports, and sums every month


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("store", type=Path)
    asked.add_argument("--as", dest="worker", default="w-tom")
    asked.add_argument("--runs", type=int, default=10)
    asked.add_argument("--writes", action="store_true")
    asked.add_argument("--door", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(shutil.copytree(options.store, Path(folder) / "store"))
        at, people = prepared(store, options.worker)
        if options.door:
            middle = {
                name: median(each)
                for name, each in read_by_the_door(
                    store, options.worker, people, options.runs, writes=options.writes
                ).items()
            }
            for name, each in middle.items():
                print(f"{name}: p50 {each * 1e3:.1f} ms of the processor")
            print(f"measures beside a person's page: {middle['measures'] / middle['person']:.2f}")
            return
        times = asyncio.run(measured(store, options.worker, at, people, options.runs, writes=options.writes))
    middle = {name: median(each) for name, each in times.items()}
    for name, each in middle.items():
        print(f"{name}: p50 {each * 1e3:.1f} ms")
    for what in ("drawn", "to be read", "whole"):
        print(f"measures beside a person's page, {what}: {middle[f'measures, {what}'] / middle[f'person, {what}']:.2f}")


if __name__ == "__main__":
    main()
