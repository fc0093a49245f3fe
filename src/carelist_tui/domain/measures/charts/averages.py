"""Medians, 90th centiles and shares as every measure says them (measures.md, rules 4 and 7)."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from carelist_tui.catalogue import tr

SHARE_FROM = 10
"""The smallest denominator of which a share is said."""


def median(values: Iterable[float | None]) -> float | None:
    """The middle one, of an even number the mean of the middle two. What is unanswered (None) is longest: where the
    middle falls on it, and of nothing at all, there is no median (None)."""
    ordered = _ordered(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return None if middle == inf else middle


def ninetieth(values: Iterable[float | None]) -> float | None:
    """The 90th centile by nearest rank: the smallest value that at least nine tenths of all do not exceed. It is always
    one that happened, so that it has a person behind it. What is unanswered (None) is longest, as in `median`."""
    ordered = _ordered(values)
    if not ordered:
        return None
    rank = -(-9 * len(ordered) // 10)
    return None if ordered[rank - 1] == inf else ordered[rank - 1]


def share(n: int, d: int) -> float | None:
    """The share n of d; None where d is under 10. Refuses (ValueError) n that is no part of d."""
    if not 0 <= n <= d:
        raise ValueError(tr("{n} is no part of {d}", n=n, d=d))
    return n / d if d >= SHARE_FROM else None


def _ordered(values: Iterable[float | None]) -> list[float]:
    return sorted(inf if value is None else value for value in values)


def in_length(values: Iterable[float | None]) -> list[float | None]:
    """The shortest first; what is unanswered (None) is longest."""
    return sorted(values, key=lambda value: inf if value is None else value)
