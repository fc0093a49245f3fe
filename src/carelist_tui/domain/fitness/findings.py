"""What of a laptop is fit for Carelist: each check is a function of what was seen of it, and says in plain words what
is so and what to do.

What can't be known here is a remark, and so is what harms nobody: only what is wrong fails. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from carelist_tui.domain.clock import SET_IT, SET_IT_OR_SAY, Evidence, judge_clock
from carelist_tui.domain.fitness.laptop_facts import (
    Database,
    Parts,
    Place,
    Program,
    Seen,
    StoreSeen,
    Terminal,
    Trial,
    Zones,
)
from carelist_tui.domain.words import day_in_full, moment_in_full

State = Literal["fit", "remark", "wrong"]
MIB = 1024 * 1024
FULL, ROOMY = 16 * MIB, 200 * MIB
"""Bytes free: with less nothing can be relied on to be kept; with less than `ROOMY` beside a second copy of the store a
backup or an upgrade may find no room."""
LEAST_PYTHON, NEWEST_TRIED = (3, 11), (3, 13)
MOST_NAMED = 3
"""Files and packages that are named; the rest are counted."""
SHARE_COMPILED = 0.9
ON_THIS_DISK = "keep the store on the laptop's own disk"
TRIED = (
    ("disk_rights", "the disk keeps who may read a file", "the disk does not keep who may read a file", ON_THIS_DISK),
    (
        "wal",
        "two programs can use a store there at once",
        "two programs can't use a store there at once: its write-ahead log does not work",
        ON_THIS_DISK,
    ),
    (
        "encryption",
        "what is kept there is encrypted, and opens by its key alone",
        "what is kept there is not encrypted as it should be",
        "record nothing, and install Carelist again",
    ),
    (
        "unlock",
        "there is memory enough to unlock a store",
        "there is too little memory to unlock a store",
        "close other programs",
    ),
)
"""What a trial tries, in the order of its fields: the check, what is so where it is fit or wrong, the repair."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing of a laptop: what it is about, how it stands, and what to do where it is not fit."""

    check: str
    state: State
    what: str
    repair: str = ""
    where: str = "this laptop"


def findings(seen: Seen) -> list[Finding]:
    """Every check of what was seen, what matters most to the record first."""
    return [
        *check_program(seen.program),
        *check_parts(seen.parts),
        check_database(seen.database),
        *check_store(seen.store, seen.place.folder),
        *check_place(seen.place),
        check_rights(seen.place),
        check_room(seen.place),
        *check_trial(seen.trial),
        check_clock(seen.now, seen.clock, seen.zones),
        check_zones(seen.zones),
        check_disk(seen.place),
        *check_terminal(seen.terminal),
        check_compiled(seen.parts),
        check_extras(seen.parts),
    ]


def check_program(program: Program) -> list[Finding]:
    """The release, and the Python that runs it."""
    release = Finding("release", "fit", f"Carelist {program.release}, made on {day_in_full(program.released)}")
    said = ".".join(map(str, program.python)) + (", which came with it" if program.is_bundled else "")
    if program.python[:2] < LEAST_PYTHON:
        return [release, Finding("python", "wrong", f"Python {said} is too old", "install Python 3.11 or newer")]
    if program.python[:2] > NEWEST_TRIED:
        words = f"Python {said} is newer than any that Carelist was tried with"
        return [release, Finding("python", "remark", words, "use Python 3.11, 3.12 or 3.13 where there is a choice")]
    return [release, Finding("python", "fit", f"Python {said}")]


def check_parts(parts: Parts) -> list[Finding]:
    """Everything that Carelist needs can be loaded."""
    return [
        Finding("parts", "wrong", f"{name} can't be loaded: {why}", "install Carelist again, whole", name)
        for name, why in parts.broken
    ] or [Finding("parts", "fit", "everything that Carelist needs can be loaded")]


def check_database(database: Database | None) -> Finding:
    """The database's engine: encrypted stores need SQLCipher, and no store may be trusted to one that corrupts."""
    again = "install the package sqlcipher3 0.6.4 or newer, and remove sqlcipher3-binary and sqlcipher3-wheels"
    if database is None:
        return Finding("sqlite", "wrong", "there is no database engine", again)
    if not database.is_sound:
        return Finding("sqlite", "wrong", f"SQLite {database.sqlite} can corrupt a store (the WAL-reset bug)", again)
    if not database.cipher:
        return Finding("sqlite", "wrong", f"SQLite {database.sqlite} is there without SQLCipher", again)
    return Finding("sqlite", "fit", f"SQLite {database.sqlite} with SQLCipher {database.cipher}")


