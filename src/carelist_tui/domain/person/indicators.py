"""What somebody works towards (S2): indicators agreed, rated, ended or replaced, in whatever order that comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from carelist_tui.domain.entries import IndicatorAgreed, IndicatorEnded, IndicatorRated
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.facts import Fact, Indicator
from carelist_tui.domain.person.fold_rules import folds, reached
from carelist_tui.domain.person.state import PersonState

MOST_OVER = 50
"""So many ends are remembered of what was not agreed yet, the newest."""
CHANGED = "changed"
"""How one ended that another took the place of (S2:41)."""


@folds(IndicatorAgreed)
def agreed(state: PersonState, entry: Entry, body: IndicatorAgreed) -> None:
    """Agreed anew in place of an older one, that one is rated no longer. One whose end stands before it in the story,
    because a clock ran ahead or its moment was corrected, has ended all the same."""
    for id in entry.replaces:
        _end(state, id)
    if entry.id in state.over:
        state.over.remove(entry.id)
        return
    made = Indicator(entry.id, entry.order, entry.clock_at, body.name, body.every, body.highest, list(body.steps))
    state.indicators.append(made)


@folds(IndicatorRated)
def rated(state: PersonState, entry: Entry, body: IndicatorRated) -> None:
    for indicator in state.indicators:
        if indicator.id == body.indicator:
            indicator.rated = Fact(entry.id, entry.order, entry.clock_at)


@folds(IndicatorEnded)
def ended(state: PersonState, entry: Entry, body: IndicatorEnded) -> None:
    _end(state, body.indicator)


def _end(state: PersonState, id: str) -> None:
    running = [each for each in state.indicators if each.id != id]
    if len(running) == len(state.indicators) and id not in state.over:
        state.over = [*state.over, id][-MOST_OVER:]
    state.indicators = running


def ends_of(standing: Iterable[Entry], through: Mapping[str, Iterable[str]]) -> dict[str, tuple[datetime, str]]:
    """When each indicator was ended, and how: by its end, or by one that took its place, whichever came first. Of the
    entries as they stand; `through`: what each that was struck out had replaced."""
    found: dict[str, tuple[datetime, str]] = {}
    for entry in sorted(standing, key=lambda each: each.order):
        if isinstance(entry.body, IndicatorEnded):
            found.setdefault(entry.body.indicator, (entry.occurred_at, entry.body.outcome))
        elif isinstance(entry.body, IndicatorAgreed):
            for id in reached(through, entry.replaces):
                found.setdefault(id, (entry.occurred_at, CHANGED))
    return found
