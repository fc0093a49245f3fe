"""Two versions of one thing in lines: side by side where there is room, else one below the other; all of each."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from carelist_tui.desk.versions import Version, differing
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import Look

BESIDE = 110
"""Columns from which two sides stand beside each other."""
GAP = 3
DIFFERS = "\u2260"
"""The sign before a field that is not said alike."""


def version_strips(
    versions: Sequence[Version], chosen: int | None, width: int, look: Look, *, keyed: bool
) -> list[Strip]:
    """Every side in full. A field in which they differ has a sign before it; `keyed` sides have the key that chooses
    them, the chosen one is marked."""
    beside = width >= BESIDE and len(versions) > 1
    each_width = (width - GAP * (len(versions) - 1)) // len(versions) if beside else width
    differ = differing(versions)
    sides = [
        _side(version, n, each_width, look, differ, keyed=keyed, chosen=n == chosen)
        for n, version in enumerate(versions)
    ]
    if beside:
        return _side_by_side(sides, each_width, width, look)
    return [strip for side in sides for strip in (*side, Line(width, look.ink.words).strip())]


def _side(
    version: Version, n: int, width: int, look: Look, differ: set[str], *, keyed: bool, chosen: bool
) -> list[Strip]:
    said, ink = Said(width, look), look.ink
    key = f"{n + 1}  " if keyed else ""
    said.put(f"{'> ' if chosen else ''}{key}{version.title}", ink.cursor if chosen else ink.strong)
    said.put(version.said, ink.quiet)
    for title, words in version.fields:
        sign = DIFFERS if title in differ else " "
        said.put(f"{sign} {title}: {words}", ink.amber if title in differ else ink.words)
    return said.strips


def _side_by_side(sides: Sequence[Sequence[Strip]], each_width: int, width: int, look: Look) -> list[Strip]:
    blank = Line(each_width, look.ink.words).strip()
    edge = Line(GAP, look.ink.rule).add(" \u2502 ").strip()
    rows = []
    for y in range(max(map(len, sides))):
        row = [part for side in sides for part in (edge, side[y] if y < len(side) else blank)][1:]
        rows.append(Strip.join(row))
    rest = width - each_width * len(sides) - GAP * (len(sides) - 1)
    end = Line(rest, look.ink.words).strip()
    return [Strip.join([row, end]) if rest else row for row in rows]
