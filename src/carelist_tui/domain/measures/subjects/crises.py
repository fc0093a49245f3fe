"""Crises: how many, which came after a missed contact, which came again, and what was learned (S0:37, S1:46, S4:68)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, get_args

from carelist_tui.domain.entries import ActionClosed, ActionOpened, CrisisRecorded, IncidentRecorded, ReviewCompleted
from carelist_tui.domain.entries.choices import CrisisKind, choice_in_english
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import GONE, Case
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Asked, Tally, Window, add_up, beside, has, is_past
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person.facts import Crisis

ONE = timedelta(hours=72)
"""Crises of one person so soon after the first of them are one."""
AFTER_A_MISS = timedelta(days=28)
AGAIN = timedelta(days=30)
NOT_HERE = "not on the caseload"
PLAN_USED = ("no", "in_part", "yes")
"""What is said of the plan, the least first."""


def crises_as_one(crises: Sequence[Crisis]) -> list[list[Crisis]]:
    """Each crisis with those that came within 72 hours of its first moment; at 72 hours it is another."""
    found: list[list[Crisis]] = []
    for crisis in sorted(crises, key=lambda each: each.order):
        if found and crisis.at - found[-1][0].at < ONE:
            found[-1].append(crisis)
        else:
            found.append([crisis])
    return found


def learned_late(crisis: Crisis) -> bool:
    """Whether the service came to know of it only after it was."""
    return crisis.clock > crisis.at


class Misses:
    """When contacts were expected that were missed, joined ones too, for looking back on."""

    def __init__(self, course: Course) -> None:
        told = sorted((utc(miss.t), miss.id) for miss in course.state.misses)
        self._times, self._ids = [t for t, _ in told], [id for _, id in told]

    def before(self, moment: datetime, within: timedelta) -> str:
        """The newest that was expected by a moment, and no longer before it than that; empty where none was."""
        place = bisect_right(self._times, moment)
        return self._ids[place - 1] if place and moment - self._times[place - 1] <= within else ""

    def from_to(self, begins: datetime, ends: datetime) -> str:
        """The first that was expected from `begins` on, and not after `ends`; empty where none was."""
        place = bisect_right(self._times, begins - timedelta(microseconds=1))
        return self._ids[place] if place < len(self._times) and self._times[place] <= ends else ""


def crisis_after_miss(course: Course) -> Iterator[Case]:
    """Each crisis: counted where a contact that was missed was expected in the 28 days before it."""
    misses, lessons = Misses(course), Lessons(course)
    for one in crises_as_one(course.state.crises):
        ids, missed = [each.id for each in one], _missed_before(misses, one)
        facts = _facts(course, one) | (lessons.facts(ids, one[0].clock) if missed else {})
        yield course.happened(
            "crisis_after_miss", one[0].at, counted=bool(missed), entries=(*ids, missed, lessons.id_of(ids)), **facts
        )


def crisis_rate(course: Course) -> Iterator[Case]:
    """Each crisis of somebody on the caseload."""
    for one in crises_as_one(course.state.crises):
        standing = course.at(one[0].at)
        here = standing is not None and standing.is_here
        yield course.happened(
            "crisis_rate", one[0].at, excluded=None if here else NOT_HERE, entries=[each.id for each in one],
            **_facts(course, one),
        )  # fmt: skip


def crisis_again(course: Course) -> Iterator[Case]:
    """Each crisis: whether a further one came within 30 days. What came is counted, wherever they were between."""
    found = crises_as_one(course.state.crises)
    for one, after in zip(found, [*found[1:], None], strict=False):
        begins, ends = one[0].at, one[0].at + AGAIN
        came = after[0] if after is not None and after[0].at <= ends else None
        yield course.case(
            "crisis_again_30", begins, stops_at=came.at if came else None, due_at=ends, counted=came is not None,
            reasons=(), excluded=left_out_of_harm(course, begins, None if came else ends),
            entries=(one[0].id, came.id if came else ""), **_facts(course, one),
        )  # fmt: skip


def left_out_of_harm(course: Course, begins: datetime, until: datetime | None) -> str | None:
    """Why a case of what might come after something is left out: they were away, or had died, when it began; or where
    nothing came until then, for some of that time, which says nothing of a quiet one."""
    return course.left_out(begins, begins, GONE) or (course.held_within(begins, until, GONE) if until else None)


def learning(course: Course) -> Iterator[Case]:
    """Each crisis after a missed contact, and each incident: reviewed in time, and its change owned, and done. Who has
    died is not left out: that is learned from as well."""
    misses, lessons = Misses(course), Lessons(course)
    for one in crises_as_one(course.state.crises):
        if _missed_before(misses, one):
            yield lessons.case([each.id for each in one], one[0].at, one[0].clock, "crisis")
    for entry, _ in course.said(IncidentRecorded):
        yield lessons.case([entry.id], entry.clock_at, entry.clock_at, "incident")


class Lessons:
    """The learning reviews of a story, and what was to be done because of them."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._reviews: dict[str, tuple[Entry, ReviewCompleted]] = {}
        self._actions: dict[str, list[str]] = {}
        for entry, body in course.said(ReviewCompleted):
            if body.kind == "learning" and body.about is not None:
                self._reviews.setdefault(body.about, (entry, body))
        for entry, opened in course.said(ActionOpened):
            if opened.about is not None:
                self._actions.setdefault(opened.about, []).append(entry.id)
        self._done = {closed.action for _, closed in course.said(ActionClosed) if closed.outcome == "done"}

    def review(self, ids: Iterable[str]) -> tuple[Entry, ReviewCompleted] | None:
        """The first review about one of these."""
        found = (self._reviews[id] for id in ids if id in self._reviews)
        return min(found, key=lambda each: each[0].order, default=None)

    def id_of(self, ids: Iterable[str]) -> str:
        """The id of that review; empty where there is none."""
        review = self.review(ids)
        return review[0].id if review is not None else ""

    def facts(self, ids: Iterable[str], clock: datetime) -> dict[str, Any]:
        """By when it was to be learned from, whether it was, and whether that says what changes."""
        review, by = self.review(ids), self._due_at(clock)
        return {
            "learn_by": utc(by).isoformat(),
            "learned_in_time": review is not None and review[0].occurred_at <= by,
            "what_changes": review is not None and bool((review[1].what_changes or "").strip()),
        }

    def case(self, ids: list[str], begins: datetime, clock: datetime, kind: str) -> Case:
        """What was to be learned from: reviewed in time; an action about it, or about its review, owns the change."""
        review = self.review(ids)
        about = [*ids, *([review[0].id] if review is not None else [])]
        actions = [id for each in about for id in self._actions.get(each, ())]
        return self._course.case(
            "learning", begins, stops_at=review[0].occurred_at if review is not None else None,
            due_at=self._due_at(clock), reasons=(), entries=(*about, *actions), kind=kind, owned=bool(actions),
            done=any(id in self._done for id in actions),
        )  # fmt: skip

    def _due_at(self, clock: datetime) -> datetime:
        ground = self._course.then(clock)
        return ground.calendar.after(clock, ground.numbers.learning_review)


