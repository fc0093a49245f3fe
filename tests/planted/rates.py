"""Counts of what happens for every hundred months that people were on the caseload and not away: crises, escalations,
steps against their home."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from tests.planted.case import Case, group_of, is_late_entry
from tests.planted.crises import crises, dead_or_away
from tests.planted.hours import OPENS, at_time, day_of
from tests.planted.kept_up import ENFORCEMENT
from tests.planted.standing import FOREVER, Span, discharge_counted_at
from tests.planted.story import Entry, Told

PERSON_MONTH = timedelta(days=365.25) / 12
NOT_HERE = "not_on_the_caseload"


def on_the_caseload(told: Told) -> list[Span]:
    """From a referral, an acceptance or a return to the service until declined, discharged or dead; of somebody who was
    brought over, from when the service opens that day."""
    turns: list[tuple[datetime, bool]] = []
    for entry in told.of("referral.received", "person.accepted", "person.reopened"):
        begins = entry.at
        if brought := entry.get("brought_over_on"):
            begins = max(begins, at_time(date.fromisoformat(brought), OPENS))
        turns.append((begins, True))
    turns += [(entry.at, False) for entry in told.of("referral.declined")]
    for entry in told.of("person.discharged"):
        if (counted := discharge_counted_at(told, entry)) is not None:
            turns.append((counted, False))
    spans: list[Span] = []
    begin: datetime | None = None
    for moment, comes in sorted(turns, key=lambda turn: turn[0]):
        if comes:
            begin = begin or moment
        elif begin is not None:
            spans.append(Span(begin, moment, "here"))
            begin = None
    return [*spans, *([Span(begin, FOREVER, "here")] if begin is not None else [])]


def pieces(told: Told) -> list[Span]:
    """The time on the caseload and not away, cut at every entry: in a piece nothing changes."""
    gone = dead_or_away(told)
    cuts = {entry.at for entry in told.entries} | {bound for span in gone for bound in (span.begin, span.end)}
    found = []
    for here in on_the_caseload(told):
        inside = sorted({here.begin, here.end, *(cut for cut in cuts if here.begin < cut < here.end)})
        for begin, end in pairwise(inside):
            if not any(span.begin <= begin < span.end for span in gone):
                found.append(Span(begin, end, "here"))
    return found


def person_months(
    tales: list[Told], since: date, until: date, at: datetime, by: str | None = None
) -> dict[str | None, float]:
    """Person-months of a period, by group; without `by` all of them under None."""
    begins, ends = at_time(since, time(0)), min(at_time(until, time(0)), at)
    found: dict[str | None, float] = defaultdict(float)
    for told in tales:
        for piece in pieces(told):
            length = min(piece.end, ends) - max(piece.begin, begins)
            if length > timedelta(0):
                group = group_of(Case(told, piece.begin, True), by) if by else None
                found[group] += length / PERSON_MONTH
    return dict(found)


def happened(told: Told, entry: Entry, start: datetime) -> Case:
    """What happened to somebody: left out where they were away or dead already, or not on the caseload. What comes
    with an admission is before it."""
    gone = next((span.why for span in dead_or_away(told) if span.begin < start < span.end), None)
    if gone is None and not any(span.begin <= start <= span.end for span in on_the_caseload(told)):
        gone = NOT_HERE
    return Case(told, start, True, left_out=gone, entries=[entry.id], late=is_late_entry(entry))


def crisis_rate(told: Told) -> list[Case]:
    return [happened(told, crisis, crisis.at) for crisis in crises(told)]


def escalation_rate(told: Told) -> list[Case]:
    return [happened(told, raised, raised.learned) for raised in told.of("escalation.raised")]


def tenancy(told: Told) -> list[Case]:
    """A notice, a court date, an eviction: on its day, or when it was noted where that day lay ahead; noted twice it is
    one."""
    cases, seen = [], set()
    for entry in told.of("tenancy.noted"):
        kind, on = entry.get("kind"), date.fromisoformat(str(entry.get("on")))
        if kind in ENFORCEMENT and (kind, on) not in seen:
            seen.add((kind, on))
            start = entry.learned if on > day_of(entry.learned) else at_time(on, time(0))
            cases.append(happened(told, entry, start))
    return cases
