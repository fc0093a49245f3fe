"""Examples from the crisis' summary to a handover. `@type` stands for the id of that example. Nobody here is real."""

from __future__ import annotations

from typing import Any

PASSING_ON: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "crisis.summary",
        "2026-06-22T10:00:00+01:00",
        {
            "crisis": "@crisis.recorded",
            "state": "received",
            "text": "Seen at 22:40 with her sister; safe to go home; crisis team to ring in the morning.",
        },
    ),
    (
        "incident.recorded",
        "2026-06-22T10:20:00+01:00",
        {"kind": "transition_breakdown", "what": "The ward sent its letter to the old address."},
    ),
    ("mdt.listed", "2026-06-22T10:30:00+01:00", {"reason": "Two transitions in four months.", "by": "2026-06-30"}),
    (
        "action.opened",
        "2026-06-22T11:00:00+01:00",
        {
            "title": "Ask housing to change the lock",
            "owner": "Jo Hill",
            "due_at": "2026-06-26T17:00:00+01:00",
            "area": "housing",
            "about": "@risk_plan.updated",
        },
    ),
    (
        "action.changed",
        "2026-06-24T11:00:00+01:00",
        {
            "action": "@action.opened",
            "owner": "w-maya",
            "due_at": "2026-06-29T17:00:00+01:00",
            "reason": "Jo Hill is away this week.",
        },
    ),
    (
        "action.closed",
        "2026-06-29T15:00:00+01:00",
        {"action": "@action.opened", "outcome": "done", "note": "New lock fitted; Amina and Hodan have the keys."},
    ),
    (
        "handover.opened",
        "2026-07-01T10:00:00+01:00",
        {
            "kind": "step_down",
            "direction": "out",
            "to_team": "Example Surgery wellbeing team",
            "from_team": "North and East",
            "other_party": {"name": "Sam Reed", "phone": "01632 960177"},
            "higher_risk": True,
            "summary": {
                "current_risks": "Self-neglect when she is low; no thoughts of suicide since March.",
                "medication": "Taken daily; the surgery prescribes.",
                "safeguarding_status": "Closed in April: he has moved out.",
                "recent_incidents": "None since the ward's letter went astray.",
                "agreed_goals": "The library group each week; cooking on Sundays.",
                "contingency_plan": "Ring Hodan, then our duty worker.",
            },
            "transition": {
                "medication_actions": "Repeat prescription moved to the surgery on 6 July.",
                "immediate_safety": "Hodan stays for the first week.",
                "contacts_next_14_days": "Sam Reed on 8 July; Maya rings on 6 and 13 July.",
                "red_flags": "Says she is a burden; curtains closed by day.",
            },
            "complete_by": "2026-07-10",
        },
    ),
    (
        "handover.item_done",
        "2026-07-01T12:00:00+01:00",
        {"handover": "@handover.opened", "item": "medication_list_sent", "note": "By secure email to Sam Reed."},
    ),
    (
        "handover.call_held",
        "2026-07-02T14:00:00+01:00",
        {"handover": "@handover.opened", "with": "Sam Reed", "points": "Red flags read out; Hodan is rung first."},
    ),
    (
        "handover.declined",
        "2026-07-02T16:00:00+01:00",
        {"handover": "@handover.opened", "reason": "Nobody free before August."},
    ),
    (
        "handover.accepted",
        "2026-07-03T09:30:00+01:00",
        {
            "handover": "@handover.opened",
            "accepted_by_name": "Sam Reed",
            "how_confirmed": "call",
            "first_contact_at": "2026-07-08T11:00:00+01:00",
        },
    ),
    (
        "handover.first_contact",
        "2026-07-08T12:30:00+01:00",
        {"handover": "@handover.opened", "achieved": True, "note": "Sam Reed rang: they met at the library."},
    ),
    (
        "handover.closed",
        "2026-07-10T10:00:00+01:00",
        {"handover": "@handover.opened", "outcome": "completed", "reason": "All of the checklist is done."},
    ),
)
