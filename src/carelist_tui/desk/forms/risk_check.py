"""A risk check: the signs of the plan and the relapse signature are ticked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.questions.asks import Ask
from carelist_tui.desk.questions.signs import NONE_SEEN, OTHER_SIGNS, SIGNS, signs_ask
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Fault

RELAPSE = "body.relapse_indicators"


class RiskCheckQuestions(Questionnaire):
    """A risk check about one person. Which signs of relapse are there is a tick for each that somebody named."""

    card: Card

    def asks(self) -> list[Ask]:
        """As the model asks, with a tick for each sign to look for, where any was agreed."""
        return [each for ask in super().asks() for each in self._with_ticks(ask)]

    def _with_ticks(self, ask: Ask) -> list[Ask]:
        if ask.path != RELAPSE or not self.card.signs:
            return [ask]
        ticks, *others = signs_ask(self.card.signs)
        return [replace(ticks, title=ask.title, needed=True), *others]

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """What was ticked becomes the signs in words; nothing ticked, not even "none seen", is no answer."""
        body = said.setdefault("body", {})
        ticked, others = body.pop("signs_ticked", []), body.pop("other_signs", [])
        if self.card.signs and (ticked or others):
            seen = [sign for n, sign in enumerate(self.card.signs) if f"sign{n}" in ticked]
            body["relapse_indicators"] = [*seen, *others]
        return super().drafts_of(said)

    def drafts(self) -> tuple[list[dict[str, Any]], list[Fault]]:
        drafts, faults = super().drafts()
        ticked = set(self.typed.get(SIGNS, "").split())
        if NONE_SEEN in ticked and (len(ticked) > 1 or self.typed.get(OTHER_SIGNS, "").strip()):
            faults.append(Fault(SIGNS, tr("none seen can't stand beside a sign")))
        return drafts, faults

    def placed(self, fault: Fault) -> Fault:
        there = super().placed(fault)
        is_ticked = self.card.signs and there.path.startswith(RELAPSE)
        return Fault(SIGNS, there.sentence) if is_ticked else there
