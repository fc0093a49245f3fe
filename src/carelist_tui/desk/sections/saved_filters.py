"""Filters that a worker has given a name: what of a list is shown, in which order. Each worker's own, on this laptop.

A filter's words may be a name, so they are sealed as drafts are: in an encrypted store nobody reads them without its
key. Imported when somebody asks for them: never on the way to the first frame.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.desk.sections.snapshot import PLACES, SECTIONS
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.given import read_given
from carelist_tui.vault.place import is_link
from carelist_tui.vault.whole_file import write_whole

FOLDER, PURPOSE = "filters", "filters"
LARGEST = 200_000
"""Bytes beyond which a file is none of ours."""
MOST = 30
"""Filters that are kept of a worker: so many are found by eye."""
LONGEST = 40
"""Letters of a name."""
LONGEST_WORDS = 200
OF_A_LIST = "list "
"""Begins the place of a filter that is of one of the lists; else it is one of the sections, as `PLACES` names it."""


class Sealer(Protocol):
    """What makes bytes unreadable to others, and readable again."""

    def seal(self, plain: bytes) -> bytes:
        """The bytes as nobody else can read them."""

    def open(self, sealed: bytes) -> bytes:
        """The bytes that were sealed. Refuses what it did not seal."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """One of them. `place` is a section's name, or `list decisions`; `text` the words typed; `order` by what it is
    sorted, empty for the list's own."""

    name: str
    place: str
    text: str = ""
    only_mine: bool = False
    order: str = ""
    turned: bool = False
    """Whether it is sorted the other way round."""

    def words(self) -> str:
        """`Mondays: Actions, only mine, "blood"`."""
        place = SECTIONS[PLACES.index(self.place)] if self.place in PLACES else self.place.removeprefix(OF_A_LIST)
        why = [tr("only mine")] if self.only_mine else []
        why += [f'"{self.text}"'] if self.text else []
        why += [tr("sorted by {order}", order=in_plain_words(self.order))] if self.order else []
        return f"{self.name}: {', '.join([place, *why])}"


class SavedFilters:
    """Those of one worker in a store. What can't be read is refused in a sentence, and replaced by the next saved."""

    def __init__(self, store: Path, worker: str | None, sealer: Sealer) -> None:
        whose = sha256(f"filters of {worker or ''}".encode()).hexdigest()[:32]
        self._folder, self._sealer = store / FOLDER, sealer
        self._file = self._folder / f"{whose}.json"

    def all(self) -> list[SavedFilter]:
        """By name. Refuses what is damaged, or was sealed in another store."""
        if is_link(self._folder) or is_link(self._file):
            raise Refused(tr("the saved filters lie behind a link: they are not read"))
        if not self._file.exists():
            return []
        try:
            said = json.loads(self._sealer.open(read_given(self._file, LARGEST, tr("file of saved filters"))))
        except (ValueError, RecursionError):
            raise Refused(tr("the saved filters can't be read: the next that is saved takes their place")) from None
        listed = said.get("filters") if isinstance(said, Mapping) else None
        found = [each for part in listed if (each := _filter_of(part))] if isinstance(listed, list) else []
        return sorted(found, key=lambda each: each.name.casefold())[:MOST]

    def save(self, wanted: SavedFilter) -> SavedFilter | None:
        """Keep it, in place of one of its name, which it gives. Refuses one too many, and where the disk won't take
        it."""
        before = self._readable()
        others = [each for each in before if each.name.casefold() != wanted.name.casefold()]
        if len(others) >= MOST:
            raise Refused(tr("{most} filters are saved already: take one away first", most=MOST))
        self._write([*others, wanted])
        return next((each for each in before if each not in others), None)

    def remove(self, name: str) -> None:
        """It is no longer there."""
        self._write([each for each in self._readable() if each.name != name])

    def _readable(self) -> list[SavedFilter]:
        try:
            return self.all()
        except Refused:
            return []

    def _write(self, filters: Sequence[SavedFilter]) -> None:
        text = json.dumps({"filters": [asdict(each) for each in filters]}, ensure_ascii=False)
        try:
            if is_link(self._folder):
                raise Refused(tr("the saved filters lie behind a link: nothing is saved"))
            self._folder.mkdir(mode=0o700, exist_ok=True)
            write_whole(self._file, self._sealer.seal(text.encode("utf-8", "replace")))
        except OSError as trouble:
            raise Refused(tr("the filter can't be saved ({words_of})", words_of=words_of(trouble))) from None


def saved_words(named: SavedFilter, before: SavedFilter | None) -> str:
    """That it was saved, and in place of what."""
    if before is None or before == named:
        return tr("Saved: {words}. F shows it again.", words=named.words())
    return tr("Saved: {words}, in place of {before}. F shows it again.", words=named.words(), before=before.words())


def name_of_filter(typed: str) -> str:
    """The name as it is kept: one line, nothing in it acts. Refuses (ValueError) none, and one too long."""
    name = shown_text(" ".join(typed.split()))
    if not name:
        raise ValueError(tr("a name is needed"))
    if len(name) > LONGEST:
        raise ValueError(tr("a name has at most {longest} letters; this one has {n}", longest=LONGEST, n=len(name)))
    return name


def _filter_of(said: Any) -> SavedFilter | None:
    """One as it was kept; None for what is none."""
    if not isinstance(said, Mapping):
        return None
    names = {each.name: each.type for each in fields(SavedFilter)}
    known = {name: said[name] for name in names if name in said}
    fits = all(isinstance(value, bool if names[name] == "bool" else str) for name, value in known.items())
    if not fits or not {"name", "place"} <= known.keys() or not str(known["name"]).strip():
        return None
    if len(known["name"]) > LONGEST or len(known.get("text", "")) > LONGEST_WORDS:
        return None
    return SavedFilter(**known)
