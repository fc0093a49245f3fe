"""One attempt in the making: begun by a key, and recorded by an outcome key. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from carelist_tui.domain.card import Card, MaySpeakTo
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.calling.outcomes import HOW_ARE_THEY, Outcome, outcomes_for


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is being tried for one person's step. `at` is when it began, local with offset, as the entry will say it."""

    id: str
    item: Item
    card: Card
    at: str
    outcomes: tuple[Outcome, ...]
    whom: tuple[MaySpeakTo, ...] = ()
    """Trusted contacts who may be told, where the step is to them; the first is the one being called."""
    outcome: Outcome | None = None
    """A live contact's, while it is asked how they are."""
    note: str = ""
    writing: bool = False

    @property
    def step(self) -> str:
        return str(self.item.detail.get("step", ""))

    def chosen(self, key: str) -> Outcome | None:
        """The outcome of a key; None when it has none here."""
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)

    def body(self, outcome: Outcome, how: str | None = None) -> dict[str, Any]:
        """What the entry says."""
        said: dict[str, Any] = {"episode": self.item.detail.get("episode") or self.card.episode, "step": self.step}
        said |= {"method": outcome.method, "to": "trusted_contact" if self.whom else "person"}
        said |= {"name": self.whom[0].name} if self.whom else {}
        said |= {"outcome": outcome.outcome, "how_are_they": how, "note": self.note.strip()}
        return {name: value for name, value in said.items() if value}

    def draft(self, outcome: Outcome, how: str | None = None) -> dict[str, Any]:
        """The draft as the door takes it."""
        body = self.body(outcome, how)
        return {"id": self.id, "type": "outreach.attempted", "person": self.card.person, "occurred_at": self.at,
                "body": body}  # fmt: skip


def begin(id: str, item: Item, card: Card, at: str) -> Attempt:
    """An attempt at the step this item asks for."""
    step, methods = str(item.detail.get("step", "")), tuple(item.detail.get("methods", ()))
    whom = tuple(who for who in card.may_speak_to if who.agreed) if step == "partner_notification" else ()
    return Attempt(id, item, card, at, outcomes_for(methods, step, card), whom)


def how_of(key: str) -> str | None:
    """The answer to "how are they" that a key gives."""
    return next((code for number, code, _ in HOW_ARE_THEY if number == key), None)
