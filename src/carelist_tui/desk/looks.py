"""Who looked, kept beside the screen: nobody waits for it, and what could not be kept is said once.

Standard library only until somebody looks: this is on the way to the first frame.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from carelist_tui.journal.glance import Glance

if TYPE_CHECKING:
    from carelist_tui.carelist.people import People
    from carelist_tui.journal.looks import Kind

    Noted = tuple[Kind, str | None, int | None, datetime, str | None, str | None]


class NotedLooks:
    """The looks of one worker. They go through the connection that the screen reads by, which is not told of them as of
    news. `tell` is called with a sentence, once, when a look could not be kept."""

    def __init__(
        self, store: Path, glance: Glance, worker: Callable[[], str | None], now: Callable[[], datetime]
    ) -> None:
        self.tell: Callable[[str], None] = lambda words: None
        self._store, self._glance, self._worker, self._now = store, glance, worker, now
        self._waiting: list[Noted] = []
        self._writing = Lock()
        self._task: asyncio.Task[None] | None = None
        self._people: People | None = None
        self._told = False

    def note(
        self, kind: Kind, person: str | None = None, *, count: int | None = None, reason: str | None = None
    ) -> None:
        """That the worker looked now: at the person with this id, or with `count` found or left; and for which reason
        it left in clear."""
        self._waiting.append((kind, person, count, self._now(), self._worker(), reason))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._keep(), context=Context())

    def finish(self) -> None:
        """All that was noted is kept when this returns, as far as it can be."""
        self._write()

    async def _keep(self) -> None:
        trouble = await asyncio.to_thread(self._write)
        if trouble and not self._told:
            self._told = True
            self.tell(f"{trouble[:1].upper()}{trouble[1:]}.")

    def _write(self) -> str:
        trouble = ""
        with self._writing:
            while self._waiting:
                kind, person, count, at, worker, reason = self._waiting[0]
                kept = self._through().looked(kind, person, at, count=count, worker=worker, reason=reason)
                trouble = kept or trouble
                del self._waiting[0]
        return trouble

    def _through(self) -> People:
        """The people of a store by which only looks are kept: its journal is never opened."""
        from carelist_tui.carelist.open_store import OpenStore
        from carelist_tui.carelist.people import People

        if self._people is None:
            self._people = People(OpenStore(self._store, self._glance))
        return self._people
