"""What may be recorded of handovers, actions, reviews, authority and learning: told by tests, each in one word."""

from __future__ import annotations

from typing import Any

from tests.domain.telling import DECISION, Story, moment

SUMMARY = dict.fromkeys(
    ("current_risks", "medication", "safeguarding_status", "recent_incidents", "agreed_goals", "contingency_plan"),
    "as written",
)
TRANSITION = dict.fromkeys(
    ("medication_actions", "immediate_safety", "contacts_next_14_days", "red_flags"), "as agreed"
)
STRUCTURED = ("risk", "medication", "safeguarding", "social", "protective", "next_steps", "contingency")
INDICATOR: dict[str, Any] = {
    "area": "daily_living", "name": "cooks a meal", "frequency": "twice a week", "quality": "without being asked",
    "support_level": "prompted", "kind": "rating_0_10", "baseline": 3, "aim": 7, "every": "week",
}  # fmt: skip
ACTION: dict[str, Any] = {"title": "Ring the landlord", "owner": "w-ann", "area": "housing"}
HANDOVER = {"kind": "staff_change", "to_team": "North", "higher_risk": False, "complete_by": "2026-03-09"}
CHANGES_HANDS = ("summary_written", "risk_plan_current", "medication_list_sent", "open_actions_listed", "person_told",
                 "carer_informed_where_agreed")  # fmt: skip


def hand_over(story: Story, at: str, *, author: str = "w-tom", told: dict[str, Any] | None = None, **more: Any) -> str:
    """A handover opened: internal, to another worker of the North team, unless said."""
    body = HANDOVER | {"summary": SUMMARY} | more
    if body["kind"] in ("step_up", "step_down", "discharge"):
        body |= {"transition": TRANSITION}
    return story.tell(at, "handover.opened", body, author=author, **(told or {}))


def accept(story: Story, at: str, handover: str, first: str, by: str | None = "w-ann", **told: Any) -> str:
    """Accepted by a worker here, or by `Dr Lee` of the other side when nobody here is named."""
    body: dict[str, Any] = {"handover": handover, "first_contact_at": moment(first)}
    body |= {"receiving_worker": by} if by else {"accepted_by_name": "Dr Lee", "how_confirmed": "call"}
    return story.tell(at, "handover.accepted", body, **({"author": by or "w-tom"} | told))


def decline(story: Story, at: str, handover: str, **told: Any) -> str:
    return story.tell(at, "handover.declined", {"handover": handover, "reason": "no room"}, **told)


def do_items(story: Story, at: str, handover: str, *without: str) -> list[str]:
    """Every item of the checklist, but for some."""
    opened = next(each.raw["body"] for each in story.entries if each.id == handover)
    items = story.standards.checklists.items(opened["kind"], higher_risk=opened["higher_risk"])
    return [
        story.tell(at, "handover.item_done", {"handover": handover, "item": item})
        for item in items
        if item not in without
    ]


def hold_call(story: Story, at: str, handover: str) -> str:
    return story.tell(at, "handover.call_held", {"handover": handover, "with": "South", "points": "risks"})


def meet(story: Story, at: str, handover: str, *, achieved: bool = True) -> str:
    return story.tell(at, "handover.first_contact", {"handover": handover, "achieved": achieved})


def close(story: Story, at: str, handover: str, outcome: str = "completed") -> str:
    reason = {"reason": "they stay with us"} if outcome == "withdrawn" else {}
    return story.tell(at, "handover.closed", {"handover": handover, "outcome": outcome, **reason})


def act(story: Story, at: str, due: str, **more: Any) -> str:
    return story.tell(at, "action.opened", ACTION | {"due_at": moment(due)} | more)


def change(story: Story, at: str, action: str, **more: Any) -> str:
    return story.tell(at, "action.changed", {"action": action, "reason": "the office is closed"} | more)


def end(story: Story, at: str, action: str, outcome: str = "done") -> str:
    return story.tell(at, "action.closed", {"action": action, "outcome": outcome, "note": "rang, repair booked"})


def ask(story: Story, at: str) -> str:
    return story.tell(at, "request.received", {"kind": "access", "by": "Amina"})


def answer(story: Story, at: str, request: str) -> str:
    return story.tell(at, "request.closed", {"request": request, "outcome": "copies sent"})


def agree(story: Story, at: str, **more: Any) -> str:
    return story.tell(at, "indicator.agreed", INDICATOR | more)


def rate(story: Story, at: str, indicator: str, value: int = 4) -> str:
    return story.tell(at, "indicator.rated", {"indicator": indicator, "value": value, "support_level": "prompted"})


def end_indicator(story: Story, at: str, indicator: str, outcome: str = "achieved") -> str:
    return story.tell(at, "indicator.ended", {"indicator": indicator, "outcome": outcome, "note": "she cooks alone"})


def summarise(story: Story, at: str, crisis: str, state: str = "received") -> str:
    text = {"text": "seen at A&E, home by noon"} if state == "received" else {}
    return story.tell(at, "crisis.summary", {"crisis": crisis, "state": state, **text})


def share(story: Story, at: str, review_on: str | None = None, *, given: bool = True) -> str:
    body: dict[str, Any] = {"scope": "share", "with": "GP", "given": given, "basis": "consent"}
    body |= {"review_on": review_on} if review_on else {}
    return story.tell(at, "consent.recorded", body | ({} if given else {"rationale": "she asks us not to"}))


def weigh(story: Story, at: str) -> str:
    """A decision, about nothing else that is owed, which says how capacity was considered."""
    return story.decide(at, "agree", None, about="tier", capacity_considered="she understands what it means")


def authorise(story: Story, at: str, by: str, **told: Any) -> str:
    """A decision that names who authorised it."""
    body = DECISION | {"about": "tier", "decision": "agree", "authorised_by": by}
    return story.tell(at, "decision.recorded", body, **told)


def defer(story: Story, at: str, key: str, until: str) -> str:
    return story.tell(at, "due.deferred", {"due": key, "until": moment(until), "reason": "she is at her sister's"})


def give(story: Story, at: str, key: str, owner: str) -> str:
    return story.tell(at, "due.reassigned", {"due": key, "owner": owner, "reason": "on leave"})
