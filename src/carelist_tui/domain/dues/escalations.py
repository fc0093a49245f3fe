"""Escalations until their loop is closed, and contact after a crisis (S4:58, S4:66)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.episodes import is_to_be_raised
from carelist_tui.domain.person.facts import Decision, Escalation, Fact
from carelist_tui.domain.person.facts.decisions import SELF_HARM

AT_ANY_HOUR = ("ambulance", "police_welfare_check")
"""Their outcome is known within hours, day or night."""


def _still_to_raise(ground: Ground) -> Iterator[Decision]:
    return (each for each in ground.state.decisions if is_to_be_raised(ground.state, each))


def raise_escalation(ground: Ground) -> Iterator[Due]:
    """Decided to escalate, and none raised: two hours."""
    for each in _still_to_raise(ground):
        yield KINDS["raise_escalation"].due(
            ground.state.person,
            each.id,
            tr("Raise the escalation"),
            ground.calendar.deadline(each.clock, ground.numbers.raise_escalation, high=True),
            (tr("decided "), each.at),
            detail={"decision": each.id, "episode": each.episode},
        )


def escalation(ground: Ground) -> Iterator[Due]:
    """Raised: an answer is owed by the time asked for; accepted: the outcome is owed, not just the referral."""
    state = ground.state
    for each in state.escalations:
        if not each.is_open:
            continue
        to = choice_in_words(each.route)
        answered = each.answered is not None
        due_at = outcome_by(ground, each, each.answered) if each.answered is not None else reply_by(ground, each)
        kind = "escalation_outcome" if answered else "escalation_reply"
        yield KINDS[kind].due(
            state.person,
            each.id,
            tr("Find out the outcome") if answered else tr("Get an answer"),
            due_at,
            (tr("{to}, accepted ", to=to) if answered else tr("{to}, raised ", to=to), (each.answered or each).at),
            owner=each.owner,
            detail={"escalation": each.id, "episode": each.episode, "route": each.route},
        )


def reply_by(ground: Ground, escalation: Escalation) -> datetime:
    """By when an answer is owed: as asked for, within its limit."""
    longest = ground.standards.limits.reply(escalation.route, high=ground.is_high_at(escalation.at))
    return ground.moment_within(escalation.respond_by, escalation, longest)


def outcome_by(ground: Ground, escalation: Escalation, answered: Fact) -> datetime:
    """By when its outcome is owed, once it was answered."""
    high = escalation.route in AT_ANY_HOUR or ground.is_high_at(answered.at)
    outcome = ground.numbers.escalation_outcome
    return outcome.due(escalation.route, answered.clock, ground.calendar, high=high)


def after_crisis_contact(ground: Ground) -> Iterator[Due]:
    """Someone who was in crisis is spoken to, more than a nod: by noon on the next service day after it, after
    self-harm within 48 hours, whenever the service came to know."""
    state, numbers, calendar = ground.state, ground.numbers, ground.calendar
    for each in state.crises:
        if state.whole_contact_after(each.order):
            continue
        due_at = calendar.next_service_day_at(each.at, numbers.after_crisis_contact_at)
        if each.kind == SELF_HARM:
            due_at = min(due_at, calendar.deadline(each.at, numbers.after_self_harm, high=True))
        yield KINDS["after_crisis_contact"].due(
            state.person,
            each.id,
            tr("Speak to them after the crisis"),
            ground.from_the_event(each, due_at),
            (f"{choice_in_words(each.kind)} ", each.at, *ground.known_late(each)),
            from_at=each.at,
            detail={"crisis": each.id},
        )
