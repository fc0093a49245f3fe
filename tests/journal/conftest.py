from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from tests.journal.telling import store_at


@pytest.fixture(autouse=True)
def umask_put_back() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def carelist(tmp_path: Path) -> Iterator[Carelist]:
    opened = store_at(tmp_path / "store")
    yield opened
    opened.close()
