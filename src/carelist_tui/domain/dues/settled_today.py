"""What is done of a day's list, from the entries alone: nothing of it is kept, so every laptop that holds the same
entries says the same, after a sync and after a restart.

**Settled today** is what stood on the list, due or overdue, when an entry was recorded today that resolves its kind,
and stood there no more after it; by whom it was settled is all the same. What was put off, given away or withheld is
not settled. What is recorded in one act (an import brings somebody and their contacts) settles nothing that came with
it. An entry in error settles nothing.

**"3 of 11 done today"**: of what this list had today, which is what was settled today and is not on it now, and what is
on it now, so much is settled. A worker's own list counts what was theirs, or theirs too, when it was settled. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries import EntryCorrected
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.worklist import Item

SETTLES = frozenset(type for kind in KINDS.values() for type in kind.resolved_by)
"""Types of entries that settle anything at all."""


@dataclass(frozen=True, slots=True)
class Act:
    """What was recorded at one moment: the types of it, and the story without it and with it."""

    at: datetime
    types: frozenset[str]
    before: list[Entry]
    after: list[Entry]


def acts_since(story: Iterable[Entry], begins: datetime) -> Iterator[Act]:
    """Each act of this service that was recorded from `begins` on and could settle something, in the order in which it
    was recorded. A correction counts wherever it stands, so that what was entered in error was never there."""
    told = list(story)
    new = [each for each in told if each.recorded_at >= begins and each.type != EntryCorrected.TYPE]
    new = sorted((each for each in new if each.origin is None), key=lambda each: (each.recorded_at, each.order))
    later = {id(each) for each in new}
    known = [each for each in told if id(each) not in later]
    for moment, group in groupby(new, key=lambda each: each.recorded_at):
        recorded = list(group)
        before, known = known, [*known, *recorded]
        types = frozenset(each.type for each in recorded)
        if types & SETTLES:
            yield Act(moment, types, before, known)


def settled(types: Iterable[str], before: Iterable[Item], after: Iterable[Item]) -> list[Item]:
    """What of `before` stood on the list, is resolved by one of these types, and does not stand there `after` it."""
    said, left = frozenset(types), {item.key for item in after if item.status != "upcoming"}
    return [
        item
        for item in before
        if item.status != "upcoming" and item.key not in left and not said.isdisjoint(item.resolved_by)
    ]
