"""The service in which every role tries every act: one store, one worker of each role, and two whom nobody let in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.schemas import example_entries

Draft = dict[str, Any]
NORTH, SOUTH = "North and East", "South"
BEGINS = datetime(2026, 1, 30, 9, tzinfo=UTC)
NOW = datetime(2026, 9, 7, 10, tzinfo=UTC)
"""A Monday, when everything the examples tell has happened."""
WHO = {
    "support_worker": "w-sup", "coordinator": "w-coo", "senior": "w-sen", "manager": "w-man", "auditor": "w-aud",
    "unknown": "w-who", "left": "w-off",
}  # fmt: skip
"""Who acts, by column: one of each role, one whom nobody added, and a senior who has left."""
SENIOR, COORDINATOR, AUDITOR, LEFT, ANOTHER_MANAGER = "w-leah", "w-cas", "w-ada", "w-off", "w-mac"
"""Others whom an act may name."""
TYPED = ("id", "type", "person", "occurred_at", "learned_at", "late_reason", "arose_from", "body")
NO_ENTRY_AT_ALL: Draft = {"type": "nothing.known"}
"""Stands on the last line of what is only tried, so that nothing of it is kept."""


def said(kind: str, body: Draft, at: datetime = NOW, **envelope: Any) -> Draft:
    return {"type": kind, "occurred_at": at.isoformat(), "body": body, **envelope}


def works(worker: str, role: str, team: str = NORTH, kind: str = "worker.added", **more: Any) -> Draft:
    return said(kind, {"worker": worker, "name": f"Name of {worker}", "role": role, "team": team, **more}, BEGINS)


class Service:
    """The store, open as whoever acts."""

    def __init__(self, path: Path) -> None:
        made = Carelist.init(
            path, worker="w-man", name="Manager", role="manager", team=NORTH, now=BEGINS, encrypted=False
        )
        self.path, self._doors = path, {"w-man": made}
        roles = {each: role for role, each in WHO.items() if role not in ("unknown", "left", "manager")}
        roles |= {LEFT: "senior", SENIOR: "senior", COORDINATOR: "coordinator", AUDITOR: "auditor"}
        south = [works(f"{each}-south", role, SOUTH) for each, role in roles.items()]
        north = [works(each, role) for each, role in (*roles.items(), (ANOTHER_MANAGER, "manager"))]
        self.record("w-man", north + south, BEGINS)
        self.record("w-man", [works(LEFT, "senior", kind="worker.changed", active=False)], BEGINS)

    def door(self, worker: str) -> Carelist:
        if worker not in self._doors:
            self._doors[worker] = Carelist.open(self.path, worker)
        return self._doors[worker]

    def record(self, worker: str, drafts: Sequence[Draft], now: datetime = NOW) -> list[str]:
        return [receipt.id for receipt in self.door(worker).record(drafts, now)]

    def refusal(self, worker: str, draft: Draft, now: datetime = NOW) -> str:
        """What the door says to this worker's draft, which is not kept; empty where it would be taken."""
        try:
            self.door(worker).record([draft, NO_ENTRY_AT_ALL], now, lines=[1, 2])
        except Refused as refused:
            return "; ".join(str(fault) for fault in refused.faults if fault.line != 2)
        raise AssertionError("what can be no entry was taken")

    def confirmed_by(self, person: str, entry: str, at: datetime = NOW) -> str | None:
        """Who is asked to say that they authorised this entry; None: nobody."""
        items = self.door("w-man").people.person(person, at + timedelta(minutes=1))["items"]
        asked = [item for item in items if item["kind"] == "confirm_authority" and item["source"] == entry]
        return asked[0]["owner"] if asked else None

    def close(self) -> None:
        for door in self._doors.values():
            door.close()


def example_drafts() -> list[tuple[Draft, datetime]]:
    """One entry of every type as somebody would send it, each fitting the story so far, and when it is recorded."""
    told = []
    for raw in example_entries():
        draft = {name: raw[name] for name in TYPED if name in raw}
        body = {**raw["body"], **FITTED.get(raw["type"], {})}
        draft["body"] = {name: part for name, part in body.items() if part is not None}
        told.append((draft, datetime.fromisoformat(raw["recorded_at"])))
    return told


FITTED: dict[str, Draft] = {
    "outreach.attempted": {"step": None},
    "handover.accepted": {"first_contact_at": "2026-07-06T09:30:00+01:00"},
    "handover.closed": {"outcome": "withdrawn"},
    "huddle.held": {"discussed": None},
    "entry.corrected": {"replacement": {"zone": "red", "reason": "Not eating.", "review_on": "2026-02-24"}},
}
"""What the examples, each told for itself, leave open when they are told as one story; and a first contact, and a
correction, that were written before they had a limit."""


def prepare(manager: Carelist, draft: Draft, now: datetime) -> None:
    """What must be there before: whoever the examples name, the decision of a discharge, a Due that can wait."""
    if draft["type"] == "duty.set":
        manager.record([works("w-maya", "manager", kind="worker.changed")], now)
    if draft["type"] == "person.discharged":
        body = {"about": "discharge", "decision": "agree", "what_changed": "She is well, and says so.",
                "rationale": "Every aim is met, and she asks to go on alone.", "authorised_by": "w-man"}  # fmt: skip
        manager.record(
            [said("decision.recorded", body, now, id=draft["body"]["decision"], person=draft["person"])], now
        )
    if draft["type"] == "persons.joined":
        body = {"ref": "P-0199", "given": "Amina", "family": "Yusuf", "source": "gp", "team": "North", "tier": "light"}
        manager.record([said("person.accepted", body, now, id=draft["body"]["into"])], now)
    if draft["type"] == "handover.sent":
        body = next(raw["body"] for raw in example_entries() if raw["type"] == "handover.opened")
        by = (now + timedelta(days=9)).date().isoformat()
        at = datetime.fromisoformat(draft["occurred_at"])
        opened = said("handover.opened", body | {"complete_by": by}, at, person=draft["person"])
        draft["body"]["handover"] = manager.record([opened], now)[0].id
    if draft["type"] in ("due.deferred", "due.reassigned"):
        items = manager.people.person(draft["person"], now)["items"]
        draft["body"]["due"] = next(item["key"] for item in items if item["band"] == 4 and item["status"] != "overdue")
