"""Plans that are theirs: agreed, in their own words, in date, and changed after a crisis (S0:43, S1:44, S4:68)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from carelist_tui.domain.entries import EngagementPlanAgreed, RiskPlanUpdated
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import GONE, Case
from carelist_tui.domain.measures.caseload_time import spans
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import MICROSECOND, Tally, Window, as_at, at_the_end, beside, has, share_of
from carelist_tui.domain.measures.subjects.crises import learned_late
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person.facts import Crisis, Fact

SETTLED_IN = timedelta(days=14)
WITHIN = timedelta(hours=72)
NO_PLAN: dict[str, Any] = {"kind": "plan", "plan": "", "agreed": None, "own_words": False, "in_date": False}
AGREED = ("yes", "in_part")
LEAST = ("no", "in_part", "yes")


def plans_owned(course: Course) -> Iterator[Case]:
    """The stretches of time, from 14 days on the caseload on, in which their contact plan stood as it did; and each
    crisis: a risk plan that says it was changed because of it came within 72 hours."""
    for span in spans(course, _changes(course)):
        begins = max(span.begins, span.here_since + SETTLED_IN)
        if span.ends is None or begins < span.ends:
            plan = span.facts["plan"]
            yield Case(
                "plans_owned", course.person, begins, span.ends, counted=_is_owned(span.facts), excluded=span.gone,
                place=span.place, facts=span.facts, entries=(plan,) if plan else (),
                is_disputed=bool(plan) and course.is_disputed(plan),
            )  # fmt: skip
    changed: dict[str, Entry] = {}
    for entry, body in course.said(RiskPlanUpdated):
        if body.because_of is not None:
            changed.setdefault(body.because_of, entry)
    for crisis in course.state.crises:
        yield _planned(course, crisis, changed.get(crisis.id))


def _is_owned(facts: dict[str, Any]) -> bool:
    return facts["agreed"] in AGREED and facts["own_words"] and facts["in_date"]


def _changes(course: Course) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """What stood of a contact plan, from each moment on. Its date counts until it has passed."""
    if course.standings:
        yield course.standings[0].since, NO_PLAN
    plans = list(course.said(EngagementPlanAgreed))
    disputed: list[tuple[Entry, EngagementPlanAgreed]] = []
    for (entry, body), after in zip(plans, [*plans[1:], None], strict=False):
        standing = [(entry, body)]
        if course.is_disputed(entry.id):
            disputed.append((entry, body))
            standing = disputed
        facts = NO_PLAN | {
            "agreed": min((said.agreed_with_person for _, said in standing), key=LEAST.index),
            "own_words": all((said.own_words or "").strip() for _, said in standing),
            "plan": entry.id,
        }
        lapses = min(_lapses_at(course, *each) for each in standing)
        yield entry.occurred_at, facts | {"in_date": lapses > entry.occurred_at}
        if lapses > entry.occurred_at and (after is None or lapses < after[0].occurred_at):
            yield lapses, facts


def _lapses_at(course: Course, entry: Entry, body: EngagementPlanAgreed) -> datetime:
    """The first moment at which its date, as far ahead as one may lie, has passed."""
    ground = course.then(entry.occurred_at)
    made = Fact(entry.id, entry.order, entry.clock_at)
    day = ground.day_within(body.review_on, made, ground.standards.limits.plan_review)
    return utc(ground.calendar.close_of(day)) + MICROSECOND


def _planned(course: Course, crisis: Crisis, changed: Entry | None) -> Case:
    """Counted from the crisis itself, whenever the service came to know; each by itself, since each owes its own."""
    return course.case(
        "plans_owned", crisis.at, stops_at=changed.occurred_at if changed is not None else None,
        due_at=crisis.at + WITHIN, reasons=GONE, entries=(crisis.id, changed.id if changed is not None else ""),
        kind="crisis", learned_late=learned_late(crisis),
    )  # fmt: skip


_OF_CRISES = ("crises", "crises with the risk plan changed in 72 hours")


def sum_owned(cases: Sequence[Case], stretches: Sequence[Case], window: Window) -> Tally:
    """People whose plan is theirs, of those on the caseload for 14 days, as at the end; and beside it the crises."""
    people = [case for case in cases if case.facts["kind"] == "plan"]
    crises = [case for case in cases if case.facts["kind"] == "crisis" and window.holds(case.starts_at)]
    tally = _BESIDE(list(as_at(people, window)), stretches, window)
    planned = share_of(crises, window)
    tally.more |= dict(zip(_OF_CRISES, (planned.d, planned.n), strict=True))
    return tally


def add_up_owned(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
    """The same of months together: people as at the end of the last, the crises of all."""
    total = replace(at_the_end(tallies, windows))
    crises = {words: sum(each.more[words] for each in tallies) for words in _OF_CRISES if tallies}
    total.more = {**total.more, **crises}
    return total


_BESIDE = beside(
    {
        "agreed": has("agreed", "yes"),
        "agreed in part": has("agreed", "in_part"),
        "not agreed": has("agreed", "no"),
        "no plan": has("agreed", None),
        "in their own words": has("own_words"),
        "in date": has("in_date"),
    }
)
