"""What became of each test is kept as it ends (`-p tests.windows.kept`), as a line of JSON in CARELIST_KEPT: a process
that ends in the middle loses one test, and a night that is broken off goes on at the next. Those that CARELIST_PASSED
names are not asked again."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

KEPT, PASSED = (Path(os.environ[name]) for name in ("CARELIST_KEPT", "CARELIST_PASSED"))
NEEDS = ("posix", "wine", "real_disk", "browser", "libical", "postgresql", "systemd")
"""Marks of what is not everywhere (`tests/conftest.py`). What else is left out has its turn in another build."""


def keep(test: str, outcome: str, **more: object) -> None:
    """One line more."""
    with KEPT.open("a", encoding="utf-8", newline="\n") as lines:
        lines.write(json.dumps({"test": test, "outcome": outcome, **more}) + "\n")


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if marks := [name for name in NEEDS if item.get_closest_marker(name)]:
            keep(item.nodeid, "left out", why=marks[0])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        keep(item.nodeid, "asked")
    passed = set(json.loads(PASSED.read_text(encoding="utf-8")))
    items[:] = first_of_each([item for item in items if item.nodeid not in passed])


def first_of_each(items: list[pytest.Item]) -> list[pytest.Item]:
    """Where CARELIST_EACH says so, no more than so many of each file, the long ones last."""
    most = int(os.environ.get("CARELIST_EACH") or len(items))
    counts: Counter[Path] = Counter()
    found = []
    for item in sorted(items, key=lambda item: item.get_closest_marker("long") is not None):
        counts[item.path] += 1
        if counts[item.path] <= most:
            found.append(item)
    return found


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.outcome != "passed":
        keep(report.nodeid, report.outcome, why=str(report.longrepr))


def pytest_runtest_logstart(nodeid: str) -> None:
    keep(nodeid, "began")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or report.outcome != "passed":
        keep(report.nodeid, report.outcome, seconds=round(report.duration, 2), why=str(report.longrepr or ""))


def pytest_sessionfinish() -> None:
    keep("", "end")
