"""Scores of the instruments that the Standards declare, in pairs: better, the same, or worse (S3:28-30)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from carelist_tui.domain.entries import InstrumentScored
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import spans
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Tally, Window, as_at, beside, has
from carelist_tui.domain.standards import Instrument

SINGLE, UNLIKE = "one score only", "two that can't be compared"
Scored = tuple[Entry, InstrumentScored]


def instruments(course: Course) -> Iterator[Case]:
    """The stretches of time in which the newest score of an instrument stood as it did against the first by the same
    hand: what another hand scored is another measure of the same life. Of what is declared no more nothing is said."""
    scores: dict[tuple[str, str], list[Scored]] = {}
    for entry, body in course.said(InstrumentScored):
        scores.setdefault((body.instrument, body.by), []).append((entry, body))
    for (key, by), told in scores.items():
        instrument = course.ground.standards.instruments.get(key)
        if instrument is None:
            continue
        for span in spans(course, _changes(instrument, told, {"instrument": key, "by": by})):
            newest = span.facts["newest"]
            yield Case(
                "instruments", course.person, span.begins, span.ends, counted=span.facts["stands"] == "better",
                excluded=span.gone, place=span.place, facts=span.facts,
                entries=tuple(dict.fromkeys((told[0][0].id, newest))), is_late=course.is_late(newest),
            )  # fmt: skip


def _changes(
    instrument: Instrument, told: Sequence[Scored], known: dict[str, Any]
) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """How the newest stood against the first, from each score on."""
    (first, before), *later = told
    yield first.occurred_at, known | {"stands": SINGLE, "newest": first.id}
    for entry, body in later:
        stands = instrument.stands(before.score, body.score) or UNLIKE
        yield entry.occurred_at, known | {"stands": stands, "newest": entry.id}


def sum_instruments(cases: Sequence[Case], stretches: Sequence[Case], window: Window) -> Tally:
    """Better, of the pairs as at the end; the others beside it, and whom only one score is known of."""
    standing = list(as_at(cases, window))
    pairs = [case for case in standing if case.facts["stands"] not in (SINGLE, UNLIKE)]
    tally = _BESIDE(pairs, stretches, window)
    for words in (SINGLE, UNLIKE):
        alone = sum(case.facts["stands"] == words and case.excluded is None for case in standing)
        tally.more |= {words: alone} if alone else {}
    return tally


_BESIDE = beside({"the same": has("stands", "same"), "worse": has("stands", "worse")})
