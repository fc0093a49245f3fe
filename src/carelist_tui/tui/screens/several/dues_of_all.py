"""What is due in the lines that were chosen: given to another worker, or put off."""

from __future__ import annotations

from carelist_tui.catalogue import tr
from carelist_tui.desk.several import Chosen, Those, counted, those_due, those_that_can_wait
from carelist_tui.tui.screens.several.act_for_all import ActForAll


class DuesOfAll:
    """Each line's Due, given to another worker or put off with a reason."""

    def __init__(self, act: ActForAll) -> None:
        self.act = act

    def give(self) -> None:
        """Give what is due in them to another worker."""
        self.act.begin(self._give)

    async def _give(self) -> None:
        those = those_due(self.act.chosen())
        if not self.act.is_for_somebody(those):
            return
        worker = await self.act.choose_worker(tr("{whose} to whom?", whose=_whose(those)), led_by="t")
        if worker is not None:
            owner = worker.id
            await self.act.record(
                those,
                lambda each: self.act.draft("due.reassigned", each, due=_key(each), owner=owner),
                tr("given to {name}", name=worker.name),
                by_due=True,
            )

    def defer(self) -> None:
        """Put off what is due in them, with a reason."""
        self.act.begin(self._defer)

    async def _defer(self) -> None:
        from carelist_tui.domain.entries import DueDeferred

        those = those_that_can_wait(self.act.chosen())
        if not self.act.is_for_somebody(those, refused=True):
            return
        title = tr("Put off {what}", what=_what(those))
        question = tr("Until when? tomorrow, fri 10:00, +2d, in 2 weeks")
        until = await self.act.ask_moment(title, those.fit, question, (DueDeferred, "until"))
        why = await self.act.ask(title, those.fit, tr("Why?"), str) if until else None
        if until and why:
            said = {"until": until.isoformat(timespec="seconds"), "reason": why}
            await self.act.record(
                those,
                lambda each: self.act.draft("due.deferred", each, due=_key(each), **said),
                tr("put off until {when}", when=self.act.page.look.when(until)),
                by_due=True,
            )


def _key(each: Chosen) -> str:
    return each.item.key if each.item is not None else ""


def _whose(those: Those) -> str:
    """What is given; of one alone whose it is, since nothing is asked after this."""
    return (
        tr("Give {what}", what=_what(those))
        if len(those.fit) > 1
        else tr("{name}: give what is due", name=those.fit[0].name)
    )


def _what(those: Those) -> str:
    return counted(those.fit, one=tr("what is due"))
