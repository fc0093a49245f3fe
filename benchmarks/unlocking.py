"""Signing in, beside a store that is not encrypted: the unlock, another worker at the lock, the first frame after it.

    python benchmarks/unlocking.py [--people 600] [--runs 20]

The same app on both stores, from the enter key at the lock until the list is drawn. An encrypted store's work factor is
measured as it is when one is set up. The aims: unlock 250 to 1000 ms, another worker in under 3 s.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from synthetic import MORNING, WORKER, fill, made_store
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.sign_in.lock import LockScreen
from carelist_tui.tui.screens.worklist.today import TodayScreen
from carelist_tui.vault import keys

PASSPHRASE, OTHER, OTHERS = "four words of my own", "w-leah", "rain over the long mill"


def made_encrypted(folder: Path) -> Carelist:
    """The same as the plain one, with a passphrase for each of two workers."""
    first = {"worker": WORKER, "name": "Tom", "role": "manager", "team": "North"}
    door = Carelist.init(folder, **first, now=MORNING - timedelta(days=9), encrypted=True, passphrase=PASSPHRASE)
    leah = {"worker": OTHER, "name": "Leah", "role": "senior", "team": "North"}
    with door.keys.slot_given(OTHER) as made:
        door.record([{"type": "worker.added", "occurred_at": MORNING.isoformat(), "body": leah}], MORNING)
    keys.change_passphrase(folder, OTHER, made or "", OTHERS, datetime.now(UTC))
    return door


async def seen(pilot: Pilot[Any], kind: type) -> None:
    """Wait until a screen of this kind is laid out and drawn."""
    while not isinstance(pilot.app.screen, kind):  # noqa: ASYNC110 - the app tells nobody of it
        await asyncio.sleep(0.001)
    drawn = asyncio.Event()
    pilot.app.screen.call_after_refresh(drawn.set)
    await drawn.wait()


async def measured(store: Path, runs: int) -> dict[str, list[float]]:
    """Seconds of each sign-in by who signs in, and of each lock until it stands."""
    app = CarelistApp(Shut(store, WORKER, at=MORNING, runs=False))
    times: dict[str, list[float]] = {}
    async with app.run_test(size=(80, 24)) as pilot:
        await seen(pilot, LockScreen)
        for run in range(runs):
            screen: Any = app.screen
            who = (WORKER, OTHER)[run % 2] if screen.encrypted else WORKER
            if screen.encrypted:
                screen.at = screen.ids.index(who)
                screen.fields[0].value = {WORKER: PASSPHRASE, OTHER: OTHERS}[who]
            began = perf_counter()
            screen.sign_in()
            await seen(pilot, TodayScreen)
            times.setdefault("the same worker" if who == WORKER else "another", []).append(perf_counter() - began)
            await pilot.pause(1.0)
            began = perf_counter()
            app.lock()
            await seen(pilot, LockScreen)
            times.setdefault("locked", []).append(perf_counter() - began)
            await app.workers.wait_for_complete()
    return times


def told(what: str, times: list[float]) -> None:
    print(f"{what}: median {median(times) * 1e3:.0f} ms, {min(times) * 1e3:.0f} to {max(times) * 1e3:.0f} ms")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=600)
    asked.add_argument("--runs", type=int, default=20)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plain, encrypted = Path(folder) / "plain", Path(folder) / "encrypted"
        for door in (made_store(plain), made_encrypted(encrypted)):
            fill(door, options.people, due=60)
            door.close()
        unlocks = []
        for _ in range(options.runs):
            began = perf_counter()
            keys.unlock(encrypted, WORKER, PASSPHRASE, datetime.now(UTC))
            unlocks.append(perf_counter() - began)
        told("unlock alone", unlocks)
        for name, store in (("encrypted", encrypted), ("plain", plain)):
            for what, times in asyncio.run(measured(store, options.runs)).items():
                told(f"{name}, {what}", times)


if __name__ == "__main__":
    main()
