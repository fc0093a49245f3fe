"""Encrypted laptops as their users have them: commands in this process, passphrases, a shared folder."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.joined_laptop import ask_to_join
from carelist_tui.cli.entrance import enter
from carelist_tui.exchange.sync.report import Report
from carelist_tui.journal.verify import Verdict
from carelist_tui.vault.device import read_device
from carelist_tui.vault.folder import has_slots
from carelist_tui.vault.keys import FLOOR, unlock
from tests.cli.surface import ACCEPTED, Answer

PASSPHRASE = "four words of my own"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}\b")


def _stream() -> io.TextIOWrapper:
    """A pipe, as standard output or standard error."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)


def _said(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@contextmanager
def _surroundings(**named: str) -> Iterator[None]:
    before = dict(os.environ)
    for name in [each for each in os.environ if each.startswith("CARELIST")]:
        del os.environ[name]
    os.environ.update(named)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@dataclass
class Laptop:
    """One laptop: its store, and whoever is signed in on it."""

    store: Path
    worker: str
    _key: bytes | None = None

    def __call__(self, *arguments: object, passphrase: str = PASSPHRASE) -> Answer:
        """A command on this laptop."""
        out, err = _stream(), _stream()
        said = {"CARELIST_STORE": str(self.store), "CARELIST_WORKER": self.worker, "CARELIST_PASSPHRASE": passphrase}
        with _surroundings(**said), redirect_stdout(out), redirect_stderr(err):
            status = enter([str(each) for each in arguments])
        answer = Answer(status, _said(out), _said(err))
        assert "fault of its own" not in answer.err, answer
        return answer

    def done(self, *arguments: object) -> Answer:
        """A command that has to be done."""
        answer = self(*arguments)
        assert answer.status == 0, answer
        return answer

    @contextmanager
    def door(self) -> Iterator[Carelist]:
        """Its store; the passphrase, which costs time by design, is tried once."""
        if has_slots(self.store) and self._key is None:
            self._key = unlock(self.store, self.worker, PASSPHRASE, datetime.now(UTC))
        with Carelist.open(self.store, self.worker, key=self._key) as door:
            yield door

    def accept(self, ref: str) -> str:
        """Accepts a person; gives the entry's id."""
        now = datetime.now(UTC)
        body = {**ACCEPTED, "ref": ref, "family": f"Of {self.worker}"}
        with self.door() as door:
            return door.record([{"type": "person.accepted", "occurred_at": now.isoformat(), "body": body}], now)[0].id

    def sync(self, folder: Path) -> Report:
        with self.door() as door:
            return door.sync(folder, datetime.now(UTC))

    def verify(self) -> Verdict:
        with self.door() as door:
            return door.verify()

    def digest(self) -> str:
        return self.verify().digest

    def device(self) -> str:
        return read_device(self.store)

    def refs(self) -> set[str]:
        with self.door() as door:
            return {each.ref for each in door.people.find("Of")}


def first_laptop(root: Path, name: str = "maya", *, encrypted: bool = True) -> Laptop:
    """A manager's, with a team."""
    maya = {"worker": f"w-{name}", "name": "Maya Okafor", "role": "manager", "team": "North"}
    Carelist.init(
        root / name, **maya, now=datetime.now(UTC), encrypted=FLOOR if encrypted else False, passphrase=PASSPHRASE
    ).close()
    return Laptop(root / name, f"w-{name}")


def added(manager: Laptop, worker: str, role: str = "coordinator") -> None:
    manager.done("worker", "add", "--id", worker, "--name", worker, "--role", role, "--team", "North")


def asking(root: Path, name: str) -> tuple[Laptop, Path]:
    """A new laptop, and its request."""
    raw, _ = ask_to_join(root / name, worker=f"w-{name}", name=f"{name}'s laptop", passphrase=PASSPHRASE, factor=FLOOR)
    paper = root / f"{name}.request"
    paper.write_bytes(raw)
    return Laptop(root / name, f"w-{name}"), paper


def invited(manager: Laptop, paper: Path, out: Path) -> str:
    """Invites; gives the code."""
    found = CODE.search(manager.done("device", "invite", paper, "--out", out).out)
    assert found is not None
    return found[0]


def joined(root: Path, manager: Laptop, name: str, role: str = "coordinator") -> Laptop:
    """Another laptop of the team."""
    if not any(each["id"] == f"w-{name}" for each in manager.done("worker", "list", "--json").json):
        added(manager, f"w-{name}", role)
    laptop, paper = asking(root, name)
    code = invited(manager, paper, root / f"{name}.invitation")
    laptop.done("device", "join", root / f"{name}.invitation", "--code", code)
    return laptop


def all_sync(folder: Path, *laptops: Laptop, rounds: int = 2) -> None:
    for _ in range(rounds):
        for each in laptops:
            assert each.sync(folder).is_sound
