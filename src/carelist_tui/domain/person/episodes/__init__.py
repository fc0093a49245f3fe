"""Missed contacts, derived from what was missed and what ended it, and what is still owed for them."""

from carelist_tui.domain.person.episodes.episode import (
    FAILED_ATTEMPTS_BEFORE_DECISION,
    Episode,
    episode_of,
    episodes,
    longest,
    open_episode,
    owes_a_check,
)
from carelist_tui.domain.person.episodes.owing import (
    DECLINED,
    OWES_A_DECISION,
    OWES_FOLLOW_UP,
    WEIGHED,
    answer_owes_contact,
    awaits_decision,
    came_to_nothing,
    decision_is_over,
    is_to_be_raised,
    newest_decision,
    refused_outside,
)

__all__ = [
    "DECLINED",
    "FAILED_ATTEMPTS_BEFORE_DECISION",
    "OWES_A_DECISION",
    "OWES_FOLLOW_UP",
    "WEIGHED",
    "Episode",
    "answer_owes_contact",
    "awaits_decision",
    "came_to_nothing",
    "decision_is_over",
    "episode_of",
    "episodes",
    "is_to_be_raised",
    "longest",
    "newest_decision",
    "open_episode",
    "owes_a_check",
    "refused_outside",
]
