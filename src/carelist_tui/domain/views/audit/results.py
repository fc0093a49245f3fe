"""What came of an audit sample: by criterion with counts, the words of every `not met`, and how far a second reader
agreed (measures.md, Audit)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.entries.choices import AuditAnswer, choice_in_words
from carelist_tui.domain.roster import Sample, Score

NOT_MET, UNANSWERED = "not_met", "unanswered"
ANSWERS: tuple[str, ...] = (*get_args(AuditAnswer), UNANSWERED)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A case that does not meet a criterion, the score that says so, what its reader wrote, and whether that was the
    second one, whose answers are not counted."""

    case: str
    score: str
    words: str
    second: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion over a sample. `same` of `both`: how often two readers of a case answered it alike."""

    key: str
    sentence: str
    counts: Mapping[str, int]
    unmet: tuple[Unmet, ...]
    same: int
    both: int

    @property
    def answered(self) -> int:
        """How many cases have an answer that counts: `does not apply` and unanswered are none."""
        return sum(self.counts[answer] for answer in ("met", "partly", NOT_MET))

    def in_words(self) -> str:
        """`first attempt in time: met 7, partly 1, not met 2 of 10; does not apply 0`."""
        said = [f"{choice_in_words(answer)} {self.counts[answer]}" for answer in ANSWERS if self.counts[answer]]
        return ", ".join(said) or tr("nothing scored yet")


def results_of(sample: Sample, criteria: Mapping[str, str]) -> list[Criterion]:
    """Each criterion of the Standards, and what a score holds besides, as an earlier file had it, over all that is
    scored. The first reader's answers are counted; the second's tell how far they can be relied on."""
    known = {key for scores in (sample.first, sample.second) for score in scores.values() for key in score.answers}
    sentences = {**criteria, **{key: _spaced(key) for key in sorted(known - criteria.keys())}}
    return [_result(sample, key, sentence) for key, sentence in sentences.items()]


def _result(sample: Sample, key: str, sentence: str) -> Criterion:
    scored = [(case, sample.first[case]) for case in sample.ids if case in sample.first]
    counts = Counter(score.answers.get(key, UNANSWERED) for _, score in scored)
    pairs = [(a, b) for a, b in _pairs(sample, key) if a is not None and b is not None]
    return Criterion(
        key, sentence, {answer: counts[answer] for answer in ANSWERS},
        tuple(_unmet(sample, key)), sum(a == b for a, b in pairs), len(pairs),
    )  # fmt: skip


def _unmet(sample: Sample, key: str) -> Iterator[Unmet]:
    """By either reader: what a second one finds is not lost because the first did not."""
    for case in sample.ids:
        for is_second, scores in enumerate((sample.first, sample.second)):
            score = scores.get(case)
            if score is not None and score.answers.get(key) == NOT_MET:
                yield Unmet(case, score.said.id, words_about(key, score), bool(is_second))


def _pairs(sample: Sample, key: str) -> Iterator[tuple[str | None, str | None]]:
    for case, second in sample.second.items():
        yield sample.first[case].answers.get(key), second.answers.get(key)


def agreement(results: list[Criterion]) -> tuple[int, int]:
    """How many answers two readers gave alike, of all that both gave."""
    return sum(each.same for each in results), sum(each.both for each in results)


def agreement_in_words(results: list[Criterion]) -> str:
    """How far a second reader agreed: `17 of 20 answers alike`."""
    same, both = agreement(results)
    return (
        tr("the second reader agreed in {same} of {both} answers", same=same, both=both)
        if both
        else tr("no second reader yet")
    )


def words_about(key: str, score: Score) -> str:
    """What a reader wrote about a criterion: the line of their note that begins with it, else all of the note."""
    begins = _begins(key)
    said = [line.removeprefix(begins) for line in score.note.split("\n") if line.startswith(begins)]
    return " ".join(said) or score.note or tr("nothing written")


def note_of(lines: Mapping[str, str]) -> str:
    """The note of a score from what was written about each criterion; `words_about` finds each again."""
    return "\n".join(f"{_begins(key)}{words}" for key, words in lines.items() if words.strip())


def result_as_json(each: Criterion) -> dict[str, Any]:
    """As `audit show --json` answers it."""
    unmet = [{"case": x.case, "score": x.score, "words": x.words} for x in each.unmet]
    return {
        "key": each.key, "sentence": each.sentence, **each.counts, "unmet": unmet,
        "agreed": each.same, "read_twice": each.both,
    }  # fmt: skip


def _spaced(key: str) -> str:
    return in_plain_words(key)


def _begins(key: str) -> str:
    """How a line about a criterion begins in a note, which another laptop reads: the same in every language."""
    return f"{key.replace('_', ' ')}: "