def _missed_before(misses: Misses, one: list[Crisis]) -> str:
    """The contact missed before one of what counts as one crisis; empty where there was none."""
    return next(filter(None, (misses.before(each.at, AFTER_A_MISS) for each in one)), "")


def _facts(course: Course, one: list[Crisis]) -> dict[str, Any]:
    """What is said beside a crisis. Of the plan the least that was said of it; what nobody said is not known."""
    bodies = [course.said_by(each.id, CrisisRecorded) for each in one]
    said = {body.plan_used for body in bodies if body is not None}
    used = next((each for each in PLAN_USED if each in said), "not_known")
    return {"kind": one[0].kind, "plan_used": used, "learned_late": learned_late(one[0])}


LATE: dict[str, Asked] = {"learned late": has("learned_late")}
"""Said beside every figure of crises, which starts at the crisis itself."""
_ASKED: dict[str, Asked] = {
    **LATE,
    **{choice_in_english(kind): has("kind", kind) for kind in get_args(CrisisKind)},
    "their plan was used": has("plan_used", "yes"),
    "their plan was used in part": has("plan_used", "in_part"),
    "their plan was not used": has("plan_used", "no"),
    "to be learned from by now": lambda case, window: is_past(case, "learn_by", window.at),
    "learned from in time": lambda case, window: is_past(case, "learn_by", window.at) and case.facts["learned_in_time"],
    "learned from, saying what changes": has("what_changes"),
}
_WORDS, _BESIDE = tuple(_ASKED), beside(_ASKED)


def sum_after_miss(cases: Sequence[Case], stretches: Sequence[Case], window: Window) -> Tally:
    """The share, and beside it each kind that there was, whether the plan was used, and what was learned."""
    return _with_kinds(_BESIDE(cases, stretches, window))


def add_up_after_miss(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
    """The same of months together."""
    total = add_up(tallies, windows)
    total.more = {words: total.more.get(words, 0) for words in _WORDS}
    return _with_kinds(total)


def _with_kinds(tally: Tally) -> Tally:
    """Without the kinds that there were none of."""
    none = [words for words in map(choice_in_english, get_args(CrisisKind)) if not tally.more.get(words)]
    tally.more = {words: count for words, count in tally.more.items() if words not in none}
    return tally
