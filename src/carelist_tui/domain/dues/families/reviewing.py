"""What comes back by itself, and what can't wait: decision reviews, same-day responses (S0:30, S4:54)."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, joined, out_of_hours
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.episodes import decision_is_over
from carelist_tui.domain.person.facts import Decision


def decision_review(ground: Ground) -> Iterator[Due]:
    """A "no" always carries a date, and comes back by itself (S0:30)."""
    by_subject: dict[str, Decision] = {}
    for each in ground.state.decisions:
        if each.replaced or each.review_at is None or decision_is_over(ground.state, each, ground.episodes):
            continue
        episode = ground.episode_of(each.episode)
        subject = episode.id if episode else each.subject
        known = by_subject.get(subject)
        if known is None or known.review_at is None or each.review_at < known.review_at:
            by_subject[subject] = each
    for each in by_subject.values():
        if each.review_at is None:
            continue
        words = "steps stopped " if each.decision == "stopped" else f"decided {choice_in_words(each.decision)} "
        yield KINDS["decision_review"].due(
            ground.state.person,
            each.id,
            "Review the decision",
            each.review_at,
            (words, each.at),
            detail={"episode": each.episode},
        )


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
