"""An entry as every rule sees it: the envelope read, and the body as its model.

Without `from __future__ import annotations`, and so are the bodies themselves: what a class says of its fields would be
text, which pydantic makes types of again for each of a hundred, a third of what importing them takes
(benchmarks/commands.py).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

import carelist_tui.domain.pydantic_plugins  # noqa: F401 - none is looked for
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import inside, moment_in_story

NEWER = tr("Recorded by a newer version")
"""What is told of an entry whose body this release can't read."""
IS_ERASED = tr("Erased"), tr("what it said is gone for good; who recorded it, when and what kind it was stay")
ERASED = ": ".join(IS_ERASED)
"""What is told of one that was lawfully erased."""
UNREAD = tr("{newer}, or erased", newer=NEWER)
"""What is told where it is not known which of the two."""
NOTHING_CALLED: Mapping[str, str] = MappingProxyType({})
StoryOrder = tuple[datetime, datetime, str, int]
"""(occurred_at, recorded_at, device, seq): the same on every device, whatever arrived first."""
Goes = Mapping[str, str | Mapping[Any, str]]
"""By field, how what stood there is called when it goes."""
Replaces = Literal["", "whole", "given"]
"""What an entry takes the place of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One immutable, stored fact. Moments are in UTC here; `raw` keeps them, and everything else, as written.

    `body` is None when this release can't read it (a newer type, version or value): such an entry folds as
    nothing, and is shown as recorded by a newer version.
    """

    id: str
    type: str
    person: str | None
    occurred_at: datetime
    recorded_at: datetime
    learned_at: datetime | None
    author: str
    on_behalf_of: str | None
    arose_from: str | None
    replaces: tuple[str, ...]
    device: str
    seq: int
    hash: str
    body: "Body | None"
    raw: Mapping[str, Any]
    corrected_by: str = ""
    """Whoever put in its place what stands there now, where that says something else of what takes an authority."""

    def is_word_of(self, worker: str) -> bool:
        """Whether it is this worker's own word: they recorded it or had it typed (records.md, on_behalf_of), and nobody
        else changed it since."""
        return worker in (self.author, self.on_behalf_of) and self.corrected_by in ("", worker)

    @property
    def origin(self) -> Mapping[str, Any] | None:
        """Where it comes from, if it came by another team's sealed export: then nobody it names works here."""
        return self.raw.get("origin")

    @property
    def is_of_newer(self) -> bool:
        """Whether a newer release recorded it in a way that this one can't read: it is kept, and nothing follows from
        it here. Of one that was erased nobody can tell."""
        return self.body is None and "body" in self.raw

    @property
    def stands_in_for(self) -> str | None:
        """The worker who was named for what this is the word on, and had left: the author, who held the role when this
        was stamped, says it in their place."""
        return self.raw.get("stands_in_for")

    @property
    def recorded_ahead(self) -> tuple[datetime, ...]:
        """Of going out to a visit, each later moment at which the same worker had recorded something already, since a
        clock ran ahead: it says nothing of their being back."""
        return tuple(map(datetime.fromisoformat, self.raw.get("recorded_ahead", ())))

    @property
    def order(self) -> StoryOrder:
        return (self.occurred_at, self.recorded_at, self.device, self.seq)

    @property
    def clock_at(self) -> datetime:
        """Where clocks start: when the service learned of it."""
        return self.learned_at or self.occurred_at

    def in_words(self, zone: ZoneInfo, called: Mapping[str, str] = NOTHING_CALLED) -> str:
        """What it says in a plain line, its moments in the service's zone; first that which it names, as it is
        `called`, by id."""
        if self.body is None:
            return NEWER if "body" in self.raw else ERASED
        words = self.body.in_words(zone, self.occurred_at)
        of = next((called[id] for _, id in self.body.references() if called.get(id)), "")
        return f"{of}: {inside(words)}" if of else words

    @property
    def decided_by(self) -> str:
        """Whoever decided or did it; rules about "not the author" mean this one."""
        return self.on_behalf_of or self.author


@dataclass(frozen=True, slots=True)
class NamesEntry:
    """Marks a field whose text is the id of another entry."""


