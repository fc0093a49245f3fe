"""What is handed out, beside the same release installed by pip: `python benchmarks/handed_out.py FOLDER BIN`, each the
path of a `carelist`.

Size, `--version`, `today`, the app's first frame, and a start with none of its files in memory, in turn. Linux only.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from probe import measure

DAY, MOMENT, A_SECTION = "2026-03-03", "2026-03-03T09:03", b"MISSED CONTACT"
RUNS = 7


def main() -> None:
    bundle, installed = map(Path, sys.argv[1:3])
    libraries = next((installed.parents[1] / "lib").glob("python*"))
    sides = {"folder": (bundle, bundle.parent), "pip": (installed, libraries)}
    with tempfile.TemporaryDirectory() as place:
        store = str(Path(place) / "store")
        _run(bundle, "demo", "--people", "60", "--date", DAY, "--keep", store)
        _run(installed, "--store", store, "today", "--at", MOMENT)
        asks: dict[str, Callable[[Path], float]] = {
            "--version": lambda program: _run(program, "--version"),
            "today, 60 people": lambda program: _run(program, "--store", store, "today", "--at", MOMENT),
            "first frame": lambda program: (
                measure([str(program), "--store", store, "--at", MOMENT, "--as", "w-maya"], A_SECTION).first_frame
                / 1000
            ),
        }
        for side, (_, folder) in sides.items():
            print(f"size, {side}: {sum(each.stat().st_size for each in _files(folder)) >> 20} MiB")
        for what, ask in asks.items():
            _print(what, {side: [] for side in sides}, lambda side, ask=ask: ask(sides[side][0]))
        _print("first start, --version", {side: [] for side in sides}, lambda side: _first_start(*sides[side]))


def _print(what: str, found: dict[str, list[float]], ask: Callable[[str], float]) -> None:
    for _ in range(RUNS):
        for side, times in found.items():
            times.append(ask(side))
    said = (f"{side} {statistics.median(times):.2f} s (least {min(times):.2f})" for side, times in found.items())
    print(f"{what}: {', '.join(said)}")


def _run(program: Path, *arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def _first_start(program: Path, folder: Path) -> float:
    """With none of its files in memory, as after the laptop was started."""
    for file in _files(folder):
        handle = os.open(file, os.O_RDONLY)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)
    return _run(program, "--version")


def _files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file() and not each.is_symlink()]


if __name__ == "__main__":
    main()
