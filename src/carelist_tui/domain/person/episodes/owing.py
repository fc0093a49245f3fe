"""What still owes a decision, an escalation or live contact: the one answer for the Dues and for what is forgotten."""

from __future__ import annotations

from collections.abc import Container

from carelist_tui.domain.person.episodes.episode import Episode, episode_of
from carelist_tui.domain.person.facts import Attempt, Decision, Escalation, Fact
from carelist_tui.domain.person.state import PersonState

WEIGHED = ("concern", "high")
"""What a risk check finds that owes a decision."""
OWES_A_DECISION = ("declined", "declined_at_door", "spoke_not_seen", "could_not_talk")
ABOUT_ANYONE = ("clinical_review", "safeguarding")
DECLINED = ("declined", "redirected")
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
    """Attempts that were declined while no missed contact stood open, and no contact since."""
    found = []
    for attempt in state.attempts:
        if attempt.outcome not in OWES_A_DECISION or state.contact_after(attempt.order):
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


def answer_owes_contact(state: PersonState, reply: Fact, known: list[Episode]) -> bool:
    """Whether live contact is still owed to somebody who answered in writing."""
    if state.contact_after(reply.order):
        return False
    back = [each.returned for each in state.aways if each.returned is not None and each.kind in OWES_FOLLOW_UP]
    waiting = [*state.crises, *back]
    missed = any(each.is_open and reply.at >= each.t for each in known)
    return missed or state.is_unmet or any(not state.contact_after(each.order) for each in waiting)
