"""What a command takes, of the processor, beside `carelist --help`: `python benchmarks/commands.py [--people 600]`.

Each is a process of its own on one synthetic caseload, in turn with the floor, and the medians are compared. `--help`
imports every command's own module and opens no store. What is asked of `queue` and `today` is that they grow with their
answer: they have no bound, and are told for the caseload and for a tenth of it. Exit status 1 when a bound is missed.
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from caseload import NOW, make_store

SOURCE = Path(__file__).parent.parent / "src"
PAST = (NOW.isoformat(timespec="seconds"),)
ZONE = ("--person", "P-00001", "--body", '{"zone": "green", "reason": "settled, sleeping well"}')
FLOOR = ("--help",)
ASKED: dict[str, tuple[tuple[str, ...], float | None]] = {
    "record of one entry": (("record", "zone.set", *ZONE), 3.0),
    "find": (("find", "khan"), 3.0),
    "show": (("show", "P-00000"), 3.0),
    "queue": (("queue", "--at", *PAST), None),
    "today at a past moment": (("today", "--at", *PAST), None),
    "today": (("today",), None),
}
"""By what is told of it the command, and how often it may take what `--help` takes."""


def taken(store: Path, arguments: tuple[str, ...]) -> float:
    """Seconds of the processor that a command takes, its imports included."""
    surroundings = {**os.environ, "CARELIST_STORE": str(store), "CARELIST_WORKER": "w-ada", "PYTHONPATH": str(SOURCE)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "carelist_tui", *arguments]
    subprocess.run(command, env=surroundings, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Makes the stores, runs, and prints."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=600)
    arguments.add_argument("--runs", type=int, default=9)
    options = arguments.parse_args()
    compileall.compile_dir(SOURCE, quiet=1)
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        whole, part = Path(folder, "whole"), Path(folder, "part")
        for store, people in ((whole, options.people), (part, options.people // 10)):
            make_store(store, people)
        print(f"{options.people} people and {options.people // 10}; medians of {options.runs} runs in turn")
        print(f"{'':26}{'whole':>10}{'a tenth':>10}{'--help':>10}{'ratio':>8}{'allowed':>9}")
        for name, (command, allowed) in ASKED.items():
            ours, tenth, floor = list[float](), list[float](), list[float]()
            for run in range(options.runs + 1):  # the first does not count
                for times, store, each in ((floor, whole, FLOOR), (ours, whole, command), (tenth, part, command)):
                    took = taken(store, each)
                    times += [took] if run else []
            us, small, bare = (median(each) * 1e3 for each in (ours, tenth, floor))
            is_missed = allowed is not None and us / bare > allowed
            missed += is_missed
            said = f"{allowed:9.2f}" if allowed is not None else ""
            print(f"{name:26}{us:7.0f} ms{small:7.0f} ms{bare:7.0f} ms{us / bare:8.2f}{said}{'  MISSED' * is_missed}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
