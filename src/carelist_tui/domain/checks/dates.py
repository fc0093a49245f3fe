"""How far back, and how far ahead, a moment or a date may lie (records.md, Looking back, looking ahead; standards.md,
Limits). Which way a field looks its own model says; here stands how far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.dues.handovers import first_contact_within
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.entries.entry import Body, Looks, looking_fields
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.slotted import dataclass

OWN_RULE: Mapping[tuple[str, str], str] = {
    ("decision.recorded", "review_at"): tr("deciding: by zone, and at high risk"),
    ("outreach.stopped", "review_at"): tr("deciding: as a decision, and 7 days at the most"),
    ("zone.set", "review_on"): tr("deciding: by zone"),
    ("engagement_plan.agreed", "review_on"): tr("deciding: 6 months"),
    ("risk_plan.updated", "review_on"): tr("deciding: 6 months"),
    ("review.completed", "next_review_on"): tr("deciding: 3 months"),
    ("due.deferred", "until"): tr("passing_on: by the band of the Due"),
    ("tenancy.noted", "on"): tr("the model: what is announced, 12 months; all else has been"),
    ("sample.drawn", "to"): tr("the model: after its beginning, and within a month of the drawing"),
    ("person.accepted", "brought_over_on"): tr("an import alone says it: the day it was made on"),
}
"""What looks ahead and is limited elsewhere, because more than its date counts there."""
Furthest = Callable[[Asked, Any], Interval]


@dataclass(frozen=True, slots=True)
class Ahead:
    """The limit of one field that looks ahead: how far, by the name of its limit in the Standards."""

    furthest: Furthest
    into_hours: bool = False
    """Whether hours move into service hours, as the hours of a Due do."""


def _limit(name: str) -> Furthest:
    def furthest(asked: Asked, _body: Any) -> Interval:
        found: Interval = getattr(asked.standards.limits, name)
        return found

    return furthest


def _reply(asked: Asked, body: Any) -> Interval:
    return asked.standards.limits.reply(body.route, high=asked.is_high)


def _action_due(asked: Asked, body: Any) -> Interval:
    area = getattr(body, "area", None)
    if area is None and asked.ground is not None:
        area = next((each.area for each in asked.ground.state.actions if each.id == body.action), None)
    return asked.standards.limits.action(area)


def _first_contact(asked: Asked, body: Any) -> Interval:
    if asked.ground is None:
        return asked.standards.limits.handover_first_contact
    handovers = asked.ground.state.handovers
    return first_contact_within(asked.ground, next((each for each in handovers if each.id == body.handover), None))


AHEAD: Mapping[tuple[str, str], Ahead] = {
    ("outreach.attempted", "promise"): Ahead(_limit("promise")),
    ("outreach.attempted", "call_back_at"): Ahead(_limit("call_back")),
    ("contact.planned", "at"): Ahead(_limit("booking")),
    ("contact.planned", "until"): Ahead(_limit("booking")),
    ("visit.begun", "back_by"): Ahead(_limit("back_by")),
    ("action.opened", "due_at"): Ahead(_action_due),
    ("action.changed", "due_at"): Ahead(_action_due),
    ("consent.recorded", "review_on"): Ahead(_limit("consent_review")),
    ("tier.set", "review_on"): Ahead(_limit("tier_review")),
    ("escalation.raised", "respond_by"): Ahead(_reply),
    ("handover.opened", "complete_by"): Ahead(_limit("handover_complete")),
    ("handover.accepted", "first_contact_at"): Ahead(_first_contact, into_hours=True),
    ("mdt.listed", "by"): Ahead(_limit("mdt_listed")),
    ("cover.arranged", "back_at"): Ahead(_limit("gap_cover_back")),
    ("person.admitted", "expected_until"): Ahead(_limit("away_until")),
    ("worker.away", "from"): Ahead(_limit("away_until")),
    ("worker.away", "until"): Ahead(_limit("away_until")),
    ("duty.set", "date"): Ahead(_limit("duty")),
    ("supervision.held", "next_on"): Ahead(_limit("supervision_next")),
    ("improvement.opened", "due_at"): Ahead(_limit("improvement_due")),
}
"""How far ahead each field may lie, by type and field. A field that looks ahead stands here, or in `OWN_RULE`."""


@checks(*(kind for kind in TYPES.values() if looking_fields(kind)))
def dates_lie_where_they_may(asked: Asked, body: Body) -> Iterator[Fault]:
    """What looks back is refused beyond the entry's own moment, what looks ahead beyond its limit: a mistyped year, or
    a weekday read the wrong way, would let a missed contact wait for it."""
    for path, said, looks in body.dated():
        if looks.way == "back":
            yield from _back(asked, path, said, looks)
        elif limit := AHEAD.get((asked.entry.type, path.removeprefix("body."))):
            yield from _ahead(asked, path, said, limit, body)


def _back(asked: Asked, path: str, said: date, looks: Looks) -> Iterator[Fault]:
    occurred_at, calendar = asked.entry.occurred_at, asked.standards.calendar
    by_day = looks.all_day or not isinstance(said, datetime)
    day = calendar.day_of(said) if isinstance(said, datetime) else said
    if day > asked.day if by_day else said > occurred_at:
        yield Fault(path, tr("can't be after {which}this happened", which=tr("the day ") if by_day else ""))
    elif looks.months is not None and day < asked.day - relativedelta(months=looks.months):
        yield Fault(
            path, tr("lies more than {months} months before this happened: is the year right?", months=looks.months)
        )


def _ahead(asked: Asked, path: str, said: date, limit: Ahead, body: Body) -> Iterator[Fault]:
    field, longest = path.removeprefix("body."), limit.furthest(asked, body)
    if isinstance(said, datetime):
        yield from asked.moment_within(said, field, longest, into_hours=limit.into_hours)
    else:
        yield from asked.date_within(said, field, longest)
