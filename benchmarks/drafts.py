"""Kill the app while somebody types in it, again and again: `python benchmarks/drafts.py [--kills 1000] [--beside 2]`.

Each kill is a real app in a terminal of its own, `kill -9` at a random moment, and then a look at what of the decision
note lies on the disk. Exit status 1 when any kill lost more than two seconds of typing, or left a draft unreadable.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.tui.killing import Killed, kill_once
from tests.tui.telling import tell

AT_MOST_LOST = 2.0


def killed(told: str, seed: int) -> Killed:
    """One kill in a copy of the store."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "store")
        shutil.copytree(told, store)
        return kill_once(store, random.Random(seed))


def main() -> int:
    """Kill as often as asked, and print what was lost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=1000)
    arguments.add_argument("--beside", type=int, default=2, help="how many at a time")
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told")
        tell(told)
        with get_context("spawn").Pool(asked.beside) as pool:
            seeds = range(asked.seed, asked.seed + asked.kills)
            found = pool.starmap(killed, [(str(told), seed) for seed in seeds], chunksize=1)
    lost = sorted(each.lost for each in found)
    letters, kept = sum(each.typed for each in found), sum(each.found for each in found)
    damaged = sum(each.damaged for each in found)
    print(f"{len(found)} kills, {letters} letters typed, {kept} of them on the disk; {damaged} damaged")
    print(f"seconds of typing lost: median {lost[len(lost) // 2]:.2f}, 99th centile {lost[int(len(lost) * 0.99)]:.2f}, "
          f"most {lost[-1]:.2f} (allowed {AT_MOST_LOST:.2f})")  # fmt: skip
    return 1 if lost[-1] > AT_MOST_LOST or any(each.damaged for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
