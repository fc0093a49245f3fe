from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from tests.journal.reading_rows import lines
from tests.journal.telling import (
    MONDAY,
    accepted,
    attempted,
    completed,
    coordinator,
    corrected,
    draft,
    hours,
    missed,
    store_at,
    worker,
    zone,
)


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


@pytest.fixture
def told(tmp_path: Path) -> list[dict[str, Any]]:
    """The entries of a laptop on which a little of everything happened."""
    with store_at(tmp_path / "other") as other:
        batch = [
            worker("added", MONDAY, "w-tom"),
            accepted("P-1"),
            coordinator("P-1", MONDAY, "w-tom"),
            accepted("P-2"),
        ]
        other.record(batch, hours(1))
        red, miss = other.record([zone("P-1", hours(1), "red"), missed("P-2", hours(1))], hours(2))
        other.record([attempted("P-2", hours(2), miss.id, "second_attempt")], hours(2))
        other.record(
            [corrected(red.id, hours(3), replacement={"zone": "green", "reason": "the wrong person"})], hours(3)
        )
        other.record([completed("P-1", hours(0.5)), coordinator("P-1", hours(3), "w-ann")], hours(3))
        other.record([worker("changed", hours(3), "w-tom", active=False)], hours(3))
        other.record([draft("person.details_updated", hours(3), {"ref": "P-3"}, ref="P-2")], hours(3))
        return lines(other.store)
