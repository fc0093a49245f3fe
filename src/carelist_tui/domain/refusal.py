"""The one exception for what a user can cause: where the fault is, and one sentence about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from carelist_tui.catalogue import tr
from carelist_tui.domain.slotted import dataclass

MOST_TOLD = 100
"""Faults of one file that are told, each by itself; the others are counted."""
MOST_COUNTED = 1_000
"""Faults after which no more is looked at where looking costs time."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `path` as in `body.review_at` (empty: the whole), a sentence, the line of a file."""

    path: str
    sentence: str
    line: int | None = None

    def at_line(self, line: int) -> Fault:
        return replace(self, line=line)

    def __str__(self) -> str:
        where = [tr("line {line}", line=self.line)] if self.line is not None else []
        return ": ".join([*where, *([self.path] if self.path else []), self.sentence])


class Refused(Exception):
    """What a user asked can't be done. `status` is the exit status of the command line: 2 bad input or use,
    3 the store can't be opened. Nothing was recorded. Never carries a person's words beyond the faulty path.

    `more` faults were counted and not kept; `unread` says from where on nothing was looked at.
    """

    def __init__(self, faults: Iterable[Fault] | str, *, status: int = 2, more: int = 0, unread: str = "") -> None:
        self.faults = (Fault("", faults),) if isinstance(faults, str) else tuple(faults)
        self.status = status
        self.more, self.unread = more, unread
        super().__init__("\n".join([*map(str, self.faults), *self.rest(len(self.faults))]))

    def rest(self, told: int) -> list[str]:
        """What is to be said after so many of the faults were."""
        more = len(self.faults) - told + self.more
        return [*([tr("and {more:,} more", more=more)] if more else []), *([self.unread] if self.unread else [])]


class Tally:
    """What is wrong with one file, as it is read: the first hundred faults are kept, those after them counted."""

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.more = 0

    def __len__(self) -> int:
        return len(self.kept) + self.more

    def add(self, faults: Iterable[Fault], line: int | None = None) -> None:
        """Each of these, on this line where one is given."""
        for fault in faults:
            if len(self.kept) < MOST_TOLD:
                self.kept.append(fault if line is None else fault.at_line(line))
            else:
                self.more += 1

    @property
    def is_full(self) -> bool:
        """Whether there are so many that nobody looks at the rest."""
        return len(self) >= MOST_COUNTED

    def refused(self, *, is_all: bool = True, last: int | None = None) -> Refused:
        """All of it as one refusal; where that is not all, `last` is the last line that was looked at."""
        where = tr("the rest was not") if last is None else tr("after line {last:,} nothing was", last=last)
        return Refused(
            self.kept, more=self.more, unread="" if is_all else tr("{where} looked at: mend these first", where=where)
        )


class TakesAway(Refused):
    """Not recorded yet: it takes away what stood, and whoever asked has not seen that. `sentences` say each thing."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__([Fault("", sentence) for sentence in self.sentences])
