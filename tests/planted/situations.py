"""All planted stories, each of one person, by name."""

from __future__ import annotations

from tests.planted import (
    acceptances,
    closing_loops,
    daily_work,
    hard_times,
    homes_and_aims,
    ladders,
    missed_contacts,
    scores,
)

STORIES = [
    *missed_contacts.ALL_STORIES,
    *ladders.ALL_STORIES,
    *acceptances.ALL_STORIES,
    *hard_times.ALL_STORIES,
    *closing_loops.ALL_STORIES,
    *daily_work.ALL_STORIES,
    *homes_and_aims.ALL_STORIES,
    *scores.ALL_STORIES,
]
