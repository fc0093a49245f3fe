"""The terminal's figures, each beside its floor, runs interleaved: `python benchmarks/terminal.py [--runs 5]`.

H is a bare Textual hello, B a bare Header + DataTable(500 rows) + Footer; both are programs in this folder. Exit status
1 when a figure is missed.
"""

from __future__ import annotations

import argparse
import compileall
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from caseload import make_store
from probe import Run, early_keys, measure

HERE = Path(__file__).parent
TYPED = ("down",) * 30 + ("pagedown",) * 6
PEOPLE, MANY = 600, 900
EARLY = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
Pick = Callable[[Run], list[float]]


def program(name: str, *arguments: str) -> list[str]:
    return [sys.executable, str(HERE / name), *arguments]


def interleaved(sides: dict[str, Callable[[], Run]], runs: int) -> dict[str, list[Run]]:
    """So many runs of each side in turn, after one of each that does not count."""
    found: dict[str, list[Run]] = {side: [] for side in sides}
    for n in range(runs + 1):
        for side, go in sides.items():
            made = go()
            if n:
                found[side].append(made)
    return found


def median(runs: Sequence[Run], pick: Pick) -> float:
    return statistics.median(value for run in runs for value in pick(run))


def high(runs: Sequence[Run], pick: Pick) -> float:
    """The 95th centile."""
    return statistics.quantiles([value for run in runs for value in pick(run)], n=20)[-1]


def down(run: Run) -> list[float]:
    return run.keys["down"][1:]


def pages(run: Run) -> list[float]:
    return run.keys["pagedown"]


def sent(run: Run) -> list[float]:
    return [float(count) for count in run.bytes["down"]]


class Table:
    """The figures as they are found, and whether each is within its bound."""

    def __init__(self) -> None:
        self.missed = 0
        print(f"{'':34}{'ours':>10}{'floor':>10}{'ratio':>8}{'allowed':>9}")

    def say(self, what: str, ours: float, floor: float, allowed: float, unit: str = "ms") -> None:
        ratio = ours / floor if floor else 0.0
        ok = ratio <= allowed
        self.missed += not ok
        print(f"{what:34}{ours:8.1f} {unit}{floor:7.1f} {unit}{ratio:8.2f}{allowed:9.2f}{'' if ok else '  MISSED'}")

    def say_bound(self, what: str, ours: float, allowed: float, unit: str) -> None:
        ok = ours <= allowed
        self.missed += not ok
        print(f"{what:34}{ours:8.2f} {unit}{'':18}{allowed:9.2f}{'' if ok else '  MISSED'}")


def main() -> int:
    """Make the stores, run, and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--size", default="80x24")
    asked = arguments.parse_args()
    columns, lines = map(int, asked.size.split("x"))
    compileall.compile_dir(HERE.parent / "src", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        usual, large = Path(folder, "usual"), Path(folder, "large")
        counts = make_store(usual, PEOPLE), make_store(large, MANY)
        print(f"{PEOPLE} people with {counts[0]} Dues; {MANY} with {counts[1]}; {asked.runs} runs at {asked.size}")
        app, app_large = program("open_app.py", str(usual)), program("open_app.py", str(large))

        def go(command: list[str], marker: bytes, idle: float = 3.0) -> Callable[[], Run]:
            return lambda: measure(command, marker, columns=columns, lines=lines, keys=TYPED, idle=idle)

        marker = b"Steps"
        found = interleaved(
            {
                "ours": go(app, marker),
                "B": go(program("bare_table.py"), b"row 3"),
                "H": lambda: measure(program("bare_hello.py"), b"ready", columns=columns, lines=lines),
                "large": lambda: measure(app_large, marker, columns=columns, lines=lines),
            },
            asked.runs,
        )
        table = Table()
        report(table, found)
        lost = [after for after in EARLY for _ in range(3) if not early_keys(app, marker, after, "w", b"only mine")]
        table.say_bound("keys lost, typed from 20 ms on", len(lost), 0, "of 18")
    return 1 if table.missed else 0


def report(table: Table, found: dict[str, list[Run]]) -> None:
    """Every figure of issue 2."""
    ours, b, h, large = found["ours"], found["B"], found["H"], found["large"]

    def first(run: Run) -> list[float]:
        return [run.first_frame]

    table.say("first frame, real rows, to B", median(ours, first), median(b, first), 1.0)
    table.say("first frame, to H (a wish)", median(ours, first), median(h, first), 99)
    table.say("first frame, large store, to small", median(large, first), median(ours, first), 1.1)
    table.say("key, median", median(ours, down), median(b, down), 1.0)
    table.say("key, 95th centile", high(ours, down), high(b, down), 1.2)
    table.say("pagedown, median", median(ours, pages), median(b, pages), 0.5)
    table.say("very first key, to our median", median(ours, lambda r: [r.first_key]), median(ours, down), 4.0)
    table.say("bytes a key", median(ours, sent), median(b, sent), 1.0, " B")
    table.say("memory at its peak", max(r.memory for r in ours), max(r.memory for r in b), 1.8, "MB")
    table.say_bound("idle, share of a core", max(r.idle_share for r in ours) * 100, 1.0, "%")
    table.say_bound("idle, bytes sent", max(r.idle_bytes for r in ours), 0, "B")


if __name__ == "__main__":
    sys.exit(main())
