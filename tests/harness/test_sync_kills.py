"""A sync killed at any moment: no half file stands under a final name, the next sync ends what it began, and nothing is
lost or doubled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.harness.sizes import size, tell

pytestmark = pytest.mark.slow

MEMORY = Path("/dev/shm")
ROOT = Path(__file__).parents[2]
KILLS = size(12, 300)
RUN = """
import sys
from pathlib import Path
from tests.harness.sync_killing import kill_while_syncing
for what, times in sorted(kill_while_syncing(Path(sys.argv[1]), int(sys.argv[2]), 7).items()):
    print(times, what)
"""


def test_a_sync_killed_anywhere_leaves_nothing_half_and_the_next_one_completes() -> None:
    """In a process of its own, because it forks; in memory where there is such a place: a kill asks nothing of it."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        done = subprocess.run(
            [sys.executable, "-c", RUN, folder, str(KILLS)],
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            timeout=120 + 3 * KILLS,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    counts = {what: int(times) for times, _, what in (line.partition(" ") for line in done.stdout.splitlines())}
    tell(f"{KILLS} syncs: {counts}")
    assert counts["killed"] > KILLS // 2
