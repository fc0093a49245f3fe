"""The marked rows of the list, and whom they are about: for what is done to all of them at once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.several import Chosen, chosen_of
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.screens.worklist.list_acts import ListActs

if TYPE_CHECKING:
    from carelist_tui.tui.screens.several.act_for_all import Lent
    from carelist_tui.tui.screens.several.several_acts import SeveralActs


class MarkedRows:
    """Several rows at once: marked, then given to another, put off, covered, asked about, listed or allocated; else the
    row at hand."""

    def __init__(self, page: ActsPage, shown: ShownList, acts: ListActs) -> None:
        self.page, self.shown, self.acts, self.desk = page, shown, acts, page.desk

    def mark(self) -> None:
        """Mark the row at hand, and go on to the next."""
        if self.shown.row is not None:
            self.page.said = ""
            self.shown.mark()
            self.page.draw()

    def mark_all(self) -> None:
        """Mark every row in sight, or none."""
        self.shown.mark_all()
        self.page.draw()

    @cached_property
    def many(self) -> SeveralActs:
        """What can be done to all of them."""
        from carelist_tui.tui.screens.several.several_acts import SeveralActs

        return SeveralActs(self.page, self.chosen, self._lend, self._done)

    def chosen(self) -> list[Chosen]:
        """The marked rows in their order; without any, the row at hand."""
        return [
            chosen_of(row.person, row.item, row.is_owed, self.acts.owed_to(row.person) if row.person else ())
            for row in self.shown.chosen
        ]

    async def _lend(self, title: str) -> Lent:
        from carelist_tui.tui.screens.several.act_for_all import Lent

        return Lent(self.desk)

    async def _done(self, words: str) -> None:
        """The marks have served; the list is read again."""
        self.shown.clear_marks()
        await self.page.read_again()
        self.page.say(words)
