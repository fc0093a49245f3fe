"""Tells a person's story in tests: entries as a device would store them, and what is owed when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import NO_ENTRY, check_draft, read_entry, stamp
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState, fold
from carelist_tui.domain.standards import Standards, default_standards
from carelist_tui.domain.worklist import status_at

LONDON = ZoneInfo("Europe/London")
ANOTHER_LAPTOP = "b" * 32


def london(text: str) -> datetime:
    """`2026-03-02 10:30` as people in London read it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def moment(text: str) -> str:
    """The same as the format writes it."""
    return london(text).isoformat()


PLAN: dict[str, Any] = {
    "methods": ["text", "call"],
    "safe_times": [],
    "safe_places": "at home",
    "avoid": [],
    "may_contact": [{"name": "Noor", "relation": "sister", "consent": True}],
    "early_warning_signs": ["sleeping by day"],
    "if_missed": "we text, then call, then visit",
    "agreed_with_person": "yes",
    "review_on": "2026-06-01",
}
RISK_PLAN: dict[str, Any] = {
    "relapse_signature": ["sleeping by day"],
    "red_flags": ["talks of the bridge"],
    "risks": [{"domain": "self_harm", "level": "medium"}],
    "protective_factors": "her sister",
    "crisis_plan": {"contacts": "crisis line"},
    "review_on": "2026-06-01",
}
KEPT: dict[str, Any] = {
    "method": "visit",
    "purpose": "routine",
    "how_are_they": "as_usual",
    "what_we_did": "Walked to the shop together.",
}
CHECK: dict[str, Any] = {
    "recent_disclosures": "none",
    "environmental_concerns": "none",
    "third_party_information": "none",
    "relapse_indicators": [],
    "safeguarding_indicators": ["none"],
    "capacity": "no_concern",
    "overall": "no_new_concern",
}
DECISION: dict[str, Any] = {
    "about": "missed_contact",
    "decision": "do_not_escalate",
    "what_changed": "nothing new",
    "rationale": "Seen by her sister this morning, who says she is well.",
}


