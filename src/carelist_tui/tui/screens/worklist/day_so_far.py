"""Where the day stands: what of the list is done, what turned while it stood, and who is out alone."""

from __future__ import annotations

import asyncio
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.calls.outcomes import safe_from
from carelist_tui.desk.sections.snapshot import MISSED, Reading
from carelist_tui.desk.sections.turned import Turned, safe_time, still_so, turned_between
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.screens.person_acts import ActsPage


class DaySoFar:
    """What is said above the list of how the day goes. It moves no cursor and asks for nothing."""

    def __init__(self, page: ActsPage, shown: ShownList) -> None:
        self.page, self.shown, self.desk = page, shown, page.desk
        self.turned: list[Turned] = []

    # -- what is done ---------------------------------------------------------------------------------------------

    def begin_counting(self) -> None:
        """Count beside the screen what is done today."""
        self.page.run_worker(self._count(), exclusive=True, group="counting")

    async def _count(self) -> None:
        await self.desk.wake()
        try:
            items = await asyncio.to_thread(self.desk.settled_today, self.desk.now())
        except Refused:  # what can't be read is said by the reading of the list
            return
        said = self.shown.done_words
        self.shown.count_settled(items)
        if self.shown.done_words != said and self.page.is_current and not self.page.too_small:
            self.page.draw()

    # -- what turned ----------------------------------------------------------------------------------------------

    def compare(self, before: Reading, after: Reading) -> None:
        """Note what the clock alone turned between two readings."""
        self._keep([*self.turned, *turned_between(before.items, after.items, before.at, after.at)])

    def move_on(self, before: datetime, now: datetime) -> None:
        """Note whose safe time began between two moments, of those whose missed contact waits."""
        opened = [
            safe_time(card.person, card.listed, now)
            for card in self._waiting()
            if safe_from(card, before, self.desk.zone) and not safe_from(card, now, self.desk.zone)
        ]
        if opened:
            self._keep([*self.turned, *opened])

    def _waiting(self) -> list[Card]:
        rows = self.shown.reading.rows[MISSED] or ()
        return [card for row in rows if (card := self.desk.card(row.person)) is not None]

    def _keep(self, turned: list[Turned]) -> None:
        """Those that still read so, and are on the list of whoever shows only their own."""
        if not turned:
            return
        only, items = self.shown.filter.only, self.shown.reading.items
        mine = [item for item in items if only is None or item.stands_with(only)]
        theirs = {item.person.id for item in mine if item.person is not None}
        now, zone = self.desk.now(), self.desk.zone
        safe = [card.person for card in self._waiting() if card.person in theirs and not safe_from(card, now, zone)]
        self.turned = still_so(sorted(turned, key=lambda each: each.at), mine, safe)

    def put_away(self) -> bool:
        """It was read; whether there was anything."""
        had, self.turned = bool(self.turned), []
        return had

    # -- in words -------------------------------------------------------------------------------------------------

    def turned_words(self) -> str:
        """The newest that turned, and how many turned before it; empty where nothing did."""
        if not self.turned:
            return ""
        more = tr("; {n} more before it", n=len(self.turned) - 1) if len(self.turned) > 1 else ""
        return f"{self.turned[-1].in_words(self.desk.zone)}{more}"

    def out_words(self) -> str:
        """Who went out alone, to whom and where, and by when they will be back; empty where nobody did."""
        look = self.page.look
        out = [each.in_words(look.name(each.worker), look.at, look.zone) for each in self.shown.reading.out]
        return tr("out alone: {out}", out="; ".join(out)) if out else ""
