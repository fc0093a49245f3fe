"""One act for all who are chosen: what it asks, the last look at whom it is for, and that it is recorded in one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.several import (
    OF_WHAT,
    REFUSED,
    Chosen,
    Those,
    about_lines,
    counted,
    done_words,
    for_lines,
    left_lines,
    nobody_words,
    refused_words,
    whose_words,
    worker_words,
    workers_here,
)
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Worker, known_of_worker
from carelist_tui.tui.screens.page import Page

Made = Callable[[Chosen], dict[str, Any]]
NOBODY_CHOSEN = tr("Nothing was recorded: nobody is marked. x marks the row at hand.")
NOTHING_RECORDED = tr("Nothing was recorded; the marks stay.")
REFUSED_AS_WELL = tr("refused as well")
TITLE = tr("Before it is recorded")


@dataclass(frozen=True, slots=True)
class Lent:
    """The desk that an act is recorded at, and what is said of who decided it."""

    desk: Desk
    by: str = ""


@dataclass(frozen=True, slots=True)
class Foresight:
    """What would become of an act: whom it is taken for and whom not, their drafts, what that takes away of whom
    (name, sentence), and why of others not, in one line."""

    those: Those
    drafts: list[dict[str, Any]]
    gone: list[tuple[str, str]]
    refused: str


class ActForAll:
    """What every act for several people does alike. `chosen` gives whom; `lend` the desk that it is recorded at, None
    where it was not said who decides; `done` is told once it is recorded, and then reads again.

    What is recorded for them goes through the door in one: an entry each, all of it or none.
    """

    def __init__(
        self,
        page: Page,
        chosen: Callable[[], list[Chosen]],
        lend: Callable[[str], Awaitable[Lent | None]],
        done: Callable[[str], Awaitable[None]],
    ) -> None:
        self.page, self.desk, self.chosen = page, page.desk, chosen
        self._lend, self._done = lend, done

    def begin(self, doing: Callable[[], Awaitable[None]]) -> None:
        """Do this beside the screen."""

        async def act() -> None:
            await self.desk.wake()
            await doing()

        self.page.beside(act(), records=True)

    def is_for_somebody(self, those: Those, *, refused: bool = False) -> bool:
        """Whether it is for anybody; it is said if not. `refused`: because they may not have it."""
        if not those.fit and not those.left:
            self.page.say(NOBODY_CHOSEN)
        elif not those.fit:
            whose = nobody_words(those.left)
            self.page.say(f"{REFUSED}: {whose}." if refused else tr("Nothing was recorded: for {whose}.", whose=whose))
        return bool(those.fit)

    # -- what is asked --------------------------------------------------------------------------------------------

    async def ask(
        self, title: str, those: Sequence[Chosen], question: str, understood: Any, typed: str = ""
    ) -> str | None:
        """The answer to one question about them; None where it was left."""
        from carelist_tui.tui.screens.question import AskScreen

        about = about_lines(those, self.page.app.size.height - 14)
        answer = await self.page.app.push_screen_wait(
            AskScreen(self.desk, title, about, question, understood, typed=typed)
        )
        return str(answer) if answer else None

    async def ask_moment(
        self, title: str, those: Sequence[Chosen], question: str, of: tuple[type[Any], str]
    ) -> datetime | None:
        """The moment that somebody said, as the field of an entry takes it: 17:00 where only a day was said."""
        from carelist_tui.desk.questions.human_dates import EITHER, moment_said, understood_moment
        from carelist_tui.domain.entries.entry import looking_fields

        looks = looking_fields(of[0])[of[1]] or EITHER

        def moment(text: str) -> datetime:
            return understood_moment(text, self.desk.now(), self.desk.zone, looks, usual=time(17))

        def understood(text: str) -> str:
            return moment_said(moment(text), self.desk.now(), self.desk.zone)

        answer = await self.ask(title, those, question, understood)
        return moment(answer) if answer else None

    async def ask_day(
        self, title: str, those: Sequence[Chosen], question: str, of: tuple[type[Any], str], typed: str
    ) -> date | None:
        """The day that somebody said, as the field of an entry takes it."""
        from carelist_tui.desk.questions.human_dates import EITHER, day_said, understood_day
        from carelist_tui.domain.entries.entry import looking_fields

        looks = looking_fields(of[0])[of[1]] or EITHER

        def day(text: str) -> date:
            return understood_day(text, self.desk.now(), self.desk.zone, looks)

        def understood(text: str) -> str:
            return day_said(day(text), self.desk.now(), self.desk.zone)

        answer = await self.ask(title, those, question, understood, typed)
        return day(answer) if answer else None

    async def choose(self, title: str, words: Sequence[str], *, led_by: str = "") -> int | None:
        """The number of the line that was chosen, or None."""
        from carelist_tui.tui.screens.choice import ChooseScreen

        chosen: int | None = await self.page.app.push_screen_wait(ChooseScreen(self.desk, title, words, led_by=led_by))
        return chosen

    async def choose_worker(self, title: str, *, led_by: str) -> Worker | None:
        """Somebody who works here, by name, with what is to be known of them."""
        roster, holds, now = self.desk.roster, self.desk.glance.caseloads(), self.desk.now()
        everybody = workers_here(roster.workers.values(), self.desk.me)
        words = [worker_words(each, known_of_worker(roster, each, now, self.desk.zone, holds)) for each in everybody]
        chosen = await self.choose(title, words, led_by=led_by)
        return everybody[chosen] if chosen is not None else None

    # -- recording ------------------------------------------------------------------------------------------------

    def draft(self, kind: str, of: Chosen, **body: Any) -> dict[str, Any]:
        """An entry about one of them, that happens now."""
        whom = {"person": of.person} if of.person is not None else {}
        return {"id": self.desk.entry_id(), "type": kind, "occurred_at": self.desk.moment(), **whom, "body": body}

    async def record(self, those: Those, make: Made, words: str, *, by_due: bool = False) -> None:
        """Record it, in one, for those whom the door takes it for; first they are all named, unless it is one alone.

        Of whom it is refused nothing is recorded: they are named with why. What is refused for all is said, and no mark
        is taken away.
        """
        lent = await self._lend(f"{counted(those.fit, 'people')}: {words}")
        if lent is None:
            return
        seen = await self._foreseen(lent.desk, those, make)
        if not seen.those.fit:
            self.page.say(f"{REFUSED}: {seen.refused}")
        elif not await self._is_looked_over(seen, words + lent.by, by_due=by_due):
            self.page.say(NOTHING_RECORDED)
        elif await self._record(lent.desk, seen, words):
            await self._done(done_words(words + lent.by, seen.those))

    async def _foreseen(self, desk: Desk, those: Those, make: Made) -> Foresight:
        """What would become of it, as the door says; nothing is recorded."""
        made = [(each, make(each)) for each in those.fit]
        foreseen = await desk.foresee([draft for _, draft in made])
        why = {fault.line: OF_WHAT.get(fault.path, "") + fault.sentence for fault in reversed(foreseen.faults)}
        drafts, gone, refused = [], [], []
        for line, ((each, draft), receipt) in enumerate(zip(made, foreseen.receipts, strict=True), start=1):
            if receipt is None:
                refused.append((each, why.get(line, REFUSED_AS_WELL)))
            else:
                drafts.append(draft)
                gone += [(each.name, sentence) for sentence in receipt.takes_away]
        whose = [each.name for each in those.fit]
        return Foresight(those.without(refused), drafts, gone, refused_words(Refused(foreseen.faults), whose))

    async def _is_looked_over(self, seen: Foresight, words: str, *, by_due: bool) -> bool:
        """Whether somebody has seen whom it is for, and wants it so; of one alone, of whom nothing is to be known, the
        name stood over each question."""
        those = seen.those
        if len(those.fit) == 1 and not those.left and not seen.gone:
            return True
        from carelist_tui.tui.screens.several.last_look import LastLookScreen

        lines = [words[:1].upper() + words[1:], *for_lines(those.fit, by_due=by_due)]
        warned = [*left_lines(those.left), *(f"{name}: {sentence}" for name, sentence in seen.gone)]
        return bool(await self.page.app.push_screen_wait(LastLookScreen(self.desk, TITLE, lines, warned)))

    async def _record(self, desk: Desk, seen: Foresight, words: str) -> bool:
        """Record them in one; where it was refused that is said."""
        fit, gone = seen.those.fit, [sentence for _, sentence in seen.gone]
        try:
            await desk.record(seen.drafts, words=f"{whose_words(fit, 1)}: {words}", seen=gone)
        except Refused as refused:
            self.page.say(f"{REFUSED}: {refused_words(refused, [each.name for each in fit])}")
            return False
        return True
