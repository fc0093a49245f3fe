"""What was begun and not saved: words for the line above the list, and a key that opens it."""

from __future__ import annotations

from carelist_tui.catalogue import ntr, tr
from carelist_tui.desk import drafts
from carelist_tui.desk.at_hand.call_at_hand import CallAtHand
from carelist_tui.domain.ids import is_uuid
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.screens.worklist.list_acts import ListActs
from carelist_tui.vault.drafts import Begun

NAMED = 2
"""How many are named on the line; the others are counted."""
FARTHEST_DAYS = 400
"""How far ahead the Due is looked for that a form was begun from."""


class Unfinished:
    """What this worker began and did not save."""

    def __init__(self, page: ActsPage, acts: ListActs, call: CallAtHand) -> None:
        self.page, self.acts, self.call, self.desk = page, acts, call, page.desk

    def _left(self) -> list[drafts.Unfinished]:
        """All that was left unfinished: the note of the call that somebody is in is not."""
        attempt = self.call.attempt
        return [each for each in self.desk.unfinished() if attempt is None or each.begun.id != attempt.id]

    def words(self) -> str:
        """`unfinished: decision, KHAN Bilal`; empty when nothing is."""
        begun = self._left()
        if not begun:
            return ""
        more = tr("; {n} more", n=len(begun) - NAMED) if len(begun) > NAMED else ""
        return tr(
            "unfinished (i opens): {words}{more}", words="; ".join(each.words for each in begun[:NAMED]), more=more
        )

    def damaged_words(self) -> str:
        """That something typed could not be read back; empty when all could."""
        n = self.desk.kept.damaged
        return (
            ntr(
                "! {n} unfinished form could not be read back; set aside",
                "! {n} unfinished forms could not be read back; set aside",
                n,
                n=n,
            )
            if n
            else ""
        )

    def open(self) -> None:
        """Open what was begun; where several were, ask which."""
        self.page.beside(self._open())

    async def _open(self) -> None:
        begun = self._left()
        if not begun:
            self.page.say(tr("Nothing is unfinished."))
            return
        chosen = 0
        if len(begun) > 1:
            from carelist_tui.tui.screens.choice import ChooseScreen

            words = [each.words for each in begun]
            taken = await self.page.app.push_screen_wait(ChooseScreen(self.desk, tr("Unfinished: open which?"), words))
            if taken is None:
                return
            chosen = taken
        await self._go_on_with(begun[chosen].begun)

    async def _go_on_with(self, begun: Begun) -> None:
        await self.desk.wake()
        from carelist_tui.desk.audit.case_answers import sample_begun
        from carelist_tui.domain.entries import TYPES
        from carelist_tui.tui.screens.forms.which_form import form_screen

        if sample := sample_begun(begun):
            from carelist_tui.tui.screens.audit.samples_screen import SamplesScreen

            await self.page.app.push_screen_wait(SamplesScreen(self.desk, begun=sample))
            return
        card = self.desk.card(begun.subject) if is_uuid(begun.subject) else None
        if begun.type not in TYPES or (card is None and is_uuid(begun.subject)):
            self.page.say(tr("This was begun by another version, or about somebody who is not here: it stays kept."))
            return
        owed = self.desk.glance.today(self.desk.now(), days=FARTHEST_DAYS)
        item = next((each for each in owed if each.key == begun.due), None)
        await self.acts.push_form(form_screen(self.desk, begun.type, item, card, {}, begun=begun))
