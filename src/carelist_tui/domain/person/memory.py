"""What a state may forget: whatever is closed and older than 28 days. What still owes something is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import TypeVar

from carelist_tui.domain.person.episodes import (
    OWES_FOLLOW_UP,
    WARDS,
    WEIGHED,
    Episode,
    answer_owes_contact,
    awaits_decision,
    came_to_nothing,
    decision_is_over,
    episode_of,
    episodes,
    is_to_be_raised,
    longest,
    owes_a_check,
    refused_outside,
)
from carelist_tui.domain.person.facts import (
    Attempt,
    Away,
    Check,
    Crisis,
    Decision,
    Escalation,
    Fact,
    Live,
    PutOff,
    Span,
)
from carelist_tui.domain.person.facts.fact import CRISIS
from carelist_tui.domain.person.handovers import bears_on_a_transfer
from carelist_tui.domain.person.sharing import forget_tellings
from carelist_tui.domain.person.state import MEMORY, PersonState
from carelist_tui.domain.standards.dues import LONGEST

SORTS: tuple[Callable[[Live], bool], ...] = (lambda x: True, lambda x: not x.partial, lambda x: x.seen)
"""What rules ask for the newest of: any contact, a whole one, one at which they were seen."""
MOST_KEPT = 200
"""So many Dues given to another worker stay theirs, and so many that were put off stay so, the newest: an action may be
open for years."""


ONLY_WHILE_RECENT = ("planned:", "decision:", "handover:")
"""What is remembered of these things goes with what they are about: a contact, a missed one, a handover. While that is
still known, whoever says otherwise without having seen it makes two versions, however late they say it."""


def forget(state: PersonState, now: datetime) -> None:
    """Drops what is closed and older than 28 days; what stands open is kept, and what belongs to it.

    It is asked after every entry of every story, and three times of five nothing of contact is old enough: then no
    missed contact is put together for it, which halves a fold (benchmarks/folding.py)."""
    if _may_forget_contact(state, now - MEMORY):
        forget_at_length(state, now)
    else:
        _forget_others(state, now - MEMORY, [])


def forget_at_length(state: PersonState, now: datetime) -> None:
    """The same, with every missed contact put together, whether or not anything is old enough to go."""
    known = episodes(state, longest) if state.misses else []
    horizon = min([now - MEMORY, *(each.t for each in known if each.is_open)])
    # Soon after one was over, the next is a repeat.
    before_open = {x.last_end for x in known if x.is_open and x.last_end is not None and x.t - x.last_end <= MEMORY}
    kept = [
        each
        for each in known
        if _still_owes(state, each) or (each.end is not None and (each.end >= horizon or each.end in before_open))
    ]
    ids = {id for each in kept for id in each.ids}
    gone = {id for each in known for id in each.ids} - ids
    ends = {each.ended.id for each in kept if each.ended is not None}
    tried = {attempt.id for each in kept if each.is_open for attempt in each.attempts}
    # Asked while the decisions that answered them are remembered.
    undecided = _still_undecided(state, known, horizon)
    _forget_decisions(state, known, gone, horizon)
    _forget_risk(state, undecided, horizon)
    _forget_contact(state, known, horizon, ends | tried | undecided)
    if state.misses:
        state.misses = [x for x in state.misses if x.id in ids]
    _forget_others(state, horizon, kept)


def _may_forget_contact(state: PersonState, horizon: datetime) -> bool:
    """Whether anything of contact, risk or decisions might go, as far as their dates tell. They are in story order; of
    some the newest always stays, so that one alone does not go. What ended a missed contact is no older than it, but
    for a death and a closure that came before."""
    if (state.replies and state.replies[0].at < horizon) or (
        state.misses and (state.death is not None or any(x.t < horizon for x in state.misses))
    ):
        return True
    newest_stays = (state.lives, state.attempts, state.checks, state.cancellations)
    if any(len(known) > 1 and known[0].at < horizon for known in newest_stays):
        return True
    others = (state.decisions, state.crises, state.escalations, state.closings)
    return any(known and known[0].at < horizon for known in others)


def _forget_others(state: PersonState, horizon: datetime, kept: list[Episode]) -> None:
    """What goes by its own date; `kept` are the missed contacts that stay."""
    if state.aways:
        state.aways = [x for x in state.aways if _still_matters(state, x, horizon)]
    forget_tellings(state, horizon)
    if state.handovers:
        own = bears_on_a_transfer(state)
        state.handovers = [
            x
            for x in state.handovers
            if x.closed is None
            or x.closed.at >= horizon
            or x.assured
            or x in own
            or state.thing_is_disputed(f"handover:{x.id}")
        ]
    state.put_off, state.given_to = _newest_of(state.put_off), _newest_of(state.given_to)
    if state.spans:
        open_still = (
            state.cancellations,
            state.crises,
            state.decisions,
            state.escalations,
            state.replies,
            state.reports,
        )
        asked = [each.at for facts in open_still for each in facts]
        _forget_spans(state, min([horizon, *(each.t for each in kept), *asked]))
    old = [
        thing
        for thing, marks in state.marks.items()
        if marks[0].at < horizon and thing.startswith(ONLY_WHILE_RECENT) and all(mark.at < horizon for mark in marks)
    ]
    kept_of = _things_known(state) if old else set()
    for thing in old:
        if thing not in kept_of and not state.thing_is_disputed(thing):
            del state.marks[thing]


def _newest_of(known: dict[str, PutOff]) -> dict[str, PutOff]:
    """What was said of Dues by their keys, as long as it is not too much: the Due may stand for years, and to forget it
    would move its moment."""
    if len(known) <= MOST_KEPT:
        return known
    return dict(sorted(known.items(), key=lambda each: each[1].order)[-MOST_KEPT:])


def _things_known(state: PersonState) -> set[str | None]:
    """What may still be told otherwise, because what was said of it is known."""
    decided = {f"decision:{x.episode or x.about}" for x in state.decisions}
    return decided | {x.planned for x in state.lives} | {f"handover:{x.id}" for x in state.handovers}


def _forget_spans(state: PersonState, since: datetime) -> None:
    """What is still owed asks whether they were high when it began, and its due moment never moves."""
    over = [(x, x.over_at(LONGEST)) for x in state.spans]
    if any(ends is not None and ends < since for _, ends in over):
        crises, asked = _asked_of_the_interval(state), [*_asked_of_a_moment(state)]
        state.spans = [
            x
            for x, ends in over
            if ends is None or ends >= since or x in crises or any(x.covers(at, LONGEST) for at in asked)
        ]


def _asked_of_a_moment(state: PersonState) -> Iterator[datetime]:
    """When that happened of which something may still be owed, whatever it was: each asks whether they were high."""
    facts = (state.acceptance, state.consent, state.death, state.medication_missed, state.tier_since, state.zone)
    several = (state.checks, state.attempts, state.to_plan_for, state.worries, state.worried_partners,
               state.faulty_details, state.aways, state.handovers, state.put_off.values())  # fmt: skip
    yield from (each.at for each in (*facts, *chain.from_iterable(several)) if each is not None)
    yield from (each.returned.at for each in state.aways if each.returned is not None)
    yield from (each.accepted.at for each in state.handovers if each.accepted is not None)


def _asked_of_the_interval(state: PersonState) -> list[Span]:
    """The crises that still make contact owed more often: the newest, and the first since the newest contact, from
    which it was (standards.md, Tiers)."""
    crises = [x for x in state.spans if x.reason == CRISIS]
    met = state.last_contact
    since = [x for x in crises if met is None or x.begins > met.at]
    return [*since[:1], *crises[-1:]]


def _still_undecided(state: PersonState, known: list[Episode], horizon: datetime) -> set[str]:
    """The old checks and refusals that nobody has decided about."""
    found = set()
    if state.checks and state.checks[0].at < horizon:
        found = {x.id for x in state.checks if x.at < horizon and _undecided(state, known, x)}
    if state.attempts and state.attempts[0].at < horizon:
        refused = refused_outside(state, known)
        found |= {x.id for x in refused if awaits_decision(state, x, _ids_of(x, known))}
    return found


def _forget_risk(state: PersonState, undecided: set[str], horizon: datetime) -> None:
    if state.checks:
        state.checks = _trimmed(state.checks, horizon, lambda x: x is state.checks[-1] or x.id in undecided)
    if state.crises:
        state.crises = _trimmed(state.crises, horizon, lambda x: _is_unanswered(state, x))


def _forget_contact(state: PersonState, known: list[Episode], horizon: datetime, ends: set[str]) -> None:
    if state.replies and state.replies[0].at < horizon:
        # That they were spoken to since may prove a mistake: what is recent is kept beside it.
        state.replies = _trimmed(state.replies, horizon, lambda x: answer_owes_contact(state, x, known))
    if state.attempts and state.attempts[0].at < horizon:
        needed = ends | {state.attempts[-1].id}
        state.attempts = _trimmed(state.attempts, horizon, lambda x: x.id in needed)
    if state.lives and state.lives[0].at < horizon:
        needed = ends | {x.id for x in state.since_whole_contact[:1]}
        # What a contact as usual settled, by the Standards in force, stays settled.
        settling = next((x for x in reversed(state.lives) if x.as_usual and (x.green or x.answered)), None)
        needed |= {settling.id} if settling is not None else set()
        needed |= {*_whatever_is_said_later(state)}
        state.lives = _trimmed(state.lives, horizon, lambda x: x.id in needed or state.thing_is_disputed(x.planned))
    if state.cancellations:
        unsettled = [x.at for x in state.cancellations if not state.has_settled(x, longest)]
        since = min([horizon, *(at - MEMORY for at in unsettled)])
        newest_one = state.cancellations[-1]
        state.cancellations = [x for x in state.cancellations if x is newest_one or x.at >= since]
    if state.closings:
        waiting = {id for each in known if each.is_open for id in each.ids}
        state.closings = _trimmed(
            state.closings, horizon, lambda x: x.episode in waiting if x.counted is None else x.counted.id in ends
        )


def _whatever_is_said_later(state: PersonState) -> Iterator[str]:
    """Of each sort the newest two contacts, and the newest that was not booked: that booked ones were kept may be told
    otherwise by somebody else, and then the one before them is the newest again. And the first since their acceptance:
    by it a miss that is told late knows that they had been met."""
    for is_of_sort in SORTS:
        spoken = (x for x in reversed(state.lives) if is_of_sort(x) and not state.thing_is_disputed(x.planned))
        newest = [*islice(spoken, 2)]
        unbooked = next((x for x in chain(newest, spoken) if x.planned is None), None)
        yield from (x.id for x in (*newest, unbooked) if x is not None)
    accepted = state.acceptance
    if accepted is not None and (met := state.contact_since(accepted.at)) is not None:
        yield met.id


def _ids_of(attempt: Attempt, known: list[Episode]) -> list[str]:
    """The missed contact that an attempt belongs to, by all its ids."""
    return next((each.ids for each in known if attempt in each.attempts), [])


F = TypeVar("F", bound=Fact)


def _trimmed(things: list[F], horizon: datetime, is_needed: Callable[[F], bool]) -> list[F]:
    """Those since the horizon, and of the older ones whatever is needed. They are in story order, so that only the
    older ones are asked about: a long story is folded in little time."""
    since = 0
    for each in things:
        if each.at >= horizon:
            break
        since += 1
    return [each for each in things[:since] if is_needed(each)] + things[since:] if since else things


def _still_owes(state: PersonState, episode: Episode) -> bool:
    """Open, or ended and yet owing a risk check, a decision on one, or an escalation that was decided; or ended by a
    death, which may prove untrue. The newest check is never forgotten, nor what was decided about it."""
    newest = state.checks[-1] if state.checks else None
    return (
        episode.is_open
        or owes_a_check(state, episode, longest)
        or state.has_died
        or any(is_to_be_raised(state, each) for each in episode.decisions)
        or any(
            x.overall in WEIGHED and (x is newest or awaits_decision(state, x, episode.ids)) for x in episode.own_checks
        )
    )


def _forget_decisions(state: PersonState, known: list[Episode], gone: set[str], horizon: datetime) -> None:
    def stands(decision: Decision) -> bool:
        if decision.replaced or decision.episode in gone or decision.episode in state.struck:
            return False
        about_one = decision.episode is not None or decision.agrees_to_discharge
        return about_one or is_to_be_raised(state, decision) or not decision_is_over(state, decision, known)

    def owes(escalation: Escalation) -> bool:
        episode = episode_of(known, escalation.episode)
        ids = episode.ids if episode is not None else ()
        return escalation.is_open or any(
            awaits_decision(state, x, ids) for x in came_to_nothing(state, escalation, known)
        )

    state.escalations = _trimmed(state.escalations, horizon, owes)
    state.decisions = _trimmed(state.decisions, horizon, stands)


def _undecided(state: PersonState, known: list[Episode], check: Check) -> bool:
    of_it = next((each for each in known if check in each.own_checks), None)
    return check.overall in WEIGHED and awaits_decision(state, check, of_it.ids if of_it else ())


def _is_unanswered(state: PersonState, crisis: Crisis) -> bool:
    """Nobody has spoken to them since, or no risk plan has changed because of it."""
    waits = crisis.received is None or not crisis.planned
    return waits or not state.whole_contact_after(crisis.order)


def _still_matters(state: PersonState, away: Away, horizon: datetime) -> bool:
    back = away.returned
    if back is None or back.at >= horizon:
        return True
    if any(each.repeat or away.at <= each.begins < back.at for each in state.bookings):
        return True  # what was booked within it is not owed, however long ago that was
    return away.kind in (*OWES_FOLLOW_UP, *WARDS) and not state.whole_contact_after(back.order)
