"""An entry as every rule sees it: the envelope read, and the body as its model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict

from carelist_tui.domain.refusal import Fault

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
    body: Body | None
    raw: Mapping[str, Any]

    @property
    def order(self) -> StoryOrder:
        return (self.occurred_at, self.recorded_at, self.device, self.seq)

    @property
    def clock_at(self) -> datetime:
        """Where clocks start: when the service learned of it."""
        return self.learned_at or self.occurred_at

    @property
    def decided_by(self) -> str:
        """Whoever decided or did it; rules about "not the author" mean this one."""
        return self.on_behalf_of or self.author


@dataclass(frozen=True, slots=True)
class NamesEntry:
    """Marks a field whose text is the id of another entry."""


@dataclass(frozen=True, slots=True)
class NamesWorker:
    """Marks a field whose text is the id of somebody who works here; with `or_other` it may be anybody's name."""

    or_other: bool = False


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
    model_config = ConfigDict(
        extra="ignore", frozen=True, defer_build=True, hide_input_in_errors=True, validate_by_name=True
    )

    def in_words(self) -> str:
        """One plain line, of an entry for the story: without the person's name or the time it happened."""
        return " ".join(self._line().split())

    def _line(self) -> str:
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
    ABOUT_PERSON: ClassVar[bool] = True
    PERSON_NEEDED: ClassVar[bool] = True
    PERSON_MAY_BE_ABSENT: ClassVar[bool] = False
    REPLACES: ClassVar[Replaces] = ""

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

    def references(self) -> Iterator[tuple[str, str]]:
        """(path, id) of each entry this one names: every field typed as the id of an entry, those in its parts too."""
        yield from _named_in(self, "body")

    def _line(self) -> str:
        return self.LABEL


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
