"""Overdue work, and who holds how much: as it stands at one moment (S4:24, S4:104)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries import DueDeferred
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import Owing, count_moments
from carelist_tui.domain.measures.measure import Tally, Window, last_of
from carelist_tui.domain.moments import utc

TWICE = 2
WEEK = timedelta(weeks=1)


def overdue_now(course: Course) -> Iterator[Case]:
    """Each contact or review for as long as it stood overdue, or put off twice and not yet due: what of it stands is
    asked at 09:00 of each week's first service day."""
    open_ones: dict[tuple[str, datetime, int], tuple[int, Case]] = {}
    put_off, calendar = _PutOff(course), course.ground.calendar
    for number, owing in enumerate(course.owing):
        for due in owing.dues:
            times = put_off.times(due.key, owing.since)
            if times < TWICE and owing.until is not None and due.due_at >= owing.until:
                continue
            case, key = _standing(course, owing, due, times), (due.key, due.due_at, times)
            if case.stops_at is not None and not any(count_moments(calendar, case.starts_at, case.stops_at)):
                continue
            last, known = open_ones.get(key, (number, None))
            if known is not None and last == number - 1 and known.place == case.place:
                # Between the two no hour lies at which it is counted.
                case = replace(known, stops_at=case.stops_at)
            elif known is not None:
                yield known
            open_ones[key] = number, case
    yield from (case for _, case in open_ones.values())


class _PutOff:
    """How many times each Due had been put off by a moment; asked for moments in order."""

    def __init__(self, course: Course) -> None:
        self._told = [(entry.occurred_at, body.due) for entry, body in course.said(DueDeferred)]
        self._next, self._times = 0, Counter[str]()

    def times(self, key: str, at: datetime) -> int:
        while self._next < len(self._told) and self._told[self._next][0] <= at:
            self._times[self._told[self._next][1]] += 1
            self._next += 1
        return self._times[key]


def _standing(course: Course, owing: Owing, due: Due, times: int) -> Case:
    due_at = utc(due.due_at)
    begins = owing.since if times >= TWICE else max(owing.since, due_at)
    return Case(
        "overdue_now", course.person, utc(begins), utc(owing.until) if owing.until is not None else None,
        place=course.place(begins, due.named_owner), entries=(due.source,), facts={
            "kind": due.kind, "is_review": KINDS[due.kind].brings == "review", "due_at": due_at.isoformat(),
            "put_off": times,
        },
    )  # fmt: skip


def counted_at(window: Window) -> datetime | None:
    """The last hour in a window at which overdue work is counted; None where none has come."""
    moments = count_moments(window.service, max(window.begins, window.as_at - 3 * WEEK), window.ends)
    return max((each for each in moments if each <= window.at), default=None)


def standing_at(cases: Sequence[Case], moment: datetime) -> Iterator[Case]:
    """Those that stand at a moment: it began by then, and is not over."""
    for case in cases:
        if case.starts_at <= moment and (case.stops_at is None or moment < case.stops_at):
            yield case


def overdue_at_count(cases: Sequence[Case], stretches: Sequence[Case], window: Window) -> Tally:
    """At the last count in the window: people with anything overdue, of those on the caseload; charted: how many
    contacts and reviews."""
    tally, at = Tally(), counted_at(window)
    if at is None:
        return tally
    standing = list(standing_at(cases, at))
    overdue = [case for case in standing if datetime.fromisoformat(case.facts["due_at"]) < at]
    tally.d = len({each.person for each in standing_at(stretches, at)} | {case.person for case in overdue})
    tally.n = len({case.person for case in overdue})
    tally.value = float(len(overdue))
    reviews = sum(case.facts["is_review"] for case in overdue)
    oldest = min((datetime.fromisoformat(case.facts["due_at"]) for case in overdue), default=at)
    tally.more = {
        "contacts overdue": len(overdue) - reviews,
        "reviews overdue": reviews,
        "people with any": tally.n,
        "days that the oldest is overdue": (at - oldest).days,
        "put off twice or more": sum(case.facts["put_off"] >= TWICE for case in standing),
    }
    return tally


at_last_count = last_of(counted_at)
"""Of several months: as it stood at the last hour at which it was counted."""
as_of_now = last_of(lambda window: window.holds(window.at))
"""Of several months: that which holds the moment at which it is read."""


def caseload_balance(course: Course) -> Iterator[Case]:
    """Who coordinates them, in which tier and zone, as their newest entry leaves them; and what is overdue from then
    on, or will be. How it stood at an earlier moment is read at that moment."""
    standing = course.standings[-1] if course.standings else None
    if standing is None or not standing.on_caseload:
        return
    every = course.ground.standards.tier(standing.place.tier).contact_every.about
    yield Case(
        "caseload_balance", course.person, standing.since, place=standing.place,
        facts={"hundredths": round(100 * WEEK / every)},
    )  # fmt: skip
    for owing in course.owing[-1:]:
        for due in owing.dues if owing.until is None else ():
            yield replace(_standing(course, owing, due, 0), measure="caseload_balance", place=standing.place)


def balance(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """As it stands at `at`; of a period that is over by then nothing is said. People with anything overdue, of all;
    charted: the contacts a week that their tiers owe."""
    tally, at = Tally(), window.at
    if not window.holds(at):
        return tally
    standing = list(standing_at(cases, at))
    people = [case for case in standing if "hundredths" in case.facts]
    overdue = [x for x in standing if "due_at" in x.facts and datetime.fromisoformat(x.facts["due_at"]) < at]
    zones = Counter(case.place.zone for case in people)
    tally.d = len({case.person for case in people})
    tally.n = len({case.person for case in overdue} & {case.person for case in people})
    tally.value = sum(case.facts["hundredths"] for case in people) / 100
    tally.more = {
        "people": tally.d, "red": zones["red"], "amber": zones["amber"], "zone unknown": zones["unknown"],
        "overdue": len(overdue),
    }  # fmt: skip
    return tally
