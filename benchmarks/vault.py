"""An encrypted store beside a plain one: unlocking, recording one attempt, today's list, opening the store.

    python benchmarks/vault.py [--people 600] [--runs 300]

Both stores lie on the same disk and are asked by turns; what is printed is each one's time and their ratio. The aims:
unlock 250 to 1000 ms, recording p95 at most 3 times plain, today's list at most 1.3 times.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from synthetic import MORNING, WORKER, attempted, fill, made_store

from carelist_tui.carelist import Carelist
from carelist_tui.journal.glance import Glance
from carelist_tui.vault import keys

PASSPHRASE = "four words of my own"
KINDS = ("plain", "encrypted")


def took(act: Callable[[], object]) -> float:
    """Seconds that it takes."""
    began = perf_counter()
    act()
    return perf_counter() - began


def told(what: str, times: dict[str, list[float]]) -> None:
    """Each store's median and 95th centile, and the ratios."""
    middle = {kind: median(times[kind]) * 1e3 for kind in KINDS}
    late = {kind: quantiles(times[kind], n=100)[94] * 1e3 for kind in KINDS}
    for name, each in (("median", middle), ("p95", late)):
        ratio = each["encrypted"] / each["plain"]
        print(f"{what}, {name}: encrypted {each['encrypted']:.2f} ms, plain {each['plain']:.2f} ms, ratio {ratio:.2f}")


def made_encrypted(folder: Path) -> Carelist:
    """The same as the plain one, with a passphrase; its work factor is measured here."""
    began = MORNING - timedelta(days=9)
    first = {"worker": WORKER, "name": "Tom", "role": "manager", "team": "North"}
    return Carelist.init(folder, **first, now=began, encrypted=True, passphrase=PASSPHRASE)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=600)
    asked.add_argument("--runs", type=int, default=300)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places = {kind: Path(folder) / kind for kind in KINDS}
        doors = {"plain": made_store(places["plain"]), "encrypted": made_encrypted(places["encrypted"])}
        episodes = {kind: fill(door, options.people, due=60) for kind, door in doors.items()}
        times: dict[str, dict[str, list[float]]] = {}

        def measure(what: str, act: Callable[[str, int], object]) -> None:
            each = times.setdefault(what, {kind: [] for kind in KINDS})
            for run in range(options.runs):
                for kind in KINDS if run % 2 else KINDS[::-1]:
                    each[kind].append(took(partial(act, kind, run)))
            told(what, {kind: measured[5:] for kind, measured in each.items()})

        store = places["encrypted"]
        unlocks = [took(lambda: keys.unlock(store, WORKER, PASSPHRASE, MORNING)) * 1e3 for _ in range(10)]
        print(f"unlock: median {median(unlocks):.0f} ms, {min(unlocks):.0f} to {max(unlocks):.0f} ms")
        key = keys.unlock(store, WORKER, PASSPHRASE, MORNING)

        def record(kind: str, run: int) -> None:
            at, number = MORNING + timedelta(seconds=run), run % 60
            doors[kind].record([attempted(number, episodes[kind][number], at)], at)

        def today(kind: str, run: int) -> None:
            json.dumps(doors[kind].people.today_json(MORNING + timedelta(hours=1)))

        def opened(kind: str, run: int) -> None:
            glance = Glance.open(places[kind], key if kind == "encrypted" else None)
            glance.today(MORNING + timedelta(hours=1))
            glance.close()

        measure("record", record)
        measure("today", today)
        measure("open and today", opened)


if __name__ == "__main__":
    main()
