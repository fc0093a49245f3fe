"""Folding: entries a second, and a rebuild of a whole journal. The floor is reading the same lines as JSON.

python benchmarks/folding.py [--people 10000] [--each 10]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import sqlcipher3.dbapi2 as driver
from synthetic import MORNING, attempted, fill, in_batches, made_store

from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.entries.stored import line_of
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.person import fold


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=10_000)
    asked.add_argument("--each", type=int, default=10, help="entries a person")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        carelist = made_store(Path(folder) / "store")
        episodes = fill(carelist, options.people, due=min(options.people, 500))
        tries = [
            attempted(number % len(episodes), episodes[number % len(episodes)], MORNING + timedelta(seconds=number))
            for number in range(options.people * (options.each - 1) - len(episodes))
        ]
        for batch in in_batches(tries):
            carelist.record(batch, MORNING + timedelta(seconds=len(tries)))
        connection = driver.connect(str(Path(folder) / "store" / "carelist.db"))
        told = "SELECT envelope, body, salt, hash FROM entry WHERE person IS NOT NULL"
        lines = [line_of(EntryText(*row)) for row in connection.execute(told)]
        began = perf_counter()
        raws = [json.loads(line) for line in lines]
        floor = perf_counter() - began
        stories: dict[str, list[dict[str, object]]] = {}
        for raw in raws:
            stories.setdefault(raw["person"], []).append(raw)
        began = perf_counter()
        for person, story in stories.items():
            fold(person, [read_entry(raw) for raw in story])
        folded = perf_counter() - began
        began = perf_counter()
        carelist.rebuild()
        rebuilt = perf_counter() - began
    print(f"{len(lines)} entries of {len(stories)} people")
    print(f"parse JSON (floor): {len(lines) / floor:,.0f} entries/s")
    print(f"read and fold: {len(lines) / folded:,.0f} entries/s, ratio to the floor {folded / floor:.1f}")
    print(f"rebuild: {rebuilt:.1f} s, {len(lines) / rebuilt:,.0f} entries/s, ratio to the floor {rebuilt / floor:.1f}")


if __name__ == "__main__":
    main()