@dataclass
class Story:
    """One person's entries, told in any order. Moments are London time as text; ids count up."""

    standards: Standards = field(default_factory=default_standards)
    entries: list[Entry] = field(default_factory=list)
    person: str = "00000000-0000-7000-8000-000000000001"
    _seqs: dict[str, int] = field(default_factory=dict)
    _folded: tuple[list[Entry], PersonState] | None = field(default=None, init=False, repr=False, compare=False)

    def again(self) -> Story:
        """The same so far, to be told on by itself."""
        return replace(self, entries=[*self.entries], _seqs={**self._seqs})

    def tell(
        self,
        at: str,
        type: str,
        body: Mapping[str, Any] | None = None,
        *,
        device: str = "a" * 32,
        author: str = "w-tom",
        replaces: tuple[str, ...] | None = None,
        recorded: str | None = None,
        about_nobody: bool = False,
        stands_in_for: str | None = None,
        **envelope: Any,
    ) -> str:
        """Adds an entry and gives its id. Without `replaces` it has seen whatever set the same thing before."""
        person = None if about_nobody else self.person
        occurred_at = london(at)
        recorded_at = london(recorded) if recorded else occurred_at
        if brought := (body or {}).get("brought_over_on"):
            recorded_at = max(recorded_at, london(f"{brought} 08:00"))  # the import is made on that day
        draft: dict[str, Any] = {"type": type, "occurred_at": occurred_at.isoformat(), "body": dict(body or {})}
        draft |= envelope
        assert not (faults := check_draft({**draft, **({"person": person} if person else {})}, now=recorded_at)), faults
        seq = self._seqs[device] = self._seqs.get(device, 0) + 1
        number = len(self.entries) + 1
        raw = stamp(
            draft,
            id=f"00000000-0000-7000-8000-{number:012d}",
            person=person,
            author=author,
            device=device,
            seq=seq,
            prev=next((each.raw["hash"] for each in reversed(self.entries) if each.device == device), NO_ENTRY),
            recorded_at=recorded_at.astimezone(UTC),
            replaces=self._seen(draft) if replaces is None else replaces,
            salt=number.to_bytes(16, "big"),
            stands_in_for=stands_in_for,
        )
        entry = read_entry(raw)
        self.entries.append(entry)
        return entry.id

    def _seen(self, draft: Mapping[str, Any]) -> tuple[str, ...]:
        probe = read_entry(
            stamp(
                draft, id=self.person, person=self.person, author="", device="", seq=1, prev=NO_ENTRY,
                recorded_at=datetime(2000, 1, 1, tzinfo=UTC), replaces=(), salt=bytes(16),
            )
        )  # fmt: skip
        thing = probe.body.thing() if probe.body else None
        return tuple(mark.id for mark in self._known.marks.get(thing, ())) if thing else ()

    def accept(self, at: str, **more: Any) -> str:
        """Accepted from the GP to the North team, standard tier, with a coordinator."""
        body = {
            "ref": "P-0001",
            "given": "Amina",
            "family": "Yusuf",
            "source": "gp",
            "team": "North",
            "tier": "standard",
            "coordinator": "w-tom",
        } | more
        return self.tell(at, "person.accepted", body)

    def settle(self, at: str) -> None:
        """Accepted and known: plans, consent, a check, a visit, two contacts booked far ahead; zone green."""
        if self.entries:
            self._settle(at)
            return
        known = _settled(self.person, at)
        self.entries += known.entries
        self._seqs |= known._seqs

    def _settle(self, at: str) -> None:
        self.accept(at)
        self.tell(at, "consent.recorded", {"scope": "contact", "given": True, "basis": "consent"})
        self.tell(at, "risk_check.completed", CHECK)
        self.tell(at, "engagement_plan.agreed", PLAN)
        self.tell(at, "risk_plan.updated", RISK_PLAN)
        self.tell(at, "zone.set", {"zone": "green", "reason": "settled"})
        self.tell(at, "contact.completed", KEPT)

    def miss(self, at: str, expected: str | None = None, **more: Any) -> str:
        """A missed call."""
        body = {"expected_at": london(expected or at).isoformat(), "method": "call", "how": "no_reply"} | more
        return self.tell(at, "contact.missed", body)

    def attempt(self, at: str, episode: str | None, step: str | None, outcome: str = "no_answer", **more: Any) -> str:
        """An attempt by call to the person."""
        body: dict[str, Any] = {"method": "call", "to": "person", "outcome": outcome} | more
        body |= {key: value for key, value in (("episode", episode), ("step", step)) if value}
        if outcome in ("reached", "seen"):
            body.setdefault("how_are_they", "as_usual")
        return self.tell(at, "outreach.attempted", body)

    @property
    def state(self) -> PersonState:
        return fold(self.person, self.entries)

    @property
    def _known(self) -> PersonState:
        """The state, folded once for the same entries. Nothing here changes it."""
        if self._folded is None or self._folded[0] != self.entries:
            self._folded = [*self.entries], self.state
        return self._folded[1]

    @property
    def ground(self) -> Ground:
        return stand_on(self.state, self.standards)

    @property
    def dues(self) -> list[Due]:
        dues = owed(self._known, self.standards)
        assert {due.person for due in dues} <= {self.person}, "a Due that no person's row would show"
        assert len({due.key for due in dues}) == len(dues), "two Dues under one key: one of them would vanish"
        return dues

    def keep(self, at: str, method: str = "visit", **more: Any) -> str:
        """Live contact: a visit, all as usual."""
        return self.tell(at, "contact.completed", KEPT | {"method": method} | more)

    def book(self, at: str, when: str, **more: Any) -> str:
        """A visit booked for `when` with w-tom."""
        body = {"at": moment(when), "method": "visit", "purpose": "routine", "worker": "w-tom"} | more
        return self.tell(at, "contact.planned", body)

    def zone(self, at: str, zone: str, review_on: str | None = None, **more: Any) -> str:
        """A zone set; red is reviewed after 7 days and amber after 14, unless said."""
        after = timedelta(days=7 if zone == "red" else 14)
        review = review_on or (london(at) + after).date().isoformat()
        said = {"zone": zone, "reason": "sleeping by day"} | ({} if zone == "green" else {"review_on": review})
        return self.tell(at, "zone.set", said, **more)

    def check(
        self, at: str, overall: str = "no_new_concern", *, told: Mapping[str, Any] | None = None, **more: Any
    ) -> str:
        """A risk check; `told` goes around it, `more` into it."""
        return self.tell(at, "risk_check.completed", CHECK | {"overall": overall} | more, **(told or {}))

    def decide(
        self,
        at: str,
        decision: str,
        episode: str | None = None,
        review: str | None = None,
        *,
        told: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> str:
        """A decision, about the missed contact where one is named; `told` goes around it, `more` into it. Whoever
        authorises one records it, unless `told` names another author."""
        body = DECISION | {"decision": decision} | ({"episode": episode} if episode else {"about": "clinical_review"})
        body |= {"review_at": moment(review)} if review else {}
        author = {"author": more["authorised_by"]} if more.get("authorised_by") else {}
        return self.tell(at, "decision.recorded", body | more, **{**author, **(told or {})})

    def escalate(self, at: str, decision: str, respond_by: str, route: str = "crisis_team") -> str:
        """An escalation raised, followed up by w-sue."""
        body = {"decision": decision, "route": route, "to": "the desk", "owner": "w-sue"}
        return self.tell(at, "escalation.raised", body | {"respond_by": moment(respond_by)})

    def answer(self, at: str, escalation: str, answer: str = "accepted") -> str:
        body = {"escalation": escalation, "by": "the desk", "answer": answer}
        return self.tell(at, "escalation.acknowledged", body)

    def review(self, at: str, kind: str, next_on: str, **more: Any) -> str:
        """A review held, with everything that its kind asks for."""
        body: dict[str, Any] = {"kind": kind, "decisions": "go on", "next_review_on": next_on}
        if kind == "exception":
            body["root_cause"] = "capacity"
        if kind == "learning":
            body |= {"root_cause": "a wrong number", "what_changes": "numbers are checked"}
        return self.tell(at, "review.completed", body | more)

    def correct(self, at: str, entry: str, *, told: Mapping[str, Any] | None = None, **body: Any) -> str:
        """A correction: `replacement=None` strikes it out."""
        return self.tell(at, "entry.corrected", {"entry": entry, "reason": "typed in error"} | body, **(told or {}))

    def key(self, kind: str) -> str:
        """The key of the one Due of that kind."""
        due = self.due(kind)
        assert due is not None, f"no {kind} is owed"
        return due.key

    @property
    def keys(self) -> set[str]:
        return {due.key for due in self.dues}

    def due(self, kind: str, part: str | None = None) -> Due | None:
        """The Due of that kind, or that step; None when it is not owed. Refuses two."""
        found = [due for due in self.dues if due.kind == kind and (part is None or due.key.endswith(part))]
        assert len(found) < 2, [due.key for due in found]
        return found[0] if found else None

    def due_at(self, kind: str, part: str | None = None) -> str | None:
        """When it is due, in London: `Tue 2026-03-03 10:30`."""
        due = self.due(kind, part)
        return f"{due.due_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}" if due else None

    @property
    def kinds(self) -> set[str]:
        return {due.kind for due in self.dues}

    def reading(self, kind: str, at: str, part: str | None = None) -> str | None:
        """overdue, due or upcoming at a moment."""
        due, moment = self.due(kind, part), london(at)
        if due is None:
            return None
        return status_at(due.due_at, due.from_at, moment, self.standards.calendar.opens_next(moment))


@cache
def _settled(person: str, at: str) -> Story:
    """That beginning, which most stories have: told once."""
    story = Story(person=person)
    story._settle(at)
    return story


def settled(zone: str = "green") -> Story:
    """Somebody settled since Friday 20 February, in that zone since noon."""
    story = Story()
    story.settle("2026-02-20 09:00")
    if zone != "green":
        story.zone("2026-02-20 12:00", zone)
    return story
