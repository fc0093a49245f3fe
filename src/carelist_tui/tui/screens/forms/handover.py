"""A handover: on the left its checklist, who did what, what stands between it and closing; on the right the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from textual.strip import Strip

from carelist_tui.desk.questions.asks import Ask
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Fault
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.forms.handover_lines import (
    call_was_held,
    checklist,
    handover_of,
    stands_between,
    summary_from,
)
from carelist_tui.tui.widgets.panel import Said, known_lines, said_of_others

OPENED, ITEM_DONE = "handover.opened", "handover.item_done"
HANDOVER, ITEM = "body.handover", "body.item"
OTHERS_ONLY = ("body.accepted_by_name", "body.how_confirmed")


class HandoverScreen(FormScreen):
    """One step of a handover. Several items of the checklist are ticked at once, and each is an entry of its own."""

    WHERE = "Handover"
    KNOWN = True
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
        row = handover_of(self.shown, str(self.began_with.get(HANDOVER, ""))) if self.shown else None
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

    def learned(self) -> None:
        if self.kind == OPENED:
            for name, words in summary_from(self.shown, self.desk.now()).items():
                self.fill(f"body.summary.{name}", words)
            self.fill("body.from_team", self.card.team)
        elif (row := handover_of(self.shown, self.typed.get(HANDOVER, ""))) is not None:
            self.fill(HANDOVER, row["handover"])
        super().learned()

    def changed(self, path: str) -> None:
        super().changed(path)
        if path in ("body.kind", "body.higher_risk"):
            self.draw_known()

    # -- what is known ------------------------------------------------------------------------------------------

    def known_strips(self, width: int) -> list[Strip]:
        """The checklist with who and when, and what stands between the handover and closing."""
        said, row, ink = Said(width, self.look), self.row, self.look.ink
        done = checklist(self.shown, row["handover"] if row else "", self.items, self.look)
        if row is not None:
            left = sum(not each.by for each in done)
            held = call_was_held(self.shown, row["handover"])
            said.put(f"To {row['to_team']}", ink.strong)
            said.put("Before it can be closed", ink.strong)
            for words in stands_between(row, left, call_held=held, look=self.look) or ["nothing: it can be closed"]:
                said.put(f"- {words}", ink.amber)
        if self.kind == OPENED:
            known_lines(said, self.card.bearings_at(self.look.at), label="-")
        said.put("Checklist" if self.items else "The checklist shows once the kind is chosen", ink.strong)
        for each in done:
            said.put(f"x {each.words}: {each.by}, {each.when}" if each.by else f"- {each.words}")
        said_of_others(said, self.card)
        return said.strips

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
        return [main, *({**main, "id": self.id_of(key), "body": {**main["body"], "item": key}} for key in others)]

    def placed(self, fault: Fault) -> Fault:
        return Fault(fault.path, fault.sentence)
