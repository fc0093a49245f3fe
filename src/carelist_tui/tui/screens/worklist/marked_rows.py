"""Several rows at once: marked, then given to another, put off, or listed for the MDT."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.sections.marks import counted, shown_rows, whose_words, worker_words, workers_here
from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.roster import Worker, known_of_worker
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.screens.worklist.list_acts import REFUSED, ListActs

MOST_NAMED = 5


class MarkedRows:
    """Several rows at once: marked, then given to another, put off, or listed for the MDT; else the row at hand.

    What is recorded for them goes through the door in one: all of it, or none.
    """

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

    def _chosen_dues(self, words: str) -> list[Row]:
        """The chosen rows, if each shows a Due; else it is said which does not, and none is given."""
        if no := [row for row in self.shown.chosen if not row.is_owed]:
            self.page.say(f"Nothing was {words}: for {whose_words(no, MOST_NAMED)} nothing is due in this row.")
            return []
        return self.shown.chosen

    # -- what is done to them -----------------------------------------------------------------------------------

    def give(self) -> None:
        """Give what is due in them to another worker."""
        self.page.beside(self._give(), records=True)

    async def _give(self) -> None:
        rows = self._chosen_dues("given away")
        worker = await self._choose_worker(rows) if rows else None
        if worker is None:
            return
        drafts = [self.draft("due.reassigned", row, due=row.item.key, owner=worker.id) for row in rows]
        await self.record_all(rows, drafts, f"given to {worker.name}")

    async def _choose_worker(self, rows: Sequence[Row]) -> Worker | None:
        """Whom to give it to, chosen by name."""
        from carelist_tui.tui.screens.choice import ChooseScreen

        everybody = workers_here(self.desk.roster.workers.values(), self.desk.me)
        title = f"Give {counted(rows, 'what is due')} to whom?"
        roster, holds, now = self.desk.roster, self.desk.glance.caseloads(), self.desk.now()
        words = [worker_words(each, known_of_worker(roster, each, now, self.desk.zone, holds)) for each in everybody]
        chosen = await self.page.app.push_screen_wait(ChooseScreen(self.desk, title, words, led_by="t"))
        return everybody[chosen] if chosen is not None else None

    def defer(self) -> None:
        """Put off what is due in them, with a reason."""
        self.page.beside(self._defer(), records=True)

    async def _defer(self) -> None:
        await self.desk.wake()
        from carelist_tui.desk.questions.human_dates import EITHER, moment_said, understood_moment
        from carelist_tui.domain.entries import DueDeferred
        from carelist_tui.domain.entries.entry import looking_fields

        looks = looking_fields(DueDeferred)["until"] or EITHER

        def until(text: str) -> datetime:
            return understood_moment(text, self.desk.now(), self.desk.zone, looks, usual=time(17))

        def later(text: str) -> str:
            return moment_said(until(text), self.desk.now(), self.desk.zone)

        rows = self._that_can_wait()
        title = f"Put off {counted(rows, 'what is due')}"
        when = await self.ask(title, rows, "Until when? tomorrow, fri 10:00, +2d, in 2 weeks", later) if rows else None
        why = await self.ask(title, rows, "Why?", str) if when else None
        if when and why:
            said = {"until": until(when).isoformat(timespec="seconds"), "reason": why}
            drafts = [self.draft("due.deferred", row, due=row.item.key, **said) for row in rows]
            await self.record_all(rows, drafts, f"put off until {self.page.look.when(until(when))}")

    def _that_can_wait(self) -> list[Row]:
        """The chosen rows, if what each shows may be put off at all; else it is said which may not."""
        from carelist_tui.domain.dues.deferral import DEFERRABLE, MANY

        owed = [row for row in self.shown.chosen if row.is_owed]
        if urgent := [row for row in owed if row.item.band < DEFERRABLE]:
            self.page.say(f"{REFUSED}: {whose_words(urgent, MOST_NAMED)}: too urgent to put off.")
            return []
        if len(owed) > 1 and (apart := [row for row in owed if row.item.band < MANY]):
            self.page.say(f"{REFUSED}: {whose_words(apart, MOST_NAMED)}: put off one at a time.")
            return []
        return self._chosen_dues("put off")

    def list_mdt(self) -> None:
        """List the people of them for the MDT."""
        self.page.beside(self._list_mdt(), records=True)

    async def _list_mdt(self) -> None:
        await self.desk.wake()
        from carelist_tui.desk.questions.human_dates import EITHER, day_said, understood_day
        from carelist_tui.domain.entries import MdtListed
        from carelist_tui.domain.entries.entry import looking_fields
        from carelist_tui.domain.words import day_in_full

        looks = looking_fields(MdtListed)["by"] or EITHER

        def day(text: str) -> date:
            return understood_day(text, self.desk.now(), self.desk.zone, looks)

        def by(text: str) -> str:
            return day_said(day(text), self.desk.now(), self.desk.zone)

        rows = list({row.person: row for row in self.shown.chosen if row.person is not None}.values())
        title = f"List {counted(rows, 'a person', 'people')} for the MDT"
        when = await self.ask(title, rows, "By when? fri, in 1 week, 10 mar", by, self._in_a_week) if rows else None
        why = await self.ask(title, rows, "Why?", str) if when else None
        if when and why:
            drafts = [self.draft("mdt.listed", row, reason=why, by=day(when).isoformat()) for row in rows]
            await self.record_all(rows, drafts, f"listed for the MDT by {day_in_full(day(when))}")

    @property
    def _in_a_week(self) -> str:
        day = (self.desk.now().astimezone(self.desk.zone) + timedelta(days=7)).date()
        return f"{day.day}/{day.month}/{day.year}"

    async def ask(self, title: str, rows: Sequence[Row], question: str, understood: Any, typed: str = "") -> str | None:
        """The answer to one question about these rows; None where it was left."""
        from carelist_tui.tui.screens.question import AskScreen

        about = shown_rows(rows, self.page.app.size.height - 14)
        answer = await self.page.app.push_screen_wait(
            AskScreen(self.desk, title, about, question, understood, typed=typed)
        )
        return str(answer) if answer else None

    def draft(self, kind: str, row: Row, **body: Any) -> dict[str, Any]:
        """An entry about whom a row is about, that happens now."""
        whom = {"person": row.person} if row.person is not None else {}
        return {"id": self.desk.entry_id(), "type": kind, "occurred_at": self.desk.moment(), **whom, "body": body}

    async def record_all(self, rows: Sequence[Row], drafts: list[dict[str, Any]], words: str) -> None:
        """Record them in one; the marks stay when it was refused, so that the one in the way can be left out."""
        whose = [whose_words([row], 1) for row in rows]
        if await self.acts.record(drafts, f"{whose_words(rows, 1)}: {words}", whose=whose):
            self.shown.marked.clear()
            await self.page.read_again()
            self.page.say(f"{whose_words(rows, MOST_NAMED)}: {words}.")
