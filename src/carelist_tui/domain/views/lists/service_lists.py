"""The lists that a service's database can answer: what its cases hold, under pseudonyms, and nothing that would have to
be guessed. The others are known in each team alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
from carelist_tui.domain.measures.charts.hidden import SMALL
from carelist_tui.domain.views.lists.caseload_people import PEOPLE
from carelist_tui.domain.views.lists.escalations import ESCALATIONS
from carelist_tui.domain.views.lists.every_list import Period
from carelist_tui.domain.views.lists.handovers import HANDOVERS
from carelist_tui.domain.views.lists.incidents import CRISES, INCIDENTS
from carelist_tui.domain.views.lists.list_columns import (
    Column,
    ListKind,
    Values,
    as_choice,
    as_flag,
    as_moment,
    as_worker,
)
from carelist_tui.domain.views.lists.week import WEEK

_PLACE = (Column("team", ""), Column("tier", tr("tier"), as_choice), Column("zone", tr("zone"), as_choice))
Says = Callable[[Case], Values]


@dataclass(frozen=True, slots=True)
class ServiceList:
    """One list over a service: `kind` as a team's own, of which it has the keys; `measure`: the cases that it is of,
    those for which `holds`; `says`: what of the keys a case tells; `columns` of a line."""

    kind: ListKind
    measure: str
    columns: tuple[Column, ...]
    says: Says
    holds: Callable[[Case], bool] = lambda case: True

    @property
    def in_lines(self) -> ListKind:
        """It as lines are made of it: with where, and with what a case tells."""
        return ListKind(
            self.kind.name, self.kind.title, (*_PLACE, *self.columns), one=self.kind.one, more=self.kind.more
        )


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None


def _seen(case: Case) -> Values:
    return {
        "seen": case.facts["seen"], "due_at": _at(case.due_at), "answered_at": _at(case.stops_at),
        "in_time": case.counted,
    }  # fmt: skip


def _learned(case: Case) -> Values:
    return {"learning_at": _at(case.stops_at)}


def _crisis(case: Case) -> Values:
    """What is within 72 hours of one person is one crisis, as every figure counts it."""
    facts = case.facts
    return {
        "kind": facts["kind"], "plan_used": facts["plan_used"], "after_a_miss": case.counted,
        "learn_by": facts.get("learn_by"), "learned_in_time": facts.get("learned_in_time"),
    }  # fmt: skip


def _escalated(case: Case) -> Values:
    return {
        "route": case.facts["route"], "respond_by": _at(case.due_at), "in_time": case.facts["answered_in_time"],
        "is_open": case.facts["is_open"],
    }  # fmt: skip


def _handed_over(case: Case) -> Values:
    return {"kind": case.facts["kind"], "accepted": case.facts["accepted"]}


_IN_TIME = Column("in_time", tr("in time"), as_flag)
_LESSONS = (Column("learning_at", tr("learned from"), as_moment, tr("not learned from yet")),)
_CRISES = (
    Column("kind", "", as_choice),
    Column("plan_used", tr("crisis plan used"), as_choice),
    Column("after_a_miss", tr("after a contact missed"), as_flag),
    Column("learn_by", tr("to be learned from by"), as_moment),
    Column("learned_in_time", tr("learned from in time"), as_flag),
)
_SEEN = (
    Column("seen", "", as_choice),
    Column("due_at", tr("answer by"), as_moment),
    Column("answered_at", tr("answered"), as_moment, tr("no decision or escalation yet")),
    _IN_TIME,
)
_ESCALATED = (
    Column("route", tr("to"), as_choice),
    Column("respond_by", tr("answer by"), as_moment),
    _IN_TIME,
    Column("is_open", tr("open"), as_flag),
)
_HANDED_OVER = (Column("kind", "", as_choice), Column("accepted", tr("accepted"), as_flag))
SERVICE_LISTS: Mapping[str, ServiceList] = {
    each.kind.name: each
    for each in (
        ServiceList(
            PEOPLE, ON_CASELOAD, (Column("owner", tr("with"), as_worker),), lambda case: {"owner": case.place.worker}
        ),
        ServiceList(WEEK, "signs_answered", _SEEN, _seen),
        ServiceList(CRISES, "crisis_after_miss", _CRISES, _crisis),
        ServiceList(INCIDENTS, "learning", _LESSONS, _learned, lambda case: case.facts["kind"] == "incident"),
        ServiceList(ESCALATIONS, "escalations_closed", _ESCALATED, _escalated),
        ServiceList(HANDOVERS, "handover_safe", _HANDED_OVER, _handed_over),
    )
}


def standing(cases: Iterable[Case], at: datetime) -> Iterator[Case]:
    """The stretches on the caseload in which somebody stands at a moment."""
    return (case for case in cases if case.starts_at <= at and (case.stops_at is None or case.stops_at > at))


def within(cases: Iterable[Case], period: Period, zone: ZoneInfo, at: datetime) -> Iterator[Case]:
    """Those that began in a period, and by a moment."""
    for case in cases:
        day = case.starts_at.astimezone(zone).date()
        if case.starts_at <= at and period.since <= day and (period.until is None or day < period.until):
            yield case


def items_outside(listed: ServiceList, cases: Iterable[Case], zone: ZoneInfo) -> tuple[list[Values], list[str | None]]:
    """The items of a list as they may leave, the latest first; and the teams of which 1 to 4 people would stand in it:
    their lines are left out, since so few are known by when and where."""
    held = [case for case in cases if case.person and listed.holds(case)]
    people: dict[str | None, set[str]] = {}
    for case in held:
        people.setdefault(case.place.team, set()).add(case.person)
    few = {team for team, those in people.items() if len(those) in SMALL}
    told = sorted((case for case in held if case.place.team not in few), key=lambda case: (case.starts_at, case.person))
    return [_item(listed, case, zone) for case in reversed(told)], sorted(few, key=lambda team: team or "")


def _item(listed: ServiceList, case: Case, zone: ZoneInfo) -> Values:
    keys = ("person", "ref", "name", *(column.key for column in listed.kind.columns))
    begins = {"since" if listed.measure == ON_CASELOAD else "at": _at(case.starts_at.astimezone(zone))}
    place = {"team": case.place.team, "tier": case.place.tier, "zone": case.place.zone}
    return {**dict.fromkeys(keys), **begins, "person": case.person, **place, **listed.says(case)}
