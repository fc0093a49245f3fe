"""The tab at hand of the person page, and the part of it that is in sight; the place in each tab is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.story_filter import Sifting
from carelist_tui.tui.screens.person.page_head import PageHead
from carelist_tui.tui.screens.person.person_reader import PersonReader
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.widgets.person.block_window import Rolling
from carelist_tui.tui.widgets.person.person_head import tabs_strip
from carelist_tui.tui.widgets.person.story_lines import SIGNS, entry_strips
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import rule_strip

if TYPE_CHECKING:
    from carelist_tui.tui.screens.person.whole_person import PersonTold

STORY, PLAN = 0, 1
WAITING = tr("Reading the story...")


Move = Callable[[Rolling], None]


class TabWindow:
    """`tab` is the number of the one at hand; `whole` whether each entry of the story says all that it holds."""

    def __init__(self, page: ActsPage, reader: PersonReader, sifting: Sifting, head: PageHead) -> None:
        self.page, self.reader, self.sifting, self.head = page, reader, sifting, head
        self.tab = STORY
        self.whole = False
        self._rolled: dict[int, Rolling] = {}
        self._stood: dict[int, tuple[int, int]] = {}
        self._moved: dict[int, list[Move]] = {}
        """Where somebody wanted to go in each tab that was not read whole yet: it is done again once it is."""
        self._half: set[int] = set()
        """The tabs whose lines are not all that they will show: where somebody stands in them is no place to keep."""

    def roll_anew(self) -> None:
        """Make every line afresh when it is next seen; where somebody stands in each tab is kept."""
        whole = {tab: rolled for tab, rolled in self._rolled.items() if tab not in self._half}
        self._stood |= {tab: (rolled.block, rolled.line) for tab, rolled in whole.items()}
        self._rolled.clear()

    def begin_story(self) -> None:
        """The story from its newest entry on: other entries of it are shown."""
        self._rolled.pop(STORY, None)
        self._stood.pop(STORY, None)
        self._moved.pop(STORY, None)

    def move(self, move: Move) -> None:
        """Go somewhere in the tab at hand, also in what of it is still being read."""
        if not self._is_read:
            self._moved.setdefault(self.tab, []).append(move)
        move(self.rolling)
        self.draw()

    @property
    def _is_read(self) -> bool:
        """Whether the tab at hand shows all that it will."""
        told = self.reader.told
        return told is not None and (bool(told.answer) if self.tab == STORY else told.past is not None)

    @property
    def height(self) -> int:
        """Lines for the tab at hand."""
        return max(1, self.page.app.size.height - self.head.height - 4)

    def draw(self) -> None:
        """The tabs, what the one at hand shows, and the part of it that is in sight."""
        width, height = self.page.app.size.width, self.height
        strips, below = self.rolling.seen(height)
        strips = strips + [Line(width, self.page.look.ink.words).strip()] * (height - len(strips))
        says = "   ".join(filter(None, (self._says(), tr("{below} more below", below=below) if below else "")))
        tabs = tabs_strip(self.tab, width, self.page.look)
        self.page.lines("tabs").show([tabs, rule_strip(says, width, self.page.look)])
        self.page.lines("list").show(strips)

    def _says(self) -> str:
        """What the tab shows: of the story how much, and what is left out."""
        if self.tab != STORY or self.reader.told is None:
            return ""
        if not self.reader.told.answer:
            return tr(
                "the newest {n}; {waiting}{waiting2}",
                n=len(self.reader.told.lines),
                waiting=WAITING[:1].lower(),
                waiting2=WAITING[1:],
            )
        typed = tr("search: {value}_", value=self.sifting.text) if self.sifting.typing else ""
        return "   ".join(filter(None, (typed, self.sifting.says(), SIGNS)))

    @property
    def rolling(self) -> Rolling:
        """The lines of the tab at hand, made when they are first seen."""
        if self.tab not in self._rolled:
            rolled = self._roll()
            rolled.stand_at(*self._stood.get(self.tab, (0, 0)))
            for move in self._moved.get(self.tab, ()):
                move(rolled)
                rolled.seen(self.height)  # near the end it goes up, as when it is drawn
            if self._is_read:
                self._moved.pop(self.tab, None)
                self._half.discard(self.tab)
            else:
                self._half.add(self.tab)
            self._rolled[self.tab] = rolled
        return self._rolled[self.tab]

    def _roll(self) -> Rolling:
        told, width, look = self.reader.told, self.page.app.size.width, self.page.look
        if told is None or (self.tab != STORY and told.past is None) or self.reader.card is None:
            words = self.reader.trouble or (WAITING if self.reader.card else "")
            return Rolling(1, lambda n: [Line(width, look.ink.quiet).add(f" {words}").strip()])
        if self.tab == STORY:
            return self._roll_story(told)
        from carelist_tui.tui.screens.person.blocks import Sheet
        from carelist_tui.tui.screens.person.tabs import MAKERS

        sheet = Sheet(told, self.reader.card, width, look)
        if self.tab == PLAN:
            sheet.strips += self.head.cut
        MAKERS[self.tab - 1](sheet)
        return sheet.rolled()

    def _roll_story(self, told: PersonTold) -> Rolling:
        found, width, look, whole = self.sifting.found, self.page.app.size.width, self.page.look, self.whole

        def strips_of(block: int) -> list[Strip]:
            from carelist_tui.tui.widgets.person.entry_lines import fields_of

            line = told.lines[found[block]]
            fields = fields_of(line, told.by_id, look) if whole else ()
            return entry_strips(line, width, look, told.now_words(line, look.zone), fields)

        if not found:
            words = tr("No entry has these words.") if told.answer else WAITING
            return Rolling(1, lambda n: [Line(width, look.ink.quiet).add(f" {words}").strip()])
        return Rolling(len(found), strips_of)
