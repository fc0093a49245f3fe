"""The pack for a supervision on screen: read from top to bottom, `r` opens the form with what was read, `p` writes the
page. It is for the worker, a senior or a manager; to others the door says no."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.carelist.paper_place import PDF
from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.roster import SUPERVISES
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.screens.reason import reason_to_leave
from carelist_tui.tui.screens.report_choice import NOT_ENCRYPTED, place_typed, which_file
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.whole_file import write_whole

if TYPE_CHECKING:
    from carelist_tui.domain.views.report.report_lines import ReportLine
    from carelist_tui.domain.views.supervision.supervision_pack import Pack

KIND = "supervision.held"
FOR_TWO = tr("It names people in our care: it is for the two of you alone.")


class SupervisionScreen(Page):
    """One worker's pack, as things stand when it is opened; at an earlier moment as they stood, and were known, then.
    `item` is the supervision that is due, where it was opened from that."""

    WHERE = tr("Supervision pack")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("supervision.record-held", "r,enter,ctrl+j", "hold", tr("Record it"),
            tr("Write down the supervision: with the decisions that were drawn to be read, and the people they "
               "are about."),
            records=True),
        act("supervision.write-page", "p", "page", tr("Page to print"),
            tr("Write the pack as one page to print; it asks why, and into which file.")),
        act("supervision.scroll-down", "j,down", "scroll(1)", tr("Down"), tr("Go down a line."), footer=False),
        act("supervision.scroll-up", "k,up", "scroll(-1)", tr("Up"), tr("Go up a line."), footer=False),
        act("supervision.page-down", "pagedown,space", "scroll(15)", tr("Page down"), tr("Go down a page.")),
        act("supervision.page-up", "pageup", "scroll(-15)", tr("Page up"), tr("Go up a page."), footer=False),
        act("supervision.go-top", "g,home", "scroll(-1000000)", tr("Top"), tr("Go to the top."), footer=False),
        act("supervision.go-bottom", "G,end", "scroll(1000000)", tr("End"), tr("Go to the end."), footer=False),
        act("supervision.leave-page", "escape,q", "leave", tr("Back"), tr("Go back to where you were.")),
        act("supervision.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, worker: str, item: Item | None = None) -> None:
        super().__init__(desk)
        self.worker, self.item = worker, item
        self.said, self.top = tr("Reading..."), 0
        self.pack: Pack | None = None
        self.told: Sequence[ReportLine] = ()

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.beside(self._read())

    async def _read(self) -> None:
        """Read beside the screen; that somebody looked into the decisions that are read together is noted."""
        from carelist_tui.domain.views.report.report_lines import report_lines

        try:
            reports = (await self.desk.present.door()).reports
            pack = await asyncio.to_thread(reports.supervision_pack, self.worker, self.read_at, self.desk.known_at)
        except Refused as refused:
            self.said = tr("This pack can't be read: {refused}", refused=refused)
        else:
            self.pack, self.told, self.said = pack, list(report_lines(reports.whole_pack(pack))), ""
            for person in pack.people_read:
                self.desk.looks.note("opened", person)
        if self.is_mounted and not self.too_small:
            self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.pack is not None if action in ("hold", "page") else super().check_action(action, parameters)

    def strips(self, width: int) -> list[Strip]:
        """Everything it says, over as many lines as it takes: nothing in it is cut."""
        ink = self.look.ink
        styles = {"words": ink.words, "title": ink.strong, "loud": ink.red}
        made: list[Strip] = []
        for line in self.told:
            if line.kind == "heading":
                made += [Line(width, ink.words).strip(), rule_strip(line.words, width, self.look)]
                continue
            for n, part in enumerate(wrap(line.words, width - 5)):
                made.append(Line(width, ink.words).add(" " if n == 0 else "    ").add(part, styles[line.kind]).strip())
        return made

    def draw(self) -> None:
        super().draw()
        width, height = self.app.size.width, self.app.size.height - 3
        said = [Line(width, self.look.ink.amber).add(f" {part}").strip() for part in wrap(self.said, width - 2)]
        room = height - (len(said) if self.said else 0)
        made = self.strips(width)
        self.top = max(0, min(self.top, len(made) - room))
        below = len(made) - self.top - room
        aside = tr("{below} more lines below", below=below) if below > 0 else ""
        shown = made[self.top : self.top + room]
        blank = Line(width, self.look.ink.words).strip()
        name = self.pack.name if self.pack is not None else self.desk.names.get(self.worker, self.worker)
        rule = rule_strip(tr("Supervision pack: {name}", name=name), width, self.look, aside=aside)
        told = [*(said if self.said else ()), *shown]
        self.lines("list").show([rule, *told, *[blank] * (height - len(told))])

    def say(self, words: str) -> None:
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()

    def action_scroll(self, by: int) -> None:
        self.top, self.said = max(0, self.top + by), ""
        self.draw()

    def action_hold(self) -> None:
        self.beside(self._hold(), records=True)

    async def _hold(self) -> None:
        """The form, with the worker, whoever is at the keys where they may supervise, and what was drawn to be read."""
        if self.pack is None:
            return
        await self.desk.wake()
        from carelist_tui.desk.forms.supervision import supervisor_at_hand
        from carelist_tui.tui.screens.forms.which_form import form_screen

        known: dict[str, Any] = {
            "worker": self.worker,
            "supervisor": supervisor_at_hand(self.desk.roster, self.desk.worker, self.worker),
            "persons": list(self.pack.people_read),
            "decisions": [no.entry for no in self.pack.read],
        }
        known = {name: value for name, value in known.items() if value}
        words = await self.app.push_screen_wait(form_screen(self.desk, KIND, self.item, None, known))
        if words:
            self.dismiss(f"{self.desk.names.get(self.worker, self.worker)}: {words}")

    def action_page(self) -> None:
        self.beside(self._page())

    async def _page(self) -> None:
        """Ask why and into which file, write it, and say where it is; nothing is written where a question is left."""
        if self.pack is None:
            return
        title, desk = tr("The pack of {name}, as one page", name=self.pack.name), self.desk
        reason = await reason_to_leave(self, tr("{title}: why?", title=title), led_by="p")
        if reason is None:
            return

        def understood(typed: str) -> str:
            return tr("{place_typed}, not encrypted", place_typed=place_typed(desk, typed))

        asking = AskScreen(desk, title, (NOT_ENCRYPTED, FOR_TWO), which_file(), understood)
        typed = await self.app.push_screen_wait(asking)
        if typed is None:
            return
        path, reports, now = place_typed(desk, typed), (await desk.present.door()).reports, desk.present.now()
        try:
            made = await asyncio.to_thread(reports.supervision_page, self.worker, self.read_at, now, desk.known_at)
            write_whole(path, await asyncio.to_thread(made.pdf if path.suffix == PDF else made.html))
        except Refused as refused:
            self.say(tr("NOT WRITTEN: {refused}", refused=refused))
            return
        except OSError as trouble:
            self.say(tr("NOT WRITTEN: {path} can't be written: {words_of}", path=path, words_of=words_of(trouble)))
            return
        for person in made.people or (None,):
            desk.looks.note("exported", person, count=made.entries, reason=reason)
        self.say(tr("Written: {path}. It is NOT ENCRYPTED: destroy it after use.", path=path))

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_scroll(-3)


async def whose_pack(page: Page, item: Item | None) -> str | None:
    """The worker whose supervision is at hand; else their own to who supervises nobody, and to who does, whom they
    choose. None where nobody was chosen."""
    from carelist_tui.tui.screens.choice import ChooseScreen

    desk = page.desk
    if item is not None and item.kind == "supervision":
        return str(item.detail["worker"])
    if desk.worker is None or desk.roster.role(desk.worker) not in SUPERVISES:
        return desk.worker
    here = sorted((each for each in desk.roster.workers.values() if each.active), key=lambda each: each.name.casefold())
    chosen = await page.app.push_screen_wait(
        ChooseScreen(desk, tr("Whose supervision?"), [each.name for each in here], led_by="V")
    )
    return None if chosen is None else here[chosen].id
