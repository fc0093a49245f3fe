"""A handover: each of its steps is a form; several items of its checklist are ticked at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from carelist_tui.desk.forms.handover_record import handover_of, summary_from
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.questions.asks import Ask
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Fault

OPENED, ITEM_DONE = "handover.opened", "handover.item_done"
HANDOVER, ITEM = "body.handover", "body.item"
OTHERS_ONLY = ("body.accepted_by_name", "body.how_confirmed")


class HandoverQuestions(Questionnaire):
    """One step of a handover. Several items of the checklist are ticked at once, and each is an entry of its own."""

    card: Card

    @property
    def row(self) -> Mapping[str, Any] | None:
        """The handover as the record has it; None while it is being opened."""
        return None if self.kind == OPENED else handover_of(self.shown, self.typed.get(HANDOVER, ""))

    @property
    def items(self) -> dict[str, str]:
        """The checklist of this kind of handover, by key."""
        row = self.row
        kind = row["kind"] if row else self.typed.get("body.kind", "")
        higher = bool(row["higher_risk"]) if row else self.typed.get("body.higher_risk") == "yes"
        return self.standards.checklists.items(kind, higher_risk=higher) if kind else {}

    # -- questions ----------------------------------------------------------------------------------------------

    def with_choices(self, ask: Ask) -> Ask:
        """The items that are left are ticked, several at once."""
        left = tuple(self.detail.get("left", ()))
        row = handover_of(self.shown, self.given.get(HANDOVER, "")) if self.shown else None
        if row is not None:
            items = self.standards.checklists.items(row["kind"], higher_risk=row["higher_risk"])
            left = tuple(key for key in items if key not in row["done"])
        if self.kind == ITEM_DONE and ask.path == ITEM and left:
            words = self.standards.checklists.items("", higher_risk=True)
            words |= self.standards.checklists.items("staff_change", higher_risk=True)
            return replace(ask, kind="choices", codes=left, labels=tuple(words.get(key, key) for key in left))
        return super().with_choices(ask)

    def is_said(self, ask: Ask, typed: dict[str, str]) -> bool:
        """Who accepted is a worker here, or somebody of the other side: the direction says which is asked."""
        row = self.row if ask.path in (*OTHERS_ONLY, "body.receiving_worker") else None
        if row is not None and self.kind == "handover.accepted":
            return bool(row["direction"] == "internal") != (ask.path in OTHERS_ONLY)
        if ask.path.startswith("body.transition."):
            return typed.get("body.kind") in ("step_up", "step_down", "discharge")
        if ask.path.startswith("body.other_party."):
            return typed.get("body.direction") in ("out", "in")
        return super().is_said(ask, typed)

    def fill_in(self) -> dict[str, str]:
        """The summary as far as the record can say it; else which handover it is, where only one is open."""
        if self.kind == OPENED:
            summary = {
                f"body.summary.{name}": words for name, words in summary_from(self.shown, self.desk.now()).items()
            }
            return self.answers.fill_in({**summary, "body.from_team": self.card.team})
        row = self.row
        return self.answers.fill_in({HANDOVER: row["handover"]}) if row is not None else {}

    # -- saving -------------------------------------------------------------------------------------------------

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """One entry for each item ticked."""
        ticked = said.get("body", {}).get("item")
        if not isinstance(ticked, list):
            return super().drafts_of(said)
        first, *others = ticked or [None]
        said["body"]["item"] = first
        drafts = super().drafts_of({**said, "body": {k: v for k, v in said["body"].items() if v is not None}})
        main = drafts[0]
        return [
            main,
            *({**main, "id": self.answers.id_of(key), "body": {**main["body"], "item": key}} for key in others),
        ]

    def placed(self, fault: Fault) -> Fault:
        return Fault(fault.path, fault.sentence)
