"""Reads the figures beside the screen: whoever was written is counted first, and how far that is is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.domain.measures.inquiry import Inquiry

Answer = dict[str, Any]


class FigureReader:
    """The figures of one screen. Of what was asked last only; left, it stops, and harms nothing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._left = Event()
        self._turn = 0

    async def read(self, asked: Inquiry, tell: Callable[[str], None]) -> Answer | None:
        """What the measures say, of a worker with the same of their team (`beside`, by measure); None where something
        else was asked meanwhile. An earlier moment is read from the store itself, as the command reads it. Raises
        Refused where it can't be read, or may not be seen."""
        self._turn += 1
        turn, loop, desk = self._turn, asyncio.get_running_loop(), self.desk
        door = await desk.present.door()

        def is_wanted() -> bool:
            return turn == self._turn and not self._left.is_set()

        def progress(done: int, of: int) -> None:
            if is_wanted():
                loop.call_soon_threadsafe(tell, tr("Counting {done} of {of} people", done=done, of=of))

        return await asyncio.to_thread(self._read, door, asked, progress, is_wanted)

    def _read(
        self, door: Carelist, asked: Inquiry, progress: Callable[[int, int], None], is_wanted: Callable[[], bool]
    ) -> Answer | None:
        if not self.desk.read_only:
            self.desk.case_counts.before_figures(door.measures, progress, is_wanted)
        if not is_wanted():
            return None
        counted = self.desk.case_counts.counted
        answer = (
            door.measures.shown(asked)
            if self.desk.known_at is None
            else door.measures.answer((), asked, known_at=self.desk.known_at)
        )
        if self.desk.earlier is None and asked.is_of_everybody:
            self.desk.case_counts.keep(asked, answer, counted)
        if asked.worker is not None and is_wanted():
            whole = replace(asked, worker=None, by=None, team=self._team_of(asked.worker))
            beside = door.measures.answer((), whole, known_at=self.desk.known_at)
            answer["beside"] = {each["key"]: each for each in beside["measures"]}
        return answer if is_wanted() else None

    async def keep(self) -> None:
        """What was summed for them is kept: for whoever reads them next, so that nobody waits for it now."""
        if not self.desk.read_only:
            door = await self.desk.present.door()
            await asyncio.to_thread(door.measures.keep_made)

    def _team_of(self, worker: str) -> str | None:
        known = self.desk.roster.workers.get(worker)
        return known.team if known is not None else None

    def leave(self) -> None:
        """Nothing more is wanted: what is being counted is finished, and nothing after it begun."""
        self._left.set()
