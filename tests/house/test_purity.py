"""The domain is pure (architecture.md, law 5): now, ids and randomness are passed in; no disk."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import DOMAIN, Module, holds, modules

IMPURE_MODULES = {"os", "pathlib", "random", "secrets", "shutil", "socket", "subprocess", "tempfile", "threading"}
IMPURE_CALLS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.perf_counter",
    "time.localtime",
    "time.gmtime",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid.uuid7",
}
IMPURE_NAMES = {"open", "input", "print", "monotonic", "perf_counter", "uuid1", "uuid4", "urandom"}


def impurities(module: Module) -> Iterator[str]:
    """Each place where a module reads a clock, a disk or randomness."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            found = [name.name for name in node.names if name.name.split(".")[0] in IMPURE_MODULES]
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            impure = source.split(".")[0] in IMPURE_MODULES or source == "time"
            named = {name.name for name in node.names} - {"UUID"} if source == "uuid" else set()
            found = [source] if impure else sorted(named)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            impure = ".".join(called.split(".")[-2:]) in IMPURE_CALLS or called in IMPURE_NAMES
            found = [f"{called}()"] if impure else []
        else:
            continue
        yield from (f"{module.where}:{node.lineno}: {what}" for what in found)


def test_nothing_in_the_domain_reads_a_clock_a_disk_or_randomness() -> None:
    holds(
        "Pass it in: now, today, ids and randomness are arguments.",
        (breach for module in modules(DOMAIN) for breach in impurities(module)),
    )


@pytest.mark.parametrize(
    "impure",
    [
        "import random",
        "from os import urandom",
        "import uuid\nuuid.uuid4()",
        "from uuid import uuid4",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.datetime.now(datetime.UTC)",
        "from datetime import date\nf = lambda: date.today()",
        "import time\ntime.time()",
        "from time import monotonic",
        "open('x')",
        "from pathlib import Path",
    ],
)
def test_an_impure_line_is_noticed(impure: str) -> None:
    assert list(impurities(Module(DOMAIN / "made_up.py", impure, ast.parse(impure))))


def test_datetimes_that_were_passed_in_are_no_impurity() -> None:
    pure = (
        "from datetime import datetime, time\ndef f(now: datetime) -> datetime: return datetime.combine(now, time(9))"
    )
    assert not list(impurities(Module(DOMAIN / "made_up.py", pure, ast.parse(pure))))
