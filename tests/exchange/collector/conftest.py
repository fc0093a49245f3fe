"""The folders of several teams, and a service's database on each engine that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.exchange.collector.postgres import Postgres, running_postgres
from tests.exchange.collector.service import Service
from tests.exchange.sync.conftest import room, template
from tests.exchange.sync.folders import Office

__all__ = ["room", "template"]
ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture(scope="session")
def running() -> Iterator[Postgres]:
    with running_postgres() as postgres:
        yield postgres


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, room: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{room / 'service.db'}"
    postgres: Postgres = request.getfixturevalue("running")
    return postgres.address()


@pytest.fixture
def service(room: Path, address: str) -> Iterator[Service]:
    with Service.at(room / "collector", address) as service:
        yield service


@pytest.fixture
def office_of(room: Path, template: Callable[[str, Path], None]) -> Callable[[], Office]:
    """Another team's laptops and their folder, each time."""

    def made() -> Office:
        root = room / f"team{len(list(room.glob('team*')))}"
        root.mkdir()
        return Office(root, template)

    return made
