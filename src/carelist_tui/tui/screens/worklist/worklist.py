"""The list under every section: reading it, moving about in it, and leaving rows out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType

from carelist_tui.desk.calls.outcomes import safe_from
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import Filter, edited, filtered
from carelist_tui.desk.sections.rows import Row
from carelist_tui.desk.sections.snapshot import MISSED, SECTIONS, Reading
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.worklist.list_state import ListingScreen
from carelist_tui.tui.widgets.row import tab_places
from carelist_tui.vault.garbage import settle_memory

POLL_SECONDS = 2.0
SETTLE_SECONDS = 0.4
"""After the first frame, before anything but keys is looked after."""
WHEEL_ROWS = 3


class WorklistScreen(ListingScreen):
    """The worklist: its sections, and where somebody stands in them."""

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
        act("today.show-board", "f3", "show(2)", "Board", "Show everyone who is red or amber.", footer=False),
        act("today.show-handovers", "f4", "show(3)", "Handovers",
            "Show open handovers, and what stands between each and its closing.", footer=False),
        act("today.show-actions", "f5", "show(4)", "Actions", "Show open actions, whose they are and by when.",
            footer=False),
        act("today.show-plans", "f6", "show(5)", "Plans & reviews",
            "Show plans and reviews that are due, or come within a week.", footer=False),
        act("today.filter-list", "slash", "filter", "Filter", "Type to see only rows with these words."),
        act("today.show-mine", "w", "mine", "Only mine", "Show only what is yours, or everything again."),
        act("today.show-next", "n", "move(1)", "Next", "Go to the next person.", footer=False),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.version = desk.glance.data_version()
        self.awaited: str | None = None
        """The person to stand on once the section was read, from the last time."""
        self._waits: dict[str | None, bool] = {}
        self.missing: list[str] = []
        """Entries that can no longer be found in this store, in sentences."""
        self.take(desk.today(self.read_at))
        if desk.me is not None and desk.me.role == "support_worker":
            self.filter = Filter(only=desk.worker)
            self._sift()

    # -- reading ------------------------------------------------------------------------------------------------

    def take(self, reading: Reading, *, stand_on: str | None = None) -> None:
        """Show this reading; the cursor stays with its person, or goes to `stand_on`, a person's id."""
        if self.awaited and reading.rows[self.section] is not None:
            stand_on, self.awaited = stand_on or self.awaited, None
        stood = self.rows[self.cursor].item.key if self.rows and not stand_on else None
        who = stand_on or (self.rows[self.cursor].person if self.rows else None)
        self.reading, self.read_at, self._waits = reading, reading.at, {}
        self._sift()
        found = [n for n, row in enumerate(self.rows) if row.item.key == stood]
        found += [n for n, row in enumerate(self.rows) if who and row.person == who]
        self.cursor = found[0] if found else min(self.cursor, max(0, len(self.rows) - 1))

    def _sift(self) -> None:
        self.filter = Filter(self.filter.text, self.filter.only, self.desk.names)
        self.rows = filtered(self.reading.rows[self.section] or [], self.filter)
        if self.section == MISSED:  # who can't be safely called yet stands below who can
            self.rows.sort(key=self._waits_for_a_safe_time)
        self.marked &= {row.item.key for row in self.rows}

    def _waits_for_a_safe_time(self, row: Row) -> bool:
        if row.person not in self._waits:
            card = self.desk.card(row.person)
            self._waits[row.person] = card is not None and safe_from(card, self.read_at, self.desk.zone) is not None
        return self._waits[row.person]

    def turn(self, now: datetime) -> None:
        """Who has come to a safe time, or left one, stands elsewhere in the queue; the cursor stays with its person."""
        stood = self.row.item.key if self.row else None
        self._waits, self.read_at = {}, now
        self._sift()
        self.cursor = next((n for n, row in enumerate(self.rows) if row.item.key == stood), self.cursor)
        super().turn(now)

    async def read_again(self, *, stand_on: str | None = None) -> None:
        """Read the store as it is now, beside the screen; then show it."""
        reading = await asyncio.to_thread(self.desk.ahead, self.desk.now())
        self.take(reading, stand_on=stand_on)
        if self.is_current and not self.too_small:
            self.draw()

    async def look_for_news(self) -> None:
        """Read again when somebody has written, or the moment has come that something reads otherwise."""
        version = self.desk.glance.data_version()
        if version != self.version or self.desk.now() > self.reading.turns_at:
            self.version = version
            await self.read_again()

    def on_mount(self) -> None:
        self.call_after_refresh(self.set_timer, SETTLE_SECONDS, self.begin_settling)

    def begin_settling(self) -> None:
        """Settle beside the screen, which goes on taking keys."""
        self.run_worker(self.settle())

    async def settle(self) -> None:
        """After the first frame: what comes next is read, and others' news looked for from now on.
        What writing needs is imported, so that the first thing written waits for nothing."""
        await self.read_again()
        settle_memory()
        self.run_worker(self.look_for_missing())
        self.set_interval(POLL_SECONDS, lambda: self.run_worker(self.look_for_news(), exclusive=True, group="news"))

    async def look_for_missing(self) -> None:
        """What can no longer be found is said above the list until a sync has brought it back."""
        await self.desk.wake()
        said = self.missing
        with suppress(Refused):  # what can't be opened is said to whoever records
            self.missing = await self.desk.missing()
        if self.missing != said and self.is_current and not self.too_small:
            self.draw()

    # -- the next start -----------------------------------------------------------------------------------------

    def remembered(self) -> dict[str, str | bool]:
        """Where somebody is: section, filter, only mine, and the person at hand, by their id."""
        person = self.row.person if self.row else None
        where: dict[str, str | bool] = {"section": SECTIONS[self.section], "filter": self.filter.text}
        return where | {"only_mine": self.filter.only is not None} | ({"person": person} if person else {})

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Go there again; what is not there, or is nothing any more, is passed over."""
        text, mine, person = kept.get("filter"), kept.get("only_mine"), kept.get("person")
        if kept.get("section") in SECTIONS:
            self.section = SECTIONS.index(str(kept["section"]))
        only = self.filter.only if not isinstance(mine, bool) else self.desk.worker if mine else None
        self.filter = Filter(text if isinstance(text, str) else self.filter.text, only)
        self.awaited = person if isinstance(person, str) else None
        self.cursor = self.top = 0
        self.take(self.reading)
        if self.is_mounted and not self.too_small:
            self.draw()

    # -- moving -------------------------------------------------------------------------------------------------

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
        if self.is_mounted and not self.too_small and self.query("#tabs"):  # it may be on its way out
            if self.find_places() != self.places:  # somebody with more warnings than the last takes more lines
                self._place()
            self.draw_tabs()
            self.draw_list()
            self.draw_panel()

    def action_show(self, section: int) -> None:
        if section == MISSED:
            self.desk.wake()
        self.section = section
        self.marked.clear()
        self._resift()

    def action_section(self, by: int) -> None:
        self.action_show((self.section + by) % len(SECTIONS))

    def on_click(self, event: events.Click) -> None:
        """A click on a row stands on it, one on a section shows it."""
        where = event.widget.id if event.widget is not None else None
        if where == "list" and self.top + event.y < len(self.rows):
            self.go_to(self.top + event.y)
        elif where == "tabs" and event.y == 0 and not self.typing:
            places = tab_places(self.tabs, self.app.size.width)
            found = [n for n, (x, words) in enumerate(places) if x <= event.x < x + len(words)]
            if found and self.check_action("show", (found[0],)):
                self.action_show(found[0])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.go_to(self.cursor + WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.go_to(self.cursor - WHEEL_ROWS)

    # -- leaving rows out ---------------------------------------------------------------------------------------

    def action_mine(self) -> None:
        self.filter = Filter(self.filter.text, None if self.filter.only else self.desk.worker)
        self._resift(stand_on=self.row.person if self.row else None)

    def action_filter(self) -> None:
        self.typing = True
        self.draw()

    def _resift(self, *, stand_on: str | None = None) -> None:
        """Leave rows out afresh; go to the first that is left, or stay with a person who is still there."""
        self._sift()
        self.cursor, self.top, self.awaited = 0, 0, None
        if stand_on is not None:
            self.cursor = next((n for n, row in enumerate(self.rows) if row.person == stand_on), 0)
        if self.is_mounted and not self.too_small:
            self.draw()

    def on_key(self, event: events.Key) -> None:
        if self.typing:
            event.stop()
            event.prevent_default()
            self._type(event)

    def _type(self, event: events.Key) -> None:
        text, at_hand = edited(self.filter.text, event.key, event.character), None
        if event.key in ("enter", "ctrl+j", "escape"):
            self.typing = False
            text = "" if event.key == "escape" else text
            at_hand = self.row.person if self.row else None
        self.filter = Filter(text, self.filter.only)
        self._resift(stand_on=at_hand)
