"""After a move to less, or to other, care: they are looked in on, and whoever has left is asked about (S1:27)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground, runs_from
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.episodes import WARDS
from carelist_tui.domain.person.facts import Fact, TierStep
from carelist_tui.domain.slotted import dataclass

TWO_STEPS = 2
"""So many tiers lighter, they are looked in on; from the most intensive one any lighter tier is enough."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A move: the entry with which it began, how soon after it they are looked in on, and how it is said."""

    begun: Fact
    within: Interval
    words: str


def transition_check(ground: Ground) -> Iterator[Due]:
    """Looked in on for so long after a move, so soon after it and after every whole contact."""
    met = ground.state.last_whole_contact
    found: list[tuple[datetime, Fact, Transition]] = []
    for each in _transitions(ground):
        newest = max(filter(None, (each.begun, met)), key=lambda fact: fact.order)
        due_at = ground.calendar.after(runs_from(newest), each.within)
        if _is_by(due_at, _over_at(ground, each)):
            found.append((due_at, newest, each))
    if not found:
        return
    due_at, newest, _ = min(found, key=lambda each: (each[0].astimezone(UTC), each[1].order))
    words: list[str | datetime] = []
    for _, _, each in found:
        words += ["; " if words else "", each.words + " ", each.begun.at]
    yield KINDS["transition_check"].due(
        ground.state.person, newest.id, tr("Look in after the move"), due_at, tuple(filter(None, words))
    )


def after_leaving(ground: Ground) -> Iterator[Due]:
    """Discharged so soon after a move: those who have them now are asked how they are (S1:27)."""
    state, left = ground.state, ground.state.left
    if left is None or left.kind != "discharged" or (state.heard is not None and state.heard.order > left.order):
        return
    moved = [each for each in _transitions(ground) if each.begun.order <= left.order]
    moved = [each for each in moved if _is_by(left.clock, _over_at(ground, each))]
    if not moved:
        return
    newest = max(moved, key=lambda each: each.begun.order)
    words: Words = (tr("discharged "), left.at, f"; {newest.words} ", newest.begun.at)
    due_at = ground.calendar.after(left.clock, ground.numbers.after_leaving)
    yield KINDS["after_leaving"].due(state.person, left.id, tr("Ask those who have them now"), due_at, words)


def _is_by(moment: datetime, until: datetime) -> bool:
    return moment.astimezone(UTC) <= until.astimezone(UTC)


def _over_at(ground: Ground, transition: Transition) -> datetime:
    return ground.calendar.after(transition.begun.clock, ground.numbers.transition_lasts)


def _transitions(ground: Ground) -> Iterator[Transition]:
    """Every move since acceptance that is remembered."""
    state, acceptance, soon = ground.state, ground.state.acceptance, ground.numbers.transition_check
    if acceptance is None:
        return
    if acceptance.source == "step_down" and not ground.is_brought_over:
        yield Transition(acceptance, soon, tr("accepted from a step-down"))
    closed = {each.id: each for each in (state.transition_unmet, state.transition) if each is not None}
    for each in (each for each in closed.values() if each.order >= acceptance.order):
        yield Transition(each, soon, tr("moved between teams"))
    for away in state.aways:
        if away.kind in WARDS and away.returned is not None and away.returned.order >= acceptance.order:
            yield Transition(away.returned, soon, tr("back from {kind}", kind=choice_in_words(away.kind)))
    for tier in _made_lighter(ground):
        words = tr("{title} tier since", title=ground.standards.tier(tier.value).title.lower())
        yield Transition(tier, ground.numbers.transition_check_tier, words)


def _made_lighter(ground: Ground) -> Iterator[TierStep]:
    """Each tier that is lighter than the one before it, or than any held so shortly before: from the most intensive, or
    by two steps. Made lighter twice, step by step, is made lighter by two."""
    ranks = [(ground.standards.rank(each.value), each) for each in _tiers_in_force(ground)]
    lasts = ground.numbers.transition_lasts
    for place, (rank, tier) in enumerate(ranks):
        if place == 0 or rank <= ranks[place - 1][0]:
            continue
        held = [ranks[place - 1][0]]
        held += [
            before
            for (before, _), (_, until) in pairwise(ranks[:place])
            if _is_by(tier.at, ground.calendar.after(until.at, lasts))
        ]
        if min(held) == 0 or rank - min(held) >= TWO_STEPS:
            yield tier


def _tiers_in_force(ground: Ground) -> list[TierStep]:
    """The tiers they were in, one after the other: a lighter one counts from a senior's own word only."""
    found: list[TierStep] = []
    for each in ground.state.tiers:
        lighter = bool(found) and ground.standards.rank(each.value) > ground.standards.rank(found[-1].value)
        if each.counts or not lighter:
            found.append(each)
    return found
