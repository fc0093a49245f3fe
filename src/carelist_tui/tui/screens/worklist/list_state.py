"""The list and the person at hand as they are drawn: the state of the worklist, and the lines made from it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import Filter
from carelist_tui.desk.sections.rows import Row
from carelist_tui.desk.sections.snapshot import NOTHING, SECTIONS, SHORT_NAMES, TODAY, Reading
from carelist_tui.domain.card import Card
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.layout import Places, panel_width, places_in
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import panel_strips
from carelist_tui.tui.widgets.plain import Line, width_of, wrap
from carelist_tui.tui.widgets.row import Tab, row_strip, rule_strip, tabs_strip
from carelist_tui.tui.widgets.short_card import fitted_strips, must_height

MOST_SAID = 4
"""Lines of what was said last: a refusal is read whole."""
REFUSED = "NOT RECORDED"
MOST_CLOCK = 4
"""Lines about a clock that can't be right."""
MOST_TAKEN = 5
"""Lines that may be taken above the list, besides what was said."""


class ListingScreen(Page):
    """What the worklist shows. The state (rows, where the cursor stands, what is marked) lives here; widgets draw."""

    reading: Reading

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.section = TODAY
        self.filter = Filter()
        self.typing = False
        self.cursor = 0
        self.top = 0
        self.said = ""
        self.rows: list[Row] = []
        self.marked: set[str] = set()
        """The keys of the items of marked rows; only rows in sight are ever marked."""
        self._places: Places | None = None

    def compose_body(self) -> ComposeResult:
        yield Lines(id="tabs")
        yield Widget(Lines(id="list"), Lines(id="panel"), id="body")

    @property
    def row(self) -> Row | None:
        return self.rows[self.cursor] if self.rows else None

    @property
    def card(self) -> Card | None:
        return self.desk.card(self.row.person) if self.row else None

    @property
    def tabs(self) -> list[Tab]:
        """The sections with their counts, before any filter."""
        named = zip(SECTIONS, SHORT_NAMES, self.reading.rows, strict=True)
        return [
            Tab(name, short, None if rows is None else len(rows), n == self.section)
            for n, (name, short, rows) in enumerate(named)
        ]

    # -- places -------------------------------------------------------------------------------------------------

    @property
    def in_call(self) -> bool:
        """Whether the person at hand is being called: then all about the call is shown."""
        return False

    def must_lines(self, width: int) -> int:
        """Lines about the person at hand that may not be hidden for the sake of rows."""
        return must_height(self.card, width, self.look)

    def find_places(self) -> Places:
        """Where the list and the person at hand stand, for the size and the person of now."""
        width, height = self.app.size
        beside = places_in(width, height, rows=0, must=0).beside
        must = 0 if beside else self.must_lines(panel_width(width))
        above = len(self.said_strips()) + len(self.taken_strips())
        return places_in(width, height, rows=len(self.rows), must=must, calling=self.in_call, above=above)

    @property
    def places(self) -> Places:
        if self._places is None:
            self._places = self.find_places()
        return self._places

    @property
    def list_height(self) -> int:
        """Lines for the rows."""
        return self.places.list_height

    def _place(self) -> None:
        self._places = places = self.find_places()
        above = 2 + len(self.said_strips()) + len(self.taken_strips())
        self.lines("tabs").styles.height = above
        self.query_one("#body").set_class(places.beside, "-beside")
        for id, width, height in (
            ("list", places.list_width, places.list_height),
            ("panel", places.panel_width, places.panel_height),
        ):
            self.lines(id).styles.width, self.lines(id).styles.height = width, height

    # -- drawing ------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        self._place()
        super().draw()
        self.draw_tabs()
        self.draw_list()
        self.draw_panel()

    def draw_tabs(self) -> None:
        """The sections with their counts; what is typed as a filter, what it hides, and how many are marked."""
        width, look = self.app.size.width, self.look
        rows = self.reading.rows[self.section]
        hidden = len(rows or ()) - len(self.rows)
        marked = f"{len(self.marked)} marked" if self.marked else ""
        says = [f"filter: {self.filter.text}_" if self.typing else "", self.filter.says(hidden), marked]
        place = f"{self.cursor + 1} of {len(self.rows)}" if len(self.rows) > self.list_height else ""
        rule = rule_strip("   ".join(filter(None, says)), width, look, look.ink.amber, aside=place)
        self.lines("tabs").show([tabs_strip(self.tabs, width, look), *self.taken_strips(), *self.said_strips(), rule])

    def taken_strips(self) -> list[Strip]:
        """Lines above the list, at most five, for what waits there; a screen that has something says it here. First,
        in red, that the machine's clock can't be right."""
        width, ink = self.app.size.width, self.look.ink
        lines = wrap(self.desk.clock_words, width - 2)[:MOST_CLOCK] if self.desk.clock_words else []
        return [Line(width, ink.words).add(" ").add(words, ink.red).strip() for words in lines]

    def said_strips(self) -> list[Strip]:
        """What was said last, above the list: where the person stands beside it, or it is too long for one line."""
        width, ink = self.app.size.width, self.look.ink
        if not self.said or (not self._is_beside and width_of(self.said) <= width - 6):
            return []
        style = ink.red if self.said.startswith(REFUSED) else ink.strong
        return [Line(width, ink.words).add(" ").add(s, style).strip() for s in wrap(self.said, width - 2)[:MOST_SAID]]

    @property
    def _is_beside(self) -> bool:
        return panel_width(self.app.size.width) < self.app.size.width

    def draw_list(self) -> None:
        height, width = self.list_height, self.places.list_width
        if not self.top <= self.cursor < self.top + height:
            self.top = max(0, min(self.cursor - height // 2, len(self.rows) - height))
        self.top = max(0, min(self.top, len(self.rows) - 1))
        shown = self.rows[self.top : self.top + height]
        strips = [
            row_strip(row, width, self.look, at_hand=n == self.cursor, marked=row.item.key in self.marked)
            for n, row in enumerate(shown, start=self.top)
        ]
        if not strips:
            strips = [Line(width, self.look.ink.green).add(f"  {self.empty_words()}").strip()]
        strips += [Line(width, self.look.ink.words).strip()] * (height - len(strips))
        self.lines("list").show(strips)

    def empty_words(self) -> str:
        """What an empty list says: that there is nothing, or that it is only hidden or not read yet."""
        rows = self.reading.rows[self.section]
        if rows is None:
            return "Reading..."
        return f"Nothing here: {self.filter.says(len(rows))}." if rows else NOTHING[self.section]

    def panel_lines(self, width: int, height: int) -> tuple[list[Strip], int]:
        """What is said of the person at hand, and how many lines of it are hidden."""
        return fitted_strips(self.card, self.row, width, self.look, height) if self.row else ([], 0)

    def whole_strips(self, width: int) -> list[Strip]:
        """All lines about the person at hand."""
        return panel_strips(self.card, self.row, width, self.look) if self.row else []

    def draw_panel(self) -> None:
        places, look = self.places, self.look
        strips, hidden = self.panel_lines(places.words_width, places.panel_height - 1)
        more = f"v: {hidden} more" if hidden > 0 else ""
        if places.beside:
            top = Line(places.words_width, look.ink.quiet).at(places.words_width - len(more) - 1).add(more).strip()
            blank = Line(places.words_width, look.ink.words).strip()
            strips = [top, *strips, *[blank] * (places.panel_height - 1 - len(strips))]
            edge = Line(2, look.ink.rule).add("\u2502").strip()
            self.lines("panel").show([Strip.join([edge, strip]) for strip in strips])
            return
        said = "" if self.said_strips() else self.said
        style = look.ink.red if said.startswith(REFUSED) else look.ink.strong
        strips = [rule_strip(said, places.panel_width, look, style, aside=more), *strips]
        strips += [Line(places.panel_width, look.ink.words).strip()] * (places.panel_height - len(strips))
        self.lines("panel").show(strips)

    def say(self, words: str) -> None:
        """Say what was done; it stays until the next act, or until it is put away."""
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()
