"""Stores of tests lie in memory where the system has such a place: thousands of real commits then wait for no disk. And
tests of real disks run where one can be mounted."""

from __future__ import annotations

import gc
import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.known_keys import remember_keys
from tests.profiles import PROFILE

settings.register_profile("untimed", deadline=None, derandomize=PROFILE != "nightly", database=None)
settings.load_profile("untimed")  # how long an example takes says more of the machine than of a rule

remember_keys()

# Every worker reads every test, and many tests start a Python of their own: what one of them compiled, the others find.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

MEMORY = Path("/dev/shm")

if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One more than there are cores where everything is run: tests of screens wait half of their time."""
    return None if config.option.markexpr == "not slow" else (os.cpu_count() or 1) + 1


SLOW = re.compile(r"(?m)^pytestmark = .*pytest\.mark\.slow\b")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where slow modules are left out they are not imported either: that alone would take a third of the time."""
    is_left_out = config.option.markexpr == "not slow" and collection_path.suffix == ".py"
    return True if is_left_out and SLOW.search(collection_path.read_text(encoding="utf-8")) else None


LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of real disks are left out where none can be mounted, and those that print where there is no browser, each
    by its name."""
    from tests.exchange.browser import browser
    from tests.harness.mounts import may_mount

    needed = {
        "real_disk": (may_mount, "since mounting a disk needs root on Linux"),
        "browser": (browser, "since Chromium is not installed"),
    }
    left: dict[str, str] = {}
    for mark, (is_there, why) in needed.items():
        marked = [item.nodeid for item in items if item.get_closest_marker(mark)]
        if marked and not is_there():
            left |= dict.fromkeys(marked, why)
    if left:
        config.stash[LEFT_OUT] = [f"left out, {why}: {name}" for name, why in left.items()]
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
        items[:] = [item for item in items if item.nodeid not in left]


def pytest_collection_finish() -> None:
    """What was collected lives to the end: no search for rings goes over it again, of which the end of a run makes
    five."""
    gc.collect()
    gc.freeze()


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """Which were left out, and why."""
    return config.stash.get(LEFT_OUT, [])
