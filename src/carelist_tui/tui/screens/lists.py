"""The ordinary questions as lists on screen: choose one, read it row by row, open whom a row is about. It records
nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip

OF_THE_LOG = "exports"
"""The list that is read from the access log: that somebody read it stands there too."""


class ListScreen(Page):
    """One list, as things stand when it is opened. A row takes as many lines as it needs: nothing in it is cut."""

    WHERE = "List"
    BINDINGS: ClassVar[list[BindingType]] = [
        act("listing.open-person", "enter,ctrl+j,full_stop", "open_person", "Person",
            "Open the page of the person whom the row is about."),
        act("listing.move-down", "j,down", "move(1)", "Down", "Go to the next row."),
        act("listing.move-up", "k,up", "move(-1)", "Up", "Go to the row before."),
        act("listing.page-down", "pagedown", "move(10)", "Page down", "Go down ten rows.", footer=False),
        act("listing.page-up", "pageup", "move(-10)", "Page up", "Go up ten rows.", footer=False),
        act("listing.go-top", "g,home", "move(-1000000)", "Top", "Go to the first row.", footer=False),
        act("listing.go-bottom", "G,end", "move(1000000)", "End", "Go to the last row.", footer=False),
        act("listing.leave-page", "escape,q", "leave", "Back", "Go back to where you were."),
        act("listing.show-help", "question_mark", "help", "Help", "Show the keys for where you are."),
    ]  # fmt: skip

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk)
        self.asked_for, self.heading, self.said = name, "Reading...", ""
        self.items: Sequence[dict[str, Any]] = ()
        self.rows: dict[int, str] = {}
        """What has been in sight, in words."""
        self.cursor, self.top = 0, 0

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.beside(self._read())

    async def _read(self) -> None:
        """The list, read beside the screen."""
        try:
            door = await self.desk.door()
            answer = await asyncio.to_thread(door.lists.answer, self.asked_for, self.read_at, is_now=True)
        except Refused as refused:
            self.heading, self.said = "This list can't be read", str(refused)
        else:
            self._take(answer)
        if self.is_mounted and not self.too_small:
            self.draw()

    def _take(self, answer: dict[str, Any]) -> None:
        from carelist_tui.domain.views.lists.every_list import LISTS

        kind, self.items = LISTS[self.asked_for], answer["items"]
        since = f", since {answer['from']}" if answer["from"] else ""
        self.heading = f"{kind.title}{since}: {kind.counted(len(self.items)) if self.items else f'no {kind.more}'}"
        if self.asked_for == OF_THE_LOG:
            self.desk.looks.note("log_read", count=len(self.items))

    def _row(self, n: int) -> str:
        """A row in words, whom it is about named as on every screen."""
        from carelist_tui.domain.views.lists.every_list import LISTS
        from carelist_tui.domain.views.lists.list_columns import Saying, line_of

        if n not in self.rows:
            item = self.items[n]
            card = self.desk.card(item["person"]) if item.get("person") else None
            named = {**item, "name": card.listed} if card is not None and card.listed else item
            self.rows[n] = line_of(LISTS[self.asked_for], named, Saying(self.desk.names, self.desk.zone))
        return self.rows[n]

    @property
    def height(self) -> int:
        """Lines for rows."""
        return max(1, self.app.size.height - 3)

    def _strips_of(self, n: int) -> list[Strip]:
        """One row, over as many lines as it takes."""
        width, at_hand = self.app.size.width, n == self.cursor
        style = self.look.ink.cursor if at_hand else self.look.ink.words
        strips = []
        for m, part in enumerate(wrap(self._row(n), width - 6)[: self.height]):
            mark = " > " if at_hand and m == 0 else "   " if m == 0 else "     "
            strips.append(Line(width, style).add(mark).add(part).strip())
        return strips

    def draw(self) -> None:
        super().draw()
        width = self.app.size.width
        self.top = min(self.top, self.cursor)
        while self.items and sum(len(self._strips_of(n)) for n in range(self.top, self.cursor + 1)) > self.height:
            self.top += 1
        strips: list[Strip] = []
        for n in range(self.top, len(self.items)):
            if len(strips) >= self.height:
                break
            strips += self._strips_of(n)
        if self.said:
            strips += [Line(width, self.look.ink.amber).add(f"  {part}").strip() for part in wrap(self.said, width - 4)]
        blank = Line(width, self.look.ink.words).strip()
        strips = [*strips, *[blank] * self.height][: self.height]
        place = f"   {self.cursor + 1} of {len(self.items)}" if self.items else ""
        self.lines("list").show([rule_strip(self.heading + place, width, self.look), *strips])

    def say(self, words: str) -> None:
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()

    def action_move(self, by: int) -> None:
        before, self.said = self.cursor, ""
        self.cursor = max(0, min(self.cursor + by, len(self.items) - 1))
        if self.cursor - before > self.height:
            self.top = max(self.top, self.cursor - self.height)
        self.draw()

    def action_open_person(self) -> None:
        from carelist_tui.tui.screens.person.person import PersonScreen

        person = self.items[self.cursor].get("person") if self.items else None
        if person is not None:
            self.app.push_screen(PersonScreen(self.desk, person))
        elif self.items:
            self.say("This row is about nobody on the caseload, so there is no page.")

    def action_help(self) -> None:
        from carelist_tui.tui.screens.text_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-1)
