"""Stores that are set up once and copied: a run then costs what happens in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from tests.exchange.meeting.world import BEGIN


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
