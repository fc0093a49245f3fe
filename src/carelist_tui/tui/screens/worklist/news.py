"""What comes of itself: what others wrote in this store, what other laptops sent or keep back, what can't be found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.sections.rows import Row
from carelist_tui.desk.several import is_refusal
from carelist_tui.desk.silent_laptops import silent_ones, unheard_since
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.sync.heard import Heard, Hearing, read_hearing
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.widgets.laptops import silent_words
from carelist_tui.vault.device import read_device

if TYPE_CHECKING:
    from carelist_tui.desk.sync import Exchange
    from carelist_tui.tui.screens.sync.sync import SyncScreen
    from carelist_tui.tui.screens.worklist.list_acts import ListActs

NOTHING_CAME = tr("Nothing has come from the other laptops yet: S")
NOBODY_YET = tr("Nobody is on the caseload yet. I brings in a spreadsheet, + takes somebody on, S meets other laptops.")

LEFT = tr("{before} is off this list now, by what came in.")
LEFT_FOR = tr("{before} is off this list now, by what came in: at hand is {now}.")


class News:
    """How it stands with this store and with other laptops: read beside the screen, after what is due."""

    def __init__(self, page: ActsPage, shown: ShownList) -> None:
        self.page, self.shown, self.desk = page, shown, page.desk
        self.missing: list[str] = []
        """Entries that can no longer be found in this store, in sentences."""
        self.hearing = Hearing()
        self.silent: list[Heard] = []
        self.exchange: Exchange | None = None
        self.syncing: SyncScreen | None = None
        self._wrote = 0
        """What was recorded at this desk when the list was last read for news."""

    def _draw(self) -> None:
        if self.page.is_current and not self.page.too_small:
            self.page.draw()

    # -- this store ---------------------------------------------------------------------------------------------

    async def look_for_news(self) -> None:
        """Read again when somebody has written, or the moment has come that something reads otherwise. Who was at hand
        and is on this list no more is named: what is typed next would be about another."""
        if self.shown.has_aged():
            self._count_behind()
            before, wrote = self.shown.row, self.desk.recordings
            await self.page.read_again()
            if before is not None and wrote == self.desk.recordings == self._wrote:
                self._say_who_left(before)
            self._wrote = self.desk.recordings

    def _say_who_left(self, before: Row) -> None:
        now = self.shown.row
        if now is not None and (now.item.key == before.item.key or (now.person and now.person == before.person)):
            return
        self.page.changed_at = monotonic()
        if not is_refusal(self.page.said):
            left = before.whose if before.person else before.item.title
            self.page.say((LEFT_FOR if now else LEFT).format(before=left, now=now.whose if now else ""))

    async def catch_up(self) -> None:
        """Whoever is to be folded by this release is folded beside the screen, and the list goes along with it."""
        if not (self.desk.catches_up and self.desk.glance.behind):
            return
        with suppress(Refused):  # what can't be opened is said to whoever records
            door = await self.desk.door()
            await asyncio.to_thread(self.desk.case_counts.catch_up, door.catch_up)
            self._count_behind()
            await self.page.read_again()

    def _count_behind(self) -> None:
        """Count them again, where there are any; the list itself is read by another connection."""
        if self.desk.glance.behind:
            self.desk.glance.read_roster()

    async def look_for_missing(self) -> None:
        """What can no longer be found is said above the list until a sync has brought it back."""
        await self.desk.wake()
        said = self.missing
        with suppress(Refused):  # what can't be opened is said to whoever records
            self.missing = await self.desk.missing()
        if self.missing != said:
            self._draw()

    # -- other laptops ------------------------------------------------------------------------------------------

    def nothing_yet(self) -> str:
        """What an empty list says where nobody was ever on it: of a laptop that joined others, that nothing has come
        from them; else how people come in. Empty where somebody was. For a thread beside the screen."""
        if self.desk.everyone():
            return ""
        hearing = read_hearing(self.desk.glance.look, read_device(self.desk.store))
        return NOTHING_CAME if hearing.others else NOBODY_YET

    def begin_hearing(self) -> None:
        """Hear beside the screen how it stands with the other laptops."""
        self.page.run_worker(self._hear(), exclusive=True, group="hearing")

    async def _hear(self) -> None:
        """Read how it stands with the other laptops; how long one may be silent the Standards say."""
        look = self.desk.glance.look
        try:
            hearing = await asyncio.to_thread(read_hearing, look, read_device(self.desk.store))
            silent = await self._silent(hearing) if hearing.others else []
        except Refused:
            return
        changed = (hearing, silent) != (self.hearing, self.silent)
        self.hearing, self.silent = hearing, silent
        if self.syncing is not None and self.syncing in self.page.app.screen_stack:
            self.syncing.heard(hearing, silent)
        if changed:
            self._draw()

    async def _silent(self, hearing: Hearing) -> list[Heard]:
        """Those that are silent for too long. What says so is heavy: it is there once the desk is awake."""
        await self.desk.wake()
        from carelist_tui.journal.sync.limits import standards_in_force

        standards = await asyncio.to_thread(standards_in_force, self.desk.glance.look)
        return silent_ones(hearing, standards, self.desk.now())

    def notes(self) -> list[str]:
        """What the head line says of it."""
        waits = self.hearing.to_send
        return [tr("{waits:,} to send", waits=waits)] if waits else []

    def unheard_words(self, card: Card) -> str:
        """Which laptops have not been heard from since this person's contact was missed."""
        return silent_words(unheard_since(self.hearing, card.missed_at), self.page.look) if card.missed_at else ""

    # -- syncing ------------------------------------------------------------------------------------------------

    def open_sync(self, acts: ListActs) -> None:
        """Show how it stands, and meet the others; `acts` open what two laptops said differently, and the form of who
        is to work here."""
        from carelist_tui.desk.sync import Exchange
        from carelist_tui.tui.screens.sync.sync import SyncScreen

        self.desk.wake()
        self.exchange = self.exchange or Exchange()
        self.syncing = SyncScreen(self.desk, self.exchange, self.begin_sync, acts.open_item, acts.open_form)
        self.syncing.hearing, self.syncing.silent = self.hearing, self.silent
        self.page.app.push_screen(self.syncing)
        self.begin_hearing()

    def open_day_end(self, open_sync: Callable[[], None]) -> None:
        """Show how the day ends for whoever is signed in."""
        from carelist_tui.tui.screens.worklist.end_of_day import DayEndScreen

        def synced() -> str:
            return self.exchange.outcome_words if self.exchange is not None else ""

        self.page.app.push_screen(DayEndScreen(self.desk, synced, open_sync))

    def begin_sync(self, folder: Path, dry_run: bool, new_folder: bool = False) -> None:
        """Sync beside whatever is in sight; then the list reads again."""
        self.page.run_worker(self._sync(folder, dry_run=dry_run, new_folder=new_folder), group="syncing")

    async def _sync(self, folder: Path, *, dry_run: bool, new_folder: bool) -> None:
        if self.exchange is None:
            return
        try:
            door = await self.desk.door()
        except Refused as refused:
            self.exchange.trouble = str(refused)
            await self.page.read_again()
            return
        await self.exchange.run(door, folder, self.desk.now(), dry_run=dry_run, new_folder=new_folder)
        await self.page.read_again()
        self.page.say(self.exchange.outcome_words)
        await self.look_for_missing()
