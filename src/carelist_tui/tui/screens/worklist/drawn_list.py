"""The list as it is drawn: sections, rows, and who is at hand or the call to them; what is drawn anew on moving."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.call_at_hand import CallAtHand
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.calls.attempt import Attempt
from carelist_tui.desk.sections.filters import LONGEST_SAID, filter_words
from carelist_tui.desk.sections.headings import Heading
from carelist_tui.desk.sections.rows import Row
from carelist_tui.desk.sections.snapshot import SECTIONS, SHORT_NAMES
from carelist_tui.desk.several import is_refusal
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.screens.worklist.lines_above import LinesAbove
from carelist_tui.tui.screens.worklist.news import News
from carelist_tui.tui.widgets.call import call_strips
from carelist_tui.tui.widgets.layout import Places, panel_width, places_in
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import panel_strips
from carelist_tui.tui.widgets.plain import Line, width_of, wrap
from carelist_tui.tui.widgets.row import (
    Columns,
    Tab,
    columns_of,
    heading_strip,
    row_strip,
    rule_strip,
    tab_places,
    tabs_strip,
)
from carelist_tui.tui.widgets.short_card import fitted_strips, must_height

MOST_SAID = 4
"""Lines of what was said last: a refusal is read whole."""
AROUND_WORDS = 8
"""Columns of a rule that are no words, where there are some at both of its ends."""


class DrawnList:
    """Draws the list and the person at hand, or the call to them, and knows where they stand on the screen."""

    def __init__(self, page: ActsPage, shown: ShownList, call: CallAtHand, news: News, above: LinesAbove) -> None:
        self.page, self.shown, self.call, self.news, self.above = page, shown, call, news, above
        self._places: Places | None = None
        self._by: tuple[list[Row], tuple[int, bool], Columns] | None = None
        """For which rows and which width the columns were found."""

    def compose(self) -> ComposeResult:
        """The places that are drawn into."""
        yield Lines(id="tabs")
        yield Widget(Lines(id="list"), Lines(id="panel"), id="body")

    @property
    def tabs(self) -> list[Tab]:
        """The sections with their counts, before any filter."""
        named = zip(SECTIONS, SHORT_NAMES, self.shown.reading.rows, strict=True)
        return [
            Tab(name, short, None if rows is None else len(rows), n == self.shown.section)
            for n, (name, short, rows) in enumerate(named)
        ]

    # -- places -------------------------------------------------------------------------------------------------

    def _must_lines(self, width: int) -> int:
        """Lines about the person at hand, or the call to them, that may not be hidden for the sake of rows."""
        if self.call.attempt is not None:
            return len(self._call_strips(self.call.attempt, width))
        if self.shown.row is not None and (visited := self.shown.visited) is not None:
            return len(panel_strips(None, self.shown.row, width, self.page.look, visited))
        return must_height(self.shown.card, width, self.page.look)

    def _find_places(self) -> Places:
        """Where the list and the person at hand stand, for the size and the person of now."""
        width, height = self.page.app.size
        beside = places_in(width, height, rows=0, must=0).beside
        must = 0 if beside else self._must_lines(panel_width(width))
        above, calling = len(self._said_strips()) + len(self.above.strips()), self.call.attempt is not None
        return places_in(width, height, rows=self.shown.lines, must=must, calling=calling, above=above)

    @property
    def places(self) -> Places:
        if self._places is None:
            self._places = self._find_places()
        return self._places

    @property
    def height(self) -> int:
        """Lines for the rows."""
        return self.places.list_height

    def place(self) -> None:
        """Give everything its place for the size and the person of now."""
        self._places = places = self._find_places()
        above = 2 + len(self._said_strips()) + len(self.above.strips())
        self.page.lines("tabs").styles.height = above
        self.page.query_one("#body").set_class(places.beside, "-beside")
        for id, width, height in (
            ("list", places.list_width, places.list_height),
            ("panel", places.panel_width, places.panel_height),
        ):
            self.page.lines(id).styles.width, self.page.lines(id).styles.height = width, height

    def section_at(self, x: int) -> int | None:
        """The section whose name stands in this column."""
        places = tab_places(self.tabs, self.page.app.size.width)
        return next((n for n, (begins, words) in enumerate(places) if begins <= x < begins + len(words)), None)

    # -- moving -------------------------------------------------------------------------------------------------

    def go_to(self, row: int) -> None:
        """Stand on a row, as near as there is one; what says who is at hand is drawn anew."""
        page, before = self.page, self.shown.step
        self.shown.go_to(row)
        if page.is_mounted and not page.too_small and page.query("#tabs"):  # it may be on its way out
            if self._find_places() != self.places:  # somebody with more warnings than the last takes more lines
                self.place()
            self.draw()
        if page.is_mounted and (before is None) != (self.shown.step is None):
            page.draw_foot()

    # -- drawing ------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the sections, the rows and the person at hand where they stand."""
        self._draw_tabs()
        self._draw_rows()
        self.draw_panel()

    def _draw_tabs(self) -> None:
        """The sections with their counts; what is typed as a filter, what it hides, and how many are marked."""
        width, look, shown = self.page.app.size.width, self.page.look, self.shown
        typed = filter_words(shown.filter.text[-LONGEST_SAID:], is_new=shown.types_anew) if shown.typing else ""
        says = [typed, shown.hidden_words(), shown.order_words(), shown.marks_words()]
        said = "   ".join(filter(None, says))
        place = tr("{cursor} of {n}", cursor=shown.cursor + 1, n=len(shown.rows)) if shown.rows else ""
        aside = "   ".join(filter(None, (shown.done_words, place)))
        if width_of(said) + len(aside) > width - AROUND_WORDS:
            aside = place
        rule = rule_strip(said, width, look, look.ink.amber, aside=aside)
        tabs = tabs_strip(self.tabs, width, look)
        self.page.lines("tabs").show([tabs, *self.above.strips(), *self._said_strips(), rule])

    def _said_strips(self) -> list[Strip]:
        """What was said last, above the list: where the person stands beside it, or it is too long for one line."""
        width, ink, said = self.page.app.size.width, self.page.look.ink, self.page.said
        beside = panel_width(width) < width
        if not said or (not beside and width_of(said) <= width - 6):
            return []
        style = ink.red if is_refusal(said) else ink.strong
        return [Line(width, ink.words).add(" ").add(s, style).strip() for s in wrap(said, width - 2)[:MOST_SAID]]

    def _draw_rows(self) -> None:
        height, width, look, shown = self.height, self.places.list_width, self.page.look, self.shown
        columns = self._columns(width)
        strips = [
            heading_strip(seen.words, width, look)
            if isinstance(seen, Heading)
            else row_strip(
                row := shown.rows[seen],
                width,
                look,
                columns,
                at_hand=seen == shown.cursor,
                marked=row.item.key in shown.marked,
            )
            for seen in shown.scroll(height)
        ]
        if not strips:
            words = wrap(self.shown.empty_words(), width - 4)[:height]
            ink = look.ink.amber if self.shown.nothing_yet else look.ink.green
            strips = [Line(width, ink).add(f"  {part}").strip() for part in words]
        strips += [Line(width, look.ink.words).strip()] * (height - len(strips))
        self.page.lines("list").show(strips)

    def _columns(self, width: int) -> Columns:
        """How wide the columns are, by all rows of the list: moving in it moves none of them."""
        rows = self.shown.rows
        if self._by is None or self._by[0] is not rows or self._by[1] != (width, self.places.beside):
            columns = columns_of(rows, width, self.page.look, whole=self.places.beside)
            self._by = rows, (width, self.places.beside), columns
        return self._by[2]

    def draw_panel(self) -> None:
        """Draw who is at hand, or the call to them."""
        places, look = self.places, self.page.look
        strips, hidden = self._panel_strips(places.words_width, places.panel_height - 1)
        more = tr("v: {hidden} more", hidden=hidden) if hidden > 0 else ""
        if places.beside:
            self._show_beside(places, strips, more)
            return
        said = "" if self._said_strips() else self.page.said
        style = look.ink.red if is_refusal(said) else look.ink.strong
        strips = [rule_strip(said, places.panel_width, look, style, aside=more), *strips]
        strips += [Line(places.panel_width, look.ink.words).strip()] * (places.panel_height - len(strips))
        self.page.lines("panel").show(strips)

    def _show_beside(self, places: Places, strips: Iterable[Strip], more: str) -> None:
        width, ink = places.words_width, self.page.look.ink
        top = Line(width, ink.quiet).at(width - len(more) - 1).add(more).strip()
        all_strips = [top, *strips]
        all_strips += [Line(width, ink.words).strip()] * (places.panel_height - len(all_strips))
        edge = Line(2, ink.rule).add("\u2502").strip()
        self.page.lines("panel").show([Strip.join([edge, strip]) for strip in all_strips])

    def _panel_strips(self, width: int, height: int) -> tuple[list[Strip], int]:
        """What is said of the person at hand, or all about the call, and how many lines of it are hidden."""
        if self.call.attempt is not None:
            strips = self._call_strips(self.call.attempt, width)
            return strips[:height], len(strips) - height
        row = self.shown.row
        if row is None:
            return [], 0
        return fitted_strips(self.shown.card, row, width, self.page.look, height, self.shown.visited)

    def _call_strips(self, attempt: Attempt, width: int) -> list[Strip]:
        """All about the call, and whose laptop has not been heard from since the contact was missed."""
        return call_strips(attempt, width, self.page.look, self.news.unheard_words(attempt.card))
