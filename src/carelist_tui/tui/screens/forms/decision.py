"""The decision note: on the left what is known already, on the right the few questions that are left."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.strip import Strip

from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import DecisionRecorded
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.desk import Desk
from carelist_tui.tui.forms.asks import Ask, asks_of
from carelist_tui.tui.screens.forms.form import FormScreen
from carelist_tui.tui.screens.forms.several import Beside
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said, risk_words, said_of_others, step_words
from carelist_tui.tui.widgets.row import Look
from carelist_tui.vault.drafts import Begun

ESCALATE, SKIP = "escalate", "skip_step"
FIRST = ("decision", "what_changed", "rationale", "review_at", "step", "risk_of_harm", "authorised_by")
RAISED, RAISED_ASKS = "escalation", ("route", "to", "owner", "respond_by")


class DecisionScreen(FormScreen):
    """A decision about one person. To escalate asks whom, and raises the escalation in the same save."""

    WHERE = "Decision note"
    card: Card

    def __init__(
        self, desk: Desk, kind: str, item: Item | None, card: Card, typed: dict[str, str], begun: Begun | None
    ) -> None:
        self.longest: datetime | None = None
        typed.setdefault(f"{RAISED}.owner", desk.worker or "")
        super().__init__(desk, kind, item, card, typed, begun)

    @property
    def raised(self) -> Beside:
        """The escalation that a decision to escalate raises."""
        return Beside(RAISED, "escalation.raised", {"decision": self.entry_id})

    def besides(self) -> list[Beside]:
        return [self.raised] if self.typed.get("body.decision") == ESCALATE else []

    def asks(self) -> list[Ask]:
        """The decision first, then what it asks; what may be said besides comes last."""
        own = {ask.path.removeprefix("body."): self.with_choices(ask) for ask in asks_of(DecisionRecorded)}
        about = [] if self.card.episode else [own.pop("about")]
        first = [own.pop(name) for name in FIRST]
        route = Beside(RAISED, "escalation.raised").asks(RAISED_ASKS)
        return [*about, *first[:3], *route, *first[3:], *own.values(), *self.asks_around()]

    def knows(self, ask: Ask) -> bool:
        return super().knows(ask) or (ask.path == "body.about" and self.card.episode is not None)

    def is_asked(self, ask: Ask, typed: dict[str, str]) -> bool:
        return super().is_asked(ask, typed) and not (ask.path == "body.about" and self.knows(ask))

    def is_said(self, ask: Ask, typed: dict[str, str]) -> bool:
        decision = typed.get("body.decision", "")
        if ask.path.startswith(f"{RAISED}."):
            return decision == ESCALATE
        if ask.path == "body.review_at":
            return decision not in ("", ESCALATE)
        if ask.path == "body.step":
            return decision == SKIP
        if ask.path == "body.risk_of_harm":
            return decision == ESCALATE and typed.get("body.about") == "safeguarding"
        return super().is_said(ask, typed)

    def compose_form(self) -> ComposeResult:
        with Horizontal(id="beside"):
            yield Lines(id="known")
            yield self.form

    def learned(self) -> None:
        self.longest = longest_review(self.standards, self.card, self.desk.now(), high=bool(self.shown.get("high")))
        super().learned()

    def draw(self) -> None:
        super().draw()
        width = known_width(self.app.size.width)
        known = self.lines("known")
        known.styles.width = width
        why = self.item.why if self.item is not None else ""
        known.show(known_strips(self.card, why, width, self.look, self.longest))


def longest_review(standards: Standards, card: Card, now: datetime, *, high: bool) -> datetime:
    """The last moment that the Standards allow for a review of a decision about this person."""
    return standards.calendar.after(now, standards.limits.decision_review(card.zone, high=high))


def known_width(width: int) -> int:
    """How wide the left side is: a good third, never more than is read with ease."""
    return min(width * 2 // 5, 60)


def known_strips(card: Card, why: str, width: int, look: Look, longest: datetime | None) -> list[Strip]:
    """What the record knows: the missed contact, what was tried, the risk check, the plan, earlier decisions."""
    said = Said(width, look)
    missed = f"{look.when(card.missed_at)}: {card.missed_how}" if card.missed_at else "none open"
    said.put("Known already", look.ink.strong)
    said.put(missed, label="Missed")
    for step in card.steps:
        said.put(step_words(step, look))
    said.put(f"{card.attempts} made", label="Attempts")
    checked = risk_words(card.risk_check)
    said.put(checked or "no risk check since", look.ink.words if checked else look.ink.amber)
    said.put(card.decision or "none", label="Decided before")
    if why:
        said.put(why, label="Why here")
    if longest is not None:
        said.put(f"{look.when(longest)} at the longest", look.ink.amber, label="Review by")
    said.put(", ".join(card.signs) or "none agreed", label="Signs")
    if card.red_flags:
        said.put(", ".join(card.red_flags), look.ink.red, label="Same day if")
    said_of_others(said, card)
    said.put(card.if_missed or "nothing agreed", label="If missed")
    return said.strips
