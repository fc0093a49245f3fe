"""One person as `show --json` answers them (surface.md): state, plans, what is open, what is owed, the story."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.card import Bearing, Other
from carelist_tui.domain.dues.bookings import booked_starts
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.sharing import sharing_of
from carelist_tui.domain.dues.warnings import warnings_for
from carelist_tui.domain.entries.entry import Entry, called_of
from carelist_tui.domain.entries.erased import is_erased
from carelist_tui.domain.entries.origin import as_called_here
from carelist_tui.domain.person.facts import Attempt, Live
from carelist_tui.domain.person.story import corrections_in_force, each_once
from carelist_tui.domain.views.bearings import bearings_of, red_flags_of
from carelist_tui.domain.views.open_things import actions, changes, handovers, indicators, moment
from carelist_tui.domain.views.queue import episode_as_json
from carelist_tui.domain.worklist import Item, as_json


def shown(ground: Ground, items: list[Item], story: Iterable[Entry], at: datetime | None = None) -> dict[str, Any]:
    """The whole answer; every key is always there, null or empty where there is nothing. What bears on a decision is
    that of `at`, where it is given."""
    state, identity, episode = ground.state, ground.state.identity, ground.episode
    told_entries = list(story)
    return {
        "person": state.person,
        "ref": identity.ref,
        "name": " ".join(filter(None, (identity.given, identity.family))),
        "on_caseload": state.first_named is not None and state.on_caseload,
        "identity": identity.model_dump(mode="json", by_alias=True, exclude_none=True),
        "away": _away(ground),
        "died": {"confirmed": state.death.confirmed, "id": state.death.id} if state.death else None,
        "tier": ground.tier.value if ground.tier else None,
        "zone": state.zone_now if state.first_named else None,
        "high": ground.is_high,
        "leaving": state.leaving is not None,
        "coordinator": state.coordinator.value if state.coordinator else None,
        "clinical_oversight": state.oversight or None,
        **_contact_so_far(ground),
        "early_warning": _signs(ground),
        "episode": episode_as_json(ground, episode, items) if episode else None,
        "plan": _plan(state.plan, state.plan_fact.id if state.plan_fact else None),
        "risk_plan": _plan(state.risk_plan, state.risk_plan_fact.id if state.risk_plan_fact else None),
        "handovers": handovers(ground),
        "escalations": _escalations(ground),
        "actions": actions(ground),
        **indicators(ground, told_entries),
        **changes(ground, told_entries),
        **_sharing(ground),
        "warnings": list(warnings_for(ground)),
        "bearings": [_bearing(ground, each) for each in bearings_of(ground) if at is None or each.stands_at(at)],
        "red_flags": list(red_flags_of(ground)),
        "items": [as_json(item, ground.calendar.zone) for item in items],
        "story": told(told_entries, ground.standards.limits.late_after, ground.calendar.zone),
    }


def _bearing(ground: Ground, each: Bearing) -> dict[str, Any]:
    at, until = moment(ground, each.at), moment(ground, each.until)
    words = each.said_in_full(ground.calendar.zone)
    return {"kind": each.kind, "at": at, "until": until, "by": each.by or None, "loud": each.is_loud, "in_words": words}


def _sharing(ground: Ground) -> dict[str, Any]:
    """Who may be told, who must not, and about whom to ask first; a moment in the service's zone."""
    sharing = sharing_of(ground)

    def other(each: Other) -> dict[str, Any]:
        known = {"relation": each.relation or None, "agency": each.agency or None, "phone": each.phone or None}
        return {"name": each.name, **known, "when": each.when or None}

    return {
        "may_be_told": [
            {**other(each), "basis": each.basis, "since": moment(ground, each.since)} for each in sharing.may_be_told
        ],
        "ask_first": [other(each) for each in sharing.ask_first],
        "must_not_be_told": [
            {"name": each.name, "since": moment(ground, each.since), "in_words": each.sentence}
            for each in sharing.must_not_be_told
        ],
    }


def _away(ground: Ground) -> dict[str, Any] | None:
    away = ground.state.away_now
    if away is None:
        return None
    return {
        "kind": away.kind,
        "where": away.where,
        "confirmed": away.confirmed,
        "since": moment(ground, away.at),
        "expected_until": away.expected_until.isoformat() if away.expected_until else None,
    }


def _contact_so_far(ground: Ground) -> dict[str, Any]:
    state = ground.state
    return {
        "last_contact": contact_as_json(ground, state.last_contact),
        "last_seen": contact_as_json(ground, state.last_seen),
        "last_attempt": _attempt(ground, state.attempts[-1]) if state.attempts else None,
        "next_contacts": [
            {
                "planned": booking.id,
                "occurrence": moment(ground, start) if booking.repeat else None,
                "at": moment(ground, start),
                "until": moment(ground, end),
                "method": booking.method,
                "purpose": booking.purpose,
                "worker": booking.worker,
                "place": booking.place or None,
                "owed": not ground.was_away_at(start),
            }
            for start, end, booking in booked_starts(ground, while_away=True)
        ],
    }


def _signs(ground: Ground) -> dict[str, Any] | None:
    signs = ground.signs
    return {"since": moment(ground, signs.at), "signs": ground.signs_words} if signs else None


def _escalations(ground: Ground) -> list[dict[str, Any]]:
    return [
        {
            "escalation": each.id,
            "route": each.route,
            "owner": each.owner,
            "raised_at": moment(ground, each.at),
            "respond_by": moment(ground, each.respond_by),
            "answer": each.answer,
            "closed_at": moment(ground, each.closed.at if each.closed else None),
        }
        for each in ground.state.escalations
    ]


def contact_as_json(ground: Ground, live: Live | None) -> dict[str, Any] | None:
    """A live contact: which entry, when, by which method."""
    return {"id": live.id, "at": moment(ground, live.at), "method": live.method} if live else None


def _attempt(ground: Ground, attempt: Attempt) -> dict[str, Any]:
    at = moment(ground, attempt.at)
    return {"id": attempt.id, "at": at, "method": attempt.method, "to": attempt.to, "outcome": attempt.outcome}


def _plan(plan: BaseModel | None, id: str | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    return {"id": id, **plan.model_dump(mode="json", by_alias=True, exclude_unset=True)}


def told(story: Iterable[Entry], late_after: Interval, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Every entry as stored (one of another team with its workers as they are called here), in story order, with a
    plain line, whether it came late (recorded so long after it
    happened, or was learned of), and how a correction left it. Moments in words are told in `zone`, the service's.

    `erased`: what it said was lawfully erased.
    `clock_ahead`: a clock that ran ahead recorded it; it counts from when somebody said that this laptop's is right.
    """
    entries = sorted(each_once(story).values(), key=lambda each: each.order)
    corrections, called = corrections_in_force(entries), called_of(entries)
    lines = []
    for entry in entries:
        waited = entry.recorded_at - (entry.learned_at or entry.occurred_at)
        is_ahead = entry.occurred_at != datetime.fromisoformat(entry.raw["occurred_at"])
        late = waited > late_after.about and not is_ahead
        line = dict(sorted(as_called_here(entry.raw).items()))
        line |= {"in_words": entry.in_words(zone, called), "late": late}
        if is_erased(entry.raw):
            line["erased"] = True
        if is_ahead:
            line["clock_ahead"] = True
        if entry.id in corrections:
            correction, body = corrections[entry.id]
            line["corrected_by"] = correction.id
            line["struck"] = body.strikes_out
        lines.append(line)
    return lines
