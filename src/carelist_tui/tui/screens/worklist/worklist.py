"""The list under every section: reading it, drawing it, moving about in it, and leaving rows out."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.domain.card import Card
from carelist_tui.tui.bindings import act
from carelist_tui.tui.calling.outcomes import safe_from
from carelist_tui.tui.desk import Desk, settle_memory
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.sections.rows import Filter, Reading, Row, edited, filtered
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import panel_strips
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import row_strip, rule_strip, tabs_strip

POLL_SECONDS = 2.0
SETTLE_SECONDS = 0.4
"""After the first frame, before anything but keys is looked after."""
SECTIONS = ("Today", "Missed")
TODAY, MISSED = 0, 1
TALL = 32
SHORTEST_LIST = 6


class WorklistScreen(Page):
    """The worklist. The state (rows, where the cursor stands, the filter) lives here; the widgets only draw."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("today.move-down", "j,down", "move(1)", "Down", "Go to the next person.", footer=False, at_once=True),
        act("today.move-up", "k,up", "move(-1)", "Up", "Go to the person before.", footer=False, at_once=True),
        act("today.page-down", "pagedown", "page(1)", "Page down", "Go down a page.", footer=False, at_once=True),
        act("today.page-up", "pageup", "page(-1)", "Page up", "Go up a page.", footer=False, at_once=True),
        act("today.go-top", "g,home", "move(-1000000)", "Top", "Go to the first person.", footer=False, at_once=True),
        act("today.go-bottom", "G,end", "move(1000000)", "End", "Go to the last person.", footer=False, at_once=True),
        act("today.show-section", "tab", "section(1)", "Section", "Go to the next section.", footer=False),
        act("today.show-section-before", "shift+tab", "section(-1)", "Back", "Go to the section before.", footer=False),
        act("today.show-today", "f1", "show(0)", "Today", "Show what is owed today.", footer=False),
        act("today.show-missed", "f2", "show(1)", "Missed", "Show the queue of missed contacts.", footer=False),
        act("today.filter-list", "slash", "filter", "Filter", "Type to see only rows with these words."),
        act("today.show-mine", "w", "mine", "Only mine", "Show only what is yours, or everything again."),
        act("today.show-next", "n", "move(1)", "Next", "Go to the next person.", footer=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.section = TODAY
        self.filter = Filter()
        self.typing = False
        self.cursor = 0
        self.top = 0
        self.said = ""
        self.version = desk.glance.data_version()
        self.rows: list[Row] = []
        self.take(desk.today(self.read_at))

    def take(self, reading: Reading, *, stand_on: str | None = None) -> None:
        """Show this reading; the cursor stays with its person, or goes to `stand_on`, a person's id."""
        stood = self.rows[self.cursor].item.key if self.rows and not stand_on else None
        who = stand_on or (self.rows[self.cursor].person if self.rows else None)
        self.reading, self.read_at = reading, reading.at
        self._sift()
        found = [n for n, row in enumerate(self.rows) if row.item.key == stood or (who and row.person == who)]
        self.cursor = found[0] if found else min(self.cursor, max(0, len(self.rows) - 1))

    @property
    def sections(self) -> list[list[Row]]:
        """The rows of each section, before any filter."""
        return [self.reading.today, self.reading.missed]

    def _sift(self) -> None:
        self.filter = Filter(self.filter.text, self.filter.only, self.desk.names)
        self.rows = filtered(self.sections[self.section], self.filter)
        if self.section == MISSED:  # who can't be safely called yet stands below who can
            cards = {row.person: self.desk.card(row.person) for row in self.rows}
            at, zone = self.read_at, self.desk.zone
            waits = {who: card is not None and safe_from(card, at, zone) is not None for who, card in cards.items()}
            self.rows.sort(key=lambda row: waits[row.person])

    async def read_again(self, *, stand_on: str | None = None) -> None:
        """Read the store as it is now, beside the screen; then show it."""
        reading = await asyncio.to_thread(self.desk.ahead, self.desk.now())
        self.take(reading, stand_on=stand_on)
        if self.is_current:
            self.draw()

    async def look_for_news(self) -> None:
        """Read again when somebody has written, or the moment has come that something reads otherwise."""
        version = self.desk.glance.data_version()
        turns_at = self.reading.turns_at
        if version != self.version or (turns_at is not None and self.desk.now() > turns_at):
            self.version = version
            await self.read_again()

    def compose_body(self) -> ComposeResult:
        yield Lines(id="tabs")
        yield Lines(id="list")
        yield Lines(id="panel")

    def on_mount(self) -> None:
        self.call_after_refresh(self.set_timer, SETTLE_SECONDS, self.begin_settling)

    def begin_settling(self) -> None:
        """Settle beside the screen, which goes on taking keys."""
        self.run_worker(self.settle())

    async def settle(self) -> None:
        """After the first frame: what comes next is read, and others' news looked for from now on."""
        await self.read_again()
        settle_memory()
        self.set_interval(POLL_SECONDS, lambda: self.run_worker(self.look_for_news(), exclusive=True, group="news"))

    @property
    def panel_height(self) -> int:
        """Lines for the person at hand: more of them where the list is short, so that it hides nothing needlessly."""
        free = self.app.size.height - 4
        least = 11 if free < TALL else 16
        return max(least, free - max(len(self.rows), SHORTEST_LIST))

    @property
    def list_height(self) -> int:
        """Lines for the rows."""
        return max(1, self.app.size.height - self.panel_height - 4)

    @property
    def row(self) -> Row | None:
        return self.rows[self.cursor] if self.rows else None

    @property
    def card(self) -> Card | None:
        return self.desk.card(self.row.person) if self.row else None

    def draw(self) -> None:
        self.lines("panel").styles.height = self.panel_height
        super().draw()
        self.draw_tabs()
        self.draw_list()
        self.draw_panel()

    def draw_tabs(self) -> None:
        """The sections with their counts; what is typed as a filter, and what it hides."""
        width = self.app.size.width
        counted = enumerate(zip(SECTIONS, map(len, self.sections), strict=True))
        tabs = [(name, count, n == self.section) for n, (name, count) in counted]
        hidden = len(self.sections[self.section]) - len(self.rows)
        says = [f"filter: {self.filter.text}_" if self.typing else "", self.filter.says(hidden)]
        strip = tabs_strip(tabs, "   ".join(filter(None, says)), width, self.look)
        self.lines("tabs").show([strip, rule_strip("", width, self.look)])

    def draw_list(self) -> None:
        height, width = self.list_height, self.app.size.width
        if not self.top <= self.cursor < self.top + height:
            self.top = max(0, min(self.cursor - height // 2, len(self.rows) - height))
        shown = self.rows[self.top : self.top + height]
        strips = [
            row_strip(row, width, self.look, at_hand=n == self.cursor) for n, row in enumerate(shown, start=self.top)
        ]
        if not strips:
            words = "Nothing here." if self.filter.says(0) else "Nothing is owed now."
            strips = [Line(width, self.look.ink.green).add(f"  {words}").strip()]
        strips += [Line(width, self.look.ink.words).strip()] * (height - len(strips))
        self.lines("list").show(strips)

    def panel_lines(self) -> list[Strip]:
        """What is said of the person at hand."""
        row, card = self.row, self.card
        return panel_strips(card, row.item, self.app.size.width, self.look) if row and card else []

    def draw_panel(self) -> None:
        width, height = self.app.size.width, self.panel_height
        strips = [rule_strip(self.said, width, self.look), *self.panel_lines()]
        if len(strips) > height:
            more = len(strips) - height + 1
            line = Line(width, self.look.ink.quiet).add(f" ... {more} more lines: v shows all")
            strips = [*strips[: height - 1], line.strip()]
        strips += [Line(width, self.look.ink.words).strip()] * (height - len(strips))
        self.lines("panel").show(strips)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self.typing

    def action_move(self, by: int) -> None:
        self.go_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        self.go_to(self.cursor + by * self.list_height)

    def go_to_person(self, person: str | None) -> None:
        """Stand on a person's row, where they have one."""
        found = [n for n, row in enumerate(self.rows) if person is not None and row.person == person]
        self.go_to(found[0] if found else self.cursor)

    def go_to(self, row: int) -> None:
        """Stand on a row, as near as there is one."""
        self.cursor = max(0, min(row, len(self.rows) - 1))
        if self.is_mounted and not self.too_small:
            self.draw_list()
            self.draw_panel()

    def action_show(self, section: int) -> None:
        if section == MISSED:
            self.desk.wake()
        self.section, self.cursor, self.top = section, 0, 0
        self._sift()
        self.draw()

    def action_section(self, by: int) -> None:
        self.action_show((self.section + by) % len(SECTIONS))

    def action_mine(self) -> None:
        self.filter = Filter(self.filter.text, None if self.filter.only else self.desk.worker)
        self._resift()

    def action_filter(self) -> None:
        self.typing = True
        self.draw()

    def _resift(self) -> None:
        self._sift()
        self.cursor, self.top = 0, 0
        self.draw()

    def on_key(self, event: events.Key) -> None:
        if self.typing:
            event.stop()
            event.prevent_default()
            self._type(event)

    def _type(self, event: events.Key) -> None:
        text = edited(self.filter.text, event.key, event.character)
        if event.key in ("enter", "escape"):
            self.typing = False
            text = text if event.key == "enter" else ""
        self.filter = Filter(text, self.filter.only)
        self._resift()
