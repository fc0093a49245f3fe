"""A person's story out of raw entries, in plain loops: what stands at a moment, as known at a moment."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Raw = dict[str, Any]


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass
class Entry:
    """One entry as its corrections leave it."""

    raw: Raw
    at: datetime
    body: Raw

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def type(self) -> str:
        return str(self.raw["type"])

    @property
    def recorded(self) -> datetime:
        return moment_of(self.raw["recorded_at"])

    @property
    def learned(self) -> datetime:
        """When the service knew."""
        return max(moment_of(self.raw["learned_at"]), self.at) if self.raw.get("learned_at") else self.at

    @property
    def is_theirs(self) -> bool:
        """Whether it came by another team's sealed file."""
        return self.raw.get("origin") is not None

    @property
    def word(self) -> str:
        """Whose word it is; of another team's nobody's here, whatever their ids are."""
        if self.is_theirs:
            return f"{self.raw['origin']['team']}: {self.raw['author']}"
        return str(self.raw.get("on_behalf_of") or self.raw["author"])

    @property
    def replaces(self) -> list[str]:
        return list(self.raw.get("replaces") or [])

    @property
    def place(self) -> tuple[datetime, datetime, str, int]:
        """Where it stands in a story."""
        return self.at, self.recorded, str(self.raw["device"]), int(self.raw["seq"])

    def get(self, name: str) -> Any:
        return self.body.get(name)


@dataclass
class Told:
    """All that stands about one person, in order."""

    person: str
    entries: list[Entry] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    replaced_by: dict[str, list[str]] = field(default_factory=dict)
    adopted: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    by_type: dict[str, list[Entry]] | None = None
    """The same by type, once it was asked for: nothing is told any more then."""

    def standards_at(self, moment: datetime) -> dict[str, Any]:
        """The file that a service had adopted by a moment; empty: as shipped."""
        return next((file for since, file in reversed(self.adopted) if since <= moment), {})

    def of(self, *types: str) -> list[Entry]:
        if len(types) > 1:
            return [entry for entry in self.entries if entry.type in types]
        if self.by_type is None:
            self.by_type = {}
            for entry in self.entries:
                self.by_type.setdefault(entry.type, []).append(entry)
        return list(self.by_type.get(types[0], ()))

    def about(self, field: str, id: str, *types: str) -> list[Entry]:
        """Those of these types that name this entry in this field."""
        return [entry for entry in self.of(*types) if entry.get(field) == id]

    @property
    def ref(self) -> str:
        for entry in self.of("referral.received", "person.accepted"):
            if entry.get("ref"):
                return str(entry.get("ref"))
        return ""

    def is_senior(self, worker: str) -> bool:
        return self.roles.get(worker) in {"senior", "manager"}

    def confirmations(self, id: str) -> list[Entry]:
        return self.about("about", id, "report.confirmed")

    def reaches(self, later: Entry, earlier: Entry) -> bool:
        """Whether one replaces the other, directly or through others, struck ones included."""
        seen, waiting = set(), list(later.replaces)
        while waiting:
            id = waiting.pop()
            if id == earlier.id:
                return True
            if id not in seen:
                seen.add(id)
                waiting += self.replaced_by.get(id, [])
        return False


def tales(entries: list[Raw], team_entries: list[Raw], at: datetime, known_at: datetime | None) -> list[Told]:
    """Every person's story: what had occurred by `at`, as known at `known_at`."""
    known = [raw for raw in entries if known_at is None or moment_of(raw["recorded_at"]) <= known_at]
    standing = corrected([raw for raw in known if raw.get("body") is not None])
    into = joins(standing, at)
    roles, adopted = roles_of(team_entries, known_at), adoptions(team_entries, known_at)
    replaced = {raw["id"]: list(raw.get("replaces") or []) for raw in known}
    found: dict[str, Told] = {}
    for entry in sorted(standing, key=lambda entry: entry.place):
        person = entry.raw.get("person")
        if person is None or entry.at > at or entry.type == "entry.corrected":
            continue
        while person in into:
            person = into[person]
        told = found.setdefault(person, Told(person, roles=roles, replaced_by=replaced, adopted=adopted))
        told.entries.append(entry)
    for told in found.values():
        told.entries = [entry for entry in told.entries if counts_here(entry, told.entries)]
    return [told for told in found.values() if told.of("referral.received", "person.accepted")]


