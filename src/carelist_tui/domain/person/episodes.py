"""Missed-contact episodes, derived from what was missed and what ended it (records.md, contact.missed).

An episode is open from t, when the contact was expected, until the first live contact at or after t, or a closure.
A miss while one is open joins it. Nothing here is stored: striking the contact that ended one re-opens it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import field
from datetime import datetime

from carelist_tui.domain.person.facts import Attempt, Check, Decision, Escalation, Fact, Miss, Reason, Span
from carelist_tui.domain.person.facts.fact import since
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards.dues import LONGEST, Lengths

FAILED_ATTEMPTS_BEFORE_DECISION = 2


@dataclass(slots=True)
class Episode:
    """A missed contact until it is resolved. `ids`: its own, and those of the misses that joined it."""

    miss: Miss
    ids: list[str]
    ended: Fact | None
    """The live contact, the answer in writing or the closure that ended it."""
    attempts: list[Attempt] = field(default_factory=list)
    raised: Span | None = None
    """Why and since when the person is high, where that began while the episode ran."""
    checks: list[Check] = field(default_factory=list)
    """Every risk check since it opened."""
    own_checks: list[Check] = field(default_factory=list)
    """Those about it: they name it, or name none and lie within it."""
    decisions: list[Decision] = field(default_factory=list)
    high: bool = False
    """Whether they were high at t (standards.md, Clocks)."""
    last_end: datetime | None = None
    """When the missed contact before this one ended."""

    @property
    def id(self) -> str:
        return self.miss.id

    @property
    def t(self) -> datetime:
        return self.miss.t

    @property
    def is_open(self) -> bool:
        return self.ended is None

    @property
    def ladder(self) -> str:
        """By the person's state when the contact was missed (standards.md, Ladders)."""
        return "high_risk" if self.high else "first_contact" if self.miss.unmet else "standard"

    @property
    def end(self) -> datetime | None:
        return self.ended.at if self.ended else None

    def covers(self, moment: datetime) -> bool:
        return self.t <= moment and (self.end is None or moment <= self.end)


LengthsAt = Callable[[datetime], Lengths]
"""The numbers by which what happened at a moment is read."""


def longest(_: datetime) -> Lengths:
    """The longest lengths there can be: for what the fold itself asks, which knows no Standards."""
    return LONGEST


def _what_ended(state: PersonState, miss: Miss, ids: list[str], lengths: Lengths) -> Fact | None:
    """The first in story order of: live contact at or after t, a closure, an answer in writing that was enough; and
    a death that is confirmed, which ends them all."""
    standard = not state.is_high_at(miss.t, lengths) and not miss.unmet
    met = state.contact_since(miss.t)
    ends: list[Fact] = [met] if met is not None else []
    ends += [each.counted for each in state.closings if each.episode in ids and each.counted is not None]
    ends += [
        attempt
        for attempt in (since(state.attempts, miss.t) if standard else ())
        if state.was_answer_enough(attempt, lengths)
    ]
    if state.death is not None and state.has_died:
        ends.append(state.death.confirmed_by or state.death)
    return min(ends, key=lambda each: each.order, default=None)


def episodes(state: PersonState, lengths_at: LengthsAt) -> list[Episode]:
    """Every episode still remembered, the oldest first; each is read by the numbers in force at its t."""
    found = _put_together(state, state.misses, lengths_at)
    for before, episode in zip([None, *found], found, strict=False):
        episode.high = state.is_high_at(episode.t, lengths_at(episode.t))
        _gather(state, episode, before)
    return found


def _put_together(state: PersonState, misses: Iterable[Miss], lengths_at: LengthsAt) -> list[Episode]:
    """What was missed in a row as one: each with its ids, and what ended it."""
    found: list[Episode] = []
    for miss in sorted(misses, key=lambda each: (each.t, each.order)):
        last = found[-1] if found else None
        if last is not None and (last.end is None or last.end >= miss.t):
            last.ids.append(miss.id)
            last.ended = _what_ended(state, last.miss, last.ids, lengths_at(last.t))
        else:
            found.append(Episode(miss, [miss.id], _what_ended(state, miss, [miss.id], lengths_at(miss.t))))
    return found


def ids_together(state: PersonState, id: str | None, lengths_at: LengthsAt) -> list[str]:
    """The ids of the missed contact that an id stands for; none where it is not remembered.

    Live contact parts them: what was missed by then has ended by then, so that none of it is put together with what was
    missed later. Else each decision of a look back would go over all that was ever missed."""
    miss = next((each for each in reversed(state.misses) if each.id == id), None)
    if miss is None:
        return []
    met = state.contact_before(miss.t)
    later = [each for each in state.misses if met is None or each.t > met.at]
    return next((each.ids for each in _put_together(state, later, lengths_at) if id in each.ids), [])


