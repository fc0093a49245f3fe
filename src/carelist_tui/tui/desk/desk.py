"""What the screens work from: the light reading at once, and the door as soon as it is needed.

Before the first frame only the glance is opened. The door's modules (models, SQL, dates: 30 MB) are imported in a
thread on the first sign that something will be written, such as turning to the queue; whoever writes first waits.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from carelist_tui.domain.card import Card
from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.roster import Worker
from carelist_tui.journal.glance import Glance
from carelist_tui.tui.sections.rows import Reading, reading_of
from carelist_tui.vault.folder import database_of

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist

AHEAD_DAYS = 8
"""How far the queue looks for what comes next after a missed contact."""
HEAVY = (
    "carelist_tui.domain.entries",
    "dateutil.rrule",
    "carelist_tui.journal.book",
    "carelist_tui.tui.screens.choosing",
    "carelist_tui.tui.screens.forms.opening",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed and not saved: the entry's id goes with it, so that sending twice is harmless."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)


class Desk:
    """One worker at one store. `at` says where the clock began, for a demonstration; else it is now. With `runs` false
    it stands still there."""

    def __init__(self, store: Path, worker: str | None, at: datetime | None = None, *, runs: bool = True) -> None:
        self.store = store
        self.worker = worker
        self.glance = Glance.open(store)
        self.roster = self.glance.read_roster()
        self.kept: dict[tuple[str, str], Kept] = {}
        with database_of(store).open("rb") as file:
            self.encrypted = not file.read(16).startswith(b"SQLite format 3")
        self._began, self._runs = at, runs
        self._since = monotonic()
        self._door: Carelist | None = None
        self._waking: asyncio.Future[None] | None = None
        self._aside: Glance | None = None
        self._beside = Lock()

    def now(self) -> datetime:
        """This moment, aware; a demonstration's clock runs on from where it was set."""
        if self._began is None:
            return datetime.now(UTC)
        passed = monotonic() - self._since if self._runs else 0.0
        return datetime.fromtimestamp(self._began.timestamp() + passed, UTC)

    @property
    def zone(self) -> ZoneInfo:
        return self.glance.calendar.zone

    @property
    def names(self) -> dict[str, str]:
        """Workers' names by id."""
        return {id: worker.name for id, worker in self.roster.workers.items()}

    @property
    def me(self) -> Worker | None:
        """Who is signed in, where they are known."""
        return self.roster.workers.get(self.worker or "")

    def today(self, at: datetime) -> Reading:
        """What is due or overdue at `at`: enough for the first frame."""
        self.roster = self.glance.read_roster()
        return reading_of(at, self.glance.today(at))

    def ahead(self, at: datetime) -> Reading:
        """That, and what comes next in the queue; by a connection of its own, for a thread beside the screen."""
        with self._beside:
            if self._aside is None:
                self._aside = Glance.open(self.store)
            reading = reading_of(at, self._aside.today(at, days=AHEAD_DAYS))
            self.roster = self._aside.read_roster()
            return reading

    def card(self, person: str | None) -> Card | None:
        return self.glance.card(person) if person else None

    def wake(self) -> asyncio.Future[None]:
        """Begin to import what writing needs, once: on the first sign that something will be written."""
        if self._waking is None:
            self._waking = asyncio.get_running_loop().run_in_executor(None, import_heavy, HEAVY)
        return self._waking

    async def door(self) -> Carelist:
        """The one door, opened when first needed. Raises Refused when the store can't be written."""
        if self._door is None:
            await self.wake()
            from carelist_tui.carelist import Carelist

            self._door = Carelist.open(self.store, self.worker)
        return self._door

    def moment(self) -> str:
        """This moment in local time with its offset, as an entry says it."""
        return self.now().astimezone(self.zone).isoformat(timespec="seconds")

    def entry_id(self) -> str:
        """An id for an entry that is begun now."""
        return uuid7(self.now(), os.urandom(10))

    def close(self) -> None:
        """Close the store; the desk is not asked again after this."""
        self.glance.close()
        if self._aside is not None:
            self._aside.close()
        if self._door is not None:
            self._door.close()


def import_heavy(modules: Sequence[str]) -> None:
    """Import modules politely beside a running screen; then what lives is set aside from garbage collection."""
    gc.disable()
    try:
        for module in modules:
            import_module(module)
    finally:
        settle_memory()


def settle_memory() -> None:
    """What lives now stays: collection, off until here, looks only at what comes after."""
    gc.freeze()
    gc.enable()
