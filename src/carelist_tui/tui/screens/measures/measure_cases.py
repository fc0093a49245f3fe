"""The people behind a figure: a row a case, the newest first: who counted, who did not, who is left out and why; of
days a row a person. `enter` opens the page of the person. It records nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.case_rows import CaseRow, case_rows, rows_sentence
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip
from carelist_tui.tui.widgets.wrapped_rows import WrappedRows

if TYPE_CHECKING:
    from carelist_tui.domain.measures.inquiry import Inquiry


class MeasureCasesScreen(Page):
    """The cases of one measure as `inquiry` asks for them, which is of whom `whose` says."""

    WHERE = tr("Cases")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("cases.open-person", "enter,ctrl+j,full_stop", "open_person", tr("Person"),
            tr("Open the page of the person whom the case is about.")),
        act("cases.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next case.")),
        act("cases.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the case before.")),
        act("cases.page-down", "pagedown", "move(10)", tr("Page down"), tr("Go down ten cases."), footer=False),
        act("cases.page-up", "pageup", "move(-10)", tr("Page up"), tr("Go up ten cases."), footer=False),
        act("cases.go-top", "g,home", "move(-1000000)", tr("Top"), tr("Go to the first case."), footer=False),
        act("cases.go-bottom", "G,end", "move(1000000)", tr("End"), tr("Go to the last case."), footer=False),
        act("cases.read-notes", "r", "notes", tr("Five notes"),
            tr("Five notes behind this figure to read whole, drawn by a seed that is said: whose they are is kept.")),
        act("cases.leave-page", "escape,q", "leave", tr("Back"), tr("Go back to the measures.")),
        act("cases.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, measure: str, inquiry: Inquiry, whose: str) -> None:
        super().__init__(desk)
        self.measure, self.inquiry, self.whose = measure, inquiry, whose
        self.heading, self.said = tr("Reading..."), ""
        self.counted = ""
        """How many there are, of when and whose."""
        self.rows: Sequence[CaseRow] = ()
        self.figure: dict[str, Any] | None = None
        self.place = WrappedRows()

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.beside(self._read())

    async def _read(self) -> None:
        try:
            door = await self.desk.present.door()
            answer = await asyncio.to_thread(
                door.measures.answer, (self.measure,), self.inquiry, known_at=self.desk.known_at, with_cases=True
            )
        except Refused as refused:
            self.heading, self.said = tr("These cases can't be read"), str(refused)
        else:
            (figure,) = answer["measures"]
            self.figure, self.heading = figure, figure["title"]
            self.rows = case_rows(figure, self.inquiry)
            self.counted = rows_sentence(figure, self.rows, self.inquiry, self.whose) if self.rows else ""
            if not self.rows:
                self.said = tr("Nobody stands behind this figure: nothing of it happened in this period.")
        if self.is_mounted and not self.too_small:
            self.draw()

    @property
    def height(self) -> int:
        """Lines for what is counted and the rows."""
        return max(1, self.app.size.height - 3)

    def _words(self, n: int) -> str:
        row = self.rows[n]
        card = self.desk.card(row.person)
        name = card.listed if card is not None and card.listed else row.ref or row.person
        return f"{name}  {row.words}"

    def draw(self) -> None:
        super().draw()
        width = self.app.size.width
        strips = [Line(width, self.look.ink.quiet).add(f"  {part}").strip() for part in wrap(self.counted, width - 4)]
        room = max(1, self.height - len(strips))
        strips += self.place.strips(len(self.rows), self._words, (width, room), self.look)
        if self.said:
            strips += [Line(width, self.look.ink.words).add(f"  {part}").strip() for part in wrap(self.said, width - 4)]
        blank = Line(width, self.look.ink.words).strip()
        place = f"   {self.place.place(len(self.rows))}" if self.rows else ""
        filled = [*strips, *[blank] * self.height][: self.height]
        self.lines("list").show([rule_strip(self.heading + place, width, self.look), *filled])

    def say(self, words: str) -> None:
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()

    def action_move(self, by: int) -> None:
        self.said = ""
        self.place.move(by, len(self.rows))
        self.draw()

    def action_open_person(self) -> None:
        from carelist_tui.tui.screens.person.person import PersonScreen

        if self.rows:
            self.app.push_screen(PersonScreen(self.desk, self.rows[self.place.cursor].person))

    def action_notes(self) -> None:
        if self.figure is not None:
            self.beside(self._read_notes(self.figure))

    async def _read_notes(self, figure: dict[str, Any]) -> None:
        """Five notes, whole, as they stand at the moment that is read; whom they are about stands in the access log."""
        from carelist_tui.desk.at_hand.notes_read import note_lines
        from carelist_tui.tui.screens.text_page import ReadingScreen

        desk = self.desk
        door = await desk.present.door()
        notes = await asyncio.to_thread(door.measures.notes, figure, self.read_at, desk.known_at)
        for person in dict.fromkeys(person["person"] for person, _ in notes):
            desk.looks.note("opened", person)
        told = [*note_lines(figure["notes_to_read"], notes, desk.names, desk.zone)]
        await self.app.push_screen(ReadingScreen(desk, figure["title"], lambda width: self._note_strips(told, width)))

    def _note_strips(self, told: Sequence[str], width: int) -> list[Strip]:
        ink = self.look.ink
        return [Line(width, ink.words).add(f" {part}").strip() for line in told for part in wrap(line, width - 2)]

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-1)