@dataclass(frozen=True, slots=True)
class NamesWorker:
    """Marks a field whose text is the id of somebody who works here; with `or_other` it may be anybody's name; with
    `is_new` it is theirs who works here from now on."""

    or_other: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class ByImport:
    """Marks a field that the import of a caseload writes: no form asks it, and by hand it is refused."""


@dataclass(frozen=True, slots=True)
class InWords:
    """Marks a choice whose codes have words of their own in this field: by code, in the order of the choice."""

    words: tuple[str, ...]


When = Callable[[datetime], str]
"""Puts a moment into words."""
Way = Literal["back", "ahead", "either", "start"]


@dataclass(frozen=True, slots=True)
class Looks:
    """Marks a moment or a date: which way it looks from when the entry happened (records.md, Looking back, ahead).

    `back`: it has been; `ahead`: it is to come; `either`: it may be both, and is read as to come unless somebody says
    otherwise; `start`: the original start of one of a series, which only names it.
    """

    way: Way
    all_day: bool = False
    """Of what looks back: up to the end of the local day on which it happened."""
    months: int | None = None
    """Of what looks back: how many months at the most; further back it was mistyped."""
    a_life: bool = False
    """Of what looks back: a lifetime, so that a year of two digits may be of the century before."""


class Part(BaseModel):
    """Some fields that belong together inside a body. Built on first use; never repeats what was typed in a message.

    `KNOWN_BY` tells one of a list of these from the others; empty: all that it says. `GOES` says by field how what
    stood there is called once a later entry no longer says it (records.md, Replacing a whole): of a list, one of it; of
    a flag, what was so; of a choice, by code; empty: nothing is lost by leaving it out. What begins in capitals is a
    warning. The text of the fields in `WARNS` is gone once its words are, any other only once it is empty.
    """

    KNOWN_BY: ClassVar[tuple[str, ...]] = ()
    GOES: ClassVar[Goes] = {}
    WARNS: ClassVar[frozenset[str]] = frozenset()
    IF_NONE: ClassVar[Mapping[str, str]] = {}
    """By field what an empty list in it means, where that is not nothing."""
    model_config = ConfigDict(
        extra="ignore", frozen=True, defer_build=True, hide_input_in_errors=True, validate_by_name=True
    )

    def as_words(self) -> str:
        """The part in one plain line."""
        return " ".join(self._said().split())

    def _said(self) -> str:
        said = (getattr(self, name) for name in type(self).model_fields)
        return ", ".join(str(each) for each in said if each)


class Body(Part):
    """What one type of entry says. A subclass is the single source: validation, schema, form, help, words.

    `TYPE` is the public name, `LABEL` its plain words on screen, `ABOUT_PERSON` whether it can be about a person,
    `PERSON_NEEDED` whether it must name one that is known already, `PERSON_MAY_BE_ABSENT` whether it may also be
    stored about nobody (the correction of a worker's entry, a Due that belongs to no person). `REPLACES`: by `whole`
    all that stood of this is gone but what is said again; by `given` each field that is given takes the place of what
    stood in it, a list the place of the whole list.
    """

    TYPE: ClassVar[str]
    LABEL: ClassVar[str]
    ONCE_RECORDED: ClassVar[str] = ""
    """What whoever recorded it is told then."""
    ABOUT_PERSON: ClassVar[bool] = True
    PERSON_NEEDED: ClassVar[bool] = True
    PERSON_MAY_BE_ABSENT: ClassVar[bool] = False
    REPLACES: ClassVar[Replaces] = ""
    OTHERS_WORDS: ClassVar[frozenset[str]] = frozenset()
    """The fields that hold what somebody else said about the person (measures.md, Faces)."""

    @classmethod
    def others_words(cls, body: Mapping[str, Any]) -> frozenset[str]:
        """Which fields of a body as it is stored hold others' words in confidence; absent counts as in confidence."""
        return frozenset() if body.get("in_confidence") is False else cls.OTHERS_WORDS

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        """Rules between fields, and between fields and when it happened. Paths begin with `body.`.

        While a draft is checked, a needed field that could not be read is None here.
        """
        yield from ()

    def remarks(self) -> Iterator[str]:
        """What is taken as it is, and had better be looked at: sentences for whoever recorded it."""
        yield from ()

    def thing(self) -> str | None:
        """The thing of a person this entry sets (records.md, Conflict), e.g. `zone` or `decision:<episode>`."""
        return None

    def called(self) -> str:
        """How it is called where a later entry names it (`Going to the shop: indicator rated 2`); empty where that
        says itself what it is about."""
        return ""

    def references(self) -> Iterator[tuple[str, str]]:
        """(path, id) of each entry this one names: every field typed as the id of an entry, those in its parts too."""
        yield from _named_in(self, "body")

    def dated(self) -> Iterator[tuple[str, date, Looks]]:
        """(path, moment or date, which way it looks) of each one it says, those in its parts too."""
        yield from _dated_in(self, "body")

    def in_words(self, zone: ZoneInfo, happened_at: datetime | None = None) -> str:
        """One plain line for the story, without the person's name or the time it happened.

        Its moments are told in `zone`, the service's, however they were written; with their year where that is not
        the year in which it `happened_at`.
        """
        return " ".join(self._line(lambda moment: moment_in_story(moment, happened_at, zone)).split())

    def _line(self, when: When) -> str:
        return self.LABEL


