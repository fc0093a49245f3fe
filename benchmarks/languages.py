"""What a language costs: English, which reads no catalogue, beside one with every message translated, by turns:
`python benchmarks/languages.py [--runs 5] [--before TREE]`: the checkout of another release, in English, as a third.

The language is that of the tests, of the same messages. Under load the processor's own time is what holds.
"""

from __future__ import annotations

import argparse
import compileall
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from caseload import make_store
from probe import Run, measure
from terminal import HERE, PEOPLE, TYPED, down, high, interleaved, median

sys.path.insert(0, str(HERE.parent))
from tests.pseudo import LANGUAGE, make_catalogue

MARKER = b"EVANS Amina"
"""Names are the same in every language."""


def said_in(language: str, catalogues: Path, tree: Path, store: Path) -> list[str]:
    """The app of a tree, in a language."""
    surroundings = [f"PYTHONPATH={tree / 'src'}", f"CARELIST_LANGUAGE={language}", f"CARELIST_CATALOGUES={catalogues}"]
    return ["/usr/bin/env", *surroundings, sys.executable, str(HERE / "open_app.py"), str(store)]


def main() -> int:
    """Make the stores and the catalogue, run, and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--before", type=Path)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        catalogues = Path(folder, "catalogues")
        make_catalogue(catalogues)
        trees = {"English": ("en", HERE.parent), "translated": (LANGUAGE, HERE.parent)}
        trees |= {"before": ("en", asked.before.resolve())} if asked.before else {}
        sides = {}
        for name, (language, tree) in trees.items():
            compileall.compile_dir(tree / "src", quiet=1)
            make_store(Path(folder, name), PEOPLE)
            sides[name] = _goes(said_in(language, catalogues, tree, Path(folder, name)))
        report(interleaved(sides, asked.runs))
    return 0


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
