"""A handover as the record has it: which is open, whether its call was held, the summary that goes with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.moments import MONTHS

Shown = Mapping[str, Any]
"""The whole reading of a person, as `show --json` answers it."""
RECENT = timedelta(days=30)
RISKS = ("check", "trigger", "crisis", "worry", "signs", "escalation")
"""What bears on a decision and is a risk that the other side takes on."""
INCIDENTS = ("crisis.recorded", "incident.recorded", "contact.missed")


def handover_of(shown: Shown, id: str) -> Mapping[str, Any] | None:
    """The handover with this id, or the one that is open where none is named and only one is."""
    known = shown.get("handovers", ())
    found = [row for row in known if row["handover"] == id] if id else [row for row in known if not row["closed_at"]]
    return found[0] if len(found) == 1 else None


def call_was_held(shown: Shown, handover: str) -> bool:
    """Whether the live call between both sides was recorded."""
    return any(True for _ in said_of_handover(shown, handover, "handover.call_held"))


def said_of_handover(shown: Shown, handover: str, kind: str) -> Iterator[Mapping[str, Any]]:
    """The entries of one type that name this handover, those struck out left out."""
    for entry in shown.get("story", ()):
        if entry["type"] == kind and not entry.get("struck") and (entry.get("body") or {}).get("handover") == handover:
            yield entry


def summary_from(shown: Shown, now: datetime) -> dict[str, str]:
    """The one-page summary as far as the record can say it, by field; whoever hands over edits it."""
    risk, plan = shown.get("risk_plan") or {}, shown.get("plan") or {}
    risks = [
        ": ".join((choice_in_words(each["domain"]), _with_note(each["level"], each))) for each in risk.get("risks", ())
    ]
    crisis = [str(words) for words in (risk.get("crisis_plan") or {}).values() if words]
    missed = [tr("If missed: {if_missed}", if_missed=plan["if_missed"])] if plan.get("if_missed") else []
    flags = [tr("Same day if: {red_flags}", red_flags=", ".join(shown["red_flags"]))] if shown.get("red_flags") else []
    known = [each["in_words"] for each in shown.get("bearings", ()) if each["kind"] in RISKS]
    return {
        "current_risks": "\n".join([*known, *risks]),
        "medication": _newest(shown, "contact.completed", "medication"),
        "safeguarding_status": _newest(shown, "risk_check.completed", "safeguarding_indicators"),
        "recent_incidents": "\n".join(_lately(shown, now)) or tr("none recorded in 30 days"),
        "agreed_goals": "\n".join(row["name"] for row in shown.get("indicators", ())),
        "contingency_plan": "\n".join([*flags, *crisis, *missed]),
    }


def _with_note(level: str, row: Mapping[str, Any]) -> str:
    return f"{level}, {row['note']}" if row.get("note") else level


def _newest(shown: Shown, kind: str, field: str) -> str:
    """What the newest entry of a type says in one field, in words, with its day."""
    for entry in reversed(shown.get("story", ())):
        said = (entry.get("body") or {}).get(field) if entry["type"] == kind and not entry.get("struck") else None
        if said:
            words = ", ".join(
                map(choice_in_words, said if isinstance(said, Sequence) and not isinstance(said, str) else [said])
            )
            day = datetime.fromisoformat(entry["occurred_at"])
            return f"{words} ({day.day} {MONTHS[day.month - 1]})"
    return ""


def _lately(shown: Shown, now: datetime) -> Iterator[str]:
    for entry in reversed(shown.get("story", ())):
        at = datetime.fromisoformat(entry["occurred_at"])
        if entry["type"] in INCIDENTS and now - at < RECENT and not entry.get("struck"):
            yield f"{at.day} {MONTHS[at.month - 1]}: {entry['in_words']}"
