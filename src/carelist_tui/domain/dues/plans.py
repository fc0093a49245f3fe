"""Plans and zones kept up: engagement plan, risk plan, zone review (S0:12, S0:16, S4:33)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.paper import paper_by
from carelist_tui.domain.person.facts import Crisis, Fact


def engagement_plan(ground: Ground) -> Iterator[Due]:
    """None agreed yet, or its review has come."""
    plan = ground.state.plan
    review_on = plan.review_on if plan else None
    yield from _plan(ground, "engagement_plan", ground.state.plan_fact, review_on, ground.numbers.engagement_plan)


def risk_plan(ground: Ground) -> Iterator[Due]:
    """None yet, or its review has come, or a crisis says that it must change (S4:68)."""
    plan = ground.state.risk_plan
    review_on = plan.review_on if plan else None
    yield from _plan(ground, "risk_plan", ground.state.risk_plan_fact, review_on, ground.numbers.risk_plan)


_WORDS = {
    "engagement_plan": (tr("Agree how we stay in contact"), tr("Review how we stay in contact")),
    "risk_plan": (tr("Write the risk plan"), tr("Update the risk plan")),
}


def _not_planned_for(ground: Ground) -> Crisis | None:
    """The first crisis that no risk plan has changed for: one that names it does, and no other (S4:68)."""
    waiting = [each for each in ground.state.crises if not each.planned]
    return min(waiting, key=lambda each: each.clock, default=None)


def _plan(ground: Ground, kind: str, made: Fact | None, review_on: date | None, first: Interval) -> Iterator[Due]:
    state, acceptance, calendar = ground.state, ground.state.acceptance, ground.calendar
    if acceptance is None:
        return
    to_make, to_review = _WORDS[kind]
    source: Fact = acceptance
    title, band, due_at = to_make, 4, calendar.after(acceptance.clock, first)
    words: Words = (tr("accepted "), acceptance.at)
    if made is not None and review_on is not None:
        source, title, words = made, to_review, (tr("agreed "), made.at)
        due_at = calendar.close_of(ground.day_within(review_on, made, ground.standards.limits.plan_review))
    crisis = _not_planned_for(ground) if kind == "risk_plan" else None
    if crisis is not None:
        soon = calendar.deadline(crisis.clock, ground.numbers.risk_plan_after_crisis, high=True)
        source, band, words, title = crisis, 2, (tr("crisis "), crisis.at), to_review
        due_at = min(paper_by(ground, due_at), soon)
    named = {"because_of": crisis.id} if crisis is not None else {}
    yield KINDS[kind].due(state.person, source.id, title, due_at, words, band=band, detail=named, since=source.clock)


def risk_plan_after_incident(ground: Ground) -> Iterator[Due]:
    """Each incident changes the risk plan, which says so; a complaint is answered otherwise (S4:56)."""
    for each in ground.state.to_plan_for:
        high, length = ground.is_high_at(each.at), ground.numbers.risk_plan_after_incident
        due_at = ground.calendar.deadline(each.clock, length, high=high)
        yield KINDS["risk_plan_after_incident"].due(
            ground.state.person, each.id, tr("Update the risk plan"), due_at, (each.words + " ", each.at),
            detail={"because_of": each.id},
        )  # fmt: skip


def zone_review(ground: Ground) -> Iterator[Due]:
    """Red and amber are looked at again by their date; amber from acceptance, and one that nobody has set yet, after 14
    days."""
    state, zone = ground.state, ground.state.zone
    if zone is None or zone.value == "green" or state.acceptance is None:
        return
    calendar = ground.calendar
    limit = ground.standards.limits.zone_review(zone.value)
    unset = calendar.after(zone.clock, limit if zone.value == "red" else ground.numbers.zone_review_from_acceptance)
    yield KINDS["zone_review"].due(
        state.person,
        zone.id,
        tr("Review zone {value}", value=in_plain_words(zone.value)) if zone.value != "unknown" else tr("Set the zone"),
        calendar.close_of(ground.day_within(zone.review_on, zone, limit)) if zone.review_on else unset,
        (
            tr("{value} since ", value=in_plain_words(zone.value))
            if zone.value != "unknown"
            else tr("no zone set since "),
            zone.at,
        ),
        since=zone.clock,
    )