LISTS = ("referral.declined", "persons.", "due.", "cover.", "handover.")
SETTLES = ("action.", "escalation.", "request.", "indicator.", "report.", "contact.cancelled", "crisis.summary")
TAKES_ON = ("referral.received", "person.accepted")


def counts_here(entry: Entry, entries: list[Entry]) -> bool:
    """Whether an entry says something of the person as this service has them: of another team's not what is about
    their own list, what takes on whom we have taken on, and what settles a thing that one of ours began."""
    if not entry.is_theirs:
        return True
    ours = [each for each in entries if not each.is_theirs]
    if entry.type.startswith(LISTS):
        return False
    if entry.type in TAKES_ON:
        return not any(each.type in TAKES_ON for each in ours)
    named = set(map(str, entry.body.values()))
    return not (entry.type.startswith(SETTLES) and any(each.id in named for each in ours))


def corrected(raws: list[Raw]) -> list[Entry]:
    """Each entry as its newest correction leaves it; what was struck out is gone."""
    corrections = sorted(
        (Entry(raw, moment_of(raw["occurred_at"]), raw["body"]) for raw in raws if raw["type"] == "entry.corrected"),
        key=lambda entry: entry.place,
    )
    newest: dict[str, Entry] = {}

    def is_struck(id: str) -> bool:
        about = [each for each in corrections if each.get("entry") == id and not is_struck(each.id)]
        return bool(about) and "replacement" in about[-1].body and about[-1].body["replacement"] is None

    for correction in corrections:
        if not is_struck(correction.id):
            newest[str(correction.get("entry"))] = correction
    standing = []
    for raw in raws:
        by = newest.get(raw["id"])
        if by is None:
            standing.append(Entry(raw, moment_of(raw["occurred_at"]), raw["body"]))
            continue
        body = by.body.get("replacement", raw["body"])
        if body is not None:
            moved = by.body.get("moved_to") or raw["occurred_at"]
            standing.append(Entry(raw, moment_of(moved), body))
    return standing


def joins(entries: list[Entry], at: datetime) -> dict[str, str]:
    """Which record was folded into which."""
    return {
        str(entry.raw["person"]): str(entry.get("into"))
        for entry in entries
        if entry.type == "persons.joined" and entry.at <= at
    }


def roles_of(team_entries: list[Raw], known_at: datetime | None) -> dict[str, str]:
    """Who is what here: workers count always, as far as they were known."""
    roles: dict[str, str] = {}
    for raw in sorted(team_entries, key=lambda raw: (raw["occurred_at"], raw["recorded_at"], raw["seq"])):
        if raw["type"] in {"worker.added", "worker.changed"} and (
            known_at is None or moment_of(raw["recorded_at"]) <= known_at
        ):
            roles[raw["body"]["worker"]] = raw["body"].get("role", roles.get(raw["body"]["worker"], ""))
    return roles


def adoptions(team_entries: list[Raw], known_at: datetime | None) -> list[tuple[datetime, dict[str, Any]]]:
    """The Standards that a service adopted, since when: they count always, as far as they were known."""
    return sorted(
        (
            (moment_of(raw["occurred_at"]), tomllib.loads(raw["body"]["text"]))
            for raw in team_entries
            if raw["type"] == "standards.adopted" and (known_at is None or moment_of(raw["recorded_at"]) <= known_at)
        ),
        key=lambda each: each[0],
    )


def settled(told: Told, setters: list[Entry], safer: list[str], field: str) -> Entry | None:
    """Which of those that set one thing holds: the last; where two differ and nobody saw both, the safer."""
    if not setters:
        return None
    tips = [
        entry
        for entry in setters
        if not any(told.reaches(other, entry) for other in setters if other is not entry and other.place > entry.place)
    ]
    values = {entry.get(field) for entry in tips}
    if len(values) <= 1:
        return setters[-1]
    return min(tips, key=lambda entry: safer.index(entry.get(field)) if entry.get(field) in safer else len(safer))
