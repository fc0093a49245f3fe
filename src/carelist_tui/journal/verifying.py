"""Checking a store: chains, numbers, references, ids, the database itself, and projections against a rebuild."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from carelist_tui.domain.entries import check_hash, read_entry
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import NO_ENTRY
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import Standards, unreadable_adoptions
from carelist_tui.journal.appending.batch import entry_row
from carelist_tui.journal.projection.comparing import unlike
from carelist_tui.journal.projection.people import STORY_ORDER, story_of
from carelist_tui.journal.store import Store
from carelist_tui.journal.tables import ENTRY
from carelist_tui.vault.device import keys_agree

_BACKUP = "keep the store as it is, and restore a backup"
_IMPORT = "import the missing entries from that laptop, or from a backup"
_REBUILD = "run `carelist rebuild`"
_DRAWN = tuple(column for column in ENTRY.c if column.name not in ("arrival", "line"))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: its kind, where, what in a sentence, and how to repair it."""

    kind: str
    where: str
    what: str
    repair: str


@dataclass(slots=True)
class Verdict:
    """What a check found. `digest` is SHA-256 over the `hash` values in story order."""

    entries: int = 0
    digest: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """As `verify --json` answers it."""
        return {"ok": self.ok, **asdict(self)}


def verify(store: Store, standards: Standards) -> Verdict:
    """Checks all of a store. What is damaged is named, and the rest is checked as far as it can be read."""
    verdict = Verdict()
    checks = (_database, _count, _chains, _one_entry_an_id, _adopted, _projections)
    for check in checks:
        try:
            with store.reading() as connection:
                verdict.problems += check(connection, verdict, standards)
        except Refused as refused:
            verdict.problems.append(Problem("database", "carelist.db", str(refused), _BACKUP))
            break
    verdict.problems += _keys(store)
    return verdict


def _database(connection: Connection, _: Verdict, __: Standards) -> Iterator[Problem]:
    for (words,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if words != "ok":
            yield Problem("database", "carelist.db", f"SQLite finds: {words}", _BACKUP)


def _count(connection: Connection, verdict: Verdict, _: Standards) -> Iterator[Problem]:
    digest = hashlib.sha256()
    for (each,) in connection.execute(select(ENTRY.c.hash).order_by(*STORY_ORDER)):
        digest.update(str(each).encode())
        verdict.entries += 1
    verdict.digest = digest.hexdigest()
    yield from ()


def _chains(connection: Connection, _: Verdict, __: Standards) -> Iterator[Problem]:
    here = set(connection.execute(select(ENTRY.c.id)).scalars())
    asked = select(ENTRY.c.line, *_DRAWN).order_by(ENTRY.c.device, ENTRY.c.seq)
    rows = connection.execution_options(yield_per=1000).execute(asked)
    for device, chain in groupby(rows, key=lambda row: str(row.device)):
        seq, head = 0, NO_ENTRY
        for row in chain:
            entry = read_line(row.line)
            if row.seq != seq + 1:
                missing = f"{seq + 1}" if row.seq == seq + 2 else f"{seq + 1} to {row.seq - 1}"
                yield Problem("gap", device, f"entry {missing} of this device is missing", _IMPORT)
            elif entry is not None and entry.raw.get("prev") != head:
                what = "does not name the entry before it: one of the two is not what this device wrote"
                yield Problem("chain", f"{device} {row.seq}", f"entry {row.seq} of this device {what}", _BACKUP)
            yield from _entry(entry, row)
            yield from _references(entry, here)
            seq, head = row.seq, row.hash


def _entry(entry: Entry | None, row: Any) -> Iterator[Problem]:
    """What is wrong with one stored entry by itself."""
    if entry is None:
        yield Problem("unreadable", row.id, "the stored line is no entry", _BACKUP)
    elif not check_hash(entry.raw):
        yield Problem("hash", row.id, "the entry was changed after it was stored: its hash does not fit", _BACKUP)
    elif entry_row(entry) != row._asdict():
        yield Problem("columns", row.id, "the columns of the entry do not say what its line says", _BACKUP)


def read_line(line: str) -> Entry | None:
    """The entry of a stored line, or None where it is none: only a check goes on from there."""
    try:
        return read_entry(json.loads(line))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _references(entry: Entry | None, here: set[str]) -> Iterator[Problem]:
    if entry is None:
        return
    named = [*(entry.body.references() if entry.body else ()), *(("replaces", each) for each in entry.replaces)]
    named += [(path, each) for path, each in (("person", entry.person), ("arose_from", entry.arose_from)) if each]
    for path, each in named:
        if each not in here:
            yield Problem("reference", entry.id, f"{path} names entry {each}, which has not arrived", _IMPORT)


def _one_entry_an_id(connection: Connection, _: Verdict, __: Standards) -> Iterator[Problem]:
    copies = select(ENTRY.c.id).group_by(ENTRY.c.id).having(func.count() > 1)
    rows = connection.execute(select(ENTRY.c.id, ENTRY.c.device, ENTRY.c.seq).where(ENTRY.c.id.in_(copies)))
    for each, group in groupby(sorted(rows), key=lambda row: str(row.id)):
        places = " and ".join(f"{row.seq} of device {row.device}" for row in group)
        what = f"this id is on more than one entry: {places}; the first in story order counts"
        yield Problem("id", each, what, "nothing is lost: correct the one that does not count, or record it again")


def _adopted(connection: Connection, verdict: Verdict, _: Standards) -> Iterator[Problem]:
    if any(problem.kind == "unreadable" for problem in verdict.problems):
        return
    for each in unreadable_adoptions(story_of(connection, None)):
        what = "these Standards can't be read by this version: those before them stay in force"
        yield Problem("standards", each, what, "update Carelist on this laptop")


def _projections(connection: Connection, verdict: Verdict, standards: Standards) -> Iterator[Problem]:
    if any(problem.kind == "unreadable" for problem in verdict.problems):
        return
    for where, what in unlike(connection, standards):
        yield Problem("projection", where, f"{what} differs from what the journal says", _REBUILD)


def _keys(store: Store) -> list[Problem]:
    try:
        if keys_agree(store.folder):
            return []
        what = "the device's public key is not that of its secret key"
    except Refused as refused:
        what = str(refused)
    return [Problem("key", "keys", what, _BACKUP)]
