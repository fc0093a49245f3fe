"""The one exception for what a user can cause: where the fault is, and one sentence about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `path` as in `body.review_at` (empty: the whole), a sentence, the line of a file."""

    path: str
    sentence: str
    line: int | None = None

    def at_line(self, line: int) -> Fault:
        return replace(self, line=line)

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line is not None else []
        return ": ".join([*where, *([self.path] if self.path else []), self.sentence])


class Refused(Exception):
    """What a user asked can't be done. `status` is the exit status of the command line: 2 bad input or use,
    3 the store can't be opened. Nothing was recorded. Never carries a person's words beyond the faulty path."""

    def __init__(self, faults: Iterable[Fault] | str, *, status: int = 2) -> None:
        self.faults = (Fault("", faults),) if isinstance(faults, str) else tuple(faults)
        self.status = status
        super().__init__("\n".join(map(str, self.faults)))


class TakesAway(Refused):
    """Not recorded yet: it takes away what stood, and whoever asked has not seen that. `sentences` say each thing."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__([Fault("", sentence) for sentence in self.sentences])
