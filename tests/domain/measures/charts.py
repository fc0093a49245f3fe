"""Figures by month, short to write down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carelist_tui.domain.measures.charts.signals import Point


def months(values: Iterable[float | None], d: int = 100) -> list[Point]:
    """A point a month from January 2024."""
    return [Point(f"{2024 + i // 12}-{i % 12 + 1:02}", 0, d, value) for i, value in enumerate(values)]


def month(number: int) -> str:
    """The label of the so-manieth month, from 1."""
    return f"{2024 + (number - 1) // 12}-{(number - 1) % 12 + 1:02}"


STEADY: Sequence[float] = [1 + 0.564, 1 - 0.564] * 6
"""A year whose mean is 1 and whose mean moving range is 1.128: its limits lie at 1 -/+ 3.00048, as if the standard
deviation were known to be 1. No rule finds anything in it."""
