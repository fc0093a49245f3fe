"""Audit samples: what was drawn, how far it is scored, what came of it (S0:35, S4:98)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import get_args

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import SampleDrawn
from carelist_tui.domain.entries.choices import AuditAnswer
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.roster import AUDIT_TYPES, Sample, as_corrected, samples_in
from carelist_tui.domain.roster.audit_samples import AUDITS_IN_WORDS
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.audit.results import agreement, results_of
from carelist_tui.domain.views.lists.list_columns import Column, ListKind, Saying, Values, as_choice, as_day, as_worker
from carelist_tui.domain.views.lists.person_told import Row


def _as_kind(value: str, saying: Saying) -> str:
    return next((words for kind, words in AUDITS_IN_WORDS.items() if kind == value), as_choice(value, saying))


SAMPLES = ListKind(
    "samples",
    tr("Audit samples, and how far each is scored"),
    (
        Column("sample", tr("sample")),
        Column("kind", tr("of"), _as_kind),
        Column("by", tr("drawn by"), as_worker),
        Column("n", tr("asked for"), lambda n, _: str(n)),
        Column("frame", tr("drawn of"), lambda n, _: str(n)),
        Column("since", tr("from"), as_day),
        Column("until", tr("to before"), as_day),
        Column("seed", tr("seed"), lambda n, _: str(n)),
        Column("drawn", tr("cases"), lambda n, _: str(n)),
        Column("scored", tr("scored"), lambda n, _: str(n)),
        Column("second", tr("by a second reader"), lambda n, _: str(n)),
        Column("agreed", tr("answers alike"), lambda n, _: str(n)),
        Column("read_twice", tr("of"), lambda n, _: str(n)),
        *(Column(answer, words, lambda n, _: str(n))
          for answer, words in (("met", tr("met")), ("partly", tr("partly met")), ("not_met", tr("not met")))),
    ),
    begins_with=(SampleDrawn.TYPE,),
    opens=True,
    one=tr("sample"),
    more=tr("samples"),
)  # fmt: skip


def samples(team: Iterable[Entry], at: datetime, standards: Standards) -> Iterator[Row]:
    """Each sample drawn by a moment, open while a case of it is unscored, as scored by then."""
    told = [each for each in as_corrected(list(team), AUDIT_TYPES) if each.at <= at]
    for sample in samples_in(told):
        yield Row(sample.said.at, not sample.is_scored, _item(sample, standards))


def _item(sample: Sample, standards: Standards) -> Values:
    same, both = agreement(results_of(sample, standards.criteria(sample.kind)))
    answers = Counter(answer for score in sample.first.values() for answer in score.answers.values())
    body = sample.body
    return {
        "sample": sample.said.id,
        "at": sample.said.at.astimezone(standards.calendar.zone).isoformat(),
        "by": sample.by,
        "kind": sample.kind,
        "n": body.get("n"),
        "seed": body.get("seed"),
        "since": body.get("from"),
        "until": body.get("to"),
        "frame": body.get("frame"),
        "drawn": len(sample.ids),
        "scored": len(sample.first),
        "second": len(sample.second),
        "agreed": same,
        "read_twice": both,
        **{answer: answers[answer] for answer in get_args(AuditAnswer)},
        "open": not sample.is_scored,
    }
