"""Several rows at once: marked, then given to another, put off, or listed for the MDT."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from textual.binding import BindingType

from carelist_tui.desk.sections.marks import counted, shown_rows, whose_words, worker_words, workers_here
from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.roster import Worker, known_of_worker
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.worklist.list_acts import ActingScreen
from carelist_tui.tui.screens.worklist.list_state import REFUSED

MOST_NAMED = 5


class MarkingScreen(ActingScreen):
    """Several rows at once: marked, then given to another, put off, or listed for the MDT; else the row at hand.

    What is recorded for them goes through the door in one: all of it, or none.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        act("today.mark-row", "x", "mark", "Mark", "Mark this row or take its mark away; what follows is done to all.",
            footer=False),
        act("today.mark-everything", "X", "mark_all", "Mark all", "Mark every row in sight, or none.", footer=False),
        act("today.give-due", "t", "give", "To another", "Give what is due in the marked rows to another worker.",
            footer=False, records=True),
        act("today.defer-due", "l", "defer", "Later", "Put off what is due in the marked rows, with a reason.",
            footer=False, records=True),
        act("today.list-mdt", "b", "list_mdt", "MDT", "List the people of the marked rows for the MDT.", footer=False,
            records=True),
    ]  # fmt: skip

    # -- marks --------------------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the row at hand, and go on to the next."""
        if self.row is not None:
            self.said = ""
            self.marked ^= {self.row.item.key}
            self.cursor = min(self.cursor + 1, len(self.rows) - 1)
            self.draw()

    def action_mark_all(self) -> None:
        keys = {row.item.key for row in self.rows}
        self.marked = set() if self.marked == keys else keys
        self.draw()

    def put_away(self) -> None:
        """Put away what was said last; when nothing was, the marks."""
        if self.said:
            self.said = ""
        else:
            self.marked.clear()

    @property
    def chosen(self) -> list[Row]:
        """The marked rows in their order; without any, the row at hand."""
        marked = [row for row in self.rows if row.item.key in self.marked]
        return marked or ([self.row] if self.row else [])

    def chosen_dues(self, words: str) -> list[Row]:
        """The chosen rows, if each shows a Due; else it is said which does not, and none is given."""
        if no := [row for row in self.chosen if not row.is_owed]:
            self.say(f"Nothing was {words}: for {whose_words(no, MOST_NAMED)} nothing is due in this row.")
            return []
        return self.chosen

    # -- what is done to them -----------------------------------------------------------------------------------

    def action_give(self) -> None:
        self.beside(self._give(), records=True)

    async def _give(self) -> None:
        rows = self.chosen_dues("given away")
        worker = await self._choose_worker(rows) if rows else None
        if worker is None:
            return
        drafts = [self._draft("due.reassigned", row, due=row.item.key, owner=worker.id) for row in rows]
        await self._record_all(rows, drafts, f"given to {worker.name}")

    async def _choose_worker(self, rows: Sequence[Row]) -> Worker | None:
        """Whom to give it to, chosen by name."""
        from carelist_tui.tui.screens.choice import ChooseScreen

        everybody = workers_here(self.desk.roster.workers.values(), self.desk.me)
        title = f"Give {counted(rows, 'what is due')} to whom?"
        roster, holds, now = self.desk.roster, self.desk.glance.caseloads(), self.desk.now()
        words = [worker_words(each, known_of_worker(roster, each, now, self.desk.zone, holds)) for each in everybody]
        chosen = await self.app.push_screen_wait(ChooseScreen(self.desk, title, words, led_by="t"))
        return everybody[chosen] if chosen is not None else None

    def action_defer(self) -> None:
        self.beside(self._defer(), records=True)

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
        when = await self._ask(title, rows, "Until when? tomorrow, fri 10:00, +2d, in 2 weeks", later) if rows else None
        why = await self._ask(title, rows, "Why?", str) if when else None
        if when and why:
            said = {"until": until(when).isoformat(timespec="seconds"), "reason": why}
            drafts = [self._draft("due.deferred", row, due=row.item.key, **said) for row in rows]
            await self._record_all(rows, drafts, f"put off until {self.look.when(until(when))}")

    def _that_can_wait(self) -> list[Row]:
        """The chosen rows, if what each shows may be put off at all; else it is said which may not."""
        from carelist_tui.domain.dues.deferral import DEFERRABLE, MANY

        owed = [row for row in self.chosen if row.is_owed]
        if urgent := [row for row in owed if row.item.band < DEFERRABLE]:
            self.say(f"{REFUSED}: {whose_words(urgent, MOST_NAMED)}: too urgent to put off.")
            return []
        if len(owed) > 1 and (apart := [row for row in owed if row.item.band < MANY]):
            self.say(f"{REFUSED}: {whose_words(apart, MOST_NAMED)}: put off one at a time.")
            return []
        return self.chosen_dues("put off")

    def action_list_mdt(self) -> None:
        self.beside(self._list_mdt(), records=True)

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

        rows = list({row.person: row for row in self.chosen if row.person is not None}.values())
        title = f"List {counted(rows, 'a person', 'people')} for the MDT"
        when = await self._ask(title, rows, "By when? fri, in 1 week, 10 mar", by, self._in_a_week) if rows else None
        why = await self._ask(title, rows, "Why?", str) if when else None
        if when and why:
            drafts = [self._draft("mdt.listed", row, reason=why, by=day(when).isoformat()) for row in rows]
            await self._record_all(rows, drafts, f"listed for the MDT by {day_in_full(day(when))}")

    @property
    def _in_a_week(self) -> str:
        day = (self.desk.now().astimezone(self.desk.zone) + timedelta(days=7)).date()
        return f"{day.day}/{day.month}/{day.year}"

    async def _ask(
        self, title: str, rows: Sequence[Row], question: str, understood: Any, typed: str = ""
    ) -> str | None:
        from carelist_tui.tui.screens.question import AskScreen

        about = shown_rows(rows, self.app.size.height - 14)
        answer = await self.app.push_screen_wait(AskScreen(self.desk, title, about, question, understood, typed=typed))
        return str(answer) if answer else None

    def _draft(self, kind: str, row: Row, **body: Any) -> dict[str, Any]:
        whom = {"person": row.person} if row.person is not None else {}
        return {"id": self.desk.entry_id(), "type": kind, "occurred_at": self.desk.moment(), **whom, "body": body}

    async def _record_all(self, rows: Sequence[Row], drafts: list[dict[str, Any]], words: str) -> None:
        """Record them in one; the marks stay when it was refused, so that the one in the way can be left out."""
        whose = [whose_words([row], 1) for row in rows]
        if await self.record(drafts, f"{whose_words(rows, 1)}: {words}", whose=whose):
            self.marked.clear()
            await self.read_again()
            self.say(f"{whose_words(rows, MOST_NAMED)}: {words}.")
