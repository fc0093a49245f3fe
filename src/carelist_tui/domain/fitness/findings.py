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

from carelist_tui.catalogue import tr
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
ON_THIS_DISK = tr("keep the store on the laptop's own disk")
TRIED = (
    (
        "disk_rights",
        tr("the disk keeps who may read a file"),
        tr("the disk does not keep who may read a file"),
        ON_THIS_DISK,
    ),
    (
        "wal",
        tr("two programs can use a store there at once"),
        tr("two programs can't use a store there at once: its write-ahead log does not work"),
        ON_THIS_DISK,
    ),
    (
        "encryption",
        tr("what is kept there is encrypted, and opens by its key alone"),
        tr("what is kept there is not encrypted as it should be"),
        tr("record nothing, and install Carelist again"),
    ),
    (
        "unlock",
        tr("there is memory enough to unlock a store"),
        tr("there is too little memory to unlock a store"),
        tr("close other programs"),
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
    where: str = tr("this laptop")


def findings(seen: Seen) -> list[Finding]:
    """Every check of what was seen, what matters most to the record first."""
    return [
        *check_program(seen.program),
        *check_language(seen.program),
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
    release = Finding(
        "release",
        "fit",
        tr("Carelist {release}, made on {day}", release=program.release, day=day_in_full(program.released)),
    )
    said = ".".join(map(str, program.python)) + (tr(", which came with it") if program.is_bundled else "")
    if program.python[:2] < LEAST_PYTHON:
        return [
            release,
            Finding("python", "wrong", tr("Python {said} is too old", said=said), tr("install Python 3.11 or newer")),
        ]
    if program.python[:2] > NEWEST_TRIED:
        words = tr("Python {said} is newer than any that Carelist was tried with", said=said)
        return [
            release,
            Finding("python", "remark", words, tr("use Python 3.11, 3.12 or 3.13 where there is a choice")),
        ]
    return [release, Finding("python", "fit", tr("Python {said}", said=said))]


def check_language(program: Program) -> list[Finding]:
    """A catalogue that can't be read: what it would say is said in English. Nothing where that is well."""
    if not program.unread:
        return []
    what = tr(
        "the catalogue of words of the language {name} can't be read: all is said in English", name=program.unread
    )
    return [Finding("language", "remark", what, tr("have it made again by whoever made it, or install Carelist again"))]


def check_parts(parts: Parts) -> list[Finding]:
    """Everything that Carelist needs can be loaded."""
    return [
        Finding(
            "parts",
            "wrong",
            tr("{name} can't be loaded: {why}", name=name, why=why),
            tr("install Carelist again, whole"),
            name,
        )
        for name, why in parts.broken
    ] or [Finding("parts", "fit", tr("everything that Carelist needs can be loaded"))]


def check_database(database: Database | None) -> Finding:
    """The database's engine: encrypted stores need SQLCipher, and no store may be trusted to one that corrupts."""
    again = tr("install the package sqlcipher3 0.6.4 or newer, and remove sqlcipher3-binary and sqlcipher3-wheels")
    if database is None:
        return Finding("sqlite", "wrong", tr("there is no database engine"), again)
    if not database.is_sound:
        return Finding(
            "sqlite",
            "wrong",
            tr("SQLite {sqlite} can corrupt a store (the WAL-reset bug)", sqlite=database.sqlite),
            again,
        )
    if not database.cipher:
        return Finding(
            "sqlite", "wrong", tr("SQLite {sqlite} is there without SQLCipher", sqlite=database.sqlite), again
        )
    return Finding(
        "sqlite", "fit", tr("SQLite {sqlite} with SQLCipher {cipher}", sqlite=database.sqlite, cipher=database.cipher)
    )


def check_store(store: StoreSeen, folder: str) -> list[Finding]:
    """The store, as far as it opens: of this release, an earlier one or a later."""

    def found(state: State, what: str, repair: str = "") -> list[Finding]:
        return [Finding("store", state, what, repair, folder)]

    if store.refused:
        what, _, repair = store.refused.partition(": ")
        return found("wrong", what, repair or tr("keep the folder as it is, and restore a backup"))
    if store.waits:
        return found(
            "remark", tr("this laptop has asked to join a team, and is not let in yet"), tr("go on with `carelist`")
        )
    if not store.is_there:
        return found("fit", tr("no store is there yet: `carelist` alone makes one, or joins a team"))
    if not store.is_encrypted:
        clear = found("remark", tr("the store is not encrypted"), tr("keep nobody's real record in it"))
        return [*clear, *_version_of(store, folder)]
    return _version_of(store, folder)


def _version_of(store: StoreSeen, folder: str) -> list[Finding]:
    if store.version is None:
        what = tr("the store is encrypted and was not opened: whether it is whole, and of which release, was not seen")
        repair = tr("say the passphrase by --passphrase-file or CARELIST_PASSPHRASE, with --as WORKER")
        return [Finding("store", "remark", what, repair, folder)]
    if store.version < store.ours:
        what = tr("the store was made by an earlier release")
        return [
            Finding("store", "remark", what, tr("the next opening makes a backup first, then brings it up"), folder)
        ]
    return [Finding("store", "fit", tr("the store opens, and is of this release"), where=folder)]


def check_place(place: Place) -> list[Finding]:
    """No store on a network drive, behind a link, or in a folder that is sent elsewhere."""
    if place.refused:
        what, _, repair = place.refused.partition(": ")
        return [Finding("place", "wrong", what, repair, place.folder)]
    if not place.knows_networks:
        what = tr("whether this place is on a network drive can't be known here")
        return [Finding("place", "remark", what, tr("keep the store on the laptop's own disk"), place.folder)]
    where = tr("the store's place is on this laptop, and no program that is known here sends it elsewhere")
    return [Finding("place", "fit", where, where=place.folder)]


def check_rights(place: Place) -> Finding:
    """Nobody else of this laptop may reach the store's files."""
    if place.owned_by_others:
        what = tr("somebody else owns {named}", named=_named(place.owned_by_others))
        return Finding("rights", "wrong", what, tr("have whoever looks after this laptop give it to you"), place.folder)
    if place.is_private is None:
        return Finding("rights", "remark", tr("who else may read the store's folder can't be known here"),
                       tr("keep it in your own profile, which is where Carelist puts it"), place.folder)  # fmt: skip
    if not place.is_private:
        what = tr("others on this laptop may reach {named}", named=_named(place.open_to_others))
        return Finding(
            "rights", "wrong", what, tr("open the store once: Carelist takes those rights away"), place.folder
        )
    return Finding("rights", "fit", tr("nobody else on this laptop may reach the store's files"), where=place.folder)


def check_room(place: Place) -> Finding:
    """Room to record, and for the copy that a backup and an upgrade make."""
    if place.free is None:
        return Finding("room", "remark", tr("how much room the disk has can't be known here"), where=place.folder)
    free = tr("{free:,} MB are free", free=place.free // MIB)
    if place.free < FULL:
        return Finding("room", "wrong", tr("the disk is full: {free}", free=free), tr("make room"), place.folder)
    if place.free < ROOMY + 2 * place.size:
        return Finding(
            "room", "remark", tr("{free}: little for a backup or an upgrade", free=free), tr("make room"), place.folder
        )
    return Finding("room", "fit", free, where=place.folder)


def check_trial(trial: Trial) -> list[Finding]:
    """A database made for a moment where the store lies: private, shared by two, encrypted, and unlocked."""
    if trial.trouble:
        what = tr("nothing can be kept there: {trouble}", trouble=trial.trouble)
        return [Finding("trial", "wrong", what, tr("check the disk, and the rights on the folder"), trial.folder)]
    tried = (trial.keeps_rights, trial.shares, trial.encrypts, trial.unlocks)
    return [
        Finding(name, "fit", fit, where=trial.folder)
        if is_so
        else Finding(name, "wrong", wrong, repair, trial.folder)
        if is_so is not None
        else Finding(name, "remark", tr("not tried here: whether {fit}", fit=fit), where=trial.folder)
        for is_so, (name, fit, wrong, repair) in zip(tried, TRIED, strict=True)
    ]


def check_clock(now: datetime, evidence: Evidence, zones: Zones) -> Finding:
    """The machine's own clock beside what the store, its witness and the release tell against it."""
    zone = ZoneInfo(zones.zone) if zones.hours is not None else ZoneInfo("UTC")
    clock = judge_clock(now, evidence)
    says = tr("the clock says {moment}", moment=moment_in_full(now, zone))
    if words := clock.words(zone):
        repair = SET_IT_OR_SAY if clock.released is None and clock.doubted is None else SET_IT
        return Finding("clock", "wrong", _as_part(words.partition(" What follows")[0]), _as_part(repair))
    if evidence.newest is None and evidence.witnessed is None:
        what = tr("{says}; no store tells against it, and whether it is right can't be known", says=says)
        return Finding("clock", "remark", what, tr("compare it with another"))
    return Finding("clock", "fit", tr("{says}, and nothing recorded here tells against it", says=says))


def check_zones(zones: Zones) -> Finding:
    """The service's zone, with both changes of the clocks; and whether the laptop is set to it."""
    if zones.hours is None:
        return Finding("time_zones", "wrong", tr("the clock changes of {zone} are not known here", zone=zones.zone),
                       tr("install the package tzdata"))  # fmt: skip
    if zones.here != zones.hours:
        what = tr("the laptop's own clock is not set to {zone}: Carelist shows the times of {zone}", zone=zones.zone)
        return Finding("time_zones", "remark", what, tr("set the laptop's time zone, so that its clock shows the same"))
    return Finding(
        "time_zones", "fit", tr("the clock changes of {zone} are known, and the laptop is set to it", zone=zones.zone)
    )


def check_disk(place: Place) -> Finding:
    """Whether the disk is encrypted: the store is, but what other programs and the memory leave on a disk is not."""
    if place.disk and place.swap is not False:
        return Finding("disk_encryption", "fit", tr("the disk under the store is encrypted"), where=place.folder)
    if place.disk:
        what = tr("the disk under the store is encrypted, but memory is swapped to one that is not known to be")
    elif place.disk is None:
        what = tr("whether the disk is encrypted can't be known here")
    else:
        what = tr(
            "the system does not encrypt the disk under the store; whether the drive itself does can't be known here"
        )
    repair = place.look_for_disk or tr("ask whoever looks after this laptop; it should be, whole")
    return Finding("disk_encryption", "remark", what, repair, place.folder)


def check_terminal(terminal: Terminal) -> list[Finding]:
    """Size, letters and colours of what the app would be shown on."""
    if terminal.size is None:
        return [Finding("terminal", "remark", tr("this is no terminal: size, letters and colours were not looked at"),
                        tr("run it in the window that Carelist will be used in"), tr("the terminal"))]  # fmt: skip
    return [_size_of(terminal), _letters_of(terminal), _colours_of(terminal)]


def _size_of(terminal: Terminal) -> Finding:
    columns, lines = terminal.size or (0, 0)
    wide, high = terminal.least
    if columns < wide or lines < high:
        return Finding("terminal_size", "wrong", tr("this window has {columns} columns and "
                                                    "{lines} lines", columns=columns, lines=lines),
                       tr("make it at least {wide} by {high}", wide=wide, high=high), tr("the terminal"))  # fmt: skip
    return Finding(
        "terminal_size",
        "fit",
        tr("{columns} columns and {lines} lines", columns=columns, lines=lines),
        where=tr("the terminal"),
    )


def _letters_of(terminal: Terminal) -> Finding:
    if terminal.encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return Finding("terminal_letters", "wrong", tr("letters are written as {encoding}: names would be shown "
                       "wrong", encoding=terminal.encoding), tr("set the terminal and its locale (LANG) "
                                                                "to UTF-8"), tr("the terminal"))  # fmt: skip
    return Finding("terminal_letters", "fit", tr("letters are written as UTF-8"), where=tr("the terminal"))


def _colours_of(terminal: Terminal) -> Finding:
    def found(state: State, what: str, repair: str = "") -> Finding:
        return Finding("terminal_colours", state, what, repair, tr("the terminal"))

    if terminal.term == "dumb":
        return found(
            "remark", tr("this terminal shows lines only"), tr("`carelist` is shown as plain lines here (`--plain`)")
        )
    if terminal.wants_none:
        return found("fit", tr("no colours are wanted (NO_COLOR): everything is said without them"))
    if terminal.colours is None:
        return found("remark", tr("how many colours it shows can't be known here"), tr("look at `carelist demo`"))
    if terminal.colours < 256:
        what = tr("it says that it shows {colours} colours; Carelist has 256", colours=terminal.colours)
        return found("remark", what, tr("set NO_COLOR=1 if anything is hard to read"))
    return found("fit", tr("{which} colours", which=tr("all") if terminal.colours > 256 else terminal.colours))


def check_compiled(parts: Parts) -> Finding:
    """Whether what runs was compiled beforehand: without, each start takes seconds."""
    if parts.is_bundled or (parts.files and parts.compiled >= SHARE_COMPILED * parts.files):
        return Finding("compiled", "fit", tr("what runs is compiled beforehand"))
    what = tr(
        "{files} of {files2} files of what runs are not compiled: the start is slow",
        files=parts.files - parts.compiled,
        files2=parts.files,
    )
    return Finding("compiled", "remark", what, parts.compile_by)


def check_extras(parts: Parts) -> Finding:
    """Optional parts: there or not, neither is wrong."""
    words = [
        tr("{name} {which} there", name=name, which=tr("is") if there else tr("is not")) for name, there in parts.extras
    ]
    return Finding("extras", "fit", tr("optional parts: {words}", words=", ".join(words) or tr("none")))


def _as_part(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


def _named(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (tr(" and {rest} more", rest=rest) if rest > 0 else "")
