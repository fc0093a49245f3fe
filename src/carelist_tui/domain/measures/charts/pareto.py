"""Counts by reason as a Pareto shows them: the largest first, and how many so far (measures.md, missed_rate)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason: its count, and the count of it and all before it."""

    reason: str
    n: int
    so_far: int


def pareto(counts: Mapping[str, int]) -> tuple[Bar, ...]:
    """A bar for each reason that happened, the largest first; of two as large, by name. The last one's `so_far` is all
    there are. Of reasons, never of workers."""
    bars: list[Bar] = []
    for reason, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if n:
            bars.append(Bar(reason, n, n + (bars[-1].so_far if bars else 0)))
    return tuple(bars)
