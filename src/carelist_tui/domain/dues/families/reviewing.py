"""What comes back by itself, and what can't wait: decision reviews, same-day responses (S0:30, S4:54)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, joined, out_of_hours
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.episodes import decision_is_over
from carelist_tui.domain.person.facts import Decision


def decision_review(ground: Ground) -> Iterator[Due]:
    """A "no" always carries a date, and comes back by itself (S0:30); an escalation about an open missed contact or a
    high person comes back too."""
    by_subject: dict[str, tuple[datetime, Decision]] = {}
    for decision in ground.state.decisions:
        at = _comes_back_at(ground, decision)
        if at is None:
            continue
        episode = ground.episode_of(decision.episode)
        subject = episode.id if episode else decision.subject
        if subject not in by_subject or at < by_subject[subject][0]:
            by_subject[subject] = at, decision
    for at, decision in by_subject.values():
        stopped = decision.decision == "stopped"
        words = "steps stopped " if stopped else f"decided {choice_in_words(decision.decision)} "
        yield KINDS["decision_review"].due(
            ground.state.person,
            decision.id,
            "Review the decision",
            at,
            (words, decision.at),
            detail={"episode": decision.episode},
        )


def _comes_back_at(ground: Ground, decision: Decision) -> datetime | None:
    """When a decision is looked at again; None where nothing asks for it. Whoever became red or high since: within one
    service day of that (standards.md, decision_review)."""
    if decision.replaced or decision.ignored or decision_is_over(ground.state, decision, ground.episodes):
        return None
    at = ground.review_at(decision)
    episode = ground.episode_of(decision.episode)
    if at is None and decision.decision == "escalate" and (ground.is_high or (episode is not None and episode.is_open)):
        longest = ground.standards.limits.decision_review(ground.state.zone_now, high=ground.is_high_at(decision.at))
        at = ground.calendar.after(decision.at, longest)
    if at is None:
        return None
    return min([at, *ground.once_high(decision)])


def same_day_response(ground: Ground) -> Iterator[Due]:
    """Something seen or said that can't wait: two hours, in service or by the out-of-hours route (S4:54)."""
    worries = ground.state.worries
    if not worries:
        return
    first = min(worries, key=lambda each: each.clock)
    due_at = ground.calendar.deadline(first.clock, ground.numbers.same_day_response, high=True)
    route = () if ground.calendar.is_open(due_at) else ("; out of hours: ", out_of_hours(ground))
    yield KINDS["same_day_response"].due(
        ground.state.person,
        first.id,
        "Respond today",
        due_at,
        (*joined([(each.words + " ", each.at) for each in worries]), *route),
    )
