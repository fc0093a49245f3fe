"""What is recorded in a huddle: what was decided about somebody, by whom; and at its end that it was held."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.huddle.huddle_so_far import Sitting, end_sitting
from carelist_tui.desk.huddle.lent_desk import SpokenDesk
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.huddle import Talk
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.page import Page

if TYPE_CHECKING:
    from carelist_tui.tui.screens.several.act_for_all import Lent
    from carelist_tui.tui.screens.several.several_acts import SeveralActs

ALLOCATE, LIST = "coordinator.named", "mdt.listed"


class HuddleActs:
    """Each act asks who decided, opens the form, and what it records is noted for the sheet."""

    def __init__(self, page: Page, sitting: Sitting, read_again: Callable[[], Awaitable[None]]) -> None:
        self.page, self.sitting, self.desk = page, sitting, page.desk
        self._read_again = read_again

    @cached_property
    def many(self) -> SeveralActs:
        """What can be done to all who are marked; else to the person at hand."""
        from carelist_tui.tui.screens.several.several_acts import SeveralActs

        return SeveralActs(self.page, self.sitting.chosen, self._lend, self._done)

    @cached_property
    def of_many(self) -> Mapping[str, Callable[[], None]]:
        """By the kind of what a key records of one: what it does where several are marked."""
        return {LIST: self.many.people.list_mdt, ALLOCATE: self.many.people.allocate}

    async def _lend(self, title: str) -> Lent | None:
        from carelist_tui.tui.screens.several.act_for_all import Lent

        by = await self._who_decided(title)
        if by is None:
            return None
        said = tr("; decided by {name}", name=self.page.look.name(by)) if by != self.desk.worker else ""
        return Lent(SpokenDesk(self.desk, by, self.sitting.note_decided), said)

    async def _done(self, words: str) -> None:
        self.sitting.marked.clear()
        self.page.say(words)
        await self._read_again()

    async def settle(self, talk: Talk) -> None:
        """The form that settles what is due; where several things are, or several forms could, ask which."""
        from carelist_tui.desk.forms.form_types import form_types

        await self.desk.wake()
        items = list(talk.items)
        if not items:
            self.page.say(tr("Nothing is due for them now: d decides, a adds an action."))
            return
        item = items[0]
        if len(items) > 1:
            chosen = await self._choose(tr("What is settled?"), [each.why for each in items])
            if chosen is None:
                return
            item = items[chosen]
        kinds = form_types(item)
        chosen = (
            0
            if len(kinds) == 1
            else await self._choose(tr("{title}: record what?", title=item.title), [w for _, w in kinds])
        )
        if chosen is not None and kinds:
            await self.decide(kinds[chosen][0], talk, item)

    async def decide(self, kind: str, talk: Talk, item: Item | None) -> None:
        """Ask who decided, open the form, and say what came of it."""
        from carelist_tui.desk.forms.whose_act import why_not_theirs
        from carelist_tui.tui.screens.forms.which_form import form_screen

        await self.desk.wake()
        by = await self._who_decided(talk.name)
        if by is None:
            return
        card = self.desk.card(talk.person)
        about = item or about_of(kind, talk)
        desk = SpokenDesk(self.desk, by, self.sitting.note_decided)
        if why := await why_not_theirs(self.desk, kind, by):
            self.page.say(why)
            return
        around = {"on_behalf_of": by} if by != self.desk.worker else {}
        known = {"clinical_oversight": card.oversight} if card and card.oversight and kind == ALLOCATE else {}
        form = form_screen(desk, kind, about, card, known, around=around)
        words = await self.page.app.push_screen_wait(form)
        if words:
            self.page.say(
                tr("{name}: {words} Decided by {name2}.", name=talk.name, words=words, name2=self.page.look.name(by))
            )
            await self._read_again()

    async def _who_decided(self, title: str) -> str | None:
        """Whoever of those here decided: the chair where nobody else is; None when it was not said."""
        here = sorted(self.sitting.present, key=lambda id: self.page.look.name(id).casefold())
        if len(here) < 2:
            return here[0] if here else self.desk.worker
        first = next((id for id in (self.sitting.last_by, self.desk.worker) if id in here), here[0])
        names = [self.page.look.name(id) for id in here]
        chosen = await self._choose(tr("{title}: who decided?", title=title), names, here.index(first))
        if chosen is None:
            return None
        self.sitting.last_by = here[chosen]
        return here[chosen]

    async def _choose(self, title: str, words: list[str], at: int = 0) -> int | None:
        """The number of the line chosen from a short list, or None."""
        from carelist_tui.tui.screens.choice import ChooseScreen

        screen = ChooseScreen(self.desk, title, words)
        screen.cursor = at
        chosen: int | None = await self.page.app.push_screen_wait(screen)
        return chosen

    # -- closing ------------------------------------------------------------------------------------------------

    async def close(self) -> None:
        """Record that it was held. What came in meanwhile is looked at first: the next huddle would not show it."""
        try:
            door = await self.desk.door()
            if came := door.huddle.came_since(self.sitting.mark):
                await self._read_again()
            if came or self.sitting.unseen:
                self.page.say(self.sitting.unseen_words())
                return
            draft: dict[str, Any] = self.sitting.draft(self.desk.now(), self.desk.zone)
            await self.desk.record([draft])
        except Refused as refused:
            self.page.say(
                tr("NOT RECORDED: {sentences}", sentences="; ".join(fault.sentence for fault in refused.faults))
            )
            return
        from carelist_tui.tui.screens.huddle.huddle_sheet import SheetScreen

        desk: Desk = self.desk
        shown = self.sitting.shown()
        end_sitting(desk)
        if shown is not None:
            await self.page.app.push_screen_wait(SheetScreen(desk, door, shown))
        self.page.dismiss(tr("Huddle, recorded."))


def about_of(kind: str, talk: Talk) -> Item | None:
    """What is due that such an entry would settle, if anything is."""
    return next((item for item in talk.items if kind in item.resolved_by), None)
