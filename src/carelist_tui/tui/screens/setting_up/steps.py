"""The steps of the first run: what each asks, from the entry that it becomes; the one place where it makes a store."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from carelist_tui.domain.entries import TYPES, check_draft
from carelist_tui.domain.refusal import Fault
from carelist_tui.tui.forms.asks import Ask, asks_of

ENCRYPTED = False
"""Whether a store made here is encrypted: not until the vault is there."""
FIRST = "worker.added"
NOT_ENCRYPTED = (
    "It will not be encrypted: whoever has this laptop could read it. Use it for made-up people only, never for "
    "anybody you know."
)


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the set-up: a title, a few words, and what is asked."""

    title: str
    words: str
    asks: tuple[Ask, ...] = ()

    @property
    def paths(self) -> list[str]:
        return [ask.path for ask in self.asks]


def steps_of(store: Path, *, encrypted: bool = ENCRYPTED) -> list[Step]:
    """The steps in their order. Of an encrypted store the passphrase and the recovery key come before the last."""
    asks = {ask.name: replace(ask, kind="line") if ask.kind != "choice" else ask for ask in asks_of(TYPES[FIRST])}
    first = (
        Step("Your team", "Carelist has no store here yet. A few questions make one; nothing leaves this laptop.",
             (asks["team"],)),
        Step("You", "You are the first who works here; you can add the others later.", (asks["name"], asks["role"])),
    )  # fmt: skip
    last = Step(
        "Make the store",
        f"The store will lie in {store}. " + ("" if encrypted else NOT_ENCRYPTED),
        (asks["worker"],),
    )
    return [*first, *(secret_steps() if encrypted else ()), last]


def secret_steps() -> tuple[Step, ...]:
    """The passphrase and the recovery key: none until a store can be encrypted."""
    return ()


def proposed_id(name: str) -> str:
    """`w-maya` for Maya Okafor: a worker's id from their first name, where it has plain letters."""
    given = name.split(" ", maxsplit=1)[0] if name.strip() else ""
    letters = unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode().casefold()
    return f"w-{''.join(filter(str.isalnum, letters)) or 'me'}"


def faults_on(step: Step, body: Mapping[str, Any], now: datetime) -> list[Fault]:
    """What is wrong with the answers of this step. `now` is aware."""
    draft = {"type": FIRST, "occurred_at": now.isoformat(timespec="seconds"), "body": dict(body)}
    return [fault for fault in check_draft(draft, now=now) if fault.path in step.paths]


def make_store(store: Path, body: Mapping[str, str], now: datetime) -> str:
    """Make the store with its first worker; gives their id. Refuses what can't be, with the fault's path."""
    from carelist_tui.carelist import Carelist

    said = {name: body.get(name, "") for name in ("worker", "name", "role", "team")}
    Carelist.init(store, **said, now=now, encrypted=ENCRYPTED).close()
    return said["worker"]
