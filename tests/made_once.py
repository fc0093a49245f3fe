"""What takes long to make and is then only read, or copied: made by whichever worker asks for it first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

try:
    import fcntl
except ImportError:  # where files have no such lock each worker makes its own
    POSSIBLE = False
else:
    POSSIBLE = True

    @contextmanager
    def locked(file: IO[str]) -> Iterator[None]:
        """As long as nobody else holds it."""
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that `make` filled, in this run of the tests once for all workers."""
    if not POSSIBLE:
        made = factory.mktemp(name) / name
        make(made)
        return made
    root = factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    made = root / f"{name}-made"
    with (root / f"{name}.lock").open("w") as file, locked(file):
        if not made.exists():
            making = root / f"{name}-{os.getpid()}"
            make(making)
            making.rename(made)
    return made
