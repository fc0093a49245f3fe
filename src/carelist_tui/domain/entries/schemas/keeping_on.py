"""Examples of what a service keeps doing. `@type` stands for the id of that example. Nobody here is real."""

from __future__ import annotations

from typing import Any

_STANDARDS = '# The whole file stands here.\n[limits]\nlate_after = "24 hours"\n'
_LAPTOP = "21fe31dfa154a261626bf854046fd227"
_KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

KEEPING_ON: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "indicator.agreed",
        "2026-07-13T10:00:00+01:00",
        {
            "area": "connection",
            "name": "Goes to the library group",
            "frequency": "Once a week",
            "quality": "Stays to the end and talks to one person.",
            "support_level": "accompanied",
            "kind": "graded_step",
            "steps": ["To the door", "In, for ten minutes", "The whole hour", "Alone"],
            "baseline": 1,
            "aim": 4,
            "every": "week",
        },
    ),
    (
        "indicator.rated",
        "2026-07-20T10:00:00+01:00",
        {
            "indicator": "@indicator.agreed",
            "value": 2,
            "support_level": "prompted",
            "barrier": "The bus is loud.",
            "what_next": "Walk there with Hodan.",
            "own_words": "I stayed longer than I thought I would.",
        },
    ),
    (
        "request.received",
        "2026-07-20T11:00:00+01:00",
        {"kind": "access", "by": "Amina herself", "details": "All that was written about her in March."},
    ),
    (
        "request.closed",
        "2026-08-03T11:00:00+01:00",
        {"request": "@request.received", "outcome": "Copy given by hand; one entry corrected at her wish."},
    ),
    (
        "due.deferred",
        "2026-08-03T12:00:00+01:00",
        {
            "due": "engagement_plan:@engagement_plan.agreed",
            "until": "2026-08-10T12:00:00+01:00",
            "reason": "Hodan is away and wants to be there.",
        },
    ),
    (
        "due.reassigned",
        "2026-08-03T12:10:00+01:00",
        {"due": "indicator:@indicator.agreed", "owner": "w-leah", "reason": "Leah sees her on Mondays."},
    ),
    (
        "huddle.held",
        "2026-08-04T09:30:00+01:00",
        {
            "team": "North and East",
            "from": "2026-08-04T09:15:00+01:00",
            "to": "2026-08-04T09:30:00+01:00",
            "present": ["w-maya", "w-leah"],
            "discussed": [
                {"person": "@referral.received", "note": "Steps down well.", "entries": ["@due.reassigned"]},
                {"note": "Nobody on duty on Friday: Maya asks."},
            ],
        },
    ),
    (
        "supervision.held",
        "2026-08-04T14:00:00+01:00",
        {
            "worker": "w-leah",
            "supervisor": "w-maya",
            "persons": ["@referral.received"],
            "themes": "Missed contacts, and when to stop doing things for people.",
            "decision_quality": "Reasons are clear; reviews are kept.",
            "next_on": "2026-09-01",
        },
    ),
    (
        "audit.scored",
        "2026-08-05T10:00:00+01:00",
        {
            "sample": "handover 2026-07, seed 7",
            "subject": "@handover.opened",
            "answers": {"summary": "met", "acceptance": "met", "first_contact": "partly", "incidents_after": "na"},
            "note": "First contact on the fifth day.",
        },
    ),
    (
        "standards.adopted",
        "2026-08-06T10:00:00+01:00",
        {"digest": "sha256:84cf0ab1aa02be52836837458b5b692c40e604eb5e24f32d40a18f2aed563f6f", "text": _STANDARDS},
    ),
    (
        "device.enrolled",
        "2026-08-06T11:00:00+01:00",
        {
            "device": _LAPTOP,
            "name": "Leah's laptop",
            "signing_key": _KEY,
            "box_key": "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        },
    ),
    (
        "device.revoked",
        "2026-08-07T11:00:00+01:00",
        {"device": _LAPTOP, "name": "Leah's laptop", "signing_key": _KEY},
    ),
    (
        "indicator.ended",
        "2026-08-10T10:00:00+01:00",
        {
            "indicator": "@indicator.agreed",
            "outcome": "achieved",
            "note": "She goes alone now, and stays the hour.",
        },
    ),
    (
        "worker.recovered",
        "2026-08-11T10:00:00+01:00",
        {"worker": "w-man", "device": _LAPTOP, "by": "recovery_key"},
    ),
)
