"""The help: the keys of the screen it was asked from, under headings and to be searched; then the words and signs."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.screen import Screen
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import edited
from carelist_tui.journal.queries.search import plain
from carelist_tui.tui.bindings import act, bindings_of, keys_of
from carelist_tui.tui.glossary import WORDS
from carelist_tui.tui.screens.text_page import ReadingScreen
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip

HELP, SIGNS, HERE = tr("Help: the keys here"), tr("The words and signs"), tr("Here")
HEADINGS = {
    "app": tr("Everywhere"),
    "today": tr("The list"),
    "person": tr("The person at hand"),
    "form": tr("The form"),
}
"""What a place is called in the help, by how the ids of its bindings begin."""


class HelpScreen(ReadingScreen):
    """The keys of the screen it was asked from, read from its bindings, under a heading for each place; then the
    words and signs. What is typed after `/` leaves only the lines that have it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act(
            "help.open-guide",
            "o",
            "guide",
            tr("Guide"),
            tr("Read the page for a job: what is seen, ten keys, the work."),
        ),
        act(
            "help.find-words",
            "slash",
            "search",
            tr("Find"),
            tr("Type to see only the keys and words that have these letters."),
        ),
    ]

    def __init__(self, desk: Desk, about: Screen[object]) -> None:
        super().__init__(desk, HELP, self.help_strips)
        self.bindings = bindings_of(about)
        self.typed, self.typing = "", False

    def help_strips(self, width: int) -> list[Strip]:
        places: dict[str, list[Strip]] = {}
        for binding in self.bindings:
            where = (binding.id or "").partition(".")[0]
            places.setdefault(where, []).extend(self._pair(keys_of(binding), binding.tooltip, width))
        parts = [(HEADINGS.get(where, HERE), strips) for where, strips in places.items()]
        words = [strip for word, meaning in WORDS for strip in self._pair([word], meaning, width)]
        strips: list[Strip] = []
        for heading, found in ((heading, found) for heading, found in [*parts, (SIGNS, words)] if found):
            strips += [rule_strip(heading, width, self.look), *found]
        return strips or [Line(width, self.look.ink.amber).add(tr("  Nothing here has that: backspace.")).strip()]

    def _pair(self, left: list[str], words: str, width: int) -> list[Strip]:
        """A key or a word, and beside it what it does or means; nothing where it has not what was typed."""
        if plain(self.typed) not in plain(f"{' '.join(left)} {words}"):
            return []
        strips = []
        for n, part in enumerate(wrap(words, width - 26)):
            line = Line(width, self.look.ink.words).add(" ")
            line.add(" ".join(left) if n == 0 else "", self.look.ink.key, width=22).add("  ")
            strips.append(line.add(part).strip())
        return strips

    def action_search(self) -> None:
        self.typing = True
        self._typed("")

    def _typed(self, typed: str) -> None:
        self.typed, self.top = typed, 0
        said = f": {typed}_" if self.typing else tr(': only "{typed}"', typed=typed) if typed else ""
        self.heading = f"{HELP}{said}"
        self.draw()

    def on_key(self, event: events.Key) -> None:
        """What is typed after `/`; enter keeps it, esc takes it away."""
        if not self.typing:
            return
        event.stop()
        event.prevent_default()
        self.typing = event.key not in ("enter", "ctrl+j", "escape")
        self._typed("" if event.key == "escape" else edited(self.typed, event.key, event.character))

    def action_guide(self) -> None:
        self.beside(self._guide())

    async def _guide(self) -> None:
        from carelist_tui.tui.screens.guide_page import choose_page

        await choose_page(self)
