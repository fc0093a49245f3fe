"""That somebody looked: kept as a chain, each naming the hash of the one before it. Standard library and driver only.

Nothing that somebody typed is in it but the reason they gave for taking something out in clear: of a search it keeps
how many were found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.slotted import dataclass
from carelist_tui.journal.light_sql import (
    COPIES,
    KEEP_COPY,
    KEEP_LOOK,
    LAST_LOOK,
    LOOKS,
    LOOKS_ABOUT,
    LOOKS_ABOUT_BY,
    LOOKS_BY,
)
from carelist_tui.journal.reader import Looking
from carelist_tui.vault.witness import ACCESS, Head, Witness

Kind = Literal["opened", "searched", "exported", "printed", "copied", "unlock_failed", "log_read"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NOTHING_BEFORE = "0" * 64
_ASKING = {
    (): LOOKS,
    ("person",): LOOKS_ABOUT,
    ("worker",): LOOKS_BY,
    ("person", "worker"): LOOKS_ABOUT_BY,
}


@dataclass(frozen=True, slots=True)
class Look:
    """One look. `worker` is None where nobody was named; `person` where it was about nobody alone."""

    number: int
    at: str
    worker: str | None
    kind: str
    person: str | None
    count: int | None
    prev: str
    hash: str
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As `show --access --json` answers it; `reason` where one was asked."""
        return _said({name: part for name, part in asdict(self).items() if name not in ("prev", "hash")})

    def is_whole(self) -> bool:
        """Whether its hash is that of what it says."""
        return self.hash == _hash_of({name: part for name, part in asdict(self).items() if name != "hash"})


def _said(parts: dict[str, Any]) -> dict[str, Any]:
    """What is said of a look: those from before reasons were asked have none, and hash as they did."""
    return {name: part for name, part in parts.items() if name != "reason" or part is not None}


def _hash_of(parts: dict[str, Any]) -> str:
    return sha256(canonical_json(_said(parts)).encode()).hexdigest()


class Looks:
    """The looks of one store, through the connection that reads it: its own readers are not told of a change."""

    def __init__(self, looking: Looking, folder: Path) -> None:
        self._looking, self._witness = looking, Witness(folder)
        self._is_told = False

    def keep(
        self,
        kind: Kind,
        at: datetime,
        *,
        worker: str | None,
        person: str | None,
        count: int | None,
        reason: str | None = None,
    ) -> None:
        """Appends one. Refuses (status 3) when it can't be written now, or nothing can be written here at all."""
        if not self._is_told:
            self._witness.read()
            self._is_told = True
        with self._looking.writing():
            last, prev = next(iter(self._looking.rows(LAST_LOOK)), (0, NOTHING_BEFORE))
            # After looks that were lost, their numbers are not given again.
            number = max(last, self._witness.seen(ACCESS).seq) + 1
            said = {"number": number, "at": sortable(at), "worker": worker, "kind": kind}
            said |= {"person": person, "count": count, "prev": prev, "reason": reason}
            look = {**said, "hash": _hash_of(said)}
            self._looking.rows(KEEP_LOOK, look)
        self._witness.raise_to({ACCESS: Head(number, number, look["hash"])})

    def about(self, *, person: str | None = None, worker: str | None = None) -> list[Look]:
        """Those about a person, or by a worker, or all, the latest first."""
        asked = {name: value for name, value in (("person", person), ("worker", worker)) if value is not None}
        return [Look(*row) for row in self._looking.rows(_ASKING[tuple(asked)], asked)]


class Copies:
    """Which entries each worker has copied as text on this laptop, and when last. Nothing else is told of it."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking

    def keep(self, worker: str, entries: Iterable[str], at: datetime) -> None:
        """That the worker copied these. Refuses (status 3) when it can't be written now, or nothing can be here."""
        with self._looking.writing():
            for entry in entries:
                self._looking.rows(KEEP_COPY, {"worker": worker, "entry": entry, "at": sortable(at)})

    def of(self, worker: str) -> dict[str, datetime]:
        """When the worker last copied each entry, by its id."""
        return {entry: datetime.fromisoformat(at) for entry, at in self._looking.rows(COPIES, {"worker": worker})}
