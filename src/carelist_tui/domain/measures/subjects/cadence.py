"""Contact as often as it is owed: the days on which it was, and who is in it three months after they came (S4:75,
S3:36)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carelist_tui.domain.measures.case import BEFORE, DIED, LEFT_OUT, Case, Place
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import Standing, Stretch
from carelist_tui.domain.measures.measure import MICROSECOND, Tally, Window, share_of
from carelist_tui.domain.measures.subjects.access import (
    acceptances_in_turn,
    first_contact_due,
    first_whole_contact,
    is_of_before,
)
from carelist_tui.domain.moments import utc

DAY = timedelta(days=1)
LAST_DAY = 90
"""So many days after they came it is asked whether they are in cadence."""


@dataclass(slots=True)
class Days:
    """Local days running on the caseload, from `first` and before `until` (None: to the end), in one place. `kept`: at
    no moment of any of them was live contact overdue. `reason`: why they stand in no figure."""

    first: date
    until: date | None
    place: Place
    reason: str | None
    kept: bool = True

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class _Part:
    """From one change of how they stood to the next."""

    begins: datetime
    ends: datetime | None
    standing: Standing
    reason: str | None


def cadence_kept(course: Course) -> Iterator[Case]:
    """Their days on the caseload, as many together as are alike: counted where live contact was never overdue on
    them. A day is of the place in which it began."""
    calendar = course.ground.calendar
    for days in days_on_caseload(course):
        ends = utc(calendar.at(days.until, time(0))) if days.until is not None else None
        yield Case(
            "cadence_kept", course.person, utc(calendar.at(days.first, time(0))), ends,
            counted=days.kept, excluded=days.reason, place=days.place,
        )  # fmt: skip


def days_kept(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """So many days of so many, of those that are over; left out: days, and not people."""
    tally, day_of = Tally(), window.service.day_of
    begins, until = day_of(window.begins), day_of(window.as_at)
    for case in cases:
        if case.starts_at >= window.as_at or (case.stops_at is not None and case.stops_at <= window.begins):
            continue
        # What reaches over an end of the window is cut there: its own day need not be worked out.
        stops = case.stops_at
        ends = day_of(stops) if stops is not None and stops < window.as_at else until
        number = (ends - (day_of(case.starts_at) if case.starts_at > window.begins else begins)).days
        if number <= 0:
            continue
        if case.excluded is not None:
            tally.left_out[case.excluded] += number
            continue
        tally.d += number
        tally.n += number if case.counted else 0
    return tally


def days_on_caseload(course: Course) -> list[Days]:
    """Every day that began while they were on the caseload."""
    parts = [part for part in _parts(course) if part.standing.on_caseload]
    overdue = _Overdue(course, parts)
    found: list[Days] = []
    for part in parts:
        first, until = _dawn(course, part.begins), _dawn(course, part.ends) if part.ends is not None else None
        if until is not None and until <= first:
            continue
        for days in overdue.split(Days(first, until, part.standing.place, part.reason)):
            last = found[-1] if found else None
            alike = last and (last.until, last.place, last.reason, last.kept) == (
                days.first, days.place, days.reason, days.kept
            )  # fmt: skip
            if last is not None and alike:
                last.until = days.until
            else:
                found.append(days)
    return found


class _Overdue:
    """The days on which live contact was overdue at some moment, in order; asked for days in order."""

    def __init__(self, course: Course, parts: Sequence[_Part]) -> None:
        day_of = course.ground.calendar.day_of
        self._runs: list[tuple[date, date | None]] = []
        for part in parts:
            by = part.standing.in_cadence_until
            if by is None or part.reason is not None or (part.ends is not None and part.ends <= by):
                continue
            begins = day_of(max(part.begins, by))
            self._add(begins, day_of(part.ends - MICROSECOND) + DAY if part.ends is not None else None)
        self._next = 0

    def _add(self, begins: date, until: date | None) -> None:
        last = self._runs[-1] if self._runs else None
        if last is not None and (last[1] is None or begins <= last[1]):
            self._runs[-1] = last[0], until
        else:
            self._runs.append((begins, until))

    def split(self, days: Days) -> Iterator[Days]:
        """The same days, those on which it was overdue apart."""
        first = days.first
        while days.reason is None and self._next < len(self._runs):
            begins, until = self._runs[self._next]
            if until is not None and until <= first:
                self._next += 1
                continue
            if days.until is not None and begins >= days.until:
                break
            if first < begins:
                yield Days(first, begins, days.place, None)
            ends = days.until if until is None else until if days.until is None else min(until, days.until)
            yield Days(max(first, begins), ends, days.place, None, kept=False)
            if ends is None or ends == days.until:
                return
            first = ends
        yield Days(first, days.until, days.place, days.reason, kept=days.reason is None)


def _parts(course: Course) -> Iterator[_Part]:
    """How they stood, and what of it stands in no figure, from each change of either to the next."""
    ends = [each.ends for each in course.stretches if each.ends is not None]
    changes = sorted({*(each.since for each in course.standings), *(each.begins for each in course.stretches), *ends})
    coming, open_ones = deque(sorted(course.stretches, key=lambda each: each.begins)), list[Stretch]()
    standings, number = course.standings, 0
    for begins, after in zip(changes, [*changes[1:], None], strict=False):
        while number < len(standings) and standings[number].since <= begins:
            number += 1
        while coming and coming[0].begins <= begins:
            open_ones.append(coming.popleft())
        open_ones = [each for each in open_ones if each.ends is None or each.ends > begins]
        held = {each.reason for each in open_ones}
        reason = next((each for each in LEFT_OUT if each in held), None)
        yield _Part(begins, after, standings[number - 1], reason)


def _dawn(course: Course, moment: datetime) -> date:
    """The first day that begins at a moment or after it."""
    day = course.ground.calendar.day_of(moment)
    return day if utc(course.ground.calendar.at(day, time(0))) >= utc(moment) else day + DAY


def in_cadence_90(course: Course) -> Iterator[Case]:
    """Of those who were accepted: on the caseload ninety days later, and live contact at no moment of that day
    overdue. Who has left by then is not; who was away, refused or had died then is left out."""
    found = days_on_caseload(course) if course.acceptances else []
    for accepted, after in acceptances_in_turn(course):
        met = first_whole_contact(course, accepted.at, after.at if after else None)
        day = course.ground.calendar.day_of(accepted.clock) + LAST_DAY * DAY
        days = next((each for each in found if each.holds(day)), None)
        reason = days.reason if days is not None else _held_on(course, day)
        yield course.case(
            "in_cadence_90", accepted.clock, due_at=course.end_of_day(accepted.clock, LAST_DAY),
            counted=days is not None and days.kept, reasons=(), entries=(accepted.id,),
            excluded=BEFORE if is_of_before(course, accepted) else reason,
            first_in_time=met is not None and met.at <= first_contact_due(course, accepted), left=days is None,
        )  # fmt: skip


def _held_on(course: Course, day: date) -> str | None:
    """Why somebody who is not on the caseload on a day is left out: they had died."""
    begins = course.ground.calendar.at(day, time(0))
    return course.left_out(begins, course.end_of_day(begins), (DIED,))


def in_cadence_by_first_contact(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """The share; and the same of those whose first contact was in time, and of the others."""
    tally = share_of(cases, window)
    more: dict[str, float] = dict.fromkeys(
        (
            "first contact in time: in cadence", "first contact in time: people",
            "first contact late or never: in cadence", "first contact late or never: people",
            "no longer on the caseload",
        ),
        0,
    )  # fmt: skip
    for case in tally.standing:
        which = "in time" if case.facts["first_in_time"] else "late or never"
        more[f"first contact {which}: people"] += 1
        more[f"first contact {which}: in cadence"] += case.counted
        more["no longer on the caseload"] += case.facts["left"]
    tally.more = more
    return tally
