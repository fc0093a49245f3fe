"""Examples from a crisis to the return. `@type` stands for the id of that example. Nobody here is real."""

from __future__ import annotations

from typing import Any

LAST_WEEKS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "crisis.recorded",
        "2026-03-10T22:00:00Z",
        {"kind": "ae", "source": "A&E liaison nurse", "summary": "Came in with Hodan, safe."},
    ),
    (
        "escalation.closed",
        "2026-03-11T10:00:00Z",
        {
            "escalation": "@escalation.raised",
            "outcome": "Seen in A&E by the crisis team.",
            "persons_wishes": "To stay with Hodan.",
            "learning": "Ask Hodan on the first day.",
        },
    ),
    (
        "person.admitted",
        "2026-03-11T11:00:00Z",
        {
            "kind": "mental_health_ward",
            "where": "Example ward",
            "confirmed_with": "Ward sister",
            "expected_until": "2026-03-25",
        },
    ),
    (
        "episode.closed",
        "2026-03-11T11:30:00Z",
        {
            "episode": "@contact.missed",
            "outcome": "handed_over",
            "decision": "@decision.recorded",
            "note": "The ward looks after her.",
        },
    ),
    (
        "contact.cancelled",
        "2026-03-11T11:40:00Z",
        {
            "planned": "@contact.planned",
            "occurrence": "2026-03-17T10:00:00Z",
            "by": "service",
            "reason": "She is on the ward.",
            "told_person": "yes",
        },
    ),
    ("person.returned", "2026-03-24T15:00:00Z", {"note": "Hodan picked her up."}),
    (
        "cover.arranged",
        "2026-03-27T12:30:00Z",
        {
            "route": "family",
            "told_person": True,
            "note": "At Hodan's for the weekend.",
            "back_at": "2026-03-30T09:00:00+01:00",
        },
    ),
    ("details.checked", "2026-03-30T10:00:00+01:00", {"found": True, "note": "The number changed; see her details."}),
    (
        "review.completed",
        "2026-03-31T14:00:00+01:00",
        {
            "kind": "learning",
            "risk": "Lower since she is home.",
            "medication": "Taken.",
            "safeguarding": "Housing moves him out.",
            "social": "Stays with Hodan.",
            "protective": "Hodan, the library.",
            "next_steps": "Two visits a week.",
            "contingency": "Ring Hodan first.",
            "present": ["Maya Osei", "Dr Example"],
            "decisions": "Hodan is rung on the first day.",
            "root_cause": "Nobody asked her sister on the first day.",
            "what_changes": "The plan names Hodan as the first call.",
            "about": "@crisis.recorded",
            "next_review_on": "2026-04-30",
        },
    ),
    (
        "person.died",
        "2026-04-07T10:00:00+01:00",
        {"reported_by": "A neighbour, on the phone", "confirmed": False, "on": "2026-04-06"},
    ),
    (
        "report.confirmed",
        "2026-04-07T10:40:00+01:00",
        {"about": "@person.died", "true": False, "with": "Hodan", "note": "A mistake: it was somebody else."},
    ),
    (
        "worker.away",
        "2026-04-08T09:00:00+01:00",
        {
            "worker": "w-maya",
            "from": "2026-04-13T09:00:00+01:00",
            "until": "2026-04-17T17:00:00+01:00",
            "reason": "leave",
            "cover": [{"persons": ["@referral.received"], "by": "w-leah"}, {"persons": "all", "by": "duty"}],
        },
    ),
    (
        "entry.corrected",
        "2026-04-08T09:30:00+01:00",
        {
            "entry": "@zone.set",
            "reason": "The review date was mistyped.",
            "replacement": {"zone": "red", "reason": "Not eating.", "review_on": "2026-02-25"},
        },
    ),
    (
        "person.discharged",
        "2026-06-01T10:00:00+01:00",
        {
            "destination": "Her GP",
            "reason": "goals_met",
            "note": "Agreed with Amina and Hodan; she can ring us at any time.",
            "decision": "@a decision about discharge",
            "plan": "GP in four weeks.",
        },
    ),
    ("person.reopened", "2026-06-20T10:00:00+01:00", {"reason": "She rang: the curtains are closed again."}),
)
