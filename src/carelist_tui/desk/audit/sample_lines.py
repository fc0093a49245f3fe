"""An audit sample in lines: what it is, how far it is, and what came of it, as the screen and plain lines say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.moments import day_in_words, parse_day
from carelist_tui.domain.roster import Sample
from carelist_tui.domain.roster.audit_samples import AUDITS_IN_WORDS
from carelist_tui.domain.views.audit.results import Criterion, agreement_in_words

NOTHING_HAPPENED = tr("Nothing of this kind happened in this period: the empty sample is all that is owed.")


def kind_in_words(kind: str) -> str:
    """What is looked at in an audit of that kind: `missed contacts`."""
    return next((words for known, words in AUDITS_IN_WORDS.items() if known == kind), kind)


def sample_title(sample: Sample) -> str:
    """`Missed contacts, 20 of 64, 1 Jan 2026 to 31 Mar 2026`."""
    words = kind_in_words(sample.kind)
    return tr(
        "{words}{words2}, {n} of {frame}, {period}",
        words=words[:1].upper(),
        words2=words[1:],
        n=len(sample.ids),
        frame=sample.body.get("frame"),
        period=_period(sample.body),
    )


def sample_state(sample: Sample) -> str:
    """`12 of 20 scored`, and how many of those by a second reader."""
    if not sample.ids:
        return tr("nothing to look at")
    second = tr(", {n} twice", n=len(sample.second)) if sample.second else ""
    return tr("{n} of {n2} scored{second}", n=len(sample.first), n2=len(sample.ids), second=second)


def drawn_words(sample: Sample, names: Mapping[str, str]) -> str:
    """By whom it was drawn and how it can be drawn again."""
    per = tr(", so many of each {per}", per=in_plain_words(sample.body["per"])) if sample.body.get("per") else ""
    asked_for = tr("{n} asked for{per}, seed {seed}", n=sample.body.get("n"), per=per, seed=sample.body.get("seed"))
    return tr("Drawn by {names}: {asked_for}", names=names.get(sample.by, sample.by), asked_for=asked_for)


def result_lines(sample: Sample, results: Iterable[Criterion]) -> Iterator[str]:
    """Each criterion with its counts, under it the words of every `not met`; last how far two readers agreed. Of an
    empty sample that it is one."""
    if not sample.ids:
        yield NOTHING_HAPPENED
        return
    told = list(results)
    for each in told:
        yield f"{each.sentence} {_first_letter(each.in_words())}."
        yield from (
            tr(
                "- not met, {case_words}: {words}",
                case_words=case_words(sample.ids, unmet.case, unmet.second),
                words=unmet.words,
            )
            for unmet in each.unmet
        )
    yield f"{_first_letter(agreement_in_words(told))}."


def case_words(ids: Sequence[str], case: str, second: bool) -> str:
    """`case 5, second reader`: of a sample's cases which, and that it is not counted."""
    return tr("case {index}{which}", index=ids.index(case) + 1, which=tr(", second reader") if second else "")


def _first_letter(words: str) -> str:
    return words[:1].upper() + words[1:]


def _period(body: Mapping[str, Any]) -> str:
    """From its first day to its last."""
    try:
        since, until = (parse_day(str(body.get(name))) for name in ("from", "to"))
    except ValueError:
        return tr("a period that can't be read")
    return tr(
        "{day_in_words} to {day_in_words2}",
        day_in_words=day_in_words(since),
        day_in_words2=day_in_words(until - timedelta(days=1)),
    )


def begun_words_of(kind: str, number: int, n: int) -> str:
    """As a case of a sample of this kind is called that was begun and not recorded; `number` of `n`."""
    of = tr("case {number} of {n}", number=number, n=n)
    return tr("audit of {kind_in_words}, {of}", kind_in_words=kind_in_words(kind), of=of)
