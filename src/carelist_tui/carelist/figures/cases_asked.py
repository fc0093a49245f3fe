"""The cases that a question is about, as they stand in a store, each of whoever owned it where that is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards
from carelist_tui.journal.queries.cases import cases_at, summed_at


def as_they_stand(
    connection: Any, keys: list[str], asked: Inquiry, standards: Standards, roster: Roster, *, is_summed: bool
) -> dict[str, list[Case]]:
    """Everybody's cases of these measures, by measure; `is_summed`: only to be summed."""
    made = connection, keys, asked.at, standards, roster.staff
    if not is_summed:
        return with_owners({}, cases_at(*made), roster, asked)
    return {measure: [*_owned(cases, roster, asked)] for measure, cases in summed_at(*made).items()}


def with_owners(
    known: dict[str, list[Case]], cases: Iterable[Case], roster: Roster, asked: Inquiry
) -> dict[str, list[Case]]:
    """These cases, each of whoever owned it, beside those that are known."""
    for case in _owned(cases, roster, asked):
        known.setdefault(case.measure, []).append(case)
    return known


def _owned(cases: Iterable[Case], roster: Roster, asked: Inquiry) -> Iterable[Case]:
    """Each case with whoever owned it when it fell due, where that is asked; of one worker only theirs. What is about
    no person nobody owned: a supervision is of its worker, a huddle of its team."""
    if asked.by != "worker" and asked.worker is None:
        yield from cases
        return
    for case in cases:
        place = case.place
        if not case.person:
            yield case
            continue
        at = case.due_at or case.starts_at
        owner = roster.owner(place.worker, None, place.team, case.person, at, asked.zone)
        if asked.worker is None or owner == asked.worker:  # of the others nothing is asked: they are many
            yield replace(case, place=replace(place, worker=owner))
