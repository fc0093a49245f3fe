"""What a sync has to say: counts, what is waited for, what is wrong. `sync --json` answers it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.paths import Place

Kind = Literal[
    "refused",
    "clone",
    "rolled_back",
    "clock",
    "revoked",
    "unreadable",
    "not_sent",
    "not_enrolled",
    "lost",
    "another_folder",
    "reads_only",
]
OF_NEWER = tr("nothing follows from it on this list: update Carelist on this laptop")
ANOTHER_FOLDER: Kind = "another_folder"
KEEP = tr("it is left where it is; tell whoever looks after the folder")
ONE_NAME = tr("two laptops write under one name")
CLONE_REPAIR = tr("one of the two was copied from the other: give each a name of its own with `carelist device renew`")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong with what a folder holds: where, what, and what to do. Nothing else waits for it."""

    kind: Kind
    where: str
    what: str
    repair: str


def trouble_with(place: Place, refused: Refused, name: str) -> Trouble:
    """A segment that was refused, as it is reported."""
    fault = refused.faults[0]
    is_clone = ONE_NAME in fault.sentence
    where = f"{name}: {place.path.name}"
    return Trouble("clone" if is_clone else "refused", where, fault.sentence, CLONE_REPAIR if is_clone else KEEP)


NOT_ENROLLED = Trouble(
    "not_enrolled",
    tr("this laptop"),
    tr("the others take in nothing that is recorded here: it has a name that nobody enrolled"),
    tr("write a request with `carelist device request FILE`, and have it invited on a laptop that belongs to the team"),
)


def run_words(first: int, last: int) -> str:
    """`entries 41-60`, `entry 41`."""
    return tr("entries {first}-{last}", first=first, last=last) if last > first else tr("entry {first}", first=first)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Entries that are waited for, of one laptop."""

    device: str
    name: str
    first: int
    last: int
    why: Literal["missing", "not_enrolled"] = "missing"

    @property
    def words(self) -> str:
        """`waiting for entries 41-60 of Leah's laptop`."""
        return tr("waiting for {awaited}", awaited=self.awaited)

    @property
    def awaited(self) -> str:
        """`entries 41-60 of Leah's laptop`."""
        run = run_words(self.first, self.last)
        if self.why == "not_enrolled":
            return tr("word that {name} belongs here before its {run} are taken in", name=self.name, run=run)
        return tr("{run} of {name}", run=run, name=self.name)


@dataclass(frozen=True, slots=True)
class Heard:
    """One laptop: how many of its entries are here, and when the last of them was recorded (UTC, RFC 3339)."""

    device: str
    name: str
    entries: int
    last_heard: str
    is_silent: bool
    """Whether nothing was heard for longer than the Standards allow."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A passphrase that was made anew, as word of it comes in: whose, on which laptop (and what it is called), what let
    them in, and when (RFC 3339)."""

    worker: str
    device: str
    name: str
    by: str
    at: str

    def words(self, worker: str, when: str) -> str:
        """`Tom Reid made a passphrase anew on tom's laptop, by the recovery key, Mon 16:10`; `worker` is their name."""
        if self.by == "recovery_key":
            return tr(
                "{worker} made a passphrase anew on {name}, by the recovery key, {when}",
                worker=worker,
                name=self.name,
                when=when,
            )
        return tr("{worker} came in on {name}, which was invited, {when}", worker=worker, name=self.name, when=when)


@dataclass(slots=True)
class Report:
    """One exchange with a folder."""

    sent: int = 0
    segments: int = 0
    """Written now."""
    taken: int = 0
    came: dict[str, int] = field(default_factory=dict)
    """New entries by device."""
    waiting: list[Waiting] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)
    devices: list[Heard] = field(default_factory=list)
    conflicts: int = 0
    """Two versions of something that wait to be settled."""
    dry_run: bool = False
    recovered: list[Recovered] = field(default_factory=list)
    """Word that came of passphrases made anew: said this once."""
    newer: int = 0
    """Entries that came now and that this release can't read: kept to the byte, shown as that, and said."""

    @property
    def newer_words(self) -> str:
        """What is so of them, and what to do; empty where none came."""
        if not self.newer:
            return ""
        were = ntr("{newer:,} entry was", "{newer:,} entries were", self.newer, newer=self.newer)
        return tr(
            "{were} recorded by a newer version of Carelist: kept and passed on, but {of_newer}",
            were=were,
            of_newer=OF_NEWER,
        )

    @property
    def is_sound(self) -> bool:
        return not self.problems

    @property
    def is_another_folder(self) -> bool:
        """Whether nothing was exchanged, since the folder that was met at this path is gone."""
        return any(each.kind == ANOTHER_FOLDER for each in self.problems)

    def after(self, first: Report) -> Report:
        """This exchange, with what one just before it took in and sent counted too."""
        self.sent, self.segments, self.taken = (
            self.sent + first.sent, self.segments + first.segments, self.taken + first.taken,
        )  # fmt: skip
        for device, new in first.came.items():
            self.came[device] = self.came.get(device, 0) + new
        self.newer += first.newer
        self.recovered = [*first.recovered, *self.recovered]
        self.problems += [each for each in first.problems if each.kind == "lost" and each not in self.problems]
        return self

    def as_json(self) -> dict[str, Any]:
        """What `sync --json` answers."""
        waiting = [{**asdict(each), "words": each.words} for each in self.waiting]
        return {**asdict(self), "ok": self.is_sound, "waiting": waiting}
