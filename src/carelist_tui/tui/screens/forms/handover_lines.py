"""A handover as it stands, beside its form: who did what of its checklist, what stands between it and closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.forms.handover import OPENED, HandoverQuestions
from carelist_tui.desk.forms.handover_record import Shown, call_was_held, said_of_handover
from carelist_tui.tui.widgets.panel import Said, known_lines, said_of_others
from carelist_tui.tui.widgets.row import Look


@dataclass(frozen=True, slots=True)
class Done:
    """One item of the checklist: its words, and who did it when; nobody yet where `by` is empty."""

    words: str
    by: str = ""
    when: str = ""


def checklist(shown: Shown, handover: str, items: Mapping[str, str], look: Look) -> list[Done]:
    """Every item of the Standards' checklist, with who did it and when."""
    done = said_of_handover(shown, handover, "handover.item_done")
    said = {entry["body"]["item"]: entry for entry in done if entry.get("body")}
    return [
        Done(words, look.name(said[key]["author"]), look.when(datetime.fromisoformat(said[key]["occurred_at"])))
        if key in said
        else Done(words)
        for key, words in items.items()
    ]


def stands_between(row: Mapping[str, Any], left: int, *, call_held: bool, look: Look) -> list[str]:
    """What stands between a handover and closing, a line each: `accepted by Leah; first contact Thu 10:00 not held`."""
    lines = [tr("{left} of the checklist not done", left=left)] if left else []
    if row["higher_risk"] and not call_held:
        lines.append(tr("handover call not yet held"))
    if row["declined_at"]:
        return [*lines, tr("declined by the other side: the sending side keeps the person")]
    if not row["accepted_at"]:
        return [*lines, tr("not yet accepted")]
    by = tr(" by {name}", name=look.name(row["receiving_worker"])) if row["receiving_worker"] else ""
    if row["first_contact_achieved"]:
        return [*lines, tr("accepted{by}; first contact held", by=by)] if lines else []
    first = f" {look.when(datetime.fromisoformat(row['first_contact_at']))}" if row["first_contact_at"] else ""
    how = tr("failed") if row["first_contact_achieved"] is False else tr("not yet held")
    return [*lines, tr("accepted{by}; first contact{first} {how}", by=by, first=first, how=how)]


def handover_strips(asked: HandoverQuestions, width: int, look: Look) -> list[Strip]:
    """The checklist with who and when, and what stands between the handover and closing."""
    said, row, items, ink = Said(width, look), asked.row, asked.items, look.ink
    done = checklist(asked.shown, row["handover"] if row else "", items, look)
    if row is not None:
        left = sum(not each.by for each in done)
        held = call_was_held(asked.shown, row["handover"])
        said.put(tr("To {to_team}", to_team=row["to_team"]), ink.strong)
        said.put(tr("Before it can be closed"), ink.strong)
        for words in stands_between(row, left, call_held=held, look=look) or [tr("nothing: it can be closed")]:
            said.put(f"- {words}", ink.amber)
    if asked.kind == OPENED:
        known_lines(said, asked.card.bearings_at(look.at), label="-")
    said.put(tr("Checklist") if items else tr("The checklist shows once the kind is chosen"), ink.strong)
    for each in done:
        said.put(f"x {each.words}: {each.by}, {each.when}" if each.by else f"- {each.words}")
    said_of_others(said, asked.card)
    return said.strips
