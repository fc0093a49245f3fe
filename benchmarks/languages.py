"""What a language costs: English, which reads no catalogue, beside one with every message translated, by turns:
`python benchmarks/languages.py [--runs 5] [--before TREE]`: the checkout of another release, in English, as a third.

The language is that of the tests, of the same messages. Under load the processor's own time is what holds.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from caseload import make_store
from probe import Run, measure
from terminal import HERE, PEOPLE, TYPED, down, high, interleaved, median

sys.path.insert(0, str(HERE.parent))
from tests.pseudo import LANGUAGE, make_catalogue

IMPORTS = """
import carelist_tui.tui.app, carelist_tui.tui.screens.worklist.today
print(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
"""
MARKER = b"07700 900"
"""The telephone of whoever is at hand: the same in every language, whoever it is."""


def said_in(language: str, catalogues: Path, tree: Path, store: Path) -> list[str]:
    """The app of a tree, in a language."""
    surroundings = [f"PYTHONPATH={tree / 'src'}", f"CARELIST_LANGUAGE={language}", f"CARELIST_CATALOGUES={catalogues}"]
    return ["/usr/bin/env", *surroundings, sys.executable, str(HERE / "open_app.py"), str(store)]


def main() -> int:
    """Make the stores and the catalogue, run, and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--before", type=Path)
    arguments.add_argument("--imports", action="store_true", help="only what importing the list costs: no terminal")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        catalogues = Path(folder, "catalogues")
        make_catalogue(catalogues)
        trees = {"English": ("en", HERE.parent), "translated": (LANGUAGE, HERE.parent)}
        trees |= {"before": ("en", asked.before.resolve())} if asked.before else {}
        if asked.imports:
            imported(trees, catalogues, asked.runs)
            return 0
        sides = {}
        for name, (language, tree) in trees.items():
            compileall.compile_dir(tree / "src", quiet=1)
            make_store(Path(folder, name), PEOPLE)
            sides[name] = _goes(said_in(language, catalogues, tree, Path(folder, name)))
        report(interleaved(sides, asked.runs))
    return 0


def imported(trees: Mapping[str, tuple[str, Path]], catalogues: Path, runs: int) -> None:
    """What the list needs is imported, by a process each, in turn; the first of each does not count."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in trees}
    for n in range(runs + 1):
        for name, (language, tree) in trees.items():
            env = {**os.environ, "PYTHONPATH": str(tree / "src"), "CARELIST_LANGUAGE": language}
            before = os.times()
            told = subprocess.run([sys.executable, "-c", IMPORTS], env=env | {"CARELIST_CATALOGUES": str(catalogues)},
                                  capture_output=True, text=True, check=True)  # fmt: skip
            after = os.times()
            spent = after.children_user + after.children_system - before.children_user - before.children_system
            if n:
                took[name].append((spent * 1000, int(told.stdout) / 1024))
    for name, found in took.items():
        spent, held = (statistics.median(each[of] for each in found) for of in (0, 1))
        print(f"{name:12}{spent:6.0f} ms of the processor, {held:5.1f} MB")


def _goes(command: list[str]) -> Callable[[], Run]:
    return lambda: measure(command, MARKER, keys=TYPED)


def report(found: Mapping[str, list[Run]]) -> None:
    """Each figure of every side, and how many times English's it is."""
    picks: dict[str, Callable[[list[Run]], float]] = {
        "first frame, ms": lambda runs: median(runs, lambda run: [run.first_frame]),
        "until it is quiet, ms of the processor": lambda runs: median(runs, lambda run: [run.processor * 1000]),
        "key, median, ms": lambda runs: median(runs, down),
        "key, 95th centile, ms": lambda runs: high(runs, down),
        "36 keys, ms of the processor": lambda runs: median(runs, lambda run: [run.keyed * 1000]),
        "memory at its peak, MB": lambda runs: median(runs, lambda run: [run.memory]),
    }
    print(f"{'':42}" + "".join(f"{side:>22}" for side in found))
    for what, pick in picks.items():
        english = pick(found["English"])
        print(f"{what:42}" + "".join(f"{pick(runs):14.1f} {pick(runs) / english:6.2f}x" for runs in found.values()))


if __name__ == "__main__":
    sys.exit(main())
