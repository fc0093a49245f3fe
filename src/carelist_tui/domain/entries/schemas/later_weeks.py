"""Examples from a missed contact to the escalation. `@type` stands for the id of that example. Nobody here is real."""

from __future__ import annotations

from typing import Any

LATER_WEEKS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "contact.missed",
        "2026-03-10T10:00:00Z",
        {
            "planned": "@contact.planned",
            "occurrence": "2026-03-10T10:00:00Z",
            "expected_at": "2026-03-10T10:00:00Z",
            "method": "visit",
            "how": "no_access",
            "circumstances": "Curtains closed, no answer at the door.",
        },
    ),
    (
        "outreach.attempted",
        "2026-03-10T11:30:00Z",
        {
            "episode": "@contact.missed",
            "step": "same_day_attempt",
            "method": "call",
            "to": "trusted_contact",
            "name": "Hodan",
            "outcome": "says_well",
            "last_seen_at": "2026-03-09T20:00:00Z",
            "why_missed": "She forgot the day.",
            "promise": "2026-03-11",
            "note": "Hodan will ask her to text us.",
        },
    ),
    (
        "partner.contacted",
        "2026-03-10T12:00:00Z",
        {
            "direction": "in",
            "who": "Jo Hill",
            "agency": "Housing",
            "summary": "The neighbour has not seen her for two days.",
            "worried": True,
            "sharing": {"with": "Housing", "basis": "vital_interests", "rationale": "To find out if she is safe."},
        },
    ),
    (
        "risk_check.completed",
        "2026-03-10T12:30:00Z",
        {
            "episode": "@contact.missed",
            "recent_disclosures": "Said last week that she feels tired of it all.",
            "environmental_concerns": "Little food at home.",
            "third_party_information": "The neighbour has not seen her; Hodan has.",
            "relapse_indicators": ["Curtains closed by day"],
            "safeguarding_indicators": ["self_neglect"],
            "self_neglect": {
                "nutrition": "concern",
                "hygiene": "ok",
                "home": "concern",
                "health": "ok",
                "money": "serious",
            },
            "capacity": "no_concern",
            "triggers": ["personal_red_flag"],
            "overall": "high",
        },
    ),
    (
        "decision.recorded",
        "2026-03-10T13:00:00Z",
        {
            "about": "missed_contact",
            "episode": "@contact.missed",
            "decision": "escalate",
            "what_changed": "No food, curtains closed, the neighbour worried.",
            "rationale": "Two early warning signs in one week and a red flag: her plan asks us to act today.",
            "risk_of_harm": "She stopped eating before she was last unwell.",
            "capacity_considered": "No reason to doubt it.",
            "persons_view": "She asked us always to come rather than wait.",
            "consulted": ["Dr Example", "Hodan"],
            "sharing": {"with": "Crisis team", "basis": "direct_care"},
            "review_at": "2026-03-11T10:00:00Z",
            "authorised_by": "w-maya",
        },
    ),
    (
        "escalation.raised",
        "2026-03-10T13:20:00Z",
        {
            "decision": "@decision.recorded",
            "route": "crisis_team",
            "to": "Crisis team desk",
            "owner": "w-maya",
            "respond_by": "2026-03-10T15:00:00Z",
            "narrative": {
                "what_changed": "No answer, curtains closed.",
                "attempts_made": "A visit, a call to her sister.",
                "why_risk": "It began this way last time.",
            },
        },
    ),
    (
        "escalation.acknowledged",
        "2026-03-10T14:00:00Z",
        {"escalation": "@escalation.raised", "by": "Sam, crisis team", "answer": "accepted", "reference": "CT-118"},
    ),
    (
        "outreach.stopped",
        "2026-03-10T16:00:00Z",
        {
            "episode": "@contact.missed",
            "reason": "He is at the flat, and more calls would put her at risk.",
            "safety_plan": "Hodan meets her at the library; the crisis team waits for her call.",
            "authorised_by": "w-leah",
            "review_at": "2026-03-11T10:00:00Z",
        },
    ),
)