def check_store(store: StoreSeen, folder: str) -> list[Finding]:
    """The store, as far as it opens: of this release, an earlier one or a later."""

    def found(state: State, what: str, repair: str = "") -> list[Finding]:
        return [Finding("store", state, what, repair, folder)]

    if store.refused:
        what, _, repair = store.refused.partition(": ")
        return found("wrong", what, repair or "keep the folder as it is, and restore a backup")
    if store.waits:
        return found("remark", "this laptop has asked to join a team, and is not let in yet", "go on with `carelist`")
    if not store.is_there:
        return found("fit", "no store is there yet: `carelist` alone makes one, or joins a team")
    if not store.is_encrypted:
        clear = found("remark", "the store is not encrypted", "keep nobody's real record in it")
        return [*clear, *_version_of(store, folder)]
    return _version_of(store, folder)


def _version_of(store: StoreSeen, folder: str) -> list[Finding]:
    if store.version is None:
        what = "the store is encrypted and was not opened: whether it is whole, and of which release, was not seen"
        repair = "say the passphrase by --passphrase-file or CARELIST_PASSPHRASE, with --as WORKER"
        return [Finding("store", "remark", what, repair, folder)]
    if store.version < store.ours:
        what = "the store was made by an earlier release"
        return [Finding("store", "remark", what, "the next opening makes a backup first, then brings it up", folder)]
    return [Finding("store", "fit", "the store opens, and is of this release", where=folder)]


def check_place(place: Place) -> list[Finding]:
    """No store on a network drive, behind a link, or in a folder that is sent elsewhere."""
    if place.refused:
        what, _, repair = place.refused.partition(": ")
        return [Finding("place", "wrong", what, repair, place.folder)]
    if not place.knows_networks:
        what = "whether this place is on a network drive can't be known here"
        return [Finding("place", "remark", what, "keep the store on the laptop's own disk", place.folder)]
    where = "the store's place is on this laptop, and no program that is known here sends it elsewhere"
    return [Finding("place", "fit", where, where=place.folder)]


def check_rights(place: Place) -> Finding:
    """Nobody else of this laptop may reach the store's files."""
    if place.owned_by_others:
        what = f"somebody else owns {_named(place.owned_by_others)}"
        return Finding("rights", "wrong", what, "have whoever looks after this laptop give it to you", place.folder)
    if place.is_private is None:
        return Finding("rights", "remark", "who else may read the store's folder can't be known here",
                       "keep it in your own profile, which is where Carelist puts it", place.folder)  # fmt: skip
    if not place.is_private:
        what = f"others on this laptop may reach {_named(place.open_to_others)}"
        return Finding("rights", "wrong", what, "open the store once: Carelist takes those rights away", place.folder)
    return Finding("rights", "fit", "nobody else on this laptop may reach the store's files", where=place.folder)


def check_room(place: Place) -> Finding:
    """Room to record, and for the copy that a backup and an upgrade make."""
    if place.free is None:
        return Finding("room", "remark", "how much room the disk has can't be known here", where=place.folder)
    free = f"{place.free // MIB:,} MB are free"
    if place.free < FULL:
        return Finding("room", "wrong", f"the disk is full: {free}", "make room", place.folder)
    if place.free < ROOMY + 2 * place.size:
        return Finding("room", "remark", f"{free}: little for a backup or an upgrade", "make room", place.folder)
    return Finding("room", "fit", free, where=place.folder)


def check_trial(trial: Trial) -> list[Finding]:
    """A database made for a moment where the store lies: private, shared by two, encrypted, and unlocked."""
    if trial.trouble:
        what = f"nothing can be kept there: {trial.trouble}"
        return [Finding("trial", "wrong", what, "check the disk, and the rights on the folder", trial.folder)]
    tried = (trial.keeps_rights, trial.shares, trial.encrypts, trial.unlocks)
    return [
        Finding(name, "fit", fit, where=trial.folder)
        if is_so
        else Finding(name, "wrong", wrong, repair, trial.folder)
        if is_so is not None
        else Finding(name, "remark", f"not tried here: whether {fit}", where=trial.folder)
        for is_so, (name, fit, wrong, repair) in zip(tried, TRIED, strict=True)
    ]


def check_clock(now: datetime, evidence: Evidence, zones: Zones) -> Finding:
    """The machine's own clock beside what the store, its witness and the release tell against it."""
    zone = ZoneInfo(zones.zone) if zones.hours is not None else ZoneInfo("UTC")
    clock = judge_clock(now, evidence)
    says = f"the clock says {moment_in_full(now, zone)}"
    if words := clock.words(zone):
        repair = SET_IT_OR_SAY if clock.released is None and clock.doubted is None else SET_IT
        return Finding("clock", "wrong", _as_part(words.partition(" What follows")[0]), _as_part(repair))
    if evidence.newest is None and evidence.witnessed is None:
        what = f"{says}; no store tells against it, and whether it is right can't be known"
        return Finding("clock", "remark", what, "compare it with another")
    return Finding("clock", "fit", f"{says}, and nothing recorded here tells against it")


