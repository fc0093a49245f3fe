"""Pages that are only read: all that is known of a person, and the help. They scroll by the same keys as the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.strip import Strip

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import edited
from carelist_tui.journal.queries.search import plain
from carelist_tui.tui.bindings import act, bindings_of, keys_of
from carelist_tui.tui.glossary import WORDS
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip

HELP, SIGNS, HERE = "Help: the keys here", "The words and signs", "Here"
HEADINGS = {"app": "Everywhere", "today": "The list", "person": "The person at hand", "form": "The form"}
"""What a place is called in the help, by how the ids of its bindings begin."""


class ReadingScreen(Page):
    """Lines made for the width of the window, under a title."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("reading.leave-page", "escape,q,v,enter", "leave", "Back", "Go back to where you were."),
        act("reading.scroll-down", "j,down", "scroll(1)", "Down", "Go down a line.", footer=False),
        act("reading.scroll-up", "k,up", "scroll(-1)", "Up", "Go up a line.", footer=False),
        act("reading.page-down", "pagedown,space", "scroll(15)", "Page down", "Go down a page."),
        act("reading.page-up", "pageup", "scroll(-15)", "Page up", "Go up a page."),
        act("reading.go-top", "g,home", "scroll(-1000000)", "Top", "Go to the top.", footer=False),
        act("reading.go-bottom", "G,end", "scroll(1000000)", "End", "Go to the end.", footer=False),
    ]

    def __init__(self, desk: Desk, title: str, make: Callable[[int], list[Strip]]) -> None:
        super().__init__(desk)
        self.heading, self.make, self.top = title, make, 0

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def draw(self) -> None:
        super().draw()
        width, height = self.app.size.width, self.app.size.height - 2
        made = self.make(width)
        self.top = max(0, min(self.top, len(made) - (height - 1)))
        below = len(made) - self.top - (height - 1)
        heading = self.heading + (f"  ({below} more lines below)" if below > 0 else "")
        shown = made[self.top : self.top + height - 1]
        blank = Line(width, self.look.ink.words).strip()
        rest = [blank] * (height - 1 - len(shown))
        self.lines("list").show([rule_strip(heading, width, self.look), *shown, *rest])

    def action_scroll(self, by: int) -> None:
        self.top = max(0, self.top + by)
        self.draw()

    def action_leave(self) -> None:
        self.dismiss()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_scroll(-3)


class HelpScreen(ReadingScreen):
    """The keys of the screen it was asked from, read from its bindings, under a heading for each place; then the
    words and signs. What is typed after `/` leaves only the lines that have it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("help.open-guide", "o", "guide", "Guide", "Read the page for a job: what is seen, ten keys, the work."),
        act(
            "help.find-words", "slash", "search", "Find", "Type to see only the keys and words that have these letters."
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
        return strips or [Line(width, self.look.ink.amber).add("  Nothing here has that: backspace.").strip()]

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
        said = f": {typed}_" if self.typing else f': only "{typed}"' if typed else ""
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
