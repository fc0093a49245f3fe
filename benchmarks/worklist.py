"""Today's list as the caseload grows while the answer does not: 1,000, 10,000 and 100,000 people, 60 of them due.

    python benchmarks/worklist.py [--people 1000 10000 100000] [--runs 20]

The floor is the smallest caseload: what is printed is the time of each, and its ratio to that.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from synthetic import MORNING, fill, made_store

from carelist_tui.carelist import Carelist

DUE = 60


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    asked.add_argument("--runs", type=int, default=20)
    options = asked.parse_args()
    at = MORNING + timedelta(minutes=5)
    with tempfile.TemporaryDirectory() as folder:
        stores: dict[int, Carelist] = {}
        for people in options.people:
            began = perf_counter()
            stores[people] = made_store(Path(folder) / str(people))
            fill(stores[people], people, due=DUE)
            print(f"{people} people recorded in {perf_counter() - began:.1f} s")
        times: dict[int, list[float]] = {people: [] for people in stores}
        items = {}
        for _ in range(options.runs):
            for people, carelist in stores.items():
                began = perf_counter()
                text = json.dumps(carelist.people.today_json(at))
                times[people].append(perf_counter() - began)
                items[people] = text.count('"key"')
    floor = median(times[options.people[0]])
    for people, measured in times.items():
        took = median(measured)
        print(f"{people} people, {items[people]} items: {took * 1e3:.2f} ms, ratio {took / floor:.2f}")


if __name__ == "__main__":
    main()