def check_zones(zones: Zones) -> Finding:
    """The service's zone, with both changes of the clocks; and whether the laptop is set to it."""
    if zones.hours is None:
        return Finding("time_zones", "wrong", f"the clock changes of {zones.zone} are not known here",
                       "install the package tzdata")  # fmt: skip
    if zones.here != zones.hours:
        what = f"the laptop's own clock is not set to {zones.zone}: Carelist shows the times of {zones.zone}"
        return Finding("time_zones", "remark", what, "set the laptop's time zone, so that its clock shows the same")
    return Finding("time_zones", "fit", f"the clock changes of {zones.zone} are known, and the laptop is set to it")


def check_disk(place: Place) -> Finding:
    """Whether the disk is encrypted: the store is, but what other programs and the memory leave on a disk is not."""
    if place.disk and place.swap is not False:
        return Finding("disk_encryption", "fit", "the disk under the store is encrypted", where=place.folder)
    if place.disk:
        what = "the disk under the store is encrypted, but memory is swapped to one that is not known to be"
    elif place.disk is None:
        what = "whether the disk is encrypted can't be known here"
    else:
        what = "the system does not encrypt the disk under the store; whether the drive itself does can't be known here"
    repair = place.look_for_disk or "ask whoever looks after this laptop; it should be, whole"
    return Finding("disk_encryption", "remark", what, repair, place.folder)


def check_terminal(terminal: Terminal) -> list[Finding]:
    """Size, letters and colours of what the app would be shown on."""
    if terminal.size is None:
        return [Finding("terminal", "remark", "this is no terminal: size, letters and colours were not looked at",
                        "run it in the window that Carelist will be used in", "the terminal")]  # fmt: skip
    return [_size_of(terminal), _letters_of(terminal), _colours_of(terminal)]


def _size_of(terminal: Terminal) -> Finding:
    columns, lines = terminal.size or (0, 0)
    wide, high = terminal.least
    if columns < wide or lines < high:
        return Finding("terminal_size", "wrong", f"this window has {columns} columns and {lines} lines",
                       f"make it at least {wide} by {high}", "the terminal")  # fmt: skip
    return Finding("terminal_size", "fit", f"{columns} columns and {lines} lines", where="the terminal")


def _letters_of(terminal: Terminal) -> Finding:
    if terminal.encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return Finding("terminal_letters", "wrong", f"letters are written as {terminal.encoding}: names would be shown "
                       "wrong", "set the terminal and its locale (LANG) to UTF-8", "the terminal")  # fmt: skip
    return Finding("terminal_letters", "fit", "letters are written as UTF-8", where="the terminal")


def _colours_of(terminal: Terminal) -> Finding:
    def found(state: State, what: str, repair: str = "") -> Finding:
        return Finding("terminal_colours", state, what, repair, "the terminal")

    if terminal.term == "dumb":
        return found("remark", "this terminal shows lines only", "`carelist` is shown as plain lines here (`--plain`)")
    if terminal.wants_none:
        return found("fit", "no colours are wanted (NO_COLOR): everything is said without them")
    if terminal.colours is None:
        return found("remark", "how many colours it shows can't be known here", "look at `carelist demo`")
    if terminal.colours < 256:
        what = f"it says that it shows {terminal.colours} colours; Carelist has 256"
        return found("remark", what, "set NO_COLOR=1 if anything is hard to read")
    return found("fit", f"{'all' if terminal.colours > 256 else terminal.colours} colours")


def check_compiled(parts: Parts) -> Finding:
    """Whether what runs was compiled beforehand: without, each start takes seconds."""
    if parts.is_bundled or (parts.files and parts.compiled >= SHARE_COMPILED * parts.files):
        return Finding("compiled", "fit", "what runs is compiled beforehand")
    what = f"{parts.files - parts.compiled} of {parts.files} files of what runs are not compiled: the start is slow"
    return Finding("compiled", "remark", what, parts.compile_by)


def check_extras(parts: Parts) -> Finding:
    """Optional parts: there or not, neither is wrong."""
    words = [f"{name} {'is' if there else 'is not'} there" for name, there in parts.extras]
    return Finding("extras", "fit", f"optional parts: {', '.join(words) or 'none'}")


def _as_part(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


def _named(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
