"""The ordinary questions as lists on screen: choose one, read it row by row or filtered by words, open whom a row is
about. It records nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.list_order import ListOrder, headings, in_order, own_order, thing_of
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import Filter, filter_words
from carelist_tui.desk.story_filter import Sifting
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.words import day_in_full
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, fit, wrap
from carelist_tui.tui.widgets.row import rule_strip
from carelist_tui.tui.widgets.wrapped_rows import WrappedRows

if TYPE_CHECKING:
    from carelist_tui.desk.sections.saved_filters import SavedFilter
    from carelist_tui.domain.views.lists.list_columns import ListKind

_LEFT: WeakKeyDictionary[Desk, dict[str, tuple[str, ListOrder, str]]] = WeakKeyDictionary()
"""Where a worker left each list, as long as their desk stands: the words typed, the order, and what the row is of."""
OF_THE_LOG = "exports"
"""The list that is read from the access log: that somebody read it stands there too."""
TYPING = tr("enter keeps it, esc takes it away")
AROUND_HEADING = 8
"""Columns that the rule takes beside the heading and the place in the list."""


class ListScreen(Page):
    """One list, as things stand when it is opened; at an earlier moment as they stood, and were known, then. A row
    takes as many lines as it needs: nothing in it is cut."""

    WHERE = tr("List")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("listing.open-person", "enter,ctrl+j,full_stop", "open_person", tr("Person"),
            tr("Open the page of the person whom the row is about.")),
        act("listing.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next row.")),
        act("listing.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the row before.")),
        act("listing.page-down", "pagedown", "move(10)", tr("Page down"), tr("Go down ten rows."), footer=False),
        act("listing.page-up", "pageup", "move(-10)", tr("Page up"), tr("Go up ten rows."), footer=False),
        act("listing.go-top", "g,home", "move(-1000000)", tr("Top"), tr("Go to the first row."), footer=False),
        act("listing.go-bottom", "G,end", "move(1000000)", tr("End"), tr("Go to the last row."), footer=False),
        act("listing.filter-rows", "slash", "filter", tr("Filter"), tr("Type to see only rows with these words.")),
        act("listing.sort-rows", "s", "sort", tr("Sort"), tr("Sort by one of its columns, either way round, or as "
                                                             "it comes.")),
        act("listing.open-filters", "F", "filters", tr("Filters"),
            tr("Show what a saved filter of this list shows, or save what is shown now under a name."), footer=False),
        act("listing.leave-page", "escape,q", "leave", tr("Back"), tr("Go back to where you were.")),
        act("listing.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, name: str, begins: SavedFilter | None = None) -> None:
        super().__init__(desk)
        self.begins = begins
        """How it is shown at first: as a saved filter says; else where it was left."""
        self.order = ListOrder()
        self.listed: dict[str, str] = {}
        """Whom the rows are about, family name first, by their id, once it was sorted so."""
        self.in_order: list[int] = []
        """The numbers of the items that are shown, where they are sorted."""
        self.asked_for, self.heading, self.period, self.said = name, tr("Reading..."), "", ""
        self.items: Sequence[dict[str, Any]] = ()
        self.sifting = Sifting()
        """Which rows are shown: those with the words that were typed."""
        self.rows: dict[int, str] = {}
        """What has been in sight, in words, by the number of its item."""
        self.place = WrappedRows()

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.beside(self._read())

    async def _read(self) -> None:
        """The list, read beside the screen; of an earlier moment from the store itself, as the command reads it."""
        desk = self.desk
        try:
            door = await desk.present.door()
            is_now = desk.earlier is None
            answer = await asyncio.to_thread(
                door.lists.answer, self.asked_for, self.read_at, known_at=desk.known_at, is_now=is_now
            )
            words = await asyncio.to_thread(self._words_of, answer["items"])
        except Refused as refused:
            self.heading, self.said = tr("This list can't be read"), str(refused)
        else:
            self._take(answer, words)
        if self.is_mounted and not self.too_small:
            self.draw()

    def _take(self, answer: dict[str, Any], words: Sequence[str]) -> None:
        from carelist_tui.domain.views.lists.every_list import LISTS

        kind, self.items = LISTS[self.asked_for], answer["items"]
        self.heading = (
            f"{kind.title}: {kind.counted(len(self.items)) if self.items else tr('no {more}', more=kind.more)}"
        )
        if answer["from"]:
            since = day_in_full(date.fromisoformat(answer["from"]))
            self.period = tr("since {since}", since=since) + (
                tr(", and what is open from before") if kind.opens else ""
            )
        self.sifting.begin([("", each) for each in words])
        self._go_where_it_was_left()
        if self.asked_for == OF_THE_LOG:
            self.desk.looks.note("log_read", count=len(self.items))

    def _words_of(self, items: Sequence[dict[str, Any]]) -> list[str]:
        """Each row in words, to be looked through."""
        from carelist_tui.domain.views.lists.every_list import LISTS
        from carelist_tui.domain.views.lists.list_columns import Saying, line_of

        saying = Saying(self.desk.names, self.desk.zone)
        return [line_of(LISTS[self.asked_for], item, saying) for item in items]

    @property
    def kind(self) -> ListKind:
        """Which list it is."""
        from carelist_tui.domain.views.lists.every_list import LISTS

        return LISTS[self.asked_for]

    def _go_where_it_was_left(self) -> None:
        """As the filter that it begins with shows it; else as it was left last, on the row of the same thing."""
        left = _LEFT.setdefault(self.desk, {}).get(self.asked_for, ("", ListOrder(), ""))
        text, self.order, thing = left
        if (begins := self.begins) is not None:
            text, self.order, thing = begins.text, ListOrder(begins.order, begins.turned), ""
        if self.order.by not in headings(self.kind):
            self.order = ListOrder()  # of a column that is no longer there
        self.sifting.sift(text, "")
        self._sort()
        self._stand_on(thing)

    def _keep_place(self) -> None:
        thing = thing_of(self.at_hand) if self.at_hand is not None else ""
        _LEFT.setdefault(self.desk, {})[self.asked_for] = (self.sifting.text, self.order, thing)

    def _stand_on(self, thing: str) -> None:
        """Stand on the row of this thing, or on the first."""
        place = self.place
        place.cursor = next((n for n, each in enumerate(self.shown) if thing_of(self.items[each]) == thing), 0)
        place.top = 0

    def _sort(self) -> None:
        """The rows that are left, in the order that is asked for."""
        from carelist_tui.domain.views.lists.list_columns import Saying

        saying = Saying(self.desk.names, self.desk.zone)
        self.in_order = in_order(self.sifting.found, self.items, self.order, self.kind, saying, self._listed)

    def _listed(self, item: Mapping[str, Any]) -> str:
        person = item.get("person")
        if not person:
            return str(item.get("name") or "")
        if person not in self.listed:
            card = self.desk.card(person)
            self.listed[person] = card.listed if card is not None else str(item.get("name") or "")
        return self.listed[person]

    @property
    def shown(self) -> Sequence[int]:
        """The numbers of the items that are shown, in their order."""
        return self.in_order if self.order.by else self.sifting.found

    @property
    def at_hand(self) -> dict[str, Any] | None:
        """The item at the cursor."""
        return self.items[self.shown[self.place.cursor]] if self.shown else None

    def _row(self, n: int) -> str:
        """A row in words, whom it is about named as on every screen."""
        from carelist_tui.domain.views.lists.every_list import LISTS
        from carelist_tui.domain.views.lists.list_columns import Saying, line_of

        if n not in self.rows:
            item = self.items[n]
            card = self.desk.card(item["person"]) if item.get("person") else None
            named = {**item, "name": card.listed} if card is not None and card.listed else item
            self.rows[n] = line_of(LISTS[self.asked_for], named, Saying(self.desk.names, self.desk.zone))
        return self.rows[n]

    @property
    def height(self) -> int:
        """Lines for rows."""
        return max(1, self.app.size.height - 3 - len(self._about_strips()))

    def _about_strips(self) -> list[Strip]:
        """Under the heading: of which period it is, what is typed as a filter, and what that hides."""
        typing = self.sifting.typing
        typed = filter_words(self.sifting.text, is_new=self.sifting.types_anew) if typing else ""
        keys = TYPING if typing else ""
        order = self.order.words(self.kind) if self.items and not typing else ""
        said = "   ".join(filter(None, ("" if typing else self.period, typed, self._hidden_words(), order, keys)))
        width, ink = self.app.size.width, self.look.ink
        return [Line(width, ink.words).add(f" {part}", ink.amber).strip() for part in wrap(said, width - 2) if said]

    def _hidden_words(self) -> str:
        return Filter(self.sifting.text).says(len(self.items) - len(self.shown))

    def draw(self) -> None:
        super().draw()
        width, shown, height = self.app.size.width, self.shown, self.height
        strips = self.place.strips(len(shown), lambda n: self._row(shown[n]), (width, height), self.look)
        said = self.said or (tr("Nothing here: {hidden_words}; / then esc takes the "
                                "words away.", hidden_words=self._hidden_words())
                             if self.items and not shown else "")  # fmt: skip
        if said:
            strips += [Line(width, self.look.ink.amber).add(f"  {part}").strip() for part in wrap(said, width - 4)]
        blank = Line(width, self.look.ink.words).strip()
        strips = [*strips, *[blank] * height][:height]
        place = self.place.place(len(shown))
        heading = fit(self.heading, width - len(place) - AROUND_HEADING).rstrip()
        rule = rule_strip(heading, width, self.look, aside=place)
        self.lines("list").show([rule, *self._about_strips(), *strips])

    def say(self, words: str) -> None:
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()

    def footer(self) -> list[tuple[str, Binding]]:
        """While the filter is typed a letter is a letter: no key that is one leads anywhere."""
        return [(keys, each) for keys, each in super().footer() if not self.sifting.typing or len(keys) > 1]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if self.sifting.typing else super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """What is typed into the filter; whoever was at hand stays so while their row is shown."""
        if not self.sifting.typing:
            return
        event.stop()
        event.prevent_default()
        place = self.place
        before = self.shown[place.cursor] if self.shown else None
        self.sifting.type(event.key, event.character)
        self._sort()
        place.cursor, place.top = self.shown.index(before) if before in self.shown else 0, 0
        self.draw()

    def action_filter(self) -> None:
        self.sifting.begin_typing()
        self.said = ""
        self.draw()

    def action_sort(self) -> None:
        self.beside(self._choose_order())

    async def _choose_order(self) -> None:
        """Ask by what the list is sorted; whoever is at hand stays so."""
        from carelist_tui.tui.screens.choice import ChooseScreen

        if not self.items:
            return
        columns = headings(self.kind, self.items)
        words = [
            tr("As it comes: {own_order}", own_order=own_order(self.kind)),
            *(tr("By {value}", value=each) for each in columns.values()),
        ]
        orders = [ListOrder(), *map(ListOrder, columns)]
        if self.order.by:
            words.append(tr("The other way round"))
            orders.append(replace(self.order, turned=not self.order.turned))
        chosen = await self.app.push_screen_wait(ChooseScreen(self.desk, tr("Sort by what?"), words, led_by="s"))
        if chosen is None:
            return
        thing = thing_of(self.at_hand) if self.at_hand is not None else ""
        self.order = orders[chosen]
        self._sort()
        self._stand_on(thing)
        self.draw()

    def action_filters(self) -> None:
        self.beside(self._filters())

    async def _filters(self) -> None:
        from carelist_tui.desk.sections.saved_filters import OF_A_LIST, SavedFilter
        from carelist_tui.tui.screens.filter_choice import choose_filter

        place = f"{OF_A_LIST}{self.asked_for}"
        now = SavedFilter("", place, self.sifting.text, order=self.order.by, turned=self.order.turned)
        chosen = await choose_filter(self, now, lambda each: each.place == place)
        if chosen is not None:
            self.begins = chosen
            self._go_where_it_was_left()
            self.draw()

    def action_move(self, by: int) -> None:
        self.said = ""
        self.place.move(by, len(self.shown))
        self.draw()

    def action_open_person(self) -> None:
        from carelist_tui.tui.screens.person.person import PersonScreen

        item = self.at_hand
        if item is not None and item.get("person"):
            self.app.push_screen(PersonScreen(self.desk, item["person"]))
        elif item is not None:
            self.say(tr("This row is about nobody on the caseload, so there is no page."))

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def action_leave(self) -> None:
        self._keep_place()
        self.dismiss(None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-1)
