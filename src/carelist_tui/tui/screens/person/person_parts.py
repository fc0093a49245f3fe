"""What the person page holds, and how it is drawn: the head, the tabs, and the part of one that is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.strip import Strip

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.story_filter import Sifting
from carelist_tui.domain.card import Card
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.person.block_window import Rolling
from carelist_tui.tui.widgets.person.person_head import tabs_strip, top_strips
from carelist_tui.tui.widgets.person.story_lines import SIGNS, entry_strips, when_words
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import rule_strip

if TYPE_CHECKING:
    from carelist_tui.tui.screens.person.whole_person import PersonTold

STORY, PLAN = 0, 1
TITLES = 3
"""Of what is due so many are named on top."""
NOBODY = "Nobody here has this id. Press escape to go back."
WAITING = "Reading the story..."


class ShowingScreen(ActsPage):
    """Everything that is known stands here; the widgets only get lines."""

    def __init__(self, desk: Desk, person_id: str) -> None:
        super().__init__(desk)
        self.person = person_id
        self.card: Card | None = desk.card(person_id)
        self.owed: list[Item] = []
        self.said = ""
        self.version = desk.glance.data_version()
        self.told: PersonTold | None = None
        self.trouble = ""
        self.tab = STORY
        self.sifting = Sifting()
        self.typing = self.whole = False
        self._rolled: dict[int, Rolling] = {}
        self._stood: dict[int, tuple[int, int]] = {}
        self._top: list[Strip] = []
        self._cut: list[Strip] = []

    def at_hand(self) -> Card | None:
        return self.card

    def owed_to(self, person: str) -> list[Item]:
        return self.owed

    def say(self, words: str) -> None:
        """Say it in lines below the head, whole; it stays until escape, or the next that is said."""
        self.said = words
        self.redraw()

    def compose_body(self) -> ComposeResult:
        yield Lines(id="panel")
        yield Lines(id="tabs")
        yield Lines(id="list")

    def take(self, told: PersonTold) -> None:
        """Show what was read; where the worker stands stays."""
        self.told = told
        self.sifting.begin(told.searched)
        self.redraw()

    def sift(self, text: str, kind: str) -> None:
        """Show the entries with these words, of this type; from the newest on."""
        self.sifting.sift(text, kind)
        self._rolled.pop(STORY, None)
        self._stood.pop(STORY, None)
        self.draw()

    def redraw(self) -> None:
        """Draw afresh what may have changed; the place in each tab is kept."""
        self._roll_anew()
        if self.is_mounted and not self.too_small:
            self.draw()

    def _sized(self) -> None:
        self._roll_anew()
        super()._sized()

    def _roll_anew(self) -> None:
        self._stood |= {tab: (rolled.block, rolled.line) for tab, rolled in self._rolled.items()}
        self._rolled.clear()

    # -- the head -----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        super().draw()
        self._top = [*self.top_lines(), *self.said_lines()]
        self.lines("panel").styles.height = len(self._top)
        self.lines("panel").show(self._top)
        self.draw_list()

    def top_lines(self) -> list[Strip]:
        """The head of the page: never more than two lines in five; where the others are is said."""
        width, most = self.app.size.width, (self.app.size.height - 4) * 2 // 5
        if self.card is None:
            return [Line(width, self.look.ink.red).add(f" {NOBODY}").strip()]
        strips = top_strips(self.card, self.closed_words(), self.due_words(), width, self.look)
        self._cut = strips[most - 1 :] if len(strips) > most else []
        if self._cut:
            more = Line(width, self.look.ink.quiet).add(f" ... {len(self._cut)} more lines: 2 shows them")
            strips = [*strips[: most - 1], more.strip()]
        return strips

    def said_lines(self) -> list[Strip]:
        """What was done, or why nothing was recorded; never cut."""
        said = Said(self.app.size.width, self.look)
        if self.said:
            said.put(self.said, self.look.ink.amber if self.said.startswith("NOT") else self.look.ink.strong)
        return said.strips

    def closed_words(self) -> str:
        """That they are no longer on the caseload, since when and why; empty while they are."""
        if self.told is None or self.told.answer.get("on_caseload", True):
            return ""
        left = self.told.past.left if self.told.past else None
        line = self.told.by_id.get(left.id) if left else None
        since = f" since {when_words(line['occurred_at'], self.look)}: {line['in_words']}" if line else ""
        return f"NOT ON THE CASELOAD{since}"

    def due_words(self) -> str:
        """What is due or overdue by its title, the worst first; `!` before what is overdue. Tab Plan says why."""
        items = self.told.answer.get("items", ()) if self.told is not None else ()
        now = {"overdue": "! ", "due": ""}
        titles = list(dict.fromkeys(now[i["status"]] + i["title"] for i in items if i["status"] in now))
        more = f"  +{len(titles) - TITLES}" if len(titles) > TITLES else ""
        return ", ".join(titles[:TITLES]) + more

    # -- the tab at hand ----------------------------------------------------------------------------------------

    @property
    def list_height(self) -> int:
        """Lines for the tab at hand."""
        return max(1, self.app.size.height - len(self._top) - 4)

    def draw_list(self) -> None:
        """The tabs, what the one at hand shows, and the part of it that is in sight."""
        width, height = self.app.size.width, self.list_height
        strips, below = self.rolling.seen(height)
        strips = strips + [Line(width, self.look.ink.words).strip()] * (height - len(strips))
        says = "   ".join(filter(None, (self.says(), f"{below} more below" if below else "")))
        tabs = tabs_strip(self.tab, width, self.look)
        self.lines("tabs").show([tabs, rule_strip(says, width, self.look)])
        self.lines("list").show(strips)

    def says(self) -> str:
        """What the tab shows: of the story how much, and what is left out."""
        if self.tab != STORY or self.told is None:
            return ""
        if not self.told.answer:
            return f"the newest {len(self.told.lines)}; {WAITING[:1].lower()}{WAITING[1:]}"
        typed = f"search: {self.sifting.text}_" if self.typing else ""
        return "   ".join(filter(None, (typed, self.sifting.says(), SIGNS)))

    @property
    def rolling(self) -> Rolling:
        """The lines of the tab at hand, made when they are first seen."""
        if self.tab not in self._rolled:
            rolled = self._roll()
            rolled.stand_at(*self._stood.get(self.tab, (0, 0)))
            self._rolled[self.tab] = rolled
        return self._rolled[self.tab]

    def _roll(self) -> Rolling:
        told = self.told
        if told is None or (self.tab != STORY and told.past is None) or self.card is None:
            words = self.trouble or (WAITING if self.card else "")
            return Rolling(1, lambda n: [Line(self.app.size.width, self.look.ink.quiet).add(f" {words}").strip()])
        if self.tab == STORY:
            return self._roll_story(told)
        from carelist_tui.tui.screens.person.blocks import Sheet
        from carelist_tui.tui.screens.person.tabs import MAKERS

        sheet = Sheet(told, self.card, self.app.size.width, self.look)
        if self.tab == PLAN:
            sheet.strips += self._cut
        MAKERS[self.tab - 1](sheet)
        return sheet.rolled()

    def _roll_story(self, told: PersonTold) -> Rolling:
        found, width, look, whole = self.sifting.found, self.app.size.width, self.look, self.whole

        def strips_of(block: int) -> list[Strip]:
            from carelist_tui.tui.widgets.person.entry_lines import fields_of

            line = told.lines[found[block]]
            fields = fields_of(line, told.by_id, look) if whole else ()
            return entry_strips(line, width, look, told.now_words(line, look.zone), fields)

        if not found:
            words = "No entry has these words." if told.answer else WAITING
            return Rolling(1, lambda n: [Line(width, look.ink.quiet).add(f" {words}").strip()])
        return Rolling(len(found), strips_of)
