"""Measures (`M`): a row a measure, and what the one at hand says, month by month. It records nothing.

A figure never misses anybody: whoever was written since is counted before it is shown, and that is said while it lasts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.desk.at_hand.figures import (
    GROUPED_BY,
    group_lines,
    has_signal,
    marks_of,
    month_in_words,
    month_lines,
    short_count,
    told_lines,
)
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip

if TYPE_CHECKING:
    from carelist_tui.domain.measures.inquiry import Inquiry

BESIDE = 120
"""From so many columns on, what the measure at hand says stands beside the rows."""
ROWS_WIDTH = 66
LEAST_CHART, MOST_CHART = 7, 18
"""Lines that a chart needs, and takes."""


class MeasuresScreen(Page):
    """The measures of 13 months, or of a period before."""

    WHERE = "Measures"
    BINDINGS: ClassVar[list[BindingType]] = [
        act("measures.open-cases", "enter,ctrl+j", "cases", "People",
            "The people behind this figure: who counted, who did not, and who is left out, with why."),
        act("measures.move-down", "j,down", "move(1)", "Down", "Go to the next measure."),
        act("measures.move-up", "k,up", "move(-1)", "Up", "Go to the measure before."),
        act("measures.page-down", "pagedown", "move(10)", "Page down", "Go down ten rows.", footer=False),
        act("measures.page-up", "pageup", "move(-10)", "Page up", "Go up ten rows.", footer=False),
        act("measures.go-top", "g,home", "move(-1000000)", "Top", "Go to the first measure.", footer=False),
        act("measures.go-bottom", "G,end", "move(1000000)", "End", "Go to the last measure.", footer=False),
        act("measures.group-by", "b", "group", "By",
            "By team, tier, source, zone or locality; again for the next, and at last together."),
        act("measures.show-earlier", "less_than_sign", "shift(-1)", "Earlier", "The period a month before."),
        act("measures.show-later", "greater_than_sign", "shift(1)", "Later", "The period a month after, up to now."),
        act("measures.show-table", "t", "table", "Table",
            "The months as a table in place of the chart; again for the chart."),
        act("measures.only-mine", "w", "mine", "Only mine", "Only what was mine; again for everybody."),
        act("measures.leave-page", "escape,q", "leave", "Back", "Go back to where you were."),
        act("measures.show-help", "question_mark", "help", "Help", "Show the keys for where you are."),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.figures: Sequence[dict[str, Any]] = ()
        self.said = "Counting..."
        self.cursor, self.top = 0, 0
        self.by: str | None = None
        self.months_back = 0
        self.is_mine = False
        self.has_table = False
        """Whether the months stand as a table, where a chart could."""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.beside(self._read())

    def inquiry(self) -> Inquiry:
        """What is asked now."""
        from carelist_tui.domain.measures.inquiry import Inquiry, months_before

        asked = Inquiry.asked(self.read_at, self.desk.zone, by=self.by)
        if self.months_back:
            until = months_before(asked.until, self.months_back - 1)
            asked = Inquiry.asked(self.read_at, self.desk.zone, until=until, by=self.by)
        return replace(asked, worker=self.desk.worker) if self.is_mine else asked

    async def _read(self) -> None:
        """Everybody counted, then the figures, beside the screen."""
        try:
            door = await self.desk.door()
            await asyncio.to_thread(door.measures.keep_up, self._tell_progress)
            answer = await asyncio.to_thread(door.measures.answer, (), self.inquiry(), known_at=self._known_at)
        except Refused as refused:
            self.said = str(refused)
        else:
            self.figures, self.said = answer["measures"], ""
        if self.is_mounted and not self.too_small:
            self.draw()

    @property
    def _known_at(self) -> Any:
        return self.desk.earlier.known_at if self.desk.earlier is not None else None

    def _tell_progress(self, done: int, of: int) -> None:
        self.app.call_from_thread(self.say, f"Counting {done} of {of} people")

    @property
    def height(self) -> int:
        """Lines between head and foot."""
        return max(1, self.app.size.height - 3)

    @property
    def is_beside(self) -> bool:
        """Whether there is room for two columns."""
        return self.app.size.width >= BESIDE

    def draw(self) -> None:
        super().draw()
        width = self.app.size.width
        blank = Line(width, self.look.ink.words).strip()
        strips = self._beside() if self.is_beside else self._below()
        filled = [*strips, *[blank] * self.height][: self.height]
        self.lines("list").show([rule_strip(self.heading, width, self.look), *filled])

    @property
    def heading(self) -> str:
        """The period, by what and whose; and what is under way."""
        asked = self.inquiry()
        whose = "only mine" if self.is_mine else f"by {self.by}" if self.by else "everybody"
        period = f"{month_in_words(f'{asked.since:%Y-%m}')} to {month_in_words(f'{asked.last:%Y-%m}')}"
        place = f"   {self.cursor + 1} of {len(self.figures)}" if self.figures else ""
        return f"Measures, {period}, {whose}{place}" + (f"   {self.said}" if self.said else "")

    def _row(self, n: int, width: int) -> Strip:
        figure, at_hand = self.figures[n], n == self.cursor
        ink = self.look.ink
        line = Line(width, ink.cursor if at_hand else ink.words)
        line.add(" > " if at_hand else "   ")
        marks, sign = marks_of(figure), "!" if has_signal(figure) else " "
        counted = short_count(figure)
        line.add(figure["title"], width=max(10, width - 3 - 20 - len(marks) - 4))
        line.add(" ").add(counted, width=19).add(sign).add(" ").add(marks)
        return line.strip()

    def _rows(self, width: int, height: int) -> list[Strip]:
        self.top = max(0, min(self.top, self.cursor), self.cursor - height + 1)
        shown = range(self.top, min(len(self.figures), self.top + height))
        return [self._row(n, width) for n in shown]

    def _told(self, width: int) -> list[Strip]:
        """What the measure at hand says, in words, then its groups or its months."""
        if not self.figures:
            return []
        figure, ink = self.figures[self.cursor], self.look.ink
        first, *rest = told_lines(figure)
        lines = [Line(width, ink.strong).add(f" {part}").strip() for part in wrap(first, width - 2)]
        for said in rest:
            lines += [Line(width, ink.words).add(f" {part}").strip() for part in wrap(said, width - 2)]
        room = self._height_of_told - len(lines)
        return [*lines, *(Line(width, ink.words).add(f" {said}").strip() for said in self._beneath(width - 2, room))]

    def _beneath(self, width: int, height: int) -> list[str]:
        """The groups; else the months as a chart, where there is one and room for it; else as a table."""
        figure = self.figures[self.cursor]
        if figure["groups"]:
            return [*group_lines(figure)]
        if not self.has_table and height >= LEAST_CHART:
            from carelist_tui.tui.widgets.chart import chart_lines

            if drawn := chart_lines(figure, width, min(height, MOST_CHART)):
                return drawn
        return [*month_lines(figure)]

    @property
    def _height_of_told(self) -> int:
        """Lines for what the measure at hand says."""
        return self.height if self.is_beside else self.height - max(4, self.height // 2) - 1

    def _below(self) -> list[Strip]:
        width = self.app.size.width
        rows = self._rows(width, max(4, self.height - self._height_of_told - 1))
        return [*rows, rule_strip("", width, self.look), *self._told(width)]

    def _beside(self) -> list[Strip]:
        width = self.app.size.width
        left = self._rows(ROWS_WIDTH, self.height)
        right = self._told(width - ROWS_WIDTH - 1)
        blank_left = Line(ROWS_WIDTH, self.look.ink.words).strip()
        blank_right = Line(width - ROWS_WIDTH - 1, self.look.ink.words).strip()
        between = Line(1, self.look.ink.words).add("\u2502").strip()
        return [
            Strip.join([
                left[n] if n < len(left) else blank_left, between, right[n] if n < len(right) else blank_right,
            ])
            for n in range(self.height)
        ]  # fmt: skip

    def say(self, words: str) -> None:
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()

    def _ask_again(self) -> None:
        self.say("Counting...")
        self.beside(self._read())

    def action_move(self, by: int) -> None:
        self.cursor = max(0, min(self.cursor + by, len(self.figures) - 1))
        self.draw()

    def action_group(self) -> None:
        place = GROUPED_BY.index(self.by)
        self.by = GROUPED_BY[(place + 1) % len(GROUPED_BY)]
        self._ask_again()

    def action_shift(self, by: int) -> None:
        self.months_back = max(0, self.months_back - by)
        self._ask_again()

    def action_table(self) -> None:
        self.has_table = not self.has_table
        self.draw()

    def action_mine(self) -> None:
        self.is_mine = not self.is_mine
        self._ask_again()

    def action_cases(self) -> None:
        from carelist_tui.tui.screens.measures.measure_cases import MeasureCasesScreen

        if self.figures:
            measure = self.figures[self.cursor]["key"]
            self.app.push_screen(MeasureCasesScreen(self.desk, measure, self.inquiry(), self._known_at))

    def action_help(self) -> None:
        from carelist_tui.tui.screens.text_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-1)
