"""Audit samples as their entries tell them: what was drawn, and who scored which case of it, and how (S0:35, S4:98).
Standard library only: what a service owes of audits is on the way to the first frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, Literal

from carelist_tui.catalogue import tr
from carelist_tui.domain.roster.corrections import Told
from carelist_tui.domain.roster.roster import Said
from carelist_tui.domain.slotted import dataclass

AuditKind = Literal["ladder", "handover", "decision", "record", "escalation"]
AUDITS_IN_WORDS: dict[AuditKind, str] = {
    "ladder": tr("missed contacts"),
    "handover": tr("handovers"),
    "decision": tr("decisions"),
    "record": tr("people's records"),
    "escalation": tr("escalations"),
}
"""What is looked at in each kind of audit."""
DRAWN, SCORED = "sample.drawn", "audit.scored"
AUDIT_TYPES = frozenset({DRAWN, SCORED})
SECOND_EVERY = 5
"""Every so manieth case of a sample is scored by a second reader."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one reader scored one case: the entry, who it was, the answers by criterion, what they saw."""

    said: Said
    reader: str
    answers: Mapping[str, str]
    note: str = ""


@dataclass(slots=True)
class Sample:
    """A sample that was drawn. `ids` are its cases in their order; `body` is the entry's own, as it stands."""

    said: Said
    kind: str
    ids: tuple[str, ...]
    body: Mapping[str, Any]
    by: str = ""
    first: dict[str, Score] = field(default_factory=dict)
    """By case the first score of it."""
    second: dict[str, Score] = field(default_factory=dict)
    """By case that of a second reader, who is somebody else."""

    @property
    def is_scored(self) -> bool:
        """Whether each of its cases is scored; of an empty frame there is none."""
        return all(each in self.first for each in self.ids)

    @property
    def for_second(self) -> tuple[str, ...]:
        """The cases that a second reader scores too: every fifth."""
        return self.ids[SECOND_EVERY - 1 :: SECOND_EVERY]

    def waits_for(self, worker: str) -> bool:
        """Whether a case of it may wait for this worker: one that nobody has scored, or that a second reader scores
        where the first was somebody else. Their own work is found where a case is opened."""
        again = (case for case in self.for_second if case in self.first and case not in self.second)
        return not self.is_scored or any(self.first[case].reader != worker for case in again)

    def readers_of(self, case: str) -> tuple[str, ...]:
        """Who has scored a case."""
        return tuple(scores[case].reader for scores in (self.first, self.second) if case in scores)


def samples_in(told: Iterable[Told]) -> list[Sample]:
    """Every sample among these entries about no person, which stand corrected and in story order; the oldest first.
    A score counts whenever it was told, also before its sample was; of two by one reader the first, and a third
    reader's changes nothing."""
    samples: dict[str, Sample] = {}
    scores: list[Told] = []
    for each in told:
        if each.type == DRAWN:
            ids = each.body.get("ids")
            cases = tuple(map(str, ids)) if isinstance(ids, list | tuple) else ()
            samples[each.id] = Sample(Said(each.id, each.at), str(each.body.get("kind")), cases, each.body, each.by)
        elif each.type == SCORED:
            scores.append(each)
    for each in scores:
        sample, case = samples.get(str(each.body.get("sample"))), str(each.body.get("subject"))
        if sample is not None and case in sample.ids:
            _note(sample, case, _score(each))
    return list(samples.values())


def _score(told: Told) -> Score:
    answers = told.body.get("answers")
    given = {str(key): str(said) for key, said in answers.items()} if isinstance(answers, Mapping) else {}
    return Score(Said(told.id, told.at), told.by, given, str(told.body.get("note") or ""))


def _note(sample: Sample, case: str, score: Score) -> None:
    """The first of a case is its score, and the next by somebody else the second reader's, in whatever order two
    laptops tell them."""
    if case not in sample.first:
        sample.first[case] = score
    elif case not in sample.second and score.reader != sample.first[case].reader:
        sample.second[case] = score
