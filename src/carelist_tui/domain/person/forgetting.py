"""What a state may forget: whatever is closed and older than 28 days. What still owes something is kept."""

from __future__ import annotations

from datetime import datetime

from carelist_tui.domain.person.episodes import (
    OWES_FOLLOW_UP,
    WEIGHED,
    Episode,
    answer_owes_contact,
    awaits_decision,
    came_to_nothing,
    decision_is_over,
    episode_of,
    episodes,
    is_to_be_raised,
    owes_a_check,
    refused_outside,
)
from carelist_tui.domain.person.facts import Away, Check, Crisis, Decision, Escalation
from carelist_tui.domain.person.state import MEMORY, PersonState

MOST_GIVEN = 200
"""So many Dues given to another worker stay theirs, the newest: an action may be open for years."""


def forget(state: PersonState, now: datetime) -> None:
    """Drops what is closed and older than 28 days; what stands open is kept, and what belongs to it."""
    known = episodes(state) if state.misses else []
    horizon = min([now - MEMORY, *(each.t for each in known if each.is_open)])
    kept = [each for each in known if _still_owes(state, each) or (each.end is not None and each.end >= horizon)]
    ids = {id for each in kept for id in each.ids}
    gone = {id for each in known for id in each.ids} - ids
    ends = {each.ended.id for each in kept if each.ended is not None}
    _forget_decisions(state, known, gone, horizon)
    state.checks = [x for x in state.checks if x.at >= horizon or x is state.checks[-1] or _undecided(state, known, x)]
    state.crises = [x for x in state.crises if x.at >= horizon or _is_unanswered(state, x)]
    state.aways = [x for x in state.aways if _still_matters(state, x, horizon)]
    state.replies = [
        x
        for x in state.replies
        if not state.contact_after(x.order) and (x.at >= horizon or answer_owes_contact(state, x, known))
    ]
    refused = {x.id for x in refused_outside(state, known) if awaits_decision(state, x, ())}
    refused |= {state.attempts[-1].id} if state.attempts else set()
    state.attempts = [x for x in state.attempts if x.at >= horizon or x.id in ends or x.id in refused]
    _forget_contacts(state, ends, horizon)
    state.misses = [x for x in state.misses if x.id in ids]
    state.closings = [x for x in state.closings if x.at >= horizon or x.id in ends]
    state.handovers = [x for x in state.handovers if x.closed is None or x.closed.at >= horizon]
    state.put_off = {key: x for key, x in state.put_off.items() if (x.until or x.at) >= horizon}
    if len(state.given_to) > MOST_GIVEN:
        newest_given = sorted(state.given_to.items(), key=lambda each: each[1].order)[-MOST_GIVEN:]
        state.given_to = dict(newest_given)
    state.spans = [x for x in state.spans if x.ends is None or x.ends >= horizon]
    for thing in [t for t in state.marks if t.startswith(("planned:", "decision:", "handover:"))]:
        if all(mark.at < horizon for mark in state.marks[thing]) and not state.thing_is_disputed(thing):
            del state.marks[thing]


def _forget_contacts(state: PersonState, ends: set[str], horizon: datetime) -> None:
    if not state.lives or state.lives[0].at >= horizon:
        return
    newest = {x.id for x in (state.last_contact, state.last_seen) if x is not None}
    state.lives = [
        x
        for x in state.lives
        if x.at >= horizon or x.id in ends or x.id in newest or state.thing_is_disputed(x.planned)
    ]


def _still_owes(state: PersonState, episode: Episode) -> bool:
    """Open, or ended and yet owing a risk check, a decision on one, or an escalation that was decided."""
    return (
        episode.is_open
        or owes_a_check(state, episode)
        or any(is_to_be_raised(state, each) for each in episode.decisions)
        or any(x.overall in WEIGHED and awaits_decision(state, x, episode.ids) for x in episode.own_checks)
    )


def _forget_decisions(state: PersonState, known: list[Episode], gone: set[str], horizon: datetime) -> None:
    def stands(decision: Decision) -> bool:
        if decision.replaced or decision.episode in gone or decision.episode in state.struck:
            return False
        about_one = decision.episode is not None
        return about_one or is_to_be_raised(state, decision) or not decision_is_over(state, decision, known)

    def owes(escalation: Escalation) -> bool:
        episode = episode_of(known, escalation.episode)
        ids = episode.ids if episode is not None else ()
        return escalation.is_open or any(
            awaits_decision(state, x, ids) for x in came_to_nothing(state, escalation, known)
        )

    state.escalations = [x for x in state.escalations if x.at >= horizon or owes(x)]
    state.decisions = [x for x in state.decisions if x.at >= horizon or stands(x)]


def _undecided(state: PersonState, known: list[Episode], check: Check) -> bool:
    of_it = next((each for each in known if check in each.own_checks), None)
    return check.overall in WEIGHED and awaits_decision(state, check, of_it.ids if of_it else ())


def _is_unanswered(state: PersonState, crisis: Crisis) -> bool:
    """Nobody has spoken to them since, or the risk plan has not changed since."""
    plan = state.risk_plan_fact
    waits = crisis.received is None or plan is None or plan.order < crisis.order
    return waits or not state.contact_after(crisis.order)


def _still_matters(state: PersonState, away: Away, horizon: datetime) -> bool:
    back = away.returned
    if back is None or back.at >= horizon or any(each.repeat for each in state.bookings):
        return True
    return away.kind in OWES_FOLLOW_UP and not state.contact_after(back.order)
