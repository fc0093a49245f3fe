"""Drafts on disk: what was begun in a form and not saved, a file each, so that no crash loses it.

Standard library only: this is on the way to the first frame. Each worker's lie in a folder of their own, named by a
hash; a file is written whole beside its place and then put there, so that a kill leaves the one before or this one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from carelist_tui.catalogue import tr
from carelist_tui.domain.ids import is_uuid
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.vault.disk import Held
from carelist_tui.vault.given import read_given
from carelist_tui.vault.patience import patiently, put_in_place
from carelist_tui.vault.place import is_link

DRAFTS = "drafts"
LARGEST = 4_000_000
"""Bytes beyond which a file is no draft of ours."""
ABANDONED_SECONDS = 60.0
"""After so long a half-written file belongs to nobody who still writes it."""
KEPT, HALF, ASIDE = ".draft", ".half", ".damaged"
SAW = "replaces"
"""Among the values of a draft what its form saw when it opened: for each thing the entries that set it. No question."""


class Sealer(Protocol):
    """What makes bytes unreadable to others, and readable again. `open` raises ValueError for what it did not seal."""

    def seal(self, plain: bytes) -> bytes:
        """The bytes as nobody else can read them."""

    def open(self, sealed: bytes) -> bytes:
        """The bytes that were sealed."""


@dataclass(frozen=True, slots=True)
class Begun:
    """One form begun and not saved. `id` is its entry's, fixed when the form opened, so that a retry doubles nothing.

    `subject` is a person's id, or a Due's key where it is about nobody; `about` tells two of one type and person apart
    (which action, which booking). `ids` are those of further entries of the same save. `at` is RFC 3339.
    """

    id: str
    type: str
    subject: str
    about: str = ""
    words: str = ""
    due: str = ""
    at: str = ""
    values: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """Which form it belongs to, and no other."""
        return (self.subject, self.type, self.about)

    def began_from(self, entries: Collection[str]) -> bool:
        """Whether its form opened with what one of these entries said: the words of that stand in it."""
        saw = self.values.get(SAW, "")
        return any(each in saw for each in entries)


class Drafts:
    """One worker's drafts in a store. Without a sealer they lie there as they are, like a store not encrypted."""

    def __init__(self, store: Path, worker: str | None, sealer: Sealer | None = None) -> None:
        whose = sha256(f"drafts of {worker or ''}".encode()).hexdigest()[:32]
        self.above = store / DRAFTS
        self.folder = self.above / whose
        self._sealer = sealer

    def write(self, begun: Begun) -> None:
        """Keep it, safe on the disk when this returns. Raises OSError when the disk can't take it."""
        sealed = self.sealed(begun)
        self._make_folders()
        half = self.folder / f"{begun.id}.{os.getpid()}{HALF}"
        try:
            handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            put_in_place(half, self._place(begun.id))
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            raise
        self._settle()

    def sealed(self, begun: Begun) -> bytes:
        """A draft as it lies on the disk."""
        text = json.dumps(asdict(begun), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        return self._sealer.seal(text) if self._sealer else text

    def unsealed(self, sealed: bytes) -> Begun:
        """The draft that lies there so. Raises ValueError for what is none, or another's."""
        return begun_from_json(json.loads(self._sealer.open(sealed) if self._sealer else sealed))

    def remove(self, id: str) -> None:
        """It is saved or thrown away. Raises OSError when the disk won't."""
        patiently(lambda: self._place(id).unlink(missing_ok=True))

    def read(self) -> tuple[list[Begun], int]:
        """Every draft, the newest first, and how many could not be read: those are set aside, never thrown away."""
        found: list[Begun] = []
        damaged = 0
        for path in self._files():
            try:
                found.append(self._read(path))
            except (FileNotFoundError, Held):
                continue  # another window saved it meanwhile; or another program has it open, and it is there next time
            except (OSError, ValueError, RecursionError):
                damaged += self._set_aside(path)
        return sorted(found, key=lambda begun: begun.id, reverse=True), damaged

    def _files(self) -> Iterator[Path]:
        if is_link(self.above) or is_link(self.folder):
            return
        try:
            paths = sorted(self.folder.iterdir())
        except OSError:
            return
        for path in paths:
            if path.suffix == HALF:
                self._sweep(path)
            elif path.suffix == KEPT:
                yield path

    def _read(self, path: Path) -> Begun:
        if is_link(path):
            raise ValueError(tr("no draft of ours"))
        try:
            begun = self.unsealed(read_given(path, LARGEST, "draft"))
        except Held:
            raise
        except Refused as refused:
            path.lstat()  # one that another window saved meanwhile is none that is damaged
            raise ValueError(tr("no draft of ours")) from refused
        if begun.id != path.stem:
            raise ValueError(tr("a draft under another's name"))
        return begun

    def says(self, path: Path, entries: Collection[str]) -> bool:
        """Whether what lies there, half-written or set aside too, began with what one of these entries said."""
        try:
            return self.unsealed(read_given(path, LARGEST, "draft")).began_from(entries)
        except Held:
            raise
        except (Refused, ValueError, RecursionError):
            return False

    def _place(self, id: str) -> Path:
        if not is_uuid(id):
            raise ValueError(tr("a draft is kept under its entry's id"))
        return self.folder / f"{id}{KEPT}"

    def _make_folders(self) -> None:
        for folder in (self.above, self.folder):
            if is_link(folder):
                raise OSError(tr("the drafts may not lie behind a link"))
            folder.mkdir(mode=0o700, exist_ok=True)

    def _settle(self) -> None:
        """Ask the disk to keep the name too; a system that can't (Windows) does so by itself."""
        if os.name == "posix":
            handle = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    @staticmethod
    def _set_aside(path: Path) -> int:
        with suppress(OSError):
            path.rename(path.with_suffix(ASIDE))
        return 1

    @staticmethod
    def _sweep(path: Path) -> None:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                path.unlink()


def take_drafts_of(store: Path, entries: Collection[str], sealer: Sealer | None) -> None:
    """Takes away, whoever's they are, the drafts of these entries, and those whose form opened with what one of them
    said. One that can't be read is taken by its name alone. Raises OSError, or Held, when the disk won't."""
    drafts = Drafts(store, None, sealer)
    for path in (store / DRAFTS).glob("*/*"):
        if is_link(path) or is_link(path.parent) or is_link(drafts.above):
            continue
        if path.name.partition(".")[0] in entries or drafts.says(path, entries):
            path.unlink(missing_ok=True)


def begun_from_json(value: Any) -> Begun:
    """The stored draft. Refuses (ValueError) what is none."""
    names = {each.name for each in fields(Begun)}
    if not isinstance(value, Mapping) or not {"id", "type", "subject", "values"} <= set(value):
        raise ValueError(tr("no draft"))
    said = {name: part for name, part in value.items() if name in names}
    for name, part in said.items():
        if not (_is_text_by_name(part) if name in ("values", "ids") else isinstance(part, str)):
            raise ValueError(tr("no draft"))
    if not is_uuid(said["id"]):
        raise ValueError(tr("no draft"))
    return Begun(**said)


def _is_text_by_name(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(part, str) for pair in value.items() for part in pair)
