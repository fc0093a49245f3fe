"""The decision note: on the left what is known already, on the right the few questions that are left."""

from __future__ import annotations

from datetime import datetime

from textual.strip import Strip

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import DecisionRecorded
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.widgets.panel import Said, known_lines, said_of_others, step_words
from carelist_tui.tui.widgets.row import Look
from carelist_tui.vault.drafts import Begun

ESCALATE, SKIP = "escalate", "skip_step"
FIRST = ("decision", "what_changed", "rationale", "review_at", "step", "risk_of_harm", "authorised_by")
RAISED, RAISED_ASKS = "escalation", ("route", "to", "owner", "respond_by")


class DecisionScreen(FormScreen):
    """A decision about one person. To escalate asks whom, and raises the escalation in the same save."""

    WHERE = "Decision note"
    KNOWN = True
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
        return [*self.asks_when_it_was(), *about, *first[:3], *route, *first[3:], *own.values(), *self.asks_around()]

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

    def learned(self) -> None:
        self.longest = longest_review(self.standards, self.card, self.desk.now(), high=bool(self.shown.get("high")))
        super().learned()

    def known_strips(self, width: int) -> list[Strip]:
        why = self.item.why if self.item is not None else ""
        return known_strips(self.card, why, width, self.look, self.longest)


def longest_review(standards: Standards, card: Card, now: datetime, *, high: bool) -> datetime:
    """The last moment that the Standards allow for a review of a decision about this person."""
    return standards.calendar.after(now, standards.limits.decision_review(card.zone, high=high))


def known_strips(card: Card, why: str, width: int, look: Look, longest: datetime | None) -> list[Strip]:
    """What the record knows: what bears on a decision, the missed contact and what was tried, the plan. What nobody may
    act without stands above the form, with the warnings."""
    said, bearings = Said(width, look), card.bearings_at(look.at)
    said.put("Known already", look.ink.strong)
    known_lines(said, [each for each in bearings if not each.is_loud], label="-")
    if not any(each.kind == "check" for each in bearings):
        said.put("no risk check in four weeks", look.ink.amber)
    elif card.episode and not card.risk_check:
        said.put("no risk check since the missed contact", look.ink.amber)
    if not any(each.kind == "decision" for each in bearings):
        said.put("no decision stands")
    said.put(f"{look.when(card.missed_at)}: {card.missed_how}" if card.missed_at else "none open", label="Missed")
    for step in card.steps:
        said.put(step_words(step, look))
    if card.missed_at:
        said.put(f"{card.attempts} made", label="Attempts")
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
