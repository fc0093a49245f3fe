"""The closure for those who were chosen: who holds them until the service is back, and what was heard of them since."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.desk.several import Chosen, Those, counted, those_owed
from carelist_tui.domain.dues.gaps import ARRANGED, COVER, RETURN, next_opening
from carelist_tui.domain.roster.roster import SUPERVISES
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.several.act_for_all import ActForAll

NOTHING_HEARD = tr("asked what happened while we were closed: nothing heard")
WAITS = "safe_to_wait"
NO_COVER, NOT_ASKED = tr("cover is not due"), tr("nothing is asked about a closure")
HEARD_OF = tr("What was heard? (of whom something was: esc, take the mark away, and write that down)")


class ClosureOfAll:
    """What they are owed of a closure: cover before it, and after it the question what happened."""

    def __init__(self, act: ActForAll) -> None:
        self.act, self.page, self.desk = act, act.page, act.desk

    # -- before it ------------------------------------------------------------------------------------------------

    def cover(self) -> None:
        """Say who holds them until the service is back."""
        self.act.begin(self._cover)

    def _begins_now(self, item: Item) -> bool:
        """Whether it is about a closure that runs or begins today: cover arranged now would be none for a later one."""
        today = self.desk.now().astimezone(self.desk.zone).date().isoformat()
        return str(item.detail["closes"]) <= f"{today}T24"

    def _why_no_cover(self) -> str:
        """Why somebody is not covered by this: on the day of a long closure, before cover is asked for, that says
        nothing about whether they need it."""
        from carelist_tui.journal.sync.limits import standards_in_force

        now, standards = self.desk.now(), standards_in_force(self.desk.glance.look)
        calendar = standards.calendar
        closure, asked = calendar.closure_at(now), calendar.at(calendar.day_of(now), standards.dues.gap_cover_from)
        is_early = calendar.is_long(closure) and now < asked < closure[0]
        return tr("cover is asked for from {when} on", when=self.page.look.when(asked)) if is_early else NO_COVER

    async def _cover(self) -> None:
        from carelist_tui.domain.entries.choices import CoverRoute, choice_in_words

        those = those_owed(self.act.chosen(), COVER, self._why_no_cover(), self._begins_now)
        if not self.act.is_for_somebody(those):
            return
        routes = get_args(CoverRoute)
        title = tr("Cover for {counted}: who holds them?", counted=counted(those.fit, "people"))
        chosen = await self.act.choose(title, [choice_in_words(route) for route in routes])
        if chosen is None:
            return
        route = routes[chosen]
        more = await self._why_they_wait(those, title) if route == WAITS else {}
        if more is not None:
            words = tr(
                "cover: {route} until {when}",
                route=choice_in_words(route),
                when=self.page.look.when(self._back_at(those.fit[0])),
            )
            await self.act.record(those, lambda each: self._cover_of(each, route, more), words)

    def _back_at(self, each: Chosen) -> datetime:
        return next_opening(each.item.detail if each.item else {}, self.desk.now(), self.desk.glance.calendar)

    def _cover_of(self, each: Chosen, route: str, more: dict[str, Any]) -> dict[str, Any]:
        asked = more if self._is_high(each) else {name: value for name, value in more.items() if name == "note"}
        back = self._back_at(each).isoformat(timespec="seconds")
        return self.act.draft(ARRANGED, each, route=route, back_at=back, **asked)

    def _is_high(self, each: Chosen) -> bool:
        who = each.item.person if each.item else None
        return who is not None and who.is_high(self.desk.now())

    async def _why_they_wait(self, those: Those, title: str) -> dict[str, Any] | None:
        """Why nobody need hold them; of somebody red or high also who agreed. None where that was left."""
        why = await self.act.ask(title, those.fit, tr("Why is it safe to wait?"), str)
        if not why:
            return None
        if not any(map(self._is_high, those.fit)):
            return {"note": why}
        here = self.desk.roster.workers.values()
        agree = sorted((each for each in here if each.active and each.role in SUPERVISES), key=lambda each: each.name)
        words = [f"{each.name}: {in_plain_words(each.role)}" for each in agree]
        chosen = await self.act.choose(tr("Somebody here is red or high: who agreed?"), words)
        return {"note": why, "authorised_by": agree[chosen].id} if chosen is not None else None

    # -- after it -------------------------------------------------------------------------------------------------

    def hear(self) -> None:
        """Say who was asked what happened to them, and what was heard."""
        self.act.begin(self._hear)

    async def _hear(self) -> None:
        those = those_owed(self.act.chosen(), RETURN, NOT_ASKED)
        if not self.act.is_for_somebody(those):
            return
        title = tr("What happened to {counted} while we were closed", counted=counted(those.fit, "people"))
        team = self.desk.glance.calendar.service.out_of_hours.name
        who = await self.act.ask(title, those.fit, tr("Who was asked?"), str, team)
        heard = await self.act.ask(title, those.fit, HEARD_OF, str, NOTHING_HEARD) if who else None
        if who and heard:
            said = {"direction": "out", "who": who, "summary": heard}
            words = (
                tr("{who} asked", who=who)
                if heard == NOTHING_HEARD
                else tr("{who} asked: {heard}", who=who, heard=heard)
            )
            await self.act.record(those, lambda each: self.act.draft("partner.contacted", each, **said), words)
