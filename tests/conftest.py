"""Stores of tests lie in memory where the system has such a place: thousands of real commits then wait for no disk. And
tests of real disks run where one can be mounted."""

from __future__ import annotations

import gc
import os
import re
import sys
from contextlib import suppress
from importlib import import_module
from itertools import groupby
from pathlib import Path
from shutil import which

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

TESTS = Path(__file__).parent
MEMORY = Path("/dev/shm")

if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Twice as many as there are cores where everything is run: tests of screens wait half of their time."""
    return None if config.option.markexpr == "not slow" else (os.cpu_count() or 1) * 2


SLOW = re.compile(r"(?m)^pytestmark = .*pytest\.mark\.slow\b")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where slow modules are left out they are not imported either: that alone would take a third of the time."""
    is_left_out = config.option.markexpr == "not slow" and collection_path.suffix == ".py"
    return True if is_left_out and SLOW.search(collection_path.read_text(encoding="utf-8")) else None


def worker_of(config: pytest.Config) -> tuple[int, int]:
    """Which worker this is, and of how many."""
    told = getattr(config, "workerinput", {"workerid": "gw0", "workercount": 1})
    return int(told["workerid"].removeprefix("gw")), int(told["workercount"])


def pytest_collection(session: pytest.Session) -> None:
    """All workers read the same tests at the same time: each begins at another part of them, and finds compiled what
    the others began at. What can't be imported is said when it is collected."""
    config = session.config
    worker, count = worker_of(config)
    if count > 1 and config.args == config.getini("testpaths"):
        paths = [path for path in sorted(TESTS.rglob("test_*.py")) if not pytest_ignore_collect(path, config)]
        first = len(paths) * worker // count
        for path in paths[first:] + paths[:first]:
            with suppress(Exception):
                import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts))


LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out(config, items)
    begin_with_long(items, worker_of(config)[1])


def begin_with_long(items: list[pytest.Item], workers: int) -> None:
    """Each worker is given as many tests as the others, as they follow each other, and begins with its share of the
    long ones: begun last, one would keep it busy when the others have nothing left to take. Those of one module stay
    together: what they read is made once for each worker that has one of them."""
    long = [item for item in items if item.get_closest_marker("long")]
    short = [item for item in items if not item.get_closest_marker("long")]
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for _, module in groupby(long, key=lambda item: item.path):
        min(shares, key=len).extend(module)
    total = len(items)
    items.clear()
    for worker, own in enumerate(shares):
        others = max((total - len(items)) // (workers - worker) - len(own), 0)
        items += own + short[:others]
        del short[:others]
    items += short


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that need what not every machine has are left out where it is not, each by its name."""
    from tests.exchange.browser import browser
    from tests.exchange.collector.postgres import postgres
    from tests.exchange.libical import libical
    from tests.harness.mounts import may_mount

    needed = (
        ("real_disk", may_mount, "mounting a disk needs root on Linux"),
        ("browser", browser, "Chromium is not installed"),
        ("libical", libical, "libical is not installed"),
        ("postgresql", postgres, "PostgreSQL 15, or its driver, is not installed"),
        ("systemd", lambda: which("systemd-analyze"), "systemd-analyze is not installed"),
    )
    for marker, may, why in needed:
        marked = [item for item in items if item.get_closest_marker(marker)]
        if marked and not may():
            config.stash.setdefault(LEFT_OUT, []).extend(f"left out, since {why}: {item.nodeid}" for item in marked)
            config.hook.pytest_deselected(items=marked)
            items[:] = [item for item in items if item not in marked]


def pytest_collection_finish() -> None:
    """What was collected lives to the end: no search for rings goes over it again, of which the end of a run makes
    five."""
    gc.collect()
    gc.freeze()


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """Which were left out, and why."""
    return config.stash.get(LEFT_OUT, [])
