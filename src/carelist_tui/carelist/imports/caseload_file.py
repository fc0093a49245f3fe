"""A file of a caseload before it is taken: its headings, each with what it is taken for and a cell below it; what it
says once for every row; and how it is meant, kept for next time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from carelist_tui.carelist.imports.caseload_import import Outcome, Steps, no_longer_named, take_rows
from carelist_tui.carelist.imports.caseload_words import Word, cells_of, words_in
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Worker
from carelist_tui.domain.standards import Standards
from carelist_tui.exchange.caseload.column_map import LARGEST_MAP, Mapped, read_mapping
from carelist_tui.exchange.caseload.columns import NAME, named_columns, needed_columns, plain_heading
from carelist_tui.exchange.caseload.csv_file import read_caseload
from carelist_tui.exchange.caseload.row_drafts import Clock
from carelist_tui.exchange.caseload.sheet import LARGEST_FILE, cells_below, cells_headed
from carelist_tui.exchange.caseload.their_headings import joint_of, looks_forbidden, looks_like
from carelist_tui.exchange.caseload.workbook import is_workbook, sheets_of
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.given import read_given
from carelist_tui.vault.whole_file import write_whole

if TYPE_CHECKING:
    from carelist_tui.carelist.carelist import Carelist

MAP = "caseload-map.toml"
"""The file in which it is kept how columns are meant: headings, and words for a choice; nobody's name or number."""
DATES = ("date", "moment")
DRAFT = "caseload-draft.json"
"""The file in which it is kept where a file is that was left half brought in, and how it was meant so far."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Heading:
    """One of their columns: as it is headed, a cell below it, the columns of ours that it fills (none: left out), and
    what it says must not be done. `guessed`: by what other programs call it, and nobody has said so."""

    words: str
    sample: str
    names: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class CaseloadFile:
    """A file, which sheet of it, and how it is meant; `said` are the headings about which somebody has said it."""

    path: Path
    content: bytes = field(repr=False)
    mapped: Mapped = field(default_factory=Mapped)
    sheet: str | None = None

    @classmethod
    def read(cls, path: Path, mapped: Mapped) -> CaseloadFile:
        """The file at a path. Refuses what can't be read, or is larger than any caseload."""
        return cls(path, read_given(path, LARGEST_FILE, "caseload"), mapped)

    def of_sheet(self, sheet: str) -> CaseloadFile:
        """The same, of that sheet."""
        return replace(self, sheet=sheet)

    @property
    def sheets(self) -> list[str]:
        """Of a workbook the names of its sheets; none of anything else."""
        return sheets_of(self.content) if is_workbook(self.content) else []

    def headings(self) -> list[Heading]:
        """Each of their columns, as it is taken. What other programs call a column of ours is guessed, once."""
        found, taken = list[Heading](), set[str]()
        cells = [each for each in cells_headed(self.content, self.mapped, self.sheet) if each[0]]
        for words, _ in cells:
            taken |= set(self.mapped.columns_of(words) or ())
        for words, sample in cells:
            names, flags = self.mapped.columns_of(words), self.mapped.flags_of(words)
            guess = looks_like(words, self.mapped.known) if names is None and not flags else None
            if guess and guess in taken and joint_of(named_columns()[guess]) is None:
                guess = None
            forbids = looks_forbidden(words) if names is None and not flags and not guess else None
            taken |= {guess} if guess else set()
            meant = (guess,) if guess else names or ()
            said = (forbids,) if forbids else flags
            found.append(Heading(words, sample, meant, said, guessed=bool(guess or forbids)))
        return found

    def missing(self) -> list[str]:
        """The columns of ours that every row needs and no heading says; and those that are said once for every row that
        does not, so that nothing of it is brought in unseen."""
        named = self.named()
        has_name = NAME.name in named
        needed = [
            name for name in needed_columns() if name not in named and not (has_name and name in ("given", "family"))
        ]
        return list(dict.fromkeys([*needed, *self.mapped.defaults]))

    def named(self) -> set[str]:
        """The columns of ours that a heading of theirs fills."""
        return {name for each in self.headings() for name in each.names}

    def words(self, standards: Standards, workers: Iterable[Worker]) -> list[Word]:
        """The words below them that stand for a choice and can't be read, and those of which it was said what they
        mean. Every row is read for it."""
        taken = {each.words: each.names for each in self.headings()}
        names = [taken.get(words, ()) for words, _ in cells_headed(self.content, self.mapped, self.sheet)]
        rows = (cells_of(names, cells) for cells in cells_below(self.content, self.mapped, self.sheet))
        return words_in(rows, self.mapped, standards, workers)

    def word_means(self, word: Word, ours: str | None) -> CaseloadFile:
        """The same, where a word in a column means this choice of ours, or nothing (empty); None: nothing is said of
        it."""
        typed, mapped = word.words.casefold(), self.mapped
        values = {theirs: said for theirs, said in mapped.values.get(word.name, {}).items() if theirs != typed}
        nothing = mapped.nothing.get(word.name, frozenset()) - {typed}
        if ours:
            values[typed] = ours
        elif ours is not None:
            nothing |= {typed}
        said = {**mapped.values, word.name: values}, {**mapped.nothing, word.name: nothing}
        return replace(self, mapped=replace(mapped, values=_full(said[0]), nothing=_full(said[1])))

    def taken_for(self, heading: str, names: tuple[str, ...]) -> CaseloadFile:
        """The same, with one heading taken for these columns; none: it is left out."""
        plain = plain_heading(heading)
        columns = {**self.mapped.columns, plain: names}
        flags = {theirs: codes for theirs, codes in self.mapped.flags.items() if theirs != plain}
        return replace(self, mapped=replace(self.mapped, columns=columns, flags=flags))

    def taken_also_for(self, heading: str, name: str) -> CaseloadFile:
        """The same, with one heading taken for a column that no other fills, beside what it is taken for: an NHS number
        by which the service knows somebody is their NHS number all the same."""
        names = next((each.names for each in self.headings() if each.words == heading), ())
        return self.taken_for(heading, (*names, name))

    def forbids(self, heading: str, code: str) -> CaseloadFile:
        """The same, where a yes under one heading says what must not be done."""
        file = self.taken_for(heading, ())
        flags = {**file.mapped.flags, plain_heading(heading): (code,)}
        return replace(file, mapped=replace(file.mapped, flags=flags))

    def said_once(self, name: str, words: str) -> CaseloadFile:
        """The same, with what a column says in every row that does not say it."""
        defaults = {**self.mapped.defaults, name: words}
        return replace(self, mapped=replace(self.mapped, defaults={n: w for n, w in defaults.items() if w}))

    def as_shown(self) -> CaseloadFile:
        """The same, with every guess taken as said: somebody has seen them."""
        file = self
        for each in self.headings():
            if each.guessed and each.flags:
                file = file.forbids(each.words, each.flags[0])
            elif each.guessed:
                file = file.taken_for(each.words, each.names)
        return file

    def take(
        self, door: Carelist, now: datetime, progress: Callable[[int], Steps], *, dry_run: bool, update: bool
    ) -> tuple[list[str], list[Outcome], list[str]]:
        """What is to be said of the file, what became of each row, and who is here and not in it. Refuses a file that
        is no caseload as it is meant."""
        standards = door.journal.standards
        clock = Clock(standards.calendar.zone, now, standards, tuple(door.people.workers()))
        caseload = read_caseload(self.content, self.mapped, clock, self.sheet)
        steps = progress(caseload.count)
        outcomes = list(take_rows(door, caseload.rows, now, dry_run=dry_run, progress=steps, update=update))
        is_whole = update and len(outcomes) == caseload.count
        return caseload.remarks, outcomes, no_longer_named(door, (each.ref for each in outcomes)) if is_whole else []


