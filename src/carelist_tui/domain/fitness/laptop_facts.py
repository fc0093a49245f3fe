"""What was seen of a laptop, as `carelist/fitness/` looks for it. Pure: nothing here asks a disk or a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carelist_tui.domain.clock import Evidence


@dataclass(frozen=True, slots=True)
class Program:
    """What runs: its release and the day of it, by which Python, and whether that Python came inside it; the language
    whose catalogue of words can't be read, so that English is said."""

    release: str
    released: date
    python: tuple[int, int, int]
    is_bundled: bool = False
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What could not be loaded of what Carelist needs, each with the reason; which optional parts are there; how many
    of its files, and of the largest it needs, are compiled beforehand."""

    broken: tuple[tuple[str, str], ...] = ()
    extras: tuple[tuple[str, bool], ...] = ()
    files: int = 0
    compiled: int = 0
    is_bundled: bool = False
    compile_by: str = ""


@dataclass(frozen=True, slots=True)
class Database:
    """Which SQLite the driver carries, which SQLCipher, and whether it is free of the bug that corrupts."""

    sqlite: str
    cipher: str
    is_sound: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a database made for a moment where the store lies: None where it could not be tried."""

    folder: str
    keeps_rights: bool | None = None
    shares: bool | None = None
    """Whether a second reader sees what one wrote, by the write-ahead log."""
    encrypts: bool | None = None
    """Whether what was written lies nowhere in clear, and opens by its key and by no other."""
    unlocks: bool | None = None
    """Whether there was memory enough for what an unlock takes."""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the store lies, or would: why no store may lie there, how much room there is, what of it others may reach,
    and whether the disk under it, and what of memory goes to disk, is encrypted (None: it can't be known)."""

    folder: str
    refused: str = ""
    knows_networks: bool = True
    free: int | None = None
    size: int = 0
    is_private: bool | None = None
    open_to_others: tuple[str, ...] = ()
    owned_by_others: tuple[str, ...] = ()
    disk: bool | None = None
    swap: bool | None = None
    look_for_disk: str = ""


@dataclass(frozen=True, slots=True)
class StoreSeen:
    """What can be told of the store without recording: whether it is there, opens, and by which version of the tables
    it was made (None: not seen, it is closed)."""

    is_there: bool
    is_encrypted: bool = True
    version: int | None = None
    ours: int = 0
    refused: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Zones:
    """The zone by which a day of the service is meant, its hours beside UTC in a winter and a summer as this laptop has
    them (None: it does not know it), and those of the laptop's own clock."""

    zone: str
    hours: tuple[float, float] | None
    here: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Terminal:
    """What Carelist would be shown on; `size` is None where there is no terminal. `least` is what the app needs."""

    size: tuple[int, int] | None
    least: tuple[int, int]
    encoding: str = "utf-8"
    term: str = ""
    colours: int | None = None
    wants_none: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was seen of a laptop at one moment (`now` is aware, and the machine's own)."""

    now: datetime
    program: Program
    parts: Parts
    database: Database | None
    trial: Trial
    place: Place
    store: StoreSeen
    clock: Evidence
    zones: Zones
    terminal: Terminal
