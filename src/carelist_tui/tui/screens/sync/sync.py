"""The Sync screen: what waits to be sent, what came and from whom, who was last heard from when, what is to settle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sync import Exchange, folder_meant
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.worklist import Item
from carelist_tui.exchange.enrolment.folder_papers import Asking
from carelist_tui.exchange.sync.chosen_folder import remember_folder, remembered_folder
from carelist_tui.journal.sync.heard import Heard, Hearing
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.sync.enrolment import Enrolment, Opens
from carelist_tui.tui.screens.sync.sync_lines import Sheet, Shown, strips_in_sight, sync_sheet
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.row import rule_strip

LOOK_SECONDS = 0.2
"""How often it is looked how far an exchange is."""
ASKING_SECONDS = 3.0
"""How often it is looked who asks to be let in."""
FARTHEST_DAYS = 400
ABOUT_FOLDER = (
    tr("Laptops meet in a folder that all of them reach: a network drive, a USB stick, OneDrive, Syncthing."),
    tr(
        "Carelist leaves what was recorded here in it, and takes in what others left. Nothing there is ever "
        "overwritten."
    ),
)
Begin = Callable[[Path, bool, bool], None]


class SyncScreen(Page):
    """How this laptop stands with the others. `begin` syncs with a folder (dry or not; a new one or not), beside
    whatever is in sight; `opens` opens the form of what is due, `opens_form` that of a type of entry; `heard` reads
    afresh who was heard from, and who is silent."""

    WHERE = tr("Sync")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("syncing.sync-now", "S,s", "sync(False)", tr("Sync now"),
            tr("Send what was recorded here, and take in what others left; asks for the folder the first time."),
            records=True, scores=True),
        act("syncing.sync-dry", "t", "sync(True)", tr("Dry run"), tr("Only say what would be sent and what "
                                                                     "would come.")),
        act("syncing.choose-folder", "f", "folder", tr("Another folder"), tr("Choose the shared folder.")),
        act("syncing.begin-folder", "N", "begin_anew", tr("Begin a new folder here"),
            tr("Where the folder that was met here is gone: begin a new one, and send it everything.")),
        act("syncing.settle-versions", "enter,ctrl+j", "settle", tr("Open"),
            tr("Open the two versions at the cursor, and say which holds; or let in the laptop there that asks."),
            records=True),
        act("syncing.revoke-laptop", "R", "revoke", tr("Revoke"),
            tr("Revoke the lost laptop at the cursor: what this does, and what it does not, is "
               "said first."), records=True),
        act("syncing.admit-entries", "a", "admit", tr("Admit"),
            tr("Let what the revoked laptop at the cursor wrote count, as far as the folder holds it."), records=True),
        act("syncing.take-file", "i", "take_file", tr("Import"),
            tr("Take in a sealed file from another team: a handover to us, or their receipt of one of ours."),
            records=True),
        act("syncing.write-key", "K", "write_key", tr("Our key"),
            tr("Write our team's public key into a file, for a team that is to seal something to us."), footer=False),
        act("syncing.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next line."), footer=False),
        act("syncing.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the line before."), footer=False),
        act("syncing.page-down", "pagedown,space", "scroll(15)", tr("Page down"), tr("Go down a page."), footer=False),
        act("syncing.page-up", "pageup", "scroll(-15)", tr("Page up"), tr("Go up a page."), footer=False),
        act("syncing.leave-page", "escape,q", "leave", tr("Back"), tr("Go back to the list; a sync goes on.")),
        act("syncing.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(
        self,
        desk: Desk,
        exchange: Exchange,
        begin: Begin,
        opens: Callable[[Item], None],
        opens_form: Opens | None = None,
    ) -> None:
        super().__init__(desk)
        self.exchange, self.begin, self.opens = exchange, begin, opens
        self.enrolment = Enrolment(self, begin, opens_form)
        self.folder = remembered_folder(desk.store)
        self.hearing, self.silent = Hearing(), list[Heard]()
        self.conflicts: list[Item] = []
        self.cursor = self.top = 0
        self.follows = False
        """Whether the line at the cursor has to be in sight."""
        self.said = ""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self.look_how_far)
        self.set_interval(ASKING_SECONDS, self.look_who_asks)

    def on_screen_resume(self) -> None:
        """Back from two versions, or from choosing a folder: what is settled is gone."""
        self.run_worker(self.read(), exclusive=True, group="reading")

    # -- reading ------------------------------------------------------------------------------------------------

    def heard(self, hearing: Hearing, silent: list[Heard]) -> None:
        """Show how the laptops stand, as the list has read it."""
        self.hearing, self.silent = hearing, silent
        self.run_worker(self.read(), exclusive=True, group="reading")

    async def read(self) -> None:
        """What is to be settled, read beside the screen."""
        try:
            door = await self.desk.door()
            now = self.desk.now()
            self.conflicts = await asyncio.to_thread(door.people.today, now, kind="conflict", days=FARTHEST_DAYS)
        except Refused as refused:
            self.said = str(refused)
        await self.enrolment.look(self.folder)
        self.follows = self.follows or bool(self.conflicts or self.enrolment.asking)
        self.cursor = max(0, min(self.cursor, len(self.stops) - 1))
        self.redraw()

    @property
    def stops(self) -> list[Item | Asking | Heard]:
        """What the cursor goes to, in order."""
        laptops = self.hearing.laptops if self.desk.encrypted else ()
        return [*self.conflicts, *self.enrolment.asking, *laptops]

    @property
    def at_hand(self) -> Item | Asking | Heard | None:
        """What the cursor is at."""
        stops = self.stops
        return stops[self.cursor] if self.cursor < len(stops) else None

    def look_who_asks(self) -> None:
        """Beside the screen, look who asks in the folder to be let in."""
        if self.is_current and self.desk.encrypted:
            self.run_worker(self._look_who_asks())

    async def _look_who_asks(self) -> None:
        at_hand = self.at_hand
        if await self.enrolment.look(self.folder):
            stops = self.stops
            asks = next((n for n, each in enumerate(stops) if isinstance(each, Asking)), self.cursor)
            self.cursor = stops.index(at_hand) if isinstance(at_hand, Item) and at_hand in stops else asks
            self.cursor, self.follows = max(0, min(self.cursor, len(stops) - 1)), True
            self.redraw()

    def look_how_far(self) -> None:
        """While an exchange goes on, say how far it is."""
        if self.exchange.runs:
            self.redraw()

    # -- drawing ------------------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw what has changed, while this is what is seen, and there is room for it."""
        if self.is_current and self.is_mounted and not self.too_small:
            self.draw()

    def sheet(self) -> Sheet:
        """Every line, for the width of now."""
        known = (self.hearing, self.silent, self.exchange, self.conflicts, self.cursor, self.enrolment.asking,
                 self.enrolment.is_known, self.enrolment.workers)  # fmt: skip
        return sync_sheet(Shown(self.folder, self.desk.encrypted, *known), self.app.size.width, self.look)

    def draw(self) -> None:
        super().draw()
        sheet, height = self.sheet(), self.app.size.height - 3
        if self.follows and self.cursor < len(sheet.starts):
            here = sheet.starts[self.cursor]
            self.top = here - height + 1 if here >= self.top + height else self.top
        self.top = max(0, min(self.top, len(sheet.strips) - height))
        below = len(sheet.strips) - self.top - height
        heading = self.said or (tr("Sync") + (tr("  ({below} more lines below)", below=below) if below > 0 else ""))
        rule = rule_strip(heading, self.app.size.width, self.look)
        self.lines("list").show([rule, *strips_in_sight(sheet, self.top, height)])

    def say(self, words: str) -> None:
        """Say it in the line above."""
        self.said = words
        self.redraw()

    # -- keys ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        at_hand = self.at_hand
        if action == "settle":
            here = isinstance(at_hand, Heard) and at_hand.here and not self.enrolment.is_known
            return here or isinstance(at_hand, Item | Asking)
        if action in ("revoke", "admit"):
            return isinstance(at_hand, Heard) and not at_hand.here and at_hand.revoked == (action == "admit")
        if action == "begin_anew":
            report = self.exchange.report
            gone = {each.where for each in report.problems} if report and report.is_another_folder else set()
            return str(self.folder) in gone and not self.exchange.runs
        return not (action in ("sync", "folder") and self.exchange.runs)

    def action_move(self, by: int) -> None:
        if not self.stops:
            return self.action_scroll(by)
        self.cursor, self.follows = max(0, min(self.cursor + by, len(self.stops) - 1)), True
        if self.cursor == 0 and by < 0:
            self.top = 0
        self.refresh_bindings()
        return self.redraw()

    def action_scroll(self, by: int) -> None:
        """Look further down or up; the cursor stays with its line."""
        self.follows = False
        self.top = max(0, self.top + by)
        self.redraw()

    def action_settle(self) -> None:
        at_hand = self.at_hand
        if isinstance(at_hand, Item):
            self.opens(at_hand)
        elif isinstance(at_hand, Asking) and self.folder is not None:
            self.enrolment.let_in(at_hand, self.folder)
        elif isinstance(at_hand, Heard):
            self.enrolment.ask_again(at_hand.name, self.folder)

    def action_revoke(self) -> None:
        if isinstance(self.at_hand, Heard):
            self.enrolment.revoke(self.at_hand, self.folder)

    def action_admit(self) -> None:
        if isinstance(self.at_hand, Heard):
            self.enrolment.admit(self.at_hand, self.folder)

    def action_take_file(self) -> None:
        self.beside(self._take_file(), records=True)

    async def _take_file(self) -> None:
        from carelist_tui.tui.screens.handover_files import take_file

        await take_file(self)

    def action_write_key(self) -> None:
        self.beside(self._write_key())

    async def _write_key(self) -> None:
        from carelist_tui.tui.screens.handover_files import write_key

        await write_key(self)

    def action_folder(self) -> None:
        self.run_worker(self._choose())

    async def _choose(self) -> bool:
        """Ask for the folder; whether there is one now."""
        from carelist_tui.tui.screens.question import AskScreen

        typed = str(self.folder) if self.folder is not None else ""
        ask = AskScreen(self.desk, tr("Sync: which folder?"), ABOUT_FOLDER, tr("Where is the shared folder?"),
                        lambda text: tr("Sync with {folder_meant}.", folder_meant=folder_meant(text)),
                            typed=typed)  # fmt: skip
        answer = await self.app.push_screen_wait(ask)
        if answer is None:
            return False
        self.folder = folder_meant(answer)
        remember_folder(self.desk.store, self.folder)
        await self.enrolment.look(self.folder)
        self.redraw()
        return True

    def action_sync(self, dry: bool) -> None:
        if self.folder is not None:  # at once: whoever leaves now has begun it all the same
            self.begin(self.folder, dry, False)
            self.say("")
        else:
            self.run_worker(self._choose_and_sync(dry))

    async def _choose_and_sync(self, dry: bool) -> None:
        if await self._choose() and self.folder is not None:
            self.begin(self.folder, dry, False)

    def action_begin_anew(self) -> None:
        if self.folder is not None:
            self.begin(self.folder, False, True)
            self.say("")

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_scroll(-3)
