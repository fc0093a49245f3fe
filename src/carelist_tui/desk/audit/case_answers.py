"""The answers to one case of an audit while it is scored: which criterion is asked, what was answered, what was written
beside it. Each answer is one key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.views.audit.results import note_of
from carelist_tui.vault.drafts import Begun

ANSWER_KEYS: Mapping[str, str] = {"m": "met", "p": "partly", "n": "not_met", "a": "na"}
"""The key of each answer; one left out is unanswered."""
ASKS_WHY = ("not_met", "partly")
"""Answers beside which a line is asked: what was seen."""


SCORED = "audit.scored"
_ANSWER, _LINE = "answer.", "line."


def draft_key(sample: str, case: str) -> tuple[str, str, str]:
    """By what the answers to a case are found again that were not recorded."""
    return f"sample:{sample}", SCORED, case


def sample_begun(begun: Begun) -> str:
    """The sample whose case was begun; empty where it is another form."""
    return begun.subject.removeprefix("sample:") if begun.type == SCORED else ""


@dataclass(slots=True)
class CaseAnswers:
    """What one reader says of one case, criterion by criterion."""

    criteria: Mapping[str, str]
    given: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    place: int = 0

    def as_begun(self, id: str, sample: str, case: str, words: str, at: str) -> Begun:
        """As it is kept until it is recorded, also while the screen is locked. `id`: that of the entry it will be."""
        values = {f"{_ANSWER}{key}": said for key, said in self.given.items()}
        values |= {f"{_LINE}{key}": words for key, words in self.lines.items()}
        subject, kind, about = draft_key(sample, case)
        return Begun(id, kind, subject, about, words, at=at, values=values)

    @classmethod
    def again(cls, criteria: Mapping[str, str], begun: Begun | None) -> CaseAnswers:
        """What was begun, as far as it answers these criteria, the first open one asked; nothing where none was."""
        kept = begun.values if begun is not None else {}
        given = {key: said for key in criteria if (said := kept.get(f"{_ANSWER}{key}", "")) in ANSWER_KEYS.values()}
        lines = {key: words for key in given if (words := kept.get(f"{_LINE}{key}"))}
        keys = list(criteria)
        place = next((n for n, key in enumerate(keys) if key not in given), len(keys) - 1)
        return cls(criteria, given, lines, place if begun is not None else 0)

    @property
    def keys(self) -> list[str]:
        """The criteria in their order."""
        return list(self.criteria)

    @property
    def at(self) -> str:
        """The criterion that is asked."""
        return self.keys[min(self.place, len(self.keys) - 1)]

    def answer(self, key: str, answer: str) -> None:
        """What is answered to a criterion."""
        self.given[key] = answer
        if answer not in ASKS_WHY:
            self.lines.pop(key, None)

    def leave_open(self, key: str) -> None:
        """That criterion stays unanswered."""
        self.given.pop(key, None)
        self.lines.pop(key, None)

    def go(self, by: int) -> None:
        """So many criteria on, or back; no further than the last, nor before the first."""
        self.place = max(0, min(self.place + by, len(self.keys) - 1))

    def write(self, key: str, words: str) -> None:
        """What was seen, in a line beside a criterion; nothing takes it away."""
        if words.strip():
            self.lines[key] = " ".join(words.split())
        else:
            self.lines.pop(key, None)

    @property
    def note(self) -> str:
        """All that was written, as a score keeps it."""
        return note_of({key: self.lines[key] for key in self.keys if key in self.lines})

    @property
    def unanswered(self) -> int:
        """How many criteria nothing was answered to."""
        return len(self.criteria) - len(self.given)

    def in_words(self) -> str:
        """What would be recorded: `7 met, 1 not met; 1 unanswered`."""
        said = list(self.given.values())
        counts = [f"{said.count(code)} {choice_in_words(code)}" for code in ANSWER_KEYS.values() if code in said]
        open_ones = tr("{unanswered} unanswered", unanswered=self.unanswered) if self.unanswered else ""
        return "; ".join(filter(None, (", ".join(counts), open_ones))) or tr("nothing answered")
