"""What a page is made of, whatever it is written as: words under headings, facts with their titles, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carelist_tui.catalogue import ntr, tr

Print = Literal["plain", "large", "small", "figures"]
"""How large it is printed: `large` for whoever reads with difficulty, `small` for what stands on one page, `figures`
for pages of tables and charts, set as close as they can be read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words. `loud`: nobody may overlook them."""

    words: str
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list, a line each."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A field and what it says. `mark`: what somebody has to look at before it is given away."""

    title: str
    words: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Fields, a row each."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its caption and heads; the first cell of a row is the row's head. `narrow`: many small columns;
    `short_heads`: whose heads are short enough to be read across."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    narrow: bool = False
    short_heads: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A line of figures over months, with its lines. `description` says in words what it shows, for whoever does not
    see it; its table stands beside it. `shares`: of 1, said in per cent. None of a month: too few for a figure. `notes`
    are what somebody noted of a month."""

    title: str
    description: str
    points: tuple[tuple[str, float | None], ...]
    middle: float | None = None
    low: float | None = None
    high: float | None = None
    shares: bool = True
    notes: tuple[tuple[str, str], ...] = ()
    middle_called: Literal["mean", "median"] = "mean"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar and what it says: so long, of a `whole` where there is one. `at`: where it stands on a curve. A bar of no
    length is hidden."""

    label: str
    words: str
    length: float | None = None
    whole: float | None = None
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Bars:
    """How a figure breaks down: bars under each other, parts of one bar, or a curve. `description` says in words what
    it shows; its table stands beside it."""

    title: str
    description: str
    rows: tuple[Bar, ...]
    kind: Literal["bars", "stacked", "curve"] = "bars"


@dataclass(frozen=True, slots=True)
class Funnel:
    """Teams by how many cases they have and their share: (name, d, share) of each, and the lines of limits (how they
    are called, their (d, share) points) within which they differ by chance alone. Its table stands beside it."""

    title: str
    description: str
    teams: tuple[tuple[str, int, float], ...]
    lines: tuple[tuple[str, tuple[tuple[int, float], ...]], ...]


Part = Passage | Points | Facts | Grid | Plot | Bars | Funnel
"""What a section holds. Whatever writes a report writes each of them: mypy names who does not."""


@dataclass(frozen=True, slots=True)
class Section:
    """Parts under a heading; `level` 3 stands under the 2 before it."""

    title: str
    parts: tuple[Part, ...]
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `about` says whom it is about, `confidential` what stands at both ends."""

    title: str
    about: str
    confidential: str
    sections: tuple[Section, ...]
    print: Print = "plain"


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who made a page, when, as at and as known when, and of which entries; moments in words."""

    made_by: str
    made_at: str
    read_at: str
    known_at: str
    entries: int
    digest: str

    @property
    def words(self) -> str:
        """It in a line."""
        entries = ntr("{entries} entry", "{entries} entries", self.entries, entries=self.entries)
        return tr(
            "Made by {made_by} on {made_at}. As at {read_at}, as known {known_at}. From {entries}, digest {digest}.",
            made_by=self.made_by,
            made_at=self.made_at,
            read_at=self.read_at,
            known_at=self.known_at,
            entries=entries,
            digest=self.digest,
        )


def points(*items: str) -> tuple[Part, ...]:
    """These as a list, without those that say nothing; no part at all where none does."""
    said = tuple(each for each in items if each.strip())
    return (Points(said),) if said else ()


def passages(*words: str | None) -> tuple[Part, ...]:
    """These, a passage each, without those that say nothing."""
    return tuple(Passage(each) for each in words if each and each.strip())


def facts(*rows: tuple[str, str | None]) -> tuple[Part, ...]:
    """(title, words) of each field that says something; no part at all where none does."""
    said = tuple(Fact(title, words) for title, words in rows if words and words.strip())
    return (Facts(said),) if said else ()


def sections(*given: tuple[str, tuple[Part, ...]]) -> tuple[Section, ...]:
    """(title, parts) of each section that has any."""
    return tuple(Section(title, parts) for title, parts in given if parts)
