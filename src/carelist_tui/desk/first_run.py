"""The steps of the first run, for a new team or to join one: what each asks, from the entry that it becomes; the one
place where it makes a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.worker_names import proposed_id
from carelist_tui.desk.sync import count, folder_meant
from carelist_tui.domain.entries import TYPES, check_draft
from carelist_tui.domain.refusal import Fault, Refused

if TYPE_CHECKING:
    from carelist_tui.vault.keys import WorkFactor

ENCRYPTED = True
"""Whether a store made here is encrypted; `carelist init --no-encryption` makes one that is not."""
FIRST = "worker.added"
NOT_ENCRYPTED = tr(
    "It will not be encrypted: whoever has this laptop could read it. Use it for made-up people only, never for "
    "anybody you know."
)

OWN_HELP = {
    "team": tr("What it is called, such as North."),
    "name": tr("As your team knows you, such as Maya Okafor."),
    "role": tr("What you are here. Only a manager adds workers and lets laptops in."),
    "worker": tr("By this you sign in and are named in files. It stays as it is."),
}
"""What is said of each question to whoever answers it of themselves."""
ENCRYPTED_WORDS = tr("It will be encrypted: your passphrase, asked for next, opens it.")
JOIN_WORDS = tr("A few questions make an empty store on this laptop, which asks your manager to be let in.")
LAPTOP_WORDS = tr("Your manager added you under an id, and it has to be the same here: ask them.")
FOLDER_WORDS = tr(
    "Laptops of a team meet in a folder that all of them reach: a network drive, a synced folder, a USB stick. Your "
    "manager sees which at the top of their Sync screen (S)."
)
NOT_IN_STORE = tr("this laptop's store would lie in it: the shared folder is another one")
OWN_WORDS = tr("A passphrase of your own opens the store; nobody else needs to know it.")


@dataclass(frozen=True, slots=True)
class MadeStore:
    """A store just made: its worker, and of an encrypted one its key and the recovery key, said this once. `waits`: it
    is to join a team; `said`: what is said above the list once it is opened; `is_new`: nothing stands in it yet.
    `tour`: none was made, somebody wants to look round first."""

    worker: str
    key: bytes | None = None
    recovery: str | None = None
    waits: bool = False
    said: str = ""
    is_new: bool = False
    tour: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the set-up: a title, a few words, and what is asked."""

    title: str
    words: str
    asks: tuple[Ask, ...] = ()

    @property
    def paths(self) -> list[str]:
        return [ask.path for ask in self.asks]


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through the first run: the pages that ask, and those that follow. `faults` says what is wrong on a page,
    `proposed` what stands in fields that nobody has typed into, `make` makes the store."""

    title: str
    asking: tuple[Step, ...]
    after: tuple[Step, ...]
    faults: Callable[[Step, Mapping[str, Any], datetime], list[Fault]]
    proposed: Callable[[Mapping[str, str]], dict[str, str]]
    make: Callable[[Mapping[str, str], datetime, str | None], MadeStore]

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self.asking, *self.after)

    def title_of(self, at: int) -> str:
        """`Setting up, 2 of 5: You`"""
        return tr(
            "{title}, {at} of {n}: {title2}",
            title=self.title,
            at=at + 1,
            n=len(self.steps),
            title2=self.steps[at].title,
        )


def team_walk(store: Path, encrypted: bool | WorkFactor = ENCRYPTED) -> Walk:
    """Where nobody of the team uses Carelist yet."""
    after = secret_steps() if encrypted else ()
    asking = steps_of(store, encrypted=bool(encrypted))[: -len(after) or None]

    def make(body: Mapping[str, str], now: datetime, passphrase: str | None) -> MadeStore:
        return make_store(store, body, now, passphrase, encrypted)

    def proposed(typed: Mapping[str, str]) -> dict[str, str]:
        return {"body.worker": proposed_id(typed.get("body.name", ""))}

    return Walk(tr("Setting up"), tuple(asking), after, faults_on, proposed, make)


def joining_walk(store: Path, factor: WorkFactor | None = None) -> Walk:
    """Where the team uses Carelist on other laptops. How much work an unlock is to be is measured,
    unless given."""
    name = Ask("body.name", tr("Your name"), OWN_HELP["name"], "line", needed=True)
    worker = Ask(
        "body.worker", tr("Your worker id"), tr("Mostly w- and your first name, such as w-leah."), "line", needed=True
    )
    laptop = Ask(
        "body.laptop", tr("This laptop's name"), tr("By this your team tells it from others."), "line", needed=True
    )
    folder = Ask("body.folder", tr("The shared folder"), tr("Where it is on this laptop: type or paste "
                                                            "its path."), "line",
                 needed=True)  # fmt: skip
    asking = (Step(tr("You"), JOIN_WORDS, (name,)), Step(tr("This laptop"), LAPTOP_WORDS, (worker, laptop)),
              Step(tr("The shared folder"), FOLDER_WORDS, (folder,)))  # fmt: skip

    def make(body: Mapping[str, str], now: datetime, passphrase: str | None) -> MadeStore:
        return _make_asking(store, body, now, passphrase or "", factor)

    def faults(step: Step, body: Mapping[str, Any], now: datetime) -> list[Fault]:
        return _joining_faults(store, step, body, now)

    return Walk(tr("Joining"), asking, (*secret_steps(), LET_IN), faults, _proposed_to_join, make)


LET_IN = Step(tr("Let in by your manager"), "")


def _proposed_to_join(typed: Mapping[str, str]) -> dict[str, str]:
    name = typed.get("body.name", "").strip()
    given = name.split(" ", maxsplit=1)[0]
    return {"body.worker": proposed_id(name), "body.laptop": f"{given}'s laptop" if given else ""}


def _joining_faults(store: Path, step: Step, body: Mapping[str, Any], now: datetime) -> list[Fault]:
    faults = faults_on(step, {name: body[name] for name in ("name", "worker") if name in body}, now)
    if "body.laptop" in step.paths:
        enrolled = {"type": "device.enrolled", "occurred_at": now.isoformat(), "body": {"name": body.get("laptop")}}
        found = check_draft(enrolled, now=now)
        faults += [Fault("body.laptop", fault.sentence) for fault in found if fault.path == "body.name"]
    if "body.folder" in step.paths:
        try:
            folder = folder_meant(str(body.get("folder") or ""))
            if store.absolute().is_relative_to(folder):
                faults.append(Fault("body.folder", NOT_IN_STORE))
        except ValueError as trouble:
            faults.append(Fault("body.folder", str(trouble)))
    return faults


def _make_asking(
    store: Path, body: Mapping[str, str], now: datetime, passphrase: str, factor: WorkFactor | None
) -> MadeStore:
    from carelist_tui.carelist.joined_laptop import ask_to_join
    from carelist_tui.vault.keys import unlock

    worker, name, folder = body["worker"], body["laptop"], folder_meant(body["folder"])
    _, recovery = ask_to_join(
        store, worker=worker, name=name, passphrase=passphrase, factor=factor, folder=folder
    )  # fmt: skip
    return MadeStore(worker, unlock(store, worker, passphrase, now), recovery, waits=True)


def first_sync(made: MadeStore, store: Path, folder: Path, now: datetime, note: Callable[[str, int], None]) -> str:
    """Takes in what the others left, on a laptop that was just let in; what came of it, in words. What stands in the
    way is said, and the list opened all the same: S syncs again."""
    from carelist_tui.carelist import Carelist

    try:
        with Carelist.open(store, made.worker, key=made.key) as door:
            report = door.sync(folder, now, progress=note)
    except Refused as refused:
        return tr("This laptop is let in. Not synced yet: {refused}. S syncs.", refused=refused)
    problems = (
        tr(" {count}: S shows them.", count=count(len(report.problems), "problem", "problems"))
        if report.problems
        else ""
    )
    return tr(
        "This laptop is let in. {count} came from the others.{problems}",
        count=count(report.taken, "entry", "entries"),
        problems=problems,
    )


def steps_of(store: Path, *, encrypted: bool = ENCRYPTED) -> list[Step]:
    """The steps in their order. Of an encrypted store the passphrase and the recovery key come last."""
    asks = {
        ask.name: replace(ask, kind="line" if ask.kind != "choice" else "choice", help=OWN_HELP.get(ask.name, ask.help))
        for ask in asks_of(TYPES[FIRST])
    }
    first = (
        Step(tr("Your team"), tr("Carelist has no store here yet. A few questions make one; nothing leaves "
                                 "this laptop."),
             (asks["team"],)),
        Step(tr("You"), tr("You are the first who works here; you can add the "
                           "others later."), (asks["name"], asks["role"])),
    )  # fmt: skip
    title = tr("The store") if encrypted else tr("Make the store")
    said = ENCRYPTED_WORDS if encrypted else NOT_ENCRYPTED
    last = Step(title, tr("The store will lie in {store}. {said}", store=store, said=said), (asks["worker"],))
    return [*first, last, *(secret_steps() if encrypted else ())]


def secret_steps() -> tuple[Step, ...]:
    """The passphrase, and the recovery key of the store that was made with it: screens of their own, without asks."""
    return (Step(tr("Your passphrase"), OWN_WORDS), Step(tr("The recovery key"), ""))


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
        return MadeStore(said["worker"], is_new=True)
    from carelist_tui.vault.keys import unlock

    return MadeStore(said["worker"], unlock(store, said["worker"], passphrase, now), recovery, is_new=True)
