"""A service that collects: its store, its database, and every row that stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select

from carelist_tui.carelist import Carelist
from carelist_tui.exchange.collector.collection import Collected
from carelist_tui.journal.collected.service_tables import TABLES
from tests.exchange.sync.folders import NOW
from tests.journal.telling import store_at

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Service:
    """A store that may collect, and where it collects into."""

    door: Carelist
    address: str

    @classmethod
    @contextmanager
    def at(cls, store: Path, address: str) -> Iterator[Service]:
        with store_at(store) as door:
            yield cls(door, address)

    def collect(self, *folders: Path, now: datetime = NOW) -> list[Collected]:
        return list(self.door.collector(folders, self.address, now))

    def rows(self) -> Rows:
        """Every row of every table, in order."""
        engine = create_engine(self.address)
        try:
            with engine.connect() as connection:
                return {
                    table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                    for table in TABLES.sorted_tables
                }
        finally:
            engine.dispose()
