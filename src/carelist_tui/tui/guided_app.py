"""The app on a tour: the top line says what to do next, and it is looked at whether it has been done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, ClassVar

from textual.binding import BindingType

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.guide.tour_journal import TourJournal
from carelist_tui.desk.guide.tour_steps import Sight, TourSoFar
from carelist_tui.desk.sections.snapshot import BOARD, MISSED
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.bindings import act
from carelist_tui.tui.keyboard import Acted
from carelist_tui.tui.screens.page import Led, Page
from carelist_tui.tui.screens.tour_step import LEAVE, PASS, TourScreen
from carelist_tui.tui.screens.worklist.today import TodayScreen

LOOK_SECONDS = 0.25
"""How often it is looked whether the step is done, besides after each key."""
SIGHTS: dict[str, Sight] = {"PersonScreen": "person", "DayEndScreen": "day_end"}
"""What the kind of a screen is to the tour; by its name, so that none is imported for it."""
WHY = tr("f8 why")


class GuidedApp(CarelistApp):
    """Carelist on a demonstration, with a tour that is told what is seen and recorded."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("guided.show-step", "f8", "show_step", tr("Tour"), tr("Say what to do next on the tour, "
                                                                  "and why."), footer=False,
            at_once=True),
    ]  # fmt: skip

    def __init__(self, seat: Desk | Shut, **more: Any) -> None:
        super().__init__(seat, **more)
        self.tour = TourSoFar()
        self.journal = TourJournal(seat.now())
        self._heard = 0
        self._before = ""
        """The kind of screen that was seen last."""
        self._untold = True
        """Whether the step at hand has not been shown yet."""

    def on_mount(self) -> None:
        super().on_mount()
        self._lead()
        self.set_interval(LOOK_SECONDS, self.look_around)
        self.run_worker(self._begin())

    async def _begin(self) -> None:
        await asyncio.to_thread(self.journal.begin, await self.desk.door())
        self.look_around()

    def on_acted(self, message: Acted) -> None:
        super().on_acted(message)
        self.look_around()

    def look_around(self) -> None:
        """Look where somebody is, and whether anything was recorded; go on where the step is done."""
        if self.locked or not self.is_running or isinstance(self.screen, TourScreen):
            return
        if self.tour.saw(*self._sights()):
            self._step_done()
        if self.desk.recordings != self._heard and not self.desk.under_way:
            self._heard = self.desk.recordings
            self.run_worker(self._hear(), group="hearing")
        if self._untold and self._is_at_rest():
            self._untold = False
            self.run_worker(self._show(begins=self.tour.at == 0, unasked=self.tour.at > 0))

    def _sights(self) -> Iterator[Sight]:
        screen = self.screen
        kind, before = type(screen).__name__, self._before
        self._before = kind
        if screen is self.first:
            shown = self.first.shown
            if shown.cursor > 0:
                yield "moved"
            if shown.section == MISSED:
                yield "missed"
            if shown.section == BOARD:
                yield "board"
        elif kind in SIGHTS:
            yield SIGHTS[kind]
            if before == "FindScreen":
                yield "found"
        elif kind == "HuddleScreen" and getattr(screen, "sitting").step > 0:  # noqa: B009 - not imported for this
            yield "huddle"

    async def _hear(self) -> None:
        try:
            entries = await asyncio.to_thread(self.journal.news, await self.desk.door())
        except Refused:  # locked meanwhile
            return
        if self.tour.heard(entries):
            self._step_done()

    def _step_done(self) -> None:
        self._untold = True
        self._lead()

    def _is_at_rest(self) -> bool:
        """Whether the list, or a person's page, stands and nothing is begun there: then the next step may be shown."""
        screen = self.screen
        if isinstance(screen, TodayScreen):
            return screen.call.attempt is None and not screen.shown.typing
        return type(screen).__name__ in SIGHTS

    def _lead(self) -> None:
        """What to do next stands in the top line."""
        step = self.tour.step
        self.led = Led(tr("Tour {place}", place=self.tour.place), step.app, WHY) if step else None
        if isinstance(self.screen, Page) and self.screen.is_mounted:
            self.screen.draw_head()

    def action_show_step(self) -> None:
        if not self.locked and not isinstance(self.screen, TourScreen):
            self.run_worker(self._show(begins=self.tour.at == 0, unasked=False))

    async def _show(self, *, begins: bool, unasked: bool) -> None:
        said = await self.push_screen_wait(TourScreen(self.desk, self.tour, begins=begins, unasked=unasked))
        if said == LEAVE:
            await self.action_quit()
        elif said == PASS:
            self.tour.pass_over()
            self._step_done()
