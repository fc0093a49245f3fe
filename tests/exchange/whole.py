"""The whole of it at once: a team of laptops, a folder, a thief, and another service that is no friend, to which people
are passed on and from which they come back; with a ledger of who said what, and which manager agreed to what."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.backups import Backups
from carelist_tui.carelist.recovery import recover
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.book import Journal
from carelist_tui.vault.folder import making_folder
from carelist_tui.vault.keys import FLOOR, renew_recovery
from tests.exchange.enrolment.raw_team import BEGAN, FIRST, SECOND, TOGETHER, Story, copied, key_of, take_in

MANAGERS = (FIRST, SECOND)
SOUTH = "sara"
FORGED = "w-ann"
"""Who acts in South: the id, and the name, of our own manager."""
ACTS_ELSEWHERE = ("discharge", "death", "lighter", "zone", "coordinator", "strike", "confirm", "contact")
DECISION_TO_DISCHARGE = {"about": "discharge", "decision": "agree", "what_changed": "She is well.",
                         "rationale": "She is well and agrees to it."}  # fmt: skip
DISCHARGED = {"destination": "GP", "reason": "goals_met", "note": "agreed together"}
DIED = {"reported_by": "a neighbour", "confirmed": True}
LIGHTER = {"tier": "light", "reason": "well", "authorised_by": FORGED}
GREEN = {"zone": "green", "reason": "well"}
NAMED = {"coordinator": FORGED, "clinical_oversight": FORGED, "reason": "moved"}
KEPT = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Walked to the shop."}

SAID_THERE: dict[str, tuple[str, dict[str, Any]]] = {
    "death": ("person.died", DIED), "lighter": ("tier.set", LIGHTER), "zone": ("zone.set", GREEN),
    "coordinator": ("coordinator.named", NAMED), "contact": ("contact.completed", KEPT),
}  # fmt: skip


def make_whole(root: Path, make_team: Path) -> Path:
    """That team, whose managers each hold a person; recovery keys shown to whom the laptops are; and South."""
    shutil.copytree(make_team, root / "north")
    for name in TOGETHER:
        key = renew_recovery(root / "north" / name, key_of(name), f"w-{name}", FLOOR)
        (root / "north" / f"{name}.recovery").write_text(key)
    with making_folder(root / SOUTH) as folder:
        journal = Journal.make(folder, key_of(SOUTH))
        body = {"worker": FORGED, "name": "Ann", "role": "manager", "team": "North"}
        first = {"type": "worker.added", "occurred_at": BEGAN.isoformat(), "body": body}
        journal.record([first], author=FORGED, now=BEGAN, first=True)
        journal.close()
    return root


@dataclass
class Whole:
    """What happens to all of it, a minute an act."""

    root: Path
    north: Story
    people: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    """By entry: the worker of ours who recorded it. What South recorded is not here."""
    agreed: set[str] = field(default_factory=set)
    """Entries of which a manager of ours said, by an entry of their own, that they hold."""
    there: list[bytes] = field(default_factory=list)
    back: list[bytes] = field(default_factory=list)
    recovered: bool = False
    _south: Carelist | None = None

    @property
    def south(self) -> Carelist:
        if self._south is None:
            self._south = Carelist.open(self.root / SOUTH, FORGED, key=key_of(SOUTH))
        return self._south

    def close(self) -> None:
        self.north.close()
        if self._south is not None:
            self._south.close()

    # ---- what our own do

    def _record(self, name: str, type: str, person: str | None, body: Mapping[str, Any]) -> str | None:
        """What one of ours records, by the door; None where it is refused."""
        now = self.north.tick()
        draft = {"type": type, "occurred_at": now.isoformat(), "body": dict(body)}
        try:
            receipt = self.north.door(name).record([draft | ({"person": person} if person else {})], now)[0]
        except Refused:
            return None
        self.said[receipt.id] = f"w-{self.north.whose(name)}"
        return receipt.id

    def accept(self, name: str) -> None:
        before = self.north.now
        self.north.record(name)
        ref = f"{name}-{self.north.now:%H%M}"
        assert self.north.now > before
        person = next(each.person for each in self.north.door(name).people.find(ref))
        self.people.append(person)
        self.said[person] = f"w-{self.north.whose(name)}"

    def knows(self, name: str, person: str) -> bool:
        return any(each.person == person for each in self.north.door(name).people.find("Of all"))

    def discharge(self, name: str, person: str) -> None:
        """Whoever it is names a manager; only hers is a manager's own word."""
        by = f"w-{self.north.whose(name)}" if self._is_managers(name) else "w-ann"
        decided = self._record(name, "decision.recorded", person, DECISION_TO_DISCHARGE | {"authorised_by": by})
        if decided is None:
            return
        if self._is_managers(name):
            self.agreed.add(decided)
        self._record(name, "person.discharged", person, DISCHARGED | {"decision": decided})

    def confirm(self, name: str, person: str) -> None:
        """Whoever it is says yes to all that is asked about this person."""
        if not self.knows(name, person):
            return
        shown = self.north.door(name).people.person(person, self.north.now)
        for item in shown["items"]:
            if item["kind"] == "confirm_authority":
                about = item["detail"]["about"]
                done = self._record(name, "report.confirmed", person, {"about": about, "true": True})
                if done is not None and self._is_managers(name):
                    self.agreed.add(about)

    def _is_managers(self, name: str) -> bool:
        return self.north.whose(name) in MANAGERS

    def promote(self, name: str) -> None:
        """Nobody changes their own role."""
        role = "auditor" if self._is_managers(name) else "manager"
        changed = {"worker": f"w-{self.north.whose(name)}", "role": role}
        assert self._record(name, "worker.changed", None, changed) is None

    def copy(self, name: str) -> None:
        """A copy of a laptop's disk, on which was recorded: it takes a name of its own and asks to be let in."""
        twin = f"{name}2"
        if twin in self.north.members or name not in self.north.members - self.north.revoked or name not in TOGETHER:
            return
        self._closed(name)
        shutil.copytree(self.north.root / name, self.north.root / twin)
        self.north.copies[twin] = name
        self.accept(twin)
        self.north.door(twin).sync.renew()
        self._let_in(twin)

    def restore(self, name: str) -> None:
        """Back to a backup made a moment ago: a laptop of its own from then on."""
        if name not in self.north.members - self.north.revoked or name == FIRST:
            return
        self.north.sync(name)
        file = self.root / f"{name}.backup"
        file.unlink(missing_ok=True)
        self.north.door(name).backups.backup(file, self.north.now)
        self._closed(name)
        key, store = key_of(self.north.whose(name)), self.north.root / name
        Backups.restore(file, store, unlock=lambda _: key, now=self.north.tick(), replace_newer=True)
        self._let_in(name)

    def _closed(self, name: str) -> None:
        if name in self.north.doors:
            self.north.doors.pop(name).close()

    def _let_in(self, name: str) -> None:
        self._closed(name)
        take_in(self.north.root, self.north.door(FIRST), name, self.north.tick(), self.north.whose(name))
        self.north.members.add(name)

    def recover(self, name: str, worker: str) -> None:
        """The recovery key of a laptop opens it for whom it was shown to, and for nobody else; once a story, since it
        costs time by design."""
        if self.recovered or name not in TOGETHER:
            return
        self.recovered = True
        said = (self.north.root / f"{name}.recovery").read_text()
        now = self.north.tick()
        try:
            recover(self.north.root / name, f"w-{worker}", said, lambda: "four words of my own", now)
        except Refused:
            assert worker != name
        else:
            assert worker == name

    # ---- there and back

    def give(self, name: str, person: str) -> None:
        """One of ours passes a person on, with all that they know of them."""
        if self.knows(name, person):
            key = self.south.laptops.team_key(self.north.now)
            assert key is not None
            self.there.append(self.north.door(name).exports.seal(person, None, (key,), self.north.tick())[0])

    def take_there(self, number: int) -> None:
        if self.there:
            raw = self.there[number % len(self.there)]
            for name in sorted(self.north.members):
                try:
                    self.south.exports.take_sealed(raw, self.north.tick(), signed_by=self.north.device(name))
                except Refused:
                    continue
                return

    def act_there(self, act: str, person: str) -> None:
        """South says what it likes, in our manager's name."""
        if not any(each.person == person for each in self.south.people.find("Of all")):
            return
        now = self.north.tick()

        def record(type: str, body: Mapping[str, Any]) -> str:
            draft = {"type": type, "person": person, "occurred_at": now.isoformat(), "body": dict(body)}
            return self.south.record([draft], now)[0].id

        story = self.south.people.person(person, now)["story"]
        try:
            if act == "discharge":
                decided = record("decision.recorded", DECISION_TO_DISCHARGE | {"authorised_by": FORGED})
                record("person.discharged", DISCHARGED | {"decision": decided})
            elif act == "strike":
                record("entry.corrected", {"entry": story[-1]["id"], "reason": "in error", "replacement": None})
            elif act == "confirm":
                for line in story:
                    record("report.confirmed", {"about": line["id"], "true": True})
            else:
                record(*SAID_THERE[act])
        except Refused:
            return

    def give_back(self, name: str, person: str) -> None:
        """South seals what it holds of them to the newest key that it can be told."""
        if any(each.person == person for each in self.south.people.find("Of all")) and name in self.north.members:
            key = self.north.door(name).laptops.team_key(self.north.now)
            assert key is not None
            self.back.append(self.south.exports.seal(person, None, (key,), self.north.tick())[0])

    def take_back(self, name: str, number: int) -> None:
        if self.back and name in self.north.members:
            raw, device = self.back[number % len(self.back)], self.south.journal.device
            try:
                self.north.door(name).exports.take_sealed(raw, self.north.tick(), signed_by=device)
            except Refused:
                return


def begun(original: Path, to: Path) -> Whole:
    """A whole of its own to tell a story with."""
    shutil.copytree(original / SOUTH, to / SOUTH)
    return Whole(to, copied(original / "north", to / "north"))
