"""The steps of the first run: what each asks, from the entry that it becomes; the one place where it makes a store."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.domain.entries import TYPES, check_draft
from carelist_tui.domain.refusal import Fault

if TYPE_CHECKING:
    from carelist_tui.vault.keys import WorkFactor

ENCRYPTED = True
"""Whether a store made here is encrypted; `carelist init --no-encryption` makes one that is not."""
FIRST = "worker.added"
NOT_ENCRYPTED = (
    "It will not be encrypted: whoever has this laptop could read it. Use it for made-up people only, never for "
    "anybody you know."
)

ENCRYPTED_WORDS = "It will be encrypted: your passphrase, asked for next, opens it."
OWN_WORDS = "A passphrase of your own opens the store; nobody else needs to know it."


@dataclass(frozen=True, slots=True)
class MadeStore:
    """A store just made: its first worker, and of an encrypted one its key and the recovery key, said this once."""

    worker: str
    key: bytes | None = None
    recovery: str | None = None


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
    """The steps in their order. Of an encrypted store the passphrase and the recovery key come last."""
    asks = {ask.name: replace(ask, kind="line") if ask.kind != "choice" else ask for ask in asks_of(TYPES[FIRST])}
    first = (
        Step("Your team", "Carelist has no store here yet. A few questions make one; nothing leaves this laptop.",
             (asks["team"],)),
        Step("You", "You are the first who works here; you can add the others later.", (asks["name"], asks["role"])),
    )  # fmt: skip
    title = "The store" if encrypted else "Make the store"
    said = ENCRYPTED_WORDS if encrypted else NOT_ENCRYPTED
    last = Step(title, f"The store will lie in {store}. {said}", (asks["worker"],))
    return [*first, last, *(secret_steps() if encrypted else ())]


def secret_steps() -> tuple[Step, ...]:
    """The passphrase, and the recovery key of the store that was made with it: screens of their own, without asks."""
    return (Step("Your passphrase", OWN_WORDS), Step("The recovery key", ""))


def proposed_id(name: str) -> str:
    """`w-maya` for Maya Okafor: a worker's id from their first name, where it has plain letters."""
    given = name.split(" ", maxsplit=1)[0] if name.strip() else ""
    letters = unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode().casefold()
    return f"w-{''.join(filter(str.isalnum, letters)) or 'me'}"


def faults_on(step: Step, body: Mapping[str, Any], now: datetime) -> list[Fault]:
    """What is wrong with the answers of this step. `now` is aware."""
    draft = {"type": FIRST, "occurred_at": now.isoformat(timespec="seconds"), "body": dict(body)}
    return [fault for fault in check_draft(draft, now=now) if fault.path in step.paths]


def make_store(
    store: Path,
    body: Mapping[str, str],
    now: datetime,
    passphrase: str | None,
    encrypted: bool | WorkFactor = ENCRYPTED,
) -> MadeStore:
    """Make the store with its first worker. Refuses what can't be, with the fault's path."""
    from carelist_tui.carelist import Carelist

    said = {name: body.get(name, "") for name in ("worker", "name", "role", "team")}
    with Carelist.init(store, **said, now=now, encrypted=encrypted, passphrase=passphrase) as door:
        recovery = door.keys.take_recovery_key()
    if recovery is None or passphrase is None:
        return MadeStore(said["worker"])
    from carelist_tui.vault.keys import unlock

    return MadeStore(said["worker"], unlock(store, said["worker"], passphrase, now), recovery)
