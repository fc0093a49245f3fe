"""The decision note: the few questions that are left beside what is known already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import DecisionRecorded
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.worklist import Item
from carelist_tui.vault.drafts import Begun

ESCALATE, SKIP = "escalate", "skip_step"
FIRST = ("decision", "what_changed", "rationale", "review_at", "step", "risk_of_harm", "authorised_by")
RAISED, RAISED_ASKS = "escalation", ("route", "to", "owner", "respond_by")


class DecisionQuestions(Questionnaire):
    """A decision about one person. To escalate asks whom, and raises the escalation in the same save."""

    card: Card

    def __init__(
        self, desk: Desk, kind: str, item: Item | None, card: Card, typed: Mapping[str, str], begun: Begun | None
    ) -> None:
        self.longest: datetime | None = None
        """The last moment at which it may be reviewed, once the Standards are read."""
        super().__init__(desk, kind, item, card, {f"{RAISED}.owner": desk.worker or "", **typed}, begun)

    @property
    def raised(self) -> Beside:
        """The escalation that a decision to escalate raises."""
        return Beside(RAISED, "escalation.raised", {"decision": self.answers.entry_id})

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

    def fill_in(self) -> dict[str, str]:
        self.longest = longest_review(self.standards, self.card, self.desk.now(), high=bool(self.shown.get("high")))
        return super().fill_in()


def longest_review(standards: Standards, card: Card, now: datetime, *, high: bool) -> datetime:
    """The last moment that the Standards allow for a review of a decision about this person."""
    return standards.calendar.after(now, standards.limits.decision_review(card.zone, high=high))