def file_meant(typed: str) -> Path:
    """The file that was typed or pasted, also in quotes. Refuses (ValueError, a sentence) what is no file here now."""
    try:
        meant = Path(typed.strip().strip("\"'").removeprefix("file://")).expanduser().absolute()
        is_file = meant.is_file()
    except (OSError, RuntimeError, ValueError):
        raise ValueError(tr("this is no file")) from None
    if not is_file:
        raise ValueError(tr("there is no such file"))
    return meant


def _full(tables: Mapping[str, T]) -> dict[str, T]:
    return {name: said for name, said in tables.items() if said}


def kept_draft(folder: Path | None) -> CaseloadFile | None:
    """The file that was left half brought in, as it was meant; None where there is none, or it is here no longer."""
    if folder is None or not (path := folder / DRAFT).exists():
        return None
    try:
        told = json.loads(read_given(path, LARGEST_MAP, "draft"))
        file = CaseloadFile.read(Path(told["path"]), read_mapping(told["map"], is_toml=True))
        return replace(file, sheet=told["sheet"])
    except (Refused, ValueError, KeyError, TypeError):
        return None


def keep_draft(folder: Path | None, file: CaseloadFile | None) -> None:
    """Keep where a file is and how it is meant, until it is taken; None: nothing is half brought in any more. Where it
    can't be kept, it is begun anew."""
    if folder is None:
        return
    with suppress(OSError):
        if file is None:
            (folder / DRAFT).unlink(missing_ok=True)
            return
        told = {"path": str(file.path), "sheet": file.sheet, "map": map_text(file.mapped, is_draft=True)}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(folder / DRAFT, json.dumps(told).encode())


def kept_map(folder: Path | None) -> tuple[Mapped, str]:
    """How the columns were meant last time on this laptop, and a sentence where that can't be read."""
    if folder is None or not (path := folder / MAP).exists():
        return Mapped(), ""
    try:
        text = read_given(path, LARGEST_MAP, "map").decode("utf-8-sig", errors="replace")
        return read_mapping(text, is_toml=True), ""
    except Refused as refused:
        return Mapped(), tr("How the columns were meant last time can't be read: {refused}", refused=refused)


def keep_map(folder: Path | None, mapped: Mapped) -> str:
    """Keep it for next time; a sentence where it can't be kept."""
    if folder is None:
        return tr("There is no home folder to keep in how the columns are meant.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(folder / MAP, map_text(mapped).encode())
    except OSError as trouble:
        return tr("{folder} can't be written ({words_of}).", folder=folder / MAP, words_of=words_of(trouble))
    return ""


def map_text(mapped: Mapped, *, is_draft: bool = False) -> str:
    """It as a map that `import --map` takes."""
    lines = [tr("# How the columns of a caseload were meant last time.")]
    lines += _table("columns", {theirs: list(ours) for theirs, ours in mapped.columns.items()})
    for ours, values in mapped.values.items():
        lines += _table(f"values.{ours}", values)
    of_flags = {theirs: [f"avoid:{code}" for code in codes] for theirs, codes in mapped.flags.items()}
    lines += _table("flags", of_flags)
    lines += _table("nothing", {ours: sorted(words) for ours, words in mapped.nothing.items()})
    # a day that was said for everybody of one file is not that of the next
    lasting = {name: words for name, words in mapped.defaults.items() if named_columns()[name].kind not in DATES}
    lines += _table("defaults", mapped.defaults if is_draft else lasting)
    return "\n".join(lines) + "\n"


def _table(name: str, said: object) -> list[str]:
    pairs = said.items() if isinstance(said, dict) else ()
    return [f"\n[{name}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in pairs)] if said else []


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
