"""What the screens work from: the light reading at once, and the door as soon as it is needed.

Before the first frame only the glance is opened. The door's modules (models, SQL, dates: 30 MB) are imported in a
thread on the first sign that something will be written, such as turning to the queue; whoever writes first waits.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from carelist_tui.domain.card import Card
from carelist_tui.domain.ids import is_uuid, uuid7
from carelist_tui.domain.roster import Worker
from carelist_tui.journal.asking.finding import Findable
from carelist_tui.journal.glance import Glance
from carelist_tui.tui.desk.drafting import Drafting, Unfinished
from carelist_tui.tui.desk.undoing import Undo
from carelist_tui.tui.sections.reading import Reading, reading_of
from carelist_tui.vault.drafts import Begun, Drafts, Sealer
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


class Desk:
    """One worker at one store. `at` says where the clock began, for a demonstration; else it is now. With `runs` false
    it stands still there."""

    read_only = False
    """Whether nothing can be recorded from here."""
    no_lock = False
    """Whether the screen stays as it is however long no key is pressed: while a huddle goes on."""

    def __init__(
        self,
        store: Path,
        worker: str | None,
        at: datetime | None = None,
        *,
        runs: bool = True,
        sealer: Sealer | None = None,
    ) -> None:
        self.store = store
        self.worker = worker
        self.glance = Glance.open(store)
        self.roster = self.glance.read_roster()
        self.kept = Drafting(Drafts(store, worker, sealer), self.glance.holds)
        self.undo = Undo(lambda: self.worker)
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
        return reading_of(at, self.glance.today(at), self.zone)

    def ahead(self, at: datetime) -> Reading:
        """That, what comes next in the queue, and the other sections; by a connection of its own, for a thread beside
        the screen."""
        with self._beside:
            if self._aside is None:
                self._aside = Glance.open(self.store)
            items, standing = self._aside.today(at, days=AHEAD_DAYS), self._aside.standing_out(at)
            reading = reading_of(at, items, self._aside.calendar.zone, standing)
            self.roster = self._aside.read_roster()
            return reading

    def everyone(self) -> list[Findable]:
        """Everybody who was ever on the caseload, ready to be searched; for a thread beside the screen."""
        with self._beside:
            if self._aside is None:
                self._aside = Glance.open(self.store)
            return self._aside.everyone()

    def unfinished(self) -> list[Unfinished]:
        """What was begun in a form and not saved, the newest first, in words for the line above the list."""
        return [Unfinished(begun, self._begun_words(begun)) for begun in self.kept.begun()]

    def _begun_words(self, begun: Begun) -> str:
        card = self.card(begun.subject) if is_uuid(begun.subject) else None
        return f"{begun.words}, {card.family.upper()} {card.given}".strip() if card else begun.words

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
        """Close the store; the desk is not asked again after this. What was typed is on the disk first."""
        self.kept.close()
        self.glance.close()
        if self._aside is not None:
            self._aside.close()
        if self._door is not None:
            self._door.close()


def import_heavy(modules: Sequence[str]) -> None:
    """Import modules politely beside a running screen, and build what reads a person's state, so that the first entry
    is recorded as fast as the next; then what lives is set aside from garbage collection."""
    gc.disable()
    try:
        for module in modules:
            import_module(module)
        from carelist_tui.domain.person.state import PersonState, dump_state

        dump_state(PersonState(""))
    finally:
        settle_memory()


def settle_memory() -> None:
    """What lives now stays: collection, off until here, looks only at what comes after."""
    gc.freeze()
    gc.enable()
