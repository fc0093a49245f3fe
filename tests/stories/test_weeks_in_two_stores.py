"""Generated weeks of two teams, through the one door into a real store: people are told of, workers come, leave and
move, other Standards are adopted in the middle of what goes on. Every face says the same of everybody, and so does a
store that takes in the same entries in another order, in parts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards.file import default_text
from tests.domain.generating import BEGINNINGS, BODIES, KINDS, OFTEN, Teller
from tests.domain.telling import DECISION, LONDON
from tests.profiles import IS_FULL

pytestmark = pytest.mark.slow

WORKERS = {
    "w-tom": ("coordinator", "North"), "w-ann": ("coordinator", "North"), "w-sue": ("senior", "North"),
    "w-bob": ("support_worker", "North"), "w-pat": ("coordinator", "South"), "w-sal": ("senior", "South"),
    "w-man": ("manager", "South"), "w-aud": ("auditor", "North"),
}  # fmt: skip
TEAMS, COORDINATORS = ("North", "South"), ("w-tom", "w-ann", "w-pat")
WHO_IS_WHO = ("person.accepted", "referral.received")
LENGTH = re.compile(r'^\w+ = "\d+ (?:service )?(?:hours|days|weeks)"')
ACTS, PEOPLE = (160, 4) if IS_FULL else (110, 4)
Draft = dict[str, Any]


@dataclass
class Weeks:
    """What goes on, as it is drawn; whatever the store refuses did not happen."""

    door: Carelist
    random: Random
    now: datetime
    tellers: dict[str, Teller] = field(default_factory=dict)

    @classmethod
    def opens(cls, store: Path, seed: int) -> Weeks:
        """Both teams, and people accepted into each."""
        random = Random(seed)
        now = datetime.fromisoformat(f"{random.choice(BEGINNINGS)}T09:00").replace(tzinfo=LONDON)
        founder = {"worker": "w-mgr", "name": "Maya", "role": "manager", "team": "North"}
        weeks = cls(Carelist.init(store, **founder, now=now, encrypted=False), random, now)
        for worker, (role, team) in WORKERS.items():
            weeks.tells("w-mgr", "worker.added", {"worker": worker, "name": worker, "role": role, "team": team})
        for ref in (f"P-{n}" for n in range(PEOPLE)):
            weeks.tellers[ref] = Teller(random)
            body = {
                "ref": ref,
                "given": f"Amina{ref[-1]}",
                "family": "Yusuf",
                "team": random.choice(TEAMS),
                "source": "gp",
            }
            body |= {
                "tier": random.choice(("standard", "enhanced", "intensive")),
                "coordinator": random.choice(COORDINATORS),
            }
            weeks.tells("w-mgr", "person.accepted", body, about=ref)
        return weeks

    def tells(self, by: str, kind: str, body: Draft, *, about: str = "", ago: timedelta = timedelta()) -> bool:
        """Whether it was recorded; who tells of that person may name it from then on."""
        draft = {"type": kind, "occurred_at": (self.now - ago).isoformat(), "body": body}
        draft |= {"ref": about} if about and kind not in WHO_IS_WHO else {}
        self.door.worker = by
        try:
            receipt = self.door.record([draft], self.now.astimezone(UTC))[0]
        except Refused:
            return False
        if about:
            self.tellers[about].told += map(read_entry, self.door.people.entries([receipt.id]))
        return True

    def goes_on(self) -> None:
        """Minutes to days later, the next thing."""
        self.now += timedelta(minutes=self.random.choice((1, 20, 90, 300, 1440, 1500, 2900, 5000)))
        self._about_the_team() if self.random.random() < 0.15 else self._about_somebody()

    def _about_somebody(self) -> None:
        ref, teller = self.random.choice([*self.tellers.items()])
        teller.now = self.now
        kind = self.random.choices(KINDS, [OFTEN.get(kind, 1) for kind in KINDS])[0]
        body: Draft | None
        if teller.chance(0.08):
            kind, body = "decision.recorded", DECISION | {"about": "discharge", "decision": "agree"}
        else:
            body = BODIES[kind](teller) if kind != "entry.corrected" or teller.told else None
        if body is None or kind in WHO_IS_WHO:
            return
        body = json.loads(json.dumps(body).replace("P-0001", ref))
        ago = timedelta(hours=teller.any(1, 20, 50)) if teller.chance(0.15) else timedelta()
        any(self.tells(by, kind, body, about=ref, ago=ago) for by in self.random.sample([*WORKERS, "w-mgr"], 3))

    def _about_the_team(self) -> None:
        random, now = self.random, self.now.astimezone(UTC)
        worker, other = random.sample([*WORKERS], 2)
        ref, manager = random.choice([*self.tellers]), random.choice(("w-mgr", "w-man"))
        role, team = WORKERS[worker]
        until, cover = (now + timedelta(days=random.randint(4, 20))).isoformat(), [{"persons": "all", "by": other}]
        self.door.worker = "w-mgr"
        match random.randrange(7):
            case 0:
                self.tells(
                    manager, "worker.away", {"worker": worker, "from": now.isoformat(), "until": until, "cover": cover}
                )
            case 1:
                self.tells(manager, "duty.set", {"worker": worker, "date": self.now.date().isoformat()})
            case 2:
                moved = random.choice(({"team": random.choice(TEAMS)}, {"role": random.choice(("senior", "auditor"))}))
                self.tells(
                    manager, "worker.changed", {"worker": worker, "name": worker, "role": role, "team": team} | moved
                )
            case 3:
                self.tells(
                    manager, "coordinator.named", {"coordinator": worker, "clinical_oversight": other}, about=ref
                )
            case 4:
                self.tells(manager, "person.details_updated", {"team": random.choice(TEAMS)}, about=ref)
            case 5:
                _unless_refused(lambda: self.door.record.leave(worker, other, now))
            case _:
                text = adopted(random)
                _unless_refused(lambda: self.door.record.adopt(text, now))


def adopted(random: Random) -> str:
    """The Standards that ship, with some lengths halved, longer by half, or doubled."""
    lines = default_text().splitlines()
    lengths = [n for n, line in enumerate(lines) if LENGTH.match(line)]
    for n in random.sample(lengths, 5):
        before, number, after = re.split(r"(\d+)", lines[n], maxsplit=1)
        lines[n] = f"{before}{max(1, int(int(number) * random.choice((0.5, 1.5, 2))))}{after}"
    return "\n".join(lines) + "\n"


def _unless_refused(act: Any) -> None:
    try:
        act()
    except Refused:
        return


def heard(entries: list[Draft], random: Random) -> tuple[list[Draft], ...]:
    """In three parts, in any order; of some workers only the last one says that they work here."""
    random.shuffle(entries)
    late = random.sample([*WORKERS], 4)
    last = [each for each in entries if each["type"] == "worker.added" and each["body"]["worker"] in late]
    others = [each for each in entries if each not in last]
    cut = random.randrange(1, len(others))
    return others[:cut], others[cut:], last


def faces(door: Carelist, at: datetime) -> dict[str, str]:
    """What today, the queue and everybody's page say, as they answer."""
    ids = sorted(each.person for each in door.people.find(""))
    said = {"today": door.people.today_json(at, days=400), "queue": door.people.queue_json(at)}
    said |= {id: door.people.person(id, at) for id in ids}
    return {name: json.dumps(each, sort_keys=True, default=str) for name, each in said.items()}


