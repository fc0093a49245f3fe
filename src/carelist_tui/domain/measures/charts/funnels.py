"""Funnels: how far a team's share may lie from the share of all by chance alone (measures.md, Signals).

The limits are quantiles of the binomial with the team's denominator and the share of all, by exact sums of its tails.
They are not interpolated: each is a count that could happen, over the denominator, so that a person can check it, and
who lies on it is within. So a team that is as all others lies below a limit at most as often as its name says, and
above it likewise; interpolated limits exceed that on one side (Seaton and Manktelow 2012).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.measures.charts.averages import SHARE_FROM

TEAMS_FROM = 3
"""A funnel of fewer would compare two with each other."""
TEAM_HIDDEN_UNDER = 5
"""A team of fewer cases is not drawn, and has no limits."""
TAIL_95 = 0.025
TAIL_998 = 0.001
_NOTHING = 1e-25
"""A probability that can't change a tail sum of `TAIL_998`."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """The limits of one denominator, as shares. On a limit is within it."""

    low95: float
    high95: float
    low998: float
    high998: float


def funnel(counts: Mapping[str, tuple[int, int]]) -> dict[str, Funnel]:
    """The limits of each team by its (n, d), around the share of all that are given. A team under 5 has none; where
    fewer than 3 others are left, nobody has."""
    drawn = {team: d for team, (_, d) in counts.items() if d >= TEAM_HIDDEN_UNDER}
    if len(drawn) < TEAMS_FROM:
        return {}
    all_n, all_d = _all_of(counts.values())
    return {team: limits_around(all_n, all_d, d) for team, d in drawn.items()}


def limits_around(all_n: int, all_d: int, d: int) -> Funnel:
    """The limits of a denominator around the share `all_n` of `all_d`. Refuses (ValueError) a denominator of 0."""
    if d < 1 or not 0 <= all_n <= all_d or all_d < 1:
        raise ValueError(tr("{all_n} of {all_d} gives no limits of {d}", all_n=all_n, all_d=all_d, d=d))
    likely = _likelihoods(d, all_n, all_d)
    low95, high95 = _quantiles(likely, TAIL_95)
    low998, high998 = _quantiles(likely, TAIL_998)
    return Funnel(low95 / d, high95 / d, low998 / d, high998 / d)


def outside_95(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """How many of those with 10 or more lie outside the 95 % limits around the share of all, and how many those are."""
    given = list(counts)
    all_n, all_d = _all_of(given)
    judged = [(n, d) for n, d in given if d >= SHARE_FROM]
    outside = 0
    for n, d in judged:
        limits = limits_around(all_n, all_d, d)
        outside += not limits.low95 <= n / d <= limits.high95
    return outside, len(judged)


def consistency_in_words(counts: Iterable[tuple[int, int]], of: str = "steps") -> str:
    """The one sentence about workers together, which names none: from 3 of them, so that nobody is told by it."""
    outside, judged = outside_95(counts)
    if judged < TEAMS_FROM:
        return tr("too few workers with {share_from} {of} or more to say", share_from=SHARE_FROM, of=of)
    return ntr(
        "{outside} of {judged} workers with {share_from} {of} or more lies outside the 95 % limits",
        "{outside} of {judged} workers with {share_from} {of} or more lie outside the 95 % limits",
        outside,
        outside=outside,
        judged=judged,
        share_from=SHARE_FROM,
        of=of,
    )


def _all_of(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    given = list(counts)
    return sum(n for n, _ in given), sum(d for _, d in given)


def _likelihoods(d: int, all_n: int, all_d: int) -> dict[int, float]:
    """The probability of each count of d, by count, without what is too small to matter. Worked outwards from the
    likeliest by one multiplication a step, so that nothing overflows and every machine has the same. Where all do it,
    or none, that one is all there is."""
    odds_for, odds_against = all_n, all_d - all_n
    likeliest = min(d, (d + 1) * all_n // all_d)
    weights = {likeliest: 1.0}
    for k in range(likeliest, d):
        weight = weights[k] * ((d - k) * odds_for) / ((k + 1) * odds_against)
        if weight < _NOTHING:
            break
        weights[k + 1] = weight
    for k in range(likeliest, 0, -1):
        weight = weights[k] * (k * odds_against) / ((d - k + 1) * odds_for)
        if weight < _NOTHING:
            break
        weights[k - 1] = weight
    whole = fsum(weights.values())
    return {k: weights[k] / whole for k in sorted(weights)}


def _quantiles(likely: Mapping[int, float], tail: float) -> tuple[int, int]:
    """The least count that so few or fewer has a chance of `tail`, and the most that so many or more has."""
    return _first_beyond(likely, list(likely), tail), _first_beyond(likely, list(likely)[::-1], tail)


def _first_beyond(likely: Mapping[int, float], counts: list[int], tail: float) -> int:
    so_far = 0.0
    for k in counts:
        so_far += likely[k]
        if so_far >= tail:
            return k
    return counts[-1]
