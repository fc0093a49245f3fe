"""The one draw by a seed: what is audited, what a supervision reads, which notes are read behind a figure. Whoever
holds the same ids draws the same of them, on any laptop (measures.md, Audit)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256


def place(seed: int, id: str) -> tuple[str, str]:
    """Where an id stands in the order of a seed: by SHA-256 over the UTF-8 text `seed:id`."""
    return sha256(f"{seed}:{id}".encode()).hexdigest(), id


def draw(ids: Iterable[str], n: int, seed: int) -> list[str]:
    """The first `n` of these in the order of the seed, each once; all of them where there are fewer."""
    return sorted(set(ids), key=lambda id: place(seed, id))[:n]


def draw_of_each(groups: Mapping[str, Iterable[str]], n: int, seed: int) -> list[str]:
    """The first `n` of each group, all of them in that same order."""
    drawn = {id for ids in groups.values() for id in draw(ids, n, seed)}
    return draw(drawn, len(drawn), seed)
