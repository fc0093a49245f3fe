"""The card of a person from their state: what the panel shows (domain/card.py says what each field holds)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.card import Card, Phone, SafeTime, StepLine
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.ladder import SHARING_TITLE, plan_steps
from carelist_tui.domain.dues.sharing import sharing_of
from carelist_tui.domain.dues.warnings import avoided, warnings_for
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.episodes import Episode
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.bearings import bearings_of, red_flags_of, signs_to_look_for


def card_of(state: PersonState, standards: Standards) -> Card:
    """What somebody needs to act safely for this person."""
    return card_on(stand_on(state, standards))


def card_on(ground: Ground) -> Card:
    """The same, where the ground is laid already: of who works here, and who is alike, it says nothing."""
    state, plan, sharing = ground.state, ground.state.plan, sharing_of(ground)
    return Card(
        person=state.person,
        coordinator=state.coordinator.value if state.coordinator else "",
        oversight=state.oversight,
        tier=ground.tier.value if ground.tier else "",
        zone=state.zone_now,
        zone_reason=_zone_reason(state.zone.reason) if state.zone else "",
        zone_since=state.zone.at if state.zone else None,
        last_spoke=state.last_contact.at if state.last_contact else None,
        last_seen=state.last_seen.at if state.last_seen else None,
        warnings=warnings_for(ground),
        methods=tuple(each for each in plan.methods if each not in avoided(ground)) if plan else (),
        avoid=state.forbidden,
        avoid_note=(plan.avoid_note or "") if plan else "",
        safe_times=_safe_times(ground),
        safe_places=plan.safe_places if plan else "",
        if_missed=plan.if_missed if plan else "",
        may_be_told=sharing.may_be_told,
        ask_first=sharing.ask_first,
        must_not_be_told=sharing.must_not_be_told,
        signs=signs_to_look_for(ground),
        red_flags=red_flags_of(ground),
        bearings=bearings_of(ground),
        **_identity(ground),
        **_episode(ground),
    )


def _identity(ground: Ground) -> dict[str, Any]:
    identity = ground.state.identity
    said = ("ref", "given", "family", "known_as", "pronouns", "address", "team")
    return {
        **{name: getattr(identity, name) or "" for name in said},
        "born": identity.born.isoformat() if identity.born else "",
        "phones": tuple(
            Phone(each.number, each.label or "", each.text_ok, each.voicemail == "yes", each.unsafe)
            for each in identity.phones or ()
        ),
    }


def _episode(ground: Ground) -> dict[str, Any]:
    episode = ground.episode
    return {
        "episode": episode.id if episode else None,
        "missed_at": episode.t if episode else None,
        "missed_how": choice_in_words(episode.miss.how) if episode else "",
        "steps": tuple(_steps(ground, episode)) if episode else (),
        "attempts": len(episode.attempts) if episode else 0,
        "risk_check": episode.checks[-1].overall if episode and episode.checks else "",
        "decision": _decision(episode),
    }


def _safe_times(ground: Ground) -> tuple[SafeTime, ...]:
    plan = ground.state.plan
    return tuple(
        SafeTime(tuple(day.capitalize() for day in each.days), each.from_, each.to)
        for each in (plan.safe_times if plan else ())
    )


def _decision(episode: Episode | None) -> str:
    if episode is None or not episode.decisions:
        return ""
    newest = episode.decisions[-1]
    return tr("steps stopped") if newest.decision == "stopped" else choice_in_words(newest.decision)


def _zone_reason(reason: str) -> str:
    """Why they are in their zone; where nobody said why, since it came with the acceptance, in the language."""
    return tr("accepted") if reason == "accepted" else reason


def _steps(ground: Ground, episode: Episode) -> Iterable[StepLine]:
    returns_at = ground.steps_return_at(episode)
    is_next = True
    for plan in plan_steps(ground, episode):
        state = "done" if plan.done_by else "skipped" if plan.skipped_by else ""
        done_at: datetime | None = plan.done_by.at if plan.done_by else None
        words = choice_in_words(plan.done_by.outcome) if plan.done_by else ""
        if not state:
            state, is_next = ("next" if is_next else "later"), False
        title = SHARING_TITLE if plan.is_about_sharing and not plan.is_done else plan.step.title
        due_at = max(plan.due_at, returns_at) if returns_at and not plan.is_done else plan.due_at
        yield StepLine(plan.step.key, title, state, due_at, done_at, words, None if plan.is_done else returns_at)
