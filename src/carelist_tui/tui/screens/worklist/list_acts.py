"""What can be done from the list: recording through the door, opening forms, and pages that are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.sections.settled_by import settled_by
from carelist_tui.desk.several import REFUSED, is_refusal, refused_words
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.words import inside
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.person_acts import NOBODY_AT_HAND, SAYS_ITSELF, ActsPage

if TYPE_CHECKING:
    from carelist_tui.tui.screens.forms.form_screen import FormScreen
    from carelist_tui.tui.screens.forms.two_records import TwoRecordsScreen
    from carelist_tui.tui.screens.forms.two_versions import SettlingScreen


class ListActs:
    """The acts on one person that the list leads to, and the one place that records them. What is done to all who are
    marked is recorded in `tui/screens/several`."""

    def __init__(self, page: ActsPage, shown: ShownList) -> None:
        self.page, self.shown, self.desk = page, shown, page.desk

    def owed_to(self, person: str) -> list[Item]:
        """All that is owed to a person as of the last reading: first what is due, in order, then what comes."""
        return self.shown.reading.owed_to(person)

    def next_words(self, person: str) -> str:
        """`Next: welfare visit by Wed 12:00.`"""
        card = self.desk.card(person)
        step = card.next_step_at(self.desk.now()) if card else None
        comes = [(step.title, step.due_at)] if step else [(item.title, item.due_at) for item in self.owed_to(person)]
        if not comes:
            return tr("Nothing more is due.")
        title, due_at = comes[0]
        return tr("Next: {title} {by}.", title=inside(title), by=self.page.look.by(due_at))

    async def record(self, drafts: Sequence[dict[str, Any]], words: str = "") -> bool:
        """Record these together through the door, all or none.

        `words` name what is done, for taking it back as one. What is refused is said, stays until it is put away, and
        nothing typed is lost.
        """
        try:
            await self.desk.record(drafts, words=words)
        except Refused as refused:
            self.page.say(f"{REFUSED}: {refused_words(refused)}")
            return False
        return True

    def forget_refusal(self) -> None:
        """The next act is begun: what was refused before has been read."""
        if is_refusal(self.page.said):
            self.page.said = ""

    def open_item(self, item: Item) -> None:
        """Open the form that settles this; where several could, ask which."""
        self.forget_refusal()
        self.page.beside(self.settle(item))

    async def settle(self, item: Item, *, unasked: bool = False) -> None:
        """Show the form that settles this until it is left; `unasked`: it comes by itself."""
        card = self.desk.card(item.person.id) if item.person else None
        await self.desk.wake()
        from carelist_tui.desk.forms.form_types import AUDIT, ENDS_BY_ITSELF, form_types

        if item.kind == AUDIT:
            await self._audit(item)
            return
        if card is not None and await self._is_handed_over(item, card):
            return
        kinds = form_types(item)
        if not kinds or (card is None and item.person is not None):
            self.page.say(ENDS_BY_ITSELF.get(item.kind, tr("This can't be settled here yet.")))
            return
        kind = kinds[0][0]
        if len(kinds) > 1:
            from carelist_tui.tui.screens.choice import ChooseScreen

            words = [label for _, label in kinds]
            chosen = await self.page.app.push_screen_wait(
                ChooseScreen(self.desk, tr("{title}: record what?", title=item.title), words)
            )
            if chosen is None:
                return
            kind = kinds[chosen][0]
        await self.fill_in(kind, item, card, {}, unasked=unasked)

    async def _is_handed_over(self, item: Item, card: Card) -> bool:
        """Whether it is owed of a handover that goes sealed to another team, or came so: then the file or the receipt
        is asked for, which alone settles it."""
        from carelist_tui.desk.forms.form_types import form_types
        from carelist_tui.desk.questions.sealed_files import BY_FILE, kinds_beside, owed_across

        if not (across := owed_across(item, await self.page.across(card.person) if item.kind in BY_FILE else ())):
            return False
        kinds = kinds_beside([kind for kind, _ in form_types(item)], across)
        await self.page.hand_over(card, across, kinds)
        return True

    async def _audit(self, item: Item) -> None:
        """The samples, where what is owed is an audit; then the list as it is now."""
        from carelist_tui.tui.screens.audit.samples_screen import SamplesScreen

        await self.page.app.push_screen_wait(SamplesScreen(self.desk, str(item.detail.get("audit", ""))))
        await self.page.read_again()

    async def add_about(self, page: ActsPage, kind: str, person: str) -> None:
        """Show the form of this kind about somebody who need not be at hand, above `page`, until it is left."""
        card = self.desk.card(person)
        if card is None:
            page.say(tr("Nothing is known of them any more."))
            return
        await page.ready()
        if kind not in SAYS_ITSELF and not await page.is_theirs(kind):
            return
        item = settled_by(kind, self.owed_to(person))
        known = await self.page.named(kind, item, card)
        if known is not None:
            self.page.clear_said()
            await self.fill_in(kind, item, card, known)
        if page is not self.page and self.page.said:
            page.say(self.page.said)

    def open_form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        """Open a form for an entry of this kind; when it comes back saved, read again."""
        self.forget_refusal()
        self.page.beside(self.fill_in(kind, item, card, known))

    def open_form_of_call(self, kind: str, item: Item | None, card: Card, known: dict[str, Any], at: str) -> None:
        """The same, of what a key said in a call that began at `at`, local with its offset: it happened then."""
        self.forget_refusal()
        self.page.beside(self.fill_in(kind, item, card, known, called_at=at))

    async def fill_in(
        self,
        kind: str,
        item: Item | None,
        card: Card | None,
        known: dict[str, Any],
        *,
        unasked: bool = False,
        called_at: str = "",
    ) -> None:
        """Show the form of an entry of this kind until it is left; `called_at` is when the call began that it is of.
        Where it is not theirs to record, that is said instead."""
        await self.desk.wake()
        if kind not in SAYS_ITSELF and not await self.page.is_theirs(kind):
            return
        from carelist_tui.tui.screens.forms.form_screen import FormScreen
        from carelist_tui.tui.screens.forms.which_form import form_screen

        form = form_screen(self.desk, kind, item, card, known, around={"occurred_at": called_at} if called_at else {})
        form.unasked = unasked
        if isinstance(form, FormScreen):
            form.answers.said_by_key = bool(called_at)
        await self.push_form(form)

    async def push_form(self, form: FormScreen | SettlingScreen | TwoRecordsScreen) -> None:
        """Show a form; when it comes back saved, read again and say what comes next."""
        form.said, card = form.said or self.page.said, form.card
        words = await self.page.app.push_screen_wait(form)
        if words:
            self.page.say(f"{form.whom}: {words}")  # at once: reading a long list again takes its time
            await self.page.read_again()
            self.page.say(f"{form.whom}: {words} {self.next_words(card.person) if card else ''}".rstrip())

    def show_dues(self) -> None:
        """Everything due for the person at hand; one of them may be opened."""
        self.page.beside(self._show_dues())

    async def _show_dues(self) -> None:
        if self.shown.person is None:
            self.page.say(NOBODY_AT_HAND)
            return
        from carelist_tui.tui.screens.choice import Choice, ChooseScreen

        owed, why_here = self.owed_to(self.shown.person), self.shown.why_here()
        words = [Choice(item.why, group=why_here) for item in owed]
        choose = ChooseScreen(self.desk, tr("Everything due for this person"), words)
        chosen = await self.page.app.push_screen_wait(choose)
        if chosen is not None:
            self.open_item(owed[chosen])
