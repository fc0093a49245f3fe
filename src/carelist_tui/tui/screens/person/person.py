"""The person page: read beside the screen as it opens, and what its keys do."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType

from carelist_tui.desk.sections.filters import edited
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.person.person_parts import STORY, ShowingScreen
from carelist_tui.tui.widgets.person.person_head import TABS, tab_at

POLL_SECONDS = 2.0
"""How often others' news is looked for."""


class PersonScreen(ShowingScreen):
    """One person, by id, on the caseload or no longer on it. Opens at once with the card; the story follows."""

    WHERE = "Person"
    BINDINGS: ClassVar[list[BindingType]] = [
        act("person.leave-page", "escape,q,full_stop", "leave", "Back", "Go back to where you were."),
        act("person.next-tab", "tab", "turn(1)", "Next tab", "Go to the next tab.", shown_as="tab"),
        act("person.last-tab", "shift+tab", "turn(-1)", "Tab before", "Go to the tab before.", footer=False),
        act("person.show-story", "1", "show(0)", "Story", "Show every entry, the newest first.", footer=False),
        act("person.show-plan", "2", "show(1)", "Plan", "Show how we stay in contact, whole.", footer=False),
        act("person.show-risk", "3", "show(2)", "Risk", "Show the risk plan, checks and decisions.", footer=False),
        act("person.show-missed", "4", "show(3)", "Missed contacts", "Show every missed contact and what was done.",
            footer=False),
        act("person.show-actions", "5", "show(4)", "Actions", "Show open and closed actions.", footer=False),
        act("person.show-handovers", "6", "show(5)", "Handovers", "Show every handover.", footer=False),
        act("person.show-indicators", "7", "show(6)", "Indicators", "Show a chart for each indicator.", footer=False),
        act("person.show-rhythm", "8", "show(7)", "Contact rhythm", "Show 26 weeks of contact.", footer=False),
        act("person.search-story", "slash", "search", "Search", "Show only entries with the words that you type."),
        act("person.filter-type", "t", "kind(1)", "Type", "Show only entries of one type, then of the next."),
        act("person.filter-back", "T", "kind(-1)", "Type before", "Go back to the type before.", footer=False),
        act("person.view-whole", "v", "whole", "Whole entries", "Show all that each entry says, or its line only."),
        act("person.scroll-down", "j,down", "scroll(1)", "Down", "Go down a line.", footer=False),
        act("person.scroll-up", "k,up", "scroll(-1)", "Up", "Go up a line.", footer=False),
        act("person.page-down", "pagedown,space", "page(1)", "Page down", "Go down a page.", footer=False),
        act("person.page-up", "pageup", "page(-1)", "Page up", "Go up a page.", footer=False),
        act("person.go-top", "g,home", "top", "Top", "Go to the top.", footer=False),
        act("person.go-bottom", "G,end", "bottom", "End", "Go to the end.", footer=False),
        act("person.record-decision", "d", "add('decision.recorded')", "Decide",
            "Write a decision note about this person.", footer=False, records=True),
        act("person.show-help", "question_mark", "help", "Help", "Show the keys for where you are."),
    ]  # fmt: skip

    def on_mount(self) -> None:
        self.desk.looks.note("opened", self.person)
        self.call_after_refresh(self.begin_to_fill)
        self.set_interval(POLL_SECONDS, self.look_for_news)

    def begin_to_fill(self) -> None:
        """Read, beside a screen that takes keys already; a reading that is under way is given up."""
        self.run_worker(self.fill(), exclusive=True, group="fill")

    def on_screen_resume(self) -> None:
        """Back from a form, or another page."""
        self.look_for_news()

    def look_for_news(self) -> None:
        """Read again when somebody has written since the last reading."""
        version = self.desk.glance.data_version()
        if version != self.version and self.is_current:
            self.version = version
            self.read_at = self.desk.now()
            self.card = self.desk.card(self.person)
            self.begin_to_fill()

    async def read_again(self, *, stand_on: str | None = None) -> None:
        self.read_at = self.desk.now()
        self.card = self.desk.card(self.person)
        await self.fill()

    async def fill(self) -> None:
        """Read the story through the door, its end first; then what it adds up to."""
        if self.card is None:
            return
        at, self.version = self.read_at, self.desk.glance.data_version()
        try:
            door = await self.desk.door()
            from carelist_tui.tui.screens.person.whole_person import look_back, read_newest, read_person

            if self.told is None:
                self.take(await asyncio.to_thread(read_newest, door, self.person, at))
            told = await asyncio.to_thread(read_person, door, self.person, at)
            self.take(told)
            self.take(await asyncio.to_thread(look_back, told, at, door.journal.standards))
            self.owed = await asyncio.to_thread(self.read_owed, at)
        except Refused as refused:
            self.trouble = str(refused)
            self.redraw()

    def read_owed(self, at: datetime) -> list[Item]:
        """What is due for this person, and comes next; read in a thread."""
        items = self.desk.ahead(at).items
        return [item for item in items if item.person is not None and item.person.id == self.person]

    def open_form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        """Open a form about this person; what it has changed is read as soon as this page is back in sight."""
        self.beside(self._open_form(kind, item, card, known))

    async def _open_form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        await self.desk.wake()
        from carelist_tui.tui.screens.forms.which_form import form_screen

        words = await self.app.push_screen_wait(form_screen(self.desk, kind, item, card, known))
        if words:
            self.say(f"{card.listed}: {words}" if card is not None else words)

    # -- keys ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if self.typing else super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        if self.typing:
            event.stop()
            event.prevent_default()
            self._type(event)

    def _type(self, event: events.Key) -> None:
        if event.key in ("enter", "ctrl+j", "escape"):
            self.typing = False
            text = "" if event.key == "escape" else self.sifting.text
        else:
            text = edited(self.sifting.text, event.key, event.character)
        self.sift(text, self.sifting.kind)

    def action_leave(self) -> None:
        """Put away what was said; with nothing said, go back."""
        if self.said:
            self.say("")
        else:
            self.dismiss()

    def action_show(self, tab: int) -> None:
        """Another tab; what was said as done is put away by it, why nothing was recorded is not."""
        self.said = self.said if self.said.startswith("NOT") else ""
        self.tab = tab
        self.draw()

    def action_turn(self, by: int) -> None:
        self.action_show((self.tab + by) % len(TABS))

    def action_search(self) -> None:
        self.typing, self.tab = True, STORY
        self.draw()

    def action_kind(self, by: int) -> None:
        """The next type there is in the story; after the last, all of them."""
        self.tab = STORY
        self.sift(self.sifting.text, self.sifting.next_kind(by))

    def action_whole(self) -> None:
        self.tab, self.whole = STORY, not self.whole
        self.redraw()

    def action_scroll(self, by: int) -> None:
        self.rolling.scroll(by)
        self.draw_list()

    def action_page(self, by: int) -> None:
        self.action_scroll(by * max(1, self.list_height - 1))

    def action_top(self) -> None:
        self.rolling.go_top()
        self.draw_list()

    def action_bottom(self) -> None:
        self.rolling.go_bottom()
        self.draw_list()

    def action_help(self) -> None:
        from carelist_tui.tui.screens.text_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_scroll(-3)

    def on_click(self, event: events.Click) -> None:
        """A click on a tab shows it."""
        super().on_click(event)
        if event.widget is not None and event.widget.id == "tabs":
            self.action_show(tab_at(event.x, self.app.size.width, self.tab))
