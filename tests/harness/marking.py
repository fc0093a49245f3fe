"""A process that puts marked words into every field there is and then works with them, for the harness that looks for
them where they must not be: `python -m tests.harness.marking`.

What it may know is said to it on standard input, so that neither its arguments nor its surroundings hold a mark.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.cli.entrance import told_plainly
from carelist_tui.domain.entries import check_draft
from carelist_tui.vault.drafts import Begun, Drafts
from carelist_tui.vault.keys import FLOOR, is_encrypted, unlock
from carelist_tui.vault.seal import Sealer
from tests.roles.telling import BEGINS, NORTH, NOW, Draft, example_drafts, prepare, said, works

WORKER = "w-man"
PASSPHRASE_MARK, RECOVERY_MARK = -1, -2
"""The passphrase is a mark of its own; the recovery key, which the store makes, is said on standard output."""
FREE_TEXT_FROM = 1000
"""Marks from here on are those of the steps."""
NAMES = {
    "worker",
    "supervisor",
    "coordinator",
    "authorised_by",
    "tier",
    "step",
    "item",
    "device",
    "ref",
    "due",
    "replacement",
}
"""Fields whose text names something that has to be there, or is a body of its own."""


def mark(seed: str, number: int) -> str:
    """A word that nobody else would write."""
    return f"zq{sha256(f'{seed} {number}'.encode()).hexdigest()[:18]}"


def marked(seed: str, draft: Draft, first: int) -> tuple[Draft, list[int]]:
    """The draft with a mark of its own before every text that may be any text."""
    used: list[int] = []
    now = datetime.fromisoformat(draft["occurred_at"]) + timedelta(minutes=2)
    for path in list(_texts(draft["body"], ())):
        words = f"{mark(seed, first + len(used))} {_at(draft['body'], path)}"
        tried = {**draft, "body": _with(draft["body"], path, words)}
        if not NAMES & set(path) and not check_draft(tried, now=now):
            draft = tried
            used.append(first + len(used))
    return draft, used


def _texts(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, (*path, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _texts(part, (*path, number))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _with(value: Any, path: tuple[Any, ...], words: str) -> Any:
    copy = json.loads(json.dumps(value))
    _at(copy, path[:-1])[path[-1]] = words
    return copy


class Work:
    """One store, and what is done with it; `elsewhere` is where exports go."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.store, self.elsewhere = Path(told["store"]), Path(told["elsewhere"])
        self.seed, self.leaks = told["seed"], told["leaks"]
        self.passphrase = f"{mark(self.seed, PASSPHRASE_MARK)} and more"
        self.person = ""

    def make(self, *, encrypted: bool) -> None:
        """Makes the store and records one entry of every type, marked, in the order of their story."""
        told: dict[str, Any] = (
            {"encrypted": FLOOR, "passphrase": self.passphrase} if encrypted else {"encrypted": False}
        )
        self.door = Carelist.init(
            self.store, worker=WORKER, name=mark(self.seed, 0), role="manager", team=NORTH, now=BEGINS, **told
        )
        say(f"recovery {self.door.keys.take_recovery_key()}")
        self.door.record([works("w-leah", "senior")], BEGINS)
        first = 1
        for draft, now in example_drafts():
            prepare(self.door, draft, now)
            if draft["type"] == "decision.recorded":  # one worker records all of this story, so the word is theirs
                draft["body"]["authorised_by"] = WORKER
            if draft["type"] == "audit.scored":  # whoever recorded everything scores no work; a record they may
                draft["body"]["subject"] = self.person
            self.person = draft.get("person") or self.person
            words, used = marked(self.seed, draft, first)
            self.door.record([words], now)
            for number in used:
                say(f"marked {draft['type']} {number}")
            first += len(used)

    def open(self) -> None:
        """Unlocks it."""
        key = unlock(self.store, WORKER, self.passphrase, NOW) if is_encrypted(self.store) else None
        self.door, self.sealer = Carelist.open(self.store, WORKER, key=key), Sealer(key, "drafts")
        self.person = self.door.people.find("")[0].person

    def step(self, number: int) -> None:
        """One of: record, correct, find, look, keep a draft, be refused, fail, export, lock."""
        words, at = mark(self.seed, FREE_TEXT_FROM + number), NOW + timedelta(minutes=number)
        body = {"direction": "in", "who": words, "agency": words, "summary": f"{words}\n{words}"}
        heard = said("partner.contacted", body, at, person=self.person)
        kind = number % 10
        if kind in (0, 1, 2):
            self.door.record([heard], at)
        elif kind == 3:
            [receipt] = self.door.record([heard], at)
            wrong = {"entry": receipt.id, "reason": words, "replacement": {**body, "summary": words}}
            self.door.record([said("entry.corrected", wrong, at, person=self.person)], at)
        elif kind == 4:
            self.door.people.find(words)
            self.door.people.looked("searched", None, at, count=0)
        elif kind == 5:
            self.door.people.person(self.person, at)
            self.door.people.queue_json(at)
        elif kind == 6:
            self._keep_draft(words)
        elif kind == 7:
            told_plainly(lambda: self._refused(heard, at))
        elif kind == 8:
            told_plainly(lambda: self._fail(words))
        elif number % 50 == 9:
            (self.elsewhere / f"{number}.ndjson").write_text(
                "\n".join(self.door.people.stored_lines()), encoding="utf-8"
            )
            self.door.people.looked("exported", None, at, count=1)
        elif number % 100 == 19:
            self.door.close()
            self.open()

    def _refused(self, heard: Draft, at: datetime) -> int:
        words = heard["body"]["who"]
        self.door.record([{**heard, "body": {**heard["body"], "direction": words}}], at)
        return 0

    def _fail(self, words: str) -> int:
        if self.leaks:
            sys.stderr.write(f"ValueError: {words}\n")
        raise ValueError(words)

    def _keep_draft(self, words: str) -> None:
        begun = Begun(self.person, "partner.contacted", self.person, values={"summary": words})
        Drafts(self.store, WORKER, self.sealer).write(begun)


def say(words: str) -> None:
    """A line on standard output, for the harness."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> None:
    """Does what standard input says: makes the store, or goes on from a step to another."""
    told = json.loads(sys.stdin.readline())
    work = Work(told)
    if told["first"] == 0:
        work.make(encrypted=told["encrypted"])
        work.door.close()
    work.open()
    for number in range(told["first"], told["last"]):
        work.step(number)
        say(f"step {number}")
    say("done")
    sys.stdin.readline()
    work.door.close()


if __name__ == "__main__":
    main()
