"""A small team's Tuesday morning, told to a real store: the people of the design's picture."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.vault.keys import WorkFactor

NOW = datetime(2026, 3, 3, 9, 4, tzinfo=UTC)
ACCEPTED = datetime(2026, 2, 2, 10, tzinfo=UTC)
ME = "w-tom"


def entry(kind: str, at: str, body: dict[str, Any], *, ref: str | None = None, id: str | None = None) -> dict[str, Any]:
    """A draft as the door takes it; `at` is local time in winter."""
    said: dict[str, Any] = {"type": kind, "occurred_at": f"{at}:00+00:00", "body": body}
    return said | ({"ref": ref} if ref else {}) | ({"id": id} if id else {})


def accepted(ref: str, given: str, family: str, **more: Any) -> dict[str, Any]:
    """Somebody on the caseload since 2 February."""
    body = {"ref": ref, "given": given, "family": family, "source": "gp", "team": "North", "tier": "enhanced",
            "coordinator": ME, "consent_to_contact": "yes"} | more  # fmt: skip
    return entry("person.accepted", "2026-02-02T10:00", body)


def plan(ref: str, **more: Any) -> dict[str, Any]:
    """How we stay in contact with them."""
    body: dict[str, Any] = {"methods": ["text", "call"], "safe_times": [], "safe_places": "at home",
            "avoid": ["voicemail"],
            "may_contact": [{"name": "Noor", "relation": "sister", "phone": "07700 900456", "consent": True}],
            "early_warning_signs": ["sleeping by day", "curtains shut"], "if_missed": "text, call, then visit",
            "agreed_with_person": "yes", "review_on": "2026-07-31"}  # fmt: skip
    return entry("engagement_plan.agreed", "2026-02-09T10:00", body | more, ref=ref)


def spoke(ref: str, at: str = "2026-02-24T10:00", method: str = "call") -> dict[str, Any]:
    """A contact that went as usual."""
    body = {"method": method, "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Went through the week."}
    return entry("contact.completed", at, body, ref=ref)


def missed(ref: str, at: str = "2026-03-02T10:30") -> dict[str, Any]:
    """Nobody answered when they were expected."""
    return entry("contact.missed", at, {"expected_at": f"{at}:00+00:00", "method": "call", "how": "no_reply"}, ref=ref)


def tried(ref: str, at: str, outcome: str = "no_answer") -> dict[str, Any]:
    """A failed first attempt."""
    body = {"step": "same_day_attempt", "method": "call", "to": "person", "outcome": outcome}
    return entry("outreach.attempted", at, body, ref=ref)


def phones(number: str, voicemail: str = "no") -> list[dict[str, Any]]:
    return [{"number": number, "label": "mobile", "text_ok": True, "voicemail": voicemail}]


def tell(store: Path, *, encrypted: bool | WorkFactor = False, passphrase: str | None = None) -> None:
    """Make the store and record everything up to this morning."""
    began = datetime(2026, 2, 1, 9, tzinfo=UTC)
    who = {"worker": "w-ada", "name": "Ada Manager", "role": "manager", "team": "North"}
    door = Carelist.init(store, **who, now=began, encrypted=encrypted, passphrase=passphrase)
    workers = [("w-tom", "Tom Price", "coordinator"), ("w-leah", "Leah Obi", "senior")]
    added = [entry("worker.added", "2026-02-01T09:00", {"worker": id, "name": name, "role": role, "team": "North"})
             for id, name, role in workers]  # fmt: skip
    held = [entry("supervision.held", "2026-02-24T09:00", {"worker": id, "supervisor": by, "themes": "all in hand",
                  "next_on": "2026-03-24"})
            for id, by in (("w-ada", "w-leah"), ("w-tom", "w-ada"), ("w-leah", "w-ada"))]  # fmt: skip
    door.record([*added, *held, *everybody()], NOW)
    door.close()


def everybody() -> list[dict[str, Any]]:
    """Amina missed a call; Bilal is red; Grace missed a visit and is amber; Col is well; Ines has nobody yet."""
    return [
        accepted("P-0042", "Amina", "Yusuf", known_as="Mina", pronouns="she/her", born="1991-05-04",
                 address="12 Mill Lane", phones=phones("07700 900123")),
        accepted("P-0043", "Bilal", "Khan", born="1980-01-09", phones=phones("07700 900222", "yes")),
        accepted("P-0044", "Grace", "Obi", phones=phones("07700 900333", "yes"), coordinator="w-leah"),
        accepted("P-0045", "Col", "Reed", phones=phones("07700 900444")),
        entry("person.accepted", "2026-03-02T09:00", {"ref": "P-0046", "given": "Ines", "family": "Hall",
              "source": "gp", "team": "North", "tier": "standard"}),
        plan("P-0042"), plan("P-0043", avoid=[]), plan("P-0044", avoid=[]),
        plan("P-0045", safe_times=[{"days": ["tue", "wed"], "from": "11:00", "to": "16:00"}]),
        *(spoke(f"P-00{n}", method="visit") for n in (42, 43, 44, 45)),
        entry("risk_plan.updated", "2026-02-10T10:00", RISK_PLAN, ref="P-0042"),
        zone("P-0042", "amber", "sleeping by day"), zone("P-0043", "red", "said he sees no way on"),
        zone("P-0044", "amber", "rent arrears"), zone("P-0045", "green", "settled"),
        missed("P-0042"), tried("P-0042", "2026-03-02T10:55"),
        missed("P-0044", "2026-03-02T14:00"), missed("P-0045", "2026-03-02T15:00"), tried("P-0045", "2026-03-02T15:30"),
    ]  # fmt: skip


def zone(ref: str, colour: str, reason: str) -> dict[str, Any]:
    """Where they stand on the board."""
    review = {} if colour == "green" else {"review_on": "2026-03-05"}
    return entry("zone.set", "2026-02-27T10:00", {"zone": colour, "reason": reason} | review, ref=ref)


RISK_PLAN: dict[str, Any] = {
    "relapse_signature": ["stops opening the curtains"],
    "red_flags": ["talk of dying"],
    "risks": [],
    "crisis_plan": {},
    "lone_working": {"two_workers": True},
    "review_on": "2026-07-31",
}
