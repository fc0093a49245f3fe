"""The list as somebody stands in it: which section of which reading, what is left out, marked, and at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.calls.outcomes import safe_from
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import Filter, done_words, edited_anew, filtered
from carelist_tui.desk.sections.headings import Seen, bands_of, lines_from
from carelist_tui.desk.sections.rows import Row, rows_of
from carelist_tui.desk.sections.snapshot import MISSED, NOTHING, PLACES, TODAY, Reading
from carelist_tui.desk.several import lost_words
from carelist_tui.domain.card import Card
from carelist_tui.domain.words import TEAM
from carelist_tui.domain.worklist import WORKER_BACK, Item, stands_before


class ShownList:
    """The rows that are shown, and where the cursor stands in them. `at` is the moment they are shown as at; `orders`
    by what a section is sorted, where that was changed (desk/sections/orders.py). Of a section that was left it keeps
    on which row somebody stood, by the key of its item."""

    def __init__(self, desk: Desk, at: datetime) -> None:
        self.desk = desk
        self.at = at
        self.section = TODAY
        self.filter = Filter()
        self.typing = self.types_anew = False
        """Whether the filter is being typed; whether no key of it was pressed yet."""
        self.cursor = 0
        self.top = 0
        """The first row in sight."""
        self.sight: list[Seen] = []
        """The lines in sight."""
        self.rows: list[Row] = []
        self.bands: Mapping[int, int] = {}
        """How many rows stand under each heading; empty where there are no headings."""
        self._settled: list[Row] | None = None
        self.done_words = ""
        """`3 of 11 done today`: of all that this list had today, as it is filtered, how much is settled
        (domain/dues/settled_today.py); empty until that was read, and elsewhere than on Today."""
        self.orders: dict[int, str] = {}
        self._stood: dict[int, str] = {}
        self.marked: set[str] = set()
        """The keys of the items of marked rows; only rows in sight are ever marked."""
        self.lost: list[str] = []
        """Whose mark fell away as the list changed under it, by name: what follows is not for them."""
        self.nothing_yet = ""
        """What is said instead where nobody was ever on the caseload here."""
        self.awaited: str | None = None
        """The person to stand on once the section was read, from the last time."""
        self._waits: dict[str | None, bool] = {}
        self._version = desk.glance.data_version()
        self.reading = desk.today(at)
        self.take(self.reading)
        if desk.me is not None and desk.me.role == "support_worker":
            self.filter = Filter(only=desk.worker)
            self._sift()

    # -- who is at hand -----------------------------------------------------------------------------------------

    @property
    def row(self) -> Row | None:
        return self.rows[self.cursor] if self.rows else None

    @property
    def person(self) -> str | None:
        """The id of the person at hand."""
        return self.row.person if self.row else None

    @property
    def card(self) -> Card | None:
        return self.desk.card(self.row.person) if self.row else None

    @property
    def visited(self) -> Card | None:
        """Whom the worker of the row at hand went to, where they are not back: there they are looked for."""
        item = self.row.item if self.row else None
        return self.desk.card(item.detail.get("person")) if item is not None and item.kind == WORKER_BACK else None

    @property
    def step(self) -> Item | None:
        """The missed-contact step that a call would do for the person at hand."""
        return next((i for i in self.row.items if i.kind == "ladder_step"), None) if self.row else None

    @property
    def visit(self) -> Item | None:
        """The visit that is booked today for the person at hand; a missed-contact step goes before it."""
        items = self.row.items if self.row and self.step is None else ()
        return next((i for i in items if i.kind == "contact" and i.detail.get("method") == "visit"), None)

    @property
    def next_person(self) -> str | None:
        """Whose turn it is after the person at hand."""
        after = self.rows[self.cursor + 1 :] or self.rows[: self.cursor]
        return after[0].person if after else None

    # -- reading ------------------------------------------------------------------------------------------------

    def take(self, reading: Reading, *, stand_on: str | None = None) -> None:
        """Show this reading; the cursor stays with its person, or goes to `stand_on`, a person's id. Who it stood on
        is gone: it goes to who stood next below, else above."""
        if self.awaited and reading.rows[self.section] is not None:
            stand_on, self.awaited = stand_on or self.awaited, None
        stood = self.row.item.key if self.row and not stand_on else None
        who = stand_on or self.person
        marked = {row.item.key: row.whose for row in self.rows if row.item.key in self.marked}
        near = [row.item.key for row in (*self.rows[self.cursor + 1 :], *reversed(self.rows[: self.cursor]))]
        self.reading, self.at, self._waits = reading, reading.at, {}
        self._sift()
        self.lost += [name for key, name in marked.items() if key not in self.marked and name not in self.lost]
        found = [n for n, row in enumerate(self.rows) if row.item.key == stood]
        found += [n for n, row in enumerate(self.rows) if who and row.person == who]
        if not found:
            at = {row.item.key: n for n, row in enumerate(self.rows)}
            found = [at[key] for key in near if key in at]
        self.cursor = found[0] if found else min(self.cursor, max(0, len(self.rows) - 1))

    def has_aged(self) -> bool:
        """Whether somebody has written since this was last asked, or the moment has come that something reads
        otherwise."""
        version = self.desk.glance.data_version()
        aged = version != self._version or self.desk.now() > self.reading.turns_at
        self._version = version
        return aged

    def turn(self, now: datetime) -> None:
        """Who has come to a safe time, or left one, stands elsewhere in the queue; the cursor stays with its person."""
        stood = self.row.item.key if self.row else None
        self._waits, self.at = {}, now
        self._sift()
        self.cursor = next((n for n, row in enumerate(self.rows) if row.item.key == stood), self.cursor)

    def _sift(self) -> None:
        self.filter = Filter(self.filter.text, self.filter.only, self.desk.names)
        self.rows = filtered(self.reading.rows[self.section] or [], self.filter)
        if order := self.orders.get(self.section):
            from carelist_tui.desk.sections.orders import MAY_BE_SORTED, in_order

            if self.section in MAY_BE_SORTED:  # nothing that was kept changes an order of safety
                self.rows = in_order(self.rows, order, self.desk.names)
        if self.section == MISSED:  # who can't be safely called yet stands below who can
            self.rows.sort(key=self._waits_for_a_safe_time)
        self.bands = bands_of(self.rows) if self.section == TODAY else {}
        self.done_words = self._done_words()
        self.marked &= {row.item.key for row in self.rows}

    def _waits_for_a_safe_time(self, row: Row) -> bool:
        if row.person not in self._waits:
            card = self.desk.card(row.person)
            self._waits[row.person] = card is not None and safe_from(card, self.at, self.desk.zone) is not None
        return self._waits[row.person]

    # -- the next start -----------------------------------------------------------------------------------------

    def remembered(self) -> dict[str, str | bool]:
        """Where somebody is: section, filter, only mine, and the person at hand, by their id."""
        where: dict[str, str | bool] = {"section": PLACES[self.section], "filter": self.filter.text}
        where |= {"only_mine": self.filter.only is not None}
        return where | ({"person": self.person} if self.person else {})

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Go there again; what is not there, or is nothing any more, is passed over."""
        text, mine, person = kept.get("filter"), kept.get("only_mine"), kept.get("person")
        if kept.get("section") in PLACES:
            self.section = PLACES.index(str(kept["section"]))
        only = self.filter.only if not isinstance(mine, bool) else self.desk.worker if mine else None
        if isinstance(order := kept.get("order"), str):
            self.orders[self.section] = order
        self.filter = Filter(text if isinstance(text, str) else self.filter.text, only)
        self.awaited = person if isinstance(person, str) else None
        self.cursor = self.top = 0
        self.take(self.reading)

    # -- moving -------------------------------------------------------------------------------------------------

    def go_to(self, row: int) -> None:
        """Stand on a row, as near as there is one."""
        self.cursor = max(0, min(row, len(self.rows) - 1))

    def row_of(self, person: str | None) -> int:
        """The row of a person; of nobody, or somebody who has none, the one at hand."""
        found = [n for n, row in enumerate(self.rows) if person is not None and row.person == person]
        return found[0] if found else self.cursor

    def scroll(self, height: int) -> list[Seen]:
        """Bring the cursor into sight where there is room for so many lines; gives the lines in sight, from `top`."""
        self.top = max(0, min(self.top, len(self.rows) - 1))
        if self.cursor not in self._lines(height):
            self.top = max(0, self.cursor - height // 2)
            while self.top < self.cursor and self.cursor not in self._lines(height):
                self.top += 1
            while self.top > 0 and len(self._lines(height + 1, self.top - 1)) <= height:  # no line stays empty
                self.top -= 1
        self.sight = self._lines(height)
        return self.sight

    def _lines(self, height: int, top: int | None = None) -> list[Seen]:
        return lines_from(self.top if top is None else top, height, self.rows, self.bands)

    def row_at(self, line: int) -> int | None:
        """The number of the row in this line of the list; None of a heading, and of what is empty."""
        seen = self.sight[line] if 0 <= line < len(self.sight) else None
        return seen if isinstance(seen, int) else None

    @property
    def page_rows(self) -> int:
        """How many rows are in sight: by so many a page moves."""
        return max(1, sum(isinstance(each, int) for each in self.sight))

    @property
    def lines(self) -> int:
        """How many lines all rows and their headings take."""
        return len(self.rows) + len(self.bands)

    def show(self, section: int) -> None:
        """Show a section where it was left, by what stood there; the one that is shown already, from its first row."""
        again = section == self.section
        if self.row is not None:
            self._stood[self.section] = self.row.item.key
        self.section = section
        self.clear_marks()
        self._resift()
        if not again:
            self._go_to_item(self._stood.get(section))

    def _go_to_item(self, key: str | None) -> None:
        """Stand on the row of this item, where it is still there."""
        self.cursor = next((n for n, row in enumerate(self.rows) if row.item.key == key), self.cursor)

    def sort(self, order: str) -> None:
        """Sort this section so from now on; whoever is at hand stays so."""
        stood = self.row.item.key if self.row else None
        self.orders[self.section] = order
        self._resift()
        self._go_to_item(stood)

    def order_words(self) -> str:
        """How the section is sorted, where that was changed."""
        if not (order := self.orders.get(self.section)):
            return ""
        from carelist_tui.desk.sections.orders import MAY_BE_SORTED, SORTED

        return SORTED.get(order, "") if self.section in MAY_BE_SORTED else ""

    # -- leaving rows out ---------------------------------------------------------------------------------------

    def show_mine(self) -> None:
        """Leave out what is not the worker's own, or nothing for that any more."""
        self.filter = Filter(self.filter.text, None if self.filter.only else self.desk.worker)
        self._resift(stand_on=self.person)

    def begin_typing(self) -> None:
        """Words are typed from now on; those that stand are gone on with, or typed over."""
        self.typing = self.types_anew = True

    def type(self, key: str, character: str | None) -> None:
        """One more key of the filter: enter keeps it, escape takes it away."""
        text, at_hand = edited_anew(self.filter.text, key, character, is_new=self.types_anew), None
        self.types_anew = False
        if key in ("enter", "ctrl+j", "escape"):
            self.typing = False
            text = "" if key == "escape" else text
            at_hand = self.person
        self.filter = Filter(text, self.filter.only)
        self._resift(stand_on=at_hand)

    def _resift(self, *, stand_on: str | None = None) -> None:
        """Leave rows out afresh; go to the first that is left, or stay with a person who is still there."""
        self._sift()
        self.cursor, self.top, self.awaited = 0, 0, None
        if stand_on is not None:
            self.cursor = next((n for n, row in enumerate(self.rows) if row.person == stand_on), 0)

    def hidden_words(self) -> str:
        """What is left out, and why; empty when nothing can be."""
        return self.filter.says(len(self.reading.rows[self.section] or ()) - len(self.rows))

    def empty_words(self) -> str:
        """What an empty list says: that there is nothing and what to do next; or that it is only hidden, by which
        filter, and the keys that take it away; or not read yet."""
        rows = self.reading.rows[self.section]
        if rows is None:
            return tr("Reading...")
        if not rows:
            return self.nothing_yet or NOTHING[self.section]
        lifted = tr("; / then esc takes the words away") if self.filter.text else ""
        return tr("Nothing here: {says}{lifted}.", says=self.filter.says(len(rows)), lifted=lifted)

    # -- where the day stands -----------------------------------------------------------------------------------

    def count_settled(self, items: Iterable[Item]) -> None:
        """What was settled today, whosever it was, as it stood then."""
        self._settled = rows_of(items)
        self.done_words = self._done_words()

    def _done_words(self) -> str:
        if self.section != TODAY or self._settled is None:
            return ""
        return done_words(self.reading.rows[TODAY] or (), self._settled, self.filter)

    def why_here(self) -> str:
        """Why the row at hand stands where it does on Today: what decided against the row after it, else before it."""
        if self.section != TODAY or self.row is None or len(self.rows) < 2:
            return ""
        if self.cursor + 1 < len(self.rows):
            after = self.rows[self.cursor + 1].item
            return tr(
                "Stands before {called}: {stands_before}",
                called=_called(after),
                stands_before=stands_before(self.row.item, after),
            )
        before = self.rows[self.cursor - 1].item
        return tr(
            "Stands after {called}: {stands_before}",
            called=_called(before),
            stands_before=stands_before(before, self.row.item),
        )

    # -- marks --------------------------------------------------------------------------------------------------

    def mark(self) -> None:
        """Mark the row at hand or take its mark away, and go on to the next."""
        if self.row is not None:
            self.lost.clear()
            self.marked ^= {self.row.item.key}
            self.cursor = min(self.cursor + 1, len(self.rows) - 1)

    def mark_all(self) -> None:
        """Mark every row in sight; when every one is, none."""
        self.lost.clear()
        keys = {row.item.key for row in self.rows}
        self.marked = set() if self.marked == keys else keys

    def clear_marks(self) -> None:
        """No row is marked, and whose mark fell away has been read."""
        self.marked.clear()
        self.lost.clear()

    def marks_words(self) -> str:
        """`3 marked; no longer marked: KHAN Bilal`; empty where nobody is and nobody's mark fell away."""
        return lost_words(len(self.marked), self.lost)

    @property
    def chosen(self) -> list[Row]:
        """The marked rows in their order; without any, the row at hand. Where every mark fell away as the list changed,
        nobody: the row at hand is not the one that was meant."""
        marked = [row for row in self.rows if row.item.key in self.marked]
        return marked or ([self.row] if self.row and not self.lost else [])


def _called(item: Item) -> str:
    return item.person.listed if item.person is not None else f"{TEAM}: {item.title}"
