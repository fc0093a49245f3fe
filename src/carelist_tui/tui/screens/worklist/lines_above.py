"""Lines above the list for what waits there: a wrong clock, silent laptops, missing entries, what was begun."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip

from carelist_tui.catalogue import ntr, tr
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.screens.worklist.day_so_far import DaySoFar
from carelist_tui.tui.screens.worklist.news import News
from carelist_tui.tui.screens.worklist.unfinished import Unfinished
from carelist_tui.tui.widgets.laptops import silent_words
from carelist_tui.tui.widgets.plain import Line, wrap

MOST_CLOCK = 4
"""Lines about a clock that can't be right."""
MOST_BEHIND = 2
"""Lines about people who stand as they were before."""
MOST_SILENT = 2
"""Lines about laptops that are silent."""
MOST_MISSING = 3
"""Lines above the list for entries that are missing."""
MOST_OUT = 2
"""Lines about who is out alone."""
MOST_TURNED = 2
"""Lines about what turned while the list stood."""


class LinesAbove:
    """The lines above the list, besides what was said last. In red is what nobody may work on without knowing."""

    def __init__(self, page: ActsPage, news: News, unfinished: Unfinished, day: DaySoFar) -> None:
        self.page, self.news, self.unfinished, self.day, self.desk = page, news, unfinished, day, page.desk

    def strips(self) -> list[Strip]:
        """First that the machine's clock can't be right, last what can wait."""
        ink = self.page.look.ink
        begun = [words for words in (self.unfinished.words(), self.unfinished.damaged_words()) if words]
        return [
            *self._strips(self._wrapped(self.desk.clock_words, MOST_CLOCK), ink.red),
            *self._strips(self._wrapped(self._behind_words(), MOST_BEHIND), ink.amber),
            *self._strips(self._wrapped(self._silent_words(), MOST_SILENT), ink.amber),
            *self._strips(self._wrapped(self._missing_words(), MOST_MISSING), ink.red),
            *self._strips(begun, ink.amber),
            *self._strips(self._wrapped(self.day.out_words(), MOST_OUT), ink.words),
            *self._strips(self._wrapped(self.day.turned_words(), MOST_TURNED), ink.words),
        ]

    def _behind_words(self) -> str:
        """Of how many people the list says what it said before."""
        behind = self.desk.glance.behind
        of = ntr("1 person is", "{behind:,} people are", behind, behind=behind)
        return (
            tr("! {of} being made afresh: until then what is owed to them stands as it was before", of=of)
            if behind
            else ""
        )

    def _silent_words(self) -> str:
        words = silent_words(self.news.silent, self.page.look)
        return tr("! {words}{words2} (S says more)", words=words[:1].upper(), words2=words[1:]) if words else ""

    def _missing_words(self) -> str:
        """That entries are missing: nobody may think that what they see is all."""
        gone = "; ".join(self.news.missing)
        return tr("! {gone} (S brings back what had been sent)", gone=gone) if gone else ""

    def _wrapped(self, words: str, most: int) -> list[str]:
        return wrap(words, self.page.app.size.width - 2)[:most] if words else []

    def _strips(self, lines: list[str], style: Style) -> list[Strip]:
        width, ink = self.page.app.size.width, self.page.look.ink
        return [Line(width, ink.words).add(" ").add(words, style).strip() for words in lines]