def broken(weeks: Weeks) -> Iterator[str]:
    """Where the faces of a store differ, who is owed nothing, and what stands on the list of nobody who could do it."""
    acting = {each.id for each in weeks.door.people.workers() if each.active and each.role != "auditor"}
    at, people = weeks.now.astimezone(UTC), weeks.door.people
    items = people.today(at, days=400)
    yield from (f"{i.key} is on nobody's list" for i in items if not acting & {i.owner, *i.also})
    queue = {each["person"] for each in people.queue(at)}
    for id in sorted(each.person for each in people.find("")):
        shown, owed = people.person(id, at), {i.key: i.owner for i in items if i.person and i.person.id == id}
        if shown["on_caseload"] and not shown["died"] and not owed:
            yield f"{id} is owed nothing"
        if {each["key"]: each["owner"] for each in shown["items"]} != owed:
            yield f"{id}: their page and today differ"
        if bool(shown["episode"]) != (id in queue):
            yield f"{id}: their page and the queue differ"


@pytest.mark.parametrize("seed", [*range(1020, 1050)] if IS_FULL else [1026, 1041])
def test_every_face_and_a_store_that_hears_it_in_another_order_say_the_same(tmp_path: Path, seed: int) -> None:
    weeks = Weeks.opens(tmp_path / "here", seed)
    for act in range(ACTS):
        weeks.goes_on()
        if act % 10 == 9:
            assert not [*broken(weeks)], f"seed {seed}, act {act}"
    at = weeks.now.astimezone(UTC)
    with Carelist.init(
        tmp_path / "there", worker="w-zoe", name="Zoe", role="manager", team="North", now=weeks.now, encrypted=False
    ) as there:
        theirs = [json.loads(line) for line in there.people.stored_lines()]
        ours = [json.loads(line) for line in weeks.door.people.stored_lines()]
        for part in heard(ours, Random(seed)):
            there.record.take_in(part)
        weeks.door.record.take_in(theirs)
        here = faces(weeks.door, at)
        assert faces(there, at) == here, f"seed {seed}"
        assert there.verify().as_json()["problems"] == []
    weeks.door.rebuild()
    assert faces(weeks.door, at) == here, f"seed {seed}"
    weeks.door.close()
