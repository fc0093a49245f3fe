"""The end of the day: what was recorded, what is left, what was sent, whom the night holds; and one's notes to copy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.day_end import NO_COVER, TITLE, Section, copy_own_day, day_end
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.person_text import can_not_be_copied
from carelist_tui.desk.settings import Settings
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.reason import reason_to_leave
from carelist_tui.tui.screens.text_page import ReadingScreen
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.plain import Line

NOBODY_SIGNED_IN = tr("Nobody is signed in: whose day it is is not known.")


class DayEndScreen(ReadingScreen):
    """One worker's day as it ends. `synced` says what came of the last sync; `open_sync` leads to the next."""

    WHERE = tr("End of day")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("dayend.copy-notes", "y", "copy", tr("Copy my notes"),
            tr("Copy all that you recorded today, over people, as one note for the main record; it asks why.")),
        act("dayend.open-sync", "S", "sync", tr("Sync"), tr("Meet the other laptops: send what waits to be sent.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, synced: Callable[[], str], open_sync: Callable[[], None]) -> None:
        super().__init__(desk, TITLE, self.day_strips)
        self.synced, self.open_sync = synced, open_sync
        self.sections: list[Section] = []
        self.said = tr("Reading...")

    def on_screen_resume(self) -> None:
        """Also back from a sync: what was sent is sent."""
        self.run_worker(self.read(), exclusive=True, group="reading")

    async def read(self) -> None:
        """Read the day as it is now, beside the screen."""
        if self.desk.worker is None:
            self.say(NOBODY_SIGNED_IN)
            return
        try:
            door = await self.desk.door()
            asked = (door, self.desk.worker, self.desk.now(), self.synced())
            self.sections = await asyncio.to_thread(day_end, *asked)
        except Refused as refused:
            self.say(str(refused))
            return
        self.say("" if self.said == tr("Reading...") else self.said)

    def day_strips(self, width: int) -> list[Strip]:
        """What was said last, then each section under its heading; who is not held stands out."""
        said, ink = Said(width, self.look), self.look.ink
        if self.said:
            said.put(self.said, ink.amber)
        for heading, lines in self.sections:
            said.strips.append(Line(width, ink.words).strip())
            said.put(heading, ink.strong)
            for line in lines:
                said.put(line, ink.red if line.startswith(NO_COVER) else None, label="-")
        return said.strips

    def say(self, words: str) -> None:
        """Say it above the day."""
        self.said, self.top = words, 0
        if self.is_current and self.is_mounted and not self.too_small:
            self.draw()

    def action_sync(self) -> None:
        self.open_sync()

    def action_copy(self) -> None:
        self.beside(self._copy())

    async def _copy(self) -> None:
        setting = getattr(self.app, "settings", Settings()).clipboard
        if impossible := can_not_be_copied(self.desk, setting):
            self.say(impossible)
            return
        reason = await reason_to_leave(self, tr("Copy my notes of today: why?"), led_by="y")
        if reason is not None:
            self.say(await copy_own_day(self.desk, setting, reason, self.app.copy_to_clipboard))