def _gather(state: PersonState, episode: Episode, before: Episode | None) -> None:
    episode.last_end = before.end if before is not None else None
    episode.attempts = [
        each
        for each in state.attempts
        if each.episode in episode.ids or (each.episode is None and episode.covers(each.at))
    ]
    episode.checks = [check for check in state.checks if check.at >= episode.t]
    episode.own_checks = [
        check
        for check in state.checks
        if check.episode in episode.ids or (check.episode is None and episode.covers(check.at))
    ]
    episode.decisions = [each for each in state.decisions if each.episode in episode.ids]
    if not episode.high:
        began = [span for span in state.spans if span.begins > episode.t and episode.covers(span.begins)]
        episode.raised = min(began, key=lambda span: span.begins, default=None)


def open_episode(state: PersonState, lengths_at: LengthsAt) -> Episode | None:
    """The missed contact that stands open, if one does."""
    if not state.misses:
        return None
    return next((each for each in reversed(episodes(state, lengths_at)) if each.is_open), None)


def episode_of(known: list[Episode], id: str | None) -> Episode | None:
    """The missed contact that an id stands for, where it is remembered."""
    return next((each for each in known if id in each.ids), None)


def owes_a_check(state: PersonState, episode: Episode, lengths_at: LengthsAt) -> bool:
    """No risk check since it opened; a green person met as usual since owes none any more (S0:29)."""
    met = (live for live in state.contacts if live.at >= episode.t)
    return not episode.checks and not any(state.was_calm(live, lengths_at(live.at)) for live in met)


WEIGHED = ("concern", "high")
"""What a risk check finds that owes a decision."""
COULD_NOT_TALK = "could_not_talk"
OWES_A_DECISION = ("declined", "declined_at_door", "spoke_not_seen", COULD_NOT_TALK)
ABOUT_ANYONE = ("clinical_review", "safeguarding")
DECLINED = ("declined", "redirected")
WARDS = ("mental_health_ward", "general_ward")
"""Back from these, they are looked in on (standards.md, transition_check)."""
OWES_FOLLOW_UP = ("mental_health_ward", "custody")
"""Back from these, a follow-up is owed within 72 hours (records.md, person.returned)."""


def awaits_decision(state: PersonState, fact: Fact, ids: Container[str]) -> bool:
    """Whether no decision about that missed contact, or about anything clinical or safeguarding, is newer than this."""
    newest = newest_decision(state, ids)
    return newest is None or fact.order > newest.order


def newest_decision(state: PersonState, ids: Container[str]) -> Decision | None:
    """The newest decision about that missed contact, or about clinical review or safeguarding, which count for all."""
    made = [
        each
        for each in state.decisions
        if not each.ignored
        and each.decision != "stopped"
        and (each.about in ABOUT_ANYONE or (each.episode and each.episode in ids))
    ]
    return max(made, key=lambda each: each.order, default=None)


def refused_outside(state: PersonState, known: list[Episode]) -> list[Attempt]:
    """Attempts that were declined while no missed contact stood open, and no contact since. Who could not talk just
    then is spoken to, and declined nothing."""
    found = []
    for attempt in state.attempts:
        if attempt.outcome not in OWES_A_DECISION or attempt.outcome == COULD_NOT_TALK:
            continue
        if state.contact_after(attempt.order):
            continue
        of_it = next((each for each in known if attempt in each.attempts), None)
        if of_it is None or (of_it.end is not None and of_it.end < attempt.at):
            found.append(attempt)
    return found


def came_to_nothing(state: PersonState, escalation: Escalation, known: list[Episode]) -> list[Fact]:
    """What of an escalation owes a new decision: it was declined or redirected, or ended without contact (S4:58)."""
    episode = episode_of(known, escalation.episode)
    end = episode.end if episode is not None else None
    found: list[Fact] = []
    answered, closed = escalation.answered, escalation.closed
    if answered is not None and escalation.answer in DECLINED and not state.contact_after(answered.order):
        found.append(answered)
    if closed is not None and not state.contact_after(escalation.order):
        found.append(closed)
    return [each for each in found if end is None or each.at > end]


def is_to_be_raised(state: PersonState, decision: Decision) -> bool:
    """Decided to escalate, not raised, and neither decided anew nor about a contact that was not missed after all."""
    stands = decision.decision == "escalate" and not (decision.replaced or decision.raised or state.has_died)
    return stands and decision.episode not in state.struck


def decision_is_over(state: PersonState, decision: Decision, known: list[Episode]) -> bool:
    """Its episode has ended; without one, a later check found nothing new and there was contact since (S0:30)."""
    if decision.episode is not None:
        episode = episode_of(known, decision.episode)
        return decision.episode in state.struck or (episode is not None and not episode.is_open)
    calm = any(x.overall == "no_new_concern" and x.order > decision.order for x in state.checks)
    return calm and state.contact_after(decision.order)


def answer_owes_contact(state: PersonState, reply: Reason, known: list[Episode]) -> bool:
    """Whether live contact is still owed to somebody who answered in writing, could not talk, or said when to ring."""
    if state.contact_after(reply.order):
        return False
    if reply.kind == COULD_NOT_TALK or reply.call_back_at is not None:
        return True
    back = [each.returned for each in state.aways if each.returned is not None and each.kind in OWES_FOLLOW_UP]
    waiting = [*state.crises, *back]
    missed = any(each.is_open and reply.at >= each.t for each in known)
    return missed or state.is_unmet or any(not state.whole_contact_after(each.order) for each in waiting)
