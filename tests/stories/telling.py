"""A service with a clock: workers record through the one door, into a real store, and ask what is owed now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from tests.domain.telling import CHECK, DECISION, KEPT, LONDON, PLAN, RISK_PLAN, london, moment

TEAM = (("w-tom", "Tom Reed", "coordinator"), ("w-ann", "Ann Able", "coordinator"), ("w-sue", "Sue Dale", "senior"))
"""The North team; w-mgr, Maya Grant, manages it."""
ABOUT_NOBODY = ("worker.", "duty.", "huddle.", "supervision.", "audit.", "person.accepted", "referral.received")
"""Types that take no ref: about the team, or whoever they make known."""


@dataclass
class Service:
    """One team's store. The clock stands at `now` until it is moved."""

    carelist: Carelist
    now: datetime
    ref: str = "P-0042"
    told: list[str] = field(default_factory=list)

    @classmethod
    def opens(cls, folder: Path, at: str) -> Service:
        """Makes the store and the team."""
        now = london(at)
        worker = {"worker": "w-mgr", "name": "Maya Grant", "role": "manager", "team": "North"}
        door = Carelist.init(folder, **worker, now=now, encrypted=False)
        service = cls(door, now)
        for id, name, role in TEAM:
            service.says("worker.added", {"worker": id, "name": name, "role": role, "team": "North"}, by="w-mgr")
        return service

    def at(self, text: str) -> None:
        """Moves the clock forward."""
        assert london(text) >= self.now, "a story is told forwards"
        self.now = london(text)

    def says(self, type: str, body: Mapping[str, Any], by: str = "w-tom", **envelope: Any) -> str:
        """A worker records something now, about the person of the story, and gets its id."""
        draft = {"type": type, "occurred_at": self.now.isoformat(), "body": dict(body), **envelope}
        if not type.startswith(ABOUT_NOBODY):
            draft["ref"] = self.ref
        self.carelist.worker = by
        receipt = self.carelist.record([draft], self.now.astimezone(UTC))[0]
        self.told.append(receipt.id)
        return receipt.id

    def accepts(self, **more: Any) -> str:
        body = {"ref": self.ref, "given": "Amina", "family": "Yusuf", "source": "gp", "team": "North"}
        return self.says("person.accepted", body | {"tier": "enhanced", "coordinator": "w-tom"} | more)

    def knows(self, **plan: Any) -> None:
        """Consent, a first check, the plan made together, the risk plan, a first visit; green."""
        self.says("consent.recorded", {"scope": "contact", "given": True, "basis": "consent"})
        self.says("risk_check.completed", CHECK)
        self.says("engagement_plan.agreed", PLAN | plan)
        self.says("risk_plan.updated", RISK_PLAN)
        self.says("zone.set", {"zone": "green", "reason": "settled"})
        self.says("contact.completed", KEPT)

    def keeps(self, method: str = "visit", **more: Any) -> str:
        return self.says("contact.completed", KEPT | {"method": method} | more)

    def books(self, when: str, **more: Any) -> str:
        body = {"at": moment(when), "method": "visit", "purpose": "routine", "worker": "w-tom"}
        return self.says("contact.planned", body | more)

    def misses(self, planned: str | None = None, by: str = "w-tom", **more: Any) -> str:
        body: dict[str, Any] = {"expected_at": self.now.isoformat(), "method": "visit", "how": "no_access"} | more
        return self.says("contact.missed", body | ({"planned": planned} if planned else {}), by)

    def tries(self, episode: str, step: str | None, outcome: str, method: str = "call", **more: Any) -> str:
        by = more.pop("by", "w-tom")
        body = {"episode": episode, "method": method, "to": "person", "outcome": outcome} | more
        return self.says("outreach.attempted", body | ({"step": step} if step else {}), by)

    def decides(self, decision: str, episode: str | None, review: str | None = None, **more: Any) -> str:
        by = more.pop("by", "w-tom")
        body = DECISION | {"decision": decision} | ({"episode": episode} if episode else {})
        return self.says("decision.recorded", body | ({"review_at": moment(review)} if review else {}) | more, by)

    def items(self, days: int = 0) -> dict[str, dict[str, Any]]:
        """What is due or overdue for the person now (and within `days`), by kind, the steps by their key."""
        items = self.carelist.people.today_json(self.now, days=days)["items"]
        return {each["detail"].get("step") or each["kind"]: each for each in items if each["ref"] == self.ref}

    def owed(self, *kinds: str, days: int = 0) -> dict[str, str]:
        """When each of these is due, with its status; all that is due now where none is named."""
        return {
            kind: f"{item['status']} {datetime.fromisoformat(item['due_at']).astimezone(LONDON):%a %H:%M}"
            for kind, item in self.items(days).items()
            if not kinds or kind in kinds
        }

    def open_actions(self, days: int = 60) -> list[str]:
        """The one action log: what is open, whose, by when."""
        items = self.carelist.people.today_json(self.now, days=days)["items"]
        return sorted(
            f"{each['title']} ({each['owner']}, {each['status']} {each['due_at'][:10]})"
            for each in items
            if each["kind"] == "action" and each["ref"] == self.ref
        )

    def acts(self, title: str, area: str, due: str, owner: str = "w-tom", **more: Any) -> str:
        body = {"title": title, "area": area, "due_at": moment(due), "owner": owner}
        return self.says("action.opened", body | more)

    def reviews(self, kind: str, next_on: str, decisions: str, by: str = "w-sue", **more: Any) -> str:
        body = {"kind": kind, "decisions": decisions, "next_review_on": next_on}
        return self.says("review.completed", body | more, by)

    def owner(self, kind: str) -> str:
        return str(self.items(days=90)[kind]["owner"])

    @property
    def person(self) -> dict[str, Any]:
        return self.carelist.people.person(self.ref, self.now)

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """The missed-contact queue now."""
        found: list[dict[str, Any]] = self.carelist.people.queue_json(self.now)["episodes"]
        return found

    def evidence(self, *types: str) -> list[str]:
        """The story as an inspector reads it: when, by whom, in plain words; of these types."""
        return [
            f"{datetime.fromisoformat(line['occurred_at']).astimezone(LONDON):%a %d %b %H:%M} {line['author']}: "
            f"{line['in_words']}"
            for line in self.person["story"]
            if line["type"] in types
        ]

    def closes(self) -> None:
        """Nothing was lost: the chain, the projections and the references hold."""
        verdict = self.carelist.verify()
        assert verdict.ok, verdict.problems
        self.carelist.close()
