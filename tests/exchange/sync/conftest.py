"""Stores that are set up once and copied: a run then costs what happens in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from carelist_tui.carelist import Carelist
from tests.exchange.sync.folders import Office
from tests.exchange.sync.world import BEGIN

MEMORY = Path("/dev/shm")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A folder for many short lives: in memory where there is such a place; nothing is asked of the disk."""
    if os.name != "posix" or not MEMORY.is_dir():  # and Windows removes no folder in which somebody has a file open
        yield tmp_path
        return
    with TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], None]:
    """Puts a store of its own, with one worker, at a path."""
    made = tmp_path_factory.mktemp("templates")
    for name in "abcde":
        Carelist.init(
            made / name, worker=f"w-{name}", name=f"Worker {name.upper()}", role="manager", team="north", now=BEGIN,
            encrypted=False,
        ).close()  # fmt: skip

    def put(name: str, path: Path) -> None:
        shutil.copytree(made / name, path)

    return put


@pytest.fixture
def office(room: Path, template: Callable[[str, Path], None]) -> Office:
    """Laptops around one shared folder."""
    return Office(room, template)
