"""A team whose laptops open by their raw database keys, so that whole stories of it are cheap; and a thief, who keeps
every key that a revoked laptop could ever get at, and every segment that was ever in the folder."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nacl.signing import SigningKey

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.joined_laptop import join, request_of
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.enrolment.key_papers import keys_folder, papers_in, read_key_paper
from carelist_tui.exchange.segments.pack import unseal
from carelist_tui.exchange.sync.report import Report
from carelist_tui.journal.book import Journal
from carelist_tui.vault.device import read_device, read_secret
from carelist_tui.vault.folder import making_folder
from carelist_tui.vault.team.age_keys import read_team
from tests.cli.surface import ACCEPTED

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST, SECOND, NEWCOMER = "ann", "bea", "eve"
TOGETHER = (FIRST, SECOND, "cal", "dee")
"""The first two are managers' laptops. Eve's is invited only later."""


def key_of(name: str) -> bytes:
    return name.encode().ljust(32, b".")


def make_empty(root: Path, name: str) -> None:
    with making_folder(root / name) as folder:
        journal = Journal.make(folder, key_of(name))
        journal.rebuild()
        journal.close()


def make_team(root: Path) -> Path:
    """Four laptops that belong together and have met, and one that has only asked."""
    with making_folder(root / FIRST) as folder:
        journal = Journal.make(folder, key_of(FIRST))
        body = {"worker": "w-ann", "name": "Ann", "role": "manager", "team": "North"}
        first = {"type": "worker.added", "occurred_at": BEGAN.isoformat(), "body": body}
        journal.record([first], author="w-ann", now=BEGAN, first=True)
        journal.close()
    (root / "shared").mkdir()
    with Carelist.open(root / FIRST, "w-ann", key=key_of(FIRST)) as ann:
        for name in (*TOGETHER[1:], NEWCOMER):
            role = "manager" if name == SECOND else "coordinator"
            body = {"worker": f"w-{name}", "name": name, "role": role, "team": "North"}
            ann.record([{"type": "worker.added", "occurred_at": BEGAN.isoformat(), "body": body}], BEGAN)
            make_empty(root, name)
        for name in TOGETHER[1:]:
            take_in(root, ann, name, BEGAN)
        ann.sync(root / "shared", BEGAN)
    for name in TOGETHER[1:]:
        with Carelist.open(root / name, f"w-{name}", key=key_of(name)) as door:
            door.sync(root / "shared", BEGAN)
    return root


def take_in(root: Path, manager: Carelist, name: str, now: datetime, whose: str = "") -> None:
    """The manager's laptop invites; the other one joins, as `whose` laptop it is where that is another name."""
    key, worker = key_of(whose or name), f"w-{whose or name}"
    invitation, code = manager.laptops.invite(request_of(root / name, key, f"{name}'s laptop", worker), "", now)
    join(root / name, key, worker, invitation, code, now)


@dataclass
class Story:
    """A copy of that team, and what happens to it, a minute an act."""

    root: Path
    now: datetime = BEGAN
    doors: dict[str, Carelist] = field(default_factory=dict)
    members: set[str] = field(default_factory=lambda: set(TOGETHER))
    revoked: set[str] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)
    copies: dict[str, str] = field(default_factory=dict)
    """Laptops that were made of another's disk, and whose that is."""
    stolen: dict[str, set[str]] = field(default_factory=dict)
    """By laptop: every team key that its secret ever opened."""
    sealed: list[tuple[str, bytes, set[str]]] = field(default_factory=list)
    """Every segment: whose, its bytes, and the laptops that its writer had heard were revoked."""

    @property
    def folder(self) -> Path:
        return self.root / "shared"

    def device(self, name: str) -> str:
        return read_device(self.root / name)

    def whose(self, name: str) -> str:
        return self.copies.get(name, name)

    def signing_key(self, name: str) -> SigningKey:
        return SigningKey(read_secret(self.root / name, key_of(self.whose(name))))

    def door(self, name: str) -> Carelist:
        if name not in self.doors:
            whose = self.whose(name)
            self.doors[name] = Carelist.open(self.root / name, f"w-{whose}", key=key_of(whose))
        return self.doors[name]

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def record(self, name: str) -> None:
        now = self.tick()
        body = {**ACCEPTED, "ref": f"{name}-{now:%H%M}", "family": "Of all"}
        draft = {"type": "person.accepted", "occurred_at": now.isoformat(), "body": body}
        self.door(name).record([draft], now)
        self.recorded.add(body["ref"])

    def refs(self, name: str) -> set[str]:
        return {each.ref for each in self.door(name).people.find("Of all")}

    def revoke(self, manager: str, lost: str) -> None:
        if lost in self.members and self.device(lost) in self.door(manager).laptops():
            self.door(manager).laptops.revoke(self.device(lost), self.tick())
            self.revoked.add(lost)

    def invite(self, manager: str) -> None:
        if NEWCOMER not in self.members:
            take_in(self.root, self.door(manager), NEWCOMER, self.tick())
            self.members.add(NEWCOMER)

    def sync(self, name: str, held_back: str | None = None) -> Report | None:
        """A sync; the folder may hold back all that one of the other laptops wrote."""
        if name not in self.members:
            return None
        hidden = self._segments_of(held_back) if held_back not in (None, name) and held_back in self.members else None
        if hidden is not None and hidden.is_dir():
            hidden.rename(self.root / "held back")
        before = set(self.folder.rglob("*.seg"))
        report = self.door(name).sync(self.folder, self.tick())
        heard = {other for other in self.members if self._counts_revoked(name, other)}
        if name not in heard:
            written = sorted(set(self.folder.rglob("*.seg")) - before)
            self.sealed += [(name, path.read_bytes(), heard) for path in written]
        if (self.root / "held back").is_dir() and hidden is not None:
            (self.root / "held back").rename(hidden)
        self._steal()
        return report

    def _segments_of(self, name: str | None) -> Path | None:
        found = list(self.folder.glob(f"carelist/*/v1/{self.device(name)}")) if name else []
        return found[0] if found else None

    def _counts_revoked(self, name: str, other: str) -> bool:
        laptop = self.door(name).laptops().get(self.device(other))
        return laptop is not None and laptop.is_revoked

    def _steal(self) -> None:
        """Whatever its own store and any paper in the folder tell a laptop, whoever signed it."""
        for name in self.members:
            key = self.signing_key(name)
            team = read_team(self.root / name, key_of(self.whose(name)))
            assert team is not None
            papers = [read_key_paper(raw, key) for raw in papers_in(keys_folder(self.folder, team.name))]
            keys = {*team.secret, *(each.secret for paper in papers if paper is not None for each in paper.keys)}
            self.stolen.setdefault(name, set()).update(keys)

    def leaks(self) -> list[str]:
        """Segments that a revoked laptop can open though who wrote them had heard that it was revoked."""
        return [
            f"{lost} opens what {writer} sealed"
            for writer, raw, heard in self.sealed
            for lost in heard
            if _opens(raw, self.stolen.get(lost, set()))
        ]

    def close(self) -> None:
        with ExitStack() as stack:
            for door in self.doors.values():
                stack.callback(door.close)


def _opens(raw: bytes, secrets: set[str]) -> bool:
    try:
        unseal(raw, sorted(secrets))
    except Refused:
        return False
    return True


def copied(original: Path, to: Path) -> Story:
    """A team of its own to tell a story with."""
    return Story(Path(shutil.copytree(original, to)))
