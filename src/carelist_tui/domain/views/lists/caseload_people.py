"""Everybody on the caseload, and whoever is high: as things stand at a moment (measures.md: "show me how nobody becomes
invisible")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.views.bearings import bearings_of
from carelist_tui.domain.views.lists.list_columns import (
    Column,
    ListKind,
    Values,
    as_choice,
    as_contact,
    as_due,
    as_worker,
)
from carelist_tui.domain.views.person import contact_as_json
from carelist_tui.domain.worklist import Item, OnPerson, as_json, due_first

_WHO = (
    Column("owner", tr("with"), as_worker),
    Column("zone", tr("zone"), as_choice),
    Column("tier", tr("tier"), as_choice, tr("no tier set")),
)
_WHAT = (
    Column("last_contact", tr("last live contact"), as_contact, tr("no live contact yet")),
    Column("next", tr("next"), as_due, tr("NOTHING IS OWED")),
)
PEOPLE = ListKind("people", tr("Everybody on the caseload"), (*_WHO, *_WHAT), one=tr("person"), more=tr("people"))
HIGH = ListKind(
    "high",
    tr("Whoever is red or high, and why"),
    (*_WHO, Column("zone_reason", tr("because")), Column("reasons"), *_WHAT),
    one=tr("person"),
    more=tr("people"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person at a moment: what their rules stand on, what the worklist shows of them, and all that they are owed,
    what is only coming included."""

    ground: Ground
    who: OnPerson
    items: list[Item]


def people(standing: Iterable[Standing], at: datetime, roster: Roster) -> list[Values]:
    """Everybody on the caseload, once each, by name: who holds them, the last live contact, the next thing owed."""
    return _by_name((each.who, _person(each, at, roster)) for each in standing if each.ground.state.on_caseload)


def high(standing: Iterable[Standing], at: datetime, roster: Roster) -> list[Values]:
    """The same of whoever is red or high at a moment, and what makes them so."""
    return _by_name(
        (
            each.who,
            {**_person(each, at, roster), "zone_reason": each.who.zone_reason or None, "reasons": _reasons(each, at)},
        )
        for each in standing
        if each.ground.state.on_caseload and each.who.is_high(at)
    )


def _by_name(items: Iterable[tuple[OnPerson, Values]]) -> list[Values]:
    named = sorted(items, key=lambda one: (one[0].family.casefold(), one[0].given.casefold(), one[0].id))
    return [item for _, item in named]


def _person(each: Standing, at: datetime, roster: Roster) -> Values:
    who, zone = each.who, each.ground.calendar.zone
    following = next(iter(due_first(each.items)), None)
    return {
        "person": who.id,
        "ref": who.ref,
        "name": who.name,
        "owner": roster.owner(None, who.coordinator, who.team, who.id, at, zone),
        "zone": who.zone,
        "tier": who.tier,
        "last_contact": contact_as_json(each.ground, each.ground.state.last_contact),
        "next": as_json(following, zone) if following else None,
    }


def _reasons(each: Standing, at: datetime) -> list[str]:
    """What makes them high and nobody may act without having seen, the most telling first."""
    loud = (bearing for bearing in bearings_of(each.ground) if bearing.is_loud and bearing.stands_at(at))
    return [bearing.said_in_full(each.ground.calendar.zone) for bearing in loud]
