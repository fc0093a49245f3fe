"""Stores of tests lie in memory where the system has such a place: thousands of real commits then wait for no disk. And
tests of real disks run where one can be mounted."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from itertools import groupby
from pathlib import Path
from shutil import which

import pytest
from hypothesis import settings

from tests.known_keys import remember_keys
from tests.profiles import IS_FULL, PROFILE

settings.register_profile("untimed", deadline=None, derandomize=PROFILE != "nightly", database=None)
settings.load_profile("untimed")  # how long an example takes says more of the machine than of a rule

remember_keys()

# Every worker reads every test, and many tests start a Python of their own: what one of them compiled, the others find.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

TESTS = Path(__file__).parent
MEMORY = Path("/dev/shm")

if os.name == "posix" and MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Twice as many as there are cores where everything is run: a test of a screen waits twice as long as it works, and
    real terminals, kills and locks are waited for. Each reads all tests first, which takes some seconds."""
    return None if config.option.markexpr == "not slow" else 2 * (os.cpu_count() or 1)


SLOW = re.compile(r"(?m)^pytestmark = .*pytest\.mark\.slow\b")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where slow modules are left out they are not imported either: that alone would take a third of the time."""
    is_left_out = config.option.markexpr == "not slow" and collection_path.suffix == ".py"
    return True if is_left_out and SLOW.search(collection_path.read_text(encoding="utf-8")) else None


def worker_of(config: pytest.Config) -> tuple[int, int]:
    """Which worker this is, and of how many."""
    told = getattr(config, "workerinput", {"workerid": "gw0", "workercount": 1})
    return int(told["workerid"].removeprefix("gw")), int(told["workercount"])


RINGS = 20_000, 20, 20
"""How many more objects there are before rings of them are looked for: screens are many small ones, of which most go
without, and looking took some 7 % of a test."""


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """What is collected lives to the end: no search for rings goes over it, now or later."""
    gc.disable()
    try:
        import_from_another_part(session.config)
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*RINGS)
        gc.enable()


def import_from_another_part(config: pytest.Config) -> None:
    """All workers read the same tests at the same time: each begins at another part of them, and finds compiled what
    the others began at. What can't be imported is said when it is collected."""
    worker, count = worker_of(config)
    if count > 1 and config.args == config.getini("testpaths"):
        paths = [path for path in sorted(TESTS.rglob("test_*.py")) if not pytest_ignore_collect(path, config)]
        first = len(paths) * worker // count
        for path in paths[first:] + paths[:first]:
            with suppress(Exception):
                import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts))


LONGEST_ID = 200
"""Letters of a parameter in a test's name: pytest keeps that in a variable, of which Windows takes 32,767."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """A parameter that is long on purpose is told by how it begins."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_ID:
        text = val if isinstance(val, str) else val.decode("latin-1")
        return f"{text[:20].encode('unicode_escape').decode()}...{len(val)}"
    return None


LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out(config, items)
    take_turns(config, items)
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


def take_turns(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the cases of a test that says `turns(n)` each build asks one in n, the same in each, on the diagonal of its
    parameters; by night, and where a test is named, all are asked."""
    if IS_FULL or any("::" in str(each) for each in config.args):
        return
    known: dict[tuple[str, str], dict[str, int]] = {}
    later = {
        item for item in items if (said := item.get_closest_marker("turns")) and place_of(item, known) % said.args[0]
    }
    if later:
        config.hook.pytest_deselected(items=[*later])
        items[:] = [item for item in items if item not in later]


def place_of(item: pytest.Item, known: dict[tuple[str, str], dict[str, int]]) -> int:
    """Which of its cases this is: the sum of the places of its parameters. Not every test begins with its first case:
    of two sizes each is somebody's."""
    test, _, _ = item.nodeid.partition("[")
    called = getattr(item, "callspec", None)
    if called is None:
        return 0
    place = len(test)
    for mark in item.iter_markers("parametrize"):
        names = mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0]
        places = known.setdefault((test, str(names)), {})
        place += places.setdefault(repr([called.params.get(name.strip()) for name in names]), len(places))
    return place


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that need what not every machine has are left out where it is not, each by its name."""
    from tests.exchange.browser import browser
    from tests.exchange.collector.postgres import postgres
    from tests.exchange.libical import libical
    from tests.harness.mounts import may_mount
    from tests.windows.wine import windows_python

    needed = (
        ("posix", lambda: os.name == "posix", "this is no POSIX system"),
        ("windows", lambda: sys.platform == "win32", "this is not Windows"),
        ("wine", windows_python, "Wine, or Windows' Python (`.ci/windows`), is not installed"),
        ("real_disk", may_mount, "mounting a disk needs root on Linux"),
        ("browser", browser, "Chromium is not installed"),
        ("libical", libical, "libical is not installed"),
        ("postgresql", postgres, "PostgreSQL 15, or its driver, is not installed"),
        ("systemd", lambda: which("systemd-analyze"), "systemd-analyze is not installed"),
    )
    marked: dict[str, list[pytest.Item]] = {}
    for item in items:
        for mark in item.iter_markers():
            marked.setdefault(mark.name, []).append(item)
    for marker, may, why in needed:
        left = set(marked.get(marker, ()))
        if left and not may():
            lines = [f"left out, since {why}: {item.nodeid}" for item in items if item in left]
            config.stash.setdefault(LEFT_OUT, []).extend(lines)
            config.hook.pytest_deselected(items=[item for item in items if item in left])
            items[:] = [item for item in items if item not in left]


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """Which were left out, and why."""
    return config.stash.get(LEFT_OUT, [])
