"""What a worker feels on a slow laptop: the figures of other commands, each beside its floor, all of it held back.

    python benchmarks/slow_laptop.py [COMMAND...]

One core at a third of its speed and 4 GB, by the control groups of Linux; five milliseconds longer for each sync of
the disk, by a small library that is loaded before the C library (`slow_sync.c`, compiled here). Needs root and a C
compiler; says so, and ends in 2, where it has not both. Without COMMAND: first frame and keys, recording, a rebuild.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
GROUPS = Path("/sys/fs/cgroup")
PERIOD, SHARE, MEMORY = 100_000, 1 / 3, 4 << 30
COMMANDS = ("terminal.py --runs 3", "recording.py --runs 200", "folding.py --people 2000")


def limits() -> list[tuple[Path, dict[str, str]]]:
    """(a folder of groups, what to write in a new one of it): of the older kind, and of the newer."""
    quota, core = int(PERIOD * SHARE), "0"
    old = [
        (GROUPS / "cpu", {"cpu.cfs_period_us": str(PERIOD), "cpu.cfs_quota_us": str(quota)}),
        (GROUPS / "cpuset", {"cpuset.mems": "0", "cpuset.cpus": core}),
        (GROUPS / "memory", {"memory.limit_in_bytes": str(MEMORY)}),
    ]
    new = [(GROUPS, {"cpu.max": f"{quota} {PERIOD}", "cpuset.cpus": core, "memory.max": str(MEMORY)})]
    return old if (GROUPS / "cpu").is_dir() else new


@contextmanager
def held_back() -> Iterator[list[Path]]:
    """Groups that hold back whoever is in them. Raises OSError where none can be made."""
    made: list[Path] = []
    try:
        for where, said in limits():
            group = where / f"carelist-slow-{os.getpid()}"
            group.mkdir()
            made.append(group)
            for name, value in said.items():
                (group / name).write_text(value)
        yield made
    finally:
        for group in made:
            group.rmdir()


def slow_sync(folder: Path) -> Path:
    """The library that makes each sync slower. Raises where it can't be compiled."""
    library = folder / "slow_sync.so"
    compiler = shutil.which("cc") or "cc"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, HERE / "slow_sync.c", "-ldl"], check=True)
    return library


def run(command: str, groups: list[Path], library: Path) -> int:
    """Runs one of the commands of this folder among the slow; gives its status."""
    name, *arguments = command.split()

    def enter() -> None:
        for group in groups:
            (group / "cgroup.procs").write_text(str(os.getpid()))

    print(f"== {command}", flush=True)
    environment = {**os.environ, "LD_PRELOAD": str(library)}
    asked = [sys.executable, str(HERE / name), *arguments]
    return subprocess.run(asked, env=environment, preexec_fn=enter, check=False).returncode


def main() -> int:
    commands = sys.argv[1:] or COMMANDS
    with tempfile.TemporaryDirectory() as folder:
        try:
            library = slow_sync(Path(folder))
            with held_back() as groups:
                statuses = [run(command, groups, library) for command in commands]
        except (OSError, subprocess.CalledProcessError) as trouble:
            print(f"a slow laptop can't be simulated here, without root or without a C compiler: {trouble}")
            return 2
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())
