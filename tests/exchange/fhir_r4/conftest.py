"""A demonstration of 13 months, and all of it as a Bundle."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.domain.calendar import Calendar, ServiceHours
from tests.exchange.fhir_r4.taken_out import bundle_of
from tests.harness.sizes import size
from tests.made_once import made_once

PEOPLE = size(10, 60)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A store of 13 months, and its present moment."""

    def make(root: Path) -> None:
        told = tell_caseload(date(2026, 3, 3), people=PEOPLE, seed=2, calendar=Calendar(ServiceHours()), months=13)
        fill(root / "store", told, worker=WORKER)
        (root / "moment").write_text(told.moment.isoformat(), encoding="utf-8")

    made = made_once(tmp_path_factory, "fhir", make)
    store = tmp_path_factory.mktemp("fhir") / "store"
    shutil.copytree(made / "store", store)
    return store, datetime.fromisoformat((made / "moment").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def door(demonstration: tuple[Path, datetime]) -> Iterator[Carelist]:
    with Carelist.open(demonstration[0], WORKER) as opened:
        yield opened


@pytest.fixture(scope="session")
def whole(door: Carelist, demonstration: tuple[Path, datetime]) -> str:
    """Everything of it, as it was written out."""
    return json.dumps(bundle_of(door, demonstration[1]))


@pytest.fixture
def bundle(whole: str) -> dict[str, Any]:
    """The same, to be broken."""
    read: dict[str, Any] = json.loads(whole)
    return read