def looking_fields(kind: type[Part]) -> dict[str, Looks | None]:
    """Every moment and date of a body (or the envelope) by its path, as in `review_at`, with which way it looks; None
    where its field says nothing of it. A path within a part has a dot, within a list of parts a `[]`."""
    return dict(_looking(kind, ""))


@cache
def _looking(kind: type[Part], at: str) -> tuple[tuple[str, Looks | None], ...]:
    found: list[tuple[str, Looks | None]] = []
    for name, field in kind.model_fields.items():
        found += _looks_of(field.annotation, tuple(field.metadata), f"{at}{field.alias or name}")
    return tuple(found)


def _looks_of(annotation: Any, marks: tuple[Any, ...], path: str) -> Iterator[tuple[str, Looks | None]]:
    if get_origin(annotation) is Annotated:
        annotation, *own = get_args(annotation)
        yield from _looks_of(annotation, (*own, *marks), path)
    elif annotation in (date, datetime):
        yield path, next((mark for mark in marks if isinstance(mark, Looks)), None)
    elif isinstance(annotation, type) and issubclass(annotation, Part):
        yield from _looking(annotation, f"{path}.")
    else:
        within = f"{path}[]" if get_origin(annotation) in (tuple, list) else path
        for part in get_args(annotation):
            yield from _looks_of(part, marks, within)


def _dated_in(value: Any, path: str, looks: Looks | None = None) -> Iterator[tuple[str, date, Looks]]:
    if isinstance(value, date) and looks is not None:
        yield path, value, looks
    elif isinstance(value, Part):
        for name, public, own in _dated_fields(type(value)):
            yield from _dated_in(getattr(value, name), f"{path}.{public}", own)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _dated_in(each, f"{path}[{number}]", looks)


@cache
def _dated_fields(kind: type[Part]) -> tuple[tuple[str, str, Looks | None], ...]:
    """(name, public name, which way it looks) of the fields that hold a moment or a date, or parts that do."""
    held = {}
    for name, field in kind.model_fields.items():
        for path, looks in _looks_of(field.annotation, tuple(field.metadata), ""):
            held[name] = (name, field.alias or name, None if "." in path else looks)
    return tuple(held.values())


def called_of(entries: Iterable[Entry]) -> dict[str, str]:
    """How each of these is called where another names it, by id; what says itself what it is about is left out."""
    return {entry.id: called for entry in entries if entry.body is not None and (called := entry.body.called())}


def _named_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Part):
        for field in _naming_fields(type(value)):
            yield from _named_in(getattr(value, field), f"{path}.{field}")
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _named_in(each, f"{path}[{number}]")
    elif value is not None:
        yield path, value


@cache
def _naming_fields(kind: type[Part]) -> tuple[str, ...]:
    def names_an_entry(annotation: Any, metadata: Any) -> bool:
        if isinstance(annotation, type) and issubclass(annotation, Part):
            return bool(_naming_fields(annotation))
        return any(isinstance(mark, NamesEntry) for mark in metadata) or any(
            names_an_entry(part, getattr(part, "__metadata__", ())) for part in get_args(annotation)
        )

    return tuple(name for name, field in kind.model_fields.items() if names_an_entry(field.annotation, field.metadata))
