"""What the list knows of other laptops: how much waits to be sent, who has not been heard from; and the way to Sync."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.desk.desk import Desk
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.sync.heard import Heard, Hearing, read_hearing
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.worklist.ways_on import LeadingScreen
from carelist_tui.tui.widgets.laptops import silent_ones, silent_words, unheard_since
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.vault.device import read_device

if TYPE_CHECKING:
    from carelist_tui.desk.sync import Exchange
    from carelist_tui.tui.screens.sync.sync import SyncScreen

MOST_SILENT = 2
"""Lines about laptops that are silent."""


class MeetingScreen(LeadingScreen):
    """The list, with how it stands with other laptops: read beside the screen, after what is due."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("today.open-sync", "S", "sync", "Sync",
            "Meet the other laptops in the shared folder: send, take in, see who was last heard from.", footer=False),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        self.hearing = Hearing()
        self.silent: list[Heard] = []
        self.exchange: Exchange | None = None
        self.syncing: SyncScreen | None = None
        super().__init__(desk)

    async def read_again(self, *, stand_on: str | None = None) -> None:
        await super().read_again(stand_on=stand_on)
        self.run_worker(self.hear(), exclusive=True, group="hearing")

    async def hear(self) -> None:
        """Read how it stands with the other laptops; how long one may be silent the Standards say."""
        look = self.desk.glance.look
        try:
            hearing = await asyncio.to_thread(read_hearing, look, read_device(self.desk.store))
            silent = await self._silent(hearing) if hearing.others else []
        except Refused:
            return
        changed = (hearing, silent) != (self.hearing, self.silent)
        self.hearing, self.silent = hearing, silent
        if self.syncing is not None and self.syncing in self.app.screen_stack:
            self.syncing.heard(hearing, silent)
        if changed and self.is_current and not self.too_small:
            self.draw()

    async def _silent(self, hearing: Hearing) -> list[Heard]:
        """Those that are silent for too long. What says so is heavy: it is there once the desk is awake."""
        await self.desk.wake()
        from carelist_tui.journal.sync.limits import standards_in_force

        standards = await asyncio.to_thread(standards_in_force, self.desk.glance.look)
        return silent_ones(hearing, standards, self.desk.now())

    # -- drawing ------------------------------------------------------------------------------------------------

    def notes(self) -> list[str]:
        waits = self.hearing.to_send
        return [*([f"{waits:,} to send"] if waits else []), *super().notes()]

    def taken_strips(self) -> list[Strip]:
        above, words = super().taken_strips(), silent_words(self.silent, self.look)
        width, ink = self.app.size.width, self.look.ink
        lines = wrap(f"! {words[:1].upper()}{words[1:]} (S says more)", width - 2)[:MOST_SILENT] if words else []
        return [*above, *(Line(width, ink.words).add(" ").add(line, ink.amber).strip() for line in lines)]

    def unheard_words(self, card: Card) -> str:
        """Which laptops have not been heard from since this person's contact was missed."""
        return silent_words(unheard_since(self.hearing, card.missed_at), self.look) if card.missed_at else ""

    # -- syncing ------------------------------------------------------------------------------------------------

    def action_sync(self) -> None:
        from carelist_tui.desk.sync import Exchange
        from carelist_tui.tui.screens.sync.sync import SyncScreen

        self.desk.wake()
        self.exchange = self.exchange or Exchange()
        self.syncing = SyncScreen(self.desk, self.exchange, self.begin_sync, self.open_item)
        self.syncing.hearing, self.syncing.silent = self.hearing, self.silent
        self.app.push_screen(self.syncing)
        self.run_worker(self.hear(), exclusive=True, group="hearing")

    def begin_sync(self, folder: Path, dry_run: bool, new_folder: bool = False) -> None:
        """Sync beside whatever is in sight; then the list reads again."""
        self.run_worker(self._sync(folder, dry_run=dry_run, new_folder=new_folder), group="syncing")

    async def _sync(self, folder: Path, *, dry_run: bool, new_folder: bool) -> None:
        if self.exchange is None:
            return
        try:
            door = await self.desk.door()
        except Refused as refused:
            self.exchange.trouble = str(refused)
            await self.read_again()
            return
        await self.exchange.run(door, folder, self.desk.now(), dry_run=dry_run, new_folder=new_folder)
        await self.read_again()
        self.say(self.exchange.outcome_words)
        await self.look_for_missing()
