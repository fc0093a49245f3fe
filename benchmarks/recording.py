"""Recording one attempt (checks, append, projection, next step known) beside a bare committed insert with FULL.

    python benchmarks/recording.py [--people 600] [--runs 300]

Both write to the same disk, by turns; what is printed is the ratio of the medians and of the 95th centiles.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import sqlcipher3.dbapi2 as driver
from synthetic import MORNING, attempted, fill, made_store


def bare(folder: Path) -> driver.Connection:
    """A table of lines, committed one by one with synchronous=FULL in WAL."""
    connection = driver.connect(str(folder / "bare.db"), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, text TEXT)")
    return connection


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=600)
    asked.add_argument("--runs", type=int, default=300)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        carelist = made_store(Path(folder) / "store")
        episodes = fill(carelist, options.people, due=60)
        connection = bare(Path(folder))
        ours, floor = [], []
        for run in range(options.runs):
            number = run % len(episodes)
            draft = attempted(number, episodes[number], MORNING + timedelta(seconds=run))
            began = perf_counter()
            carelist.record([draft], MORNING + timedelta(seconds=run))
            ours.append(perf_counter() - began)
            began = perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO line (text) VALUES (?)", (json.dumps(draft) * 2,))
            connection.execute("COMMIT")
            floor.append(perf_counter() - began)
    for name, centile in (("median", 49), ("p95", 94)):
        us, bare_one = quantiles(ours[5:], n=100)[centile], quantiles(floor[5:], n=100)[centile]
        print(f"{name}: record {us * 1e3:.2f} ms, bare insert {bare_one * 1e3:.2f} ms, ratio {us / bare_one:.2f}")


if __name__ == "__main__":
    main()
