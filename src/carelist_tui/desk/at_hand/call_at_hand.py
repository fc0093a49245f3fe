"""The call that a worker is in, from the key that begins it to the one that records or leaves it; its note is kept."""

from __future__ import annotations

from dataclasses import replace

from carelist_tui.catalogue import tr
from carelist_tui.desk.calls.attempt import Attempt, asked_at_this_hour, begin
from carelist_tui.desk.calls.outcomes import Outcome
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import edited
from carelist_tui.domain.card import Card
from carelist_tui.domain.worklist import Item
from carelist_tui.vault.drafts import Begun

BOUNCE_SECONDS = 0.5
"""A key repeated within this time of itself was a bounce, or a finger left on it."""
ATTEMPT, NOTE = "outreach.attempted", "body.note"


class CallAtHand:
    """The attempt in the making, if there is one; the key pressed last; and whether it is being recorded now."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.attempt: Attempt | None = None
        self.pressed = ("", 0.0)
        self.bounced = self.recording = False

    def notice(self, key: str, at: float) -> None:
        """Remember the key, and whether it is the same as just before: then it was a bounce."""
        last, before = self.pressed
        self.bounced = key == last and at - before < BOUNCE_SECONDS
        self.pressed = (key, at)

    @property
    def writing(self) -> bool:
        """Whether its note is being typed."""
        return self.attempt is not None and self.attempt.writing

    def begin(self, step: Item, card: Card) -> None:
        """Begin an attempt at this step, with the note that was typed in a call that was left, and the id it had."""
        begun = replace(
            begin(self.desk.entry_id(), step, card, self.desk.moment()),
            may_begin=asked_at_this_hour(step, self.desk.now(), self.desk.glance),
        )
        kept = self.desk.kept.find((card.person, ATTEMPT, ""))
        self.attempt = replace(begun, id=kept.id, note=kept.values.get(NOTE, "")) if kept is not None else begun

    def begin_note(self) -> None:
        """From now on what is typed is its note."""
        if self.attempt is not None:
            self.attempt = replace(self.attempt, writing=True)

    def write(self, key: str, character: str | None) -> None:
        """One more key of its note, which is kept as it is typed."""
        if self.attempt is not None:
            done = key in ("enter", "ctrl+j", "escape")
            self.attempt = replace(self.attempt, note=edited(self.attempt.note, key, character), writing=not done)
            self._keep_note(self.attempt)

    def ask_how(self, outcome: Outcome) -> None:
        """They were spoken to or seen: how they are is asked next."""
        if self.attempt is not None:
            self.attempt = replace(self.attempt, outcome=outcome)

    def step_back(self) -> bool:
        """One step back: to the outcomes, or out of the call. Whether it was left."""
        asked = self.attempt is not None and self.attempt.outcome is not None
        self.attempt = replace(self.attempt, outcome=None) if self.attempt is not None and asked else None
        return not asked

    def end(self) -> None:
        """The call is over, or goes on as something else."""
        self.attempt = None

    def _keep_note(self, attempt: Attempt) -> None:
        if not attempt.note:
            self.drop_note(attempt.card.person)
            return
        values = {NOTE: attempt.note, "occurred_at": attempt.at}
        self.desk.kept.keep(
            Begun(attempt.id, ATTEMPT, attempt.card.person, "", tr("attempt"), attempt.item.key, attempt.at, values)
        )

    def drop_note(self, person: str) -> None:
        """The call is recorded, or nothing of its note is left."""
        self.desk.kept.drop((person, ATTEMPT, ""))
