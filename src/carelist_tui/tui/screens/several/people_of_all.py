"""The people of the lines that were chosen: listed for the MDT, or given a coordinator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.desk.several import Chosen, Those, counted, each_once, those_owed
from carelist_tui.domain.roster import Worker
from carelist_tui.domain.roster.roster import SUPERVISES
from carelist_tui.tui.screens.several.act_for_all import ActForAll

ALLOCATE, NAMED = "allocate_coordinator", "coordinator.named"
HAS_ONE = tr("no coordinator is to be named: there is one")
SOMEBODY_ELSE = tr("Somebody else, or a route: type it")


class PeopleOfAll:
    """Each person once: listed for the MDT by a day; a coordinator named for those who have none."""

    def __init__(self, act: ActForAll) -> None:
        self.act, self.desk = act, act.desk

    def list_mdt(self) -> None:
        """List them for the MDT."""
        self.act.begin(self._list_mdt)

    async def _list_mdt(self) -> None:
        from carelist_tui.domain.entries import MdtListed
        from carelist_tui.domain.words import day_in_full

        those = each_once(self.act.chosen())
        if not self.act.is_for_somebody(those):
            return
        title = tr("List {counted} for the MDT", counted=counted(those.fit, "people"))
        question = tr("By when? fri, in 1 week, 10 mar")
        by = await self.act.ask_day(title, those.fit, question, (MdtListed, "by"), self._in_a_week)
        why = await self.act.ask(title, those.fit, tr("Why?"), str) if by else None
        if by and why:
            said = {"reason": why, "by": by.isoformat()}
            await self.act.record(
                those,
                lambda each: self.act.draft("mdt.listed", each, **said),
                tr("listed for the MDT by {day}", day=day_in_full(by)),
            )

    @property
    def _in_a_week(self) -> str:
        day = (self.desk.now().astimezone(self.desk.zone) + timedelta(days=7)).date()
        return f"{day.day}/{day.month}/{day.year}"

    # -- who coordinates ------------------------------------------------------------------------------------------

    def allocate(self) -> None:
        """Name who coordinates those of them who have nobody."""
        self.act.begin(self._allocate)

    async def _allocate(self) -> None:
        those = those_owed(self.act.chosen(), ALLOCATE, HAS_ONE)
        if not self.act.is_for_somebody(those):
            return
        title = tr("{counted}: who coordinates from now on?", counted=counted(those.fit, "people"))
        worker = await self.act.choose_worker(title, led_by="l")
        oversight = await self._oversight(those, worker) if worker is not None else None
        if worker is not None and oversight is not None:
            await self.act.record(
                those, lambda each: self._named(each, worker, oversight), tr("coordinated by {name}", name=worker.name)
            )

    def _named(self, each: Chosen, worker: Worker, oversight: str) -> dict[str, Any]:
        stands = self._stands(each) or oversight
        return self.act.draft(NAMED, each, coordinator=worker.id, clinical_oversight=stands)

    def _stands(self, each: Chosen) -> str:
        """Whose clinical advice stands for them already: it stays theirs."""
        card = self.desk.card(each.person)
        return card.oversight if card is not None else ""

    async def _oversight(self, those: Those, worker: Worker) -> str | None:
        """Whom to turn to for clinical advice about those of whom nobody has said it; empty where it stands for all,
        None where it was not said."""
        without = [each for each in those.fit if not self._stands(each)]
        if not without:
            return ""
        title = tr("Clinical advice about {counted}: from whom?", counted=counted(without, "people"))
        here = self.desk.roster.workers.values()
        found = [each for each in here if each.active and each.role in SUPERVISES and each.id != worker.id]
        seniors = sorted(found, key=lambda each: each.name.casefold())
        chosen = await self.act.choose(
            title, [*(f"{each.name}: {in_plain_words(each.role)}" for each in seniors), SOMEBODY_ELSE]
        )
        if chosen is None:
            return None
        if chosen < len(seniors):
            return seniors[chosen].id
        return await self.act.ask(title, without, tr("From whom?"), str)
