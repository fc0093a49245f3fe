"""What was begun and not saved: a line above the list says it, a key opens it; a call's note is kept likewise."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.desk.calls.attempt import Attempt
from carelist_tui.domain.ids import is_uuid
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.worklist.news import MeetingScreen
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.vault.drafts import Begun

NAMED = 2
"""How many are named on the line; the others are counted."""
MOST_MISSING = 3
"""Lines above the list for entries that are missing."""
ATTEMPT, NOTE = "outreach.attempted", "body.note"
FARTHEST_DAYS = 400
"""How far ahead the Due is looked for that a form was begun from."""


class UnfinishedScreen(MeetingScreen):
    """The list, with what was begun on a line above it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("today.open-unfinished", "i", "unfinished", "Unfinished", "Open what was begun and not saved.",
            footer=False),
    ]  # fmt: skip

    def taken_strips(self) -> list[Strip]:
        width, ink = self.app.size.width, self.look.ink
        lines = [words for words in (self.unfinished_words(), self.damaged_words()) if words]
        said = [Line(width, ink.words).add(" ").add(words, ink.amber).strip() for words in lines]
        return [*super().taken_strips(), *self.missing_strips(), *said]

    def missing_strips(self) -> list[Strip]:
        """That entries are missing, in red: nobody may think that what they see is all."""
        width, ink = self.app.size.width, self.look.ink
        gone = "; ".join(self.missing)
        words = f"! {gone} (S brings back what had been sent)"
        lines = wrap(words, width - 2)[:MOST_MISSING] if gone else []
        return [Line(width, ink.words).add(" ").add(line, ink.red).strip() for line in lines]

    def unfinished_words(self) -> str:
        """`unfinished: decision, KHAN Bilal`; empty when nothing is."""
        begun = self.desk.unfinished()
        if not begun:
            return ""
        more = f"; {len(begun) - NAMED} more" if len(begun) > NAMED else ""
        return f"unfinished (i opens): {'; '.join(each.words for each in begun[:NAMED])}{more}"

    def damaged_words(self) -> str:
        """That something typed could not be read back; empty when all could."""
        n = self.desk.kept.damaged
        return f"! {n} unfinished {'form' if n == 1 else 'forms'} could not be read back; set aside" if n else ""

    def on_screen_resume(self) -> None:
        """Back from a form: what was begun there is said."""
        if self.is_mounted and not self.too_small:
            self.draw()

    def action_unfinished(self) -> None:
        self.beside(self._open_unfinished())

    async def _open_unfinished(self) -> None:
        begun = self.desk.unfinished()
        if not begun:
            self.say("Nothing is unfinished.")
            return
        chosen = 0
        if len(begun) > 1:
            from carelist_tui.tui.screens.choice import ChooseScreen

            words = [each.words for each in begun]
            taken = await self.app.push_screen_wait(ChooseScreen(self.desk, "Unfinished: open which?", words))
            if taken is None:
                return
            chosen = taken
        await self._go_on_with(begun[chosen].begun)

    async def _go_on_with(self, begun: Begun) -> None:
        await self.desk.wake()
        from carelist_tui.domain.entries import TYPES
        from carelist_tui.tui.screens.forms.which_form import form_screen

        card = self.desk.card(begun.subject) if is_uuid(begun.subject) else None
        if begun.type not in TYPES or (card is None and is_uuid(begun.subject)):
            self.say("This was begun by another version, or about somebody who is not here: it stays kept.")
            return
        owed = self.desk.glance.today(self.desk.now(), days=FARTHEST_DAYS)
        item = next((each for each in owed if each.key == begun.due), None)
        await self.push_form(form_screen(self.desk, begun.type, item, card, {}, begun=begun))

    # -- the note of a call -------------------------------------------------------------------------------------

    def keep_note(self, attempt: Attempt) -> None:
        """Keep the note of a call as it is typed."""
        if not attempt.note:
            self.drop_note(attempt.card.person)
            return
        values = {NOTE: attempt.note, "occurred_at": attempt.at}
        self.desk.kept.keep(
            Begun(attempt.id, ATTEMPT, attempt.card.person, "", "attempt", attempt.item.key, attempt.at, values)
        )

    def with_kept_note(self, attempt: Attempt) -> Attempt:
        """An attempt with what was typed in a call that was left, and the id it had."""
        kept = self.desk.kept.find((attempt.card.person, ATTEMPT, ""))
        return replace(attempt, id=kept.id, note=kept.values.get(NOTE, "")) if kept is not None else attempt

    def drop_note(self, person: str) -> None:
        """The call is recorded: its note with it."""
        self.desk.kept.drop((person, ATTEMPT, ""))
