"""Drafts as the tests of the journal tell them: synthetic people, moments in the spring of 2026."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday morning on which nothing has happened yet."""

Draft = dict[str, Any]


def hours(n: float) -> datetime:
    """So many hours after MONDAY."""
    return MONDAY + timedelta(hours=n)


def store_at(path: Path, now: datetime = MONDAY) -> Carelist:
    """A store whose first worker, a manager, is signed in."""
    return Carelist.init(path, worker="w-ann", name="Ann Able", role="manager", team="north", now=now, encrypted=False)


def draft(kind: str, at: datetime, body: Draft, **envelope: Any) -> Draft:
    return {"type": kind, "occurred_at": at.isoformat(), "body": body, **envelope}


def accepted(ref: str, at: datetime = MONDAY, id: str | None = None, **body: Any) -> Draft:
    given = {"given": "Amina", "family": f"Yusuf {ref}", "source": "gp", "team": "north", "tier": "standard"}
    return draft("person.accepted", at, {"ref": ref, **given, **body}, **({"id": id} if id else {}))


def zone(ref: str, at: datetime, zone: str = "green", **envelope: Any) -> Draft:
    body = {"zone": zone, "reason": "as agreed in the huddle"}
    if zone != "green":
        body["review_on"] = (at + timedelta(days=3)).date().isoformat()
    return draft("zone.set", at, body, ref=ref, **envelope)


def missed(ref: str, at: datetime, **envelope: Any) -> Draft:
    return draft(
        "contact.missed", at, {"expected_at": at.isoformat(), "method": "call", "how": "no_reply"}, ref=ref, **envelope
    )


def attempted(ref: str, at: datetime, episode: str, step: str, outcome: str = "no_answer", **envelope: Any) -> Draft:
    body = {"episode": episode, "step": step, "method": "call", "to": "person", "outcome": outcome}
    return draft("outreach.attempted", at, body, ref=ref, **envelope)


def completed(ref: str, at: datetime, **envelope: Any) -> Draft:
    body = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Walked to the shop"}
    return draft("contact.completed", at, body, ref=ref, **envelope)


def coordinator(ref: str, at: datetime, worker: str) -> Draft:
    return draft("coordinator.named", at, {"coordinator": worker, "clinical_oversight": "Dr Osei"}, ref=ref)


def worker(kind: str, at: datetime, id: str, *, active: bool = True, role: str = "support_worker") -> Draft:
    return draft(
        f"worker.{kind}", at, {"worker": id, "name": f"Name of {id}", "role": role, "team": "north", "active": active}
    )


def corrected(entry: str, at: datetime, **body: Any) -> Draft:
    return draft("entry.corrected", at, {"entry": entry, "reason": "typed in error", **body})
