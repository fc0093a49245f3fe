"""The step of the tour that is at hand, as a page of its own: what to do, why, and how far it is."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.guide.tour_steps import TourSoFar
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip

WELCOME = tr(
    "Ten minutes on people who do not exist. One thing to do at a time: what it is stands in the top line until you "
    "have done it. Try what you like; nothing is kept, and your own store is not touched."
)
ENTER_THEN = tr("Press enter, then:  {app}")
FIRST_ENTER = tr("FIRST press enter, then:  {app}")
PASS, LEAVE = "pass", "leave"
COLUMN = 34
"""Columns from the first half of the titles to the second."""


class TourScreen(Page):
    """Gives `pass` where the step is to be left out, `leave` where the tour is; None to go and do it. `begins`: it is
    the first that is seen."""

    WHERE = tr("Tour")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("tour.try-step", "enter,space,escape", "dismiss", tr("Do it"), tr("Close these words, and do it.")),
        act(
            "tour.pass-step",
            "n",
            "dismiss('pass')",
            tr("Leave out"),
            tr("Go on with the next step; this one is left out."),
        ),
        act(
            "tour.leave-tour",
            "q",
            "dismiss('leave')",
            tr("Leave the tour"),
            tr("Leave the tour; nothing of it is kept."),
        ),
    ]

    def __init__(self, desk: Desk, tour: TourSoFar, *, begins: bool, unasked: bool) -> None:
        super().__init__(desk)
        self.tour, self.begins, self.unasked = tour, begins, unasked
        self.hastened = False
        """Whether a key of the step was pressed here, where it means nothing yet."""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_key(self, event: events.Key) -> None:
        """A key that means nothing here was meant for the list behind: it is said that these words go first."""
        if event.key not in self.active_bindings:
            self.hastened = True
            self.draw()

    def draw(self) -> None:
        super().draw()
        width, height, ink, step = self.app.size.width, self.app.size.height - 2, self.look.ink, self.tour.step
        blank = Line(width, ink.words).strip()
        strips: list[Strip] = [blank]
        if step is not None:
            if self.begins:
                strips += [*self._said(WELCOME), blank]
            strips += [*self._said(f"{step.why} {step.keys}"), blank]
            do = FIRST_ENTER if self.hastened else ENTER_THEN
            strips += [Line(width, ink.strong).add(f"  {do.format(app=step.app)}").strip(), blank]
        strips += self._marks()
        strips += [blank] * (height - 1 - len(strips))
        heading = tr("Tour, {place}: {title}", place=self.tour.place, title=step.title) if step else tr("Tour")
        self.lines("list").show([rule_strip(heading, width, self.look), *strips])

    def _said(self, words: str) -> list[Strip]:
        width = self.app.size.width
        return [Line(width, self.look.ink.words).add(f"  {part}").strip() for part in wrap(words, width - 4)]

    def _marks(self) -> list[Strip]:
        """Every step by its title, in two columns: `x` done or left out, `>` at hand."""
        width, ink, count = self.app.size.width, self.look.ink, len(self.tour.steps)
        half = (count + 1) // 2
        lines = [Line(width, ink.words) for _ in range(half)]
        for n, step in enumerate(self.tour.steps):
            at = self.tour.at
            sign, style = ("x", ink.quiet) if n < at else (">", ink.strong) if n == at else (" ", ink.words)
            lines[n % half].at(3 + n // half * COLUMN).add(f"{sign} {step.title}", style)
        return [line.strip() for line in lines]
