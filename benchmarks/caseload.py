"""A store with a running caseload for the measurements: told through the door, the same every time, synthetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist

NOW = datetime(2026, 3, 3, 9, 4, tzinfo=UTC)
FAMILIES = ("Khan", "Obi", "Yusuf", "Reed", "Hall", "Shah", "Evans", "Owen", "Clarke", "Begum", "Price", "Ward")
GIVEN = ("Bilal", "Grace", "Amina", "Col", "Ines", "Tom", "Leah", "Ada", "Finn", "Mo")
WORKERS = ("w-tom", "w-leah", "w-ali")


def entry(kind: str, days: float, ref: str, body: dict[str, Any]) -> dict[str, Any]:
    """A draft that happened so many days before the reading."""
    at = (NOW - timedelta(days=days)).isoformat(timespec="seconds")
    return {"type": kind, "occurred_at": at, "ref": ref, "body": body}


def person(n: int) -> list[dict[str, Any]]:
    """One person's entries: accepted, a plan, a zone, contacts, and for every twelfth a missed call with an attempt."""
    ref, source = f"P-{n:05}", "gp"
    accepted = {"ref": ref, "given": GIVEN[n % 10], "family": FAMILIES[n % 12], "source": source, "team": "North",
                "tier": ("enhanced", "standard")[n % 2], "coordinator": WORKERS[n % 3], "born": "1985-06-01",
                "address": f"{n} Mill Lane", "consent_to_contact": "yes",
                "phones": [{"number": f"07700 9{n % 100000:05}", "text_ok": True, "voicemail": "no"}]}  # fmt: skip
    plan = {"methods": ["text", "call"], "safe_times": [], "safe_places": "at home", "avoid": ["voicemail"],
            "may_contact": [{"name": "Noor", "relation": "sister", "phone": "07700 900456", "consent": True}],
            "early_warning_signs": ["sleeping by day", "curtains shut"], "if_missed": "text, then call, then visit",
            "agreed_with_person": "yes", "review_on": "2026-07-01"}  # fmt: skip
    made = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Went through it."}
    colour = ("amber", "green", "red", "green")[n % 4]
    zone = {"zone": colour, "reason": "sleeping by day"} | ({} if colour == "green" else {"review_on": "2026-03-06"})
    drafts = [{**entry("person.accepted", 60, ref, accepted)}, entry("engagement_plan.agreed", 50, ref, plan),
              entry("contact.completed", 20, ref, made), entry("contact.completed", 2 + n % 9, ref, made),
              entry("zone.set", 3, ref, zone)]  # fmt: skip
    del drafts[0]["ref"]
    drafts += keeping_up(n, ref)
    if n % 12 == 0:
        at = (NOW - timedelta(days=0.9)).isoformat(timespec="seconds")
        step = "immediate_attempt" if colour == "red" else "same_day_attempt"
        tried = {"step": step, "method": "call", "to": "person", "outcome": "no_answer"}
        drafts.append(entry("contact.missed", 0.9, ref, {"expected_at": at, "method": "call", "how": "no_reply"}))
        drafts.append(entry("outreach.attempted", 0.8, ref, tried))
    return drafts


def keeping_up(n: int, ref: str) -> list[dict[str, Any]]:
    """What a running team has on record: consent, a risk check, a risk plan, the next two contacts."""
    given = {"scope": "contact", "given": True, "basis": "consent"}
    check = {"recent_disclosures": "none", "environmental_concerns": "none", "third_party_information": "none",
             "relapse_indicators": [], "safeguarding_indicators": ["none"], "capacity": "no_concern",
             "overall": "no_new_concern"}  # fmt: skip
    plan = {"relapse_signature": ["stops opening the curtains"], "red_flags": ["talk of dying"], "risks": [],
            "crisis_plan": {}, "review_on": "2026-07-01"}  # fmt: skip
    booked = []
    for days in (n % 10, 7 + n % 10):
        at = (NOW + timedelta(days=days, hours=1 + n % 5)).isoformat(timespec="seconds")
        booked.append({"at": at, "method": "call", "purpose": "routine", "worker": WORKERS[n % 3]})
    return [entry("consent.recorded", 55, ref, given), entry("risk_check.completed", 50, ref, check),
            entry("risk_plan.updated", 49, ref, plan),
            *(entry("contact.planned", 1.5 - k / 10, ref, body) for k, body in enumerate(booked))]  # fmt: skip


def make_store(store: Path, people: int) -> int:
    """A store with so many people; gives how many Dues it holds, those to come included."""
    began = NOW - timedelta(days=90)
    ada = {"worker": "w-ada", "name": "Ada Ward", "role": "manager", "team": "North"}
    door = Carelist.init(store, **ada, now=began, encrypted=False)
    at = began.isoformat(timespec="seconds")
    workers = [ada | {"worker": id, "name": id[2:].title() + " Price", "role": "coordinator"} for id in WORKERS]
    door.record([{"type": "worker.added", "occurred_at": at, "body": body} for body in workers], NOW)
    for first in range(0, people, 100):
        door.record([draft for n in range(first, min(first + 100, people)) for draft in person(n)], NOW)
    count = len(door.people.today(NOW, days=400))
    door.close()
    return count
