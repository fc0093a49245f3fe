"""The person page: one screen that holds its head, the window on a tab, the story's filter and what reads it all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.several import is_refusal
from carelist_tui.desk.story_filter import Sifting
from carelist_tui.domain.card import Card
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.person.page_head import PageHead
from carelist_tui.tui.screens.person.person_reader import PersonReader
from carelist_tui.tui.screens.person.tab_window import STORY, TabWindow
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.person.block_window import Rolling
from carelist_tui.tui.widgets.person.person_head import TABS, tab_at

if TYPE_CHECKING:
    from carelist_tui.tui.screens.person.whole_person import PersonTold

POLL_SECONDS = 2.0
"""How often others' news is looked for."""


class PersonScreen(ActsPage):
    """One person, by id, on the caseload or no longer on it. Opens at once with the card; the story follows."""

    WHERE = tr("Person")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("person.leave-page", "escape,q,full_stop", "leave", tr("Back"), tr("Go back to where you were.")),
        act("person.next-tab", "tab", "turn(1)", tr("Next tab"), tr("Go to the next tab."), shown_as="tab"),
        act("person.last-tab", "shift+tab", "turn(-1)", tr("Tab before"), tr("Go to the tab before."), footer=False),
        act("person.show-story", "1", "show(0)", tr("Story"), tr("Show every entry, the newest first."), footer=False),
        act("person.show-plan", "2", "show(1)", tr("Plan"), tr("Show how we stay in contact, whole."), footer=False),
        act("person.show-risk", "3", "show(2)", tr("Risk"), tr("Show the risk plan, checks and "
                                                               "decisions."), footer=False),
        act("person.show-missed", "4", "show(3)", tr("Missed contacts"), tr("Show every missed contact and what "
                                                                            "was done."),
            footer=False),
        act("person.show-actions", "5", "show(4)", tr("Actions"), tr("Show open and closed actions."), footer=False),
        act("person.show-handovers", "6", "show(5)", tr("Handovers"), tr("Show every handover."), footer=False),
        act("person.show-indicators", "7", "show(6)", tr("Indicators"), tr("Show a chart for each "
                                                                           "indicator."), footer=False),
        act("person.show-rhythm", "8", "show(7)", tr("Contact rhythm"), tr("Show 26 weeks of contact."), footer=False),
        act("person.search-story", "slash", "search", tr("Search"), tr("Show only entries with the words that "
                                                                       "you type.")),
        act("person.filter-type", "t", "kind(1)", tr("Type"), tr("Show only entries of one type, then of the next.")),
        act("person.filter-back", "T", "kind(-1)", tr("Type before"), tr("Go back to the type before."), footer=False),
        act("person.view-whole", "v", "whole", tr("Whole entries"), tr("Show all that each entry says, or its "
                                                                       "line only.")),
        act("person.scroll-down", "j,down", "scroll(1)", tr("Down"), tr("Go down a line."), footer=False),
        act("person.scroll-up", "k,up", "scroll(-1)", tr("Up"), tr("Go up a line."), footer=False),
        act("person.page-down", "pagedown,space", "page(1)", tr("Page down"), tr("Go down a page."), footer=False),
        act("person.page-up", "pageup", "page(-1)", tr("Page up"), tr("Go up a page."), footer=False),
        act("person.go-top", "g,home", "top", tr("Top"), tr("Go to the top."), footer=False),
        act("person.go-bottom", "G,end", "bottom", tr("End"), tr("Go to the end."), footer=False),
        act("person.record-decision", "d", "add('decision.recorded')", tr("Decide"),
            tr("Write a decision note about this person."), footer=False, records=True),
        act("person.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, person_id: str) -> None:
        super().__init__(desk)
        self.said = ""
        self.reader = PersonReader(desk, person_id)
        self.sifting = Sifting()
        self.head = PageHead(self, self.reader)
        self.window = TabWindow(self, self.reader, self.sifting, self.head)

    def compose_body(self) -> ComposeResult:
        yield Lines(id="panel")
        yield Lines(id="tabs")
        yield Lines(id="list")

    # -- who is at hand, and what is said of them -----------------------------------------------------------------

    def at_hand(self) -> Card | None:
        return self.reader.card

    def owed_to(self, person: str) -> list[Item]:
        return self.reader.owed

    def say(self, words: str) -> None:
        """Say it in lines below the head, whole; it stays until escape, or the next that is said."""
        self.said = words
        self.redraw()

    def open_form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        """Open a form about this person; what it has changed is read as soon as this page is back in sight."""
        self.beside(self._open_form(kind, item, card, known))

    async def _open_form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        await self.desk.wake()
        from carelist_tui.tui.screens.forms.which_form import form_screen

        words = await self.app.push_screen_wait(form_screen(self.desk, kind, item, card, known))
        if words:
            self.say(f"{card.listed}: {words}" if card is not None else words)

    # -- reading --------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.desk.looks.note("opened", self.reader.person)
        self.call_after_refresh(self.begin_to_fill)
        self.set_interval(POLL_SECONDS, self.look_for_news)

    def on_screen_resume(self) -> None:
        """Back from a form, or another page."""
        self.look_for_news()

    def look_for_news(self) -> None:
        """Read again when somebody has written since the last reading."""
        if self.is_current and self.reader.has_aged():
            self.read_at = self.desk.now()
            self.reader.look_up()
            self.begin_to_fill()

    def begin_to_fill(self) -> None:
        """Read, beside a screen that takes keys already; a reading that is under way is given up."""
        self.run_worker(self.fill(), exclusive=True, group="fill")

    async def read_again(self, *, stand_on: str | None = None) -> None:
        self.read_at = self.desk.now()
        self.reader.look_up()
        await self.fill()

    async def fill(self) -> None:
        """Read the person whole, and show each part as it comes, or why it can't be read."""
        await self.reader.read(self.read_at, self.take)
        if self.reader.trouble:
            self.redraw()

    def take(self, told: PersonTold) -> None:
        """Show what was read; where the worker stands stays."""
        self.reader.told = told
        self.sifting.begin(told.searched)
        self.redraw()

    # -- drawing --------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        super().draw()
        self.head.draw()
        self.window.draw()

    def redraw(self) -> None:
        """Draw afresh what may have changed; the place in each tab is kept."""
        self.window.roll_anew()
        if self.is_mounted and not self.too_small:
            self.draw()

    def _sized(self) -> None:
        self.window.roll_anew()
        super()._sized()

    # -- keys and the mouse ---------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if self.sifting.typing else super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """What is typed into the story's filter."""
        if self.sifting.typing:
            event.stop()
            event.prevent_default()
            self.sifting.type(event.key, event.character)
            self._begin_story()

    def _begin_story(self) -> None:
        """Other entries of the story are shown, from the newest on."""
        self.window.begin_story()
        self.draw()

    def action_leave(self) -> None:
        """Put away what was said; with nothing said, go back."""
        if self.said:
            self.say("")
        else:
            self.dismiss()

    def action_show(self, tab: int) -> None:
        """Another tab; what was said as done is put away by it, why nothing was recorded is not."""
        self.said = self.said if is_refusal(self.said) else ""
        self.window.tab = tab
        self.draw()

    def action_turn(self, by: int) -> None:
        self.action_show((self.window.tab + by) % len(TABS))

    def action_search(self) -> None:
        self.sifting.begin_typing()
        self.window.tab = STORY
        self.draw()

    def action_kind(self, by: int) -> None:
        """The next type there is in the story; after the last, all of them."""
        self.window.tab = STORY
        self.sifting.sift(self.sifting.text, self.sifting.next_kind(by))
        self._begin_story()

    def action_whole(self) -> None:
        self.window.tab, self.window.whole = STORY, not self.window.whole
        self.redraw()

    def action_scroll(self, by: int) -> None:
        self.window.move(lambda rolling: rolling.scroll(by))

    def action_page(self, by: int) -> None:
        self.action_scroll(by * max(1, self.window.height - 1))

    def action_top(self) -> None:
        self.window.move(Rolling.go_top)

    def action_bottom(self) -> None:
        self.window.move(Rolling.go_bottom)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_scroll(-3)

    def on_click(self, event: events.Click) -> None:
        """A click on a tab shows it."""
        super().on_click(event)
        if event.widget is not None and event.widget.id == "tabs":
            self.action_show(tab_at(event.x, self.app.size.width, self.window.tab))
