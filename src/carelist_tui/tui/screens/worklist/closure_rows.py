"""The closure for several people at once: who holds them until the service is back, and what was heard of them since.

What is recorded for them goes through the door in one: an entry a person, all of it or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

from carelist_tui.desk.sections.marks import counted, whose_words
from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.dues.gaps import ARRANGED, COVER, RETURN, next_opening
from carelist_tui.domain.roster.roster import SUPERVISES
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.worklist.marked_rows import MOST_NAMED, MarkedRows

NOTHING_HEARD = "asked what happened while we were closed: nothing heard"
WAITS = "safe_to_wait"


class ClosureRows:
    """What the marked rows are owed of a closure; else the row at hand."""

    def __init__(self, marks: MarkedRows) -> None:
        self.marks, self.page, self.desk = marks, marks.page, marks.desk

    def _owed(self, kind: str) -> list[Row]:
        """Of the people of the chosen rows those who are owed this, each once, with that Due; it is said of the others
        that they are not where nobody is."""
        chosen = {row.person: row for row in self.marks.shown.chosen if row.person is not None}
        owed = [(row, self._item(person, kind)) for person, row in chosen.items()]
        found = [replace(row, item=item) for row, item in owed if item is not None]
        if not found:
            of = {COVER: "cover is not due", RETURN: "nothing is asked about a closure"}[kind]
            self.page.say(f"Nothing was recorded: for {whose_words(list(chosen.values()), MOST_NAMED)} {of}.")
        return found

    def _item(self, person: str, kind: str) -> Item | None:
        owed = self.marks.acts.owed_to(person)
        return next((item for item in owed if item.kind == kind and not self._comes_later(item)), None)

    def _comes_later(self, item: Item) -> bool:
        """Whether it is about a closure that begins on a later day: cover arranged now would be none for that."""
        today = self.desk.now().astimezone(self.desk.zone).date().isoformat()
        return item.kind == COVER and item.detail["closes"] > f"{today}T24"

    # -- before it ------------------------------------------------------------------------------------------------

    def cover(self) -> None:
        """Say who holds the people of the marked rows until the service is back."""
        self.page.beside(self._cover(), records=True)

    async def _cover(self) -> None:
        await self.desk.wake()
        from carelist_tui.domain.entries.choices import CoverRoute, choice_in_words

        rows = self._owed(COVER)
        routes = get_args(CoverRoute)
        title = f"Cover for {counted(rows, 'a person', 'people')}: who holds them?"
        chosen = await self._choose(title, [choice_in_words(route) for route in routes]) if rows else None
        if chosen is None:
            return
        route = routes[chosen]
        more = await self._why_they_wait(rows, title) if route == WAITS else {}
        if more is not None:
            words = f"{choice_in_words(route)} until {self.page.look.when(self._back_at(rows[0]))}"
            drafts = [self._cover_of(row, route, more) for row in rows]
            await self.marks.record_all(rows, drafts, f"cover: {words}")

    def _back_at(self, row: Row) -> Any:
        return next_opening(row.item.detail, self.desk.now(), self.desk.glance.calendar)

    def _cover_of(self, row: Row, route: str, more: dict[str, Any]) -> dict[str, Any]:
        who = row.item.person
        asked = (
            more if who is not None and who.is_high(self.desk.now()) else {k: v for k, v in more.items() if k == "note"}
        )
        back = self._back_at(row).isoformat(timespec="seconds")
        return self.marks.draft(ARRANGED, row, route=route, back_at=back, **asked)

    async def _why_they_wait(self, rows: Sequence[Row], title: str) -> dict[str, Any] | None:
        """Why nobody need hold them; of somebody red or high also who agreed. None where that was left."""
        why = await self.marks.ask(title, rows, "Why is it safe to wait?", str)
        if not why:
            return None
        now = self.desk.now()
        if not any(row.item.person is not None and row.item.person.is_high(now) for row in rows):
            return {"note": why}
        roster = self.desk.roster
        agree = sorted((x for x in roster.workers.values() if x.active and x.role in SUPERVISES), key=lambda x: x.name)
        chosen = await self._choose("Somebody here is red or high: who agreed?", [f"{x.name}: {x.role}" for x in agree])
        return {"note": why, "authorised_by": agree[chosen].id} if chosen is not None else None

    async def _choose(self, title: str, words: list[str]) -> int | None:
        from carelist_tui.tui.screens.choice import ChooseScreen

        return await self.page.app.push_screen_wait(ChooseScreen(self.desk, title, words))

    # -- after it -------------------------------------------------------------------------------------------------

    def hear(self) -> None:
        """Say who was asked what happened to the people of the marked rows, and what was heard."""
        self.page.beside(self._hear(), records=True)

    async def _hear(self) -> None:
        await self.desk.wake()
        rows = self._owed(RETURN)
        title = f"What happened to {counted(rows, 'a person', 'people')} while we were closed"
        team = self.desk.glance.calendar.service.out_of_hours.name
        who = await self.marks.ask(title, rows, "Who was asked?", str, team) if rows else None
        heard = await self.marks.ask(title, rows, "What was heard?", str, NOTHING_HEARD) if who else None
        if who and heard:
            said = {"direction": "out", "who": who, "summary": heard}
            drafts = [self.marks.draft("partner.contacted", row, **said) for row in rows]
            await self.marks.record_all(rows, drafts, f"{who} asked")
